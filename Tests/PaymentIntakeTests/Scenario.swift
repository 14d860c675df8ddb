import DomainKit
import PaymentIntakeDomain

/// Given some commands, when another comes, then these events: the tests' notation.
struct Scenario {
  private(set) var state = PaymentIntake.State()
  /// All that happened.
  private(set) var events: [PaymentIntake.Event] = []

  /// With the first day open and one partition.
  init(_ given: PaymentIntake.Command...) throws {
    try when(.configure(partitions: 1))
    try when(.opened("2026-03-10/1"))
    for command in given { try when(command) }
  }

  /// Before the first day.
  static func beforeTheFirstDay(_ given: PaymentIntake.Command...) throws -> Scenario {
    var scenario = Scenario()
    for command in given { try scenario.when(command) }
    return scenario
  }

  private init() {}

  /// Decides and evolves; the events are what happened.
  @discardableResult
  mutating func when(
    _ command: PaymentIntake.Command
  ) throws(PaymentIntake.Rejection) -> [PaymentIntake.Event] {
    let events = try PaymentIntake.decide(command, state)
    for event in events { PaymentIntake.evolve(&state, event) }
    self.events += events
    return events
  }

  /// Everybody has told everything of the open cut, and the inbox folder is read.
  @discardableResult
  mutating func cut(opening next: String = "2026-03-11/1") throws -> [PaymentIntake.Event] {
    guard let open = state.openCut else { preconditionFailure("no day is open") }
    try when(.opened(next, closes: open.description))
    for number in 0..<(state.partitions ?? 0) {
      try when(.closeInvoicing(open, partition: partition(number)))
    }
    try when(.closeInvoicing(open, partition: nil))
    try closeMatching()
    return try when(.closeCut(open))
  }

  /// Every partition of matching has told everything of the cut before the open one.
  mutating func closeMatching() throws {
    guard let preceding = state.precedingCut else { return }
    for number in 0..<(state.partitions ?? 0) {
      try when(.closeMatching(preceding, partition: partition(number)))
    }
  }

  // MARK: What came of it

  func owner(of payment: PaymentID) -> AccountID? { state.payments[payment]?.owner?.account }

  func evidence(of payment: PaymentID) -> Evidence.Kind? {
    for case .paymentIdentified(let identification) in events
    where identification.payment == payment {
      return identification.evidence.kind
    }
    return nil
  }

  var pool: [PaymentID] { state.unidentified.map(\.facts.payment) }

  var poolSum: [Money] { state.unidentified.reduce(into: Tally()) { $0.add($1.remaining) }.sums }

  var waitingReturns: [PaymentID] { state.unmatchedReturns.map(\.reversal) }
}

func eur(_ cents: Int64) -> Money { Money(cents, .euro) }
func usd(_ cents: Int64) -> Money { Money(cents, .dollar) }
func day(_ text: String) -> CalendarDate { certainly(CalendarDate(text), text) }
func cut(_ text: String) -> DayCut { certainly(DayCut(text), text) }
func partition(_ number: Int) -> Partition { certainly(Partition(number), "\(number)") }

extension Currency {
  static let dollar = certainly(Currency("USD"), "USD")
}

/// What a test writes down is valid, or the test is wrong.
private func certainly<Value>(_ value: Value?, _ text: String) -> Value {
  guard let value else { preconditionFailure("'\(text)' is not a \(Value.self)") }
  return value
}

extension PaymentIntake.Command {
  static func opened(_ opens: String, closes: String? = nil) -> Self {
    .announceCut(
      CutAnnouncement(
        closes: closes.map { PaymentIntakeTests.cut($0) },
        opens: PaymentIntakeTests.cut(opens)
      )
    )
  }

  static func account(
    _ account: AccountID = "C-1",
    revision: Int = 1,
    partition number: Int = 0,
    head: AccountID? = nil,
    ibans: [PayerIBAN] = [],
    name: String = "",
    aliases: [String] = []
  ) -> Self {
    .registerAccount(
      AccountRegistration(
        account: account,
        revision: revision,
        partition: partition(number),
        head: head ?? account,
        ibans: ibans,
        comparableNames: (name.isEmpty ? [] : [name]) + aliases
      )
    )
  }

  /// The key and the reference are made of the number, as invoicing makes them.
  static func invoice(
    _ number: InvoiceNumber = "INV-1",
    of account: AccountID = "C-1",
    partition place: Int = 0,
    reference: String? = nil
  ) -> Self {
    .registerInvoice(
      InvoiceRegistration(
        invoice: number,
        account: account,
        partition: partition(place),
        numberKey: InvoiceNames.key(number),
        reference: reference ?? InvoiceNames.reference(number)
      )
    )
  }

  /// What matching decided in a cut; below zero it took money back.
  static func matched(
    _ payment: PaymentID = "cardpay:1",
    of account: AccountID = "C-1",
    _ cash: Money = eur(500_00),
    by rule: String? = "exact-amount",
    in place: String,
    decision: String? = nil
  ) -> Self {
    .takeMatch(
      MatchTelling(
        decision: decision ?? "\(payment)>\(place) \(rule ?? "") \(cash)",
        payment: payment,
        account: account,
        cut: PaymentIntakeTests.cut(place),
        rule: rule,
        cash: cash
      )
    )
  }

