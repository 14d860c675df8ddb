import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("Bank files of other people", .enabled(if: SharedSamples.arePresent))
struct SharedSamplesTests {
  /// What becomes of each file but the daily statements, which are all read; and why, when it is
  /// refused.
  static let refused: [String: BankFinding.Code] = [
    // No statement in it.
    "genkgo-camt/camt053.v2.wrong.xml": .empty,
    "viafintech-camt_parser/052/valid_namespace.xml": .empty,
    "viafintech-camt_parser/053/valid_namespace.xml": .empty,
    "viafintech-camt_parser/general/invalid_namespace.xml": .empty,
    // Not in a namespace of camt, or no XML at all.
    "hbci4java/test-camt-parse-invalid.xml": .unknownFormat,
    "hbci4java/test-camt-parse-none.xml": .unknownFormat,
    "kedder-ofxstatement-iso20022/unsupported.xml": .unknownFormat,
    "oca-bank-statement-import/10.0/test-camt053.zip": .unknownFormat,
    "oca-bank-statement-import/13.0/test-camt053.zip": .unknownFormat,
    "oca-bank-statement-import/16.0/test-camt053.zip": .unknownFormat,
    // Opening balance, entries and closing balance in one currency do not fit.
    "genkgo-camt/camt053.v2.all-balance-types.xml": .balanceMismatch,
    "genkgo-camt/camt053.v2.five.decimals.xml": .balanceMismatch,
    "oca-bank-statement-import/10.0/test-camt053": .balanceMismatch,
    "oca-bank-statement-import/13.0/test-camt053": .balanceMismatch,
    "oca-bank-statement-import/13.0/test-camt053-bookgdt-dttm": .balanceMismatch,
    "oca-bank-statement-import/16.0/test-camt053": .balanceMismatch,
    "viafintech-camt_parser/053/valid_example_v8.xml": .balanceMismatch,
    "viafintech-camt_parser/053/valid_example_with_batch.xml": .balanceMismatch,
    "viafintech-camt_parser/053/valid_example_with_debit.xml": .balanceMismatch,
    "viafintech-camt_parser/053/valid_example_with_instdamt.xml": .balanceMismatch,
    // Cut down by who published them: one entry is left of 14, and of others of 6852.79 EUR, which
    // the summary still tells. That is what a file looks like whose end or middle is lost.
    "tryton-sepa/camt.053.001.02.xml": .controlMismatch,
    "viafintech-camt_parser/053/valid_example_with_datetime.xml": .controlMismatch,
    // 100.0000000000005 EUR.
    "hbci4java/test-camt-parse-5200108-invalid-saldo.xml": .invalidAmount,
    // `XXX` is the code for no currency.
    "kedder-ofxstatement-iso20022/gcamp6.xml": .invalidCurrency,
  ]

  /// Each file gives exactly the payments and returns that are in it, or a clear refusal.
  static func table() throws -> [SampleVerdict] {
    let table = try SharedSamples.names.map { name in
      try SharedSamplesTests().verdict(name, SharedSamples.expected(name))
    }
    #expect(Set(Self.refused.keys).isSubset(of: SharedSamples.names))
    return table
  }

  @Test("rows are the same whatever pieces the file comes in, and from any cursor on")
  func piecesAndCursors() throws {
    for name in SharedSamples.names where Self.refused[name] == nil {
      let bytes = try SharedSamples.bytes(name)
      let file = BankFileInPieces(bytes)
      let report = try CamtReader().check(file.source())
      #expect(report == (try CamtReader().check(BankFileInPieces(bytes, size: 97).source())))
      let rows = try file.rows(report)
      #expect(rows.count == report.rows)
      #expect(rows == (try BankFileInPieces(bytes, size: 97).rows(report)))
      for (index, row) in rows.enumerated() {
        #expect(try file.rows(report, after: row.cursor) == Array(rows.dropFirst(index + 1)))
      }
      #expect(Set(rows.map(\.transaction.key)).count == rows.count, "\(name) names two rows alike")
    }
  }

  private func verdict(_ name: String, _ expected: ExpectedFile?) throws -> SampleVerdict {
    let file = BankFileInPieces(try SharedSamples.bytes(name))
    let reader: any BankFormatReader
    do {
      reader = try BankFormats().reader(for: Array(file.bytes.prefix(BankFormats.Limits.head)))
    } catch {
      #expect(Self.refused[name] == error.code, "\(name): \(error)")
      #expect(expected?.creditEntries.isEmpty ?? true)
      return SampleVerdict("camt", name, refused: error.text)
    }
    let report = try reader.check(file.source())
    #expect(report.refusals.first?.code == Self.refused[name], "\(name): \(report.findings)")
    #expect(report.statements == expected?.counts.statements, "\(name)")
    #expect(report.entries == expected?.counts.entries, "\(name)")
    // Rows of a file that is refused for its balances are compared too, so that nothing hides
    // behind the refusal.
    let reasons = Set(report.refusals.map(\.code))
    guard reasons.isSubset(of: [.balanceMismatch, .controlMismatch]), let expected else {
      return SampleVerdict("camt", name, report)
    }
    let rows = try file.rows(report)
    compare(rows, expected, name)
    return SampleVerdict("camt", name, report, rows: rows)
  }

