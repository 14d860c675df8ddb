import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("OFX")
struct OFXTests {
  private static let dollar = Currency(literal: "USD")

  @Test("OFX 1: a transfer, a deposit with a check and a charge")
  func sgml() throws {
    let file = try OwnFiles.file("statement-1.ofx")
    let report = try file.check()
    #expect(report.format == "ofx-1.0.2")
    #expect(report.findings.map(\.code) == [.balanceUnchecked])
    let rows = try file.rows(report)
    #expect(rows.map(\.nature) == [.payment, .payment, .otherDebit])
    let transfer = rows[0]
    #expect(transfer.transaction.key.rawValue == "104108339:20260310-000412:0")
    #expect(transfer.entry.amount == Money(1234_12, Self.dollar))
    #expect(transfer.entry.bookingDate == CalendarDate("2026-03-10"))
    #expect(transfer.entry.valueDate == CalendarDate("2026-03-11"))
    #expect(transfer.entry.proprietaryCode == "CREDIT")
    #expect(transfer.transaction.debtor == BankParty(name: "Harbor & Sons Inc"))
    #expect(transfer.transaction.remittance.text == ["Invoice INV-2026-0042"])
    #expect(rows[1].transaction.debtor == BankParty())
    #expect(rows[1].transaction.remittance.text == ["Deposit, AT&T lot < 7"])
    #expect(rows[1].entry.entryReference == "1071")
    #expect(rows[2].transaction.creditor.name == "First Bank")
  }

