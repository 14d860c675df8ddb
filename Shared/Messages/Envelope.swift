package import DomainKit

/// A message with its attributes: CloudEvents 1.0 with the extensions of Encours.
package struct Envelope: Equatable, Sendable {
  /// Derived from what the message tells, so that a repeated decision repeats the id.
  package var id: String
  /// The sender: `/encours/<service>/<lineage>`, for a partition `/encours/matching/07/<lineage>`.
  package var source: String
  package var type: String
  /// The account that the message concerns.
  package var subject: String?
  package var time: Timestamp?
  package var partition: Partition?
  /// Counts the sender's messages of one routing key from 1, without holes; outsiders have none.
  package var sequence: UInt64?
  /// The sender's open cut: extensions `businessdate` and `businesscut`.
  package var cut: DayCut?
  package var traceParent: String?
  /// The JSON data, byte for byte as it is journaled and sent.
  package var body: [UInt8]

  package init(
    id: String,
    source: String,
    type: String,
    subject: String? = nil,
    time: Timestamp? = nil,
    partition: Partition? = nil,
    sequence: UInt64? = nil,
    cut: DayCut? = nil,
    traceParent: String? = nil,
    body: [UInt8]
  ) {
    self.id = id
    self.source = source
    self.type = type
    self.subject = subject
    self.time = time
    self.partition = partition
    self.sequence = sequence
    self.cut = cut
    self.traceParent = traceParent
    self.body = body
  }
}

/// Why a message can never be understood; it goes to the invalid bin at first sight.
package struct Malformed: Error, Equatable, Sendable {
  package enum Code: String, Codable, CaseIterable, Sendable {
    case contentType = "content-type"
    case contentEncoding = "content-encoding"
    case attribute
    case oversize
    case notUTF8 = "not-utf-8"
    case notJSON = "not-json"
    case tooDeep = "too-deep"
    case duplicateKey = "duplicate-key"
    case unknownType = "unknown-type"
    case unknownVersion = "unknown-version"
    case data
    case sequenceReused = "sequence-reused"
  }
  package let code: Code
  /// What was expected and what was found, with the field's path.
  package let text: String

  package init(_ code: Code, _ text: String) {
    self.code = code
    self.text = text
  }
}
