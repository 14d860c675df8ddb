import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("OFX files of other people", .enabled(if: SampleFolder("ofx").isPresent))
struct OFXSamplesTests {
  static let folder = SampleFolder("ofx")

  static let refused: [String: BankFinding.Code] = [
    // Statements of cards and securities, profiles, sign-ons: no statement of an account.
    "csingley-ofxtools/invstmtrs.ofx": .empty,
    "pypi-ofxparse/account_listing_aggregation.ofx": .empty,
    "pypi-ofxparse/bank_small.ofx": .empty,
    "pypi-ofxparse/fidelity-savings.ofx": .empty,
    "pypi-ofxparse/fidelity.ofx": .empty,
    "pypi-ofxparse/investment_401k.ofx": .empty,
    "pypi-ofxparse/investment_medium.ofx": .empty,
    "pypi-ofxparse/signon_success.ofx": .empty,
    "pypi-ofxparse/signon_success_no_message.ofx": .empty,
    "pypi-ofxparse/td_ameritrade.ofx": .empty,
    "pypi-ofxparse/tiaacref.ofx": .empty,
    "pypi-ofxparse/vanguard.ofx": .empty,
    "pypi-ofxparse/vanguard401k.ofx": .empty,
    // The bank says that it failed.
    "csingley-ofxtools/profrs.ofx": .invalidField,
    "pypi-ofxparse/error_message.ofx": .invalidField,
    "pypi-ofxparse/signon_fail.ofx": .invalidField,
    // <BANKTRANLIST> has no end.
    "csingley-ofxtools/br_nubank_cc.ofx": .malformed,
    // Says that it is XML, and is not.
    "pypi-ofxparse/anzcc.ofx": .malformed,
    // Currency and account stand in a comment.
    "oca-bank-statement-import/test_ofx_wrong.ofx": .missingField,
    // The currency is empty.
    "pypi-bankfile-corpus/unnamed-bank/empty-tags-curdef-fitid-name.ofx": .invalidCurrency,
    "pypi-ofxparse/ofx-v102-empty-tags.ofx": .invalidCurrency,
    "pypi-ofxparse/fail_nice/date_missing.ofx": .invalidDate,
    "pypi-ofxparse/fail_nice/decimal_error.ofx": .invalidAmount,
  ]

  /// Each file gives exactly the credits that are in it, or a clear refusal.
  static func table() throws -> [SampleVerdict] {
    try Self.folder.table(refused: Self.refused, ExpectedOFX.self) { name, rows, expected in
      let ours = rows.filter { $0.entry.direction == .credit }
      #expect(rows.count == expected.counts.creditEntries + expected.counts.debitEntries, "\(name)")
      #expect(
        ours.map(ComparedTransaction.init) == expected.creditEntries.map(ComparedTransaction.init),
        "\(name)"
      )
    }
  }

  @Test("rows are the same whatever pieces a file comes in, and from any cursor on")
  func steady() throws { try Self.folder.expectSteadyRows(but: Self.refused.keys) }
}

/// `<file>.expected.json` of OFX, as far as it is compared.
private struct ExpectedOFX: Decodable {
  struct Credit: Decodable {
    var account: String
    var bookingDate: String
    var amountMinor: Int64
    var currency: String
    var trntype: String
    var fitid: String
    var name: String?
    var memo: String?
  }
  struct Counts: Decodable {
    var creditEntries: Int
    var debitEntries: Int
  }

  var creditEntries: [Credit]
  var counts: Counts
}

/// A credit as far as both readers tell it.
private struct ComparedTransaction: Equatable {
  var bookingDate: String?
  var minorUnits: Int64
  var currency: String
  var kind: String?
  var identifier: String?
  var name: String?
  var memo: String?

  init(_ row: BankRow) {
    bookingDate = row.entry.statedBookingDate?.description
    minorUnits = row.entry.amount.minorUnits
    currency = row.entry.amount.currency.code
    kind = row.entry.proprietaryCode
    identifier = row.entry.servicerReference
    name = row.transaction.debtor.name
    memo = row.transaction.remittance.text.first
  }

  init(_ credit: ExpectedOFX.Credit) {
    bookingDate = credit.bookingDate
    minorUnits = credit.amountMinor
    currency = credit.currency
    kind = credit.trntype.uppercased()
    identifier = credit.fitid
    name = credit.name
    memo = credit.memo
  }
}
