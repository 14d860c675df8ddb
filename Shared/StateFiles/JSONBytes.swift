import DomainKit
import Glibc
import Messages

/// JSON written straight into the bytes of a line: what a line says beside its data is so little
/// and so regular that an encoder would only cost time.
extension [UInt8] {
  mutating func append(ascii text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// A number that is not negative.
  mutating func append(decimal number: Int) {
    precondition(number >= 0, "counts and offsets are not negative")
    let start = count
    var rest = number
    repeat {
      append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    self[start...].reverse()
  }

  /// Exactly `width` digits, with leading zeros.
  mutating func append(decimal number: Int, width: Int) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  /// Eight lower-case hexadecimal digits.
  mutating func append(hex number: UInt32) {
    for shift in stride(from: 28, through: 0, by: -4) { append(Self.hexDigit(number >> shift)) }
  }

  /// Eight lower-case hexadecimal digits in place of those at `position`.
  mutating func replace(hex number: UInt32, at position: Int) {
    for digit in 0..<8 { self[position + digit] = Self.hexDigit(number >> (28 - 4 * digit)) }
  }

  /// A JSON string: RFC 8259, section 7, with no more escapes than it asks for.
  mutating func append(jsonString text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append(ascii: "\\\"")
      case UInt8(ascii: "\\"): append(ascii: "\\\\")
      case 0..<0x20:
        append(ascii: "\\u00")
        append(Self.hexDigit(UInt32(byte) >> 4))
        append(Self.hexDigit(UInt32(byte)))
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }

  var hasNewline: Bool {
    withUnsafeBytes { bytes in
      bytes.baseAddress.map { memchr($0, 0x0A, bytes.count) != nil } ?? false
    }
  }

  private static func hexDigit(_ number: UInt32) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: number & 0xF)
    return digit < 10 ? 0x30 + digit : 0x57 + digit
  }
}

/// Writes instants as ``Messages/Timestamp`` does, remembering the text of the day: the records of
/// a batch are of one day.
struct InstantWriter {
  private var day: CalendarDate?
  private var text: [UInt8] = []

  mutating func write(_ time: Timestamp, to line: inout [UInt8]) {
    let millisecondsPerDay: Int64 = 86_400_000
    let date = time.date
    if date != day {
      day = date
      text = Array(date.description.utf8)
    }
    let rest = Int(time.milliseconds - Int64(date.dayNumber) * millisecondsPerDay)
    line.append(contentsOf: text)
    line.append(UInt8(ascii: "T"))
    line.append(decimal: rest / 3_600_000, width: 2)
    line.append(UInt8(ascii: ":"))
    line.append(decimal: rest / 60_000 % 60, width: 2)
    line.append(UInt8(ascii: ":"))
    line.append(decimal: rest / 1000 % 60, width: 2)
    line.append(UInt8(ascii: "."))
    line.append(decimal: rest % 1000, width: 3)
    line.append(UInt8(ascii: "Z"))
  }
}

/// Reads back what the functions above wrote; anything formed otherwise is refused, not understood.
struct JSONByteScanner {
  private let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var rest: ArraySlice<UInt8> { bytes[position...] }
  var isAtEnd: Bool { position == bytes.endIndex }

  mutating func skip(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard bytes.endIndex - position >= count else { return false }
    for index in 0..<count where bytes[position + index] != literal.utf8Start[index] {
      return false
    }
    position += count
    return true
  }

  /// A number as `append(decimal:)` writes it: no leading zeros, at most 18 digits.
  mutating func number() -> Int? {
    let start = position
    var number = 0
    while position < bytes.endIndex, position - start < 18,
      case let digit = bytes[position] &- 0x30, digit < 10
    {
      number = number * 10 + Int(digit)
      position += 1
    }
    let count = position - start
    guard count > 0, count == 1 || bytes[start] != 0x30 else { return nil }
    return number
  }

  mutating func hex() -> UInt32? {
    guard bytes.endIndex - position >= 8 else { return nil }
    var number: UInt32 = 0
    for byte in bytes[position..<position + 8] {
      guard let digit = Self.hexValue(byte) else { return nil }
      number = number << 4 | digit
    }
    position += 8
    return number
  }

  /// A string with the escapes that `append(jsonString:)` writes.
  mutating func string() -> String? {
    guard skip("\"") else { return nil }
    let start = position
    var unescaped: [UInt8]?
    while position < bytes.endIndex {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let text =
          unescaped.map { String(validating: $0, as: UTF8.self) }
          ?? String(validating: bytes[start..<position], as: UTF8.self)
        position += 1
        return text
      case UInt8(ascii: "\\"):
        if unescaped == nil { unescaped = Array(bytes[start..<position]) }
        position += 1
        guard let escaped = escape() else { return nil }
        unescaped?.append(escaped)
      case 0..<0x20: return nil
      default:
        unescaped?.append(byte)
        position += 1
      }
    }
    return nil
  }

  private mutating func escape() -> UInt8? {
    if skip("\"") { return UInt8(ascii: "\"") }
    if skip("\\") { return UInt8(ascii: "\\") }
    guard skip("u00"), bytes.endIndex - position >= 2, let high = Self.hexValue(bytes[position]),
      let low = Self.hexValue(bytes[position + 1]), high < 2
    else { return nil }
    position += 2
    return UInt8(high << 4 | low)
  }

  private static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
  }
}
