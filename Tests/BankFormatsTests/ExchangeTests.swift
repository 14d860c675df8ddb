import BankFormats
import DomainKit
import Testing

private let dollar = Currency(literal: "USD")
private let franc = Currency(literal: "CHF")

@Suite("Exchanges that banks tell")
struct ExchangeTests {
  /// `<CcyXchg>` with the elements given as pairs of name and text.
  private static func exchange(_ elements: [(String, String)]) -> String {
    "<CcyXchg>" + elements.map { "<\($0)>\($1)</\($0)>" }.joined() + "</CcyXchg>"
  }

  /// A credit of EUR 920.00 for USD 1,000.00 that were ordered.
  private static func payment(_ elements: [(String, String)], euros: String = "920.00") -> CamtText
  {
    let detail = CamtText.detail(
      euros,
      """
      <AmtDtls><InstdAmt><Amt Ccy="USD">1000.00</Amt></InstdAmt>
      <TxAmt><Amt Ccy="EUR">\(euros)</Amt>\(exchange(elements))</TxAmt></AmtDtls>
      """
    )
    return CamtText(entries: [CamtText.entry(euros, details: CamtText.batch(nil, [detail]))])
  }

  private static func told(_ text: CamtText) throws -> (BankExchange?, [BankFinding.Code]) {
    let report = try text.file.check()
    #expect(report.isAccepted)
    let rows = try text.file.rows(report)
    return (rows.first?.transaction.exchange, report.remarks.map(\.code))
  }

  /// What a statement without balances is told for.
  private static let usual: [BankFinding.Code] = [.balanceUnchecked]

