import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("CODA files of other people", .enabled(if: SampleFolder("coda").isPresent))
struct CODASamplesTests {
  static let folder = SampleFolder("coda")

  static let refused: [String: BankFinding.Code] = [
    "wimverstuyf-php-coda-parser/sample2.cod": .invalidAmount,
    "wimverstuyf-php-coda-parser/sample3.cod": .controlMismatch,
    "wimverstuyf-php-coda-parser/sample4.cod": .controlMismatch,
    "wimverstuyf-php-coda-parser/sample5.cod": .controlMismatch,
    "wimverstuyf-php-coda-parser/sample6.cod": .invalidAmount,
    "wimverstuyf-php-coda-parser/sample7.cod": .controlMismatch,
    "wimverstuyf-php-coda-parser/sample9.cod": .controlMismatch,
  ]

  /// Each file gives exactly the credits that are in it, or a clear refusal.
  static func table() throws -> [SampleVerdict] {
    try Self.folder.table(refused: Self.refused, ExpectedCODA.self) { name, rows, expected in
      let ours = rows.filter { $0.entry.direction == .credit && $0.cursor.transaction == 0 }
      #expect(
        ours.map(ComparedMovement.init) == expected.creditEntries.map(ComparedMovement.init),
        "\(name)"
      )
    }
  }

  @Test("rows are the same whatever pieces a file comes in, and from any cursor on")
  func steady() throws { try Self.folder.expectSteadyRows(but: Self.refused.keys) }
}

/// `<file>.expected.json` of CODA, as far as it is compared.
private struct ExpectedCODA: Decodable {
  struct Reference: Decodable { var ref: String }
  struct Credit: Decodable {
    var bookingDate: String?
    var valueDate: String?
    var amountMinor: Int64
    var currency: String
    var transactionCode: String
    var structuredReferences: [Reference]
    var communicationType: String?
    var communication: String
    var bankReference: String?
    var customerReference: String?
    var debtorName: String?
    var debtorAccount: String?
    var submoves: Int
  }

  var creditEntries: [Credit]
}

/// A credit as far as both readers tell it.
private struct ComparedMovement: Equatable {
  var bookingDate: String?
  var valueDate: String?
  var minorUnits: Int64
  var currency: String
  var code: String?
  var bankReference: String?
  var customerReference: String?
  var references: [String]
  var debtorName: String?
  var debtorAccount: String?

  init(_ row: BankRow) {
    let transaction = row.transaction
    bookingDate = row.entry.statedBookingDate?.description
    valueDate = row.entry.statedValueDate?.description
    minorUnits = row.entry.amount.minorUnits
    currency = row.entry.amount.currency.code
    code = row.entry.proprietaryCode
    bankReference = row.entry.servicerReference
    // Of a movement with details, the details say it, each for itself.
    let isWhole = transaction.amount == row.entry.amount
    customerReference = isWhole ? transaction.endToEndID : nil
    references = transaction.remittance.references.map(\.value)
    debtorName = isWhole ? transaction.debtor.name : nil
    let account = transaction.debtor.iban ?? transaction.debtor.otherAccount
    debtorAccount = isWhole ? account.map { String($0.prefix(16)) } : nil
  }

  init(_ credit: ExpectedCODA.Credit) {
    bookingDate = credit.bookingDate
    valueDate = credit.valueDate
    minorUnits = credit.amountMinor
    currency = credit.currency
    code = credit.transactionCode
    bankReference = credit.bankReference
    customerReference = credit.submoves == 0 ? credit.customerReference : nil
    references = credit.structuredReferences.map(\.ref)
    debtorName = credit.debtorName
    debtorAccount = credit.debtorAccount.map { String($0.prefix(16)) }
  }
}
