package import CreditControlDomain
import DomainKit
import Foundation
package import Messages
import ServiceKit

/// Opens each day at midnight of a time zone, as soon as every partition has closed the cut before.
///
/// Days on which the house stood still are not opened afterwards: what they would have gathered
/// belongs to the day that is open.
package final class MidnightFeed: Feed {
  package typealias Core = CreditControl

  private var calendar = Calendar(identifier: .gregorian)
  /// Until when the date that was computed last is today's: dates are asked for at every turn.
  private var today: (date: CalendarDate, from: Timestamp, to: Timestamp)?

  /// A zone of the IANA database.
  package init(zone: String) throws {
    guard let zone = TimeZone(identifier: zone) else {
      throw SettingsError(
        name: "calendar.zone",
        value: zone,
        expected: "a zone of the IANA database"
      )
    }
    calendar.timeZone = zone
  }

  package func commands(
    for state: CreditControl.State,
    now: Timestamp
  ) throws -> [CreditControl.Command] {
    guard state.calendar.awaited.isEmpty else { return [] }
    let date = date(at: now)
    if let open = state.calendar.open, open.date >= date { return [] }
    return [.openDay(date)]
  }

  private func date(at now: Timestamp) -> CalendarDate {
    if let today, today.from <= now, now < today.to { return today.date }
    let instant = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
    let parts = calendar.dateComponents([.year, .month, .day], from: instant)
    guard let year = parts.year, let month = parts.month, let day = parts.day,
      let date = CalendarDate(year: year, month: month, day: day),
      let interval = calendar.dateInterval(of: .day, for: instant)
    else { preconditionFailure("the Gregorian calendar has a day for every instant") }
    today = (date, timestamp(interval.start), timestamp(interval.end))
    return date
  }

  private func timestamp(_ date: Date) -> Timestamp {
    Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
  }
}
