package import DomainKit

/// When a fact was booked: the cut that its publisher had open.
///
/// Before the first day was opened, it is the fact's own date. Its day is the business date of the
/// rows that come of it.
package struct Recorded: Hashable, Sendable {
  package let businessDate: CalendarDate
  /// 0: before any cut.
  private let number: Int32

  package init(_ cut: DayCut) { self.init(cut, or: cut.date) }

  /// In the cut, or on a day of its own where there was none.
  package init(_ cut: DayCut?, or ownDate: CalendarDate) {
    businessDate = cut?.date ?? ownDate
    number = Int32(clamping: cut?.number ?? 0)
  }

  package var cut: DayCut? {
    number == 0 ? nil : DayCut(date: businessDate, number: Int(number))
  }

  var month: Month { Month(businessDate) }
}

extension Recorded: Comparable {
  package static func < (lhs: Recorded, rhs: Recorded) -> Bool {
    (lhs.businessDate, lhs.number) < (rhs.businessDate, rhs.number)
  }
}

extension Recorded: CustomStringConvertible {
  /// `2026-03-10/1`, or `2026-03-10` before any cut.
  package var description: String { cut?.description ?? businessDate.description }

  package init?(_ text: String) {
    if let cut = DayCut(text) {
      self.init(cut)
    } else if let date = CalendarDate(text) {
      self.init(nil, or: date)
    } else {
      return nil
    }
  }
}

extension Recorded: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let recorded = Recorded(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "'\(text)' is neither a cut nor a day"
      )
    }
    self = recorded
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A month of business days, counted from the year 0: the page size of an account's index.
struct Month: Hashable, Comparable, Sendable {
  private let index: Int32

  init(_ date: CalendarDate) { index = Int32(date.year * 12 + date.month - 1) }

  static func < (lhs: Month, rhs: Month) -> Bool { lhs.index < rhs.index }
}

/// Up to where the books are read: what stands in them up to a day, as far as it was told by the
/// end of another; or what was told by the close of a cut.
package struct Horizon: Equatable, Sendable {
  private enum Limit: Equatable, Sendable {
    /// As it is known.
    case none
    case day(CalendarDate)
    case cut(DayCut)
  }

  /// The day by which ages are counted.
  package let asOf: CalendarDate
  private let limit: Limit

  /// The end of a day, as it is known or as it was known at the end of another.
  package init(asOf: CalendarDate, knownOn: CalendarDate? = nil) {
    self.asOf = asOf
    limit = knownOn.map { .day($0) } ?? .none
  }

  /// The close of a cut: rows of the same day's later cuts are not in it.
  package init(closing cut: DayCut) {
    asOf = cut.date
    limit = .cut(cut)
  }

  /// What was told by a day stands on it at the latest, which saves looking closer.
  func includes(_ entry: Entry, in ledger: Ledger) -> Bool {
    guard isKnown(entry.recorded) else { return false }
    return entry.recorded.businessDate <= asOf || ledger.accounting(of: entry).date <= asOf
  }

  /// What was booked before the first cut is in every cut.
  private func isKnown(_ recorded: Recorded) -> Bool {
    switch limit {
    case .none: true
    case .day(let day): recorded.businessDate <= day
    case .cut(let cut): recorded.cut.map { $0 <= cut } ?? true
    }
  }

  /// What was told in earlier months is all included.
  var month: Month {
    switch limit {
    case .none: Month(asOf)
    case .day(let day): Month(min(asOf, day))
    case .cut(let cut): Month(cut.date)
    }
  }
}
