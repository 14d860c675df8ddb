/// Everything up to a number is confirmed; written with the next batch, never on its own account.
package struct SentRecord: Codable {
  package static let kind = "sent"
  package var through: UInt64
}

/// Handling of a message begins; written only after an unclean end.
package struct AttemptRecord: Codable {
  package static let kind = "attempt"
  package var id: String
}
