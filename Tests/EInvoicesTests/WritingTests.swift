import DomainKit
import EInvoices
import Testing

@Suite("Invoices that are written")
struct WritingTests {
  static let syntaxes: [InvoiceSyntax] = [.ubl, .cii]

  @Test("any invoice reads back the same from both syntaxes", arguments: syntaxes)
  func roundTrip(syntax: InvoiceSyntax) throws {
    for seed in UInt64(0)..<500 {
      let invoice = GeneratedInvoice.invoice(seed: seed, .written(as: syntax))
      let bytes = try EInvoices.write(invoice, as: syntax)
      let reading = EInvoices.read(bytes)
      #expect(reading.findings == [], "seed \(seed)")
      #expect(reading.syntax == syntax)
      #expect(reading.invoice == invoice, "seed \(seed)")
      let other = Self.syntaxes.first { $0 != syntax }!
      let there = EInvoices.read(try EInvoices.write(invoice, as: other)).invoice
      #expect(there == invoice, "seed \(seed) in \(other)")
    }
  }

  @Test("the invoices made up have everything that an invoice can have")
  func variety() {
    let invoices = (UInt64(0)..<500).map { GeneratedInvoice.invoice(seed: $0, .en16931) }
    #expect(Set(invoices.map(\.type)).count == 4)
    #expect(Set(invoices.map(\.currency)).count == 4)
    #expect(Set(invoices.flatMap { $0.vatBreakdown.map(\.rate) }).count == 10)
    #expect(Set(invoices.map(\.lines.count)) == Set(1...6))
    #expect(invoices.contains { $0.vatBreakdown.count == 4 })
    #expect(invoices.contains { $0.totals.due.isNegative })
    let present: [@Sendable (ElectronicInvoice) -> Bool] = [
      { $0.payee != nil }, { $0.directDebit != nil }, { $0.taxRepresentative != nil },
      { $0.totals.vatInTaxCurrency != nil }, { $0.totals.prepaid != nil },
      { $0.totals.rounding != nil }, { $0.delivery?.address != nil },
      { $0.type.isCreditNote && $0.dueDate != nil },
      { $0.references.order == nil && $0.references.salesOrder != nil },
      { $0.lines.contains { $0.price.gross != nil && $0.price.discount == nil } },
      { $0.lines.contains { $0.price.discount != nil && $0.quantity.value.isNegative } },
    ]
    for (index, isPresent) in present.enumerated() {
      #expect(invoices.contains { isPresent($0) }, "\(index)")
    }
  }

  @Test("what a syntax cannot state is refused by its term, not left out", arguments: syntaxes)
  func notExpressible(syntax: InvoiceSyntax) throws {
    var invoice = GeneratedInvoice.invoice(seed: 1, .en16931)
    invoice.statedDiscounts = [StatedDiscount(percent: ExactDecimal(2))]
    invoice.buyer.name = " Client "
    #expect {
      try EInvoices.write(invoice, as: syntax)
    } throws: { error in
      let findings = (error as? RefusedInvoice)?.findings ?? []
      return findings.map(\.code) == [.notExpressible, .notExpressible]
        && findings.map { $0.text.prefix(4) } == ["BG-7", "a di"]
    }
  }

  @Test("a mandate without its means of payment has a place in CII only")
  func mandate() throws {
    var invoice = GeneratedInvoice.invoice(seed: 1, .en16931)
    invoice.paymentMeans = []
    invoice.remittance = nil
    invoice.directDebit = DirectDebit(mandate: "M-1")
    #expect(EInvoices.read(try EInvoices.write(invoice, as: .cii)).invoice == invoice)
    #expect(throws: RefusedInvoice.self) { try EInvoices.write(invoice, as: .ubl) }
  }

  @Test("sums that contradict each other are not written", arguments: syntaxes)
  func sums(syntax: InvoiceSyntax) {
    var invoice = GeneratedInvoice.invoice(seed: 2, .en16931)
    invoice.totals.due += Money(1, invoice.currency)
    #expect {
      try EInvoices.write(invoice, as: syntax)
    } throws: { error in
      let findings = (error as? RefusedInvoice)?.findings ?? []
      return findings.count == 1 && findings[0].text.hasPrefix("BR-CO-16")
    }
  }

  @Test("a character that XML cannot hold is refused", arguments: syntaxes)
  func characters(syntax: InvoiceSyntax) {
    var invoice = GeneratedInvoice.invoice(seed: 3, .en16931)
    invoice.terms = "bell \u{7}"
    #expect {
      try EInvoices.write(invoice, as: syntax)
    } throws: { error in
      (error as? RefusedInvoice)?.description == "XML cannot hold the character U+7"
    }
  }

  @Test("ZUGFeRD 1.0 is only read")
  func legacy() {
    let invoice = GeneratedInvoice.invoice(seed: 4, .en16931)
    #expect(throws: RefusedInvoice.self) { try EInvoices.write(invoice, as: .zugferd1) }
  }
}

extension Specification {
  /// The profile of our documents: Peppol BIS Billing 3 in UBL, Factur-X EN 16931 in CII.
  static func written(as syntax: InvoiceSyntax) -> Specification {
    syntax == .ubl ? .peppolBilling : .en16931
  }
}
