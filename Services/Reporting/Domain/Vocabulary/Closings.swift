import DomainKit

/// Months that are closed, each in a cut: what is told from that cut on is no part of the month
/// (rules R14).
struct Closings: Codable, Equatable, Sendable {
  /// In the months' order, which is the order of the cuts too.
  private var closings: [Closing] = []

  private struct Closing: Codable, Equatable, Sendable {
    var lastDay: CalendarDate
    var cut: DayCut
  }

  mutating func close(through lastDay: CalendarDate, in cut: DayCut) {
    let index = closings.firstIndex { $0.lastDay > lastDay } ?? closings.endIndex
    closings.insert(Closing(lastDay: lastDay, cut: cut), at: index)
  }

  /// The cut in which the month with this last day was closed; none: it was not.
  func cut(closing lastDay: CalendarDate) -> DayCut? {
    closings.first { $0.lastDay == lastDay }?.cut
  }

  /// The cut since which nothing is told of a day any more; none: its month is open.
  func cut(closingMonthOf day: CalendarDate) -> DayCut? {
    closings.first { $0.lastDay >= day }?.cut
  }

  /// The first day that was open when something was told; nil while no month was closed.
  func firstOpenDay(at recorded: Recorded) -> CalendarDate? {
    guard let cut = recorded.cut else { return nil }
    return closings.last { $0.cut <= cut }
      .flatMap { CalendarDate(dayNumber: $0.lastDay.dayNumber + 1) }
  }
}
