import DomainKit
import InvoicingDomain
import Terms

/// Given some commands, when another comes, then these events: the tests' notation.
struct Scenario {
  private(set) var state = Invoicing.State()

  /// With the first day open.
  init(_ given: Invoicing.Command...) throws {
    try when(.opened("2026-03-01/1"))
    for command in given { try when(command) }
  }

  /// Before the first day.
  static func beforeTheFirstDay(_ given: Invoicing.Command...) throws -> Scenario {
    var scenario = Scenario()
    for command in given { try scenario.when(command) }
    return scenario
  }

  private init() {}

  /// Decides and evolves; the events are what happened.
  @discardableResult
  mutating func when(
    _ command: Invoicing.Command
  ) throws(Invoicing.Rejection) -> [Invoicing.Event] {
    let events = try Invoicing.decide(command, state)
    for event in events { Invoicing.evolve(&state, event) }
    return events
  }

  func issued(_ invoice: InvoiceNumber) -> Invoicing.IssuedInvoice? { state.invoices[invoice] }

  func item(_ invoice: InvoiceNumber) -> Invoicing.IssuedInvoice.Item? {
    state.invoices[invoice]?.items.first
  }

  /// The faults for which a command is rejected at once, by field and code; none when it is not.
  mutating func faults(_ command: Invoicing.Command) -> [String] {
    do {
      return try when(command).flatMap { event in
        switch event {
        case .accountRejected(let rejected): rejected.faults.map(\.label)
        case .invoiceRejected(let rejected): rejected.faults.map(\.label)
        case .creditNoteRejected(let rejected): rejected.faults.map(\.label)
        default: [String]()
        }
      }
    } catch {
      switch error {
      case .document(let faults): return faults.map(\.label)
      default: return ["\(error)"]
      }
    }
  }
}

extension Invoicing.Fault {
  /// Field and code, as in `gross: total-mismatch`.
  var label: String { "\(field): \(code.rawValue)" }
}

func eur(_ cents: Int64) -> Money { Money(cents, .euro) }
func usd(_ cents: Int64) -> Money { Money(cents, .dollar) }
func day(_ text: String) -> CalendarDate { certainly(CalendarDate(text), text) }
func cut(_ text: String) -> DayCut { certainly(DayCut(text), text) }
func percent(_ text: String) -> Percentage { certainly(Percentage(text), text) }
func partition(_ number: Int) -> Partition { certainly(Partition(number), "\(number)") }

extension Currency {
  static let dollar = certainly(Currency("USD"), "USD")
}

/// What a test writes down is valid, or the test is wrong.
private func certainly<Value>(_ value: Value?, _ text: String) -> Value {
  guard let value else { preconditionFailure("'\(text)' is not a \(Value.self)") }
  return value
}

extension CreditTerms {
  static func net(_ days: Int) -> CreditTerms { CreditTerms(due: DateRule(days: days)) }

  /// As in `.discounted("2", 10, net: 30)`: 2 % within ten days, net in thirty.
  static func discounted(_ text: String, _ days: Int, net: Int) -> CreditTerms {
    CreditTerms(
      due: DateRule(days: net),
      discounts: [DiscountTier(percent(text), until: DateRule(days: days))]
    )
  }
}

extension StatedTerms {
  static func net(_ days: Int) -> StatedTerms { .lines(.net(days)) }

  static func discounted(_ text: String, _ days: Int, net: Int) -> StatedTerms {
    .lines(.discounted(text, days, net: net))
  }
}

extension DiscountOffer {
  /// A discount without days of grace on an amount with its tax.
  init(_ text: String, of base: Money, _ amount: Money, until lastDate: String) {
    self.init(
      percent: InvoicingTests.percent(text),
      base: base,
      amount: amount,
      lastDate: day(lastDate),
      lastGraceDate: day(lastDate)
    )
  }
}

extension Invoicing.Command {
  static func opened(_ opens: String, closes: String? = nil) -> Self {
    .closeCut(closes: closes.map { cut($0) }, opens: cut(opens))
  }

  static func account(
    _ account: AccountID = "C-1",
    revision: Int = 1,
    name: String = "Ateliers Morel SARL",
    currency: Currency = .euro,
    terms: StatedTerms? = .net(30),
    _ change: (inout Invoicing.AccountRevision) -> Void = { _ in }
  ) -> Self {
    var account = Invoicing.AccountRevision(
      account: account,
      revision: revision,
      name: name,
      currency: currency,
      terms: terms,
      content: "unhashed"
    )
    change(&account)
    account.content = hash("\(account)")
    return .registerAccount(account)
  }

  static func invoice(
    _ number: InvoiceNumber = "INV-1",
    of account: AccountID = "C-1",
    net: Money = eur(1_000_00),
    tax: Money = eur(200_00),
    gross: Money? = nil,
    issued: String = "2026-03-01",
    terms: StatedTerms? = nil,
    _ change: (inout Invoicing.BilledInvoice) -> Void = { _ in }
  ) -> Self {
    var invoice = Invoicing.BilledInvoice(
      invoice: number,
      account: account,
      issueDate: day(issued),
      net: net,
      tax: tax,
      gross: gross ?? Money(net.minorUnits + tax.minorUnits, net.currency),
      terms: terms,
      content: "unhashed"
    )
    change(&invoice)
    invoice.content = hash("\(invoice)")
    return .issueInvoice(invoice)
  }

  static func creditNote(
    _ number: InvoiceNumber,
    _ gross: Money,
    on invoice: InvoiceNumber? = "INV-1",
    of account: AccountID = "C-1",
    issued: String = "2026-03-08",
    _ change: (inout Invoicing.BilledCreditNote) -> Void = { _ in }
  ) -> Self {
    var note = Invoicing.BilledCreditNote(
      creditNote: number,
      account: account,
      invoice: invoice,
      issueDate: day(issued),
      net: gross,
      tax: .zero(gross.currency),
      gross: gross,
      reason: .goodsReturned,
      content: "unhashed"
    )
    change(&note)
    note.content = hash("\(note)")
    return .issueCreditNote(note)
  }

  private static func hash(_ text: String) -> Invoicing.ContentHash {
    Invoicing.ContentHash(String(FNV1a.hash(text.utf8), radix: 16))
  }
}

extension Invoicing.BilledLine {
  init(_ net: Money, at rate: String) {
    self.init(description: "Oak panels", net: net, taxRate: percent(rate))
  }
}

/// Documents of this house.
extension Invoicing.Command {
  private static let authorship = Invoicing.Authorship(
    user: "a.martin",
    note: "as agreed on the telephone",
    content: "unhashed"
  )

  static func draft(_ draft: Invoicing.InvoiceDraft) -> Self {
    .draftInvoice(draft, by: authorship)
  }

  static func draft(_ draft: Invoicing.CreditNoteDraft) -> Self {
    .draftCreditNote(draft, by: authorship)
  }

  static func correct(
    _ invoice: InvoiceNumber,
    _ corrected: Invoicing.InvoiceDraft
  ) -> Self {
    .correctInvoice(invoice, corrected, by: authorship)
  }
}
