import DomainKit
import EInvoices
import Testing

@Suite("Invoices that are refused")
struct InvoiceRefusalTests {
  @Test("the sample itself is taken, with its terms where they belong")
  func sample() throws {
    let reading = EInvoices.read(InvoiceText.ubl())
    #expect(reading.findings == [])
    let invoice = try #require(reading.invoice)
    #expect(invoice.seller.name == "Vendeur & fils")
    #expect(invoice.notes == [InvoiceNote("Pas d'escompte", subject: "AAB")])
    #expect(invoice.dueDate?.description == "2026-12-31")
    #expect(invoice.totals.due.decimal == "120.00")
    #expect(invoice.lines.first?.quantity.unit == "HUR")
    #expect(invoice.lines.first?.vat == invoice.vatBreakdown.first?.rate)
  }

  @Test(
    "a total that is a cent off is refused by its rule",
    arguments: [
      (
        "BR-CO-10", "LegalMonetaryTotal>\n<b:LineExtensionAmount currencyID=\"EUR\">100.00", "99.99"
      ),
      ("BR-CO-13", "<b:TaxExclusiveAmount currencyID=\"EUR\">100.00", "100.01"),
      ("BR-CO-14", "<a:TaxTotal><b:TaxAmount currencyID=\"EUR\">20.00", "20.01"),
      ("BR-CO-15", "<b:TaxInclusiveAmount currencyID=\"EUR\">120.00", "120.01"),
      ("BR-CO-16", "<b:PayableAmount currencyID=\"EUR\">120.00", "119.99"),
    ]
  )
  func totals(rule: String, place: String, amount: String) throws {
    let start = try #require(place.lastIndex(of: ">"))
    let reading = EInvoices.read(InvoiceText.ubl((place, place[...start] + amount)))
    #expect(!reading.isAccepted)
    let findings = reading.refusals.filter { $0.code == .totalsMismatch }
    #expect(findings.contains { $0.text.hasPrefix(rule) && $0.line > 0 }, "\(reading.findings)")
  }

  @Test("prepaid and rounding make the amount due; an allowance needs its total")
  func prepaid() {
    let due = "<b:PayableAmount currencyID=\"EUR\">120.00"
    let parts =
      "<b:PrepaidAmount currencyID=\"EUR\">100.00</b:PrepaidAmount>"
      + "<b:PayableRoundingAmount currencyID=\"EUR\">-0.01</b:PayableRoundingAmount>"
    let exact = parts + "<b:PayableAmount currencyID=\"EUR\">19.99"
    #expect(EInvoices.read(InvoiceText.ubl((due, exact))).isAccepted)
    let off = parts + "<b:PayableAmount currencyID=\"EUR\">20.00"
    #expect(EInvoices.read(InvoiceText.ubl((due, off))).refusals.count == 1)
    let allowance =
      "<a:AllowanceCharge><b:ChargeIndicator>false</b:ChargeIndicator>"
      + "<b:Amount currencyID=\"EUR\">1.00</b:Amount></a:AllowanceCharge><a:TaxTotal>"
    let reading = EInvoices.read(InvoiceText.ubl(("<a:TaxTotal>", allowance)))
    #expect(reading.refusals.map { $0.text.prefix(8) } == ["BR-CO-11"])
  }

  @Test("an amount that is due needs a day or terms, a credit note's does not")
  func dueDate() {
    let day = "<b:DueDate>2026-12-31</b:DueDate>"
    let reading = EInvoices.read(InvoiceText.ubl((day, "")))
    #expect(reading.refusals.map { $0.text.prefix(8) } == ["BR-CO-25"])
    let terms = "<a:PaymentTerms><b:Note>30 jours</b:Note></a:PaymentTerms><a:TaxTotal>"
    #expect(EInvoices.read(InvoiceText.ubl((day, ""), ("<a:TaxTotal>", terms))).isAccepted)
    let credit = InvoiceText.ubl(
      (day, ""),
      ("<Invoice ", "<CreditNote "),
      ("</Invoice>", "</CreditNote>"),
      ("xsd:Invoice-2", "xsd:CreditNote-2"),
      ("a:InvoiceLine", "a:CreditNoteLine"),
      ("b:InvoicedQuantity", "b:CreditedQuantity"),
      (
        "<b:InvoiceTypeCode>380</b:InvoiceTypeCode>",
        "<b:CreditNoteTypeCode>381</b:CreditNoteTypeCode>"
      )
    )
    #expect(EInvoices.read(credit).findings == [])
  }

