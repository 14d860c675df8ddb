package import DomainKit

/// What a payer says that a payment is for, told apart from it: whichever of the two came first, it
/// follows `payment.identified`.
package struct RemittanceAdvised: Message {
  package static let type = "remittance.advised.v1"
  /// An invoice or credit note that the payer names.
  package struct Document: Codable, Equatable, Hashable, Sendable {
    /// As the payer writes it; empty where he gives none.
    package var number: String
    /// `CINV` invoice, `CREN` credit note, … (ISO 20022 document type), or the payer's own word.
    package var type: String?
    /// What is paid on it; below zero for what takes from the payment.
    package var paid: Money?
    package var due: Money?
    package var discount: Money?
    package var adjustments: [Adjustment]

    package init(
      number: String,
      type: String? = nil,
      paid: Money? = nil,
      due: Money? = nil,
      discount: Money? = nil,
      adjustments: [Adjustment] = []
    ) {
      self.number = number
      self.type = type
      self.paid = paid
      self.due = due
      self.discount = discount
      self.adjustments = adjustments
    }
  }

  /// Why the payer pays more or less.
  package struct Adjustment: Codable, Equatable, Hashable, Sendable {
    package var amount: Money
    /// The payer's code or words.
    package var reason: String?

    package init(amount: Money, reason: String? = nil) {
      self.amount = amount
      self.reason = reason
    }
  }

  /// Named after the payer, his number of it and its day.
  package var advice: String
  package var payment: PaymentID
  package var account: AccountID
  /// In the payer's order.
  package var documents: [Document]
  /// What belongs to the payment and to no document.
  package var adjustments: [Adjustment]

  package init(
    advice: String,
    payment: PaymentID,
    account: AccountID,
    documents: [Document],
    adjustments: [Adjustment] = []
  ) {
    self.advice = advice
    self.payment = payment
    self.account = account
    self.documents = documents
    self.adjustments = adjustments
  }

  package static var example: Self {
    Self(
      advice: "Ateliers Morel:RA-2026-031:2026-03-10",
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      account: "C-1001",
      documents: [
        Document(
          number: "INV-2026-0042",
          type: "CINV",
          paid: Money(120_000, .euro),
          due: Money(122_400, .euro),
          discount: Money(2_400, .euro)
        ),
        Document(
          number: "CN-2026-0007",
          type: "CREN",
          paid: Money(-2_400, .euro),
          adjustments: [Adjustment(amount: Money(-2_400, .euro), reason: "damaged goods")]
        ),
      ]
    )
  }
}
