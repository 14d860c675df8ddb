import DomainKit

extension CreditControl {
  static func openDay(
    _ date: CalendarDate,
    _ calendar: BusinessCalendar
  ) throws(Rejection) -> [Event] {
    guard let open = calendar.open else {
      return [.dayOpened(closes: nil, opens: DayCut(date: date))]
    }
    guard date > open.date else { throw .dayNotLater(date, open: open) }
    try requireNoneAwaited(calendar)
    return [.dayOpened(closes: open, opens: DayCut(date: date))]
  }

  static func callCut(_ calendar: BusinessCalendar) throws(Rejection) -> [Event] {
    guard let open = calendar.open else { throw .noDayOpen }
    try requireNoneAwaited(calendar)
    return [.cutCalled(closes: open, opens: open.nextWithinDay)]
  }

  private static func requireNoneAwaited(_ calendar: BusinessCalendar) throws(Rejection) {
    if let closing = calendar.closing { throw .cutAwaited(closing, calendar.awaited) }
  }

  /// A partition says it once more after a restart or a resend: that changes nothing.
  static func closePartition(
    _ partition: Partition,
    of cut: DayCut,
    _ calendar: BusinessCalendar
  ) throws(Rejection) -> [Event] {
    if let closed = calendar.closed, cut <= closed { return [] }
    guard cut == calendar.closing else { throw .closingUnexpected(cut, partition) }
    guard calendar.awaited.contains(partition) else { return [] }
    let closed = Event.partitionClosed(partition, of: cut)
    return calendar.awaited == [partition] ? [closed, .cutClosed(cut)] : [closed]
  }

  /// Whole months, one after the other, when no cut is being closed.
  ///
  /// Nobody tells any more then what was told before the month is closed, and so its figures stay.
  static func closePeriod(
    _ lastDay: CalendarDate,
    by user: UserName,
    _ calendar: BusinessCalendar
  ) throws(Rejection) -> [Event] {
    guard lastDay == lastDay.endOfMonth else { throw .notEndOfMonth(lastDay) }
    if let closed = calendar.periodClosedThrough, lastDay <= closed { return [] }
    guard let open = calendar.open, let next = calendar.nextPeriodEnd else { throw .noDayOpen }
    guard lastDay == next else { throw .periodOutOfSequence(lastDay, next: next) }
    guard open.date > lastDay else { throw .periodNotEnded(lastDay, open: open) }
    try requireNoneAwaited(calendar)
    return [.periodClosed(firstDay: lastDay.startOfMonth, lastDay: lastDay, by: user)]
  }
}
