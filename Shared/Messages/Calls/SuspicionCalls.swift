package import DomainKit

/// Payments that may be one, told twice, of which nobody has decided.
package struct ListSuspected: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "ListSuspected"
  package static let isMutating = false
  /// At most this many rows, 1 to 1000.
  package var limit: Int

  package init(limit: Int) {
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// By the payments' names.
    package var suspicions: [SuspectedPair]
    /// All of them, whatever the limit.
    package var count: Int

    package init(suspicions: [SuspectedPair], count: Int) {
      self.suspicions = suspicions
      self.count = count
    }
  }

  package static var example: Self { Self(limit: 100) }
  package static var exampleReply: Reply { Reply(suspicions: [.example], count: 1) }
}

/// Two payments that may be one.
package struct SuspectedPair: Codable, Equatable, Sendable {
  package struct Side: Codable, Equatable, Sendable {
    package var details: PaymentDetails
    /// Whose it is; none: it is unidentified.
    package var account: AccountID?

    package init(details: PaymentDetails, account: AccountID? = nil) {
      self.details = details
      self.account = account
    }
  }
  package var payment: Side
  package var other: Side
  package var reason: PaymentSuspected.Reason

  package init(payment: Side, other: Side, reason: PaymentSuspected.Reason) {
    self.payment = payment
    self.other = other
    self.reason = reason
  }

  package static var example: Self {
    var details = PaymentDetails.example
    details.payment = PaymentSuspected.example.payment
    details.channel = "captured"
    return Self(
      payment: Side(details: details),
      other: Side(details: .example, account: "C-1001"),
      reason: .providerAndBank
    )
  }
}

/// A person says whether two payments that may be one are; the same again changes nothing.
package struct SettleSuspicion: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "SettleSuspicion"
  package static let isMutating = true
  package enum Verdict: String, Codable, CaseIterable, Sendable {
    /// `payment` is withdrawn as a copy of `other`, from the pool or from its account.
    case duplicate
    /// Both are payments.
    case distinct
  }
  package var payment: PaymentID
  package var other: PaymentID
  package var verdict: Verdict
  /// Why, for the record.
  package var note: String

  package init(payment: PaymentID, other: PaymentID, verdict: Verdict, note: String) {
    self.payment = payment
    self.other = other
    self.verdict = verdict
    self.note = note
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// What of `payment` is left in the house.
    package var left: Money

    package init(left: Money) {
      self.left = left
    }
  }

  package static var example: Self {
    Self(
      payment: PaymentSuspected.example.payment,
      other: PaymentSuspected.example.other,
      verdict: .duplicate,
      note: "the provider pays out daily"
    )
  }
  package static var exampleReply: Reply { Reply(left: .zero(.euro)) }
}
