import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import Remittance

/// A ledger of settled invoices as billing messages and bank statements: every invoice on its date,
/// one payment for it on the day it was settled.
struct Ledger {
  struct Row {
    var account: AccountID
    var invoice: InvoiceNumber
    var invoiceDate: CalendarDate
    var dueDate: CalendarDate
    var settledDate: CalendarDate
    var amount: Money
  }

  let rows: [Row]

  /// 2,466 invoices of 100 customers with US dates and dollars; none: the data is not there.
  static let path = House.root.appending(
    path: "../shared/data/ledgers/ibm-late-payment-histories.csv"
  ).standardized

  init(csv: URL) throws {
    let text = try String(contentsOf: csv, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let names = Self.fields(lines[0])
    rows = try lines.dropFirst().map { line in
      try Self.row(Dictionary(uniqueKeysWithValues: zip(names, Self.fields(line))))
    }
  }

  private static func fields(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  private static func row(_ fields: [String: String]) throws -> Row {
    func date(_ name: String) throws -> CalendarDate {
      let parts = (fields[name] ?? "").split(separator: "/").compactMap { Int($0) }
      guard parts.count == 3,
        let date = CalendarDate(year: parts[2], month: parts[0], day: parts[1])
      else { throw UnreadableLedger(field: name, value: fields[name] ?? "") }
      return date
    }
    return Row(
      account: AccountID(fields["customerID"] ?? ""),
      invoice: InvoiceNumber(fields["invoiceNumber"] ?? ""),
      invoiceDate: try date("InvoiceDate"),
      dueDate: try date("DueDate"),
      settledDate: try date("SettledDate"),
      amount: try Money(decimal: fields["InvoiceAmount"] ?? "", currency: Currency(literal: "USD"))
    )
  }

  /// Every date on which something happened, in order.
  func days() -> [BusinessDay] {
    let issued = Dictionary(grouping: rows, by: \.invoiceDate)
    let settled = Dictionary(grouping: rows, by: \.settledDate)
    var writer = BankStatementWriter(
      iban: "FR7630004000031234567890143",
      opening: .zero(Currency(literal: "USD"))
    )
    return Set(issued.keys).union(settled.keys).sorted().enumerated().map { index, date in
      var day = BusinessDay(date: date)
      if index == 0 { day.messages = accounts }
      day.messages += (issued[date] ?? []).map(Self.invoice)
      if let payments = settled[date] {
        day.bankFiles = [writer.statement(of: date, payments.map { Self.line($0, on: date) })]
      }
      return day
    }
  }

  private var accounts: [any Message] {
    Set(rows.map(\.account)).sorted().map { account in
      BillingAccountUpserted(
        account: account,
        revision: 1,
        name: "Customer \(account)",
        currency: Currency(literal: "USD")
      )
    }
  }

  private static func invoice(_ row: Row) -> any Message {
    BillingInvoiceIssued(
      invoice: row.invoice,
      account: row.account,
      issueDate: row.invoiceDate,
      net: row.amount,
      tax: .zero(row.amount.currency),
      gross: row.amount,
      dueDate: row.dueDate
    )
  }

  /// Half of the payers give the reference, half name the invoice in words.
  private static func line(_ row: Row, on date: CalendarDate) -> BankStatementWriter.Line {
    var line = BankStatementWriter.Line(
      amount: row.amount,
      valueDate: date,
      servicerReference: "IBM\(row.invoice)"
    )
    if (row.invoice.rawValue.utf8.last ?? 0) % 2 == 0 {
      line.creditorReference = ISO11649.creditorReference(for: row.invoice.rawValue)
    } else {
      line.text = "Payment of invoice \(row.invoice)"
    }
    return line
  }
}

struct UnreadableLedger: Error {
  let field: String
  let value: String
}
