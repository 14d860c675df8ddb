import BankFormats
import DomainKit
import Testing

@Suite("Batches and their details")
struct BatchTests {
  @Test("one payment for each detail that adds up to the entry")
  func details() throws {
    let rows = try rows("100", CamtText.batch(3, ["50", "30", "20"].map { CamtText.detail($0) }))
    #expect(rows.map(\.transaction.amount.minorUnits) == [50_00, 30_00, 20_00])
    #expect(rows.map(\.cursor.transaction) == [0, 1, 2])
    #expect(rows.allSatisfy { $0.transaction.lumpedTransactions == nil })
  }

  @Test("details in several parts of one entry are counted through")
  func parts() throws {
    let parts = [["50"], ["30", "20"]].map { part in
      CamtText.batch(part.count, part.map { CamtText.detail($0) })
    }
    let rows = try rows("100", parts.joined())
    #expect(rows.map(\.cursor.transaction) == [0, 1, 2])
    #expect(rows.map(\.transaction.amount.minorUnits) == [50_00, 30_00, 20_00])
  }

  @Test("a batch without details is one row that says how many payments it is")
  func lump() throws {
    let rows = try rows("100", CamtText.batch(7))
    #expect(rows.map(\.transaction.lumpedTransactions) == [7])
    #expect(rows.map(\.transaction.key.rawValue) == ["NL26VAYB8060476890:REF-1:batch"])
  }

  @Test("one detail for a batch of many is the batch, with what it tells")
  func oneForMany() throws {
    let detail = CamtText.detail("100", "<RmtInf><Ustrd>collection</Ustrd></RmtInf>")
    let rows = try rows("100", CamtText.batch(94, [detail]))
    #expect(rows.map(\.transaction.lumpedTransactions) == [94])
    #expect(rows.map(\.transaction.remittance.text) == [["collection"]])
  }

  @Test("an entry without details, or with a batch of one, is one payment", arguments: [nil, 0, 1])
  func single(count: Int?) throws {
    let rows = try rows("100", count.map { CamtText.batch($0) } ?? "")
    #expect(rows.map(\.transaction.lumpedTransactions) == [nil])
    #expect(rows.map(\.transaction.key.rawValue) == ["NL26VAYB8060476890:REF-1:0"])
  }

  @Test("a fee taken from the collection is a detail of the other direction")
  func netted() throws {
    let details = ["60", "45", "-5"].map { CamtText.detail($0) }
    let rows = try rows("100", CamtText.batch(3, details))
    #expect(rows.map(\.nature) == [.payment, .payment, .otherDebit])
    #expect(rows.map(\.transaction.amount.minorUnits) == [60_00, 45_00, 5_00])
  }

  @Test(
    "details that do not add up, or tell no amounts, leave one row and a remark",
    arguments: [
      ["50", "49.99"], ["50", nil], [nil, nil], ["100", "100"],
    ] as [[String?]]
  )
  func mismatch(amounts: [String?]) throws {
    let text = text("100", CamtText.batch(2, amounts.map { CamtText.detail($0) }))
    let report = try CamtReader().check(text.file.source())
    #expect(report.isAccepted)
    #expect(report.remarks.map(\.code).contains(.detailsMismatch))
    let rows = try text.file.rows(report)
    #expect(rows.map(\.transaction.amount.minorUnits) == [100_00])
    #expect(rows.map(\.transaction.lumpedTransactions) == [2])
    #expect(rows.count == report.rows)
  }

  @Test("of several elements with amounts the one that adds up counts")
  func basis() throws {
    func amounts(_ transaction: String, _ counterValue: String, _ instructed: String) -> String {
      CamtText.detail(
        nil,
        """
        <AmtDtls><InstdAmt><Amt Ccy="EUR">\(instructed)</Amt></InstdAmt>
        <TxAmt><Amt Ccy="USD">\(transaction)</Amt></TxAmt>
        <CntrValAmt><Amt Ccy="EUR">\(counterValue)</Amt></CntrValAmt></AmtDtls>
        """
      )
    }
    let byCounterValue = CamtText.batch(2, [amounts("70", "60", "61"), amounts("50", "40", "41")])
    #expect(try rows("100", byCounterValue).map(\.transaction.amount.minorUnits) == [60_00, 40_00])
    let byInstructed = CamtText.batch(2, [amounts("70", "60", "55"), amounts("50", "41", "45")])
    #expect(try rows("100", byInstructed).map(\.transaction.amount.minorUnits) == [55_00, 45_00])
  }

  @Test("an only detail that says otherwise than its entry leaves a remark; the entry counts")
  func conflict() throws {
    for detail in [CamtText.detail("99.00"), CamtText.detail("-100.00")] {
      let text = text("100", CamtText.batch(nil, [detail]))
      let report = try CamtReader().check(text.file.source())
      #expect(report.remarks.map(\.code).contains(.detailConflict))
      let row = try text.file.rows(report)[0]
      #expect(row.transaction.amount == Money(100_00, .euro))
      #expect(row.nature == .payment)
    }
    let exchanged = text("100", CamtText.batch(nil, [CamtText.detail("110", currency: "USD")]))
    let report = try CamtReader().check(exchanged.file.source())
    #expect(!report.remarks.map(\.code).contains(.detailConflict))
  }

  @Test("what names or dates an entry stands before its second detail, or the file is refused")
  func lateField() throws {
    let details = CamtText.batch(2, ["50", "50"].map { CamtText.detail($0) })
    let late = CamtText.entry("100", details: details)
      .replacing("<AcctSvcrRef>REF-1</AcctSvcrRef>", with: "")
      .replacing("</Ntry>", with: "<AcctSvcrRef>REF-1</AcctSvcrRef></Ntry>")
    let report = try CamtReader().check(CamtText(entries: [late]).file.source())
    #expect(report.refusals.map(\.code) == [.invalidField])
  }

  @Test("a large batch is handed out row by row")
  func large() throws {
    let count = 20_000
    let details = (0..<count).map {
      CamtText.detail("1", "<Refs><EndToEndId>E\($0)</EndToEndId></Refs>")
    }
    let text = text("\(count)", CamtText.batch(count, details))
    let file = text.file
    let report = try CamtReader().check(file.source())
    #expect(report.rows == count)
    var rows = try CamtReader().rows(file.source(), report: report, after: nil)
    var seen = 0
    while let event = try rows.next() {
      guard case .row(let row) = event else { continue }
      #expect(row.transaction.endToEndID == "E\(seen)")
      seen += 1
    }
    #expect(seen == count)
  }

  private func text(_ amount: String, _ details: String) -> CamtText {
    CamtText(entries: [CamtText.entry(amount, details: details)])
  }

  private func rows(_ amount: String, _ details: String) throws -> [BankRow] {
    try text(amount, details).file.rows()
  }
}
