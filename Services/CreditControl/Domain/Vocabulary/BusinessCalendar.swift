package import DomainKit

extension CreditControl {
  /// The business days: which cut is open, which is being closed, how far the months are closed.
  ///
  /// One cut is closed at a time: the next is announced only when every partition has closed the
  /// one before, so that no two announcements can overtake each other on their way.
  package struct BusinessCalendar: Codable, Equatable, Sendable {
    /// The first day ever opened; the books begin in its month.
    package var firstDay: CalendarDate?
    package var open: DayCut?
    /// The cut that partitions are closing, while some are awaited.
    package var closing: DayCut?
    /// Partitions that have not closed `closing`, in order.
    package var awaited: [Partition] = []
    /// The last cut that every partition has closed.
    package var closed: DayCut?
    /// The last day of the last month that is closed.
    package var periodClosedThrough: CalendarDate?

    package init() {}

    /// The last day of the month that is to be closed next; none before the first day is opened.
    package var nextPeriodEnd: CalendarDate? {
      periodClosedThrough.map { $0.adding(days: 1).endOfMonth } ?? firstDay?.endOfMonth
    }
  }
}

extension CalendarDate {
  package var startOfMonth: CalendarDate { adding(days: 1 - day) }
}
