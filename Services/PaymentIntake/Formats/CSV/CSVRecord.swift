/// A row of a CSV file: its fields without the quotes around them (RFC 4180).
struct CSVRecord {
  var line: Int
  var fields: [String]

  var isBlank: Bool { fields.allSatisfy { $0.trimmed.isEmpty } }
}

/// Puts rows together from lines: a field in quotes may go on over several.
struct CSVRecordReader {
  private let delimiter: UInt8
  private let quote: UInt8
  private var fields: [String] = []
  private var field: [UInt8] = []
  private var line = 0
  private var isQuoted = false
  private var bytes = 0

  /// More than any row has.
  static let maximumBytes = 64 * 1024
  static let maximumFields = 500

  init(_ layout: CSVLayout) {
    delimiter = layout.delimiter.utf8.first ?? UInt8(ascii: ",")
    quote = layout.quote.utf8.first ?? UInt8(ascii: "\"")
  }

  /// The row that ends with the line; nil while a field in quotes is open.
  mutating func record(_ text: TextLine) throws(BankFinding) -> CSVRecord? {
    if isQuoted { field.append(0x20) } else { line = text.number }
    bytes += text.text.utf8.count + 1
    guard bytes <= Self.maximumBytes else {
      throw fault(.forbidden, "the row is longer than \(Self.maximumBytes) bytes")
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
  func end() throws(BankFinding) {
    guard isQuoted else { return }
    throw fault(.malformed, "the file ends within a field in quotes")
  }

  private mutating func endField() throws(BankFinding) {
    guard fields.count < Self.maximumFields else {
      throw fault(.forbidden, "the row has more than \(Self.maximumFields) fields")
    }
    fields.append(String(decoding: field, as: UTF8.self))
    field.removeAll(keepingCapacity: true)
  }

  private func fault(_ code: BankFinding.Code, _ text: String) -> BankFinding {
    BankFinding(.refusal, code, line: line, path: "", text: text)
  }
}
