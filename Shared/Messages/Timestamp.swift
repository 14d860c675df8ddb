package import DomainKit

/// An instant in milliseconds since 1970-01-01T00:00:00Z; RFC 3339 in UTC on the wire.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let milliseconds: Int64

  /// Traps outside the years 1 to 9999, which RFC 3339 cannot write.
  package init(milliseconds: Int64) {
    precondition(Self.range.contains(milliseconds), "\(milliseconds) ms is beyond the calendar")
    self.milliseconds = milliseconds
  }

  /// Reads RFC 3339: any offset, any fraction (cut to milliseconds), a leap second as the second
  /// after it.
  package init?(_ text: String) {
    var reader = TimestampReader(Array(text.utf8))
    guard let milliseconds = reader.milliseconds(), Self.range.contains(milliseconds) else {
      return nil
    }
    self.milliseconds = milliseconds
  }

  /// The day in UTC.
  package var date: CalendarDate {
    let day = Int32(milliseconds.flooredQuotient(by: Self.millisecondsPerDay))
    guard let date = CalendarDate(dayNumber: day) else {
      preconditionFailure("no instant is beyond the calendar")
    }
    return date
  }

  package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
    lhs.milliseconds < rhs.milliseconds
  }

  fileprivate static let millisecondsPerDay: Int64 = 86_400_000

  /// From 0001-01-01 to 9999-12-31, as days since 1970.
  private static let range: ClosedRange<Int64> =
    -719_162 * millisecondsPerDay...2_932_897 * millisecondsPerDay - 1
}

extension Int64 {
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }
}

extension Timestamp: TextCoded {
  package static let expected = "an RFC 3339 instant such as 2026-03-10T18:43:50.123Z"

  /// In UTC with milliseconds: `2026-03-10T18:43:50.123Z`.
  package var description: String {
    let day = milliseconds.flooredQuotient(by: Self.millisecondsPerDay)
    let rest = Int(milliseconds - day * Self.millisecondsPerDay)
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60)
    let (second, fraction) = (rest / 1000 % 60, rest % 1000)
    return "\(date)T\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))"
      + ".\(Self.padded(fraction, 3))Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// Reads `date-time` of RFC 3339 section 5.6.
private struct TimestampReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func milliseconds() -> Int64? {
    guard let date = CalendarDate(String(decoding: rest.prefix(10), as: UTF8.self)) else {
      return nil
    }
    rest = rest.dropFirst(10)
    guard take("T") || take("t"), let hour = pair(0...23), take(":"), let minute = pair(0...59),
      take(":"), let second = pair(0...60), let fraction = fraction(), let offset = offset(),
      rest.isEmpty
    else { return nil }
    let minutes = Int64(date.dayNumber) * 1440 + Int64(hour * 60 + minute - offset)
    // A leap second is added at the end of a UTC day only.
    guard second < 60 || (minutes + 1) % 1440 == 0 else { return nil }
    return (minutes * 60 + Int64(second)) * 1000 + Int64(fraction)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func pair(_ range: ClosedRange<Int>) -> Int? {
    guard rest.count >= 2, rest.prefix(2).allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    let value = rest.prefix(2).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    rest = rest.dropFirst(2)
    return range.contains(value) ? value : nil
  }

  /// Milliseconds; nil for a point without digits.
  private mutating func fraction() -> Int? {
    guard take(".") else { return 0 }
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    let padded = Array(digits.prefix(3)) + [0x30, 0x30]
    return padded.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Minutes east of UTC.
  private mutating func offset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard take("+") || take("-"), let hours = pair(0...23), take(":"), let minutes = pair(0...59)
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes)
  }
}
