package import DomainKit

/// Aging by due date, of what stands in the books up to a day, in the order of the accounts' names.
///
/// A day of a closed month gives the same for ever: what is told later stands in a later one.
package struct GetAging: Call {
  package static let service = ServiceName.reporting
  package static let method = "GetAging"
  package static let isMutating = false
  /// A reply of this many accounts stays below a message's limit.
  package static let maximumLimit = 500

  package var asOf: CalendarDate
  /// As it was known at the end of this business day; none: as it is known now.
  package var knownOn: CalendarDate?
  /// None: every account.
  package var account: AccountID?
  /// The `next` of the page before; none: the first page.
  package var after: AccountID?
  /// At most this many accounts, 1 to ``maximumLimit``.
  package var limit: Int

  package init(
    asOf: CalendarDate,
    knownOn: CalendarDate? = nil,
    account: AccountID? = nil,
    after: AccountID? = nil,
    limit: Int = maximumLimit
  ) {
    self.asOf = asOf
    self.knownOn = knownOn
    self.account = account
    self.after = after
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var asOf: CalendarDate
    /// The last cut that every partition had closed when this was read; of a day whose month is
    /// closed, the last before that.
    package var closed: DayCut?
    /// One row an account and currency; accounts with nothing open and no credit are left out.
    package var accounts: [AccountAging]
    /// One row a currency, over all pages; on the first page only.
    package var totals: [AgingRow]
    /// More accounts follow after this one; none: this was the last page.
    package var next: AccountID?

    package init(
      asOf: CalendarDate,
      closed: DayCut? = nil,
      accounts: [AccountAging],
      totals: [AgingRow],
      next: AccountID? = nil
    ) {
      self.asOf = asOf
      self.closed = closed
      self.accounts = accounts
      self.totals = totals
      self.next = next
    }
  }

  package static var example: Self {
    Self(
      asOf: CalendarDate(literal: "2026-03-31"),
      knownOn: CalendarDate(literal: "2026-04-02"),
      account: nil,
      after: "C-1000",
      limit: 100
    )
  }
  package static var exampleReply: Reply {
    Reply(
      asOf: CalendarDate(literal: "2026-03-31"),
      closed: DayCut(date: CalendarDate(literal: "2026-03-31")),
      accounts: [AccountAging(account: "C-1001", name: "Ateliers Morel SARL", row: .example)],
      totals: [.example],
      next: "C-1001"
    )
  }
}

/// One account's line of the aging report.
package struct AccountAging: Codable, Equatable, Sendable {
  package var account: AccountID
  package var name: String
  package var row: AgingRow

  package init(account: AccountID, name: String, row: AgingRow) {
    self.account = account
    self.name = name
    self.row = row
  }
}

/// Opening balance, movements and closing balance of one account, by the days on which movements
/// stand in the books.
package struct GetStatement: Call {
  package static let service = ServiceName.reporting
  package static let method = "GetStatement"
  package static let isMutating = false
  /// A reply of this many movements stays below a message's limit.
  package static let maximumLimit = 1000

  package var account: AccountID
  /// The first day of the statement.
  package var from: CalendarDate
  /// The last day of the statement.
  package var to: CalendarDate
  /// The `next` of the page before; none: the first page.
  package var after: StatementPosition?
  /// At most this many movements, 1 to ``maximumLimit``.
  package var limit: Int

  package init(
    account: AccountID,
    from: CalendarDate,
    to: CalendarDate,
    after: StatementPosition? = nil,
    limit: Int = maximumLimit
  ) {
    self.account = account
    self.from = from
    self.to = to
    self.after = after
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var account: AccountID
    package var name: String
    /// In the currencies' order; a later page has only those of which it has movements.
    package var currencies: [StatementOfCurrency]
    /// More movements follow after this one; none: this was the last page.
    package var next: StatementPosition?

    package init(
      account: AccountID,
      name: String,
      currencies: [StatementOfCurrency],
      next: StatementPosition? = nil
    ) {
      self.account = account
      self.name = name
      self.currencies = currencies
      self.next = next
    }
  }

  package static var example: Self {
    Self(
      account: "C-1001",
      from: CalendarDate(literal: "2026-03-01"),
      to: CalendarDate(literal: "2026-03-31")
    )
  }
  package static var exampleReply: Reply {
    Reply(
      account: "C-1001",
      name: "Ateliers Morel SARL",
      currencies: [
        StatementOfCurrency(
          opening: .zero(.euro),
          movements: [
            StatementMovement(
              accountingDate: CalendarDate(literal: "2026-03-01"),
              businessDate: CalendarDate(literal: "2026-03-02"),
              valueDate: CalendarDate(literal: "2026-02-27"),
              isLate: true,
              kind: .invoice,
              document: "INV-2026-0042",
              amount: Money(120_000, .euro),
              balance: Money(120_000, .euro)
            )
          ],
          closing: Money(120_000, .euro)
        )
      ],
      next: StatementPosition(
        currency: .euro,
        accountingDate: CalendarDate(literal: "2026-03-01"),
        businessDate: CalendarDate(literal: "2026-03-02"),
        kind: .invoice,
        document: "INV-2026-0042",
        valueDate: CalendarDate(literal: "2026-02-27")
      )
    )
  }
}

