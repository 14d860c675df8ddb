import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("Norwegian OCR giro")
struct OCRGiroTests {
  private static let krone = Currency(literal: "NOK")

  @Test("a payment with a KID, a purchase with a text and a purchase taken back")
  func payments() throws {
    let file = try OwnFiles.file("payments.ocr")
    guard case .statementBegan(let statement, index: 0) = try file.events(file.check()).first else {
      Issue.record("no statement")
      return
    }
    #expect(statement.kind == .notification)
    #expect(
      statement.account
        == BankAccount(number: "99991042764", isIBAN: false, currency: Self.krone)
    )
    let rows = try file.rows()
    #expect(rows.map(\.nature) == [.payment, .payment, .returnedPayment])
    #expect(
      rows.map(\.transaction.amount)
        == [1176_00, 500_50, 100_50].map { Money($0, Self.krone) }
    )
    let payment = rows[0]
    #expect(payment.entry.bookingDate == CalendarDate("2026-03-10"))
    #expect(
      payment.transaction.remittance.references
        == [BankReference(value: "2026000427", type: "KID")]
    )
    #expect(payment.transaction.debtor == BankParty(otherAccount: "99991005524"))
    #expect(payment.entry.servicerReference == "600155380")
    #expect(
      payment.entry.key.rawValue
        == "99991042764:#0170031 001008566 0000002:0:1176.00NOK:2026-03-10"
    )
    #expect(rows[1].transaction.remittance.text == ["Faktura INV-2026-0043"])
    #expect(rows[1].transaction.debtor == BankParty())
  }

  @Test(
    "what is wrong is refused with its line and field",
    arguments: [
      ("NY09008800000003", "NY09008800000004", .controlMismatch, 10, "88"),
      ("NY0900880000000300000009", "NY0900880000000300000008", .controlMismatch, 10, "88"),
      ("157600100326100326", "157601100326100326", .controlMismatch, 10, "88"),
      ("NY00008900000003", "NY00008900000002", .controlMismatch, 11, "89"),
      ("00000000117600 ", "0000000011760O ", .invalidAmount, 3, "30/amount"),
      ("0000001100326", "0000001310226", .invalidDate, 3, "30/date"),
      ("1464-0", "146400", .invalidField, 8, "30/sign"),
      ("1464000000000000117600", "1464-00000000000117600", .invalidField, 3, "30/sign"),
      ("99991042764", "9999104276X", .invalidField, 2, "20/account"),
      ("NY0911310000001", "NY0911310000002", .malformed, 4, "31"),
      ("NY0921320000002", "NY0921420000002", .malformed, 7, "42"),
      ("NY0921310000002", "NY0921320000002", .missingField, 8, "30/31"),
      ("NY090020", "NY210020", .unknownFormat, 2, "20/service"),
      ("27000000\nNY0911310", "2700000\nNY0911310", .malformed, 3, "30"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let refusal = try #require(try OwnFiles.refusal("payments.ocr", text, other))
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }

  @Test("an assignment without its end, and a record before the start, are refused")
  func order() throws {
    let lines = try String(decoding: OwnFiles.bytes("payments.ocr"), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    func refusals(_ lines: [String]) throws -> [BankFinding.Code] {
      var file = BankFileInPieces(lines.joined(separator: "\n"))
      file.reader = OCRGiroReader()
      return try file.check().refusals.map(\.code)
    }
    #expect(try refusals(lines) == [])
    #expect(try refusals(lines.filter { !$0.hasPrefix("NY090088") }) == [.malformed])
    #expect(try refusals(Array(lines.dropFirst())).first == .malformed)
    #expect(try refusals(lines.filter { !$0.hasPrefix("NY090020") }).first == .malformed)
    #expect(try refusals(lines + lines) == [])
  }
}

@Suite("OCR giro files of other people", .enabled(if: SampleFolder("ocr-giro").isPresent))
struct OCRGiroSamplesTests {
  static let folder = SampleFolder("ocr-giro")

  static let refused: [String: BankFinding.Code] = [
    // Direct debits: agreements, and what the payee asks for.
    "otovo-netsgiro-no/avtalegiro_agreements.txt": .unknownFormat,
    "otovo-netsgiro-no/avtalegiro_payment_request.txt": .unknownFormat,
  ]

  /// Each file gives exactly the payments that are in it, or a clear refusal.
  static func table() throws -> [SampleVerdict] {
    try Self.folder.table(refused: Self.refused, ExpectedTransmission.self) { _, rows, expected in
      #expect(rows.map(ComparedPayment.init) == expected.creditEntries.map(ComparedPayment.init))
    }
  }

  @Test("rows are the same whatever pieces a file comes in, and from any cursor on")
  func steady() throws { try Self.folder.expectSteadyRows(but: Self.refused.keys) }
}

/// `<file>.expected.json` of OCR giro, as far as it is compared.
private struct ExpectedTransmission: Decodable {
  struct Reference: Decodable { var ref: String }
  struct Credit: Decodable {
    var bookingDate: String
    var amountMinor: Int64
    var currency: String
    var reversal: Bool
    var structuredReferences: [Reference]
    var reference: String?
    var unstructuredRemittance: [String]
    var debtorAccount: String?
  }

  var creditEntries: [Credit]
}

/// A payment as far as both readers tell it.
private struct ComparedPayment: Equatable {
  var bookingDate: String?
  var minorUnits: Int64
  var currency: String
  var isReversal: Bool
  var references: [String]
  var servicerReference: String?
  var text: [String]
  var account: String?

  init(_ row: BankRow) {
    bookingDate = row.entry.statedBookingDate?.description
    minorUnits = row.entry.amount.minorUnits
    currency = row.entry.amount.currency.code
    isReversal = row.entry.isReversal
    references = row.transaction.remittance.references.map(\.value)
    servicerReference = row.entry.servicerReference
    text = row.transaction.remittance.text
    account = row.transaction.debtor.otherAccount
  }

  init(_ credit: ExpectedTransmission.Credit) {
    bookingDate = credit.bookingDate
    minorUnits = credit.amountMinor
    currency = credit.currency
    isReversal = credit.reversal
    references = credit.structuredReferences.map(\.ref)
    servicerReference = credit.reference
    text = credit.unstructuredRemittance
    account = credit.debtorAccount
  }
}
