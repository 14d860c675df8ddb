extension Invoicing {
  /// What law misses in this house's own invoices after its profile; nothing without one.
  package struct MissingMentions: Codable, Equatable, Sendable {
    /// Where a late-charge rate is agreed with the account.
    package var withRate: [Fault]
    /// Where none is.
    package var withoutRate: [Fault]

    package init(withRate: [Fault] = [], withoutRate: [Fault] = []) {
      self.withRate = withRate
      self.withoutRate = withoutRate
    }
  }
}
