import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("AEB43")
struct AEB43Tests {
  @Test("a transfer with its concepts, a returned receipt, a correction and a charge")
  func statement() throws {
    let file = try OwnFiles.file("statement.n43")
    let report = try file.check()
    #expect(report.findings == [])
    guard case .statementBegan(let statement, index: 0) = try file.events(report).first else {
      Issue.record("no statement")
      return
    }
    #expect(
      statement.account
        == BankAccount(number: "210009182345678901", isIBAN: false, currency: .euro)
    )
    #expect(statement.id == "2026-03-09-2026-03-10 1000.00")
    let rows = try file.rows(report)
    #expect(rows.map(\.nature) == [.payment, .returnedPayment, .returnedPayment, .otherDebit])
    #expect(rows.map(\.transaction.amount.minorUnits) == [1176_00, 515_00, 20_00, 9_50])
    let transfer = rows[0]
    #expect(transfer.entry.bookingDate == CalendarDate("2026-03-10"))
    #expect(transfer.entry.valueDate == CalendarDate("2026-03-11"))
    #expect(transfer.entry.proprietaryCode == "04007")
    #expect(transfer.entry.servicerReference == "4711000001")
    #expect(
      transfer.transaction.remittance.text
        == ["TRANSFERENCIA DE TALLERES NUNEZ SL FACTURA INV-2026-0042 PRONTO PAGO 2 %"]
    )
    #expect(transfer.transaction.remittance.additional == ["INV-2026-0042"])
    #expect(rows[1].entry.entryReference == "202600043007")
    #expect(rows[2].entry.isReversal && !rows[2].transaction.isReturn)
    #expect(
      transfer.entry.key.rawValue
        == "210009182345678901:#2026-03-09-2026-03-10 1000.00:0:1176.00EUR:2026-03-11"
    )
  }

  @Test(
    "what is wrong is refused with its line and field",
    arguments: [
      ("00003000000000", "00004000000000", .controlMismatch, 10, "33"),
      ("0000100000000117600", "0000200000000117600", .controlMismatch, 10, "33"),
      ("0000100000000117600", "0000100000000117601", .controlMismatch, 10, "33"),
      ("200000000163150978", "200000000163151978", .balanceMismatch, 10, "33"),
      ("200000000163150978", "300000000163150978", .invalidField, 10, "33/sign"),
      ("33210009182345678901", "33210009182345678902", .controlMismatch, 10, "33/account"),
      ("999999000010", "999999000012", .controlMismatch, 11, "88"),
      ("0400720000000011", "0400730000000011", .invalidField, 2, "22/sign"),
      ("0000117600471100", "000011760O471100", .invalidAmount, 2, "22/amount"),
      ("260310260311", "260231260311", .invalidDate, 2, "22/date"),
      ("260310260311", "260310261311", .invalidDate, 2, "22/value date"),
      ("9783ATELIERS", "9793ATELIERS", .invalidCurrency, 1, "11/currency"),
      ("260309260310", "260309260300", .invalidDate, 1, "11/end"),
      ("2301TRANSF", "2501TRANSF", .malformed, 3, "25"),
      ("\n33", "\n", .malformed, 10, "21"),
      ("\n88", "\n11", .malformed, 11, "11"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let refusal = try #require(try OwnFiles.refusal("statement.n43", text, other))
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }

  @Test("a count that holds the end record too is right, since some banks count so")
  func countWithEnd() throws {
    #expect(try OwnFiles.refusal("statement.n43", "999999000010", "999999000011") == nil)
  }

  @Test("a movement has at most five records of concepts, and none stands alone")
  func concepts() throws {
    let more = "2302PRONTO PAGO 2 %\n"
    let five = String(repeating: more, count: 4)
    let counted = ("999999000010", "999999000013")
    let text = String(decoding: try OwnFiles.bytes("statement.n43"), as: UTF8.self)
      .replacing(more, with: five).replacing(counted.0, with: counted.1)
    #expect(try BankFileInPieces.recognised(Array(text.utf8)).check().isAccepted)
    let six = try OwnFiles.refusal("statement.n43", more, five + more)
    #expect(six?.code == .malformed)
    #expect(six?.line == 8)
    let alone = try OwnFiles.refusal("statement.n43", "\n22    0918260310260311", "\n24")
    #expect(alone?.path == "23")
  }

  @Test("two accounts in one file are two statements; a missing end is refused")
  func accounts() throws {
    let text = String(decoding: try OwnFiles.bytes("statement.n43"), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    let account = lines.dropLast()
    let both = Array(account) + account.map { $0.replacing("678901", with: "678902") }
    let end = lines[lines.count - 1].replacing("000010", with: "000020")
    let report = try BankFileInPieces.recognised(
      Array((both + [end]).joined(separator: "\n").utf8)
    ).check()
    #expect(report.findings == [])
    #expect((report.statements, report.rows) == (2, 8))
    let open = lines.filter { !$0.hasPrefix("33") }.joined(separator: "\n")
    #expect(try BankFileInPieces.recognised(Array(open.utf8)).check().refusals[0].path == "88")
  }
}
