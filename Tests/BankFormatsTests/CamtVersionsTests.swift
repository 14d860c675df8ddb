import BankFormats
import DomainKit
import Testing

@Suite("Versions of camt")
struct CamtVersionsTests {
  @Test(
    "all three messages in all versions, with the elements as version 8 has them",
    arguments: 1...13,
    ["camt.052", "camt.053", "camt.054"]
  )
  func allVersions(version: Int, message: String) throws {
    var text = CamtText.statement(
      opening: "0",
      closing: "100",
      entries: [
        CamtText.entry(details: CamtText.batch(nil, [CamtText.detail("100.00", Self.party)]))
      ]
    )
    text.message = message
    text.version = version
    let report = try CamtReader().check(text.file.source())
    #expect(report.findings.isEmpty, "\(report.findings)")
    #expect(report.format == "\(message).001.\(version < 10 ? "0" : "")\(version)")
    let rows = try text.file.rows(report)
    #expect(rows.map(\.transaction.debtor.name) == ["Ateliers Morel"])
    #expect(rows.map(\.entry.status) == [.booked])
  }

  @Test("version 1: details and batch right in the entry, other names for accounts and references")
  func version1() throws {
    let entry = """
      <Ntry><Amt Ccy="EUR">100</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
      <BookgDt><DtTm>2026-03-10T10:15:00+01:00</DtTm></BookgDt><ValDt><Dt>2026-03-10</Dt></ValDt>
      <AcctSvcrRef>R</AcctSvcrRef><BkTxCd/><Btch><NbOfTxs>2</NbOfTxs></Btch>
      \(Self.version1Detail("60", "RF73INV20260042"))\(Self.version1Detail("40", "X"))</Ntry>
      """
    var text = CamtText(entries: [entry])
    text.version = 1
    text.account = "<PrtryAcct><Id>1234567</Id></PrtryAcct>"
    text.balances = ["OPBD", "CLBD"].map { type in
      "<Bal><Tp><Cd>\(type)</Cd></Tp><Amt Ccy=\"EUR\">\(type == "OPBD" ? 0 : 100)</Amt>"
        + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-10</Dt></Dt></Bal>"
    }
    let report = try CamtReader().check(text.file.source())
    #expect(report.findings.isEmpty, "\(report.findings)")
    let rows = try text.file.rows(report)
    #expect(rows.map(\.transaction.key.rawValue) == ["1234567:R:0", "1234567:R:1"])
    let first = try #require(rows.first?.transaction)
    #expect(first.amount == Money(60_00, .euro))
    #expect(first.debtor.otherAccount == "987")
    #expect(first.remittance.references.map(\.value) == ["RF73INV20260042"])
    #expect(first.remittance.references.map(\.type) == ["SCOR"])
    #expect(first.remittance.documents.map(\.number) == ["INV-7"])
    #expect(first.remittance.documents.map(\.type) == ["CINV"])
    #expect(first.remittance.documents.map(\.date) == [CalendarDate("2026-03-01")])
    #expect(first.remittance.documents.map(\.remittedAmount) == [Money(60_00, .euro)])
    #expect(first.returnReason == "AC04")
  }

  @Test("version 2 repeats the charges, later ones have records or only a total")
  func charges() throws {
    let charge = "<Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
    let forms = [
      "<Chrgs>\(charge)</Chrgs><Chrgs>\(charge)</Chrgs>",
      "<Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">2</TtlChrgsAndTaxAmt><Rcrd>\(charge)</Rcrd>"
        + "<Rcrd>\(charge)</Rcrd></Chrgs>",
      "<Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">2</TtlChrgsAndTaxAmt></Chrgs>",
    ]
    let told = try forms.map { form in
      let detail = CamtText.detail("100.00", form)
      let text = CamtText(entries: [CamtText.entry(details: CamtText.batch(nil, [detail]))])
      return try text.file.rows()[0].transaction.charges.map(\.amount.minorUnits)
    }
    #expect(told == [[1_00, 1_00], [1_00, 1_00], [2_00]])
  }

