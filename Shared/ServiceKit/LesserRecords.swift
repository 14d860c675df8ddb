/// Everything up to a number is confirmed; written with the next batch, never on its own account.
package struct SentRecord: Codable {
  package static let kind = "sent"
  package var through: UInt64
}

/// Something begins that may end the process, or what began under this name is over; written only
/// after an unclean end.
package struct AttemptRecord: Codable {
  package static let kind = "attempt"
  /// The name of an ``Attempt``.
  package var id: String
  package var isOver: Bool?
}
