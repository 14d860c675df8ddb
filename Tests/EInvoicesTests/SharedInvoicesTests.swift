import DomainKit
import EInvoices
import Foundation
import Testing

@Suite("Invoices of others", .enabled(if: SharedInvoices.arePresent))
struct SharedInvoicesTests {
  /// Documents that contradict themselves or the calendar: refused, and for what.
  static let broken: [String: String] = [
    "pypi-factur-x/zugferd-extended.xml": "20139102"
  ]

  @Test("every header is as an independent reader found it; the rest is refused with its reason")
  func headers() throws {
    let expected = try SharedInvoices.expected()
    #expect(SharedInvoices.names.count >= expected.count)
    var table: [String] = []
    for name in SharedInvoices.names {
      let reading = EInvoices.read(try SharedInvoices.bytes(name))
      table.append(Self.row(name, reading))
      guard let header = expected[name], header.error == nil else {
        #expect(reading.invoice == nil, "\(name)")
        #expect(reading.refusals.map(\.code) == [.unknownFormat], "\(name)")
        continue
      }
      if let reason = Self.broken[name] {
        #expect(reading.refusals.contains { $0.text.contains(reason) }, "\(name)")
      } else {
        #expect(reading.isAccepted, "\(name): \(reading.findings.map(\.description))")
      }
      let invoice = try #require(reading.invoice, "\(name): \(reading.findings)")
      #expect(Self.differences(invoice, header) == [], "\(name)")
    }
    print(table.joined(separator: "\n"))
  }

  @Test("each is written in both syntaxes and reads back the same")
  func written() throws {
    var count = 0
    for (name, reading) in try SharedInvoices.readings() where reading.isAccepted {
      guard var invoice = reading.invoice, reading.syntax != .zugferd1 else { continue }
      // EN 16931 has no place for them; they stand in the terms' words too.
      invoice.statedDiscounts = []
      for syntax in WritingTests.syntaxes {
        // A profile without lines has no like in UBL.
        if syntax != reading.syntax, invoice.specification.detail != .lines { continue }
        do {
          let bytes = try EInvoices.write(invoice, as: syntax)
          #expect(EInvoices.read(bytes).invoice == invoice, "\(name) as \(syntax.rawValue)")
          count += 1
        } catch {
          Issue.record("\(name) as \(syntax.rawValue): \(error)")
        }
      }
    }
    print("samples written and read back: \(count)")
  }

  @Test("the pieces that a document comes in change nothing", arguments: [1, 61, 4096])
  func pieces(size: Int) throws {
    for name in SharedInvoices.names {
      let bytes = try SharedInvoices.bytes(name)
      var rest = bytes[...]
      let reading = EInvoices.read { () -> [UInt8] in
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
      }
      #expect(reading == EInvoices.read(bytes), "\(name)")
    }
  }

  static func row(_ name: String, _ reading: InvoiceReading) -> String {
    let outcome =
      reading.isAccepted
      ? "read" : "refused: " + reading.refusals.map(\.description).joined(separator: "; ")
    let invoice = reading.invoice.map {
      "\($0.number) \($0.issueDate) \($0.totals.due), \($0.lines.count) lines"
    }
    return "| \(name) | \(reading.syntax?.rawValue ?? "-") | \(invoice ?? "-") | \(outcome) |"
  }

