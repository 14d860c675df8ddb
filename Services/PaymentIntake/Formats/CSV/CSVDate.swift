import DomainKit

/// A pattern of days such as `DD.MM.YYYY`.
struct CSVDate {
  private enum Part {
    case day, month, year, shortYear
    case mark(UInt8)

    var isMark: Bool { if case .mark = self { true } else { false } }
  }

  private let parts: [Part]

  /// Nil unless the pattern has a day, a month and a year, each once.
  init?(_ pattern: String) {
    let letters: [UInt8: [Int: Part]] = [
      UInt8(ascii: "D"): [2: .day], UInt8(ascii: "M"): [2: .month],
      UInt8(ascii: "Y"): [2: .shortYear, 4: .year],
    ]
    var parts: [Part] = []
    var seen: Set<UInt8> = []
    var rest = Array(pattern.utf8)[...]
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      rest = rest.dropFirst(run.count)
      if let kinds = letters[first] {
        guard let part = kinds[run.count], seen.insert(first).inserted else { return nil }
        parts.append(part)
      } else {
        parts += run.map { .mark($0) }
      }
    }
    guard seen.count == 3 else { return nil }
    self.parts = parts
  }

  /// Days and months may leave out a leading zero before a mark; a time may follow.
  func day(_ text: String) -> CalendarDate? {
    var rest = Substring(text).utf8
    var (day, month, year) = (0, 0, 0)
    for (index, part) in parts.enumerated() {
      let isFree = index + 1 < parts.count && parts[index + 1].isMark
      switch part {
      case .mark(let mark):
        guard rest.popFirst() == mark else { return nil }
      case .day:
        guard let number = Self.number(&rest, isFree ? 1...2 : 2...2) else { return nil }
        day = number
      case .month:
        guard let number = Self.number(&rest, isFree ? 1...2 : 2...2) else { return nil }
        month = number
      case .year:
        guard let number = Self.number(&rest, 4...4) else { return nil }
        year = number
      case .shortYear:
        guard let number = Self.number(&rest, 2...2) else { return nil }
        year = number < 80 ? 2000 + number : 1900 + number
      }
    }
    guard rest.isEmpty || rest.first == 0x20 || rest.first == UInt8(ascii: "T") else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  private static func number(
    _ rest: inout Substring.UTF8View,
    _ lengths: ClosedRange<Int>
  ) -> Int? {
    let digits = rest.prefix(lengths.upperBound).prefix { FieldValue.isDigit($0) }
    guard digits.count >= lengths.lowerBound else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
