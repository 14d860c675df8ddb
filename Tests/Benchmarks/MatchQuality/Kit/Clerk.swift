import DomainKit

/// Whether a careful clerk with the same data would book a payment without asking, and what.
///
/// The rule, held against the whole ledger and never against what kind of payment was made up.
///
/// 1. *Who pays* is known by an IBAN on file that is one account's, else by a name that is one
///    account's; of several namesakes it is the one whose invoice is named. What he may pay are his
///    open items, and those of the members for which he pays on the value date.
/// 2. *What is named* is looked up word by word as a person reads it. A number or reference that is
///    an invoice's, whatever stands between its characters, is **exact**. Else a word is **like**
///    an open invoice of the payer, at the first of these levels at which it is like any: O for 0
///    and I for 1; its year, prefix or zeros dropped; its last four digits or more; one character
///    wrong, missing or too many, or two swapped; cut off at the end.
/// 3. Everything named exactly, all of one group, which is the payer's: decidable when the amount
///    is that of all, or of a credit note on account less; of one invoice also when less is paid
///    (on that invoice, the first instalment first) or more (the rest is on account), unless a
///    number was named and the amount is just that of another open item (and not that of the named
///    one less a discount that is over), or a discount may still be taken. A stranger's payment is
///    decidable when the amount is that of all.
/// 4. A settled invoice, named exactly by its own customer: paid twice, and on account.
/// 5. Somebody else's invoice beside a known payer, or a settled one beside an open one: never.
/// 6. Words that are only like something: decidable when the payer is known and the amount is that
///    of exactly one of the invoices that a word is like; of several words, when each is like one
///    invoice only, and the amount is that of all, or of a credit note less.
/// 7. The first and last of a range: all numbers of the payer between them, when they have the
///    amount. A purchase order: the invoices of the order that have the amount, if one or all do.
/// 8. `Solde`, `balance`: when all that is open has the amount, credit notes taken or not.
/// 9. Nothing named: decidable when the payer is known and exactly one of all ``Explanations`` has
///    the amount.
struct Clerk: Sendable {
  /// What he books, or why he asks.
  enum Answer: Equatable {
    /// Item by item; empty: all of it on account.
    case books([Booking], credits: [Int])
    case asks(String)
  }

  struct Booking: Equatable {
    let item: Int
    let cash: Int64
    let discount: Int64
  }

  let register: Register

  func answer(_ remittance: Remittance, _ mentions: [Mention]) -> Answer {
    let payer = payer(remittance, mentions)
    let reading = Reading(
      register: register,
      payer: payer,
      amount: remittance.amount.minorUnits,
      date: remittance.valueDate,
      isStranger: payer == nil
    )
    return reading.answer(mentions)
  }

  private func payer(_ remittance: Remittance, _ mentions: [Mention]) -> Int? {
    let payers = register.payers(iban: remittance.payerIBAN, name: remittance.payerName)
    guard payers.count > 1 else { return payers.first }
    let named = mentions.flatMap { register.byName[compact($0.text)] ?? [] }
      .map { register.invoices[$0].account }
    return Set(payers).intersection(named).count == 1
      ? Set(payers).intersection(named).first : nil
  }
}

/// One payment in the clerk's hands.
private struct Reading {
  let register: Register
  let payer: Int?
  let amount: Int64
  let date: CalendarDate
  let isStranger: Bool

  /// What one word says.
  private enum Sense {
    case exact(Int)
    case settled(Int)
    case foreign
    case like([Int])
    case nothing
  }

  func answer(_ mentions: [Mention]) -> Clerk.Answer {
    let forms = Set(mentions.map(\.form))
    if mentions.isEmpty { return byAmount() }
    if forms == [.balance] { return balance() }
    if forms.contains(.rangeFirst) { return range(mentions) }
    if forms == [.purchaseOrder] { return order(mentions[0]) }
    return named(mentions.filter { $0.form == .number || $0.form == .reference })
  }

  private var ownInvoices: [Int] {
    guard let payer else { return [] }
    let members = register.accounts[payer].members.filter {
      register.pays(payer, for: $0, on: date)
    }
    return ([payer] + members).flatMap { register.accounts[$0].invoices }
  }