  @Test("all errors are told at once, each with its line, its element and what was expected")
  func allAtOnce() {
    let reading = EInvoices.read(
      InvoiceText.ubl(
        ("2026-12-01", "2026-02-31"),
        ("<b:InvoiceTypeCode>380", "<b:InvoiceTypeCode>999"),
        ("<b:PriceAmount currencyID=\"EUR\">50", "<b:PriceAmount currencyID=\"EUR\">fifty"),
        ("<b:PayableAmount currencyID=\"EUR\">", "<b:PayableAmount currencyID=\"USD\">"),
        ("<b:ID>INV-1</b:ID>", "<b:ID></b:ID>")
      )
    )
    #expect(reading.invoice == nil)
    let found = reading.findings.map { "\($0.line) \($0.path) \($0.code.rawValue)" }
    #expect(
      found == [
        "4 Invoice missing-field",
        "7 Invoice/IssueDate invalid-date",
        "9 Invoice/InvoiceTypeCode invalid-field",
        "26 Invoice/LegalMonetaryTotal/PayableAmount invalid-currency",
        "32 Invoice/InvoiceLine/Price/PriceAmount invalid-field",
      ],
      "\(reading.findings.map(\.description))"
    )
  }

  @Test("a field that is stated twice is refused, not half read")
  func twice() {
    let day = "<b:DueDate>2026-12-31</b:DueDate>"
    let reading = EInvoices.read(InvoiceText.ubl((day, day + "<b:DueDate>2027-01-31</b:DueDate>")))
    #expect(reading.refusals.map(\.code) == [.repeatedField])
  }

  @Test("what no currency can hold is refused, zeros at the end are not")
  func precision() {
    let amount = "<b:PayableAmount currencyID=\"EUR\">120.00"
    #expect(EInvoices.read(InvoiceText.ubl((amount, amount + "00"))).isAccepted)
    let reading = EInvoices.read(InvoiceText.ubl((amount, amount + "01")))
    #expect(reading.refusals.map(\.code) == [.invalidAmount])
  }

  @Test("sums of the largest amounts are refused without a trap")
  func hugeSums() {
    let line =
      "<a:AllowanceCharge><b:ChargeIndicator>true</b:ChargeIndicator>"
      + "<b:Amount currencyID=\"EUR\">10000000000000.00</b:Amount></a:AllowanceCharge>"
    let many = String(repeating: line, count: 10_000) + "<a:TaxTotal>"
    let reading = EInvoices.read(InvoiceText.ubl(("<a:TaxTotal>", many)))
    #expect(reading.refusals.contains { $0.text.contains("beyond every limit") })
  }

  @Test(
    "what is no electronic invoice is refused by its kind",
    arguments: [
      ("", InvoiceFinding.Code.malformed), ("hello", .unknownFormat),
      ("UNB+UNOC:3+A+B'", .unknownFormat), ("<a/>", .unknownFormat),
      (
        "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-1.0'/>",
        .unknownVersion
      ),
      ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", .forbidden),
      ("<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>", .malformed),
    ]
  )
  func kinds(text: String, code: InvoiceFinding.Code) {
    let reading = EInvoices.read(Array(text.utf8))
    #expect(reading.invoice == nil)
    #expect(reading.refusals.map(\.code) == [code], "\(reading.findings)")
  }
}
