import DomainKit

/// The books: one row an item, a payment, a return and a decision, each under its own name, so that
/// no row grows with an account's history and a repeated fact finds its row.
///
/// The rows are what is kept. Beside them stands an index by account (``Book``) that follows from
/// the rows alone, in whatever order they came: it is never written, and loading a row is the same
/// as posting it.
struct Ledger: PersistentState {
  var items: TreeDictionary<ItemID, ItemRow> = [:]
  var payments: TreeDictionary<PaymentID, PaymentRow> = [:]
  /// By reversal.
  var returns: TreeDictionary<PaymentID, ReturnRow> = [:]
  var decisions: TreeDictionary<DecisionKey, DecisionRow> = [:]
  var closings = Closings()

  /// Follows from the rows.
  var books: TreeDictionary<AccountID, Book> = [:]
  /// Follows from the rows: the reversals of each cut, which may have cancelled decisions of it.
  var reversals: TreeDictionary<Recorded, TreeSet<DecisionKey>> = [:]

  init() {}

  static var sections: [Section<Ledger>] {
    [
      .rows(
        "items",
        forEach: { (ledger: Ledger, row: (ItemID, Issue) throws -> Void) in
          for (id, item) in ledger.items { if let issue = item.issue { try row(id, issue) } }
        },
        load: { $0.issue($1, $2) }
      ),
      .rows(
        "payments",
        forEach: { (ledger: Ledger, row: (PaymentID, Receipt) throws -> Void) in
          for (id, payment) in ledger.payments where payment.receipt != Receipt() {
            try row(id, payment.receipt)
          }
        },
        load: { $0.receive($1, $2) }
      ),
      .rows(
        "returns",
        forEach: { (ledger: Ledger, row: (PaymentID, ReturnRow) throws -> Void) in
          for (id, reversal) in ledger.returns { try row(id, reversal) }
        },
        load: { $0.takeBack($1, $2) }
      ),
      .rows(
        "decisions",
        forEach: { (ledger: Ledger, row: (DecisionKey, DecisionRow) throws -> Void) in
          for (key, decision) in ledger.decisions { try row(key, decision) }
        },
        load: { $0.decide($1, $2) }
      ),
      .value("closings", \.closings),
    ]
  }
}

/// An open item, and the decisions that name it; these may be known before the item is.
struct ItemRow: Equatable, Sendable {
  var issue: Issue?
  var decisions: SortedList<DecisionKey> = []

  var isEmpty: Bool { issue == nil && decisions.isEmpty }
}

/// An item as it was issued.
struct Issue: Codable, Equatable, Sendable {
  var invoice: InvoiceNumber
  var account: AccountID
  var issueDate: CalendarDate
  var dueDate: CalendarDate
  var amount: Money
  var recorded: Recorded
}

/// A payment, and what names it; these may be known before the payment is.
struct PaymentRow: Equatable, Sendable {
  var receipt = Receipt()
  var returns: SortedList<PaymentID> = []
  var decisions: SortedList<DecisionKey> = []

  var isEmpty: Bool { receipt == Receipt() && returns.isEmpty && decisions.isEmpty }
}

/// What intake and matching told of a payment itself.
struct Receipt: Codable, Equatable, Sendable {
  /// As it came in, whosever it is.
  var received: Money?
  var identified: Identification?
  /// It left before anybody knew whose it was.
  var withdrawn: Money?
  /// A match was suggested at some time; none, never false.
  var isSuggested: Bool?

  /// What is known here and there.
  func merged(with other: Receipt) -> Receipt {
    Receipt(
      received: received ?? other.received,
      identified: identified ?? other.identified,
      withdrawn: withdrawn ?? other.withdrawn,
      isSuggested: isSuggested ?? other.isSuggested
    )
  }
}

struct Identification: Codable, Equatable, Sendable {
  var account: AccountID
  var amount: Money
  var valueDate: CalendarDate
  var recorded: Recorded
}

struct ReturnRow: Codable, Equatable, Sendable {
  var payment: PaymentID
  var account: AccountID
  var amount: Money
  var valueDate: CalendarDate
  var recorded: Recorded
}

/// A decision's name within its cut: the same decision may be taken again after a cut, once it was
/// taken back.
package struct DecisionKey: Codable, Sendable {
  package let recorded: Recorded
  package let isReversal: Bool
  package let id: String
}

/// Ids are compared byte by byte, as identifiers are; `String` takes differently composed letters
/// for the same.
extension DecisionKey: Hashable {
  package static func == (lhs: DecisionKey, rhs: DecisionKey) -> Bool {
    lhs.recorded == rhs.recorded && lhs.isReversal == rhs.isReversal
      && lhs.id.utf8.elementsEqual(rhs.id.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(recorded)
    hasher.combine(isReversal)
    var text = id
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension DecisionKey: Comparable {
  package static func < (lhs: DecisionKey, rhs: DecisionKey) -> Bool {
    if lhs.recorded != rhs.recorded { return lhs.recorded < rhs.recorded }
    if lhs.isReversal != rhs.isReversal { return rhs.isReversal }
    return lhs.id.utf8.lexicographicallyPrecedes(rhs.id.utf8)
  }
}

extension DecisionKey: RowKey {
  package var rowKey: String { "\(recorded)|\(isReversal ? "-" : "+")|\(id)" }

  package init?(rowKey: String) {
    let parts = rowKey.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let recorded = Recorded(String(parts[0])),
      parts[1] == "+" || parts[1] == "-"
    else { return nil }
    self.init(recorded: recorded, isReversal: parts[1] == "-", id: String(parts[2]))
  }
}

struct DecisionRow: Codable, Equatable, Sendable {
  var payment: PaymentID
  var account: AccountID
  var valueDate: CalendarDate
  var clearings: [Clearing]
  var onAccount: Money
  var rule: String?

  init(_ decision: Decision) {
    payment = decision.payment
    account = decision.account
    valueDate = decision.valueDate
    clearings = decision.clearings
    onAccount = decision.onAccount
    rule = decision.rule
  }

  /// What it clears of one item; a decision may name a thousand.
  func clearing(of item: ItemID) -> Clearing? {
    var (low, high) = (0, clearings.count)
    while low < high {
      let middle = (low + high) / 2
      if clearings[middle].item < item { low = middle + 1 } else { high = middle }
    }
    return low < clearings.count && clearings[low].item == item ? clearings[low] : nil
  }
}

/// A few names in order, each once.
struct SortedList<Element: Comparable & Sendable>: Equatable, Sendable, ExpressibleByArrayLiteral {
  private(set) var elements: [Element]

  init(arrayLiteral elements: Element...) { self.elements = elements.sorted() }

  var isEmpty: Bool { elements.isEmpty }

  mutating func insert(_ element: Element) {
    let index = position(of: element)
    if index == elements.count || elements[index] != element {
      elements.insert(element, at: index)
    }
  }

  mutating func remove(_ element: Element) {
    let index = position(of: element)
    if index < elements.count, elements[index] == element { elements.remove(at: index) }
  }

  private func position(of element: Element) -> Int {
    var (low, high) = (0, elements.count)
    while low < high {
      let middle = (low + high) / 2
      if elements[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