  private func sense(of mention: Mention) -> Sense {
    let word = compact(mention.text)
    if let known = register.byName[word], !mention.isCut {
      let own = known.filter { isOwn($0) }
      guard !own.isEmpty || isStranger else { return .foreign }
      let candidates = isStranger ? known : own
      let open = candidates.filter { register.invoices[$0].isOpen }
      if open.count > 1 { return .like(open) }
      return open.first.map { .exact($0) } ?? .settled(candidates[0])
    }
    let alike = Likeness.invoices(like: mention, among: ownInvoices, of: register)
    return alike.isEmpty ? .nothing : .like(alike)
  }

  private func isOwn(_ invoice: Int) -> Bool {
    guard let payer else { return false }
    return register.pays(payer, for: register.invoices[invoice].account, on: date)
  }

  private func named(_ mentions: [Mention]) -> Clerk.Answer {
    var exact: [Int] = []
    var like: [[Int]] = []
    var settled = 0
    for mention in mentions {
      switch sense(of: mention) {
      case .exact(let invoice): if !exact.contains(invoice) { exact.append(invoice) }
      case .settled: settled += 1
      case .foreign: return .asks("it names an invoice that this payer does not pay")
      case .like(let invoices): like.append(invoices)
      case .nothing: return .asks("nothing of this payer is like what it names")
      }
    }
    if settled > 0 {
      guard exact.isEmpty, like.isEmpty, !isStranger else {
        return .asks("it names a settled invoice")
      }
      return .books([], credits: [])
    }
    if like.isEmpty { return book(exact, byReference: mentions.contains { $0.form == .reference }) }
    guard !isStranger else { return .asks("nobody knows whose open items to look at") }
    return bookLike(exact, like)
  }

  private func book(_ invoices: [Int], byReference: Bool) -> Clerk.Answer {
    let groups = Set(invoices.map { register.group(of: register.invoices[$0].account) })
    guard groups.count == 1 else { return .asks("it names invoices of several groups") }
    let items = invoices.flatMap { register.invoices[$0].items }
    let whole = items.map { register.items[$0].payable(on: date) }.reduce(0, +)
    if amount == whole { return .books(pour(items), credits: []) }
    if invoices.count == 1, hasAmount(invoices[0]) { return .books(pour(items), credits: []) }
    guard !isStranger else { return .asks("a stranger pays another amount than is named") }
    if let credit = creditTaken(whole - amount), !byReference || invoices.count > 1 {
      return .books(inFull(items), credits: [credit])
    }
    guard invoices.count == 1 else { return .asks("the amount is not that of what is named") }
    if amount < whole, items.contains(where: { register.items[$0].discount(on: date) > 0 }) {
      return .asks("it is paid in part while a discount may be taken")
    }
    if !byReference, !isLateDiscount(items), isAmountOfAnother(than: items) {
      return .asks("the amount is that of another open item")
    }
    return .books(pour(items), credits: [])
  }

  /// The one credit note on account that has the amount by which too little was paid.
  private func creditTaken(_ missing: Int64) -> Int? {
    guard let payer, missing > 0 else { return nil }
    let credits = register.accounts[payer].credits.indices.filter {
      register.accounts[payer].credits[$0].amount == missing
    }
    return credits.count == 1 ? credits[0] : nil
  }

  /// The amount is what would have been due in time.
  private func isLateDiscount(_ items: [Int]) -> Bool {
    guard let item = items.first, items.count == 1 else { return false }
    let entry = register.items[item]
    return entry.discounts.contains { $0.amount == entry.open - amount }
  }

  private func isAmountOfAnother(than items: [Int]) -> Bool {
    guard let payer else { return false }
    return register.payable(by: payer, on: date).contains { item in
      let entry = register.items[item]
      return !items.contains(item) && (entry.open == amount || entry.payable(on: date) == amount)
    }
  }

  private func bookLike(_ exact: [Int], _ like: [[Int]]) -> Clerk.Answer {
    if exact.isEmpty, like.count == 1 {
      let fitting = like[0].filter { hasAmount($0) }
      guard fitting.count == 1 else {
        return .asks("\(fitting.count) of the invoices that it is like have the amount")
      }
      return .books(pour(register.invoices[fitting[0]].items), credits: [])
    }
    guard like.allSatisfy({ $0.count == 1 }) else {
      return .asks("a word is like several invoices")
    }
    let invoices = Set(exact + like.map { $0[0] })
    guard invoices.count == exact.count + like.count else {
      return .asks("two words are like one invoice")
    }
    return bookIfWhole(invoices.sorted(), "the amount is not that of what it is like")
  }

