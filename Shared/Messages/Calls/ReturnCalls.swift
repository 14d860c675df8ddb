package import DomainKit

/// A person says which payment a return takes back that waits for it.
///
/// The same again changes nothing. The return must be of what is left of the payment, with its
/// charges or without; of a payment that has an account it may be a part.
package struct SettleReturn: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "SettleReturn"
  package static let isMutating = true
  package var reversal: PaymentID
  package var payment: PaymentID
  /// Why, for the record.
  package var note: String

  package init(reversal: PaymentID, payment: PaymentID, note: String) {
    self.reversal = reversal
    self.payment = payment
    self.note = note
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// What was taken back of the payment.
    package var amount: Money
    /// From whom; none: from the pool.
    package var account: AccountID?

    package init(amount: Money, account: AccountID? = nil) {
      self.amount = amount
      self.account = account
    }
  }

  package static var example: Self {
    Self(
      reversal: "NL26VAYB8060476890:AAAASESS-0099:D:0",
      payment: PaymentDetails.example.payment,
      note: "the bank's letter names it"
    )
  }
  package static var exampleReply: Reply {
    Reply(amount: PaymentDetails.example.amount, account: "C-1001")
  }
}

/// A person says which return a credit undoes: money of our own that the bank brought again.
///
/// The same again changes nothing. The credit must be of what the return took, with the bank's
/// charges or without; from then on the payment counts as if it had never been taken back.
package struct UndoReturn: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "UndoReturn"
  package static let isMutating = true
  package var credit: PaymentID
  package var reversal: PaymentID
  /// Why, for the record.
  package var note: String

  package init(credit: PaymentID, reversal: PaymentID, note: String) {
    self.credit = credit
    self.reversal = reversal
    self.note = note
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// What counts again.
    package var amount: Money
    /// None: what the return took back never reached us.
    package var payment: PaymentID?

    package init(amount: Money, payment: PaymentID? = nil) {
      self.amount = amount
      self.payment = payment
    }
  }

  package static var example: Self {
    Self(
      credit: "NL26VAYB8060476890:AAAASESS-0107:0",
      reversal: "NL26VAYB8060476890:AAAASESS-0099:D:0",
      note: "the bank's letter names it"
    )
  }
  package static var exampleReply: Reply {
    Reply(amount: PaymentDetails.example.amount, payment: PaymentDetails.example.payment)
  }
}
