/// Who decided something by hand, why and when.
package struct ManualRecord: Codable, Equatable, Sendable {
  package var user: String
  package var note: String
  /// RFC 3339, UTC.
  package var time: String

  package init(user: String, note: String, time: String) {
    self.user = user
    self.note = note
    self.time = time
  }
}
