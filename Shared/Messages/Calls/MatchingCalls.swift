package import DomainKit

/// The open items of an account, its payments that are not applied in full, and its pending money.
package struct ListOpenItems: Call {
  package static let service = ServiceName.matching
  package static let method = "ListOpenItems"
  package static let isMutating = false
  package var account: AccountID

  package init(account: AccountID) {
    self.account = account
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var items: [OpenItem]
    package var payments: [OpenPayment]
    package var pending: [PendingMoney]

    package init(items: [OpenItem], payments: [OpenPayment], pending: [PendingMoney] = []) {
      self.items = items
      self.payments = payments
      self.pending = pending
    }
  }

  package static var example: Self { Self(account: "C-1001") }
  package static var exampleReply: Reply {
    Reply(
      items: [
        OpenItem(
          item: "INV-2026-0042",
          invoice: "INV-2026-0042",
          dueDate: CalendarDate(literal: "2026-03-31"),
          amount: Money(120_000, .euro),
          open: Money(20_000, .euro)
        )
      ],
      payments: [
        OpenPayment(
          payment: PaymentDetails.example.payment,
          amount: Money(117_600, .euro),
          unapplied: .zero(.euro),
          onAccount: Money(5000, .euro)
        )
      ],
      pending: [
        PendingMoney(
          payment: "NL26VAYB8060476890:AAAASESS-0107:0",
          amount: Money(20_000, .euro),
          valueDate: CalendarDate(literal: "2026-03-12"),
          items: ["INV-2026-0042"]
        )
      ]
    )
  }
}

/// An item that is not settled, and what of it is open.
package struct OpenItem: Codable, Equatable, Sendable {
  package var item: ItemID
  package var invoice: InvoiceNumber
  package var dueDate: CalendarDate
  package var amount: Money
  package var open: Money

  package init(
    item: ItemID,
    invoice: InvoiceNumber,
    dueDate: CalendarDate,
    amount: Money,
    open: Money
  ) {
    self.item = item
    self.invoice = invoice
    self.dueDate = dueDate
    self.amount = amount
    self.open = open
  }
}

/// A payment that is not applied in full.
package struct OpenPayment: Codable, Equatable, Sendable {
  package var payment: PaymentID
  package var amount: Money
  package var unapplied: Money
  package var onAccount: Money

  package init(payment: PaymentID, amount: Money, unapplied: Money, onAccount: Money) {
    self.payment = payment
    self.amount = amount
    self.unapplied = unapplied
    self.onAccount = onAccount
  }
}

/// Money of an account that is announced and not booked.
package struct PendingMoney: Codable, Equatable, Sendable {
  package var payment: PaymentID
  package var amount: Money
  package var valueDate: CalendarDate
  /// What it would pay: no rule gives these to other money that does not name them.
  package var items: [ItemID]

  package init(payment: PaymentID, amount: Money, valueDate: CalendarDate, items: [ItemID]) {
    self.payment = payment
    self.amount = amount
    self.valueDate = valueDate
    self.items = items
  }
}

/// Every decision on a payment, with its explanation.
package struct ExplainPayment: Call {
  package static let service = ServiceName.matching
  package static let method = "ExplainPayment"
  package static let isMutating = false
  package var payment: PaymentID

  package init(payment: PaymentID) {
    self.payment = payment
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var details: PaymentDetails
    package var account: AccountID
    /// What the payer said of it apart from it.
    package var advice: RemittanceAdvised?
    package var decisions: [PaymentApplied]
    package var suggestion: MatchSuggested?
    package var unapplied: Money
    package var onAccount: Money

    package init(
      details: PaymentDetails,
      account: AccountID,
      advice: RemittanceAdvised? = nil,
      decisions: [PaymentApplied],
      suggestion: MatchSuggested? = nil,
      unapplied: Money,
      onAccount: Money
    ) {
      self.details = details
      self.account = account
      self.advice = advice
      self.decisions = decisions
      self.suggestion = suggestion
      self.unapplied = unapplied
      self.onAccount = onAccount
    }
  }

  package static var example: Self { Self(payment: PaymentDetails.example.payment) }
  package static var exampleReply: Reply {
    Reply(
      details: .example,
      account: "C-1001",
      decisions: [.example],
      suggestion: nil,
      unapplied: .zero(.euro),
      onAccount: .zero(.euro)
    )
  }
}