  /// A provider's payment.
  static func captured(
    _ payment: PaymentID = "cardpay:1",
    _ amount: Money = eur(500_00),
    _ change: (inout PaymentFacts) -> Void = { _ in }
  ) -> Self {
    var facts = PaymentFacts(payment, amount, channel: "captured")
    change(&facts)
    return .takeCaptured(facts)
  }

  /// A whole bank file of a few lines.
  static func statement(
    _ file: String = "a.xml",
    _ lines: StatementLine...,
    summary: StatementSummary? = StatementSummary(statements: 1, entries: 1, remarks: [])
  ) -> Self {
    .takeStatement(.whole(file, lines, summary: summary))
  }
}

extension StatementChunk {
  static func whole(
    _ file: String,
    _ lines: [StatementLine],
    summary: StatementSummary? = StatementSummary(statements: 1, entries: 1, remarks: [])
  ) -> StatementChunk {
    StatementChunk(
      file: file,
      hash: .named(file),
      format: "camt.053.001.08",
      after: nil,
      lines: lines,
      through: lines.isEmpty
        ? nil : LinePosition(statement: 0, entry: lines.count - 1, transaction: 0),
      summary: summary
    )
  }
}

extension ContentHash {
  /// As long as a SHA-256, and another one for another file.
  static func named(_ file: String) -> ContentHash {
    let hash = String(FNV1a.hash(file.utf8), radix: 16)
    return ContentHash(String(repeating: "0", count: 64 - hash.utf8.count) + hash)
  }
}

extension PaymentFacts {
  init(
    _ payment: PaymentID,
    _ amount: Money,
    value: String = "2026-03-10",
    channel: Channel = "camt.053"
  ) {
    self.init(
      payment: payment,
      amount: amount,
      bookingDate: day(value),
      valueDate: day(value),
      channel: channel
    )
  }
}

/// The house's own bank account in these tests.
let ownAccount: CreditorAccountNumber = "NL26VAYB8060476890"

extension StatementLine {
  /// A booked credit that is a whole entry; its payment is `OWN:REFERENCE:0`.
  static func credit(
    _ reference: String,
    _ amount: Money,
    value: String = "2026-03-10",
    channel: Channel = "camt.053",
    _ change: (inout PaymentFacts) -> Void = { _ in }
  ) -> StatementLine {
    detail(reference, 0, amount, of: amount, value: value, channel: channel, change)
  }

  /// One of several credits of an entry.
  static func detail(
    _ reference: String,
    _ index: Int,
    _ amount: Money,
    of entryAmount: Money,
    value: String = "2026-03-10",
    channel: Channel = "camt.053",
    _ change: (inout PaymentFacts) -> Void = { _ in }
  ) -> StatementLine {
    var facts = PaymentFacts(.bank(reference, index), amount, value: value, channel: channel)
    change(&facts)
    return StatementLine(
      place: .at(reference),
      entryAmount: entryAmount,
      movement: .payment(facts)
    )
  }

  /// Several credits whose details the file does not hold.
  static func batch(
    _ reference: String,
    _ amount: Money,
    count: Int = 3,
    channel: Channel = "camt.053"
  ) -> StatementLine {
    StatementLine(
      place: .at(reference),
      entryAmount: amount,
      batched: count,
      movement: .payment(
        PaymentFacts(PaymentID("\(ownAccount):\(reference):batch"), amount, channel: channel)
      )
    )
  }

  static func pending(
    _ reference: String,
    _ amount: Money,
    value: String = "2026-03-10",
    index: Int = 0,
    _ change: (inout PaymentFacts) -> Void = { _ in }
  ) -> StatementLine {
    var facts = PaymentFacts(.bank(reference, index), amount, value: value, channel: "camt.052")
    change(&facts)
    return StatementLine(place: .at(reference), entryAmount: amount, movement: .pending(facts))
  }

  /// Money that was taken back; the return is `OWN:REFERENCE:D:0`.
  static func returned(
    _ reference: String,
    _ amount: Money,
    value: String = "2026-03-25",
    charges: Money? = nil,
    furtherCharges: Money? = nil,
    of entryAmount: Money? = nil,
    index: Int = 0,
    _ change: (inout ReturnFacts) -> Void = { _ in }
  ) -> StatementLine {
    var facts = ReturnFacts(
      reversal: .bank("\(reference):D", index),
      place: .at(reference, isDebit: true),
      amount: amount,
      charges: charges ?? .zero(amount.currency),
      furtherCharges: furtherCharges ?? .zero(amount.currency),
      bookingDate: day(value),
      valueDate: day(value),
      reason: "MS03"
    )
    change(&facts)
    return StatementLine(
      place: facts.place,
      entryAmount: entryAmount ?? amount,
      batched: facts.isBatch ? 2 : nil,
      movement: .returned(facts)
    )
  }
}

extension PaymentID {
  static func bank(_ reference: String, _ index: Int = 0) -> PaymentID {
    PaymentID("\(ownAccount):\(reference):\(index)")
  }

  /// The name of a return.
  static func reversal(_ reference: String, _ index: Int = 0) -> PaymentID {
    .bank("\(reference):D", index)
  }
}

extension BankPlace {
  static func at(_ reference: String, isDebit: Bool = false) -> BankPlace {
    BankPlace(
      account: ownAccount,
      entry: EntryKey("\(ownAccount):\(reference)\(isDebit ? ":D" : "")"),
      references: [reference]
    )
  }
}
