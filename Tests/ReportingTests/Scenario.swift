import DomainKit
import ReportingDomain

/// Facts come in, figures go out: the tests' notation.
struct Scenario {
  private(set) var state = Reporting.State()
  /// The cut that facts bear until the next ``during(_:_:)``.
  private var cut: DayCut?

  init() {}

  init(_ cutText: String, _ facts: Fact...) {
    during(cutText, facts)
  }

  /// These facts bear this cut.
  mutating func during(_ cutText: String, _ facts: Fact...) {
    during(cutText, facts)
  }

  mutating func during(_ cutText: String, _ facts: [Fact]) {
    for fact in facts { record(fact, cut: ReportingTests.cut(cutText)) }
  }

  /// Decides and evolves; the events are what happened.
  ///
  /// A fact that states no date of its own has that of its cut.
  @discardableResult
  mutating func record(
    _ fact: Fact,
    cut: DayCut?,
    message: String = "m",
    type: String = "fact.told.v1",
    partition: Partition? = nil,
    amount: Money? = nil
  ) -> [Reporting.Event] {
    run(
      .record(
        cut.map { fact.dated($0.date) } ?? fact,
        Arrival(message: message, type: type, partition: partition, cut: cut, amount: amount)
      )
    )
  }

  @discardableResult
  mutating func run(_ command: Reporting.Command) -> [Reporting.Event] {
    state.run(command)
  }

  /// The one row in euros.
  func aging(_ asOf: String, knownOn: String? = nil, of account: AccountID = "A") -> AgingColumns {
    let rows = state.aging(
      of: account,
      Horizon(asOf: day(asOf), knownOn: knownOn.map { day($0) })
    )
    return rows.first { $0.currency == .euro } ?? AgingColumns(.euro)
  }

  func statement(_ from: String, _ to: String, of account: AccountID = "A") -> [Statement] {
    state.statement(of: account, from: day(from), to: day(to))
  }
}

extension Reporting.State {
  @discardableResult
  mutating func run(_ command: Reporting.Command) -> [Reporting.Event] {
    let events = Reporting.decided(command, self)
    for event in events { Reporting.evolve(&self, event) }
    return events
  }
}

extension Reporting {
  /// `decide` refuses nothing; the compiler knows it by the empty rejection.
  static func decided(_ command: Command, _ state: State) -> [Event] {
    let result = Result<[Event], Rejection> { () throws(Rejection) in try decide(command, state) }
    switch result {
    case .success(let events): return events
    }
  }
}

func eur(_ cents: Int64) -> Money { Money(cents, .euro) }
func usd(_ cents: Int64) -> Money { Money(cents, Currency(literal: "USD")) }
func day(_ text: String) -> CalendarDate { certainly(CalendarDate(text), text) }
func cut(_ text: String) -> DayCut { certainly(DayCut(text), text) }
func partition(_ number: Int) -> Partition { certainly(Partition(number), "\(number)") }

/// What a test writes down is there, or the test is wrong.
func certainly<Value>(_ value: Value?, _ text: String) -> Value {
  guard let value else { preconditionFailure("'\(text)' is no \(Value.self)") }
  return value
}

extension AgingColumns {
  /// The five buckets in minor units, the youngest first.
  var buckets: [Int64] {
    [notDue, days1To30, days31To60, days61To90, over90].map(\.minorUnits)
  }
}

extension Fact {
  /// The date that facts have unless a test states one.
  static let unstated = "2026-01-01"

  fileprivate func dated(_ date: CalendarDate) -> Fact {
    guard ownDate == day(Self.unstated) else { return self }
    switch self {
    case .issued(var invoice):
      invoice.issueDate = date
      return .issued(invoice: invoice)
    case .identified(var payment):
      payment.valueDate = date
      return .identified(payment: payment)
    case .returned(var payment):
      payment.valueDate = date
      return .returned(payment: payment)
    case .decided(var decision):
      decision.valueDate = date
      return .decided(decision: decision)
    default: return self
    }
  }

  static func registered(
    _ account: AccountID,
    _ name: String = "",
    revision: Int = 1,
    partition number: Int = 0
  ) -> Fact {
    .registered(
      account: Registration(
        account: account,
        revision: revision,
        name: name,
        partition: ReportingTests.partition(number)
      )
    )
  }

  static func invoice(
    _ invoice: InvoiceNumber,
    _ amount: Money,
    of account: AccountID = "A",
    issued: String = Fact.unstated,
    due: String
  ) -> Fact {
    .issued(
      invoice: IssuedInvoice(
        invoice: invoice,
        account: account,
        issueDate: day(issued),
        items: [
          IssuedItem(item: ItemID(invoice.rawValue), dueDate: day(due), amount: amount)
        ]
      )
    )
  }

  static func periodClosed(_ lastDay: String, in cutText: String) -> Fact {
    .periodClosed(lastDay: day(lastDay), cut: ReportingTests.cut(cutText))
  }

  static func received(_ payment: PaymentID, _ amount: Money) -> Fact {
    .received(payment: ReceivedPayment(payment: payment, amount: amount))
  }

  static func identified(
    _ payment: PaymentID,
    _ amount: Money,
    of account: AccountID = "A",
    value: String = Fact.unstated
  ) -> Fact {
    .identified(
      payment: IdentifiedPayment(
        payment: payment,
        account: account,
        amount: amount,
        valueDate: day(value)
      )
    )
  }

  static func returned(
    _ payment: PaymentID,
    _ amount: Money,
    as reversal: PaymentID,
    of account: AccountID = "A",
    value: String = Fact.unstated
  ) -> Fact {
    .returned(
      payment: ReturnedPayment(
        reversal: reversal,
        payment: payment,
        account: account,
        amount: amount,
        valueDate: day(value)
      )
    )
  }

  static func applied(
    _ id: String,
    _ payment: PaymentID,
    _ clearings: [Clearing],
    of account: AccountID = "A",
    onAccount: Money = eur(0),
    value: String = Fact.unstated,
    rule: String = "manual"
  ) -> Fact {
    .decided(
      decision: Decision(
        id: id,
        isReversal: false,
        payment: payment,
        account: account,
        valueDate: day(value),
        clearings: clearings,
        onAccount: onAccount,
        rule: rule
      )
    )
  }

  static func unapplied(
    _ id: String,
    _ payment: PaymentID,
    _ clearings: [Clearing],
    of account: AccountID = "A",
    offAccount: Money = eur(0),
    value: String = Fact.unstated
  ) -> Fact {
    .decided(
      decision: Decision(
        id: id,
        isReversal: true,
        payment: payment,
        account: account,
        valueDate: day(value),
        clearings: clearings,
        onAccount: offAccount
      )
    )
  }
}

extension Clearing {
  static func of(
    _ item: ItemID,
    _ cash: Money,
    discount: Money? = nil,
    inGrace: Money? = nil
  ) -> Clearing {
    Clearing(
      item: item,
      cash: cash,
      discount: discount ?? .zero(cash.currency),
      discountInGrace: inGrace
    )
  }
}
