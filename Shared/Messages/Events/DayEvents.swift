package import DomainKit

/// A new business day began; the one before is to be cut.
package struct DayOpened: Message {
  package static let type = "day.opened.v1"
  /// None on the very first day.
  package var closes: DayCut?
  package var opens: DayCut

  package init(closes: DayCut? = nil, opens: DayCut) {
    self.closes = closes
    self.opens = opens
  }

  package static var example: Self {
    Self(
      closes: DayCut(date: CalendarDate(literal: "2026-03-10")),
      opens: DayCut(date: CalendarDate(literal: "2026-03-11"))
    )
  }
}

/// A cut within the day, so that leftovers need not wait for midnight.
package struct CutCalled: Message {
  package static let type = "cut.called.v1"
  package var closes: DayCut
  package var opens: DayCut

  package init(closes: DayCut, opens: DayCut) {
    self.closes = closes
    self.opens = opens
  }

  package static var example: Self {
    Self(
      closes: DayCut(date: CalendarDate(literal: "2026-03-10"), number: 1),
      opens: DayCut(date: CalendarDate(literal: "2026-03-10"), number: 2)
    )
  }
}

/// A month is closed: what still comes for it is booked on the first open day.
package struct PeriodClosed: Message {
  package static let type = "period.closed.v1"
  package var firstDay: CalendarDate
  package var lastDay: CalendarDate
  package var closedBy: String

  package init(firstDay: CalendarDate, lastDay: CalendarDate, closedBy: String) {
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.closedBy = closedBy
  }

  package static var example: Self {
    Self(
      firstDay: CalendarDate(literal: "2026-03-01"),
      lastDay: CalendarDate(literal: "2026-03-31"),
      closedBy: "a.martin"
    )
  }
}

/// Invoicing or payment intake has sent everything of a cut: the marker, one a partition and one
/// for what concerns no account.
///
/// It leaves only when all before it is confirmed.
package struct IntakeClosed: Message {
  package static let type = "intake.closed.v1"
  package var service: ServiceName
  package var closes: DayCut
  package var opens: DayCut
  /// None: the marker of what concerns no account.
  package var partition: Partition?
  /// What was sent, by routing key, since the marker before.
  package var streams: [StreamTotal]
  /// What payment intake took in and what became of it; empty from invoicing, and in partitions.
  package var totals: [ControlTotal]
  /// Messages set aside during the cut; their accounts are shown and left out.
  package var exceptions: [ParkedException]

  package init(
    service: ServiceName,
    closes: DayCut,
    opens: DayCut,
    partition: Partition? = nil,
    streams: [StreamTotal],
    totals: [ControlTotal],
    exceptions: [ParkedException]
  ) {
    self.service = service
    self.closes = closes
    self.opens = opens
    self.partition = partition
    self.streams = streams
    self.totals = totals
    self.exceptions = exceptions
  }

  package static var example: Self {
    Self(
      service: .paymentIntake,
      closes: DayCut(date: CalendarDate(literal: "2026-03-10")),
      opens: DayCut(date: CalendarDate(literal: "2026-03-11")),
      partition: Partition(literal: 7),
      streams: [
        StreamTotal(
          routingKey: "payment.identified.v1.07",
          lastSequence: 120,
          count: 3,
          sums: [Money(237_600, .euro)]
        )
      ],
      totals: [ControlTotal(name: .received, count: 3, sums: [Money(237_600, .euro)])],
      exceptions: [
        ParkedException(messageID: "3f1", service: .matching, account: "C-1001", reason: "parked")
      ]
    )
  }
}

/// What was sent under one routing key.
package struct StreamTotal: Codable, Equatable, Hashable, Sendable {
  package var routingKey: String
  /// The sequence of the last message; a receiver that lacks none up to it has them all.
  package var lastSequence: UInt64
  /// Messages since the marker before.
  package var count: Int
  /// Amounts of these messages, one a currency, in the currencies' order.
  package var sums: [Money]

  package init(routingKey: String, lastSequence: UInt64, count: Int, sums: [Money]) {
    self.routingKey = routingKey
    self.lastSequence = lastSequence
    self.count = count
    self.sums = sums
  }
}

/// A count and the sums of amounts under a name that both sides of a proof know.
package struct ControlTotal: Codable, Equatable, Hashable, Sendable {
  package enum Name: String, Codable, CaseIterable, Sendable {
    /// Payment intake, during the cut: everything that came in; what was handed to an account; what
    /// was taken back.
    case received
    case handedOver = "handed-over"
    case returned
    /// Payment intake, at the cut: the pool of payments whose account is unknown.
    case unidentified
    /// Matching, at the cut: open items, payments neither applied nor on account, and on account.
    case openItems = "open-items"
    case unapplied
    case onAccount = "on-account"
    /// Matching, during the cut: cash applied net of what was taken back, and discounts, credit
    /// notes and what was given up within the tolerance likewise.
    case applied, discount, credited
    case writtenOff = "written-off"
  }
  package var name: Name
  package var count: Int
  package var sums: [Money]

  package init(name: Name, count: Int, sums: [Money]) {
    self.name = name
    self.count = count
    self.sums = sums
  }
}

/// A message that a service set aside instead of handling it.
package struct ParkedException: Codable, Equatable, Hashable, Sendable {
  package var messageID: String
  package var service: ServiceName
  package var account: AccountID?
  package var reason: String

  package init(messageID: String, service: ServiceName, account: AccountID?, reason: String) {
    self.messageID = messageID
    self.service = service
    self.account = account
    self.reason = reason
  }
}

/// A matching partition had both markers and decided the leftovers of a cut.
package struct DayClosed: Message {
  package static let type = "day.closed.v1"
  package var closes: DayCut
  package var opens: DayCut
  package var partition: Partition
  package var streams: [StreamTotal]
  package var totals: [ControlTotal]
  package var exceptions: [ParkedException]

  package init(
    closes: DayCut,
    opens: DayCut,
    partition: Partition,
    streams: [StreamTotal],
    totals: [ControlTotal],
    exceptions: [ParkedException]
  ) {
    self.closes = closes
    self.opens = opens
    self.partition = partition
    self.streams = streams
    self.totals = totals
    self.exceptions = exceptions
  }

  package static var example: Self {
    Self(
      closes: DayCut(date: CalendarDate(literal: "2026-03-10")),
      opens: DayCut(date: CalendarDate(literal: "2026-03-11")),
      partition: Partition(literal: 7),
      streams: [
        StreamTotal(
          routingKey: "payment.applied.v1.07",
          lastSequence: 98,
          count: 3,
          sums: [Money(237_600, .euro)]
        )
      ],
      totals: [ControlTotal(name: .openItems, count: 12, sums: [Money(1_240_000, .euro)])],
      exceptions: []
    )
  }
}
