/// A row of a CSV file: its fields without the quotes around them (RFC 4180).
package struct CSVRecord {
  package var line: Int
  package var fields: [String]

  package var isBlank: Bool { fields.allSatisfy { $0.trimmed.isEmpty } }
}

/// Puts rows together from lines: a field in quotes may go on over several.
package struct CSVRecordReader {
  private let delimiter: UInt8
  private let quote: UInt8
  private var fields: [String] = []
  private var field: [UInt8] = []
  private var line = 0
  private var isQuoted = false
  private var bytes = 0

  /// More than any row has.
  package static let maximumBytes = 64 * 1024
  package static let maximumFields = 500

  package init(delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\"")) {
    self.delimiter = delimiter
    self.quote = quote
  }

  /// The row that ends with the line; nil while a field in quotes is open.
  package mutating func record(_ text: TextLine) throws(TextLineError) -> CSVRecord? {
    if isQuoted { field.append(0x20) } else { line = text.number }
    bytes += text.text.utf8.count + 1
    guard bytes <= Self.maximumBytes else {
      throw fault(.tooLarge, "the row is longer than \(Self.maximumBytes) bytes")
    }
    var wasQuote = false
    for byte in text.text.utf8 {
      if wasQuote {
        wasQuote = false
        if byte == quote {
          field.append(quote)
          continue
        }
        isQuoted = false
      }
      if isQuoted {
        if byte == quote { wasQuote = true } else { field.append(byte) }
      } else if byte == quote, field.allSatisfy({ $0 == 0x20 }) {
        field.removeAll(keepingCapacity: true)
        isQuoted = true
      } else if byte == delimiter {
        try endField()
      } else {
        field.append(byte)
      }
    }
    if wasQuote { isQuoted = false }
    guard !isQuoted else { return nil }
    try endField()
    defer { (fields, bytes) = ([], 0) }
    return CSVRecord(line: line, fields: fields)
  }

  /// The file is over.
  package func end() throws(TextLineError) {
    guard isQuoted else { return }
    throw fault(.malformed, "the file ends within a field in quotes")
  }

  private mutating func endField() throws(TextLineError) {
    guard fields.count < Self.maximumFields else {
      throw fault(.tooLarge, "the row has more than \(Self.maximumFields) fields")
    }
    fields.append(String(decoding: field, as: UTF8.self))
    field.removeAll(keepingCapacity: true)
  }

  private func fault(_ kind: TextLineError.Kind, _ text: String) -> TextLineError {
    TextLineError(kind, line: line, text)
  }
}