  /// Payments in, and payments taken back.
  private static func counts(_ row: BankRow) -> Bool {
    row.nature == .payment || row.nature == .returnedPayment
  }

  private func compare(_ rows: [BankRow], _ expected: ExpectedFile, _ name: String) {
    let told = expected.creditEntries + expected.debitReversals
    let questions = Set(
      told.filter { $0.indicatorConflict || $0.amountConflict }.map {
        Place(statement: $0.statementIndex, entry: $0.entryIndex)
      }
    )
    let certain = told.filter { !$0.indicatorConflict && !$0.amountConflict }
    let ours = rows.filter {
      Self.counts($0)
        && !questions.contains(Place(statement: $0.cursor.statement, entry: $0.cursor.entry))
    }
    let theirs = certain.map(ComparedRow.init).sorted()
    #expect(ours.count == theirs.count, "\(name)")
    for (our, their) in zip(ours, theirs) { #expect(ComparedRow(our) == their, "\(name)") }
    let instructed = certain.filter { $0.instructedAmount != nil }
    for row in instructed {
      let our = ours.first { $0.cursor == ComparedRow(row).cursor }
      let their = row.instructedAmount.map { "\($0.amount) \($0.currency)" }
      #expect(our?.transaction.instructedAmount?.description == their, "\(name)")
    }
  }

  private struct Place: Hashable {
    var statement: Int
    var entry: Int
  }
}

/// A row as far as both readers tell it.
private struct ComparedRow: Equatable, Comparable {
  var cursor: BankCursor
  var minorUnits: Int64
  var currency: String
  var bookingDate: String?
  var valueDate: String?
  var isBooked: Bool
  var isReversal: Bool
  var returnReason: String?
  var servicerReference: String?
  var entryReference: String?
  var endToEndID: String?
  var mandateID: String?
  var uetr: String?
  var charges: [String]
  var references: [String]
  var documents: [String?]
  var additional: [String]
  var text: [String]
  var debtor: [String?]
  var creditor: String?

  init(_ row: BankRow) {
    let transaction = row.transaction
    cursor = row.cursor
    minorUnits = transaction.amount.minorUnits
    currency = transaction.amount.currency.code
    bookingDate = row.entry.statedBookingDate?.description
    valueDate = row.entry.statedValueDate?.description
    isBooked = row.entry.status == .booked
    isReversal = row.entry.isReversal
    returnReason = transaction.returnReason
    // The other reader takes the transaction's own reference before the entry's.
    servicerReference = transaction.servicerReference ?? row.entry.servicerReference
    entryReference = row.entry.entryReference
    endToEndID = transaction.endToEndID
    mandateID = transaction.mandateID
    uetr = transaction.uetr
    charges = transaction.charges.map(\.amount.description)
    references = transaction.remittance.references.map { "\($0.type ?? "") \($0.value)" }
    documents = transaction.remittance.documents.map(\.number)
    additional = transaction.remittance.additional
    text = transaction.remittance.text
    debtor = [
      transaction.debtor.name, transaction.debtor.ultimateName, transaction.debtor.iban,
      transaction.debtor.otherAccount,
    ]
    creditor = transaction.creditor.name
  }

  init(_ row: ExpectedFile.Row) {
    cursor = BankCursor(
      statement: row.statementIndex,
      entry: row.entryIndex,
      transaction: row.txIndex ?? 0
    )
    minorUnits = row.amountMinor
    currency = row.currency
    // Without the zone that xs:date allows.
    bookingDate = row.bookingDate.map { String($0.prefix(10)) }
    valueDate = row.valueDate.map { String($0.prefix(10)) }
    // The entries of a statement are booked where the bank does not say.
    isBooked = row.status == "BOOK" || row.status == nil
    isReversal = row.reversal
    returnReason = row.returnReason
    servicerReference = row.accountServicerRef
    entryReference = row.entryRef
    endToEndID = row.endToEndId == "NOTPROVIDED" ? nil : row.endToEndId
    mandateID = row.mandateId
    uetr = row.uetr
    charges = row.charges.map { "\($0.amount) \($0.currency)" }
    references = row.structuredReferences.map { "\($0.type ?? "") \($0.ref)" }
    documents = row.referredDocuments.map(\.number)
    additional = row.additionalRemittance
    text = row.unstructuredRemittance
    debtor = [row.debtorName, row.ultimateDebtorName, row.debtorIban, row.debtorAccountOther]
    creditor = row.creditorName
  }

  static func < (lhs: ComparedRow, rhs: ComparedRow) -> Bool { lhs.cursor < rhs.cursor }
}
