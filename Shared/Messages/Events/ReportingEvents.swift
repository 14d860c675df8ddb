package import DomainKit

/// The aging of one account, or of all, in one currency, when a cut was closed.
package struct ReportAging: Message {
  package static let type = "report.aging.v1"
  package var asOf: CalendarDate
  package var cut: DayCut
  /// None: all accounts.
  package var account: AccountID?
  package var row: AgingRow

  package init(asOf: CalendarDate, cut: DayCut, account: AccountID? = nil, row: AgingRow) {
    self.asOf = asOf
    self.cut = cut
    self.account = account
    self.row = row
  }

  package static var example: Self {
    Self(
      asOf: CalendarDate(literal: "2026-03-31"),
      cut: DayCut(date: CalendarDate(literal: "2026-03-31")),
      account: "C-1001",
      row: .example
    )
  }
}

/// Open amounts by days past due: not due (day 0 included), 1-30, 31-60, 61-90, over 90.
package struct AgingRow: Codable, Equatable, Hashable, Sendable {
  package var notDue: Money
  package var days1To30: Money
  package var days31To60: Money
  package var days61To90: Money
  package var over90: Money
  /// Sum of the buckets.
  package var total: Money
  /// Credits beside the buckets, never netted in them.
  package var unapplied: Money
  package var onAccount: Money
  /// `total` less `unapplied` less `onAccount`.
  package var net: Money

  package init(
    notDue: Money,
    days1To30: Money,
    days31To60: Money,
    days61To90: Money,
    over90: Money,
    total: Money,
    unapplied: Money,
    onAccount: Money,
    net: Money
  ) {
    self.notDue = notDue
    self.days1To30 = days1To30
    self.days31To60 = days31To60
    self.days61To90 = days61To90
    self.over90 = over90
    self.total = total
    self.unapplied = unapplied
    self.onAccount = onAccount
    self.net = net
  }

  package static var example: Self {
    Self(
      notDue: Money(20_000, .euro),
      days1To30: Money(20_000, .euro),
      days31To60: Money(10_000, .euro),
      days61To90: Money(10_000, .euro),
      over90: Money(10_000, .euro),
      total: Money(70_000, .euro),
      unapplied: Money(15_000, .euro),
      onAccount: .zero(.euro),
      net: Money(55_000, .euro)
    )
  }
}

/// The daily proof: what reporting holds against what matching's and intake's markers say.
package struct ReportReconciliation: Message {
  package static let type = "report.reconciliation.v1"
  package var cut: DayCut
  package var checks: [ReconciliationCheck]
  /// Every check agrees and nothing is parked.
  package var isProven: Bool
  package var exceptions: [ParkedException]

  package init(
    cut: DayCut,
    checks: [ReconciliationCheck],
    isProven: Bool,
    exceptions: [ParkedException]
  ) {
    self.cut = cut
    self.checks = checks
    self.isProven = isProven
    self.exceptions = exceptions
  }

  package static var example: Self {
    Self(
      cut: DayCut(date: CalendarDate(literal: "2026-03-31")),
      checks: [
        ReconciliationCheck(
          name: "open-items",
          stated: [Money(70_000, .euro)],
          computed: [Money(70_000, .euro)]
        )
      ],
      isProven: true,
      exceptions: []
    )
  }
}

/// One figure that two sides know: a sum a currency, and where both count things, their number.
package struct ReconciliationCheck: Codable, Equatable, Hashable, Sendable {
  /// Such as `open-items` or `stream payment.applied.v1`; ends in `.07` or names an account where
  /// it shows what of a disagreement belongs to whom.
  package var name: String
  /// By the services that own the figures; for checks within the books, by one view of them.
  package var stated: [Money]
  /// By reporting, from the events; for checks within the books, by the other view.
  package var computed: [Money]
  package var statedCount: Int?
  package var computedCount: Int?

  package init(
    name: String,
    stated: [Money],
    computed: [Money],
    statedCount: Int? = nil,
    computedCount: Int? = nil
  ) {
    self.name = name
    self.stated = stated
    self.computed = computed
    self.statedCount = statedCount
    self.computedCount = computedCount
  }

  package var agrees: Bool { stated == computed && statedCount == computedCount }
}
