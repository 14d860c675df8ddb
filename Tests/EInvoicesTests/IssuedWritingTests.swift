import DomainKit
import EInvoiceBilling
import EInvoices
import Messages
import ServiceKit
import Terms
import Testing

/// What this house issues itself, as electronic documents.
@Suite("Issued documents as electronic ones")
struct IssuedWritingTests {
  /// The profile of a seller in a country, in JSON; `more` is put before its end.
  static func profile(country: String = "FR", more: String = "") throws -> IssuerProfile {
    let json = """
      {
        "seller": {
          "name": "Encours Démonstration SAS",
          "legalRegistration": {"value": "123456782", "scheme": "0002"},
          "vatIdentifier": "\(country)32123456782",
          "electronicAddress": {"value": "123456782", "scheme": "0225"},
          "address": {"line1": "1 rue du Port", "city": "Lyon", "postCode": "69001",
                      "country": "\(country)"}
        },
        "buyers": {
          "C-1001": {
            "name": "Ateliers Morel",
            "vatIdentifier": "FR83404833048",
            "electronicAddress": {"value": "404833048", "scheme": "0225"},
            "address": {"city": "Dijon", "postCode": "21000", "country": "FR"},
            "reference": "PO-4711"
          },
          "C-1002": {"name": "Brun", "address": {"country": "FR"}}
        },
        "paymentAccount": {"number": "FR7630006000011234567890189", "institution": "AGRIFRPP"},
        "zeroRate": {"category": "E", "reason": "Article 261 du CGI"}\(more)
      }
      """
    return try IssuerProfile(json: Array(json.utf8))
  }

  static func line(
    _ description: String,
    _ cents: Int64,
    _ rate: Percentage = Percentage(literal: "20")
  ) -> Messages.InvoiceLine {
    Messages.InvoiceLine(description: description, net: Money(cents, .euro), taxRate: rate)
  }

  /// Two rates, no tax, and a line that takes off: 1,000.00 - 50.00 at 20 %, 100.00 at 5.5 %,
  /// 10.00 without tax.
  static let lines = [
    line("Panels", 100_000), line("Rebate", -5_000),
    line("Books", 10_000, Percentage(literal: "5.5")),
    line("Training", 1_000, Percentage(literal: "0")),
  ]

  /// 1,060.00 and 195.50 of tax, less a deposit of 300.00, with a discount; 12.15 % for delay.
  private func issued(
    lateChargeRate: Percentage? = Percentage(literal: "12.15"),
    account: AccountID = "C-1001"
  ) -> InvoiceIssued {
    InvoiceIssued(
      invoice: "EI-2026-000001",
      account: account,
      issueDate: CalendarDate(literal: "2026-03-01"),
      net: Money(106_000, .euro),
      tax: Money(19_550, .euro),
      gross: Money(125_550, .euro),
      paymentReference: "RF18539007547034",
      items: [
        IssuedItem(
          item: "EI-2026-000001",
          dueDate: CalendarDate(literal: "2026-03-31"),
          amount: Money(95_550, .euro),
          discounts: [
            DiscountOffer(
              percent: Percentage(literal: "2"),
              base: Money(95_550, .euro),
              amount: Money(1_911, .euro),
              lastDate: CalendarDate(literal: "2026-03-11"),
              lastGraceDate: CalendarDate(literal: "2026-03-13")
            )
          ]
        )
      ],
      lateChargeRate: lateChargeRate,
      precedingInvoice: "INV-2026-0042",
      deposits: [DeductedDeposit(invoice: "EP-2026-000001", amount: Money(30_000, .euro))]
    )
  }

  private let credited = CreditNoteIssued(
    creditNote: "EC-2026-000001",
    account: "C-1001",
    invoice: "EI-2026-000001",
    issueDate: CalendarDate(literal: "2026-03-05"),
    net: Money(100_000, .euro),
    tax: Money(20_000, .euro),
    gross: Money(120_000, .euro),
    reason: .goodsReturned,
    spread: .lastFirst
  )

