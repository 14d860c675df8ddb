import DomainKit
import Messages
import OperatorKit
import Remittance
import ServiceKit
import Terms
import Testing

/// What the world does to the house, in order: days with billing facts, bank files and calls.
struct Scenario: Sendable, CustomTestStringConvertible {
  /// One thing from outside.
  ///
  /// Within a day, things of different channels may come in any order.
  enum Step: Sendable {
    case openDay(CalendarDate)
    case cut
    case publish(any Message)
    case bankFile(BankFile)
  }

  /// Each inner list is a stretch between two cuts, the first step of which opens or cuts.
  var stretches: [[Step]]
  let testDescription: String

  /// Three business days and a cut within one: discounts, part and double payments, several
  /// invoices in one payment, a payment and a credit note before their invoices, strangers, a
  /// return, orders, a rejected invoice, an invoice before its account, and money of which nobody
  /// knows whose it is.
  static let plain = small(isContended: false)

  /// The same with two payments that claim one invoice within a cut: what is applied on arrival
  /// depends on their order, what stands after the cut does not.
  static let contended = small(isContended: true)

  private static func small(isContended: Bool) -> Scenario {
    var bank = BankStatementWriter(iban: "FR7630004000031234567890143", opening: eur(1_000_000))
    let stretches = [
      [.openDay(day("2026-03-02"))] + firstDay(&bank),
      [.cut] + afterCut(),
      // Alone: a decision on an order states the exposure as it was known at that moment.
      [.cut, .publish(order("SO-1", "C-1", 40_000))],
      [.openDay(day("2026-03-10"))] + secondDay(&bank, isContended: isContended),
      [.openDay(day("2026-03-25"))] + thirdDay(&bank),
      [.openDay(day("2026-04-01"))],
    ]
    return Scenario(stretches: stretches, testDescription: isContended ? "contended" : "plain")
  }

  private static func firstDay(_ bank: inout BankStatementWriter) -> [Step] {
    [
      .publish(invoice("INV-2026-0001", "C-1", 100_000)),
      .publish(account("C-1", "Ateliers Morel SARL", iban: "FR7630006000011234567890189")),
      .publish(account("C-2", "Bois & Cie", iban: "DE89370400440532013000")),
      .publish(account("C-3", "Charpentes Roux SA", iban: nil)),
      .publish(invoice("INV-2026-0002", "C-2", 50_000)),
      .publish(invoice("INV-2026-0003", "C-2", 70_000)),
      .publish(invoice("INV-2026-0004", "C-3", 30_000)),
      .publish(brokenInvoice("INV-2026-0005", "C-1")),
      .publish(captured("ch_1", 30_000, "INV-2026-0004")),
      .bankFile(
        bank.statement(
          of: day("2026-03-02"),
          [
            line(50_000, "BK1", text: "Facture INV-2026-0002", payer: "Bois & Cie"),
            line(25_000, "BK2", iban: "DE89370400440532013000"),
            line(99_999, "BK3", payer: "Nobody Known"),
          ]
        )
      ),
    ]
  }

  private static func afterCut() -> [Step] {
    [
      .publish(captured("ch_2", 12_345, "INV-2026-0006")),
      .publish(captured("ch_3", 30_000, "INV-2026-0004")),
      .publish(invoice("INV-2026-0006", "C-3", 12_345)),
      .publish(invoice("INV-2026-0007", "C-1", 20_000)),
      .publish(creditNote("CN-2026-0001", "C-3", 4_000, on: "INV-2026-0010")),
      .publish(invoice("INV-2026-0010", "C-3", 10_000)),
    ]
  }

  private static func secondDay(
    _ bank: inout BankStatementWriter,
    isContended: Bool
  ) -> [Step] {
    (isContended ? [.publish(captured("ch_4", 20_000, "INV-2026-0007"))] : []) + [
      .publish(shipped("SO-1", "C-1", 40_000)),
      .publish(invoice("INV-2026-0008", "C-1", 40_000, order: "SO-1")),
      .bankFile(
        bank.statement(
          of: day("2026-03-10"),
          [
            line(
              98_000,
              "BK4",
              reference: "INV-2026-0001",
              payer: "Ateliers Morel",
              iban: "FR7630006000011234567890189",
              valueDate: "2026-03-10"
            ),
            line(60_000, "BK5", text: "INV-2026-0007 INV-2026-0008", valueDate: "2026-03-10"),
            line(45_000, "BK6", iban: "DE89370400440532013000", valueDate: "2026-03-10"),
          ]
        )
      ),
    ]
  }

