import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("MT940 and MT942 files of other people", .enabled(if: SampleFolder("mt940").isPresent))
struct MT940SamplesTests {
  static let folder = SampleFolder("mt940")

  /// Why files are refused; all others are read.
  static let refused: [String: BankFinding.Code] = [
    "fruitl00p-php-mt940/Abn/sample2": .balanceMismatch,
    "fruitl00p-php-mt940/Hsbc/sample": .balanceMismatch,
    "fruitl00p-php-mt940/Ing/sample": .balanceMismatch,
    "fruitl00p-php-mt940/Knab/sample": .balanceMismatch,
    "fruitl00p-php-mt940/Knab/sample3": .balanceMismatch,
    "fruitl00p-php-mt940/Rabo/sample": .balanceMismatch,
    "fruitl00p-php-mt940/Rabo/sample2": .balanceMismatch,
    "fruitl00p-php-mt940/Rabo/sample3": .balanceMismatch,
    "fruitl00p-php-mt940/Rabo/sample4": .balanceMismatch,
    "railslove-cmxl/mt940-abnamro.txt": .balanceMismatch,
    "railslove-cmxl/mt940-deutsche_bank.txt": .invalidCurrency,
    "railslove-cmxl/mt940-headers.txt": .invalidDate,
    "railslove-cmxl/mt940-with-colon-after-line-break.txt": .invalidCurrency,
    "railslove-cmxl/mt940-with-detailed-end-balance.txt": .balanceMismatch,
    "railslove-cmxl/mt940.txt": .invalidCurrency,
    "railslove-cmxl/statement-details-mt940.txt": .malformed,
    "railslove-cmxl/statement-details-mt942.txt": .malformed,
    "railslove-cmxl/statement-mt940.txt": .malformed,
    "wolph-mt940/cmxl/account_balance_credit.sta": .malformed,
    "wolph-mt940/cmxl/account_balance_debit.sta": .malformed,
    "wolph-mt940/cmxl/account_identification_iban.sta": .malformed,
    "wolph-mt940/cmxl/account_identification_legacy.sta": .malformed,
    "wolph-mt940/cmxl/available_balance.sta": .malformed,
    "wolph-mt940/cmxl/closing_balance.sta": .malformed,
    "wolph-mt940/cmxl/mt940.sta": .invalidCurrency,
    "wolph-mt940/cmxl/reference.sta": .missingField,
    "wolph-mt940/cmxl/statement_details.sta": .malformed,
    "wolph-mt940/cmxl/statement_line.sta": .malformed,
    "wolph-mt940/cmxl/statement_number.sta": .malformed,
    "wolph-mt940/mBank/with_newline_in_tnr.sta": .balanceMismatch,
    "wolph-mt940/self-provided/account_identification.sta": .missingField,
    "wolph-mt940/self-provided/details_60-63.sta": .balanceMismatch,
    "wolph-mt940/self-provided/empty_non_swift.sta": .unknownFormat,
    "wolph-mt940/self-provided/gv_codes.sta": .missingField,
    "wolph-mt940/self-provided/invalid_statement.sta": .unknownFormat,
    "wolph-mt940/self-provided/malformed_details.sta": .balanceMismatch,
    "wolph-mt940/self-provided/mt942.sta": .controlMismatch,
    "wolph-mt940/self-provided/multiline.sta": .malformed,
    "wolph-mt940/self-provided/overly_long_details.sta": .balanceMismatch,
    "wolph-mt940/self-provided/raiffeisen-cmi.sta": .balanceMismatch,
    "wolph-mt940/self-provided/raphaelm.sta": .invalidCurrency,
    "wolph-mt940/self-provided/sparkassen.sta": .malformed,
    "wolph-mt940/self-provided/whitespace.sta": .balanceMismatch,
  ]

