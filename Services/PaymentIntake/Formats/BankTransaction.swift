package import DomainKit

/// One payment of an entry, or the whole entry where the bank tells no more of it.
package struct BankTransaction: Codable, Hashable, Sendable {
  /// Names the payment: the entry's key and the index within the entry; see ``BankKey``.
  package var key: PaymentID
  /// Not negative, in the account's currency: what reached or left the account.
  package var amount: Money
  package var direction: BankDirection
  /// The bank marks it as the reversal of an earlier movement in the other direction.
  package var isReversal: Bool
  /// Set when the row stands for several payments, whose details the file does not hold, or holds
  /// in a way that does not add up: how many they are.
  package var lumpedTransactions: Int?
  /// What the payer ordered, before charges and exchange, where it is told.
  package var instructedAmount: Money?
  /// The rate at which it was exchanged, where it is told.
  package var exchange: BankExchange?
  package var charges: [BankCharge]
  package var endToEndID: String?
  package var transactionID: String?
  package var instructionID: String?
  package var mandateID: String?
  /// Unique end-to-end transaction reference, from version 8 on.
  package var uetr: String?
  /// The servicer's own reference of this transaction, beside the entry's.
  package var servicerReference: String?
  package var debtor: BankParty
  package var creditor: BankParty
  package var remittance: BankRemittance
  /// The return's code (ISO 20022 external list: `MS03`), or the bank's own words for it.
  package var returnReason: String?
  /// Return information is present, with or without a reason.
  package var isReturn: Bool
  /// The bank's words on the transaction, or on the entry when it is the only one.
  package var additionalInformation: String?

  package init(
    key: PaymentID,
    amount: Money,
    direction: BankDirection,
    isReversal: Bool = false,
    lumpedTransactions: Int? = nil,
    instructedAmount: Money? = nil,
    exchange: BankExchange? = nil,
    charges: [BankCharge] = [],
    endToEndID: String? = nil,
    transactionID: String? = nil,
    instructionID: String? = nil,
    mandateID: String? = nil,
    uetr: String? = nil,
    servicerReference: String? = nil,
    debtor: BankParty = BankParty(),
    creditor: BankParty = BankParty(),
    remittance: BankRemittance = BankRemittance(),
    returnReason: String? = nil,
    isReturn: Bool = false,
    additionalInformation: String? = nil
  ) {
    self.key = key
    self.amount = amount
    self.direction = direction
    self.isReversal = isReversal
    self.lumpedTransactions = lumpedTransactions
    self.instructedAmount = instructedAmount
    self.exchange = exchange
    self.charges = charges
    self.endToEndID = endToEndID
    self.transactionID = transactionID
    self.instructionID = instructionID
    self.mandateID = mandateID
    self.uetr = uetr
    self.servicerReference = servicerReference
    self.debtor = debtor
    self.creditor = creditor
    self.remittance = remittance
    self.returnReason = returnReason
    self.isReturn = isReturn
    self.additionalInformation = additionalInformation
  }
}

/// A charge that a bank took on the way.
package struct BankCharge: Codable, Hashable, Sendable {
  package var amount: Money
  /// Nil where the bank does not say; a charge is then taken, not given.
  package var direction: BankDirection?
  /// Whether the entry's amount is already less (or more) by the charge; nil where unsaid.
  package var isIncluded: Bool?

  package init(amount: Money, direction: BankDirection? = nil, isIncluded: Bool? = nil) {
    self.amount = amount
    self.direction = direction
    self.isIncluded = isIncluded
  }
}

/// Who paid, or was paid.
package struct BankParty: Codable, Hashable, Sendable {
  package var name: String?
  /// In whose name it was done, where that is someone else.
  package var ultimateName: String?
  /// Without spaces, upper-case, as the bank wrote it: its check digits are not tested here.
  package var iban: String?
  /// The account's number where it is no IBAN.
  package var otherAccount: String?

  package init(
    name: String? = nil,
    ultimateName: String? = nil,
    iban: String? = nil,
    otherAccount: String? = nil
  ) {
    self.name = name
    self.ultimateName = ultimateName
    self.iban = iban
    self.otherAccount = otherAccount
  }
}

/// What the payer says the payment is for.
package struct BankRemittance: Codable, Hashable, Sendable {
  /// Free text, one element an occurrence (Ustrd).
  package var text: [String]
  /// Structured creditor references (CdtrRefInf/Ref), as written.
  package var references: [BankReference]
  package var documents: [BankReferredDocument]
  /// Further words beside the structured part (AddtlRmtInf).
  package var additional: [String]

  package init(
    text: [String] = [],
    references: [BankReference] = [],
    documents: [BankReferredDocument] = [],
    additional: [String] = []
  ) {
    self.text = text
    self.references = references
    self.documents = documents
    self.additional = additional
  }
}

/// A structured reference and what the payer's bank calls it: `SCOR` or `QRR`.
package struct BankReference: Codable, Hashable, Sendable {
  package var value: String
  package var type: String?

  package init(value: String, type: String? = nil) {
    self.value = value
    self.type = type
  }
}

/// An invoice or credit note that the payer names, with what is paid on it.
package struct BankReferredDocument: Codable, Hashable, Sendable {
  package var number: String?
  /// `CINV` invoice, `CREN` credit note, … (ISO 20022 document type), or the sender's own word.
  package var type: String?
  package var date: CalendarDate?
  package var dueAmount: Money?
  package var discountApplied: Money?
  package var creditNoteAmount: Money?
  package var remittedAmount: Money?
  package var adjustments: [BankAdjustment]

  package init(
    number: String? = nil,
    type: String? = nil,
    date: CalendarDate? = nil,
    dueAmount: Money? = nil,
    discountApplied: Money? = nil,
    creditNoteAmount: Money? = nil,
    remittedAmount: Money? = nil,
    adjustments: [BankAdjustment] = []
  ) {
    self.number = number
    self.type = type
    self.date = date
    self.dueAmount = dueAmount
    self.discountApplied = discountApplied
    self.creditNoteAmount = creditNoteAmount
    self.remittedAmount = remittedAmount
    self.adjustments = adjustments
  }
}

/// Why the payer pays more or less than a document's amount.
package struct BankAdjustment: Codable, Hashable, Sendable {
  package var amount: Money
  package var direction: BankDirection?
  package var reason: String?

  package init(amount: Money, direction: BankDirection? = nil, reason: String? = nil) {
    self.amount = amount
    self.direction = direction
    self.reason = reason
  }
}