  /// The whole invoice, or its first instalments.
  private func hasAmount(_ invoice: Int) -> Bool {
    var sum: Int64 = 0
    return register.invoices[invoice].items.contains { item in
      sum += register.items[item].payable(on: date)
      return sum == amount
    }
  }

  private func bookIfWhole(_ invoices: [Int], _ doubt: String) -> Clerk.Answer {
    let items = invoices.flatMap { register.invoices[$0].items }
    let whole = items.map { register.items[$0].payable(on: date) }.reduce(0, +)
    if whole == amount { return .books(inFull(items), credits: []) }
    return creditTaken(whole - amount).map { .books(inFull(items), credits: [$0]) } ?? .asks(doubt)
  }

  private func range(_ mentions: [Mention]) -> Clerk.Answer {
    guard !isStranger else { return .asks("nobody knows whose open items to look at") }
    guard let first = mentions.first(where: { $0.form == .rangeFirst }),
      let last = mentions.first(where: { $0.form == .rangeLast }),
      let from = single(first), let to = single(last)
    else { return .asks("an end of the range is like none or several") }
    let (low, high) = (Likeness.sequence(register, from), Likeness.sequence(register, to))
    let within = ownInvoices.filter { invoice in
      let place = Likeness.sequence(register, invoice)
      return low <= place && place <= high && register.invoices[invoice].isOpen
        && Likeness.sameHouse(register, invoice, from)
    }
    return bookIfWhole(within, "the amount is not that of the range")
  }

  private func single(_ mention: Mention) -> Int? {
    switch sense(of: mention) {
    case .exact(let invoice): invoice
    case .like(let invoices): invoices.count == 1 ? invoices[0] : nil
    case .settled, .foreign, .nothing: nil
    }
  }

  private func order(_ mention: Mention) -> Clerk.Answer {
    guard !isStranger else { return .asks("nobody knows whose open items to look at") }
    let word = compact(mention.text)
    let invoices = ownInvoices.filter {
      register.invoices[$0].isOpen && register.invoices[$0].order == word
    }
    let fitting = invoices.filter { hasAmount($0) }
    if fitting.count == 1 { return .books(pour(register.invoices[fitting[0]].items), credits: []) }
    guard fitting.isEmpty else { return .asks("several invoices of the order have the amount") }
    return bookIfWhole(invoices, "no invoice of the order has the amount")
  }

  private func balance() -> Clerk.Answer {
    guard let payer else { return .asks("nobody knows whose balance") }
    let items = register.payable(by: payer, on: date)
    let whole = items.map { register.items[$0].payable(on: date) }.reduce(0, +)
    if whole == amount { return .books(inFull(items), credits: []) }
    let credits = register.accounts[payer].credits
    guard !credits.isEmpty, whole - credits.map(\.amount).reduce(0, +) == amount else {
      return .asks("the balance has another amount")
    }
    return .books(inFull(items), credits: Array(credits.indices))
  }

  private func byAmount() -> Clerk.Answer {
    guard let payer else { return .asks("the payer is not known, and nothing is named") }
    let items = register.payable(by: payer, on: date)
    let credits = register.accounts[payer].credits
    let sets = Explanations.of(
      amount,
      items: items.map { (register.items[$0].open, register.items[$0].payable(on: date)) },
      credits: credits.map(\.amount)
    )
    guard let sets else { return .asks("too many items are open for an amount to tell them apart") }
    guard sets.count == 1 else {
      return .asks(sets.isEmpty ? "nothing has the amount" : "several readings have the amount")
    }
    let chosen = sets[0].filter { $0 < items.count }.map { items[$0] }
    let taken = sets[0].filter { $0 >= items.count }.map { $0 - items.count }
    return .books(taken.isEmpty ? pour(chosen) : inFull(chosen), credits: taken)
  }

  private func inFull(_ items: [Int]) -> [Clerk.Booking] {
    items.map { item in
      let discount = register.items[item].discount(on: date)
      return Clerk.Booking(
        item: item,
        cash: register.items[item].open - discount,
        discount: discount
      )
    }
  }

  /// The money as far as it goes, in the items' order; what is paid in part earns no discount here.
  private func pour(_ items: [Int]) -> [Clerk.Booking] {
    var rest = amount
    return inFull(items).compactMap { full in
      guard rest > 0 else { return nil }
      let isWhole = rest >= full.cash
      let cash = min(rest, full.cash)
      rest -= cash
      return Clerk.Booking(item: full.item, cash: cash, discount: isWhole ? full.discount : 0)
    }
  }
}
