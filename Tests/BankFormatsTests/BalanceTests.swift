import BankFormats
import Foundation
import Testing

@Suite("Opening balance, entries, closing balance")
struct BalanceTests {
  @Test(
    "balances that fit the entries, in all signs",
    arguments: [
      ("0", "30.00", ["100", "-70"]), ("18.15", "27.00", ["8.85"]), ("-50", "-20.5", ["29.50"]),
      ("-10", "20", ["30"]), ("100", "100", []),
    ]
  )
  func fits(opening: String, closing: String, entries: [String]) throws {
    let report = try check(opening, closing, entries)
    #expect(report.findings.isEmpty, "\(report.findings)")
  }

  @Test("one cent too much refuses the statement, with the figures and the place")
  func mismatch() throws {
    let report = try check("18.15", "27.01", ["8.85"])
    let refusal = try #require(report.refusals.first)
    #expect(refusal.code == .balanceMismatch)
    #expect(
      refusal.text
        == "opening 18.15 EUR plus entries 8.85 EUR is 27.00 EUR, closing says 27.01 EUR"
    )
    #expect(refusal.path == "Document/BkToCstmrStmt/Stmt[1]")
    #expect(refusal.line == 4)
  }

  @Test("pending money and information do not count, entries without a status do")
  func booked() throws {
    let entries = [
      CamtText.entry("10"), CamtText.entry("20", status: "PDNG", reference: "P"),
      CamtText.entry("30", status: "INFO", reference: "I"),
      CamtText.entry("40", status: nil, reference: "N"),
    ]
    let text = CamtText.statement(opening: "0", closing: "50", entries: entries)
    #expect(try CamtReader().check(text.file.source()).isAccepted)
  }

  @Test("only statements are checked", arguments: ["camt.052", "camt.054"])
  func otherMessages(message: String) throws {
    var text = CamtText.statement(opening: "0", closing: "1", entries: [CamtText.entry("10")])
    text.message = message
    #expect(try CamtReader().check(text.file.source()).findings.isEmpty)
  }

  @Test("a file may not move more than can be added up, with balances or without")
  func turnover() throws {
    let largest = "10000000000000.00"
    let entries = (1...100).map { CamtText.entry(largest, reference: "R\($0)") }
    var text = CamtText(entries: entries)
    text.message = "camt.054"
    #expect(try CamtReader().check(text.file.source()).isAccepted)
    text.entries.append(CamtText.entry("0.01", reference: "R101"))
    let refusal = try #require(try CamtReader().check(text.file.source()).refusals.first)
    #expect(refusal.text.contains("moves more than"))
  }

  @Test("where a balance is missing or in another currency there is a remark, and no refusal")
  func unchecked() throws {
    var text = CamtText(entries: [CamtText.entry("10")])
    for balances in [
      [], [CamtText.balance("OPBD", "1")], [CamtText.balance("CLBD", "1")],
      [CamtText.balance("OPBD", "1"), CamtText.balance("CLBD", "1", currency: "SEK")],
      [CamtText.balance("OPAV", "1"), CamtText.balance("CLAV", "1")],
    ] {
      text.balances = balances
      let report = try CamtReader().check(text.file.source())
      #expect(report.isAccepted)
      #expect(Set(report.remarks.map(\.code)) == [.balanceUnchecked])
    }
  }

  @Test("each currency is checked by itself")
  func currencies() throws {
    var text = CamtText(entries: [
      CamtText.entry("10"), CamtText.entry("5", currency: "USD", reference: "U"),
    ])
    text.balances = [
      CamtText.balance("OPBD", "0"), CamtText.balance("OPBD", "0", currency: "USD"),
      CamtText.balance("CLBD", "10"), CamtText.balance("CLBD", "5", currency: "USD"),
    ]
    #expect(try CamtReader().check(text.file.source()).findings.isEmpty)
    text.balances[3] = CamtText.balance("CLBD", "6", currency: "USD")
    #expect(try CamtReader().check(text.file.source()).refusals.count == 1)
  }

  @Test("of several days the first opening and the last closing count, whatever their order")
  func severalDays() throws {
    var text = CamtText(entries: [CamtText.entry("10"), CamtText.entry("20", reference: "B")])
    text.balances = [
      CamtText.balance("CLBD", "130", date: "2026-03-11"),
      CamtText.balance("OPBD", "110", date: "2026-03-11"),
      CamtText.balance("CLBD", "110", date: "2026-03-10"),
      CamtText.balance("OPBD", "100", date: "2026-03-10"),
      CamtText.balance("PRCD", "7", date: "2026-03-09"),
    ]
    #expect(try CamtReader().check(text.file.source()).findings.isEmpty)
  }

  @Test("a page of a statement cannot be checked by itself, a whole one is")
  func pages() throws {
    for (number, isLast, isAccepted) in [(1, false, true), (2, true, true), (1, true, false)] {
      var text = CamtText.statement(opening: "0", closing: "1", entries: [CamtText.entry("10")])
      text.page = "<StmtPgntn><PgNb>\(number)</PgNb><LastPgInd>\(isLast)</LastPgInd></StmtPgntn>"
      #expect(try CamtReader().check(text.file.source()).isAccepted == isAccepted)
    }
  }

  @Test("a broken statement refuses the file, also behind a good one")
  func secondStatement() throws {
    let good = CamtText.statement(opening: "0", closing: "10", entries: [CamtText.entry("10")]).text
    let bad = CamtText.statement(opening: "0", closing: "11", entries: [CamtText.entry("10")]).text
    let start = try #require(bad.range(of: "<Stmt>"))
    let end = try #require(bad.range(of: "</Stmt>"))
    let both = good.replacing("</Stmt>", with: "</Stmt>\(bad[start.lowerBound..<end.upperBound])")
    let report = try CamtReader().check(BankFileInPieces(both).source())
    #expect(report.statements == 2)
    #expect(report.refusals.map(\.path) == ["Document/BkToCstmrStmt/Stmt[2]"])
  }

  private func check(
    _ opening: String,
    _ closing: String,
    _ amounts: [String]
  ) throws -> BankFileReport {
    let entries = amounts.enumerated().map { CamtText.entry($1, reference: "R\($0)") }
    let text = CamtText.statement(opening: opening, closing: closing, entries: entries)
    return try CamtReader().check(text.file.source())
  }
}
