import BrokerKit
import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit
import Testing

/// One account's aging in minor units, as the program in the other language prints it.
private struct LedgerAging: Decodable, Equatable {
  var asOf: String
  var account: String
  var notDue: Int64
  var days1To30: Int64
  var days31To60: Int64
  var days61To90: Int64
  var over90: Int64
}

@Suite("A real ledger through the whole house", .serialized)
struct LedgerTests {
  private static let dates = [
    "2012-03-31", "2012-06-30", "2012-10-15", "2012-12-31", "2013-05-17", "2013-09-30",
  ]

  @Test(
    "every invoice is settled, and the aging at six dates equals one computed from the CSV",
    .enabled(
      if: FileManager.default.fileExists(atPath: Ledger.path.path),
      "the ledger is not beside this checkout"
    )
  )
  func settles() throws {
    let ledger = try Ledger(csv: Ledger.path)
    let house = try House(port: 26_820)
    defer { house.close() }
    let days = ledger.days()
    try house.runner().run(
      days,
      thenOpen: days.last!.date.adding(days: 1),
      source: "/billing/ledger"
    ) { _ in }

    let calls = try house.calls()
    defer { calls.close() }
    let activity = try calls.call(GetActivity())
    #expect(activity.invoices == ledger.rows.count)
    #expect(activity.paymentsIdentified == ledger.rows.count)
    #expect(try calls.call(GetReconciliation(cut: nil)).unproven.isEmpty)

    let end = try calls.aging(asOf: days.last!.date)
    #expect(end.accounts.isEmpty, "every invoice is settled")
    for (date, expected) in try expected() {
      let reply = try calls.aging(asOf: CalendarDate(date)!)
      let found = reply.accounts.map { aging(date, $0) }.sorted { $0.account < $1.account }
      #expect(found == expected, "aging as of \(date)")
      print("ledger: \(date): \(found.count) accounts agree to the cent: \(found == expected)")
    }
  }

  private func aging(_ date: String, _ account: AccountAging) -> LedgerAging {
    let row = account.row
    return LedgerAging(
      asOf: date,
      account: account.account.rawValue,
      notDue: row.notDue.minorUnits,
      days1To30: row.days1To30.minorUnits,
      days31To60: row.days31To60.minorUnits,
      days61To90: row.days61To90.minorUnits,
      over90: row.over90.minorUnits
    )
  }

  private func expected() throws -> [(String, [LedgerAging])] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let script = House.root.appending(path: "Tests/SystemTests/ledger_aging.py").path
    process.arguments = ["python3", script, Ledger.path.path] + Self.dates
    let output = Pipe()
    process.standardOutput = output
    try process.runUnblocked()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let rows = try text.split(separator: "\n").map {
      try JSONDecoder().decode(LedgerAging.self, from: Data($0.utf8))
    }
    return Dictionary(grouping: rows, by: \.asOf).sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }
}
