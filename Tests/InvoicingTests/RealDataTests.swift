import DomainKit
import Foundation
import InvoicingDomain
import Testing

/// Ledgers and e-invoices that other people wrote, where they lie beside the project.
@Suite("Real invoices")
struct RealDataTests {
  /// The file, or nil with a word that the test is skipped.
  static func data(_ path: String) -> Data? {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.deletingLastPathComponent().appending(path: "shared/data/\(path)")
    guard let data = try? Data(contentsOf: file) else {
      print("skipped: \(path) is not beside the project")
      return nil
    }
    return data
  }

  /// US dates, `m/d/yyyy`.
  static func usDate(_ text: Substring) -> CalendarDate? {
    let parts = text.split(separator: "/").compactMap { Int($0) }
    return parts.count == 3 ? CalendarDate(year: parts[2], month: parts[0], day: parts[1]) : nil
  }

  @Test("a ledger of 2,466 invoices is issued with the due dates that it states")
  func ledger() throws {
    guard let data = Self.data("ledgers/ibm-late-payment-histories.csv") else { return }
    let rows = String(decoding: data, as: UTF8.self)
      .split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    var scenario = try Scenario()
    var due: [InvoiceNumber: CalendarDate] = [:]
    var sum: Int64 = 0
    for row in rows {
      let number = InvoiceNumber(String(row[3]))
      let amount = try Money(decimal: String(row[6]), currency: .dollar)
      let issueDate = try #require(Self.usDate(row[4]))
      let dueDate = try #require(Self.usDate(row[5]))
      due[number] = dueDate
      sum += amount.minorUnits
      let account = AccountID(String(row[1]))
      if scenario.state.accounts[account] == nil {
        // Every second account comes after its first invoice.
        let command = Invoicing.Command.account(account, currency: .dollar, terms: .net(30))
        if scenario.state.accounts.count % 2 == 0 { try scenario.when(command) }
      }
      try scenario.when(
        .invoice(
          number,
          of: account,
          net: amount,
          tax: .zero(.dollar),
          issued: issueDate.description
        )
      )
      if scenario.state.accounts[account] == nil {
        try scenario.when(.account(account, currency: .dollar, terms: .net(30)))
      }
    }
    #expect(rows.count == 2466)
    #expect(scenario.state.invoices.count == due.count)
    #expect(scenario.state.keptInvoices.isEmpty)
    #expect(scenario.state.references.count == due.count)
    #expect(
      scenario.state.invoices.values.reduce(0) { $0 + $1.gross.minorUnits } == sum
    )
    for (number, date) in due { #expect(scenario.item(number)?.dueDate == date) }
  }

  private struct Expected: Decodable {
    struct File: Decodable {
      struct Totals: Decodable {
        var net: String?
        var gross: String?

        enum CodingKeys: String, CodingKey {
          case net = "TaxExclusiveAmount"
          case gross = "TaxInclusiveAmount"
        }
      }
      var kind: String?
      var number: String?
      var issueDate: String?
      var dueDate: String?
      var currency: String?
      var totals: Totals?
      var tax: String?

      enum CodingKeys: String, CodingKey {
        case kind = "type_code"
        case number
        case issueDate = "issue_date"
        case dueDate = "due_date"
        case currency
        case totals
        case tax = "vat_total"
      }
    }
    var files: [String: File]
  }

  @Test("commercial e-invoices whose totals agree are accepted, the others told apart")
  func electronicInvoices() throws {
    guard let data = Self.data("einvoice/einvoice.expected.json") else { return }
    let expected = try JSONDecoder().decode(Expected.self, from: data)
    var accepted = 0
    for (path, file) in expected.files.sorted(by: { $0.key < $1.key }) {
      guard file.kind == "380", let currency = Currency(file.currency ?? ""),
        let issueDate = CalendarDate(file.issueDate ?? ""),
        let number = InvoiceNumber(rawValue: file.number ?? ""),
        let net = try? Money(decimal: file.totals?.net ?? "", currency: currency),
        let gross = try? Money(decimal: file.totals?.gross ?? "", currency: currency),
        let tax = try? Money(decimal: file.tax ?? "", currency: currency)
      else { continue }
      let account = AccountID("E-\(accepted)")
      var scenario = try Scenario(.account(account, currency: currency))
      let faults = scenario.faults(
        .invoice(
          number,
          of: account,
          net: net,
          tax: tax,
          gross: gross,
          issued: issueDate.description
        ) { $0.dueDate = file.dueDate.flatMap { CalendarDate($0) } }
      )
      var wrong: [String] = []
      if net + tax != gross { wrong.append("gross: total-mismatch") }
      if !gross.isPositive { wrong.append("gross: gross-not-positive") }
      #expect(faults.filter { $0.hasPrefix("gross") } == wrong, "\(path)")
      if faults.isEmpty { accepted += 1 }
    }
    #expect(accepted > 20)
  }
}
