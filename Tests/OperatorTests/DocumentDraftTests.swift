import DomainKit
import EInvoiceBilling
import EInvoices
import Messages
import OperatorKit
import ServiceKit
import Testing

@Suite("What could be read of a faulty document is looked at too")
struct DocumentDraftTests {
  /// Invoicing that finds these errors in anything, and posts nothing that it should not see.
  private static func submission(
    _ errors: [FieldError],
    seen: @escaping (FileDocument.Content) -> Void = { _ in }
  ) -> DocumentSubmission {
    DocumentSubmission(
      invoice: { _ in throw CallStatus(.internal, "an invoice was posted") },
      creditNote: { _ in throw CallStatus(.internal, "a credit note was posted") },
      validation: { content in
        seen(content)
        return errors
      }
    )
  }

  private static func faults(
    _ document: FileDocument?,
    _ submission: DocumentSubmission
  ) throws -> [String] {
    let submitted = try submission.submit(try #require(document))
    guard case .refused(let faults) = submitted.outcome else { return ["\(submitted.outcome)"] }
    return faults.map(\.description)
  }

  private static func error(_ field: String, _ code: String = "unfit") -> FieldError {
    FieldError(field: field, code: code, text: "\(code) \(field)")
  }

  private static let header =
    "number,kind,account,issueDate,dueDate,currency,net,tax,gross,precedingInvoice"

  @Test("a row that cannot be read in one field is told what invoicing finds in the others")
  func row() throws {
    let text = "\(Self.header)\nINV-1,,C-9,2026-02-30,2026-03-01,EUR,100.00,20.00,121.00,\n"
    let errors = [
      Self.error("invoice", "number-reused"), Self.error("account", "account-unknown"),
      Self.error("gross", "total-mismatch"), Self.error("issueDate"), Self.error("dueDate"),
    ]
    #expect(
      try Self.faults(DocumentTableTests.documents(text).first, Self.submission(errors)) == [
        "line 2, issueDate: '2026-02-30': expected a day as YYYY-MM-DD",
        "line 2, number: number-reused invoice",
        "line 2, account: account-unknown account",
        "line 2, gross: total-mismatch gross",
      ]
    )
  }

  @Test(
    "what rests on a field that could not be read is left out",
    arguments: [
      ("INV-1,,C-1,2026-03-01,,EUR,x,20.00,120.00,", "gross"),
      ("INV-1,,C-1,2026-03-01,,EURO,1.00,20.00,120.00,", "lines[0].net"),
      ("INV-1,,,2026-03-01,,EUR,1.00,20.00,120.00,INV-0", "precedingInvoice"),
      ("INV-1,,,2026-03-01,,EUR,1.00,20.00,120.00,", "paymentReference"),
      (",,C-1,2026-03-01,,EUR,1.00,20.00,120.00,", "invoice"),
      ("CN-1,credit-note,,2026-03-01,,EUR,1.00,20.00,120.00,INV-0", "invoice"),
      ("INV-1,voice,C-1,2026-03-01,,EUR,1.00,20.00,120.00,", "deposits[0]"),
      ("INV-1,,C-1,2026-03-01,,EUR,1.001,20.00,120.00,", "deposits"),
    ]
  )
  func doubtful(row: String, field: String) throws {
    let document = DocumentTableTests.documents("\(Self.header)\n\(row)\n").first
    let alone = try Self.faults(document, Self.submission([]))
    #expect(alone.count == 1)
    #expect(try Self.faults(document, Self.submission([Self.error(field)])) == alone)
  }

