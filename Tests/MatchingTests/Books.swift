import DomainKit
import MatchingDomain
import MatchingService
import Messages
import Terms
import Testing

@testable import ServiceKit

let partition = Partition(literal: 7)

func eur(_ minorUnits: Int64) -> Money { Money(minorUnits, .euro) }
func usd(_ minorUnits: Int64) -> Money { Money(minorUnits, Currency(literal: "USD")) }
func day(_ text: String) -> CalendarDate {
  guard let date = CalendarDate(text) else { preconditionFailure("no day: \(text)") }
  return date
}
func percent(_ text: String) -> Percentage {
  guard let percentage = Percentage(text) else { preconditionFailure("no percentage: \(text)") }
  return percentage
}

/// The books under test, with the archive beside them and the world that reads their messages.
///
/// After every event the books are audited; a command that is taken in is told as JSON first, so
/// that what cannot be journaled fails here.
struct Books: Sendable {
  private(set) var state = Matching.State()
  private(set) var archive: [String: [UInt8]] = [:]
  private(set) var world = World()
  /// Everything that was sent, oldest first.
  private(set) var sent: [any Message] = []
  /// What the last command brought about.
  private(set) var events: [Matching.Event] = []
  /// Audits cost time: the property tests audit at cuts only.
  var auditsEveryEvent = true

  init() {}

  init(_ policy: Matching.Policy) throws {
    try take(.adopt(policy))
  }

  mutating func take(_ command: Matching.Command) throws {
    let command = supplied(command)
    events = try Matching.decide(command, state)
    for event in events {
      let told = try JSONCoding.decodeTrusted(
        Matching.Event.self,
        from: JSONCoding.encode(event)
      )
      #expect(told == event)
      for row in MatchingService.archiveRows(for: told, state) { archive[row.key] = row.data }
      if case .invoiceOpened(let file) = told { world.read(file) }
      Matching.evolve(&state, told)
      for outgoing in MatchingService.messages(for: told, state) { send(outgoing) }
      if auditsEveryEvent { audit(state) }
    }
  }

  private func supplied(_ command: Matching.Command) -> Matching.Command {
    var command = command
    var asked: Set<String> = []
    while true {
      let keys = MatchingService.archiveKeys(for: command, state)
        .filter { asked.insert($0).inserted }
      let rows = Dictionary(
        uniqueKeysWithValues: keys.compactMap { key in
          archive[key].map { (key, $0) }
        }
      )
      if rows.isEmpty { return command }
      command = MatchingService.supplying(rows, to: command)
    }
  }

  private mutating func send(_ outgoing: Outgoing) {
    switch outgoing.content {
    case .message(let message):
      #expect(outgoing.id.utf8.count <= 128)
      sent.append(message)
      world.read(message)
    case .marker(let content):
      let message = content(Outgoing.Closing(streams: [], exceptions: []))
      sent.append(message)
      world.read(message)
    }
  }
}

/// Facts, as invoicing and payment intake tell them.
extension Books {
  mutating func issue(
    _ number: InvoiceNumber,
    _ amount: Money,
    to account: AccountID = "A",
    due: String = "2026-03-31",
    discount: (percent: String, until: String)? = nil,
    discounts: [DiscountOffer] = []
  ) throws {
    let offers = discount.map { [DiscountOffer($0, of: amount, until: $1)] } ?? discounts
    try take(.open(invoice(number, amount, to: account, due: due, discounts: offers), partition))
  }

  /// An invoice in instalments, due month by month.
  mutating func issue(
    _ number: InvoiceNumber,
    instalments: [Money],
    to account: AccountID = "A"
  ) throws {
    let first = day("2026-03-31")
    let items = instalments.indices.map { index in
      Matching.Item(
        id: ItemID("\(number)/\(index + 1)"),
        invoice: number,
        account: account,
        dueDate: first.adding(months: index),
        amount: instalments[index]
      )
    }
    try take(
      .open(
        Matching.IssuedInvoice(
          number: number,
          account: account,
          issueDate: day("2026-03-01"),
          reference: reference(to: number),
          items: items
        ),
        partition
      )
    )
  }

  mutating func pay(
    _ id: PaymentID,
    _ amount: Money,
    of account: AccountID = "A",
    on valueDate: String = "2026-03-10",
    references: [String] = [],
    text: String = "",
    advice: Matching.Advice? = nil
  ) throws {
    let payment = MatchingTests.payment(
      id,
      amount,
      of: account,
      on: valueDate,
      references,
      text,
      advice
    )
    try take(.identify(payment, partition, supplied: Matching.Archived()))
  }

  mutating func credit(
    _ number: InvoiceNumber,
    _ amount: Money,
    on invoice: InvoiceNumber?,
    _ spread: CreditSpread = .lastFirst,
    of account: AccountID = "A",
    date: String = "2026-03-10",
    discounts: [DiscountOffer] = []
  ) throws {
    let note = creditNote(
      number,
      amount,
      on: invoice,
      spread,
      of: account,
      date: date,
      discounts: discounts
    )
    try take(.identify(note, partition, supplied: Matching.Archived()))
  }

  mutating func advise(_ payment: PaymentID, _ advice: Matching.Advice) throws {
    let advising = Matching.Advising(payment: payment, advice: advice)
    try take(.advise(advising, partition, supplied: Matching.Archived()))
  }

