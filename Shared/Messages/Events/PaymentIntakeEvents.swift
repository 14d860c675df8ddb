package import DomainKit

/// A payment as the bank or provider told it.
package struct PaymentDetails: Codable, Equatable, Hashable, Sendable {
  /// Named after the bank account, the servicer's reference and the index within its entry.
  package var payment: PaymentID
  package var amount: Money
  /// What the payer ordered, where that was in another currency.
  package var instructed: Money?
  /// The rate at which the bank exchanged it, where it says so; of the day on which it was quoted,
  /// or else booked.
  package var exchange: ExchangeRate?
  package var bookingDate: CalendarDate
  /// The day on which the money counts: what discounts and lateness are measured by.
  package var valueDate: CalendarDate
  /// Where it came from: `camt.053`, `captured`.
  package var channel: String
  package var payer: Payer
  /// Structured references without spaces, valid or not.
  package var references: [String]
  /// Unstructured remittance text, its lines joined by single spaces.
  package var text: String
  package var endToEndID: String?
  /// The account that the provider stated.
  package var statedAccount: AccountID?

  package init(
    payment: PaymentID,
    amount: Money,
    instructed: Money? = nil,
    exchange: ExchangeRate? = nil,
    bookingDate: CalendarDate,
    valueDate: CalendarDate,
    channel: String,
    payer: Payer,
    references: [String],
    text: String,
    endToEndID: String? = nil,
    statedAccount: AccountID? = nil
  ) {
    self.payment = payment
    self.amount = amount
    self.instructed = instructed
    self.exchange = exchange
    self.bookingDate = bookingDate
    self.valueDate = valueDate
    self.channel = channel
    self.payer = payer
    self.references = references
    self.text = text
    self.endToEndID = endToEndID
    self.statedAccount = statedAccount
  }

  package static var example: Self {
    Self(
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      amount: Money(117_600, .euro),
      bookingDate: CalendarDate(literal: "2026-03-10"),
      valueDate: CalendarDate(literal: "2026-03-10"),
      channel: "camt.053",
      payer: Payer(name: "Ateliers Morel", iban: "FR7630006000011234567890189"),
      references: ["RF73INV20260042"],
      text: "INV-2026-0042 less 2 %",
      endToEndID: "E2E-1"
    )
  }
}

/// Money came in; whose it is may not be known yet.
package struct PaymentReceived: Message {
  package static let type = "payment.received.v1"
  package var details: PaymentDetails

  package init(details: PaymentDetails) {
    self.details = details
  }
  package static var example: Self { Self(details: .example) }
}

/// The account to which a payment belongs is known, and by what evidence.
package struct PaymentIdentified: Message {
  package static let type = "payment.identified.v1"
  package var details: PaymentDetails
  package var account: AccountID
  package var evidence: IdentificationEvidence
  /// What the payer said of it apart from it, where that came before the account was known.
  package var advice: RemittanceAdvised?

  package init(
    details: PaymentDetails,
    account: AccountID,
    evidence: IdentificationEvidence,
    advice: RemittanceAdvised? = nil
  ) {
    self.details = details
    self.account = account
    self.evidence = evidence
    self.advice = advice
  }

  package static var example: Self {
    Self(
      details: .example,
      account: "C-1001",
      evidence: IdentificationEvidence(kind: .structuredReference, value: "RF73INV20260042")
    )
  }
}

/// What told whose payment it is, strongest first.
package struct IdentificationEvidence: Codable, Equatable, Hashable, Sendable {
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case person
    case statedAccount = "stated-account"
    case structuredReference = "structured-reference"
    case invoiceNumber = "invoice-number"
    /// The payer writes the account's own number.
    case accountNumber = "account-number"
    /// The account is registered with the payer's IBAN.
    case iban
    /// Earlier payments from the payer's IBAN were the account's.
    case learntIBAN = "learnt-iban"
    /// Earlier payments that quote the same reference or mandate were the account's.
    case learntReference = "learnt-reference"
    /// The account is registered under the payer's name, its own or another.
    case name
    /// Earlier payments under the payer's name were the account's.
    case learntName = "learnt-name"
    /// The payer's name is almost the account's, and a second sign says the same.
    case likeName = "like-name"
  }
  package var kind: Kind
  /// As the payer or provider wrote it; of a person, who said it and why.
  package var value: String

  package init(kind: Kind, value: String) {
    self.kind = kind
    self.value = value
  }
}

/// A payment of an account that the bank has announced but not booked: neither paid nor available.
///
/// It pauses what it would pay until `pending-payment.ended` comes, and reduces nothing.
package struct PaymentPending: Message {
  package static let type = "payment.pending.v1"
  /// Banks may name it otherwise when they book it.
  package var details: PaymentDetails
  package var account: AccountID
  package var evidence: IdentificationEvidence

  package init(details: PaymentDetails, account: AccountID, evidence: IdentificationEvidence) {
    self.details = details
    self.account = account
    self.evidence = evidence
  }

  package static var example: Self {
    Self(
      details: .example,
      account: "C-1001",
      evidence: IdentificationEvidence(kind: .structuredReference, value: "RF73INV20260042")
    )
  }
}

