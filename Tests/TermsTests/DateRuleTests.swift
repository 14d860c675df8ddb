import DomainKit
import Terms
import Testing

@Suite("Dates of terms")
struct DateRuleTests {
  private static let table: [(String, DateRule, String)] = [
    // Rules R10: both readings of 45 days end of month.
    ("2026-01-20", DateRule(days: 45, endOfMonth: .afterDays), "2026-03-31"),
    ("2026-01-20", DateRule(days: 45, endOfMonth: .beforeDays), "2026-03-17"),
    ("2026-01-31", DateRule(months: 1), "2026-02-28"),
    ("2026-01-31", DateRule(months: 2), "2026-03-31"),
    ("2026-01-31", DateRule(months: 3), "2026-04-30"),
    ("2028-01-31", DateRule(months: 1), "2028-02-29"),
    ("2026-12-31", DateRule(months: 2), "2027-02-28"),
    ("2026-03-01", DateRule(), "2026-03-01"),
    ("2026-03-01", DateRule(days: 30), "2026-03-31"),
    ("2026-02-28", DateRule(endOfMonth: .afterDays), "2026-02-28"),
    ("2026-03-01", DateRule(days: 30, endOfMonth: .afterDays), "2026-03-31"),
    ("2026-03-02", DateRule(days: 30, endOfMonth: .afterDays), "2026-04-30"),
    ("2026-01-31", DateRule(months: 1, endOfMonth: .afterDays), "2026-02-28"),
    ("2026-03-05", DateRule(days: 10, endOfMonth: .beforeDays), "2026-04-10"),
    ("2026-01-20", DateRule(days: 45, endOfMonth: .afterDays, dayOfMonth: 15), "2026-04-15"),
    ("2026-03-14", DateRule(dayOfMonth: 15), "2026-03-15"),
    ("2026-03-15", DateRule(dayOfMonth: 15), "2026-03-15"),
    ("2026-03-16", DateRule(dayOfMonth: 15), "2026-04-15"),
    ("2026-12-16", DateRule(dayOfMonth: 15), "2027-01-15"),
    ("2026-02-03", DateRule(dayOfMonth: 31), "2026-02-28"),
    ("2026-02-28", DateRule(dayOfMonth: 30), "2026-02-28"),
    ("2026-01-31", DateRule(dayOfMonth: 30), "2026-02-28"),
    ("2026-03-05", DateRule(endOfMonth: .beforeDays, dayOfMonth: 10), "2026-04-10"),
    // Right upon the end of a month follows a day of the next, even where the end is that day.
    ("2026-01-20", DateRule(days: 45, endOfMonth: .afterDays, dayOfMonth: 31), "2026-04-30"),
    ("2026-01-20", DateRule(days: 45, endOfMonth: .beforeDays, dayOfMonth: 17), "2026-03-17"),
    ("2026-03-31", DateRule(endOfMonth: .beforeDays, dayOfMonth: 31), "2026-04-30"),
    ("2026-01-10", DateRule(months: 1, endOfMonth: .beforeDays, dayOfMonth: 28), "2026-03-28"),
    // The first of March 2026 is a Sunday.
    ("2026-03-01", DateRule(weekday: 7), "2026-03-01"),
    ("2026-03-01", DateRule(weekday: 5), "2026-03-06"),
    ("2026-03-01", DateRule(weekday: 1), "2026-03-02"),
    ("2026-03-01", DateRule(days: 30, weekday: 5), "2026-04-03"),
    ("2026-03-01", DateRule(dayOfMonth: 15, weekday: 1), "2026-03-16"),
  ]

  @Test("follow from the invoice's", arguments: table)
  func dates(issued: String, rule: DateRule, date: String) {
    #expect(rule.date(from: day(issued)) == day(date))
  }

  @Test("a rule beyond its bounds is a fault, one at its bounds is none")
  func bounds() {
    func faults(_ rule: DateRule) -> [String] { CreditTerms(due: rule).faults().map(\.field) }
    #expect(faults(DateRule(months: 60, days: 999, dayOfMonth: 31, weekday: 7)) == [])
    #expect(faults(DateRule(dayOfMonth: 1, weekday: 1)) == [])
    #expect(
      faults(DateRule(months: 61, days: 1000, dayOfMonth: 32, weekday: 8))
        == ["months", "days", "dayOfMonth", "weekday"].map { "lines[0].due.\($0)" }
    )
    #expect(faults(DateRule(months: -1, days: -1, dayOfMonth: 0, weekday: 0)).count == 4)
  }
}
