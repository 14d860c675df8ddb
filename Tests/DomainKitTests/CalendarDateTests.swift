import DomainKit
import Testing

@Suite("The calendar")
struct CalendarDateTests {
  @Test("day by day through more than 800 years, dates, numbers, texts and weekdays agree")
  func everyDay() throws {
    var year = 1599
    var month = 12
    var day = 31
    // 1599-12-31 was a Friday.
    var weekday = 5
    var date = try #require(CalendarDate(year: year, month: month, day: day))
    while date.year < 2405 {
      guard date.year == year, date.month == month, date.day == day, date.weekday == weekday,
        CalendarDate(date.description) == date, CalendarDate(dayNumber: date.dayNumber) == date,
        date.description == "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
      else {
        Issue.record("\(date) is not \(year)-\(month)-\(day), weekday \(weekday)")
        return
      }
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      let isLast = day == lengths[month - 1]
      #expect(isLast == (date.endOfMonth == date))
      (year, month, day) =
        isLast
        ? (month == 12 ? (year + 1, 1, 1) : (year, month + 1, 1)) : (year, month, day + 1)
      weekday = weekday % 7 + 1
      date = date.adding(days: 1)
    }
  }

  @Test(
    "days that are known from elsewhere",
    arguments: [
      ("1970-01-01", Int32(0), 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2),
      ("2026-03-10", 20_522, 2), ("0001-01-01", -719_162, 1), ("9999-12-31", 2_932_896, 5),
    ]
  )
  func known(_ text: String, _ dayNumber: Int32, _ weekday: Int) throws {
    let date = try #require(CalendarDate(text))
    #expect(date.dayNumber == dayNumber)
    #expect(date.weekday == weekday)
  }

  @Test(
    "days that the calendar lacks, and other notations, are refused",
    arguments: [
      "2026-02-29", "1900-02-29", "2100-02-29", "2026-02-31", "2026-04-31", "2026-00-10",
      "2026-13-01", "2026-01-00", "2026-01-32", "0000-01-01", "10000-01-01", "2026-1-01",
      "2026/01/01", "20260101", "2026-01-01T00:00", " 2026-01-01", "2026-01-01 ", "", "-026-01-01",
      "+026-01-01", "２０２６-01-01", "2026–01–01", "26-01-01",
    ]
  )
  func refused(_ text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test("numbers outside the calendar are refused")
  func numbers() {
    #expect(CalendarDate(dayNumber: -719_163) == nil)
    #expect(CalendarDate(dayNumber: 2_932_897) == nil)
    #expect(CalendarDate(dayNumber: .min) == nil)
    #expect(CalendarDate(year: .max, month: 1, day: 1) == nil)
    #expect(CalendarDate(year: 2026, month: .min, day: 1) == nil)
    #expect(CalendarDate(year: 2026, month: 1, day: .max) == nil)
  }

  @Test(
    "months are counted from the original day and clamped once, rule R10",
    arguments: [
      ("2026-01-31", 1, "2026-02-28"), ("2026-01-31", 2, "2026-03-31"),
      ("2024-01-31", 1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"),
      ("2024-02-29", 48, "2028-02-29"), ("2026-03-31", -1, "2026-02-28"),
      ("2026-01-15", -1, "2025-12-15"), ("2026-01-31", -13, "2024-12-31"),
      ("2026-12-31", 2, "2027-02-28"), ("2026-08-31", 1, "2026-09-30"),
      ("2026-11-30", 3, "2027-02-28"), ("2026-05-10", 0, "2026-05-10"),
    ]
  )
  func months(_ from: String, _ months: Int, _ to: String) throws {
    #expect(try #require(CalendarDate(from)).adding(months: months) == CalendarDate(to))
  }

  @Test("days between dates have a sign, and add up")
  func days() throws {
    let issue = try #require(CalendarDate("2026-03-01"))
    let due = try #require(CalendarDate("2026-03-31"))
    #expect(issue.days(until: due) == 30)
    #expect(due.days(until: issue) == -30)
    #expect(issue.adding(days: 30) == due)
    #expect(due.adding(days: -30) == issue)
    #expect(issue < due)
    #expect(due.endOfMonth == due)
    #expect(CalendarDate("2024-02-01")?.endOfMonth == CalendarDate("2024-02-29"))
  }

  @Test("leaving the calendar stops the program")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = CalendarDate("9999-12-31")!.adding(days: 1) }
    await #expect(processExitsWith: .failure) { _ = CalendarDate("0001-01-01")!.adding(days: -1) }
    await #expect(processExitsWith: .failure) { _ = CalendarDate("2026-01-01")!.adding(days: .max) }
    await #expect(processExitsWith: .failure) { _ = CalendarDate("9999-12-31")!.adding(months: 1) }
    await #expect(processExitsWith: .failure) { _ = CalendarDate("0001-01-31")!.adding(months: -1) }
    await #expect(processExitsWith: .failure) { _ = CalendarDate(literal: "2026-02-29") }
  }
}

@Suite("Cuts of a day")
struct DayCutTests {
  @Test("a cut is a day and a number, in that order")
  func notation() throws {
    let first = try #require(DayCut("2026-03-10/1"))
    #expect(first == DayCut(date: CalendarDate("2026-03-10")!))
    #expect(first.description == "2026-03-10/1")
    #expect(first.nextWithinDay.description == "2026-03-10/2")
    #expect(first < first.nextWithinDay)
    #expect(try #require(DayCut("2026-03-10/10")) > DayCut("2026-03-10/9")!)
    #expect(try #require(DayCut("2026-03-10/10")) < DayCut("2026-03-11/1")!)
  }

  @Test(
    "other notations are refused",
    arguments: [
      "", "2026-03-10", "2026-03-10/", "2026-03-10/0", "2026-03-10/01", "2026-03-10/-1",
      "2026-03-10/+1", "2026-03-10/1/1", "2026-02-30/1", "/1", "2026-03-10 /1", "2026-03-10/ 1",
      "2026-03-10/99999999999999999999",
    ]
  )
  func refused(_ text: String) {
    #expect(DayCut(text) == nil)
  }

  @Test("a cut numbered below 1 stops the program")
  func traps() async {
    await #expect(processExitsWith: .failure) {
      _ = DayCut(date: CalendarDate("2026-03-10")!, number: 0)
    }
  }
}