/// A payment is pending no more: what it paused goes on.
package struct PendingPaymentEnded: Message {
  package static let type = "pending-payment.ended.v1"
  package enum Cause: String, Codable, CaseIterable, Sendable {
    /// The bank booked it, and it was told as a payment.
    case booked
    /// Nobody booked it in time.
    case expired
  }
  /// As `payment.pending` named it.
  package var payment: PaymentID
  package var account: AccountID
  package var amount: Money
  package var valueDate: CalendarDate
  package var cause: Cause

  package init(
    payment: PaymentID,
    account: AccountID,
    amount: Money,
    valueDate: CalendarDate,
    cause: Cause
  ) {
    self.payment = payment
    self.account = account
    self.amount = amount
    self.valueDate = valueDate
    self.cause = cause
  }

  package static var example: Self {
    Self(
      payment: PaymentDetails.example.payment,
      account: "C-1001",
      amount: PaymentDetails.example.amount,
      valueDate: PaymentDetails.example.valueDate,
      cause: .booked
    )
  }
}

/// A payment may be another one, told again under another name: both count until a person decides.
package struct PaymentSuspected: Message {
  package static let type = "payment.suspected.v1"
  package enum Reason: String, Codable, CaseIterable, Sendable {
    /// The bank's files name the same booking differently, or not at all.
    case toldTwice = "told-twice"
    /// A provider told it, and the bank.
    case providerAndBank = "provider-and-bank"
    /// The bank gave both one reference, with other amounts or on days far apart.
    case sameReference = "same-reference"
  }
  package var payment: PaymentID
  package var other: PaymentID
  package var amount: Money
  package var valueDate: CalendarDate
  package var reason: Reason

  package init(
    payment: PaymentID,
    other: PaymentID,
    amount: Money,
    valueDate: CalendarDate,
    reason: Reason
  ) {
    self.payment = payment
    self.other = other
    self.amount = amount
    self.valueDate = valueDate
    self.reason = reason
  }

  package static var example: Self {
    Self(
      payment: "cardpay:ch_8f21",
      other: "NL26VAYB8060476890:AAAASESS-0001:0",
      amount: Money(117_600, .euro),
      valueDate: CalendarDate(literal: "2026-03-10"),
      reason: .providerAndBank
    )
  }
}

/// A payment that a provider told was not taken; an earlier one of the same name stays as it is.
package struct PaymentRejected: Message {
  package static let type = "payment.rejected.v1"
  package var payment: PaymentID
  package var amount: Money
  package var errors: [FieldError]

  package init(payment: PaymentID, amount: Money, errors: [FieldError]) {
    self.payment = payment
    self.amount = amount
    self.errors = errors
  }

  package static var example: Self {
    Self(
      payment: "cardpay:ch_8f21",
      amount: Money(120_000, .euro),
      errors: [
        FieldError(
          field: "amount",
          code: "contradiction",
          text: "cardpay:ch_8f21 was told before with 110.00 EUR, which stays"
        )
      ]
    )
  }
}

/// A bank statement was read to its end and every line of it is in.
///
/// Of a file of remittance advices, the entries are the advices.
package struct StatementImported: Message {
  package static let type = "statement.imported.v1"
  package var file: String
  /// SHA-256 of the file, lower-case hexadecimal.
  package var contentHash: String
  package var format: String
  package var statements: Int
  package var entries: Int
  /// Payments that were not known before.
  package var payments: Int
  package var returns: Int
  package var pending: Int
  /// Lines that another file or channel had already told.
  package var duplicates: Int
  /// Sums of the new payments, one a currency.
  package var received: [Money]
  /// What a person should know although the file is in, such as balances that cannot be checked.
  package var remarks: [String]

  package init(
    file: String,
    contentHash: String,
    format: String,
    statements: Int,
    entries: Int,
    payments: Int,
    returns: Int,
    pending: Int,
    duplicates: Int,
    received: [Money],
    remarks: [String]
  ) {
    self.file = file
    self.contentHash = contentHash
    self.format = format
    self.statements = statements
    self.entries = entries
    self.payments = payments
    self.returns = returns
    self.pending = pending
    self.duplicates = duplicates
    self.received = received
    self.remarks = remarks
  }

  package static var example: Self {
    Self(
      file: "2026-03-10.xml",
      contentHash: "8096f9d9ac732d7214f25a9948bdc68f061958c64cd15d358b197be5eade359a",
      format: "camt.053.001.08",
      statements: 1,
      entries: 3,
      payments: 2,
      returns: 1,
      pending: 0,
      duplicates: 0,
      received: [Money(237_600, .euro)],
      remarks: []
    )
  }
}

/// A bank file was refused as a whole; nothing of it is in.
package struct StatementRejected: Message {
  package static let type = "statement.rejected.v1"
  package var file: String
  package var contentHash: String
  package var errors: [FieldError]

  package init(file: String, contentHash: String, errors: [FieldError]) {
    self.file = file
    self.contentHash = contentHash
    self.errors = errors
  }

  package static var example: Self {
    Self(
      file: "broken.xml",
      contentHash: "ed23b9f97d6a58c2ff5110271dc23a1f2a060658fcacea57f612e72e2d72f462",
      errors: [
        FieldError(
          field: "line 12",
          code: "balance-mismatch",
          text: "opening 18.15 EUR plus entries 8.85 EUR is 27.00 EUR, closing says 27.01 EUR"
        )
      ]
    )
  }
}
