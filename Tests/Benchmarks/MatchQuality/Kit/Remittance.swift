package import DomainKit

/// A payment as the bank tells it, with what only its payer knows.
package struct Remittance: Codable, Equatable, Sendable {
  package var payment: PaymentID
  /// One of ``Kind``; a file may name kinds of its own.
  package var kind: String
  package var amount: Money
  package var valueDate: CalendarDate
  package var payerName: String?
  package var payerIBAN: String?
  /// Structured references without spaces, valid or not.
  package var references: [String]
  /// Its lines joined by single spaces.
  package var text: String
  package var truth: Truth
  /// What a reader sees in it; none: nobody has read it, and ``decidable`` is what the file says.
  package var mentions: [Mention]?
  /// A careful clerk with the same data would book it without asking; none: not told.
  package var decidable: Bool?
  /// Why.
  package var because: String?
}

/// What the payer meant.
package struct Truth: Codable, Equatable, Sendable {
  /// Empty: nothing that is open is paid, all of it stays on account.
  package var allocations: [TrueAllocation]
  /// Credit notes on account that he took off.
  ///
  /// They and the cash clear the items together: which clears how much of which is free.
  package var creditNotes: [InvoiceNumber]

  package init(allocations: [TrueAllocation] = [], creditNotes: [InvoiceNumber] = []) {
    self.allocations = allocations
    self.creditNotes = creditNotes
  }
}

/// What of a payment clears one item.
package struct TrueAllocation: Codable, Equatable, Hashable, Sendable {
  package var item: ItemID
  package var cash: Money
  package var discount: Money

  package init(item: ItemID, cash: Money, discount: Money) {
    self.item = item
    self.cash = cash
    self.discount = discount
  }
}

/// A stretch of the text or a reference in which a reader sees something named.
package struct Mention: Codable, Equatable, Sendable {
  package enum Form: String, Codable, Sendable {
    case number
    case rangeFirst = "range-first"
    case rangeLast = "range-last"
    case reference
    case purchaseOrder = "purchase-order"
    /// Everything that is open: `solde`, `balance of account`.
    case balance
  }
  package var form: Form
  /// As it arrived.
  package var text: String
  /// The text ends within it.
  package var isCut: Bool

  package init(_ form: Form, _ text: String, isCut: Bool = false) {
    self.form = form
    self.text = text
    self.isCut = isCut
  }
}

/// What makes a payment easy or hard, with its share of the mix.
package enum Kind: String, CaseIterable, Sendable {
  case structuredReference = "structured-reference"
  case cleanNumber = "clean-number"
  case noisyNumber = "noisy-number"
  case severalNumbers = "several-numbers"
  case range
  case mistyped
  case letterO = "letter-o"
  case cutText = "cut-text"
  case purchaseOrder = "purchase-order"
  case amountOnly = "amount-only"
  case combination
  case accountBalance = "account-balance"
  case discountInTime = "discount-in-time"
  case discountLate = "discount-late"
  case bankCharges = "bank-charges"
  case partPayment = "part-payment"
  case overpayment
  case thirdParty = "third-party"
  case parentPays = "parent-pays"
  case unknownPayer = "unknown-payer"
  case equalInvoices = "equal-invoices"
  case foreignReference = "foreign-reference"
  case paidTwice = "paid-twice"

  /// Of a hundred and six payments.
  package var usualShare: Int {
    switch self {
    case .structuredReference: 18
    case .cleanNumber, .noisyNumber: 14
    case .severalNumbers: 8
    case .amountOnly: 6
    case .mistyped, .discountInTime: 5
    case .combination: 4
    case .discountLate, .bankCharges, .partPayment, .thirdParty: 3
    case .range, .letterO, .cutText, .purchaseOrder, .accountBalance, .overpayment, .parentPays,
      .unknownPayer, .equalInvoices:
      2
    case .foreignReference, .paidTwice: 1
    }
  }
}

/// How often each kind comes.
package struct Mix: Sendable {
  package private(set) var weights: [Int]

  /// The customary one.
  package init() { weights = Kind.allCases.map(\.usualShare) }

  /// Reads `clean-number=3,range=1`: these kinds and no others.
  package init?(_ text: String) {
    weights = Kind.allCases.map { _ in 0 }
    for entry in text.split(separator: ",") {
      let parts = entry.split(separator: "=")
      guard parts.count == 2, let weight = Int(parts[1]), weight >= 0,
        let index = Kind.allCases.firstIndex(where: { $0.rawValue == parts[0] })
      else { return nil }
      weights[index] = weight
    }
    guard weights.contains(where: { $0 > 0 }) else { return nil }
  }

  func draw(_ chance: inout Chance) -> Kind { Kind.allCases[chance.weighted(weights)] }
}
