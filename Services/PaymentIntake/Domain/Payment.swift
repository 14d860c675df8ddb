package import DomainKit

/// An international bank account number (ISO 13616) from which is paid, without spaces, in upper
/// case.
package typealias PayerIBAN = Identifier<PayerAccount>
/// The creditor's own bank account, as the bank names it.
package typealias CreditorAccountNumber = Identifier<CreditorAccount>
/// One booking on the creditor's own bank account, named by that account and the bank's reference.
package typealias EntryKey = Identifier<StatementEntry>
/// Where a payment came from, such as `camt.053` or `captured`.
package typealias Channel = Identifier<PaymentChannel>

/// An account from which money came.
package enum PayerAccount {}
/// One of our own accounts.
package enum CreditorAccount {}
/// An entry of a bank statement, named by the bank.
package enum StatementEntry {}
/// Where a payment came from, such as `camt.053`.
package enum PaymentChannel {}

/// What a bank or provider tells of one payment.
package struct PaymentFacts: Codable, Equatable, Sendable {
  /// What kind of money came in.
  package enum Nature: String, Codable, Comparable, Sendable {
    /// A customer pays.
    case payment
    /// Money that we had paid came back: a refund that bounced, a debit that was reversed.
    case ownMoneyReturned = "own-money-returned"
    /// What a return had taken from the pool came again: a customer's payment.
    case cameAgain = "came-again"

    /// The telling that says more of it is the greater.
    private var rank: Int {
      switch self {
      case .payment: 0
      case .ownMoneyReturned: 1
      case .cameAgain: 2
      }
    }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }
  }
  package var payment: PaymentID
  package var amount: Money
  /// What the payer ordered, where that was in another currency.
  package var instructed: Money?
  /// The rate at which the bank exchanged it, where it says so.
  package var exchange: ExchangeRate?
  package var bookingDate: CalendarDate
  /// The day on which the money counts.
  package var valueDate: CalendarDate
  package var channel: Channel
  package var payerName: String?
  /// The payer's names in the form in which names are compared, the strongest first: in whose name
  /// the payment was made, then who made it.
  package var comparableNames: [String]
  package var payerIBAN: PayerIBAN?
  /// Structured references without spaces, valid or not.
  package var references: [String]
  /// Unstructured text, its lines joined by single spaces.
  package var text: String
  /// The payer's own reference; none where the bank says that there is none.
  package var endToEndID: String?
  /// Under which the payer lets his account be debited.
  package var mandateID: String?
  /// The account that a provider stated.
  package var statedAccount: AccountID?
  package var nature: Nature

  package init(
    payment: PaymentID,
    amount: Money,
    instructed: Money? = nil,
    exchange: ExchangeRate? = nil,
    bookingDate: CalendarDate,
    valueDate: CalendarDate,
    channel: Channel,
    payerName: String? = nil,
    comparableNames: [String] = [],
    payerIBAN: PayerIBAN? = nil,
    references: [String] = [],
    text: String = "",
    endToEndID: String? = nil,
    mandateID: String? = nil,
    statedAccount: AccountID? = nil,
    nature: Nature = .payment
  ) {
    self.payment = payment
    self.amount = amount
    self.instructed = instructed
    self.exchange = exchange
    self.bookingDate = bookingDate
    self.valueDate = valueDate
    self.channel = channel
    self.payerName = payerName
    self.comparableNames = comparableNames
    self.payerIBAN = payerIBAN
    self.references = references
    self.text = text
    self.endToEndID = endToEndID
    self.mandateID = mandateID
    self.statedAccount = statedAccount
    self.nature = nature
  }
}

/// Where in a bank's books a payment or a return stands.
package struct BankPlace: Codable, Equatable, Sendable {
  /// The creditor's own account.
  package var account: CreditorAccountNumber
  package var entry: EntryKey
  /// The account servicer's references of the entry and of the transaction, in their order.
  package var references: [String]

  package init(account: CreditorAccountNumber, entry: EntryKey, references: [String]) {
    self.account = account
    self.entry = entry
    self.references = references
  }
}

extension EntryKey {
  /// Whether the bank gave no reference, so that the entry is named after where it stands.
  var isPlace: Bool { rawValue.contains(":#") }

  /// The account and the statement after which such an entry is named.
  var statement: String? {
    isPlace ? rawValue.split(separator: ":").prefix(2).joined(separator: ":") : nil
  }
}

extension CreditorAccountNumber {
  /// One account, be it written as an IBAN or, as in SWIFT messages, as a bank's code and a number.
  func isSame(as other: CreditorAccountNumber) -> Bool {
    if self == other { return true }
    let (one, two) = (number, other.number)
    let (short, long) = one.count < two.count ? (one, two) : (two, one)
    return short.count >= Self.tellingDigits && long.hasSuffix(short)
  }

  /// Without the bank's code and leading zeros, which stand before the number in an IBAN.
  private var number: Substring {
    let last = rawValue.split(separator: "/").last ?? ""
    return last.drop { $0 == "0" }
  }

  /// Shorter numbers end many IBANs.
  private static let tellingDigits = 6
}