  /// Each header field that is another than expected, as `field: found, expected`.
  static func differences(_ invoice: ElectronicInvoice, _ header: ExpectedInvoice) -> [String] {
    var differences: [String] = []
    func compare(_ field: String, _ found: String?, _ expected: String?) {
      if found != expected?.trimmingCharacters(in: .whitespacesAndNewlines) {
        differences.append("\(field): \(found ?? "nothing"), expected \(expected ?? "nothing")")
      }
    }
    compare("number", invoice.number.rawValue, header.number)
    compare("type", invoice.type.code, header.typeCode)
    compare("issue date", invoice.issueDate.description, header.issueDate)
    compare("due date", invoice.dueDate?.description, header.dueDate)
    compare("currency", invoice.currency.code, header.currency)
    compare("buyer reference", invoice.references.buyer, header.buyerReference)
    // What UBL writes where there is none.
    let order = header.orderReference == "NA" ? nil : header.orderReference
    compare("order", invoice.references.order, order)
    compare("seller", invoice.seller.name, header.seller)
    compare("buyer", invoice.buyer.name, header.buyer)
    compare("payee", invoice.payee?.name, header.payee)
    let preceding = invoice.precedingInvoices.map(\.number.rawValue)
    compare("preceding", "\(preceding)", "\(header.precedingInvoices ?? [])")
    compare("terms", invoice.terms ?? "", header.paymentTerms?.joined(separator: "\n") ?? "")
    let remittance = header.paymentReference ?? header.paymentMeans?.compactMap(\.paymentId).first
    compare("remittance", invoice.remittance, remittance)
    compareMeans(invoice, header, compare)
    compareTotals(invoice, header, compare)
    return differences
  }

  private static func compareMeans(
    _ invoice: ElectronicInvoice,
    _ header: ExpectedInvoice,
    _ compare: (String, String?, String?) -> Void
  ) {
    let means = header.paymentMeans ?? []
    compare("means", "\(invoice.paymentMeans.count)", "\(means.count)")
    for (found, expected) in zip(invoice.paymentMeans, means) {
      compare("means code", found.code, expected.code ?? PaymentMeans.undefined)
      compare("account", found.account?.number, expected.account)
      compare("institution", found.account?.institution, expected.bic)
      // The independent reader looked for cards in UBL only.
      if expected.card != nil { compare("card", found.card?.number, expected.card) }
    }
    if let mandate = means.compactMap(\.mandate).first {
      compare("mandate", invoice.directDebit?.mandate, mandate)
    }
  }

  private static func compareTotals(
    _ invoice: ElectronicInvoice,
    _ header: ExpectedInvoice,
    _ compare: (String, String?, String?) -> Void
  ) {
    let totals = invoice.totals
    let found: [String: Money?] = [
      "LineExtensionAmount": totals.lines, "LineTotalAmount": totals.lines,
      "TaxExclusiveAmount": totals.withoutVAT, "TaxBasisTotalAmount": totals.withoutVAT,
      "TaxInclusiveAmount": totals.withVAT, "GrandTotalAmount": totals.withVAT,
      "AllowanceTotalAmount": totals.allowances, "ChargeTotalAmount": totals.charges,
      "PrepaidAmount": totals.prepaid, "TotalPrepaidAmount": totals.prepaid,
      "PayableRoundingAmount": totals.rounding, "RoundingAmount": totals.rounding,
      "PayableAmount": totals.due, "DuePayableAmount": totals.due,
    ]
    for (element, expected) in header.totals ?? [:] where element != "TaxTotalAmount" {
      let amount = expected.flatMap { canonical($0, invoice.currency) }
      compare(element, found[element].flatMap { $0 }?.decimal, amount)
    }
    // The independent reader took the last of several: the one in the VAT currency.
    let vat = header.vatTotal ?? header.totals?["TaxTotalAmount"].flatMap { $0 }
    let stated = invoice.totals.vatInTaxCurrency.map { (header.vatTotal == nil) ? $0 : nil } ?? nil
    let amount = stated ?? invoice.totals.vat
    // Where a breakdown has no tax, the total is said to be nothing even if it is not stated.
    if vat == nil, amount?.isZero == true { return }
    compare("VAT", amount?.decimal, vat.flatMap { canonical($0, invoice.currency) })
  }

  private static func canonical(_ text: String, _ currency: Currency) -> String? {
    let number = ExactDecimal(text)?.description ?? text
    return try? Money(decimal: number, currency: currency).decimal
  }
}
