/// A day with no time and no zone, as due dates and value dates are; `2026-11-23` on the wire.
///
/// Proleptic Gregorian calendar (ISO 8601), years 1 to 9999.
package struct CalendarDate: Hashable, Sendable {
  /// Days since 1970-01-01.
  package let dayNumber: Int32

  /// Nil for a day that the calendar does not have, such as 31 February.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.daysInMonth(month, year: year)).contains(day)
    else { return nil }
    dayNumber = Self.dayNumber(year: year, month: month, day: day)
  }

  /// Nil outside the years 1 to 9999.
  package init?(dayNumber: Int32) {
    guard (Self.first...Self.last).contains(dayNumber) else { return nil }
    self.dayNumber = dayNumber
  }

  /// Reads exactly `YYYY-MM-DD`.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// For a date that the program states; traps on one that the calendar lacks.
  package init(literal text: StaticString) {
    guard let date = CalendarDate("\(text)") else {
      preconditionFailure("\(text) is not a day of the calendar")
    }
    self = date
  }

  package var year: Int { parts.year }
  package var month: Int { parts.month }
  package var day: Int { parts.day }

  /// ISO 8601: 1 is Monday, 7 is Sunday.
  package var weekday: Int { Int(((dayNumber % 7) + 10) % 7) + 1 }

  /// Traps outside the years 1 to 9999, which no date of a domain reaches.
  package func adding(days: Int) -> CalendarDate {
    guard let date = CalendarDate(dayNumber: dayNumber + Int32(clamping: days)) else {
      preconditionFailure("\(self) plus \(days) days leaves the calendar")
    }
    return date
  }

  /// The day that many months on; a day that the month lacks becomes its last.
  ///
  /// Count from the original day, never from a clamped result: 31 January plus two months is
  /// 31 March, although plus one is 28 February.
  package func adding(months: Int) -> CalendarDate {
    let index = year * 12 + month - 1 + months
    let (year, month) = (index / 12, index % 12 + 1)
    let day = min(day, Self.daysInMonth(month, year: year))
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      preconditionFailure("\(self) plus \(months) months leaves the calendar")
    }
    return date
  }

  package var endOfMonth: CalendarDate {
    adding(days: Self.daysInMonth(month, year: year) - day)
  }

  /// Days from this day to `other`; negative when `other` is earlier.
  package func days(until other: CalendarDate) -> Int { Int(other.dayNumber - dayNumber) }

  package static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static let first = dayNumber(year: 1, month: 1, day: 1)
  private static let last = dayNumber(year: 9999, month: 12, day: 31)

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Counts in eras of 400 years whose year begins in March, so that the leap day comes last.
  private static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  private var parts: (year: Int, month: Int, day: Int) {
    let shifted = Int(dayNumber) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.allSatisfy { (0x30...0x39).contains($0) }
      ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
  }
}

extension CalendarDate: Comparable {
  package static func < (lhs: CalendarDate, rhs: CalendarDate) -> Bool {
    lhs.dayNumber < rhs.dayNumber
  }
}

extension CalendarDate: TextCoded {
  package static let expected = "a day of the calendar as YYYY-MM-DD"

  package var description: String {
    let (year, month, day) = parts
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
