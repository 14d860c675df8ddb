/// What kind of invoice a document is; all of them are owed.
package enum InvoiceKind: String, Codable, CaseIterable, Sendable {
  /// Goods or services (UNTDID 1001: 380).
  case invoice
  /// More is owed for what an invoice billed (383).
  case debitNote = "debit-note"
  /// What a late payment costs; never part of the amount that was late.
  case lateChargeNote = "late-charge-note"
  /// Billed ahead; a later invoice deducts it (386).
  case deposit
}

/// Why a customer is credited.
package enum CreditReason: String, Codable, CaseIterable, Sendable {
  case goodsReturned = "goods-returned"
  case priceDifference = "price-difference"
  case quantityDifference = "quantity-difference"
  case taxDifference = "tax-difference"
  /// The invoice said what was not so; usually another takes its place.
  case recordingError = "recording-error"
  case cancellation
  case rebate
  case goodwill
  /// A dispute or a deduction was accepted.
  case dispute
  /// The document does not say.
  case unstated
}

/// Which instalments of its invoice a credit note clears first (rules R9).
package enum CreditSpread: String, Codable, CaseIterable, Sendable {
  /// From the last due date backwards (LIFO).
  case lastFirst = "last-first"
  /// FIFO.
  case firstFirst = "first-first"
  /// Each by its share of what is open.
  case proRata = "pro-rata"
}
