import BankFormats
import DomainKit
import Testing

@Suite("CODA")
struct CODATests {
  @Test("a payment, a batch with its details and an unpaid direct debit")
  func statement() throws {
    let rows = try OwnFiles.file("statement.cod").rows()
    #expect(rows.map(\.nature) == [.payment, .payment, .payment, .returnedPayment])
    let payment = rows[0].transaction
    #expect(payment.amount == Money(1176_00, .euro))
    #expect(payment.remittance.references == [BankReference(value: "003505158044", type: "BBA")])
    #expect(payment.debtor == BankParty(name: "Atelier Morel", iban: "BE22313215646432"))
    #expect(payment.endToEndID == "E2E-1")
    #expect(rows[1...2].map(\.transaction.amount.minorUnits) == [100_00, 200_00])
    #expect(
      rows[1...2].map(\.transaction.remittance.text) == [["INV-2026-0043"], ["INV-2026-0044"]]
    )
    #expect(Set(rows[1...2].map(\.entry.key)).count == 1)
    #expect(rows[3].transaction.returnReason == "MS03")
    #expect(rows[3].transaction.endToEndID == "DD-1")
    #expect(rows[3].entry.valueDate == CalendarDate("2026-03-11"))
    #expect(
      rows[0].entry.key.rawValue
        == "BE68539007547034:#2026-03-09 047/047 1000.00:0:1176.00EUR:2026-03-10"
    )
  }

  @Test(
    "codes of the bank say what was taken back, and what of our own came back",
    arguments: [
      ("00154000", .returnedDebit), ("00558000", .returnedDebit), ("00150000", .payment),
      ("00550000", .payment),
    ] as [(String, BankRow.Nature)]
  )
  func creditCodes(code: String, nature: BankRow.Nature) throws {
    let file = try OwnFiles.file("statement.cod", "00150000", code)
    #expect(try file.rows()[0].nature == nature)
  }

  @Test("details that do not add up are one row, and a remark")
  func lump() throws {
    let file = try OwnFiles.file("statement.cod", "000000000100000100326", "000000000100010100326")
    let report = try file.check()
    #expect(report.remarks.map(\.code) == [.detailsMismatch])
    let rows = try file.rows(report)
    #expect(rows.map(\.transaction.amount.minorUnits) == [1176_00, 300_00, 50_00])
    #expect(rows.map(\.transaction.lumpedTransactions) == [nil, 2, nil])
  }

  @Test(
    "what is wrong is refused with its line and field",
    arguments: [
      ("9               000011", "9               000012", .controlMismatch, 13, "9"),
      ("000000000050000000000001476", "000000000050010000000001476", .controlMismatch, 13, "9"),
      ("000000002426000", "000000002426010", .balanceMismatch, 12, "8"),
      ("0000000001176000", "0000000001176001", .invalidAmount, 3, "2.1/amount"),
      ("1176000100326", "1176000310226", .invalidDate, 3, "2.1/value date"),
      ("EUR0000000001", "ECU0000000001", .invalidCurrency, 2, "1/currency"),
      ("2300010000", "2300020000", .malformed, 5, "2.3"),
      ("3100010001", "6100010001", .malformed, 6, "6"),
      ("2100020001", "2100030001", .malformed, 8, "2.1"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let refusal = try #require(try OwnFiles.refusal("statement.cod", text, other))
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }
}