  private static func thirdDay(_ bank: inout BankStatementWriter) -> [Step] {
    [
      .bankFile(
        bank.statement(
          of: day("2026-03-25"),
          [
            returned(98_000, "RT1", reference: "INV-2026-0001"),
            line(100_000, "BK7", reference: "INV-2026-0001", valueDate: "2026-03-25"),
            line(70_000, "BK8", text: "solde", payer: "Bois et Cie", valueDate: "2026-03-25"),
          ]
        )
      ),
      .publish(invoice("INV-2026-0009", "C-2", 88_800)),
      .publish(closed("SO-1", "C-1")),
    ]
  }

  // MARK: Facts

  static func eur(_ cents: Int64) -> Money { Money(cents, .euro) }
  static func day(_ text: StaticString) -> CalendarDate { CalendarDate(literal: text) }

  private static func account(_ id: AccountID, _ name: String, iban: String?) -> any Message {
    BillingAccountUpserted(
      account: id,
      revision: 1,
      name: name,
      currency: .euro,
      country: "FR",
      ibans: iban.map { [$0] },
      terms: "2/10 net 30",
      creditLimit: eur(10_000_000)
    )
  }

  private static func invoice(
    _ number: InvoiceNumber,
    _ account: AccountID,
    _ cents: Int64,
    order: OrderID? = nil
  ) -> any Message {
    BillingInvoiceIssued(
      invoice: number,
      account: account,
      issueDate: day("2026-03-02"),
      net: eur(cents),
      tax: eur(0),
      gross: eur(cents),
      order: order.map { BilledOrder(order: $0, amount: eur(cents)) }
    )
  }

  private static func brokenInvoice(_ number: InvoiceNumber, _ account: AccountID) -> any Message {
    BillingInvoiceIssued(
      invoice: number,
      account: account,
      issueDate: day("2026-03-02"),
      net: eur(100),
      tax: eur(20),
      gross: eur(121)
    )
  }

  private static func creditNote(
    _ number: InvoiceNumber,
    _ account: AccountID,
    _ cents: Int64,
    on invoice: InvoiceNumber
  ) -> any Message {
    BillingCreditNoteIssued(
      creditNote: number,
      account: account,
      invoice: invoice,
      issueDate: day("2026-03-02"),
      net: eur(cents),
      tax: eur(0),
      gross: eur(cents),
      reason: .goodsReturned
    )
  }

  private static func order(_ id: OrderID, _ account: AccountID, _ cents: Int64) -> any Message {
    BillingOrderPlaced(order: id, account: account, revision: 1, amount: eur(cents))
  }

  private static func shipped(_ id: OrderID, _ account: AccountID, _ cents: Int64) -> any Message {
    BillingOrderShipped(order: id, account: account, revision: 1, shipped: eur(cents))
  }

  private static func closed(_ id: OrderID, _ account: AccountID) -> any Message {
    BillingOrderClosed(order: id, account: account)
  }

  private static func captured(_ id: String, _ cents: Int64, _ text: String) -> any Message {
    BillingPaymentCaptured(
      provider: "cardpay",
      providerPayment: id,
      amount: eur(cents),
      valueDate: day("2026-03-02"),
      text: text
    )
  }

  private static func line(
    _ cents: Int64,
    _ servicerReference: String,
    reference: String? = nil,
    text: String? = nil,
    payer: String? = nil,
    iban: String? = nil,
    valueDate: StaticString = "2026-03-02"
  ) -> BankStatementWriter.Line {
    var line = BankStatementWriter.Line(
      amount: eur(cents),
      valueDate: day(valueDate),
      servicerReference: servicerReference
    )
    line.creditorReference = reference.flatMap { ISO11649.creditorReference(for: $0) }
    line.endToEndID = reference.map { "E2E-\($0)" }
    line.text = text
    line.payerName = payer
    line.payerIBAN = iban
    return line
  }

  private static func returned(
    _ cents: Int64,
    _ servicerReference: String,
    reference: String
  ) -> BankStatementWriter.Line {
    var line = line(cents, servicerReference, reference: reference, valueDate: "2026-03-25")
    line.isReturn = true
    line.returnReason = "MS03"
    return line
  }
}
