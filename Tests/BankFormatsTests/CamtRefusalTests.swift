import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("Bank files that are refused")
struct CamtRefusalTests {
  @Test(
    "an amount that is none, or too precise for its currency",
    arguments: [
      ("1,50", "EUR", BankFinding.Code.invalidAmount), ("12.345", "EUR", .invalidAmount),
      ("1e3", "EUR", .invalidAmount), ("", "EUR", .missingField), ("-5.00", "EUR", .invalidAmount),
      ("--5", "EUR", .invalidAmount), ("5.", "EUR", .balanceMismatch), (".", "EUR", .invalidAmount),
      ("100.5", "JPY", .invalidAmount), ("0x10", "EUR", .invalidAmount),
      ("99999999999999999999", "EUR", .invalidAmount), ("100", "EURO", .invalidCurrency),
      ("100", "XXX", .invalidCurrency), ("100", "eur", .invalidCurrency),
    ]
  )
  func amount(amount: String, currency: String, code: BankFinding.Code) throws {
    var text = CamtText.statement(
      opening: "0",
      closing: "77",
      entries: [CamtText.entry("100", currency: currency)]
    )
    text.entries[0] = text.entries[0].replacing(">100<", with: ">\(amount)<")
    let refusal = try #require(try CamtReader().check(text.file.source()).refusals.first)
    #expect(refusal.code == code, "\(refusal)")
    if code == .invalidAmount || code == .invalidCurrency {
      #expect(refusal.path == "Document/BkToCstmrStmt/Stmt[1]/Ntry[1]/Amt")
      #expect(refusal.line == 13)
    }
  }

  @Test(
    "amounts as XML Schema allows them: zeros beyond the minor unit, a plus, no digit on a side",
    arguments: [
      ("100.00000", "EUR", 100_00), ("+100", "EUR", 100_00), (".5", "EUR", 50), ("5.", "EUR", 5_00),
      (" 7.10 ", "EUR", 7_10), ("0100.10", "EUR", 100_10), ("2700.000", "JPY", 2700),
      ("1.234", "KWD", 1234), ("0", "EUR", 0),
    ]
  )
  func lexicalAmount(amount: String, currency: String, minorUnits: Int64) throws {
    var text = CamtText(entries: [CamtText.entry("100", currency: currency)])
    text.entries[0] = text.entries[0].replacing(">100<", with: ">\(amount)<")
    #expect(try text.file.rows().map(\.transaction.amount.minorUnits) == [minorUnits])
  }

  @Test(
    "a date that the calendar does not have",
    arguments: [
      "2026-02-30", "2026-13-01", "10.03.2026", "26-03-10", "2026-03-10T25", "2026-03-10X",
      "2026-03-10+0100", "0000-01-01",
    ]
  )
  func date(date: String) throws {
    for text in [
      CamtText(entries: [CamtText.entry(value: date)]),
      CamtText(entries: [CamtText.entry(booked: date)]),
    ] {
      let refusal = try #require(try CamtReader().check(text.file.source()).refusals.first)
      #expect(refusal.code == .invalidDate)
      #expect(refusal.text.contains(date))
      #expect(refusal.path.hasPrefix("Document/BkToCstmrStmt/Stmt[1]/Ntry[1]/"))
    }
  }

