import BankFormats
import DomainKit
import Testing

@Suite("What a camt file says of its own entries")
struct CamtSumsTests {
  /// Two credits of 70.00 and 30.00, a debit of 12.00 and a credit that is pending.
  private static func report(
    _ summary: String,
    message: String = "camt.054",
    version: Int = 8,
    page: String = ""
  ) throws -> BankFileReport {
    var text = CamtText(
      entries: [
        CamtText.entry("70.00", reference: "A"), CamtText.entry("30.00", reference: "B"),
        CamtText.entry("-12.00", reference: "C"),
        CamtText.entry("5.00", status: "PDNG", reference: "D"),
      ]
    )
    (text.message, text.version, text.page) = (message, version, page)
    text.summary = "<TxsSummry>\(summary)</TxsSummry>"
    return try CamtReader().check(text.file.source())
  }

  private static func total(
    _ name: String,
    _ count: Int,
    _ sum: String,
    _ net: String = ""
  )
    -> String
  {
    "<\(name)><NbOfNtries>\(count)</NbOfNtries><Sum>\(sum)</Sum>\(net)</\(name)>"
  }

  @Test(
    "sums that hold, of the booked entries or with those that are pending",
    arguments: [
      total("TtlCdtNtries", 2, "100.00"), total("TtlCdtNtries", 3, "105"),
      total("TtlDbtNtries", 1, "12.000"), total("TtlNtries", 3, "112"),
      total("TtlNtries", 4, "117.00", "<TtlNetNtryAmt>93.00</TtlNetNtryAmt>"),
      total(
        "TtlNtries",
        3,
        "112",
        "<TtlNetNtry><Amt>88</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry>"
      ),
      total("TtlNtries", 3, "112", "<TtlNetNtryAmt>88</TtlNetNtryAmt><CdtDbtInd>CRDT</CdtDbtInd>"),
    ]
  )
  func right(summary: String) throws {
    #expect(try Self.report(summary).findings == [])
  }

  @Test(
    "a sum that is another refuses the file: one cent, one entry, the other direction",
    arguments: [
      total("TtlCdtNtries", 2, "100.01"), total("TtlCdtNtries", 2, "70.00"),
      total("TtlDbtNtries", 1, "12.01"), total("TtlNtries", 3, "111.99"),
      total("TtlNtries", 3, "88.00"), total("TtlNtries", 3, "a hundred"),
      total("TtlNtries", 3, "112", "<TtlNetNtryAmt>88.01</TtlNetNtryAmt>"),
      total(
        "TtlNtries",
        3,
        "112",
        "<TtlNetNtry><Amt>88</Amt><CdtDbtInd>DBIT</CdtDbtInd></TtlNetNtry>"
      ),
    ]
  )
  func wrong(summary: String) throws {
    for message in ["camt.052", "camt.053", "camt.054"] {
      let report = try Self.report(summary, message: message)
      #expect(report.refusals.map(\.code) == [.controlMismatch])
      #expect(report.refusals.first?.text.hasPrefix("the summary says ") == true)
    }
  }

  @Test("a count that is another is a remark, each of them")
  func counts() throws {
    let summary =
      Self.total("TtlNtries", 5, "112") + Self.total("TtlCdtNtries", 1, "100")
      + Self.total("TtlDbtNtries", 0, "12")
    let report = try Self.report(summary)
    #expect(report.isAccepted)
    #expect(
      report.remarks.map(\.text) == [
        "the summary says 5 entries, the statement holds 4",
        "the summary says 1 credits, the statement holds 3",
        "the summary says 0 debits, the statement holds 1",
      ]
    )
  }

  @Test("a page of several may tell of all: its sums are a remark")
  func pages() throws {
    let page = "<NtfctnPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></NtfctnPgntn>"
    let report = try Self.report(Self.total("TtlCdtNtries", 2, "400"), page: page)
    #expect(report.isAccepted)
    #expect(report.remarks.map(\.code) == [.controlMismatch])
  }

  @Test("sums have no currency: entries in several have none")
  func currencies() throws {
    var text = CamtText(
      entries: [
        CamtText.entry("70.00", reference: "A"),
        CamtText.entry("30.00", currency: "USD", reference: "B"),
      ]
    )
    text.message = "camt.054"
    text.summary = "<TxsSummry>\(Self.total("TtlNtries", 2, "170"))</TxsSummry>"
    #expect(try CamtReader().check(text.file.source()).findings == [])
  }

  // MARK: Batches

  private static func batch(_ batch: String, amount: String = "100.00") throws -> BankFileReport {
    var text = CamtText(entries: [CamtText.entry(amount, details: batch)])
    text.message = "camt.054"
    return try CamtReader().check(text.file.source())
  }

  private static let details = ["60.00", "40.00"].map { CamtText.detail($0) }

  @Test("a batch's sum is its entry's, or its details', or in another currency")
  func rightBatches() throws {
    for batch in [
      CamtText.batch(2, sum: "100.00", Self.details), CamtText.batch(2, sum: "100.00"),
      CamtText.batch(2, sum: "90.00", currency: "USD", Self.details),
      CamtText.batch(1, sum: "60.00", [CamtText.detail("60.00")])
        + CamtText.batch(1, sum: "40.00", [CamtText.detail("40.00")]),
    ] {
      #expect(try Self.batch(batch).findings == [])
    }
    let charged = CamtText.batch(2, sum: "103.00")
    let charges = "<Chrgs><Rcrd><Amt Ccy=\"EUR\">3.00</Amt></Rcrd></Chrgs>"
    #expect(try Self.batch(charges + charged).findings == [])
    #expect(try Self.batch(charged).refusals.map(\.code) == [.controlMismatch])
  }

  @Test("a batch's sum that is neither refuses the file; a count of transactions is a remark")
  func wrongBatches() throws {
    for batch in [
      CamtText.batch(2, sum: "100.01", Self.details), CamtText.batch(2, sum: "99.99"),
      CamtText.batch(1, sum: "60.00", [CamtText.detail("60.00")])
        + CamtText.batch(1, sum: "60.00", [CamtText.detail("40.00")]),
    ] {
      let report = try Self.batch(batch)
      #expect(report.refusals.map(\.code) == [.controlMismatch])
      #expect(report.refusals.first?.path.hasSuffix("Ntry[1]") == true)
    }
    let report = try Self.batch(CamtText.batch(3, Self.details))
    #expect(report.isAccepted)
    #expect(
      report.remarks.map(\.text) == ["the batches say 3 transactions, the entry holds 2"]
    )
  }
}
