import DomainKit
import Messages
import OperatorKit
import Terms
import Testing

@Suite("Invoices and credit notes in CSV")
struct DocumentTableTests {
  private static let header = "number,kind,account,issueDate,terms,currency,net,tax,gross"

  static func documents(_ text: String) -> [FileDocument] {
    (try? DocumentFile().documents(in: Array(text.utf8))) ?? []
  }

  private static func invoices(_ text: String) -> [BillingInvoiceIssued] {
    documents(text).compactMap { document in
      if case .invoice(let invoice) = document.content { invoice } else { nil }
    }
  }

  private static func faults(_ text: String) -> [String] {
    documents(text).flatMap { $0.faults.map(\.description) }
  }

  @Test(
    "a row is an invoice by its totals, whatever separates the fields",
    arguments: [",", ";", "\t"]
  )
  func totals(delimiter: String) throws {
    let text = """
      \(Self.header)
      INV-1,,C-1,2026-03-10,net 30,EUR,100.00,20.00,120.00
      INV-2,debit-note,C-2,2026-03-11,,JPY,100,0,100
      """.replacing(",", with: delimiter)
    let invoices = Self.invoices(text)
    #expect(invoices.map(\.invoice) == ["INV-1", "INV-2"])
    let first = try #require(invoices.first)
    #expect(first.account == "C-1")
    #expect(first.issueDate == CalendarDate(literal: "2026-03-10"))
    #expect(first.terms == "net 30")
    #expect([first.net, first.tax, first.gross].map(\.decimal) == ["100.00", "20.00", "120.00"])
    #expect(first.lines == nil)
    #expect(first.kind == nil)
    #expect(invoices.last?.kind == .debitNote)
    #expect(invoices.last?.gross.description == "100 JPY")
  }

  private static let lines = """
    number,account,issueDate,currency,description,lineNet,taxRate,order,orderAmount,gross,deposit,\
    depositAmount
    INV-1,C-1,2026-03-10,EUR,"Panels, oak",100.00,20,,,,EP-1,30.00
    INV-1,C-1,2026-03-10,EUR,Books,10.10,5.5,SO-7,50.00,,,
    INV-1,,,,Freight,20.05,20,,,,,
    """

  @Test("rows of one number are lines of one invoice, and make its totals")
  func severalLines() throws {
    let invoice = try #require(Self.invoices(Self.lines).first)
    #expect(invoice.lines?.map(\.description) == ["Panels, oak", "Books", "Freight"])
    #expect(invoice.net.decimal == "130.15")
    // 20 % of 120.05 is 24.01, 5.5 % of 10.10 is 0.5555: rounded once a rate.
    #expect(invoice.tax.decimal == "24.57")
    #expect(invoice.gross.decimal == "154.72")
    #expect(invoice.order == BilledOrder(order: "SO-7", amount: Money(50_00, .euro)))
    #expect(invoice.deposits == [DeductedDeposit(invoice: "EP-1", amount: Money(30_00, .euro))])
  }

  @Test("a total that is stated is kept as it stands, for invoicing to judge")
  func statedTotal() {
    let text = Self.lines.replacing("SO-7,50.00,,", with: "SO-7,50.00,154.73,")
    #expect(Self.invoices(text).first?.gross.decimal == "154.73")
  }

  @Test("credit notes have a reason and their invoice")
  func creditNotes() throws {
    let text = """
      number,kind,account,issueDate,currency,net,tax,gross,precedingInvoice,reason,spread
      CN-1,credit-note,C-1,2026-03-10,EUR,10.00,2.00,12.00,INV-1,rebate,pro-rata
      CN-2,credit-note,C-1,2026-03-10,EUR,10.00,2.00,12.00,,,
      """
    let notes = Self.documents(text).compactMap { document in
      if case .creditNote(let note) = document.content { note } else { nil }
    }
    #expect(notes.map(\.creditNote) == ["CN-1", "CN-2"])
    #expect(notes.map(\.invoice) == ["INV-1", nil])
    #expect(notes.map(\.reason) == [.rebate, .unstated])
    #expect(notes.map(\.spread) == [.proRata, nil])
  }

