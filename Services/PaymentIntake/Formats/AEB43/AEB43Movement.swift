import DomainKit

/// A movement (record 22) with the concepts (23) that explain it.
struct AEB43Movement {
  private var entry: StatedEntry
  private let references: [String]
  private let isReturn: Bool
  private var concepts: [String] = []

  /// *Devoluciones e impagados*: returned and unpaid items.
  private static let returned = "14"
  /// *Anulaciones, correcciones de asiento*: entries cancelled and corrected.
  private static let cancelled = "98"
  /// A movement has five records of concepts at most.
  private static let maximumConcepts = 5

  init(_ record: FixedLine, _ currency: Currency) throws(FieldFault) {
    let direction = try AEB43Value.direction(record.raw(28...28), "sign")
    let amount = try AEB43Value.amount(record.raw(29...42), currency, "amount")
    let kind = record.raw(23...24)
    entry = StatedEntry(line: record.number, path: "22", amount: amount, direction: direction)
    entry.bookingDate = try FieldValue.shortDate(record.raw(11...16), of: "date")
    entry.valueDate = try FieldValue.shortDate(record.raw(17...22), of: "value date")
    entry.proprietaryCode = kind + record.text(25...27)
    entry.isReversal = kind == Self.cancelled
    isReturn = kind == Self.returned
    let document = record.text(43...52)
    if BankKey.identifies(document) { entry.servicerReference = document }
    references = [record.text(53...64), record.text(65...80)].filter { BankKey.identifies($0) }
    entry.entryReference = references.first
  }

  /// False when there are more than a movement may have.
  mutating func addConcepts(_ record: FixedLine) -> Bool {
    guard concepts.count < 2 * Self.maximumConcepts else { return false }
    concepts += [record.text(5...42), record.text(43...80)]
    return true
  }

  /// Names of payers stand in the concepts, where each bank likes, and cannot be told from them.
  var stated: StatedEntry {
    var transaction = StatedTransaction()
    let text = concepts.filter { !$0.isEmpty }.joined(separator: " ")
    transaction.remittance.text = text.isEmpty ? [] : [text]
    transaction.remittance.additional = references
    transaction.isReturn = isReturn
    var stated = entry
    stated.transactions = [transaction]
    return stated
  }
}