  @Test("a mandatory element that is missing is named, all of an entry's at once")
  func missing() throws {
    var text = CamtText(entries: ["<Ntry><BkTxCd/></Ntry>"])
    text.created = nil
    let report = try CamtReader().check(text.file.source())
    #expect(report.refusals.map(\.code) == [.missingField, .missingField, .missingField])
    #expect(
      report.refusals.map { $0.text.split(separator: " ")[0] } == ["Amt", "CdtDbtInd", "BookgDt"]
    )
    #expect(report.refusals.allSatisfy { $0.path == "Document/BkToCstmrStmt/Stmt[1]/Ntry[1]" })
  }

  @Test("a statement without a name or an account")
  func nameless() throws {
    var text = CamtText(entries: [CamtText.entry()])
    text.id = ""
    text.account = ""
    let report = try CamtReader().check(text.file.source())
    #expect(
      report.refusals.map(\.path) == Array(repeating: "Document/BkToCstmrStmt/Stmt[1]", count: 2)
    )
    #expect(report.refusals.map(\.code) == [.missingField, .missingField])
  }

  @Test(
    "without a status only a statement's entries are booked",
    arguments: [
      ("camt.053", true), ("camt.052", false), ("camt.054", false),
    ]
  )
  func status(message: String, isAccepted: Bool) throws {
    var text = CamtText(entries: [CamtText.entry(status: nil)])
    text.message = message
    let report = try CamtReader().check(text.file.source())
    #expect(report.isAccepted == isAccepted)
    #expect(report.findings.first?.code == (isAccepted ? .statusAssumed : .missingField))
  }

  @Test(
    "codes that are not of the standard",
    arguments: [
      ("<CdtDbtInd>CRDT", "<CdtDbtInd>CREDIT"), ("<Cd>BOOK</Cd>", "<Cd>DONE</Cd>"),
      ("<CdtDbtInd>CRDT", "<RvslInd>perhaps</RvslInd><CdtDbtInd>CRDT"),
    ]
  )
  func codes(right: String, wrong: String) throws {
    let text = CamtText(entries: [CamtText.entry().replacing(right, with: wrong)])
    #expect(try CamtReader().check(text.file.source()).refusals.map(\.code) == [.invalidField])
  }

  @Test(
    "an element that stands twice where one counts",
    arguments: [
      "Amt Ccy=\"EUR\"", "CdtDbtInd", "AcctSvcrRef", "BookgDt", "ValDt", "Sts",
    ]
  )
  func twice(element: String) throws {
    let name = element.split(separator: " ")[0]
    let entry = CamtText.entry()
    let start = try #require(entry.range(of: "<\(element)>"))
    let end = try #require(entry.range(of: "</\(name)>"))
    let text = CamtText(entries: [
      entry.replacing("<BkTxCd/>", with: entry[start.lowerBound..<end.upperBound])
    ])
    #expect(try CamtReader().check(text.file.source()).refusals.map(\.code) == [.invalidField])
  }

  @Test("all that is wrong comes at once, up to a bound")
  func bounded() throws {
    let wrong = (0..<150).map { CamtText.entry("1,\($0)", reference: "R\($0)") }
    let report = try CamtReader().check(CamtText(entries: wrong).file.source())
    #expect(report.entries == 150)
    #expect(report.refusals.count == BankFormats.Limits.findings + 1)
    #expect(report.refusals.last?.code == .tooMany)
    #expect(report.refusals.last?.text.contains("50") == true)
  }

  @Test("versions that do not exist, messages of another kind, and other namespaces")
  func namespaces() throws {
    let text = CamtText(entries: [CamtText.entry()]).text
    func code(_ change: (String) -> String) throws -> BankFinding.Code? {
      try CamtReader().check(BankFileInPieces(change(text)).source()).refusals.first?.code
    }
    #expect(try code { $0.replacing("053.001.08", with: "053.001.14") } == .unknownVersion)
    #expect(try code { $0.replacing("053.001.08", with: "053.001.00") } == .unknownVersion)
    #expect(try code { $0.replacing("camt.053", with: "camt.056") } == .unknownFormat)
    #expect(try code { $0.replacing("053.001.08", with: "053.001.08x") } == .unknownFormat)
    #expect(try code { $0.replacing("camt.053", with: "camt.052") } == .invalidField)
    #expect(try code { $0.replacing("BkToCstmrStmt>", with: "BkToCstmrAcctRpt>") } == .invalidField)
    #expect(try code { $0.replacing("<Ntry>", with: "<Ntry xmlns=\"urn:x\">") } == .invalidField)
    #expect(throws: BankFinding.self) { try BankFormats().reader(for: Array("<Invoice/>".utf8)) }
    #expect(throws: BankFinding.self) { try BankFormats().reader(for: Array("MT940".utf8)) }
    #expect(throws: BankFinding.self) { try BankFormats().reader(for: []) }
    #expect(
      try BankFormats().reader(for: Array(text.replacing("08\"", with: "14\"").utf8))
        is CamtReader
    )
  }

  @Test("an entity bomb, an entity from a file, nesting without end, bytes of another encoding")
  func attacks() throws {
    let text = CamtText(entries: [CamtText.entry()]).text
    func refusal(_ bytes: [UInt8]) throws -> BankFinding? {
      try CamtReader().check(BankFileInPieces(bytes).source()).refusals.last
    }
    let bomb = text.replacing(
      "?>",
      with: "?><!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
    )
    #expect(try refusal(Array(bomb.utf8))?.code == .forbidden)
    let outside = text.replacing("?>", with: "?><!DOCTYPE d SYSTEM \"file:///etc/passwd\">")
    #expect(try refusal(Array(outside.utf8))?.code == .forbidden)
    let deep = text.replacing(
      "<Ntry>",
      with: "<SplmtryData>\(String(repeating: "<a>", count: 100))"
    )
    #expect(try refusal(Array(deep.utf8))?.code == .forbidden)
    let long = text.replacing("S-1", with: String(repeating: "x", count: 20_000))
    #expect(try refusal(Array(long.utf8))?.code == .forbidden)
    let latin = text.replacing("S-1", with: "\u{1}").utf8.map { $0 == 1 ? 0xE9 : $0 }
    #expect(try refusal(latin)?.code == .malformed)
    let nul = text.replacing("S-1", with: "S\01")
    #expect(try refusal(Array(nul.utf8))?.code == .malformed)
    #expect(try refusal([])?.code == .empty)
  }

  @Test(
    "an element repeated without end is bounded",
    arguments: [
      ("<RmtInf>", "<Ustrd>x</Ustrd>", "</RmtInf>"),
      ("<RmtInf>", "<Strd><AddtlRmtInf>x</AddtlRmtInf></Strd>", "</RmtInf>"),
      ("<RmtInf><Strd>", "<RfrdDocInf><Nb>1</Nb></RfrdDocInf>", "</Strd></RmtInf>"),
      ("", "<Chrgs><Amt Ccy=\"EUR\">1</Amt></Chrgs>", ""),
    ]
  )
  func repeats(before: String, element: String, after: String) throws {
    func report(_ count: Int) throws -> BankFileReport {
      let rest = before + String(repeating: element, count: count) + after
      let detail = CamtText.detail("100.00", rest)
      let text = CamtText(entries: [CamtText.entry(details: CamtText.batch(nil, [detail]))])
      return try CamtReader().check(text.file.source())
    }
    #expect(try report(900).isAccepted)
    #expect(try report(1100).refusals.first?.code == .forbidden)
  }

  @Test("what the books do not rest on is a remark, and as good as absent")
  func remarks() throws {
    let detail = CamtText.detail(
      "100.00",
      """
      <AmtDtls><InstdAmt><Amt Ccy="XXX">1</Amt></InstdAmt></AmtDtls>
      <Chrgs><Amt Ccy="EUR">1.234</Amt></Chrgs>
      <RmtInf><Strd><RfrdDocInf><Nb>A</Nb><RltdDt>tomorrow</RltdDt></RfrdDocInf>
      <RfrdDocAmt><RmtdAmt Ccy="EUR">lots</RmtdAmt></RfrdDocAmt></Strd></RmtInf>
      """
    )
    var text = CamtText(entries: [CamtText.entry(details: CamtText.batch(nil, [detail]))])
    text.created = "2019-08-09T11:17:11:735"
    text.balances = [CamtText.balance("CLAV", "1.23456")]
    text.summary = "<TxsSummry><TtlNtries><NbOfNtries>9</NbOfNtries></TtlNtries></TxsSummry>"
    let report = try CamtReader().check(text.file.source())
    #expect(report.isAccepted)
    #expect(
      report.remarks.map(\.code) == [
        .invalidDate, .invalidAmount, .invalidCurrency, .invalidAmount, .invalidDate,
        .invalidAmount, .balanceUnchecked, .summaryMismatch,
      ]
    )
    let row = try text.file.rows(report)[0].transaction
    #expect(row.instructedAmount == nil)
    #expect(row.charges.isEmpty)
    #expect(row.remittance.documents == [BankReferredDocument(number: "A")])
  }

  @Test("what a caller's source throws comes through")
  func sourceThrows() throws {
    struct DiskGone: Error {}
    #expect(throws: DiskGone.self) { try CamtReader().check { throw DiskGone() } }
    let report = BankFileReport(format: "camt")
    var rows = try CamtReader().rows({ throw DiskGone() }, report: report, after: nil)
    #expect(throws: DiskGone.self) { try rows.next() }
  }
}
