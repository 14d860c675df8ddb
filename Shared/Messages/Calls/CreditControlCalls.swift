package import DomainKit
package import Terms

/// May this order be delivered on credit? Approves or holds it, and states the exposure.
package struct CheckOrder: Call {
  package static let service = ServiceName.creditControl
  package static let method = "CheckOrder"
  package static let isMutating = true
  package var order: OrderID
  package var account: AccountID
  package var amount: Money

  package init(order: OrderID, account: AccountID, amount: Money) {
    self.order = order
    self.account = account
    self.amount = amount
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var isApproved: Bool
    package var exposure: ExposureComposition
    package var limit: Money?
    package var reason: String
    /// How far each source had been read: sequence by routing key and source.
    package var readUpTo: [ReadPosition]

    package init(
      isApproved: Bool,
      exposure: ExposureComposition,
      limit: Money? = nil,
      reason: String,
      readUpTo: [ReadPosition]
    ) {
      self.isApproved = isApproved
      self.exposure = exposure
      self.limit = limit
      self.reason = reason
      self.readUpTo = readUpTo
    }
  }

  package static var example: Self {
    Self(order: "SO-78", account: "C-1001", amount: Money(80_000, .euro))
  }
  package static var exampleReply: Reply {
    Reply(
      isApproved: true,
      exposure: .example,
      limit: Money(1_000_000, .euro),
      reason: "10000.00 EUR of 10000.00 EUR",
      readUpTo: [
        ReadPosition(
          source: "/encours/matching/07/1",
          routingKey: "payment.applied.v1.07",
          sequence: 98
        )
      ]
    )
  }
}

/// How far a service has read one stream.
package struct ReadPosition: Codable, Equatable, Hashable, Sendable {
  package var source: String
  package var routingKey: String
  package var sequence: UInt64

  package init(source: String, routingKey: String, sequence: UInt64) {
    self.source = source
    self.routingKey = routingKey
    self.sequence = sequence
  }
}

/// Closes the open business day and opens another.
package struct OpenDay: Call {
  package static let service = ServiceName.creditControl
  package static let method = "OpenDay"
  package static let isMutating = true
  package var date: CalendarDate

  package init(date: CalendarDate) {
    self.date = date
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var closes: DayCut?
    package var opens: DayCut

    package init(closes: DayCut? = nil, opens: DayCut) {
      self.closes = closes
      self.opens = opens
    }
  }

  package static var example: Self { Self(date: CalendarDate(literal: "2026-03-11")) }
  package static var exampleReply: Reply {
    Reply(
      closes: DayCut(date: CalendarDate(literal: "2026-03-10")),
      opens: DayCut(date: CalendarDate(literal: "2026-03-11"))
    )
  }
}

/// Cuts the open business day once more, without ending it.
package struct CallCut: Call {
  package static let service = ServiceName.creditControl
  package static let method = "CallCut"
  package static let isMutating = true

  package init() {}

  package struct Reply: Codable, Equatable, Sendable {
    package var closes: DayCut
    package var opens: DayCut

    package init(closes: DayCut, opens: DayCut) {
      self.closes = closes
      self.opens = opens
    }
  }

  package static var example: Self { Self() }
  package static var exampleReply: Reply {
    Reply(
      closes: DayCut(date: CalendarDate(literal: "2026-03-10"), number: 1),
      opens: DayCut(date: CalendarDate(literal: "2026-03-10"), number: 2)
    )
  }
}

/// Closes a month: later facts of it are booked on the first open day.
package struct ClosePeriod: Call {
  package static let service = ServiceName.creditControl
  package static let method = "ClosePeriod"
  package static let isMutating = true
  package var lastDay: CalendarDate

  package init(lastDay: CalendarDate) {
    self.lastDay = lastDay
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var firstDay: CalendarDate
    package var lastDay: CalendarDate

    package init(firstDay: CalendarDate, lastDay: CalendarDate) {
      self.firstDay = firstDay
      self.lastDay = lastDay
    }
  }

  package static var example: Self { Self(lastDay: CalendarDate(literal: "2026-03-31")) }
  package static var exampleReply: Reply {
    Reply(
      firstDay: CalendarDate(literal: "2026-03-01"),
      lastDay: CalendarDate(literal: "2026-03-31")
    )
  }
}

/// How far the days are: the open cut, and the last one that every partition has closed.
package struct GetDay: Call {
  package static let service = ServiceName.creditControl
  package static let method = "GetDay"
  package static let isMutating = false

  package init() {}

  package struct Reply: Codable, Equatable, Sendable {
    package var open: DayCut?
    package var closed: DayCut?
    /// Partitions that have not closed the cut before the open one.
    package var awaited: [Partition]

    package init(open: DayCut? = nil, closed: DayCut? = nil, awaited: [Partition]) {
      self.open = open
      self.closed = closed
      self.awaited = awaited
    }
  }

  package static var example: Self { Self() }
  package static var exampleReply: Reply {
    Reply(
      open: DayCut(date: CalendarDate(literal: "2026-03-11")),
      closed: DayCut(date: CalendarDate(literal: "2026-03-10")),
      awaited: []
    )
  }
}