  @Test("charges told of the entry are those of its only row")
  func entryCharges() throws {
    let entry = CamtText.entry(additional: "fee").replacing(
      "<BkTxCd/>",
      with: "<BkTxCd/><Chrgs><Amt Ccy=\"EUR\">3</Amt></Chrgs>"
    )
    let row = try CamtText(entries: [entry]).file.rows()[0]
    #expect(row.transaction.charges.map(\.amount) == [Money(3_00, .euro)])
  }

  @Test("later versions name the kind of each amount of a document by a code")
  func typedAmounts() throws {
    let amounts = ["DUPA": "100", "TMDS": "2", "CREN": "8", "REMI": "90"].map { code, amount in
      "<RmtAmtAndTp><Tp><Cd>\(code)</Cd></Tp><Amt Ccy=\"EUR\">\(amount)</Amt></RmtAmtAndTp>"
    }
    let adjustment = """
      <AdjstmntAmtAndRsn><Amt Ccy="EUR">1.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Rsn>FRGT</Rsn>
      </AdjstmntAmtAndRsn>
      """
    let remittance = """
      <RmtInf><Strd><RfrdDocInf><Nb>INV-1</Nb><LineDtls><Id><Nb>LINE</Nb></Id></LineDtls>
      </RfrdDocInf><RfrdDocAmt>\(amounts.joined())\(adjustment)</RfrdDocAmt></Strd></RmtInf>
      """
    var text = CamtText(entries: [
      CamtText.entry(details: CamtText.batch(nil, [CamtText.detail("100.00", remittance)]))
    ])
    text.version = 13
    let document = try #require(try text.file.rows()[0].transaction.remittance.documents.first)
    #expect(
      document
        == BankReferredDocument(
          number: "INV-1",
          dueAmount: Money(100_00, .euro),
          discountApplied: Money(2_00, .euro),
          creditNoteAmount: Money(8_00, .euro),
          remittedAmount: Money(90_00, .euro),
          adjustments: [
            BankAdjustment(amount: Money(1_50, .euro), direction: .debit, reason: "FRGT")
          ]
        )
    )
  }

  @Test("amounts of several documents together are told beside them")
  func sharedAmounts() throws {
    let remittance = """
      <RmtInf><Strd><RfrdDocInf><Nb>A</Nb></RfrdDocInf><RfrdDocInf><Nb>B</Nb></RfrdDocInf>
      <RfrdDocAmt><RmtdAmt Ccy="EUR">100</RmtdAmt></RfrdDocAmt></Strd></RmtInf>
      """
    let text = CamtText(entries: [
      CamtText.entry(details: CamtText.batch(nil, [CamtText.detail("100.00", remittance)]))
    ])
    let documents = try text.file.rows()[0].transaction.remittance.documents
    #expect(documents.map(\.number) == ["A", "B", nil])
    #expect(documents.map(\.remittedAmount) == [nil, nil, Money(100_00, .euro)])
  }

  private static let party =
    "<RltdPties><Dbtr><Pty><Nm>Ateliers Morel</Nm></Pty></Dbtr></RltdPties>"

  private static func version1Detail(_ amount: String, _ reference: String) -> String {
    """
    <TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">\(amount)</Amt></TxAmt></AmtDtls>
    <RltdPties><DbtrAcct><Id><BBAN>987</BBAN></Id></DbtrAcct></RltdPties>
    <RmtInf><Strd>
    <RfrdDocInf><RfrdDocTp><Cd>CINV</Cd></RfrdDocTp><RfrdDocNb>INV-7</RfrdDocNb></RfrdDocInf>
    <RfrdDocRltdDt>2026-03-01</RfrdDocRltdDt>
    <RfrdDocAmt><RmtdAmt Ccy="EUR">\(amount)</RmtdAmt></RfrdDocAmt>
    <CdtrRefInf><CdtrRefTp><Cd>SCOR</Cd></CdtrRefTp><CdtrRef>\(reference)</CdtrRef></CdtrRefInf>
    </Strd></RmtInf><RtrInf><RtrRsn><Cd>AC04</Cd></RtrRsn></RtrInf></TxDtls>
    """
  }
}
