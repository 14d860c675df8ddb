import DomainKit
import EInvoiceBilling
import EInvoices
import Messages
import Terms
import Testing

@Suite("Electronic invoices as billing publishes invoices")
struct BillingTests {
  /// 2 hours at 50.00, VAT 20 %: 120.00 due on 2026-12-31.
  private func sample() throws -> ElectronicInvoice {
    try #require(EInvoices.read(InvoiceText.ubl()).invoice)
  }

  @Test("number, dates, totals and lines are those of the invoice")
  func sampleInvoice() throws {
    let message = try EInvoiceBilling.issued(try sample(), to: "C-1001")
    let expected = BillingInvoiceIssued(
      invoice: "INV-1",
      account: "C-1001",
      issueDate: CalendarDate(literal: "2026-12-01"),
      lines: [
        Messages.InvoiceLine(
          description: "Conseil",
          net: Money(10_000, .euro),
          taxRate: Percentage(literal: "20")
        )
      ],
      net: Money(10_000, .euro),
      tax: Money(2_000, .euro),
      gross: Money(12_000, .euro),
      dueDate: CalendarDate(literal: "2026-12-31")
    )
    #expect(message == expected)
  }

  @Test("any invoice gives a message whose lines make its totals, rate by rate")
  func totals() throws {
    var count = 0
    for seed in UInt64(0)..<500 {
      var invoice = GeneratedInvoice.invoice(seed: seed, .en16931)
      invoice.totals.prepaid.map { invoice.totals.due += $0 }
      invoice.totals.prepaid = nil
      if invoice.type == .corrected { invoice.type = .invoice }
      if invoice.dueDate == nil { invoice.terms = "net 30" }
      invoice.precedingInvoices = Array(invoice.precedingInvoices.prefix(1))
      (invoice.references.order, invoice.references.salesOrder) = (nil, nil)
      guard !invoice.type.isCreditNote, invoice.totals.due.isPositive else { continue }
      let message = try EInvoiceBilling.issued(invoice, to: "C-1001")
      let lines = try #require(message.lines)
      let zero = Money.zero(invoice.currency)
      #expect(message.gross == invoice.totals.due)
      #expect(message.net + message.tax == message.gross)
      #expect(lines.map(\.net).reduce(zero, +) == message.net)
      let byRate = Dictionary(grouping: lines, by: \.taxRate)
      let taxes = byRate.map { $1.map(\.net).reduce(zero, +).share($0) }
      #expect(taxes.reduce(zero, +) == message.tax, "seed \(seed)")
      count += 1
    }
    #expect(count > 200)
  }

  @Test("a tax that is rounded otherwise keeps its totals and leaves the lines out")
  func rounding() throws {
    var invoice = try sample()
    invoice.vatBreakdown[0].tax = Money(2_001, .euro)
    invoice.totals.vat = Money(2_001, .euro)
    invoice.totals.withVAT = Money(12_001, .euro)
    invoice.totals.due = Money(12_001, .euro)
    let message = try EInvoiceBilling.issued(invoice, to: "C-1001")
    #expect(message.lines == nil)
    #expect(message.tax == Money(2_001, .euro))
    #expect(message.gross == Money(12_001, .euro))
  }

  @Test("terms that are known add to the due date; words that are none do not")
  func terms() throws {
    var invoice = try sample()
    func stated() throws -> (StatedTerms?, String?) {
      let message = try EInvoiceBilling.issued(invoice, to: "C-1001")
      return (message.terms, message.dueDate?.description)
    }
    invoice.terms = "2/10 net 30"
    #expect(try stated() == ("2/10 net 30", "2026-12-31"))
    invoice.terms = "1/3 30 60 90"
    #expect(try stated() == ("1/3 30 60 90", nil))
    invoice.terms = "Merci de votre confiance"
    #expect(try stated() == (nil, "2026-12-31"))
    invoice.dueDate = nil
    invoice.terms = "30 jours fin de mois"
    #expect(try stated() == ("30 jours fin de mois", nil))
    invoice.terms = "ZB14"
    #expect(throws: RefusedInvoice.self) { try stated() }
    let registry = try TermsRegistry(mapping: "ZB14 = net 14")
    let message = try EInvoiceBilling.issued(invoice, to: "C-1001", registry: registry)
    #expect(message.terms == "ZB14")
  }

  @Test("discounts in figures are terms beside the due date")
  func discounts() throws {
    var invoice = try sample()
    let days = { (count: Int64) in Quantity(ExactDecimal(count)!, unit: "DAY") }
    invoice.statedDiscounts = [
      StatedDiscount(period: days(14), percent: ExactDecimal(2)),
      StatedDiscount(period: days(7), percent: ExactDecimal("2.25")),
    ]
    let expected = CreditTerms(
      due: DateRule(days: 30),
      discounts: [
        DiscountTier(Percentage(literal: "2.25"), until: DateRule(days: 7)),
        DiscountTier(Percentage(literal: "2"), until: DateRule(days: 14)),
      ]
    )
    #expect(try EInvoiceBilling.issued(invoice, to: "C-1001").terms == .lines(expected))
    invoice.statedDiscounts[0].period?.unit = "MON"
    #expect(try EInvoiceBilling.issued(invoice, to: "C-1001").terms == nil)
  }

