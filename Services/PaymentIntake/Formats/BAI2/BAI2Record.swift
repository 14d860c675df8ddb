import DomainKit
import TextLines

/// A record with its continuations (88), field by field.
struct BAI2Record {
  /// `16`, and so on.
  let code: String
  let line: Int
  /// Physical records: this one and its continuations.
  private(set) var count = 1
  private var lines: [Substring]
  private var bytes: Int

  /// More than any record has, with all its continuations.
  static let maximumBytes = 256 * 1024

  /// The rest of the line that is being read; nil at its end.
  private var rest: Substring?
  private var position = 0

  init(code: String, line: Int, text: Substring) {
    self.code = code
    self.line = line
    bytes = text.utf8.count
    lines = [Self.withoutEnd(text)]
    rest = lines[0]
  }

  /// False when the record is longer than any.
  mutating func append(_ text: Substring) -> Bool {
    count += 1
    bytes += text.utf8.count
    lines.append(Self.withoutEnd(text))
    return bytes <= Self.maximumBytes
  }

  /// Nil behind the last field.
  mutating func next() -> String? {
    while rest == nil {
      guard position + 1 < lines.count else { return nil }
      position += 1
      rest = lines[position]
    }
    guard let line = rest else { return nil }
    guard let comma = line.utf8.firstIndex(of: UInt8(ascii: ",")) else {
      rest = nil
      return String(line).trimmed
    }
    rest = line[line.utf8.index(after: comma)...]
    return String(line[..<comma]).trimmed
  }

  /// What is left, line by line: text has commas of its own.
  mutating func text() -> [String] {
    let left = (rest.map { [$0] } ?? []) + lines.dropFirst(position + 1)
    rest = nil
    position = lines.count
    return left.map { String($0).trimmed }
  }

  /// A slash ends a record's fields; behind text it may be missing.
  private static func withoutEnd(_ text: Substring) -> Substring {
    let end = text.utf8.lastIndex { $0 != 0x20 } ?? text.startIndex
    guard end < text.endIndex, text.utf8[end] == UInt8(ascii: "/") else { return text }
    return text[..<end]
  }
}

extension BAI2Record {
  /// Digits with the sign before them; the decimals are implied by the currency.
  ///
  /// Nil where the field is empty.
  static func amount(_ text: String, _ currency: Currency) throws(FieldFault) -> Money? {
    guard !text.isEmpty else { return nil }
    let digits = text.drop { $0 == "+" || $0 == "-" }
    guard text.utf8.count - digits.utf8.count <= 1,
      let money = FieldValue.impliedAmount(digits, currency)
    else {
      throw FieldFault(
        .invalidAmount,
        "amount",
        "'\(text)' is no amount: expected digits of \(currency)'s minor unit"
      )
    }
    return text.hasPrefix("-") ? -money : money
  }

  /// Reads the funds type with what belongs to it, and gives the value date where it is one.
  mutating func fundsType() throws(FieldFault) -> CalendarDate? {
    let type = next() ?? ""
    switch type {
    case "", "Z", "0", "1", "2": return nil
    case "S":
      for _ in 0..<3 { _ = next() }
      return nil
    case "V":
      let text = next() ?? ""
      _ = next()
      guard let date = FieldValue.shortDate(text) else {
        throw FieldFault(.invalidDate, "value date", "'\(text)' is no day: expected YYMMDD")
      }
      return date
    case "D":
      let text = next() ?? ""
      guard let count = FieldValue.count(text), count <= 1000 else {
        throw FieldFault(.invalidField, "funds type", "'\(text)' is no count of distributions")
      }
      for _ in 0..<(2 * count) { _ = next() }
      return nil
    default:
      throw FieldFault(
        .invalidField,
        "funds type",
        "'\(type)' is not expected: Z, 0, 1, 2, S, V or D is"
      )
    }
  }
}
