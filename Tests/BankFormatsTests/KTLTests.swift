import BankFormats
import DomainKit
import Testing

@Suite("KTL")
struct KTLTests {
  @Test("reference payments, a correction, direct debits paid and failed, two accounts")
  func payments() throws {
    let file = try OwnFiles.file("payments.ktl")
    let report = try file.check()
    #expect((report.statements, report.rows) == (2, 6))
    guard case .statementBegan(let statement, index: 0) = try file.events(report).first else {
      Issue.record("no statement")
      return
    }
    #expect(
      statement.account == BankAccount(number: "FI3715903000000776", isIBAN: true, currency: .euro),
      "the IBAN of the account's 14 digits, as the bank's camt files have it"
    )
    let rows = try file.rows(report)
    #expect(
      rows.map(\.transaction.amount.minorUnits) == [1176_00, 500_50, 25_50, 70_00, 80_00, 9_00]
    )
    #expect(
      rows.map(\.nature)
        == [.payment, .payment, .returnedPayment, .payment, .payment, .payment]
    )
    #expect(
      rows.map(\.entry.status) == [.booked, .booked, .booked, .information, .booked, .booked],
      "no money moved where the payer's bank did not pay"
    )
    #expect(Set(rows.map(\.entry.bookingDate)) == [CalendarDate("2026-03-10")])
    #expect(Set(rows.map(\.entry.valueDate)) == [CalendarDate("2026-03-09")])
    #expect(rows[1].transaction.debtor.name == "MÄKELÄ ANNA")
    #expect(rows[0].transaction.remittance.references == [BankReference(value: "12344")])
    #expect(rows[0].entry.key.rawValue == "FI3715903000000776:2603102588AB0001")
  }

  @Test(
    "what is wrong is refused with its line and field",
    arguments: [
      ("9000004", "9000005", .controlMismatch, 8, "9"),
      ("00000176550", "00000176551", .controlMismatch, 8, "9"),
      ("000001000000025500", "000002000000025500", .controlMismatch, 8, "9"),
      ("00000100000007000", "00000000000000000", .controlMismatch, 8, "9"),
      ("9000004", "\n", .malformed, 9, "0"),
      ("MAT1J", "MAT2J", .invalidCurrency, 2, "3/currency"),
      ("J00001176000", "J0000117600O", .invalidField, 2, "3/correction"),
      ("J00000500500", "JOOOOO500500", .invalidAmount, 3, "3/amount"),
      (
        "3159030000007762603102603092603102588AB0001",
        "31590300000077X2603102603092603102588AB0001",
        .invalidField, 2, "3/account"
      ),
      ("02603110730", "02602310730", .invalidDate, 1, "0/date"),
      ("7123456", "4123456", .malformed, 7, "4"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let whole = String(decoding: try OwnFiles.bytes("payments.ktl"), as: UTF8.self)
    try #require(whole.contains(text))
    var file = BankFileInPieces(whole.replacing(text, with: other, maxReplacements: 1))
    file.reader = KTLReader()
    let refusal = try #require(try file.check().refusals.first)
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }
}
