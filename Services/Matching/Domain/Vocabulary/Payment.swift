package import DomainKit
package import Terms

extension Matching {
  /// Money of a known payer, or a credit note, and what was decided on it.
  ///
  /// At all times `applied + unapplied + onAccount + returned == amount`.
  package struct Payment: Codable, Equatable, Sendable {
    package let id: PaymentID
    package let account: AccountID
    package let amount: Money
    /// The day on which the money counts: discounts are measured by it.
    package let valueDate: CalendarDate
    package let details: Details
    /// None: it is money.
    package let creditNote: CreditNote?
    /// What the payer said of it apart from it.
    package internal(set) var advice: Advice?
    /// In the order in which they were made, or in canonical order once their cut is closed.
    package internal(set) var decisions: [Decision] = []
    /// By name.
    package internal(set) var returns: [Return] = []
    /// What it left open of items that it meant to settle, by name.
    package internal(set) var deductions: [Deduction] = []
    /// What the last cut suggested, while it is up to a person.
    package internal(set) var suggestion: Suggestion?
    /// The cut in which the last of it was applied or returned.
    package internal(set) var consumedAt: DayCut?

    package init(
      id: PaymentID,
      account: AccountID,
      amount: Money,
      valueDate: CalendarDate,
      details: Details,
      creditNote: CreditNote? = nil,
      advice: Advice? = nil
    ) {
      self.id = id
      self.account = account
      self.amount = amount
      self.valueDate = valueDate
      self.details = details
      self.creditNote = creditNote
      self.advice = advice
    }

    /// Cash or credit that clears items.
    package var applied: Money {
      decisions.reduce(.zero(amount.currency)) { $0 + $1.cash }
    }
    /// The customer's credit, to be used for what he owes later.
    package var onAccount: Money {
      decisions.reduce(.zero(amount.currency)) { $0 + $1.onAccount }
    }
    /// Gone back to the payer's bank.
    package var returned: Money {
      returns.reduce(.zero(amount.currency)) { $1.stands ? $0 + $1.amount : $0 }
    }
    /// Undecided.
    package var unapplied: Money { amount - applied - onAccount - returned }

    /// The payment as it was before anything was decided on it, with what was said of it since.
    var asArrived: Payment {
      var payment = self
      payment.decisions = []
      payment.returns = []
      payment.deductions = []
      payment.suggestion = nil
      payment.consumedAt = nil
      return payment
    }
  }

  /// What a credit note credits, and how (rules R9).
  package struct CreditNote: Codable, Equatable, Sendable {
    package let number: InvoiceNumber
    /// None: it stands on account.
    package let invoice: InvoiceNumber?
    package let spread: CreditSpread
    /// What it counts less when it is netted in time, the best first; frozen when it was issued.
    ///
    /// None, never empty: it counts in full.
    package let discounts: [DiscountOffer]?

    package init(
      number: InvoiceNumber,
      invoice: InvoiceNumber? = nil,
      spread: CreditSpread,
      discounts: [DiscountOffer] = []
    ) {
      self.number = number
      self.invoice = invoice
      self.spread = spread
      self.discounts = discounts.isEmpty ? nil : discounts
    }
  }

  /// What the bank told about a payment beside its amount.
  package struct Details: Codable, Equatable, Sendable {
    package var bookingDate: CalendarDate
    /// What the payer ordered, where that was in another currency.
    package var instructed: Money?
    /// The rate at which the bank exchanged it, where it says so.
    package var exchange: ExchangeRate?
    package var channel: String
    package var payerName: String?
    package var payerIBAN: String?
    /// Structured references as the payer gave them, valid or not.
    package var references: [String]
    package var text: String
    package var endToEndID: String?
    package var statedAccount: AccountID?

    package init(
      bookingDate: CalendarDate,
      instructed: Money? = nil,
      exchange: ExchangeRate? = nil,
      channel: String,
      payerName: String? = nil,
      payerIBAN: String? = nil,
      references: [String] = [],
      text: String = "",
      endToEndID: String? = nil,
      statedAccount: AccountID? = nil
    ) {
      self.bookingDate = bookingDate
      self.instructed = instructed
      self.exchange = exchange
      self.channel = channel
      self.payerName = payerName
      self.payerIBAN = payerIBAN
      self.references = references
      self.text = text
      self.endToEndID = endToEndID
      self.statedAccount = statedAccount
    }
  }

  /// Money that the payer's bank took back comes again: the return is undone.
  package struct Reinstatement: Codable, Equatable, Sendable {
    /// The credit that brought the money.
    package let credit: PaymentID
    package let reversal: PaymentID
    package let payment: PaymentID
    package let valueDate: CalendarDate

    package init(
      credit: PaymentID,
      reversal: PaymentID,
      payment: PaymentID,
      valueDate: CalendarDate
    ) {
      self.credit = credit
      self.reversal = reversal
      self.payment = payment
      self.valueDate = valueDate
    }
  }

  /// Money that the payer's bank took back.
  package struct Return: Codable, Equatable, Sendable {
    /// The return's own name.
    package let reversal: PaymentID
    package let payment: PaymentID
    package let amount: Money
    package let valueDate: CalendarDate
    /// ISO 20022 external return reason code, such as `MS03`.
    package let reason: String?
    /// It exceeds what is left of the payment: nothing of it is booked, a person decides.
    package internal(set) var isRefused = false
    /// What it undid, from the last decision to the first.
    package internal(set) var takings: [Taking] = []
    package internal(set) var undoneBy: Reinstatement?

    /// It keeps what it took from the payment.
    var stands: Bool { !isRefused && undoneBy == nil }

    /// As it was told, before anything came of it.
    var asTold: Return {
      Return(
        reversal: reversal,
        payment: payment,
        amount: amount,
        valueDate: valueDate,
        reason: reason
      )
    }

    package init(
      reversal: PaymentID,
      payment: PaymentID,
      amount: Money,
      valueDate: CalendarDate,
      reason: String? = nil
    ) {
      self.reversal = reversal
      self.payment = payment
      self.amount = amount
      self.valueDate = valueDate
      self.reason = reason
    }
  }
}