  @Test("OFX 2: a transfer with its payer's account, and one that is announced")
  func xml() throws {
    let file = try OwnFiles.file("statement-2.ofx")
    let report = try file.check()
    #expect(report.format == "ofx-2.2.0")
    #expect(report.findings.map(\.code) == [.balanceUnchecked])
    guard case .statementBegan(let statement, index: 0) = try file.events(report).first else {
      Issue.record("no statement")
      return
    }
    #expect(statement.id == "20260301-20260310")
    #expect(
      statement.account
        == BankAccount(number: "FR7630006000011234567890189", isIBAN: true, currency: .euro)
    )
    let rows = try file.rows(report)
    #expect(rows.map(\.entry.status) == [.booked, .pending])
    #expect(rows.map(\.transaction.amount.minorUnits) == [1176_00, 99_99])
    #expect(
      rows[0].transaction.debtor
        == BankParty(
          name: "Ateliers Morel & Fils, menuiserie et ébénisterie",
          iban: "FR1420041010050500013M02606"
        )
    )
    #expect(rows[0].transaction.remittance.text == ["INV-2026-0042 moins 2 %"])
    #expect(rows[0].entry.entryReference == "E2E-1")
  }

  @Test("an identifier that only numbers the lines of a file names nothing by itself")
  func shortIdentifiers() throws {
    let rows = try OwnFiles.file("statement-1.ofx").rows()
    #expect(rows[1].entry.key.rawValue == "104108339:2 2026-03-10 400.00")
    let others = try OwnFiles.file("statement-1.ofx", "<TRNAMT>+400.00", "<TRNAMT>+400.01").rows()
    #expect(others[1].entry.key != rows[1].entry.key)
    let nameless = try OwnFiles.file("statement-1.ofx", "<FITID>2\n", "")
    #expect(try nameless.check().remarks.map(\.code) == [.missingField, .balanceUnchecked])
    #expect(
      try nameless.rows()[1].entry.key.rawValue
        == "104108339:#20260301-20260310:1:400.00USD:2026-03-10"
    )
  }

  @Test("an end tag is nothing that a field needs, whatever pieces and line ends the file comes in")
  func pieces() throws {
    let file = try OwnFiles.file("statement-1.ofx")
    let report = try file.check()
    let rows = try file.rows(report)
    let text = String(decoding: file.bytes, as: UTF8.self)
    let closed = text.replacing(/<(TRNAMT|FITID|MEMO|DTEND)>([^\n]*)/) {
      "<\($0.1)>\($0.2)</\($0.1)>"
    }
    #expect(closed != text)
    let variants = [
      text, closed, "\u{FEFF}" + text, "\n\n" + text, text.replacing("\n", with: "\r\n"),
      text.replacing("\n", with: "\r"), text.replacing(/\n</, with: "<"),
      text.replacing("<STMTRS>", with: "<!-- from <here> on --><STMTRS>"),
    ]
    for variant in variants {
      for size in [1, 7, 64 * 1024] {
        let other = try BankFileInPieces.recognised(Array(variant.utf8), size: size)
        #expect(try other.check().findings.map(\.code) == report.findings.map(\.code))
        #expect(try other.rows(report) == rows)
      }
    }
  }

  @Test("XML in pieces is the same")
  func xmlPieces() throws {
    let file = try OwnFiles.file("statement-2.ofx")
    let report = try file.check()
    for size in [1, 7] {
      let pieces = try BankFileInPieces.recognised(file.bytes, size: size)
      #expect(try pieces.check() == report)
      #expect(try pieces.rows(report) == file.rows(report))
    }
  }

  @Test("a file cut off anywhere is refused", arguments: ["statement-1.ofx", "statement-2.ofx"])
  func cutOff(name: String) throws {
    let whole = try OwnFiles.file(name)
    let end = try #require(whole.bytes.lastIndex(of: UInt8(ascii: ">")))
    for length in 1...end {
      var file = BankFileInPieces(Array(whole.bytes.prefix(length)))
      file.reader = whole.reader
      #expect(try !file.check().isAccepted, "\(name) cut after \(length) bytes")
    }
  }

  @Test(
    "what is wrong is refused with its line and field",
    arguments: [
      ("<TRNAMT>1234.12", "<TRNAMT>1,234.12", .invalidAmount, 23, "STMTTRN/TRNAMT"),
      ("<TRNAMT>1234.12", "<TRNAMT>1,234", .invalidAmount, 23, "STMTTRN/TRNAMT"),
      ("<TRNAMT>1234.12", "<TRNAMT>1234.125", .invalidAmount, 23, "STMTTRN/TRNAMT"),
      ("<TRNAMT>1234.12", "<TRNAMT>--1234.12", .invalidAmount, 23, "STMTTRN/TRNAMT"),
      ("<TRNAMT>1234.12", "<TRNAMT>", .missingField, 23, "STMTTRN/TRNAMT"),
      ("<TRNAMT>1234.12", "<TRNAMT>1<TRNAMT>2", .invalidField, 23, "STMTTRN/TRNAMT"),
      ("20260310120000.000", "20260231120000.000", .invalidDate, 23, "STMTTRN/DTPOSTED"),
      ("<DTPOSTED>20260310120000.000[-5:EST]\n", "", .invalidDate, 23, "STMTTRN/DTPOSTED"),
      ("<DTAVAIL>20260311", "<DTAVAIL>260311", .invalidDate, 23, "STMTTRN/DTAVAIL"),
      ("<CURDEF>USD", "<CURDEF>US$", .invalidCurrency, 20, "STMTRS/CURDEF"),
      ("<CURDEF>USD\n", "", .missingField, 19, "STMTRS/CURDEF"),
      ("<ACCTID>104108339", "<ACCTID>", .missingField, 21, "BANKACCTFROM/ACCTID"),
      ("<BALAMT>2584.12", "<BALAMT>2584.1O", .invalidAmount, 49, "STMTRS/LEDGERBAL"),
      ("</BANKTRANLIST>", "", .malformed, 51, "OFX/BANKMSGSRSV1/STMTTRNRS/STMTRS/BANKTRANLIST"),
      ("</STMTTRN>\n<STMTTRN>\n<TRNTYPE>DEP", "<TRNTYPE>DEP", .invalidField, 23, "STMTTRN/TRNTYPE"),
      ("<CHECKNUM>1071", "<CORRECTFITID>1", .invalidField, 32, "STMTTRN/CORRECTFITID"),
      (
        "<CHECKNUM>1071", "<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY>", .invalidCurrency, 32,
        "STMTTRN/CURRENCY/CURSYM"
      ),
      ("<OFX>", "<!DOCTYPE OFX SYSTEM \"x\"><OFX>", .forbidden, 11, ""),
      ("</STMTRS>", "lost</STMTRS>", .malformed, 51, "OFX/BANKMSGSRSV1/STMTTRNRS/STMTRS"),
      ("</OFX>\n", "</OFX>\n<OFX>", .malformed, 54, ""),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let refusal = try #require(try OwnFiles.refusal("statement-1.ofx", text, other))
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }

  @Test("a bank that answers with an error has sent no statement")
  func bankError() throws {
    let refusal = try #require(
      try OwnFiles.refusal(
        "statement-1.ofx",
        "<TRNUID>1\n<STATUS><CODE>0<SEVERITY>INFO</STATUS>",
        "<TRNUID>1\n<STATUS><CODE>2000<SEVERITY>ERROR<MESSAGE>General error</STATUS>"
      )
    )
    #expect(refusal.text == "the bank answers with an error, 2000: General error")
    #expect(refusal.line == 18)
  }

  @Test("what is no statement of an account is left out with a remark")
  func leftOut() throws {
    let card = "<CREDITCARDMSGSRSV1><CCSTMTTRNRS>…</CCSTMTTRNRS></CREDITCARDMSGSRSV1>\n</OFX>"
    let file = try OwnFiles.file("statement-1.ofx", "</OFX>", card)
    let report = try file.check()
    #expect(report.isAccepted)
    #expect(report.remarks.map(\.code) == [.balanceUnchecked, .leftOut])
    #expect(report.remarks[1].path == "CREDITCARDMSGSRSV1")
    #expect(try file.rows(report).count == 3)
  }

  @Test("bytes of another character set than declared are read; undeclared ones are a remark")
  func charsets() throws {
    let text = String(decoding: try OwnFiles.bytes("statement-1.ofx"), as: UTF8.self)
    let accented = text.replacing("Harbor", with: "Hafen König")
    let latin = accented.unicodeScalars.map { UInt8($0.value) }
    for bytes in [Array(accented.utf8), latin] {
      let file = try BankFileInPieces.recognised(bytes)
      #expect(try file.rows()[0].transaction.debtor.name == "Hafen König & Sons Inc")
      #expect(try file.check().findings.map(\.code) == [.balanceUnchecked])
    }
    let none = accented.replacing("CHARSET:1252", with: "CHARSET:NONE").unicodeScalars
    let file = try BankFileInPieces.recognised(none.map { UInt8($0.value) })
    #expect(try file.check().findings.map(\.code) == [.balanceUnchecked, .charsetAssumed])
    #expect(try file.check().findings.last?.line == 29)
  }

  @Test("the sign of the amount decides, and a kind that says otherwise is a remark")
  func sign() throws {
    let file = try OwnFiles.file("statement-1.ofx", "<TRNTYPE>DEP", "<TRNTYPE>Debit")
    #expect(try file.rows()[1].nature == .payment)
    #expect(try file.check().remarks.map(\.code) == [.detailConflict, .balanceUnchecked])
  }
}