  /// Each file gives exactly the credits and reversals that are in it, or a clear refusal.
  static func table() throws -> [SampleVerdict] {
    try Self.folder.table(refused: Self.refused, ExpectedMessages.self) { name, rows, expected in
      let ours = rows.filter { $0.transaction.direction == .credit || $0.entry.isReversal }
      let told = expected.creditEntries + expected.debitReversals
      let theirs = told.sorted { $0.index < $1.index }
      #expect(rows.count == expected.counts.transactions, "\(name)")
      #expect(ours.count == theirs.count, "\(name)")
      for (our, their) in zip(ours, theirs) {
        #expect(ComparedEntry(our) == ComparedEntry(their), "\(name)")
        compareDetails(our, their, name)
      }
    }
  }

  @Test("rows are the same whatever pieces a file comes in, and from any cursor on")
  func steady() throws { try Self.folder.expectSteadyRows(but: Self.refused.keys) }

  /// What the other reader tells only of some layouts.
  private static func compareDetails(
    _ our: BankRow,
    _ their: ExpectedMessages.Entry,
    _ name: String
  ) {
    // The other reader took the bytes for another character set.
    guard !name.contains("iso8859"), !name.contains("raiffeisen") else { return }
    let transaction = our.transaction
    if let endToEndID = their.endToEndId, BankKey.identifies(endToEndID) {
      #expect(transaction.endToEndID == endToEndID, "\(name)")
    }
    if let mandateID = their.mandateId { #expect(transaction.mandateID == mandateID, "\(name)") }
    if let person = their.counterpartyName {
      #expect(letters(transaction.debtor.name) == letters(person), "\(name)")
    }
    if let number = their.counterpartyIban {
      #expect((transaction.debtor.iban ?? transaction.debtor.otherAccount) == number, "\(name)")
    }
    if let purpose = their.purpose {
      #expect(
        letters(transaction.remittance.text.joined()) == letters(purpose),
        "\(name)"
      )
    }
    // Where the layout is unknown, all of field 86 is there; the other reader adds the one behind
    // the closing balance.
    if let raw = their.raw86, their.purpose == nil, !raw.hasPrefix("/"), !raw.contains(">20") {
      let text = letters(transaction.remittance.text.joined())
      #expect(!text.isEmpty && letters(raw).hasPrefix(text), "\(name)")
    }
  }

  private static func letters(_ text: String?) -> String {
    (text ?? "").filter { !$0.isWhitespace }
  }
}

/// `<file>.expected.json` of MT940, as far as it is compared.
private struct ExpectedMessages: Decodable {
  struct Entry: Decodable {
    var index: Int
    var bookingDate: String?
    var valueDate: String?
    var amountMinor: Int64
    var currency: String
    var reversal: Bool
    var customerReference: String?
    var bankReference: String?
    var endToEndId: String?
    var mandateId: String?
    var purpose: String?
    var counterpartyName: String?
    var counterpartyIban: String?
    var raw86: String?
    var txCode: String?
  }
  struct Counts: Decodable { var transactions: Int }

  var creditEntries: [Entry]
  var debitReversals: [Entry]
  var counts: Counts
}

/// An entry as far as both readers tell it.
private struct ComparedEntry: Equatable {
  var minorUnits: Int64
  var currency: String
  var bookingDate: String?
  var valueDate: String?
  var isReversal: Bool
  var bankReference: String?

  init(_ row: BankRow) {
    minorUnits = row.entry.amount.minorUnits
    currency = row.entry.amount.currency.code
    bookingDate = row.entry.statedBookingDate?.description
    valueDate = row.entry.statedValueDate?.description
    isReversal = row.entry.isReversal
    bankReference = row.entry.servicerReference
  }

  init(_ entry: ExpectedMessages.Entry) {
    minorUnits = entry.amountMinor
    currency = entry.currency
    bookingDate = entry.bookingDate
    valueDate = entry.valueDate
    isReversal = entry.reversal
    bankReference = entry.bankReference.flatMap { $0.isEmpty ? nil : $0 }
  }
}
