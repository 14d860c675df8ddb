import DomainKit
import EInvoiceBilling
import EInvoices
import Messages
import Testing

@Suite("Deposits and corrections in electronic invoices")
struct RelatedInvoicesTests {
  /// 120.00, of which so much was paid before, by these.
  private static func final(
    prepaid cents: Int64,
    named: [InvoiceNumber],
    type: DocumentType = .invoice
  ) throws -> ElectronicInvoice {
    var invoice = try #require(EInvoices.read(InvoiceText.ubl()).invoice)
    invoice.type = type
    invoice.precedingInvoices = named.map { PrecedingInvoice($0) }
    if cents != 0 { invoice.totals.prepaid = Money(cents, .euro) }
    invoice.totals.due -= Money(cents, .euro)
    return invoice
  }

  private static func deposit(_ cents: Int64, _ currency: Currency = .euro) -> EarlierInvoice {
    EarlierInvoice(isDeposit: true, gross: Money(cents, currency), isCredited: false)
  }

  private static func other(isCredited: Bool = false) -> EarlierInvoice {
    EarlierInvoice(isDeposit: false, gross: Money(50_00, .euro), isCredited: isCredited)
  }

  private static func refusals(
    _ invoice: ElectronicInvoice,
    _ earlier: [InvoiceNumber: EarlierInvoice] = [:]
  ) throws -> [String] {
    do throws(RefusedInvoice) {
      _ = try EInvoiceBilling.issued(invoice, to: "C-1", earlier: earlier)
      return []
    } catch {
      return error.findings.map(\.text)
    }
  }

  @Test("what one deposit paid before is its share; the invoice states its whole amount")
  func oneDeposit() throws {
    let invoice = try Self.final(prepaid: 30_00, named: ["EP-1"])
    for earlier in [[:], ["EP-1": Self.deposit(50_00)]] as [[InvoiceNumber: EarlierInvoice]] {
      let message = try EInvoiceBilling.issued(invoice, to: "C-1", earlier: earlier)
      #expect(message.gross == Money(120_00, .euro))
      #expect(message.net + message.tax == message.gross)
      #expect(
        message.deposits == [DeductedDeposit(invoice: "EP-1", amount: Money(30_00, .euro))]
      )
      #expect(message.precedingInvoice == nil)
    }
  }

  @Test("an invoice that is paid before in full has nothing due")
  func paidInFull() throws {
    var invoice = try Self.final(prepaid: 120_00, named: ["EP-1"])
    invoice.references.salesOrder = "SO-1"
    let message = try EInvoiceBilling.issued(invoice, to: "C-1")
    #expect(message.gross == Money(120_00, .euro))
    #expect(message.deposits?.map(\.amount) == [Money(120_00, .euro)])
    #expect(message.order == nil, "its deposits billed all of the order")
  }

  @Test("several deposits are taken off whole, beside an invoice that it is about")
  func severalDeposits() throws {
    let invoice = try Self.final(prepaid: 80_00, named: ["EP-1", "INV-0", "EP-2"])
    let earlier =
      [
        "EP-1": Self.deposit(30_00), "EP-2": Self.deposit(50_00), "INV-0": Self.other(),
      ] as [InvoiceNumber: EarlierInvoice]
    let message = try EInvoiceBilling.issued(invoice, to: "C-1", earlier: earlier)
    #expect(
      message.deposits == [
        DeductedDeposit(invoice: "EP-1", amount: Money(30_00, .euro)),
        DeductedDeposit(invoice: "EP-2", amount: Money(50_00, .euro)),
      ]
    )
    #expect(message.precedingInvoice == "INV-0")
  }

  @Test(
    "a sum that does not tell each deposit's share is refused",
    arguments: [7_999, 8_001, 3_000] as [Int64]
  )
  func untold(cents: Int64) throws {
    let earlier =
      ["EP-1": Self.deposit(30_00), "EP-2": Self.deposit(50_00)]
      as [InvoiceNumber: EarlierInvoice]
    let refusals = try Self.refusals(
      try Self.final(prepaid: cents, named: ["EP-1", "EP-2"]),
      earlier
    )
    #expect(refusals.count == 1)
    #expect(refusals.first?.contains("EP-1 of 30.00 EUR, EP-2 of 50.00 EUR") == true)
    #expect(refusals.first?.hasSuffix("how much of which is taken off cannot be told") == true)
  }

  @Test("deposits of another currency make no sum")
  func currencies() throws {
    let earlier =
      ["EP-1": Self.deposit(30_00), "EP-2": Self.deposit(50_00, Currency(literal: "USD"))]
      as [InvoiceNumber: EarlierInvoice]
    let invoice = try Self.final(prepaid: 80_00, named: ["EP-1", "EP-2"])
    #expect(try Self.refusals(invoice, earlier).count == 1)
  }

  @Test("what was paid before by no deposit is refused, and so is less than nothing")
  func noDeposit() throws {
    let text = "BT-113: 30.00 EUR was paid before, and BT-25 names no deposit invoice"
    #expect(
      try Self.refusals(Self.final(prepaid: 30_00, named: [])).map { $0.hasPrefix(text) } == [true]
    )
    #expect(
      try Self.refusals(Self.final(prepaid: 30_00, named: ["INV-0"]), ["INV-0": Self.other()])
        .map { $0.hasPrefix(text) } == [true]
    )
    #expect(
      try Self.refusals(Self.final(prepaid: -1, named: ["EP-1"]))
        == ["BT-113: -0.01 EUR was paid before, which is less than nothing"]
    )
  }

  @Test("a deposit that nothing was paid by is what the invoice is about")
  func nothingPaid() throws {
    let invoice = try Self.final(prepaid: 0, named: ["EP-1"])
    let earlier = ["EP-1": Self.deposit(30_00)] as [InvoiceNumber: EarlierInvoice]
    let message = try EInvoiceBilling.issued(invoice, to: "C-1", earlier: earlier)
    #expect(message.deposits == nil)
    #expect(message.precedingInvoice == "EP-1")
  }

  @Test("a corrected invoice is one when all of what it corrects is credited")
  func corrected() throws {
    let invoice = try Self.final(prepaid: 0, named: ["INV-0"], type: .corrected)
    let message = try EInvoiceBilling.issued(
      invoice,
      to: "C-1",
      earlier: ["INV-0": Self.other(isCredited: true)]
    )
    #expect(message.kind == nil)
    #expect(message.precedingInvoice == "INV-0")
    let text =
      "BT-3 is 384, a corrected invoice, which would be claimed beside INV-0 (BT-25): "
      + "credit all of that first"
    #expect(try Self.refusals(invoice) == [text])
    #expect(try Self.refusals(invoice, ["INV-0": Self.other()]) == [text])
    #expect(
      try Self.refusals(Self.final(prepaid: 0, named: [], type: .corrected))
        == ["BT-3 is 384, a corrected invoice, and BT-25 does not name what it corrects"]
    )
  }
}
