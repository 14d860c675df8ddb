package import DomainKit

/// What a payer says that one of his payments is for, told apart from the payment.
package struct BankAdvice: Codable, Hashable, Sendable {
  /// The payer's own number of the advice.
  package var number: String
  /// By which the payment can be known: trace numbers, payment orders.
  package var references: [String]
  /// On which the payment is made, or else the day of the advice.
  package var date: CalendarDate
  package var amount: Money
  package var payer: BankParty
  package var payee: BankParty
  package var documents: [BankReferredDocument]
  /// What belongs to the payment and to no document.
  package var adjustments: [BankAdjustment]

  package init(
    number: String,
    references: [String],
    date: CalendarDate,
    amount: Money,
    payer: BankParty,
    payee: BankParty = BankParty(),
    documents: [BankReferredDocument],
    adjustments: [BankAdjustment] = []
  ) {
    self.number = number
    self.references = references
    self.date = date
    self.amount = amount
    self.payer = payer
    self.payee = payee
    self.documents = documents
    self.adjustments = adjustments
  }
}

/// All that a file of remittance advices tells, or why it is refused.
package struct BankAdviceReport: Codable, Hashable, Sendable {
  /// The format with its version, such as `x12-820-004010`.
  package var format: String
  /// None of a file that is refused.
  package var advices: [BankAdvice]
  package var findings: [BankFinding]

  package init(format: String, advices: [BankAdvice] = [], findings: [BankFinding] = []) {
    self.format = format
    self.advices = advices
    self.findings = findings
  }

  package var isAccepted: Bool { !findings.contains { $0.severity == .refusal } }
}

/// A reader of one format of remittance advices.
package protocol AdviceReader: Sendable {
  /// The format's name: `x12-820`.
  var name: String { get }

  /// Whether a file that begins with `head` is of this format, whatever the file is called.
  func recognises(_ head: [UInt8]) -> Bool

  /// Reads a whole file of at most ``AdviceFormats/Limits/bytes``.
  func read(_ bytes: [UInt8]) -> BankAdviceReport
}

/// The formats of remittance advices that are read.
package enum AdviceFormats {
  package static let readers: [any AdviceReader] = [X12AdviceReader(), REMADVReader()]

  /// Nil for a file of another kind.
  package static func reader(for head: [UInt8]) -> (any AdviceReader)? {
    readers.first { $0.recognises(head) }
  }

  package enum Limits {
    /// What one record of the journal takes in easily.
    package static let bytes = 4 * 1024 * 1024
    package static let documents = 10_000
  }
}
