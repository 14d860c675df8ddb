package import DomainKit

/// Money that had come in was taken back by the payer's bank.
package struct PaymentReturned: Message {
  package static let type = "payment.returned.v1"
  /// The return's own name: bank account, servicer's reference, index.
  package var reversal: PaymentID
  /// The payment that is taken back.
  package var payment: PaymentID
  package var account: AccountID
  package var amount: Money
  /// What the bank took for the return beside the amount, where it says so.
  package var charges: Money?
  package var valueDate: CalendarDate
  /// ISO 20022 external return reason code, such as `MS03`.
  package var reason: String?

  package init(
    reversal: PaymentID,
    payment: PaymentID,
    account: AccountID,
    amount: Money,
    charges: Money? = nil,
    valueDate: CalendarDate,
    reason: String? = nil
  ) {
    self.reversal = reversal
    self.payment = payment
    self.account = account
    self.amount = amount
    self.charges = charges
    self.valueDate = valueDate
    self.reason = reason
  }

  package static var example: Self {
    Self(
      reversal: "NL26VAYB8060476890:AAAASESS-0099:0",
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      account: "C-1001",
      amount: Money(117_600, .euro),
      charges: Money(1500, .euro),
      valueDate: CalendarDate(literal: "2026-03-25"),
      reason: "MS03"
    )
  }
}

/// What a bank had taken back came again: the payment counts as before, of its own value date.
///
/// The bank undid its return, which is undone once; nothing remains of the two (rule R8).
package struct PaymentReinstated: Message {
  package static let type = "payment.reinstated.v1"
  /// The credit that brought the money: it is no payment of its own.
  package var credit: PaymentID
  /// The return that it undoes.
  package var reversal: PaymentID
  /// The payment that counts again.
  package var payment: PaymentID
  package var account: AccountID
  /// As `payment.returned` gave it, without charges.
  package var amount: Money
  /// Of the credit.
  package var valueDate: CalendarDate

  package init(
    credit: PaymentID,
    reversal: PaymentID,
    payment: PaymentID,
    account: AccountID,
    amount: Money,
    valueDate: CalendarDate
  ) {
    self.credit = credit
    self.reversal = reversal
    self.payment = payment
    self.account = account
    self.amount = amount
    self.valueDate = valueDate
  }

  package static var example: Self {
    Self(
      credit: "NL26VAYB8060476890:AAAASESS-0107:0",
      reversal: "NL26VAYB8060476890:AAAASESS-0099:0",
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      account: "C-1001",
      amount: Money(117_600, .euro),
      valueDate: CalendarDate(literal: "2026-03-27")
    )
  }
}

/// Money left the pool of unidentified payments before anybody knew whose it was.
///
/// A copy that had an account leaves it by `payment.returned` with the reason `AM05`.
package struct PaymentWithdrawn: Message {
  package static let type = "payment.withdrawn.v1"
  package enum Cause: String, Codable, CaseIterable, Sendable {
    /// The payer's bank took it back.
    case returned
    /// It stood for a batch whose payments are known now and count instead.
    case detailed
    /// A person found it to be a copy of another payment.
    case duplicate
    /// It brought what a return had taken: the payment that it had taken back counts again.
    case returnUndone = "return-undone"
  }
  package var payment: PaymentID
  package var amount: Money
  package var valueDate: CalendarDate
  package var cause: Cause
  /// The return's own name, where one took it back, or is undone by it.
  package var reversal: PaymentID?
  /// ISO 20022 external return reason code, such as `MS03`.
  package var reason: String?
  /// The payment of which it was a copy.
  package var original: PaymentID?

  package init(
    payment: PaymentID,
    amount: Money,
    valueDate: CalendarDate,
    cause: Cause,
    reversal: PaymentID? = nil,
    reason: String? = nil,
    original: PaymentID? = nil
  ) {
    self.payment = payment
    self.amount = amount
    self.valueDate = valueDate
    self.cause = cause
    self.reversal = reversal
    self.reason = reason
    self.original = original
  }

  package static var example: Self {
    Self(
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      amount: Money(117_600, .euro),
      valueDate: CalendarDate(literal: "2026-03-25"),
      cause: .returned,
      reversal: "NL26VAYB8060476890:AAAASESS-0099:0",
      reason: "MS03"
    )
  }
}