/// A movement's place in a statement, so that the next page begins behind it.
package struct StatementPosition: Codable, Equatable, Hashable, Sendable {
  package var currency: Currency
  package var accountingDate: CalendarDate
  package var businessDate: CalendarDate
  package var kind: StatementMovement.Kind
  package var document: String
  package var valueDate: CalendarDate

  package init(
    currency: Currency,
    accountingDate: CalendarDate,
    businessDate: CalendarDate,
    kind: StatementMovement.Kind,
    document: String,
    valueDate: CalendarDate
  ) {
    self.currency = currency
    self.accountingDate = accountingDate
    self.businessDate = businessDate
    self.kind = kind
    self.document = document
    self.valueDate = valueDate
  }
}

/// The part of a statement that is in one currency.
package struct StatementOfCurrency: Codable, Equatable, Sendable {
  /// Before the statement's first day, whatever the page.
  package var opening: Money
  package var movements: [StatementMovement]
  /// After the statement's last day, whatever the page.
  package var closing: Money

  package init(opening: Money, movements: [StatementMovement], closing: Money) {
    self.opening = opening
    self.movements = movements
    self.closing = closing
  }
}

/// A line of a statement: what changed what the account owes.
package struct StatementMovement: Codable, Equatable, Sendable {
  /// In the order in which they stand within a day.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case invoice
    case creditNote = "credit-note"
    case payment
    /// Early-payment discount; named after the invoice that it cleared.
    case discount
    /// A discount that the days of grace let through, after the date that the customer was told;
    /// named as a discount is.
    case discountTolerance = "discount-tolerance"
    /// Given up within the tolerance, or kept; named after the invoice that it settled.
    case writeOff = "write-off"
    case `return`
    /// A payment of this account cleared an item of another, or the other way round.
    case transfer
  }

  /// The day of the books on which it stands: its own date, or the first day that was open when it
  /// was told.
  package var accountingDate: CalendarDate
  /// The business day on which it was told.
  package var businessDate: CalendarDate
  /// The invoice's date, or the day on which the money counts.
  package var valueDate: CalendarDate
  /// The month of its own date was closed when it was told.
  package var isLate: Bool
  package var kind: Kind
  package var document: String
  /// Positive when the customer owes more.
  package var amount: Money
  /// After this movement.
  package var balance: Money

  package init(
    accountingDate: CalendarDate,
    businessDate: CalendarDate,
    valueDate: CalendarDate,
    isLate: Bool = false,
    kind: Kind,
    document: String,
    amount: Money,
    balance: Money
  ) {
    self.accountingDate = accountingDate
    self.businessDate = businessDate
    self.valueDate = valueDate
    self.isLate = isLate
    self.kind = kind
    self.document = document
    self.amount = amount
    self.balance = balance
  }
}

/// The proof of one cut, or of the last one.
package struct GetReconciliation: Call {
  package static let service = ServiceName.reporting
  package static let method = "GetReconciliation"
  package static let isMutating = false
  package var cut: DayCut?

  package init(cut: DayCut? = nil) {
    self.cut = cut
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var report: ReportReconciliation
    /// Cuts that could not be proven so far.
    package var unproven: [DayCut]

    package init(report: ReportReconciliation, unproven: [DayCut]) {
      self.report = report
      self.unproven = unproven
    }
  }

  package static var example: Self { Self(cut: nil) }
  package static var exampleReply: Reply { Reply(report: .example, unproven: []) }
}

/// What has gone through the house so far, in figures.
package struct GetActivity: Call {
  package static let service = ServiceName.reporting
  package static let method = "GetActivity"
  package static let isMutating = false

  package init() {}

  package struct Reply: Codable, Equatable, Sendable {
    package var accounts: Int
    package var invoices: Int
    package var rejectedInvoices: Int
    package var paymentsReceived: Int
    package var paymentsIdentified: Int
    package var paymentsReturned: Int
    /// Decisions that applied cash, and by which rule.
    package var decisionsByRule: [RuleCount]
    package var suggestions: Int
    /// Discounts that the days of grace let through; absent: not counted.
    package var discountsInGrace: Int?
    package var closed: DayCut?

    package init(
      accounts: Int,
      invoices: Int,
      rejectedInvoices: Int,
      paymentsReceived: Int,
      paymentsIdentified: Int,
      paymentsReturned: Int,
      decisionsByRule: [RuleCount],
      suggestions: Int,
      discountsInGrace: Int? = nil,
      closed: DayCut? = nil
    ) {
      self.accounts = accounts
      self.invoices = invoices
      self.rejectedInvoices = rejectedInvoices
      self.paymentsReceived = paymentsReceived
      self.paymentsIdentified = paymentsIdentified
      self.paymentsReturned = paymentsReturned
      self.decisionsByRule = decisionsByRule
      self.suggestions = suggestions
      self.discountsInGrace = discountsInGrace
      self.closed = closed
    }
  }

  package static var example: Self { Self() }
  package static var exampleReply: Reply {
    Reply(
      accounts: 1,
      invoices: 1,
      rejectedInvoices: 0,
      paymentsReceived: 1,
      paymentsIdentified: 1,
      paymentsReturned: 0,
      decisionsByRule: [RuleCount(rule: "structured-reference", count: 1)],
      suggestions: 0,
      discountsInGrace: 0,
      closed: nil
    )
  }
}

/// How often a rule decided.
package struct RuleCount: Codable, Equatable, Sendable {
  package var rule: String
  package var count: Int

  package init(rule: String, count: Int) {
    self.rule = rule
    self.count = count
  }
}
