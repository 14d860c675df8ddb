import DomainKit
import EInvoices
import Messages
import OperatorKit
import ServiceKit
import Testing

@Suite("Files of documents")
struct DocumentFileTests {
  /// An invoice of a French seller, or a credit note on it.
  private static func xml(
    buyer: String? = "C-1001",
    type: DocumentType = .invoice
  ) throws -> [UInt8] {
    try EInvoices.write(try invoice(buyer: buyer, type: type), as: .ubl)
  }

  static func invoice(
    buyer: String? = "C-1001",
    type: DocumentType = .invoice
  ) throws -> ElectronicInvoice {
    let amount = Money(100_00, .euro)
    var totals = InvoiceTotals(withoutVAT: amount, withVAT: amount, due: amount)
    totals.lines = amount
    totals.vat = .zero(.euro)
    var invoice = ElectronicInvoice(
      "INV-7",
      specification: .en16931,
      type: type,
      issueDate: CalendarDate(literal: "2026-03-10"),
      currency: .euro,
      seller: InvoiceParty(name: "Menuiserie Arnaud"),
      buyer: InvoiceParty(name: "Ateliers Morel"),
      totals: totals
    )
    invoice.seller.address = PostalAddress(country: "FR")
    invoice.seller.vatIdentifier = "FR32123456789"
    invoice.buyer.address = PostalAddress(country: "FR")
    invoice.buyer.identifiers = buyer.map { [SchemedIdentifier($0)] } ?? []
    invoice.dueDate = type.isCreditNote ? nil : CalendarDate(literal: "2026-04-09")
    let rate = VATRate(.zeroRated, Percentage(literal: "0"))
    invoice.vatBreakdown = [VATBreakdown(rate, taxable: amount, tax: .zero(.euro))]
    invoice.lines = [
      .init(
        "1",
        InvoiceItem("Panels"),
        quantity: Quantity(try #require(ExactDecimal(1)), unit: "C62"),
        price: InvoicePrice(try #require(ExactDecimal("100"))),
        net: amount,
        vat: rate
      )
    ]
    return invoice
  }

  @Test("an electronic invoice is its account's by the buyer's identifier, or as it is said")
  func account() throws {
    let own = try #require(try DocumentFile().documents(in: try Self.xml()).first)
    guard case .invoice(let invoice)? = own.content else {
      Issue.record("no invoice: \(own.faults)")
      return
    }
    #expect(invoice.account == "C-1001")
    #expect(invoice.gross == Money(100_00, .euro))
    #expect(own.number == "INV-7")
    #expect(own.remarks.count == 3, "French law's discount, penalty and EUR 40: \(own.remarks)")

    let nobody = try Self.xml(buyer: nil)
    let unknown = try #require(try DocumentFile().documents(in: nobody).first)
    #expect(unknown.content == nil)
    #expect(unknown.faults.first?.text.contains("BT-46") == true)
    let said = try #require(try DocumentFile(account: "C-2").documents(in: nobody).first)
    guard case .invoice(let other)? = said.content else {
      Issue.record("no invoice: \(said.faults)")
      return
    }
    #expect(other.account == "C-2")
  }

  @Test("an electronic credit note is a credit note")
  func creditNote() throws {
    let document = try #require(
      try DocumentFile().documents(in: try Self.xml(type: .creditNote)).first
    )
    guard case .creditNote(let note)? = document.content else {
      Issue.record("no credit note: \(document.faults)")
      return
    }
    #expect(note.creditNote == "INV-7")
  }

  @Test("a damaged electronic invoice is refused with every fault")
  func damaged() throws {
    let text = String(decoding: try Self.xml(), as: UTF8.self)
      .replacing("2026-03-10", with: "yesterday")
    let document = try #require(try DocumentFile().documents(in: Array(text.utf8)).first)
    #expect(document.content == nil)
    #expect(!document.faults.isEmpty)
    #expect(document.faults.contains { $0.text.contains("IssueDate") })
  }

  @Test("what invoicing refuses is told at its place in the file; what it does not answer, thrown")
  func submission() throws {
    let table = """
      number,account,issueDate,currency,net,tax,gross
      INV-1,C-1,2026-03-10,EUR,100.00,20.00,120.00
      INV-2,C-1,2026-03-10,EUR,100.00,20.00,121.00
      INV-3,C-1,2026-03-10,EUR,100.00,20.00
      """
    let submission = DocumentSubmission(
      invoice: { call in
        guard call.invoice.gross == Money(120_00, .euro) else {
          throw CallStatus(
            .invalidArgument,
            "gross: wrong",
            errors: [
              FieldError(field: "gross", code: "total-mismatch", text: "is wrong"),
              FieldError(field: "else", code: "unfit", text: "is unfit"),
            ]
          )
        }
        return SubmitInvoice.Reply(issued: .example, wasKnown: false)
      },
      creditNote: { _ in throw CallStatus(.unavailable, "down") },
      validation: { _ in [] }
    )
    let submitted = try DocumentTableTests.documents(table).map { try submission.submit($0) }
    #expect(
      submitted.map(\.outcome) == [
        .posted,
        .refused([
          DocumentFault(DocumentFault.Place(line: 3, field: "gross"), "is wrong"),
          DocumentFault(nil, "else: is unfit"),
        ]),
        .refused([
          DocumentFault(
            DocumentFault.Place(line: 4, field: ""),
            "the row has 6 fields, the header 7"
          ),
          DocumentFault(
            DocumentFault.Place(line: 4, field: "gross"),
            "is missing: a document without lines states its totals"
          ),
        ]),
      ]
    )
    let note = try #require(try DocumentFile().documents(in: Self.xml(type: .creditNote)).first)
    #expect(throws: CallStatus(.unavailable, "down")) { try submission.submit(note) }
    #expect(
      Rendering.submitted(submitted, file: "march.csv") == """
        march.csv: 1 posted, 0 known before, 2 refused
          INV-1: posted, 120.00 EUR
          INV-2: REFUSED, 121.00 EUR
            line 3, gross: is wrong
            else: is unfit
          INV-3: REFUSED
            line 4: the row has 6 fields, the header 7
            line 4, gross: is missing: a document without lines states its totals
        """
    )
  }
}
