package import DomainKit

/// Aging by due date, as of the end of a day.
package struct GetAging: Call {
  package static let service = ServiceName.reporting
  package static let method = "GetAging"
  package static let isMutating = false
  package var asOf: CalendarDate
  /// None: every account, and the totals.
  package var account: AccountID?

  package init(asOf: CalendarDate, account: AccountID? = nil) {
    self.asOf = asOf
    self.account = account
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var asOf: CalendarDate
    /// The last cut that every partition had closed when this was read.
    package var closed: DayCut?
    package var accounts: [AccountAging]
    /// One a currency.
    package var totals: [AgingRow]

    package init(
      asOf: CalendarDate,
      closed: DayCut? = nil,
      accounts: [AccountAging],
      totals: [AgingRow]
    ) {
      self.asOf = asOf
      self.closed = closed
      self.accounts = accounts
      self.totals = totals
    }
  }

  package static var example: Self { Self(asOf: CalendarDate("2026-03-31")!, account: nil) }
  package static var exampleReply: Reply {
    Reply(
      asOf: CalendarDate("2026-03-31")!,
      closed: DayCut(date: CalendarDate("2026-03-31")!),
      accounts: [AccountAging(account: "C-1001", name: "Ateliers Morel SARL", row: .example)],
      totals: [.example]
    )
  }
}

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

/// Opening balance, movements and closing balance of one account.
package struct GetStatement: Call {
  package static let service = ServiceName.reporting
  package static let method = "GetStatement"
  package static let isMutating = false
  package var account: AccountID
  package var from: CalendarDate
  package var to: CalendarDate

  package init(account: AccountID, from: CalendarDate, to: CalendarDate) {
    self.account = account
    self.from = from
    self.to = to
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var account: AccountID
    package var name: String
    package var currencies: [StatementOfCurrency]

    package init(account: AccountID, name: String, currencies: [StatementOfCurrency]) {
      self.account = account
      self.name = name
      self.currencies = currencies
    }
  }

  package static var example: Self {
    Self(account: "C-1001", from: CalendarDate("2026-03-01")!, to: CalendarDate("2026-03-31")!)
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
              businessDate: CalendarDate("2026-03-01")!,
              valueDate: CalendarDate("2026-03-01")!,
              kind: "invoice",
              document: "INV-2026-0042",
              amount: Money(120_000, .euro),
              balance: Money(120_000, .euro)
            )
          ],
          closing: Money(120_000, .euro)
        )
      ]
    )
  }
}

package struct StatementOfCurrency: Codable, Equatable, Sendable {
  package var opening: Money
  package var movements: [StatementMovement]
  package var closing: Money

  package init(opening: Money, movements: [StatementMovement], closing: Money) {
    self.opening = opening
    self.movements = movements
    self.closing = closing
  }
}

package struct StatementMovement: Codable, Equatable, Sendable {
  package var businessDate: CalendarDate
  package var valueDate: CalendarDate
  /// `invoice`, `payment`, `discount`, `return`.
  package var kind: String
  package var document: String
  /// Positive when the customer owes more.
  package var amount: Money
  package var balance: Money

  package init(
    businessDate: CalendarDate,
    valueDate: CalendarDate,
    kind: String,
    document: String,
    amount: Money,
    balance: Money
  ) {
    self.businessDate = businessDate
    self.valueDate = valueDate
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
      closed: nil
    )
  }
}

package struct RuleCount: Codable, Equatable, Sendable {
  package var rule: String
  package var count: Int

  package init(rule: String, count: Int) {
    self.rule = rule
    self.count = count
  }
}