/// Sets or lifts the credit limit of an account.
package struct SetCreditLimit: Call {
  package static let service = ServiceName.creditControl
  package static let method = "SetCreditLimit"
  package static let isMutating = true
  package var account: AccountID
  /// None: no limit.
  package var limit: Money?
  package var reason: String

  package init(account: AccountID, limit: Money? = nil, reason: String) {
    self.account = account
    self.limit = limit
    self.reason = reason
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var previous: Money?

    package init(previous: Money? = nil) {
      self.previous = previous
    }
  }

  package static var example: Self {
    Self(account: "C-1001", limit: Money(1_000_000, .euro), reason: "yearly review")
  }
  package static var exampleReply: Reply { Reply(previous: Money(800_000, .euro)) }
}

/// Sets the terms, the rate of late charges or both, of what is invoiced to an account from a later
/// day on.
package struct SetCreditTerms: Call {
  package static let service = ServiceName.creditControl
  package static let method = "SetCreditTerms"
  package static let isMutating = true
  package var account: AccountID
  /// Later than the open business day.
  package var from: CalendarDate
  /// A notation such as `15 days`, or lines; none: the terms stay as they are.
  package var terms: StatedTerms?
  /// In percent a year; none: it stays as it is.
  package var lateChargeRate: Percentage?
  package var reason: String

  package init(
    account: AccountID,
    from: CalendarDate,
    terms: StatedTerms? = nil,
    lateChargeRate: Percentage? = nil,
    reason: String
  ) {
    self.account = account
    self.from = from
    self.terms = terms
    self.lateChargeRate = lateChargeRate
    self.reason = reason
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// As they were understood.
    package var terms: CreditTerms?

    package init(terms: CreditTerms? = nil) {
      self.terms = terms
    }
  }

  package static var example: Self {
    Self(
      account: "C-1001",
      from: CalendarDate(literal: "2026-04-01"),
      terms: "15 days",
      lateChargeRate: Percentage(literal: "15"),
      reason: "three invoices paid late"
    )
  }
  package static var exampleReply: Reply { Reply(terms: CreditTerms(due: DateRule(days: 15))) }
}

/// What an account owes or may come to owe, by its parts.
package struct GetExposure: Call {
  package static let service = ServiceName.creditControl
  package static let method = "GetExposure"
  package static let isMutating = false
  package var account: AccountID

  package init(account: AccountID) {
    self.account = account
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var exposure: ExposureComposition
    package var limit: Money?
    package var readUpTo: [ReadPosition]

    package init(exposure: ExposureComposition, limit: Money? = nil, readUpTo: [ReadPosition]) {
      self.exposure = exposure
      self.limit = limit
      self.readUpTo = readUpTo
    }
  }

  package static var example: Self { Self(account: "C-1001") }
  package static var exampleReply: Reply {
    Reply(exposure: .example, limit: Money(1_000_000, .euro), readUpTo: [])
  }
}

/// The items past their due date, the longest overdue first.
package struct ListOverdue: Call {
  package static let service = ServiceName.creditControl
  package static let method = "ListOverdue"
  package static let isMutating = false
  package var asOf: CalendarDate
  package var account: AccountID?
  /// At most this many rows, 1 to 1000.
  package var limit: Int

  package init(asOf: CalendarDate, account: AccountID? = nil, limit: Int) {
    self.asOf = asOf
    self.account = account
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var items: [OverdueItem]
    /// All that are overdue, listed or not.
    package var count: Int
    package var sums: [Money]

    package init(items: [OverdueItem], count: Int, sums: [Money]) {
      self.items = items
      self.count = count
      self.sums = sums
    }
  }

  package static var example: Self {
    Self(asOf: CalendarDate(literal: "2026-04-30"), account: nil, limit: 100)
  }
  package static var exampleReply: Reply {
    Reply(
      items: [
        OverdueItem(
          account: "C-1001",
          item: "INV-2026-0042",
          dueDate: CalendarDate(literal: "2026-03-31"),
          daysLate: 30,
          open: Money(120_000, .euro),
          unappliedOfAccount: .zero(.euro)
        )
      ],
      count: 1,
      sums: [Money(120_000, .euro)]
    )
  }
}

/// An item that is open after its due date.
package struct OverdueItem: Codable, Equatable, Sendable {
  package var account: AccountID
  package var item: ItemID
  package var dueDate: CalendarDate
  /// Days after the due date, at least 1.
  package var daysLate: Int
  package var open: Money
  /// Money of this account that is in the house and not applied: nobody is chased for it.
  package var unappliedOfAccount: Money

  package init(
    account: AccountID,
    item: ItemID,
    dueDate: CalendarDate,
    daysLate: Int,
    open: Money,
    unappliedOfAccount: Money
  ) {
    self.account = account
    self.item = item
    self.dueDate = dueDate
    self.daysLate = daysLate
    self.open = open
    self.unappliedOfAccount = unappliedOfAccount
  }
}
