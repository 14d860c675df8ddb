/// Days on which one account pays for another, both included.
package struct PayingPeriod: Codable, Hashable, Sendable {
  /// None: from the beginning.
  package var from: CalendarDate?
  /// None: until further notice.
  package var to: CalendarDate?

  package init(from: CalendarDate? = nil, to: CalendarDate? = nil) {
    self.from = from
    self.to = to
  }

  package func contains(_ date: CalendarDate) -> Bool {
    (from.map { $0 <= date } ?? true) && (to.map { date <= $0 } ?? true)
  }
}
