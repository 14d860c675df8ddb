package import DomainKit

/// Money that the payer's bank took back, as our bank tells it.
package struct ReturnFacts: Codable, Equatable, Sendable {
  /// The return's own name.
  package var reversal: PaymentID
  package var place: BankPlace
  /// What left the account, charges included.
  package var amount: Money
  /// Charges that are part of `amount`.
  package var charges: Money
  /// Charges that are booked beside `amount`.
  package var furtherCharges: Money
  package var bookingDate: CalendarDate
  package var valueDate: CalendarDate
  /// ISO 20022 external return reason code, such as `MS03`, or the bank's own words.
  package var reason: String?
  package var endToEndID: String?
  /// Structured references of the payment that is taken back, without spaces.
  package var references: [String]
  package var payerIBAN: PayerIBAN?
  /// It stands for several returns whose details are not known.
  package var isBatch: Bool

  package init(
    reversal: PaymentID,
    place: BankPlace,
    amount: Money,
    charges: Money,
    furtherCharges: Money,
    bookingDate: CalendarDate,
    valueDate: CalendarDate,
    reason: String? = nil,
    endToEndID: String? = nil,
    references: [String] = [],
    payerIBAN: PayerIBAN? = nil,
    isBatch: Bool = false
  ) {
    self.reversal = reversal
    self.place = place
    self.amount = amount
    self.charges = charges
    self.furtherCharges = furtherCharges
    self.bookingDate = bookingDate
    self.valueDate = valueDate
    self.reason = reason
    self.endToEndID = endToEndID
    self.references = references
    self.payerIBAN = payerIBAN
    self.isBatch = isBatch
  }
}

extension ReturnFacts {
  /// Both tellings of one return as one; it does not matter which of them came first.
  func merged(with other: ReturnFacts) -> ReturnFacts {
    var merged = self
    merged.place = place.merged(with: other.place)
    merged.charges = max(charges, other.charges)
    merged.furtherCharges = max(furtherCharges, other.furtherCharges)
    merged.bookingDate = min(bookingDate, other.bookingDate)
    merged.valueDate = min(valueDate, other.valueDate)
    merged.reason = [reason, other.reason].compactMap(\.self).min()
    merged.endToEndID = [endToEndID, other.endToEndID].compactMap(\.self).min()
    merged.references = Set(references).union(other.references).sorted()
    merged.payerIBAN = [payerIBAN, other.payerIBAN].compactMap(\.self).min()
    return merged
  }

  /// Amounts that the payment may have had: with the charges, and without.
  var possibleAmounts: [Money] {
    charges.isPositive && charges < amount ? [amount, amount - charges] : [amount]
  }

  /// What the bank took beside the part that is the payment's.
  func charges(beside taken: Money) -> Money {
    taken == amount - charges ? charges + furtherCharges : furtherCharges
  }
}

/// A payment was taken back, in whole or in part, after it had been handed over.
package struct PaymentReturn: Codable, Equatable, Sendable {
  package var reversal: PaymentID
  package var payment: PaymentID
  package var owner: Owner
  /// Of the payment.
  package var amount: Money
  /// What the bank took beside it.
  package var charges: Money
  package var valueDate: CalendarDate
  package var reason: String?

  package init(
    reversal: PaymentID,
    payment: PaymentID,
    owner: Owner,
    amount: Money,
    charges: Money,
    valueDate: CalendarDate,
    reason: String? = nil
  ) {
    self.reversal = reversal
    self.payment = payment
    self.owner = owner
    self.amount = amount
    self.charges = charges
    self.valueDate = valueDate
    self.reason = reason
  }
}

/// A payment left the pool although nobody knew whose it was.
package struct PaymentWithdrawal: Codable, Equatable, Sendable {
  package enum Cause: Codable, Equatable, Sendable {
    /// The payer's bank took it back.
    case returned(reversal: PaymentID, reason: String?)
    /// It stood for a batch, whose payments are known now and count instead.
    case detailed
    /// A person found it to be a copy of another payment.
    case copied(PaymentID)
    /// It brought back what this return had taken: the payment itself counts again.
    case returnUndone(reversal: PaymentID)
  }
  package var payment: PaymentID
  package var amount: Money
  package var valueDate: CalendarDate
  package var cause: Cause

  package init(payment: PaymentID, amount: Money, valueDate: CalendarDate, cause: Cause) {
    self.payment = payment
    self.amount = amount
    self.valueDate = valueDate
    self.cause = cause
  }
}

/// By what a return and the payment that it takes back know each other, the surest first.
///
/// Each is scoped to the creditor's own bank account: a return leaves the account that the payment
/// reached.
struct Traces: Equatable {
  /// The payer's end-to-end reference, with the amount: it is not unique by itself.
  var endToEnd: [TraceKey] = []
  /// Structured creditor references, with the amount.
  var references: [TraceKey] = []
  /// References of the account servicer.
  var servicer: [TraceKey] = []
  /// The payer's IBAN, with the amount.
  var payer: [TraceKey] = []
  /// The amount on its value date, on whichever account: none of a return.
  var day: [TraceKey] = []

  var all: [TraceKey] { endToEnd + references + servicer + payer + day }

  /// What a payment of the same payer is found by, for the same thing.
  var likenesses: [TraceKey] { endToEnd + references + payer }

  /// In the place of an account for a provider's payment, which no bank returns.
  static let noAccount = ""

  init(of receipt: PaymentReceipt) {
    self.init(of: receipt.facts, in: receipt.place?.account.rawValue ?? Self.noAccount)
    servicer = receipt.place?.servicerKeys ?? []
    day = [Self.day(receipt.facts.amount, receipt.facts.valueDate)]
  }

  /// By what payments of an amount are found that count on a day.
  static func day(_ amount: Money, _ date: CalendarDate) -> TraceKey {
    TraceKey("day \(amount) \(date)")
  }

  /// As if the payment had come on the account.
  init(of facts: PaymentFacts, in account: String) {
    self.init(
      account: account,
      amounts: [facts.amount],
      endToEndID: facts.endToEndID,
      references: facts.references,
      payerIBAN: facts.payerIBAN
    )
  }

  init(of telling: ReturnFacts) {
    self.init(
      account: telling.place.account.rawValue,
      amounts: telling.possibleAmounts,
      endToEndID: telling.endToEndID,
      references: telling.references,
      payerIBAN: telling.payerIBAN
    )
    servicer = telling.place.servicerKeys
  }

  private init(
    account: String,
    amounts: [Money],
    endToEndID: String?,
    references: [String],
    payerIBAN: PayerIBAN?
  ) {
    func keys(_ kind: String, _ values: [String]) -> [TraceKey] {
      values.flatMap { value in
        amounts.map { TraceKey("\(kind) \(account) \($0) \(value)") }
      }
    }
    endToEnd = keys("end-to-end", endToEndID.map { [$0] } ?? [])
    self.references = keys("reference", references.map { $0.uppercased() })
    payer = keys("payer", payerIBAN.map { [$0.rawValue] } ?? [])
  }
}

/// One thing by which a return can name a payment.
struct TraceKey: Hashable, Sendable {
  private let text: String

  init(_ text: String) { self.text = text }
}

extension BankPlace {
  fileprivate var servicerKeys: [TraceKey] {
    references.map { TraceKey("servicer \(account) \($0)") }
  }

  func merged(with other: BankPlace) -> BankPlace {
    var merged = self
    merged.references = Set(references).union(other.references).sorted()
    return merged
  }
}

/// Payments, without order.
typealias PaymentSet = TreeSet<PaymentID>
