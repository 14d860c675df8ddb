import BankFormats
import DomainKit
import Testing

@Suite("BAI lockbox")
struct LockboxTests {
  private static let dollar = Currency(literal: "USD")

  @Test("checks of two batches, one with overflow records")
  func checks() throws {
    let file = try OwnFiles.file("payments.lockbox")
    guard case .statementBegan(let statement, index: 0) = try file.events(file.check()).first else {
      Issue.record("no statement")
      return
    }
    #expect(
      statement.account
        == BankAccount(number: "0111000025/0012345", isIBAN: false, currency: Self.dollar)
    )
    let rows = try file.rows()
    #expect(
      rows.map(\.transaction.amount) == [1176_00, 500_50, 9_00].map { Money($0, Self.dollar) }
    )
    #expect(Set(rows.map(\.entry.valueDate)) == [CalendarDate("2026-03-10")])
    #expect(rows.map(\.entry.entryReference) == ["0000004711", "0000000815", "0000000816"])
    #expect(
      rows.map(\.transaction.remittance.text)
        == [["INV-2026-0042", "INV-2026-0043", "LESS CN-2026-0007"], [], ["2026-0044"]]
    )
    #expect(rows[0].transaction.debtor == BankParty(otherAccount: "111000038/0007654321"))
    #expect(Set(rows.map(\.entry.key)).count == 3)
  }

  @Test(
    "what is wrong is refused with its line and field",
    arguments: [
      ("2603100020000167650", "2603100030000167650", .controlMismatch, 8, "7"),
      ("0000167650", "0000167651", .controlMismatch, 8, "7"),
      ("26031000030000168550", "26031000040000168550", .controlMismatch, 12, "8"),
      ("0000168550", "0000168551", .controlMismatch, 12, "8"),
      ("9000013", "9000011", .controlMismatch, 13, "9"),
      ("9000013", "9OOOO13", .controlMismatch, 13, "9"),
      ("6002001", "6003001", .invalidField, 10, "6/batch"),
      ("4001001601", "4001002601", .malformed, 5, "4"),
      ("0000050050", "00000SOOSO", .invalidAmount, 7, "6/amount"),
      ("50010000012345260310", "50010000012345260231", .invalidDate, 3, "5/deposit date"),
      ("0000000001400080", "0000000001500080", .unknownFormat, 2, "2/service"),
      ("50020000012345", "50020000054321", .malformed, 9, "5"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let whole = String(decoding: try OwnFiles.bytes("payments.lockbox"), as: UTF8.self)
    try #require(whole.contains(text))
    var file = BankFileInPieces(whole.replacing(text, with: other, maxReplacements: 1))
    file.reader = LockboxReader()
    let refusal = try #require(try file.check().refusals.first)
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }

  @Test("the same numbers on another deposit of the day are another payment")
  func secondDeposit() throws {
    let first = try OwnFiles.file("payments.lockbox").rows()
    let second = try OwnFiles.file("payments.lockbox", "0000004711", "0000004712").rows()
    #expect(first[0].entry.key != second[0].entry.key)
    #expect(first[1].entry.key == second[1].entry.key)
  }

  @Test("records as long as the service record says")
  func longerRecords() throws {
    let text = String(decoding: try OwnFiles.bytes("payments.lockbox"), as: UTF8.self)
      .replacing("400080", with: "400104")
    let wide = text.replacing(
      "INV-2026-0042" + String(repeating: " ", count: 21),
      with: "INV-2026-0042" + String(repeating: " ", count: 30) + "INV-2026-0050"
    )
    let rows = try BankFileInPieces.recognised(Array(wide.utf8)).rows()
    #expect(rows[0].transaction.remittance.text[0].hasSuffix("INV-2026-0050"))
  }
}
