import TextLines

/// Takes apart a file whose lines are records of columns.
protocol RecordScanner: LineScanner {
  var sink: any StatementSink { get }

  /// What the kind of record is called, in findings too.
  static func name(of record: FixedLine) -> String

  mutating func take(_ record: FixedLine, _ name: String) throws

  /// Nothing can be concluded any more from counts and sums in which the record should be.
  mutating func recordRefused()
}

extension RecordScanner {
  mutating func line(_ line: TextLine) throws {
    guard !line.isBlank else { return }
    let record = FixedLine(line)
    let name = Self.name(of: record)
    do {
      try take(record, name)
    } catch let fault as FieldFault {
      recordRefused()
      let place = fault.field.isEmpty ? name : "\(name)/\(fault.field)"
      try sink.refuse(fault.code, line.number, place, fault.text)
    }
  }

  /// The record as a whole is wrong, or in the wrong place.
  static func fault(_ text: String) -> FieldFault { FieldFault(.malformed, "", text) }
}
