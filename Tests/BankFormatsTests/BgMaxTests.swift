import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("BgMax")
struct BgMaxTests {
  private static let krona = Currency(literal: "SEK")

  @Test("a payment with an OCR reference, one of an invoice less a credit note, and a deduction")
  func payments() throws {
    let file = try OwnFiles.file("payments.bgmax")
    guard case .statementBegan(let statement, index: 0) = try file.events(file.check()).first else {
      Issue.record("no statement")
      return
    }
    #expect(statement.kind == .notification)
    #expect(
      statement.account == BankAccount(number: "9912346", isIBAN: false, currency: Self.krona)
    )
    let rows = try file.rows()
    #expect(rows.map(\.nature) == [.payment, .payment, .returnedPayment])
    #expect(
      rows.map(\.transaction.amount) == [1176_00, 500_50, 25_50].map { Money($0, Self.krona) }
    )
    #expect(Set(rows.map(\.entry.bookingDate)) == [CalendarDate("2026-03-10")])
    let first = rows[0].transaction
    #expect(first.debtor == BankParty(name: "TALLRIKEN AB INKÖP", otherAccount: "3783511"))
    #expect(first.remittance.references == [BankReference(value: "2026000427", type: "OCR")])
    #expect(rows[0].entry.key.rawValue == "9912346:000120260001 2026-03-10")
    let second = rows[1].transaction
    #expect(second.debtor == BankParty(name: "ANNA KARLSSON"))
    #expect(second.remittance.text == ["Faktura 43 minus kredit 7"])
    #expect(
      second.remittance.documents == [
        BankReferredDocument(
          number: "INV-2026-0043",
          type: "CINV",
          remittedAmount: Money(600_50, Self.krona)
        ),
        BankReferredDocument(
          number: "CN-2026-0007",
          type: "CREN",
          creditNoteAmount: Money(100_00, Self.krona)
        ),
      ]
    )
  }

  @Test(
    "what is wrong is refused with its line and field",
    arguments: [
      ("000000165100SEK", "000000165101SEK", .controlMismatch, 14, "15"),
      ("165100SEK00000003", "165100SEK00000004", .controlMismatch, 14, "15"),
      ("165100SEK", "165100EUR", .controlMismatch, 14, "15"),
      ("70000000020000000100000002", "70000000030000000100000002", .controlMismatch, 15, "70"),
      ("70000000020000000100000002", "70000000020000000000000002", .controlMismatch, 15, "70"),
      ("70000000020000000100000002", "70000000020000000100000001", .controlMismatch, 15, "70"),
      ("0000000200000001\n", "0000000200000002\n", .controlMismatch, 15, "70"),
      ("00982320260310", "00982320260231", .invalidDate, 14, "15/date"),
      ("00011760021", "0001176OO21", .invalidAmount, 3, "20/amount"),
      ("00006005031", "00006OO5031", .invalidAmount, 9, "22/amount"),
      ("050009912346", "05000000000X", .invalidField, 2, "05/account"),
      ("          SEK", "          DKK", .invalidCurrency, 2, "05/currency"),
      ("0120260310173035", "0220260310173035", .unknownVersion, 1, "01/version"),
      ("050009912346          SEK\n", "", .malformed, 2, "20"),
      ("\n15", "\n16", .malformed, 15, "70"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let refusal = try #require(try OwnFiles.refusal("payments.bgmax", text, other))
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }

  @Test("a record that nobody knows yet is left out with a remark")
  func unknownRecord() throws {
    let file = try OwnFiles.file("payments.bgmax", "29005500001234", "30005500001234")
    let report = try file.check()
    #expect(report.findings.map(\.code) == [.leftOut])
    #expect(try file.rows(report).count == 3)
  }
}
