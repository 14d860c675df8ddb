import DomainKit
import EInvoiceBilling
import EInvoices
import Messages
import ServiceKit
import Testing

/// What parties and treatments of tax must say of each other before a document goes out.
@Suite("Parties and tax of issued documents")
struct IssuedPartiesTests {
  private func issued(_ kind: InvoiceKind = .invoice, taxed: Bool) -> InvoiceIssued {
    InvoiceIssued(
      invoice: "EI-2026-000001",
      account: "C-1001",
      issueDate: CalendarDate(literal: "2026-03-01"),
      net: Money(10_000, .euro),
      tax: Money(taxed ? 2_000 : 0, .euro),
      gross: Money(taxed ? 12_000 : 10_000, .euro),
      paymentReference: "RF18539007547034",
      items: [
        IssuedItem(
          item: "EI-2026-000001",
          dueDate: CalendarDate(literal: "2026-03-31"),
          amount: Money(taxed ? 12_000 : 10_000, .euro)
        )
      ],
      lateChargeRate: Percentage(literal: "12.15"),
      kind: kind
    )
  }

  private func line(taxed: Bool) -> Messages.InvoiceLine {
    IssuedWritingTests.line(
      "Work",
      10_000,
      taxed ? Percentage(literal: "20") : Percentage(literal: "0")
    )
  }

  private func written(
    _ profile: IssuerProfile,
    _ kind: InvoiceKind = .invoice,
    taxed: Bool = false,
    ofDamages: Bool = false
  ) throws -> ElectronicInvoice {
    try EInvoiceBilling.electronic(
      issued(kind, taxed: taxed),
      lines: [line(taxed: taxed)],
      ofDamages: ofDamages,
      as: .en16931,
      profile
    )
  }

  private func refusal(
    _ profile: IssuerProfile,
    _ kind: InvoiceKind = .invoice,
    taxed: Bool = false
  ) -> String {
    let refused = #expect(throws: RefusedInvoice.self) { try written(profile, kind, taxed: taxed) }
    return refused?.description ?? ""
  }

  @Test(
    "a seller of anything but what is out of scope has a VAT identifier",
    arguments: [
      ("E", "BR-E-02"), ("Z", "BR-Z-02"), ("AE", "BR-AE-02"), ("G", "BR-G-02"),
    ]
  )
  func sellerVAT(category: String, rule: String) throws {
    var profile = try IssuedWritingTests.profile()
    profile.zeroRate = .init(category: category, reason: "why")
    #expect(try written(profile).vatBreakdown[0].rate.category.rawValue == category)
    profile.seller.vatIdentifier = nil
    #expect(refusal(profile).contains(rule))
    #expect(refusal(profile, taxed: true).contains("BR-S-02"))
    #expect(try written(profile, .lateChargeNote).seller.vatIdentifier == nil, "out of scope")
    profile.seller.legalRegistration = nil
    #expect(refusal(profile, .lateChargeNote).contains("BR-CO-26"))
  }

  @Test("out of scope, nobody's VAT identifier is stated, and the register's has to do")
  func outsideScope() throws {
    var profile = try IssuedWritingTests.profile()
    let note = try written(profile, .lateChargeNote)
    #expect([note.seller.vatIdentifier, note.buyer.vatIdentifier] == [nil, nil])
    profile.seller.legalRegistration = nil
    #expect(refusal(profile, .lateChargeNote).contains("BR-CO-26"))
    #expect(try written(profile).seller.vatIdentifier != nil, "exempt goods state it")
  }

  @Test("damages and goods without tax are treated each in its own way")
  func damages() throws {
    var profile = try IssuedWritingTests.profile()
    func category(_ kind: InvoiceKind, ofDamages: Bool = false) throws -> VATBreakdown {
      try written(profile, kind, ofDamages: ofDamages).vatBreakdown[0]
    }
    #expect(try category(.debitNote).rate == VATRate(.exempt, Percentage(literal: "0")))
    #expect(try category(.debitNote).exemptionReason == "Article 261 du CGI")
    #expect(try category(.debitNote, ofDamages: true).rate == VATRate(.outsideScope, nil))
    #expect(try category(.lateChargeNote).rate == VATRate(.outsideScope, nil))
    #expect(try category(.lateChargeNote).exemptionCode == "VATEX-EU-O")
    profile.damages = .init(category: "E", reason: "as the house sees it")
    #expect(try category(.lateChargeNote).exemptionReason == "as the house sees it")
    #expect(try written(profile, .lateChargeNote, taxed: true).vatBreakdown[0].tax.isPositive)
  }

  @Test("reverse charge names the buyer, and exemption its reason")
  func buyerAndReason() throws {
    var profile = try IssuedWritingTests.profile()
    profile.zeroRate = .init(category: "AE")
    #expect(try written(profile).vatBreakdown[0].exemptionCode == "VATEX-EU-AE")
    profile.buyers["C-1001"]?.vatIdentifier = nil
    #expect(refusal(profile).contains("buyer (BR-AE-02)"))
    profile.buyers["C-1001"]?.legalRegistration = profile.seller.legalRegistration
    _ = try written(profile)
    profile.zeroRate = .init(category: "E")
    #expect(refusal(profile).contains("BR-E-10"))
    profile.zeroRate?.reasonCode = "VATEX-EU-132"
    #expect(try written(profile).vatBreakdown[0].exemptionCode == "VATEX-EU-132")
  }

  @Test("what is out of scope stands beside nothing else")
  func mixedScope() throws {
    var profile = try IssuedWritingTests.profile()
    profile.zeroRate = .init(category: "O", reason: "why")
    var both = issued(taxed: true)
    (both.net, both.gross) = (Money(20_000, .euro), Money(22_000, .euro))
    let refused = #expect(throws: RefusedInvoice.self) {
      try EInvoiceBilling.electronic(
        both,
        lines: [line(taxed: true), line(taxed: false)],
        as: .en16931,
        profile
      )
    }
    #expect(refused?.description.contains("BR-O-11") == true)
    _ = try written(profile)
  }

  @Test("electronic addresses have a scheme, VAT identifiers a country, and lines a description")
  func details() throws {
    var profile = try IssuedWritingTests.profile()
    profile.seller.electronicAddress?.scheme = nil
    profile.buyers["C-1001"]?.electronicAddress?.scheme = nil
    let schemes = refusal(profile)
    #expect(schemes.contains("BR-62") && schemes.contains("BR-63"))
    profile = try IssuedWritingTests.profile()
    profile.buyers["C-1001"]?.vatIdentifier = "83404833048"
    #expect(refusal(profile).contains("BR-CO-09"))
    var unnamed = line(taxed: false)
    unnamed.description = " "
    let refused = #expect(throws: RefusedInvoice.self) {
      try EInvoiceBilling.electronic(
        issued(taxed: false),
        lines: [unnamed],
        as: .en16931,
        try IssuedWritingTests.profile()
      )
    }
    #expect(refused?.description.contains("BR-25") == true)
  }
}