  @Test(
    "a reference is told when its check digits are right; the seller's order before the buyer's"
  )
  func references() throws {
    var invoice = try sample()
    invoice.remittance = "RF18 5390 0754 7034"
    invoice.references.order = "PO-4711"
    var message = try EInvoiceBilling.issued(invoice, to: "C-1001")
    #expect(message.paymentReference == "RF18539007547034")
    #expect(message.order == BilledOrder(order: "PO-4711", amount: Money(12_000, .euro)))
    invoice.remittance = "INV-1"
    invoice.references.salesOrder = "SO-77"
    message = try EInvoiceBilling.issued(invoice, to: "C-1001")
    #expect(message.paymentReference == nil)
    #expect(message.order?.order == "SO-77")
  }

  @Test("allowances, charges and rounding are lines")
  func changes() throws {
    var invoice = try sample()
    let rate = invoice.lines[0].vat
    invoice.allowancesAndCharges = [
      AllowanceCharge(.allowance, Money(1_000, .euro), reason: "Loyal\ncustomer", vat: rate),
      AllowanceCharge(.charge, Money(500, .euro), vat: rate),
    ]
    invoice.totals.withoutVAT = Money(9_500, .euro)
    invoice.totals.vat = Money(1_900, .euro)
    invoice.totals.withVAT = Money(11_400, .euro)
    invoice.totals.rounding = Money(-40, .euro)
    invoice.totals.due = Money(11_360, .euro)
    invoice.vatBreakdown = [
      VATBreakdown(rate, taxable: Money(9_500, .euro), tax: Money(1_900, .euro))
    ]
    let message = try EInvoiceBilling.issued(invoice, to: "C-1001")
    let lines = message.lines?.map { "\($0.description) \($0.net.decimal) at \($0.taxRate)" }
    #expect(
      lines == [
        "Conseil 100.00 at 20", "Loyal customer -10.00 at 20", "Charge 5.00 at 20",
        "Rounding -0.40 at 0",
      ]
    )
    #expect(message.net == Money(9_460, .euro))
    #expect(message.gross == Money(11_360, .euro))
  }

  @Test("everything that has no place in the message is told at once")
  func refusals() throws {
    var invoice = try sample()
    invoice.type = .creditNote
    invoice.precedingInvoices = [PrecedingInvoice("INV-0"), PrecedingInvoice("INV-00")]
    invoice.totals.prepaid = Money(1_000, .euro)
    invoice.dueDate = nil
    invoice.terms = "soon"
    invoice.references.order = String(repeating: "9", count: 129)
    #expect {
      try EInvoiceBilling.issued(invoice, to: "C-1001")
    } throws: { error in
      let findings = (error as? RefusedInvoice)?.findings ?? []
      return findings.map { $0.text.prefix(6) }
        == ["BT-3 i", "BT-25:", "BT-113", "BT-20 ", "BT-13 "]
        && findings[1].text.contains("INV-0, INV-00")
    }
  }

  @Test("a credit note credits the invoice that it names, or the account")
  func creditNote() throws {
    var note = try sample()
    note.type = .creditNote
    note.precedingInvoices = [PrecedingInvoice("INV-0")]
    let message = try EInvoiceBilling.credited(note, to: "C-1001")
    let expected = BillingCreditNoteIssued(
      creditNote: "INV-1",
      account: "C-1001",
      invoice: "INV-0",
      issueDate: CalendarDate(literal: "2026-12-01"),
      lines: [
        Messages.InvoiceLine(
          description: "Conseil",
          net: Money(10_000, .euro),
          taxRate: Percentage(literal: "20")
        )
      ],
      net: Money(10_000, .euro),
      tax: Money(2_000, .euro),
      gross: Money(12_000, .euro),
      reason: .unstated
    )
    #expect(message == expected)
    note.precedingInvoices = []
    #expect(try EInvoiceBilling.credited(note, to: "C-1001").invoice == nil)
    #expect(throws: RefusedInvoice.self) {
      try EInvoiceBilling.credited(try sample(), to: "C-1001")
    }
    note.precedingInvoices = [PrecedingInvoice("INV-0"), PrecedingInvoice("INV-00")]
    #expect(throws: RefusedInvoice.self) { try EInvoiceBilling.credited(note, to: "C-1001") }
  }

  @Test("debit notes and prepayment invoices are told as such, with what they are about")
  func kinds() throws {
    var invoice = try sample()
    #expect(try EInvoiceBilling.issued(invoice, to: "C-1001").kind == nil)
    invoice.precedingInvoices = [PrecedingInvoice("INV-0")]
    for (type, kind) in [(DocumentType.debitNote, InvoiceKind.debitNote), (.prepayment, .deposit)] {
      invoice.type = type
      let message = try EInvoiceBilling.issued(invoice, to: "C-1001")
      #expect(message.kind == kind)
      #expect(message.precedingInvoice == "INV-0")
    }
  }
}