  @Test(
    "and what does not rest on it is told",
    arguments: [
      ("INV-1,,C-1,2026-03-01,,EUR,x,20.00,120.00,", "deposits[0]", "unfit"),
      ("INV-1,,C-1,2026-03-01,,EUR,x,20.00,120.00,", "account", "account-unknown"),
      ("INV-1,,,2026-03-01,,EUR,1.00,20.00,120.00,", "gross", "total-mismatch"),
      ("CN-1,credit-note,,2026-03-01,,EUR,1.00,20.00,120.00,INV-0", "invoice", "invoice-unknown"),
      ("INV-1,,C-1,2026-03-01,2026-02-30,EUR,1.00,20.00,120.00,", "issueDate", "out-of-range"),
      ("INV-1,,C-1,2026-03-01,2026-02-30,EUR,1.00,20.00,120.00,", "something", "unfit"),
    ]
  )
  func certain(row: String, field: String, code: String) throws {
    let document = DocumentTableTests.documents("\(Self.header)\n\(row)\n").first
    let faults = try Self.faults(document, Self.submission([Self.error(field, code)]))
    #expect(faults.count == 2)
    #expect(faults.last?.contains("\(code) \(field)") == true)
  }

  @Test("a row without its columns is nothing to look at, and a fault is told once")
  func layout() throws {
    let short = DocumentTableTests.documents("\(Self.header)\nINV-1,,C-1,2026-03-01\n").first
    var count = 0
    _ = try Self.faults(short, Self.submission([]) { _ in count += 1 })
    #expect(count == 0)

    let row = "INV-1,,C-1,2026-03-01,2026-02-30,EUR,1.00,20.00,21.00,"
    var document = try #require(DocumentTableTests.documents("\(Self.header)\n\(row)\n").first)
    document.faults.append(
      DocumentFault(DocumentFault.Place(line: 2, field: "account"), "unfit account")
    )
    #expect(try Self.faults(document, Self.submission([Self.error("account")])).count == 2)
  }

  @Test("an electronic invoice without an account, or with terms that nobody knows, is looked at")
  func electronic() throws {
    var invoice = try DocumentFileTests.invoice()
    invoice.buyer.identifiers = []
    invoice.dueDate = nil
    invoice.terms = "soon"
    let document = try DocumentFile().documents(in: try EInvoices.write(invoice, as: .ubl)).first
    let errors = [
      Self.error("invoice", "number-reused"), Self.error("account"), Self.error("terms"),
      Self.error("issueDate", "out-of-range"),
    ]
    let faults = try Self.faults(document, Self.submission(errors))
    #expect(faults.map { $0.prefix(6) } == ["BT-46,", "BT-20 ", "invoic", "issueD"])
  }

  @Test("of a damaged one, whose it is and whether its number is free")
  func damaged() throws {
    let text = String(
      decoding: try EInvoices.write(DocumentFileTests.invoice(), as: .ubl),
      as: UTF8.self
    )
    .replacing(">100.00</cbc:PayableAmount>", with: ">101.00</cbc:PayableAmount>")
    let document = try DocumentFile().documents(in: Array(text.utf8)).first
    let errors = [Self.error("account", "account-unknown"), Self.error("gross")]
    let faults = try Self.faults(document, Self.submission(errors))
    #expect(faults.contains { $0.contains("account-unknown account") })
    #expect(!faults.contains { $0.contains("unfit gross") })
  }

  @Test("invoices that it names are looked for, where it takes off what was paid before")
  func earlier() throws {
    var asked: [InvoiceNumber] = []
    var invoice = try DocumentFileTests.invoice()
    invoice.precedingInvoices = [PrecedingInvoice("EP-1"), PrecedingInvoice("EP-2")]
    let reader = DocumentFile { number in
      asked.append(number)
      return EarlierInvoice(isDeposit: true, gross: Money(20_00, .euro), isCredited: false)
    }
    _ = try reader.documents(in: try EInvoices.write(invoice, as: .cii))
    #expect(asked == [])
    invoice.totals.prepaid = Money(40_00, .euro)
    invoice.totals.due = Money(60_00, .euro)
    let document = try reader.documents(in: try EInvoices.write(invoice, as: .cii)).first
    #expect(asked == ["EP-1", "EP-2"])
    guard case .invoice(let message)? = document?.content else {
      Issue.record("no invoice: \(document?.faults ?? [])")
      return
    }
    #expect(message.deposits?.map(\.invoice) == ["EP-1", "EP-2"])
    #expect(throws: CallStatus(.unavailable, "down")) {
      try DocumentFile { _ in throw CallStatus(.unavailable, "down") }
        .documents(in: try EInvoices.write(invoice, as: .cii))
    }
  }
}