  @Test("everything that is wrong with a document is told at once, with line and column")
  func allFaults() {
    let text = """
      \(Self.header),description,lineNet,taxRate,order,orderAmount,deposit,depositAmount,reason
      INV-1,invoce,,2026-02-30,,EUR,1.001,x,,Panels,"1,00",20,SO-1,,,4.00,rebate
      INV-1,,,2026-03-01,,,,,,Books,5.00,120,,,,,
      """
    #expect(
      Self.faults(text) == [
        "line 2, reason: 'rebate': only a credit note has one",
        "line 2, kind: 'invoce': expected "
          + "invoice, debit-note, late-charge-note, deposit, credit-note",
        "line 2, account: is missing: expected 1 to 128 bytes in a line",
        "line 2, issueDate: '2026-02-30': expected a day as YYYY-MM-DD",
        "line 2, lineNet: '1,00' is no decimal number: expected an amount such as 1200.00",
        "line 2, net: '1.001' has more than the 2 decimals of its currency: "
          + "expected an amount such as 1200.00",
        "line 2, tax: 'x' is no decimal number: expected an amount such as 1200.00",
        "line 2, orderAmount: how much of the order is billed is not said",
        "line 2, deposit: '': expected the number of a deposit invoice",
        "line 3, issueDate: '2026-03-01' beside '2026-02-30' in line 2: a document says it once",
        "line 3, taxRate: '120': expected a percentage from 0 to 100 with at most four decimals",
      ]
    )
  }

  @Test("one document's faults are not another's, and rows that go apart are no document")
  func apart() {
    let row = ",,C-1,2026-03-10,net 30,EUR,100.00,20.00,120.00"
    let text = "\(Self.header)\nINV-1\(row)\nINV-2\(row)\nINV-1\(row)\n,\(row.dropFirst())\n"
    let documents = Self.documents(text)
    #expect(documents.map { $0.content != nil } == [true, true, false, false])
    #expect(
      documents[2].faults.map(\.description) == [
        "line 4, number: INV-1 stands from line 2 too, with others between"
      ]
    )
    #expect(
      documents[3].faults.map(\.description) == [
        "line 5, number: is missing: expected 1 to 128 bytes in a line"
      ]
    )
  }

  @Test(
    "what is no table of documents is refused as a whole",
    arguments: [
      (
        "number,account,issueDate,currency,colour\nINV-1,C-1,2026-03-10,EUR,red\n",
        "no column is known as colour: expected number, kind, account"
      ),
      ("number,account,issueDate,currency\n\"INV-1,C-1\n", "line 2: the file ends within a field"),
      ("number,account\nINV-1,C-1\n", "no XML: expected UBL or CII"),
      ("", "nor a table with the titles number, account"),
    ]
  )
  func unfit(text: String, fault: String) throws {
    let documents = Self.documents(text)
    #expect(documents.count == 1)
    #expect(documents.first?.content == nil)
    let all = documents.flatMap(\.faults).map(\.description).joined(separator: "\n")
    #expect(all.contains(fault), "\(all)")
  }

  @Test("a document without lines states its totals, an amount its order, a row its fields")
  func missing() {
    let text = """
      number,account,issueDate,currency,orderAmount
      INV-1,C-1,2026-03-10,EUR,
      INV-2,C-1,2026-03-10,EUR,5.00,more
      INV-3,C-1,2026-03-10,EURO,
      """
    #expect(
      Self.documents(text).map { Set($0.faults.compactMap(\.place?.field)) } == [
        ["net", "tax", "gross"], ["", "net", "tax", "gross", "order"],
        ["currency", "net", "tax", "gross"],
      ]
    )
  }

  @Test("invoicing's fields are places of the file")
  func places() throws {
    let document = try #require(Self.documents(Self.lines).first)
    let places = [
      ("lines[1].net", 3, "lineNet"), ("lines[2].description", 4, "description"),
      ("gross", 2, "gross"), ("order.amount", 3, "orderAmount"),
      ("deposits[0].amount", 2, "deposit"), ("invoice", 2, "number"), ("terms.lines", 2, "terms"),
    ]
    for (field, line, column) in places {
      #expect(document.place(field) == DocumentFault.Place(line: line, field: column))
    }
    #expect(document.place("else") == nil)
  }

  @Test("sums beyond all measure are refused without a trap")
  func largest() {
    let row = "INV-1,C-1,2026-03-10,EUR,Gold,9999999999999.99,100\n"
    let text = "number,account,issueDate,currency,description,lineNet,taxRate\n\(row)\(row)"
    #expect(
      Self.faults(text) == ["line 2, lineNet: the lines' sum is more than an amount may be"]
    )
  }
}
