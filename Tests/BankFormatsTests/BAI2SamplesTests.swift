import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("BAI2 files of other people", .enabled(if: SampleFolder("bai2").isPresent))
struct BAI2SamplesTests {
  static let folder = SampleFolder("bai2")

  static let refused: [String: BankFinding.Code] = [
    // `00` is no file header.
    "moov-io-bai2/errors/sample-parseError.txt": .unknownFormat,
    // An account says 26 records of -1260161341762, and has 18 of another sum.
    "moov-io-bai2/sample4-continuations-newline-delimited.txt": .controlMismatch,
  ]

  /// Each file gives exactly the credits that are in it, or a clear refusal.
  static func table() throws -> [SampleVerdict] {
    try Self.folder.table(refused: Self.refused, ExpectedReport.self) { name, rows, expected in
      let ours = rows.filter { $0.transaction.direction == .credit }
      #expect(rows.count == expected.counts.creditEntries + expected.counts.other)
      #expect(ours.map(ComparedCredit.init) == expected.creditEntries.map(ComparedCredit.init))
    }
  }

  @Test("rows are the same whatever pieces a file comes in, and from any cursor on")
  func steady() throws { try Self.folder.expectSteadyRows(but: Self.refused.keys) }
}

/// `<file>.expected.json` of BAI2, as far as it is compared.
private struct ExpectedReport: Decodable {
  struct Credit: Decodable {
    var bookingDate: String
    var amountMinor: Int64
    var currency: String
    var typeCode: String
    var bankReference: String?
    var customerReference: String?
    var text: String?
  }
  struct Counts: Decodable {
    var creditEntries: Int
    var other: Int
  }

  var creditEntries: [Credit]
  var counts: Counts
}

/// A credit as far as both readers tell it.
private struct ComparedCredit: Equatable {
  var bookingDate: String?
  var minorUnits: Int64
  var currency: String
  var typeCode: String?
  var bankReference: String?
  var customerReference: String?
  var text: String

  init(_ row: BankRow) {
    bookingDate = row.entry.statedBookingDate?.description
    minorUnits = row.entry.amount.minorUnits
    currency = row.entry.amount.currency.code
    typeCode = row.entry.proprietaryCode
    bankReference = row.entry.servicerReference
    customerReference = row.entry.entryReference
    // Where the text is in labelled lines, the other reader has it in one piece.
    text = typeCode == "108" ? row.transaction.remittance.text.joined(separator: " ") : ""
  }

  init(_ credit: ExpectedReport.Credit) {
    bookingDate = credit.bookingDate
    minorUnits = credit.amountMinor
    currency = credit.currency
    typeCode = credit.typeCode
    bankReference = credit.bankReference
    customerReference = credit.customerReference
    let told = (credit.text ?? "").trimmingCharacters(in: .whitespaces)
    text = typeCode == "108" ? told : ""
  }
}