  mutating func giveBack(
    _ amount: Money,
    of payment: PaymentID,
    as reversal: PaymentID = "R-1",
    on valueDate: String = "2026-03-25"
  ) throws {
    let entry = Matching.Return(
      reversal: reversal,
      payment: payment,
      amount: amount,
      valueDate: day(valueDate),
      reason: "MS03"
    )
    try take(.takeBack(entry, partition, supplied: Matching.Archived()))
  }

  mutating func bringAgain(
    of payment: PaymentID,
    undoing reversal: PaymentID = "R-1",
    as credit: PaymentID = "C-1",
    on valueDate: String = "2026-03-27"
  ) throws {
    let entry = Matching.Reinstatement(
      credit: credit,
      reversal: reversal,
      payment: payment,
      valueDate: day(valueDate)
    )
    try take(.reinstate(entry, partition, supplied: Matching.Archived()))
  }

  /// Both markers of the open cut, or of the first day.
  mutating func cut() throws {
    let closes = state.openCut ?? DayCut(date: day("2026-03-10"))
    let opens = DayCut(date: closes.date.adding(days: 1))
    for source in Matching.Marker.Source.allCases {
      let marker = Matching.Marker(source: source, closes: closes, opens: opens)
      try take(.close(marker, partition))
    }
    audit(state)
    world.check(against: state)
  }

  func open(_ item: ItemID) -> Money? { state.items[item]?.open }
  subscript(id: PaymentID) -> Matching.Payment? { state.payments[id] }
  func rules(of id: PaymentID) -> [String] {
    state.payments[id]?.decisions.map(\.rule.rawValue) ?? []
  }

  var applied: [PaymentApplied] { sent.compactMap { $0 as? PaymentApplied } }
  var unapplied: [PaymentUnapplied] { sent.compactMap { $0 as? PaymentUnapplied } }
  var credits: [CreditApplied] { sent.compactMap { $0 as? CreditApplied } }
  var suggested: [MatchSuggested] { sent.compactMap { $0 as? MatchSuggested } }
  var closings: [DayClosed] { sent.compactMap { $0 as? DayClosed } }
}

func invoice(
  _ number: InvoiceNumber,
  _ amount: Money,
  to account: AccountID = "A",
  due: String = "2026-03-31",
  discounts: [DiscountOffer] = []
) -> Matching.IssuedInvoice {
  let item = Matching.Item(
    id: ItemID(number.rawValue),
    invoice: number,
    account: account,
    dueDate: day(due),
    amount: amount,
    discounts: discounts
  )
  return Matching.IssuedInvoice(
    number: number,
    account: account,
    issueDate: day("2026-03-01"),
    reference: reference(to: number),
    items: [item]
  )
}

func payment(
  _ id: PaymentID,
  _ amount: Money,
  of account: AccountID = "A",
  on valueDate: String = "2026-03-10",
  _ references: [String] = [],
  _ text: String = "",
  _ advice: Matching.Advice? = nil
) -> Matching.Payment {
  Matching.Payment(
    id: id,
    account: account,
    amount: amount,
    valueDate: day(valueDate),
    details: Matching.Details(
      bookingDate: day(valueDate),
      channel: "camt.053",
      references: references,
      text: text
    ),
    advice: advice
  )
}

/// Documents and what is paid on each.
func advice(_ documents: (number: String, paid: Int64?)...) -> Matching.Advice {
  Matching.Advice(
    id: "PAYER:RA-1:2026-03-10",
    documents: documents.map { document in
      Matching.Advice.Document(number: document.number, paid: document.paid.map { eur($0) })
    }
  )
}

func creditNote(
  _ number: InvoiceNumber,
  _ amount: Money,
  on invoice: InvoiceNumber?,
  _ spread: CreditSpread = .lastFirst,
  of account: AccountID = "A",
  date: String = "2026-03-10",
  discounts: [DiscountOffer] = []
) -> Matching.Payment {
  Matching.Payment(
    id: PaymentID(creditNote: number),
    account: account,
    amount: amount,
    valueDate: day(date),
    details: Matching.Details(bookingDate: day(date), channel: "credit-note"),
    creditNote: Matching.CreditNote(
      number: number,
      invoice: invoice,
      spread: spread,
      discounts: discounts
    )
  )
}

/// The creditor reference of an invoice: ISO 11649, check digits by ISO 7064 MOD 97-10.
func reference(to invoice: InvoiceNumber) -> String {
  let body = invoice.rawValue.filter { $0.isLetter || $0.isNumber }.uppercased()
  var remainder = 0
  for character in body + "RF00" {
    if let digit = character.wholeNumberValue {
      remainder = (remainder * 10 + digit) % 97
    } else {
      remainder = (remainder * 100 + Int(character.asciiValue ?? 0) - 55) % 97
    }
  }
  let check = 98 - remainder
  return "RF\(check < 10 ? "0" : "")\(check)\(body)"
}

extension DiscountOffer {
  /// Of an amount with its tax.
  init(_ percent: String, of amount: Money, until lastDate: String, grace: Int = 0) {
    self.init(
      percent: MatchingTests.percent(percent),
      base: amount,
      amount: amount.share(MatchingTests.percent(percent)),
      lastDate: day(lastDate),
      lastGraceDate: day(lastDate).adding(days: grace)
    )
  }
}