/// A payment taken in.
package struct PaymentReceipt: Codable, Equatable, Sendable {
  package var facts: PaymentFacts
  /// None for a provider's payment.
  package var place: BankPlace?
  /// Set when it stands for several payments whose details are not known: how many they are, 0 when
  /// even that is unknown.
  package var batched: Int?
  /// The cut in which it came.
  package var cut: DayCut

  package init(
    facts: PaymentFacts,
    place: BankPlace? = nil,
    batched: Int? = nil,
    cut: DayCut
  ) {
    self.facts = facts
    self.place = place
    self.batched = batched
    self.cut = cut
  }
}

/// A payment as the state keeps it: with its owner, in the pool, or taken back from the pool.
package struct PaymentRow: Codable, Equatable, Sendable {
  package var receipt: PaymentReceipt
  package var owner: Owner?
  /// What of it was taken back.
  package var returned: Money
  /// What took it from the pool: a return, or the payment of which it is a copy.
  package var withdrawnBy: PaymentID?
  /// The remittance advice that speaks of it.
  package var advice: AdviceMeeting?
  /// Another payment that this one may be.
  package var suspicion: Suspicion?
  /// What a person decided about the suspicion.
  package var verdict: SuspicionVerdict?
  /// A person found it to be a copy of another.
  package var isCopy = false
  /// A person handed it over for this once: nothing is learnt of its payer.
  package var isForOnce = false

  package init(_ receipt: PaymentReceipt) {
    self.receipt = receipt
    owner = nil
    returned = .zero(receipt.facts.amount.currency)
    withdrawnBy = nil
  }

  package var facts: PaymentFacts { receipt.facts }
  /// What a return can still take back.
  package var remaining: Money { facts.amount - returned }
  /// It has no owner, and the money is in the house.
  package var isInPool: Bool { owner == nil && withdrawnBy == nil }
}

/// Whose a payment is.
package struct Owner: Codable, Equatable, Sendable {
  package var account: AccountID
  /// The account's partition when the payment was handed over.
  package var partition: Partition

  package init(account: AccountID, partition: Partition) {
    self.account = account
    self.partition = partition
  }
}

/// What told whose payment it is.
package struct Evidence: Codable, Equatable, Sendable {
  /// Strongest first.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case person
    case statedAccount = "stated-account"
    case structuredReference = "structured-reference"
    case invoiceNumber = "invoice-number"
    case accountNumber = "account-number"
    case iban
    case learntIBAN = "learnt-iban"
    case learntReference = "learnt-reference"
    case name
    case learntName = "learnt-name"
    case likeName = "like-name"

    /// It is sure enough to learn from who paid; of others a match may make it so
    /// (``ConfirmingRule``).
    package var isCertain: Bool {
      switch self {
      case .person, .statedAccount, .structuredReference, .invoiceNumber: true
      case .accountNumber, .iban, .learntIBAN, .learntReference, .name, .learntName, .likeName:
        false
      }
    }
  }
  package var kind: Kind
  /// As the payer or provider wrote it; of a person, who said it and why.
  package var value: String

  package init(_ kind: Kind, _ value: String) {
    self.kind = kind
    self.value = value
  }
}

/// A payment is handed over to the account that it belongs to.
package struct Identification: Codable, Equatable, Sendable {
  package var payment: PaymentID
  package var owner: Owner
  package var evidence: Evidence
  /// Whether the payer directory learns from it.
  package var teaches: Bool

  package init(payment: PaymentID, owner: Owner, evidence: Evidence, teaches: Bool) {
    self.payment = payment
    self.owner = owner
    self.evidence = evidence
    self.teaches = teaches
  }
}

extension PaymentFacts {
  /// Both tellings of one payment as one: what only one of them says, and of what both say the one
  /// that says more.
  ///
  /// It does not matter which of them came first.
  func merged(with other: PaymentFacts) -> PaymentFacts {
    var merged = self
    merged.instructed = Self.last(instructed, other.instructed)
    merged.exchange = Self.last(exchange, other.exchange)
    merged.bookingDate = min(bookingDate, other.bookingDate)
    merged.valueDate = min(valueDate, other.valueDate)
    merged.channel = max(channel, other.channel)
    merged.payerName = Self.fuller(payerName, other.payerName)
    merged.comparableNames = Self.fuller(comparableNames, other.comparableNames)
    merged.payerIBAN = [payerIBAN, other.payerIBAN].compactMap(\.self).max()
    merged.references = Set(references).union(other.references).sorted()
    merged.text = Self.fuller(text, other.text) ?? text
    merged.endToEndID = Self.fuller(endToEndID, other.endToEndID)
    merged.mandateID = Self.fuller(mandateID, other.mandateID)
    merged.nature = max(nature, other.nature)
    return merged
  }

  /// A customer pays; it is no money of our own.
  var isCustomers: Bool { nature != .ownMoneyReturned }

  /// Of two that differ, which one counts is nobody's guess: the later in the order of their texts.
  private static func last<Value: CustomStringConvertible>(
    _ one: Value?,
    _ other: Value?
  ) -> Value? {
    [one, other].compactMap(\.self).max { $0.description < $1.description }
  }

  private static func fuller(_ one: String?, _ other: String?) -> String? {
    [one, other].compactMap(\.self).max { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  private static func fuller(_ one: [String], _ other: [String]) -> [String] {
    let isLess =
      (one.count, one.joined(separator: "\n")) < (other.count, other.joined(separator: "\n"))
    return isLess ? other : one
  }
}
