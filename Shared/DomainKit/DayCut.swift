/// A stretch of one business day, between two cuts; `2026-11-23/1` on the wire.
///
/// Facts bear the cut in which their publisher recorded them and are booked when that cut closes.
/// Most days have one cut; each `encours cut` adds another.
package struct DayCut: Hashable, Sendable {
  package let date: CalendarDate
  /// 1 for the first cut of the day.
  package let number: Int

  package init(date: CalendarDate, number: Int = 1) {
    precondition(number > 0, "cuts of a day are numbered from 1")
    self.date = date
    self.number = number
  }

  /// Reads exactly `YYYY-MM-DD/N`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let date = CalendarDate(String(parts[0])),
      let number = Int(parts[1]), number > 0, String(number) == parts[1]
    else { return nil }
    self.init(date: date, number: number)
  }

  /// The cut that follows within the same day.
  package var nextWithinDay: DayCut { DayCut(date: date, number: number + 1) }
}

extension DayCut: Comparable {
  package static func < (lhs: DayCut, rhs: DayCut) -> Bool {
    (lhs.date, lhs.number) < (rhs.date, rhs.number)
  }
}

extension DayCut: TextCoded {
  package static let expected = "a cut of a business day, YYYY-MM-DD/N"

  package var description: String { "\(date)/\(number)" }
}
