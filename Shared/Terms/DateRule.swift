package import DomainKit

/// How a date follows from the date of an invoice.
///
/// In this order: months, the end of the month, days; or days, the end of the month; then the next
/// day of the month, then the next day of the week. A day of the month that follows right upon the
/// end of a month is one of the following month. All zero and none: the invoice's own date.
package struct DateRule: Hashable, Sendable {
  /// "45 days end of month" is said of both; rules R10.
  package enum EndOfMonth: String, CaseIterable, Codable, Sendable {
    /// The month of the invoice ends, then the days are counted.
    case beforeDays = "before-days"
    /// The days are counted, then their month ends.
    case afterDays = "after-days"
  }

  /// Counted from the invoice's own day: a month that lacks it gives its last.
  package var months: Int
  package var days: Int
  package var endOfMonth: EndOfMonth?
  /// 1 to 31; a month that lacks it gives its last.
  package var dayOfMonth: Int?
  /// ISO 8601: 1 is Monday, 7 is Sunday.
  package var weekday: Int?

  package init(
    months: Int = 0,
    days: Int = 0,
    endOfMonth: EndOfMonth? = nil,
    dayOfMonth: Int? = nil,
    weekday: Int? = nil
  ) {
    self.months = months
    self.days = days
    self.endOfMonth = endOfMonth
    self.dayOfMonth = dayOfMonth
    self.weekday = weekday
  }

  /// The rule has no ``faults(_:)``.
  package func date(from issued: CalendarDate) -> CalendarDate {
    var date = issued.adding(months: months)
    if endOfMonth == .beforeDays { date = date.endOfMonth }
    date = date.adding(days: days)
    if endOfMonth == .afterDays { date = date.endOfMonth }
    if let dayOfMonth {
      date = (isMonthEnd ? date.adding(days: 1) : date).next(dayOfMonth: dayOfMonth)
    }
    if let weekday { date = date.adding(days: (weekday - date.weekday + 7) % 7) }
    return date
  }

  /// What months, days and the end of the month give is the end of one.
  private var isMonthEnd: Bool {
    switch endOfMonth {
    case nil: false
    case .beforeDays: days == 0
    case .afterDays: true
    }
  }

  /// The days after the invoice, where nothing else counts.
  var plainDays: Int? {
    months == 0 && endOfMonth == nil && dayOfMonth == nil && weekday == nil ? days : nil
  }

  func faults(_ field: String) -> [TermsFault] {
    var faults: [TermsFault] = []
    func check(_ name: String, _ value: Int?, _ range: ClosedRange<Int>) {
      guard let value, !range.contains(value) else { return }
      faults.append(
        TermsFault("\(field).\(name)", "\(value) is not \(range.lowerBound) to \(range.upperBound)")
      )
    }
    check("months", months, Limits.months)
    check("days", days, Limits.days)
    check("dayOfMonth", dayOfMonth, 1...31)
    check("weekday", weekday, 1...7)
    return faults
  }
}

extension CalendarDate {
  /// The first such day of a month from this day on; a month that lacks it gives its last.
  fileprivate func next(dayOfMonth: Int) -> CalendarDate {
    let wanted = min(dayOfMonth, endOfMonth.day)
    if day <= wanted { return adding(days: wanted - day) }
    let following = endOfMonth.adding(days: 1)
    return following.adding(days: min(dayOfMonth, following.endOfMonth.day) - 1)
  }
}
