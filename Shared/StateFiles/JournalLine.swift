import Messages
import ServiceKit

/// The journal's own fields of a line: when, what kind, and the data byte for byte.
enum JournalLine {
  /// The kind of each owner's first record; the journal's own, nobody is given it.
  static let opened = "owner.opened"
  /// The kind of the last record of an owner that ended as it should; likewise.
  static let closed = "owner.closed"

  static func append(
    _ record: JournalRecord,
    to line: inout [UInt8],
    instants: inout InstantWriter
  ) {
    line.append(ascii: "\"ts\":\"")
    instants.write(record.time, to: &line)
    line.append(ascii: "\",\"kind\":")
    line.append(jsonString: record.kind)
    line.append(ascii: ",\"data\":")
    line.append(contentsOf: record.data)
  }

  static func record(_ line: ChainedLine) throws(LineFault) -> JournalRecord {
    var scanner = JSONByteScanner(line.payload)
    guard scanner.skip("\"ts\":"), let text = scanner.string(), let time = Timestamp(text),
      scanner.skip(",\"kind\":"), let kind = scanner.string(), scanner.skip(",\"data\":")
    else { throw LineFault(.form) }
    return JournalRecord(kind: kind, time: time, data: Array(scanner.rest))
  }

  /// Whether the record is the journal's own.
  static func isMark(_ record: JournalRecord) -> Bool {
    record.kind == opened || record.kind == closed
  }

  /// Traps on data that would break the line: an encoder's fault, not the disk's.
  static func check(_ record: JournalRecord) {
    precondition(
      record.data.first == UInt8(ascii: "{") && record.data.last == UInt8(ascii: "}"),
      "a record's data is a JSON object"
    )
    precondition(!record.data.hasNewline, "a record's data is one line")
    precondition(!isMark(record), "'\(record.kind)' is the journal's own kind")
  }
}
