package import DomainKit

/// A remittance advice, named by its payer and the payer's number of it.
package typealias AdviceID = Identifier<RemittanceAdvice>

/// What a payer says that one of his payments is for, told apart from the payment.
package struct RemittanceAdvice: Codable, Equatable, Sendable {
  package var advice: AdviceID
  /// By which the payment can be known, the payer's own references of it.
  package var references: [String]
  /// On which the payment is made.
  package var date: CalendarDate
  package var amount: Money
  package var payerName: String?
  /// In the form in which names are compared.
  package var comparableNames: [String]
  package var payerIBAN: PayerIBAN?
  package var documents: [AdvisedDocument]
  /// What belongs to the payment and to no document.
  package var adjustments: [AdvisedAdjustment]

  package init(
    advice: AdviceID,
    references: [String],
    date: CalendarDate,
    amount: Money,
    payerName: String? = nil,
    comparableNames: [String] = [],
    payerIBAN: PayerIBAN? = nil,
    documents: [AdvisedDocument],
    adjustments: [AdvisedAdjustment] = []
  ) {
    self.advice = advice
    self.references = references
    self.date = date
    self.amount = amount
    self.payerName = payerName
    self.comparableNames = comparableNames
    self.payerIBAN = payerIBAN
    self.documents = documents
    self.adjustments = adjustments
  }
}

/// An invoice or credit note of an advice, and what is paid on it.
package struct AdvisedDocument: Codable, Equatable, Sendable {
  /// As the payer writes it.
  package var number: String
  /// `CINV` invoice, `CREN` credit note, … (ISO 20022 document type), or the payer's own word.
  package var type: String?
  /// Below zero for what takes from the payment.
  package var paid: Money?
  package var due: Money?
  package var discount: Money?
  package var adjustments: [AdvisedAdjustment]

  package init(
    number: String,
    type: String? = nil,
    paid: Money? = nil,
    due: Money? = nil,
    discount: Money? = nil,
    adjustments: [AdvisedAdjustment] = []
  ) {
    self.number = number
    self.type = type
    self.paid = paid
    self.due = due
    self.discount = discount
    self.adjustments = adjustments
  }
}

/// Why a payer pays more or less.
package struct AdvisedAdjustment: Codable, Equatable, Sendable {
  package var amount: Money
  /// The payer's code or words.
  package var reason: String?

  package init(amount: Money, reason: String? = nil) {
    self.amount = amount
    self.reason = reason
  }
}

/// The advices of one file.
package struct AdviceFile: Equatable, Sendable {
  package var file: String
  package var hash: ContentHash
  package var format: String
  package var advices: [RemittanceAdvice]
  package var remarks: [String]

  package init(
    file: String,
    hash: ContentHash,
    format: String,
    advices: [RemittanceAdvice],
    remarks: [String] = []
  ) {
    self.file = file
    self.hash = hash
    self.format = format
    self.advices = advices
    self.remarks = remarks
  }
}

/// An advice as the state keeps it: waiting for its payment, or with it.
package struct AdviceRow: Codable, Equatable, Sendable {
  package var advice: RemittanceAdvice
  package var payment: PaymentID?

  package init(_ advice: RemittanceAdvice) { self.advice = advice }
}

/// An advice and the payment that it speaks of.
package struct AdviceMeeting: Codable, Equatable, Sendable {
  package var advice: AdviceID
  package var payment: PaymentID
  /// The numbers of the documents, as the payer writes them.
  package var documents: [String]

  package init(advice: AdviceID, payment: PaymentID, documents: [String]) {
    self.advice = advice
    self.payment = payment
    self.documents = documents
  }
}

/// The advices that were told; those without a payment wait for it.
package struct AdviceRegister: PersistentState {
  package private(set) var rows: TreeDictionary<AdviceID, AdviceRow> = [:]
  package private(set) var waiting: TreeSet<AdviceID> = []

  package init() {}

  package static var sections: [Section<Self>] {
    [.rows(of: \.rows, load: { register, key, value in register[key] = value })]
  }

  package subscript(_ advice: AdviceID) -> AdviceRow? {
    get { rows[advice] }
    set {
      rows[advice] = newValue
      if let newValue, newValue.payment == nil {
        waiting.insert(advice)
      } else {
        waiting.remove(advice)
      }
    }
  }
}