  @Test(
    "the unit currency says whose unit the rate values; the day and the contract are kept",
    arguments: [("USD", "0.92", "EUR"), ("EUR", "1.086957", "USD")]
  )
  func unit(_ unit: String, _ rate: String, _ quoted: String) throws {
    let (exchange, remarks) = try Self.told(
      Self.payment([
        ("SrcCcy", "USD"), ("TrgtCcy", "EUR"), ("UnitCcy", unit), ("XchgRate", rate),
        ("CtrctId", "FX-7"), ("QtnDt", "2026-03-09T11:00:00+01:00"),
      ])
    )
    #expect(
      exchange
        == BankExchange(
          unit: Currency(unit)!,
          quoted: Currency(quoted)!,
          rate: ExchangeFactor(rate)!,
          date: CalendarDate("2026-03-09"),
          contract: "FX-7"
        )
    )
    #expect(remarks == Self.usual)
  }

  @Test(
    "without a unit currency the rate is of the source's unit, unless the amounts say otherwise",
    arguments: [("0.92", "USD", "EUR"), ("1.086957", "EUR", "USD"), ("0.95", "USD", "EUR")]
  )
  func noUnit(_ rate: String, _ unit: String, _ quoted: String) throws {
    let (exchange, remarks) = try Self.told(
      Self.payment([("SrcCcy", "USD"), ("XchgRate", rate)])
    )
    #expect(exchange?.unit.code == unit)
    #expect(exchange?.quoted.code == quoted)
    #expect(exchange?.date == nil)
    // 950.00 is 30.00 away from 920.00: within the twentieth, 46.00.
    #expect(remarks == Self.usual)
  }

  @Test(
    "a rate that does not make the amounts of one another is a remark, and is told",
    arguments: [
      // Another unit: 1000.00 / 0.92 = 1086.96. 967.00 is 47.00 away, 966.00 is 46.00.
      ("EUR", "0.92", true), ("USD", "0.967", true), ("USD", "0.966", false),
      ("USD", "9.2", true), ("USD", "0.874", false), ("USD", "0.873", true),
    ]
  )
  func contradicted(_ unit: String, _ rate: String, _ isContradicted: Bool) throws {
    let (exchange, remarks) = try Self.told(
      Self.payment([
        ("SrcCcy", "USD"), ("TrgtCcy", "EUR"), ("UnitCcy", unit), ("XchgRate", rate),
      ])
    )
    #expect(exchange?.rate == ExchangeFactor(rate))
    #expect(exchange?.unit.code == unit)
    #expect(remarks.contains(.exchangeConflict) == isContradicted)
  }

  @Test(
    "the amounts decide for the customary quotation, which a Swiss bank writes without its unit"
  )
  func customary() throws {
    // 19.69 x 0.9433 = 18.57, 19.69 / 0.9433 = 20.87.
    let detail = CamtText.detail(
      "-20.97",
      """
      <AmtDtls><InstdAmt><Amt Ccy="CHF">19.69</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">20.97</Amt>
      \(Self.exchange([("SrcCcy", "CHF"), ("XchgRate", "0.9433")]))</TxAmt></AmtDtls>
      """
    )
    let text = CamtText(
      entries: [CamtText.entry("-20.97", details: CamtText.batch(nil, [detail]))]
    )
    let (exchange, remarks) = try Self.told(text)
    #expect(
      exchange
        == BankExchange(unit: .euro, quoted: franc, rate: ExchangeFactor(literal: "0.9433"))
    )
    #expect(remarks == Self.usual)
  }

  @Test(
    "what is no exchange between two currencies is none, and no reason to refuse money",
    arguments: [
      ([("SrcCcy", "EUR"), ("TrgtCcy", "EUR"), ("XchgRate", "1")], [BankFinding.Code]()),
      ([("SrcCcy", "USD"), ("TrgtCcy", "EUR")], []),
      ([("TrgtCcy", "EUR"), ("XchgRate", "0.92")], []),
      ([("SrcCcy", "USD"), ("XchgRate", "0")], [.invalidField]),
      ([("SrcCcy", "USD"), ("XchgRate", "0,92")], [.invalidField]),
      ([("SrcCcy", "USD"), ("XchgRate", "-0.92")], [.invalidField]),
      ([("SrcCcy", "XXX"), ("XchgRate", "0.92")], [.invalidCurrency]),
    ]
  )
  func none(_ elements: [(String, String)], _ remarks: [BankFinding.Code]) throws {
    let (exchange, told) = try Self.told(Self.payment(elements))
    #expect(exchange == nil)
    #expect(told == remarks + Self.usual)
  }

  @Test("an entry's own exchange is its only row's, and of several rows each has its detail's")
  func entryOrDetail() throws {
    let amounts = """
      <AmtDtls><InstdAmt><Amt Ccy="USD">100.00</Amt>
      \(Self.exchange([("SrcCcy", "USD"), ("TrgtCcy", "EUR"), ("XchgRate", "0.92")]))
      </InstdAmt></AmtDtls>
      """
    let alone = CamtText(entries: [CamtText.entry("92.00", details: amounts)])
    #expect(try Self.told(alone).0?.unit == dollar)
    #expect(try Self.told(alone).1 == Self.usual)

    let details = [
      CamtText.detail("92.00", amounts), CamtText.detail("8.00"),
    ]
    let several = CamtText(
      entries: [CamtText.entry("100.00", details: amounts + CamtText.batch(nil, details))]
    )
    let rows = try several.file.rows()
    #expect(rows.map(\.transaction.exchange?.unit) == [dollar, nil])
    #expect(try several.file.check().remarks.map(\.code) == Self.usual)
  }

  @Test(
    "MT940 tells a rate without its unit: the ordered amount says which way it goes",
    arguments: [
      ("/OCMT/USD1278,26//EXCH/0,92/", dollar, Currency.euro, "0.92"),
      ("/OCMT/USD1278,26\n/EXCH/1,086957", .euro, dollar, "1.086957"),
      ("/EXCH/0.92/OCMT/USD1278,26/", dollar, .euro, "0.92"),
    ]
  )
  func mt940(_ words: String, _ unit: Currency, _ quoted: Currency, _ rate: String) throws {
    let transaction = try Self.mt940(words)
    #expect(transaction.instructedAmount == Money(1278_26, dollar))
    #expect(
      transaction.exchange
        == BankExchange(unit: unit, quoted: quoted, rate: ExchangeFactor(rate)!)
    )
  }

  @Test(
    "in MT940, a rate that no amount explains is left out",
    arguments: [
      "/EXCH/0,92/", "/OCMT/USD1278,26//EXCH/9,2/", "/OCMT/USD1278,26//EXCH//",
      "/OCMT/EUR1176,//EXCH/1,/", "/OCMT/USD1278,26/",
    ]
  )
  func mt940WithoutExchange(_ words: String) throws {
    #expect(try Self.mt940(words).exchange == nil)
  }

  /// A credit of EUR 1,176.00 with words behind its statement line.
  private static func mt940(_ words: String) throws -> BankTransaction {
    let reference = "//VAYB260310000041"
    let file = try OwnFiles.file("statement.sta", reference, "\(reference)\n\(words)")
    return try #require(try file.rows().first).transaction
  }

  @Test("OFX tells the rate of what was exchanged, for one unit of the original currency")
  func ofx() throws {
    let file = try OwnFiles.file(
      "statement-1.ofx",
      "<MEMO>Invoice INV-2026-0042",
      "<MEMO>Invoice INV-2026-0042\n<ORIGCURRENCY><CURRATE>1.0842<CURSYM>EUR</ORIGCURRENCY>"
    )
    #expect(try file.check().isAccepted)
    #expect(
      try file.rows()[0].transaction.exchange
        == BankExchange(unit: .euro, quoted: dollar, rate: ExchangeFactor(literal: "1.0842"))
    )
    #expect(try file.rows()[1].transaction.exchange == nil)
  }
}
