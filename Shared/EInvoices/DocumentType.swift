/// BT-3: what kind of invoice or credit note a document is, by its code of UNTDID 1001.
package struct DocumentType: Hashable, Sendable {
  /// Such as `380`.
  package let code: String

  /// Nil unless EN 16931 allows the code (rule BR-CL-01).
  package init?(_ code: String) {
    guard Self.invoices.contains(code) || Self.creditNotes.contains(code) else { return nil }
    self.code = code
  }

  /// For a code that the program states; traps on one that is none.
  private init(literal code: String) {
    guard let type = DocumentType(code) else { preconditionFailure("\(code) is no document type") }
    self = type
  }

  /// Whether what it states is owed to the buyer; its amounts are positive nevertheless.
  package var isCreditNote: Bool { Self.creditNotes.contains(code) }

  package static let invoice = DocumentType(literal: "380")
  package static let creditNote = DocumentType(literal: "381")
  package static let debitNote = DocumentType(literal: "383")
  package static let corrected = DocumentType(literal: "384")
  package static let prepayment = DocumentType(literal: "386")
  package static let selfBilled = DocumentType(literal: "389")

  private static let invoices = codes(
    """
    71 80 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383 384 385 386 387 388 \
    389 390 393 394 395 456 457 471 472 473 500 501 527 553 575 623 633 751 780 817 870 875 876 877 935
    """
  )
  private static let creditNotes = codes("81 83 261 262 296 308 381 396 420 458 502 503 532")

  private static func codes(_ list: String) -> Set<String> {
    Set(list.split(separator: " ").map(String.init))
  }
}

extension DocumentType: CustomStringConvertible {
  package var description: String { code }
}
