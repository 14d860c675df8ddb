package import DomainKit

extension CreditControl {
  /// A payment's account is known: the money is in the house.
  package struct PaymentReceipt: Codable, Equatable, Sendable {
    package var payment: PaymentID
    package var account: AccountID
    package var amount: Money

    package init(payment: PaymentID, account: AccountID, amount: Money) {
      self.payment = payment
      self.account = account
      self.amount = amount
    }
  }

  /// A decision of matching that applied a payment to items, or took that back.
  ///
  /// What it put on account or took off does not show here: such money is not applied to an item,
  /// and lowers the exposure all the same.
  package struct PaymentDecision: Codable, Equatable, Sendable {
    package var decision: DecisionID
    package var payment: PaymentID
    package var account: AccountID
    package var clearings: [Clearing]

    package init(
      decision: DecisionID,
      payment: PaymentID,
      account: AccountID,
      clearings: [Clearing]
    ) {
      self.decision = decision
      self.payment = payment
      self.account = account
      self.clearings = clearings
    }
  }

  /// What a decision clears of one item, in the item's currency.
  package struct Clearing: Codable, Equatable, Sendable {
    package var item: ItemID
    /// Who owes the item: the payment's own account, or one that it pays for.
    package var account: AccountID
    package var cash: Money
    /// Cleared beside the cash.
    package var discount: Money
    /// Given up; below zero what was paid too much and is kept.
    package var writtenOff: Money

    package init(
      item: ItemID,
      account: AccountID,
      cash: Money,
      discount: Money,
      writtenOff: Money? = nil
    ) {
      self.item = item
      self.account = account
      self.cash = cash
      self.discount = discount
      self.writtenOff = writtenOff ?? .zero(cash.currency)
    }
  }

  /// The payer's bank took a payment back, or brought again what it had taken.
  package struct PaymentReturn: Codable, Equatable, Sendable {
    /// The return's own name, or that of the credit that undoes one.
    package var reversal: PaymentID
    package var payment: PaymentID
    package var account: AccountID
    /// Below zero: it came again.
    package var amount: Money

    package init(reversal: PaymentID, payment: PaymentID, account: AccountID, amount: Money) {
      self.reversal = reversal
      self.payment = payment
      self.account = account
      self.amount = amount
    }
  }

  /// Matching's name of a decision; a repeated decision repeats it, and counts once.
  package struct DecisionID: Hashable, Comparable, Codable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package init(from decoder: any Decoder) throws {
      text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(text)
    }

    package static func < (lhs: DecisionID, rhs: DecisionID) -> Bool { lhs.text < rhs.text }
  }

  /// What intake told of one payment and is posted.
  ///
  /// The amounts stand in the ledgers of the account and of the items; this tells a repetition from
  /// news, whatever the transport says.
  package struct PaymentLedger: Codable, Equatable, Sendable {
    package var isReceived = false
    package var returned: NameSet<PaymentID> = []

    package init() {}
  }

  /// Which of matching's decisions on one payment are posted.
  package struct DecisionLedger: Codable, Equatable, Sendable {
    package var applied: NameSet<DecisionID> = []
    package var unapplied: NameSet<DecisionID> = []

    package init() {}
  }
}
