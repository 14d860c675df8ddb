import BankFormats
import DomainKit
import Testing

@Suite("MT940 and MT942")
struct MT940Tests {
  @Test("a German statement: a payment, a returned direct debit, a reversed credit, a fee")
  func german() throws {
    let rows = try OwnFiles.file("statement.sta").rows()
    #expect(rows.map(\.nature) == [.payment, .returnedPayment, .returnedPayment, .otherDebit])
    let payment = rows[0].transaction
    #expect(payment.key.rawValue == "NL26VAYB8060476890:VAYB260310000041:0")
    #expect(payment.amount == Money(1176_00, .euro))
    #expect(
      payment.debtor == BankParty(name: "Ateliers Morel", iban: "FR7630006000011234567890189")
    )
    #expect(payment.remittance.text == ["INV-2026-0042 less 2 %"])
    #expect(payment.endToEndID == "E2E-1")
    #expect(payment.additionalInformation == "GUTSCHRIFT")
    let returned = rows[1].transaction
    #expect(returned.debtor.name == "Kunst und Werk GmbH")
    #expect(returned.returnReason == "914")
    #expect(returned.mandateID == "M-1")
    #expect(rows[2].entry.valueDate == CalendarDate("2026-03-11"))
    #expect(rows[2].entry.bookingDate == CalendarDate("2026-03-10"))
  }

  @Test(
    "what a return had collected and what its bank took are told in the purpose or behind the line",
    arguments: [
      ("?22SVWZ+MS03", "?22OAMT+500,00 COAM+15,00?23SVWZ+MS03"),
      ("?22SVWZ+MS03", "?22OAMT+EUR500, COAM+ 15,00 EUR?23SVWZ+MS03"),
      ("//VAYB260310000042", "//VAYB260310000042\n/OCMT/EUR500,//CHGS/EUR15,/"),
      ("//VAYB260310000042", "//VAYB260310000042\n/OCMT/EUR500,\n/CHGS/EUR15,"),
      ("?22SVWZ+MS03", "?22SVWZ+MS03 /OCMT/EUR500,00/CHGS/EUR15,00/"),
    ]
  )
  func originalAmount(text: String, other: String) throws {
    let returned = try OwnFiles.file("statement.sta", text, other).rows()[1].transaction
    #expect(returned.instructedAmount == Money(500_00, .euro))
    #expect(returned.charges == [BankCharge(amount: Money(15_00, .euro))])
    #expect(returned.remittance.text.first?.hasPrefix("MS03") == true)
  }

  @Test(
    "what is no amount of a currency is as good as absent",
    arguments: ["/OCMT/500,00//CHGS/15/", "/OCMT/XYZ500,00//CHGS/EUR/", "/OCMT//CHGS/EUR0,00"]
  )
  func noOriginalAmount(words: String) throws {
    let returned = try OwnFiles.file(
      "statement.sta",
      "//VAYB260310000042",
      "//VAYB260310000042\n\(words)"
    ).rows()[1].transaction
    #expect(returned.instructedAmount == nil)
    #expect(returned.charges == [])
  }

  @Test("pages of one statement each add up, and go on from one another")
  func pages() throws {
    let rows = try OwnFiles.file("pages.sta").rows()
    #expect(rows.map(\.nature) == [.payment, .returnedPayment])
    #expect(rows[0].transaction.debtor.name == "Harbor en Zonen B.V.")
    #expect(rows[0].transaction.remittance.text == ["INV-2026-0043"])
    #expect(rows[0].transaction.endToEndID == nil, "NOTPROVIDED is nothing")
    #expect(rows[1].transaction.returnReason == "MS03")
    #expect(rows[1].transaction.mandateID == "M-7")
    let torn = try OwnFiles.file("pages.sta", ":60M:C260310EUR350,", ":60M:C260310EUR360,").check()
    #expect(torn.refusals.first?.code == .controlMismatch)
  }

  @Test("a report within the day is pending, and names the entry as the statement does")
  func interim() throws {
    let row = try #require(try OwnFiles.file("interim.sta").rows().first)
    #expect(row.entry.status == .pending)
    #expect(row.transaction.key == (try OwnFiles.file("statement.sta").rows()[0].transaction.key))
    let other = try OwnFiles.refusal("interim.sta", ":90C:1EUR1176,00", ":90C:2EUR1176,00")
    #expect(other?.code == .controlMismatch)
    #expect(other?.path == ":90C:")
  }

  @Test(
    "what is wrong is refused with its line and field",
    arguments: [
      (":62F:C260310EUR1631,50", ":62F:C260310EUR1631,51", .balanceMismatch, 2, ":20:"),
      (":60F:C260309EUR1000,00\n", "", .missingField, 2, ":20:"),
      (":62F:C260310EUR1631,50\n", "", .missingField, 2, ":20:"),
      (":25:NL26VAYB8060476890\n", "", .missingField, 2, ":20:"),
      (":20:STARTUMS\n", "", .malformed, 2, ":25:"),
      ("EUR1000,00", "DEM1000,00", .invalidCurrency, 5, ":60F:currency"),
      ("C1176,00", "C1176,001", .invalidAmount, 6, ":61:amount"),
      ("C1176,00", "C1.176,00", .invalidAmount, 6, ":61:amount"),
      ("C1176,00", "X1176,00", .invalidField, 6, ":61:mark"),
      ("0310C1176", "0231C1176", .invalidDate, 6, ":61:entry date"),
      ("2603100310C1176", "2613100310C1176", .invalidDate, 6, ":61:value date"),
      (":28C:69/1", ":28C:69/1\n:28C:70/1", .invalidField, 5, ":28C:"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let refusal = try #require(try OwnFiles.refusal("statement.sta", text, other))
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }

  @Test(
    "an entry date without its year is the nearest to the value date",
    arguments: [
      ("1401041229", "2013-12-29"), ("0912310101", "2010-01-01"), ("2603100310", "2026-03-10"),
      ("2402280229", "2024-02-29"),
    ]
  )
  func entryDate(dates: String, booked: String) throws {
    let file = try OwnFiles.file("statement.sta", "2603100310C1176", "\(dates)C1176")
    #expect(try file.rows()[0].entry.bookingDate == CalendarDate(booked))
  }

  @Test("30 February is the month's last day, and a remark; 31 February is none")
  func thirtyDays() throws {
    let file = try OwnFiles.file("statement.sta", "2603110310RC", "2602300310RC")
    let report = try file.check()
    #expect(report.remarks.map(\.code) == [.dateAdjusted])
    #expect(try file.rows(report)[2].entry.valueDate == CalendarDate("2026-02-28"))
    let none = try OwnFiles.refusal("statement.sta", "2603110310RC", "2602310310RC")
    #expect(none?.code == .invalidDate)
  }

  @Test("a time of the day at the beginning of a line is text, not a field")
  func wrappedTime() throws {
    let file = try OwnFiles.file("statement.sta", "of 9 March", "of 9 March\n:12:11 o'clock")
    #expect(
      try file.rows()[2].transaction.remittance.text
        == ["Correction of an entry of 9 March :12:11 o'clock"]
    )
  }

  @Test("bytes that are no UTF-8 are Windows-1252, and a remark")
  func charset() throws {
    var file = try OwnFiles.file("statement.sta")
    let name = Array("Ateliers".utf8)
    let start = try #require(file.bytes.firstRange(of: name)).lowerBound
    file.bytes[start] = 0xC4
    let report = try file.check()
    #expect(report.remarks.map(\.code) == [.charsetAssumed])
    #expect(report.remarks.map(\.line) == [8])
    #expect(try file.rows(report)[0].transaction.debtor.name == "Äteliers Morel")
  }

  @Test("a short reference of the bank is a number of the day, and names no entry for ever")
  func shortReference() throws {
    let file = try OwnFiles.file("statement.sta", "//VAYB260310000041", "//000041")
    let row = try file.rows()[0]
    #expect(row.entry.servicerReference == "000041")
    #expect(
      row.entry.key.rawValue
        == "NL26VAYB8060476890:#STARTUMS 69/1 2026-03-09/1000.00:0:1176.00EUR:2026-03-10"
    )
  }
}
