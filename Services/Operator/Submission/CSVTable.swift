import TextLines

/// Rows under a header row of titles, with commas, semicolons or tabs between the fields.
struct CSVTable {
  let header: CSVHeader
  let records: [CSVRecord]
  /// Written in a character set of one byte.
  let isLegacy: Bool

  private static let delimiters = [",", ";", "\t"].flatMap { Array($0.utf8) }

  /// Whether the first row has the titles that are needed.
  static func recognises(_ bytes: [UInt8], needed: Set<String>) -> Bool {
    guard let first = LineReader.firstLine(of: bytes, keepsTabs: true) else { return false }
    return delimiters.contains { header(first, delimiter: $0, needed) != nil }
  }

  /// `expectation` says what was expected where the titles are missing.
  init(
    _ bytes: [UInt8],
    needed: Set<String>,
    expectation: String
  ) throws(TextLineError) {
    var reader = LineReader(keepsTabs: true)
    var lines = try reader.lines(bytes)
    if let last = try reader.last() { lines.append(last) }
    let rows = lines.drop(while: \.isBlank)
    isLegacy = lines.contains(where: \.isLegacy)
    for delimiter in Self.delimiters {
      guard let first = rows.first,
        let header = Self.header(first, delimiter: delimiter, needed)
      else { continue }
      var reader = CSVRecordReader(delimiter: delimiter)
      var records: [CSVRecord] = []
      for line in rows.dropFirst() {
        if let record = try reader.record(line), !record.isBlank { records.append(record) }
      }
      try reader.end()
      (self.header, self.records) = (header, records)
      return
    }
    throw TextLineError(.malformed, line: 1, "expected \(expectation)")
  }

  private static func header(
    _ line: TextLine,
    delimiter: UInt8,
    _ needed: Set<String>
  ) -> CSVHeader? {
    var records = CSVRecordReader(delimiter: delimiter)
    guard let record = try? records.record(line) else { return nil }
    return CSVHeader(record, needed: needed)
  }
}