  private func invoice(
    _ issued: InvoiceIssued,
    _ profile: IssuerProfile,
    as specification: Specification = .peppolBilling,
    lines: [Messages.InvoiceLine]? = lines
  ) throws -> ElectronicInvoice {
    try EInvoiceBilling.electronic(issued, lines: lines, as: specification, profile)
  }

  @Test("a German seller's discounts stand in lines that programs read, before their words")
  func germanDiscounts() throws {
    let terms = try invoice(issued(), Self.profile(country: "DE")).terms
    #expect(
      terms == """
        #SKONTO#TAGE=10#PROZENT=2.00#
        19.11 EUR less (2 % of 955.50 EUR) until 2026-03-11
        """
    )
    #expect(try invoice(issued(), Self.profile(country: "NL")).terms?.first == "1")
  }

  @Test("an invoice says what was issued: amounts, dates, terms, references, parties")
  func content() throws {
    let invoice = try invoice(issued(), Self.profile())
    #expect(invoice.totals.withoutVAT == Money(106_000, .euro))
    #expect(invoice.totals.vat == Money(19_550, .euro))
    #expect(invoice.totals.prepaid == Money(30_000, .euro))
    #expect(invoice.totals.due == Money(95_550, .euro))
    #expect(invoice.vatBreakdown.map(\.taxable.minorUnits) == [1_000, 10_000, 95_000])
    #expect(invoice.vatBreakdown.map(\.tax.minorUnits) == [0, 550, 19_000])
    #expect(invoice.dueDate == CalendarDate(literal: "2026-03-31"))
    #expect(invoice.terms == "19.11 EUR less (2 % of 955.50 EUR) until 2026-03-11")
    #expect(invoice.remittance == "RF18539007547034")
    #expect(invoice.precedingInvoices.map(\.number) == ["INV-2026-0042", "EP-2026-000001"])
    #expect(invoice.buyer.identifiers.map(\.value) == ["C-1001"])
    #expect(invoice.lines[1].quantity.value.isNegative && !invoice.lines[1].price.net.isNegative)
  }

  @Test(
    "what is written passes the official rules and is read back to the same document",
    .enabled(if: OfficialRules.python != nil, "no Python with the rules: see compose/test")
  )
  func officialRules() throws {
    let profile = try Self.profile(
      more: #", "notes": [{"subject": "PMD", "text": "Taux des pénalités : 12,15 % par an"}]"#
    )
    var written: [String: [UInt8]] = [:]
    let specifications: [(InvoiceSyntax, Specification)] = [
      (.ubl, .peppolBilling), (.cii, .en16931),
    ]
    for (syntax, specification) in specifications {
      let documents = [
        try invoice(issued(), profile, as: specification),
        try EInvoiceBilling.electronic(
          credited,
          lines: [Self.line("Panels", 100_000)],
          as: specification,
          profile
        ),
      ]
      for document in documents {
        let bytes = try EInvoices.write(document, as: syntax)
        #expect(EInvoices.read(bytes).invoice == document)
        written["\(document.number) as \(syntax.rawValue)"] = bytes
      }
    }
    #expect(written.count == 4)
    for (name, faults) in try OfficialRules.faults(of: written) { #expect(faults == [], "\(name)") }
  }

  @Test("a French seller's invoice states what the law wants, and does not go out without it")
  func frenchMentions() throws {
    let invoice = try invoice(issued(), Self.profile())
    let notes = Dictionary(uniqueKeysWithValues: invoice.notes.map { ($0.subject ?? "", $0.text) })
    #expect(notes["AAB"] == "Escompte : 19.11 EUR (2 % de 955.50 EUR) jusqu'au 2026-03-11")
    #expect(notes["PMD"]?.contains("12.15 %") == true)
    #expect(notes["PMT"]?.contains("40 €") == true)
    let refusal = #expect(throws: RefusedInvoice.self) {
      try self.invoice(issued(lateChargeRate: nil), Self.profile())
    }
    #expect(refusal?.findings.count == 1)
    #expect(refusal?.description.contains("PMD") == true)
    let own = try Self.profile(more: #", "notes": [{"subject": "PMT", "text": "Frais : 30 €"}]"#)
    let wrong = #expect(throws: RefusedInvoice.self) { try self.invoice(issued(), own) }
    #expect(wrong?.description.contains("PMT") == true, "the house's own words count, and lack")
    let elsewhere = try self.invoice(issued(lateChargeRate: nil), Self.profile(country: "BE"))
    #expect(elsewhere.notes.isEmpty)
  }

  @Test("what the profile does not say is told at once")
  func missing() throws {
    let profile = try Self.profile()
    let peppol = #expect(throws: RefusedInvoice.self) {
      try invoice(issued(account: "C-1002"), profile)
    }
    #expect(peppol?.findings.count == 2)
    #expect(peppol?.description.contains("BT-49") == true)
    #expect(peppol?.description.contains("BT-10") == true)
    _ = try invoice(issued(account: "C-1002"), profile, as: .en16931)
    let stranger = #expect(throws: RefusedInvoice.self) {
      try invoice(issued(account: "C-9"), profile)
    }
    #expect(stranger?.description.contains("no buyer 'C-9'") == true)
    let bare = #expect(throws: RefusedInvoice.self) {
      try invoice(issued(), profile, lines: nil)
    }
    #expect(bare?.description.contains("BG-25") == true)
    var untaxed = profile
    untaxed.zeroRate = nil
    let unexplained = #expect(throws: RefusedInvoice.self) { try invoice(issued(), untaxed) }
    #expect(unexplained?.description.contains("zeroRate") == true)
  }

  @Test("amounts that are not those that were issued do not go out")
  func otherAmounts() throws {
    let profile = try Self.profile()
    for change in [1, -1] as [Int64] {
      var wrong = Self.lines
      wrong[0].net += Money(change, .euro)
      let refusal = #expect(throws: RefusedInvoice.self) {
        try invoice(issued(), profile, lines: wrong)
      }
      #expect(refusal?.findings.map(\.code) == [.totalsMismatch])
    }
    var mixed = issued()
    (mixed.tax, mixed.gross) = (Money(19_160, .euro), Money(125_160, .euro))
    #expect(throws: RefusedInvoice.self, "a tax of other bases") { try invoice(mixed, profile) }
    mixed.taxes = [
      TaxedAmount(
        rate: Percentage(literal: "20"),
        net: Money(95_000, .euro),
        tax: Money(18_610, .euro)
      ),
      TaxedAmount(
        rate: Percentage(literal: "5.5"),
        net: Money(10_000, .euro),
        tax: Money(550, .euro)
      ),
    ]
    let told = try invoice(mixed, profile)
    #expect(told.vatBreakdown.map(\.tax.minorUnits) == [0, 550, 18_610])
    let refusal = #expect(throws: RefusedInvoice.self, "a tax that is not 20 %") {
      try EInvoices.write(told, as: .ubl)
    }
    #expect(refusal?.description.contains("BT-117") == true)
  }

  @Test("a profile with a misspelled key or an unknown category is refused, and says where")
  func profiles() throws {
    let misspelled = #expect(throws: RefusedProfile.self) {
      try Self.profile(more: #", "notes": [{"sujet": "PMD", "text": "a"}]"#)
    }
    #expect(misspelled?.text == "unknown: notes[0].sujet")
    let category = #expect(throws: RefusedProfile.self) {
      try IssuerProfile(
        json: Array(
          #"""
          {"seller": {"name": "A", "address": {"country": "FR"}}, "buyers": {},
           "zeroRate": {"category": "X"}}
          """#.utf8
        )
      )
    }
    #expect(category?.text == "zeroRate.category is 'X': expected one of Z, E, AE, G, O")
    let country = #expect(throws: RefusedProfile.self) {
      try IssuerProfile(
        json: Array(
          #"""
          {"seller": {"name": "A", "address": {"country": "FR"}},
           "buyers": {"C-1": {"name": "B", "address": {"country": "Fr"}}}}
          """#.utf8
        )
      )
    }
    #expect(
      country?.text
        == "buyers.C-1.address.country is 'Fr': expected two capital letters (ISO 3166-1)"
    )
    let incomplete = #expect(throws: RefusedProfile.self) {
      try IssuerProfile(json: Array(#"{"buyers": {}}"#.utf8))
    }
    #expect(incomplete?.text.contains("seller") == true)
  }
}
