package import DomainKit
import Remittance

extension Matching {
  /// What a payer says that a payment is for, told apart from it.
  package struct Advice: Codable, Equatable, Sendable {
    /// Named after the payer, his number of it and its day.
    package let id: String
    /// In the payer's order.
    package let documents: [Document]
    /// What belongs to the payment and to no document.
    package let adjustments: [Adjustment]

    package init(id: String, documents: [Document], adjustments: [Adjustment] = []) {
      self.id = id
      self.documents = documents
      self.adjustments = adjustments
    }

    /// An invoice or credit note that the payer names.
    package struct Document: Codable, Equatable, Sendable {
      /// As the payer writes it; empty where he gives none.
      package let number: String
      package let type: String?
      /// What is paid on it; below zero for what takes from the payment.
      package let paid: Money?
      package let due: Money?
      package let discount: Money?
      package let adjustments: [Adjustment]

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
    package struct Adjustment: Codable, Equatable, Sendable {
      package let amount: Money
      /// The payer's code or words.
      package let reason: String?

      package init(amount: Money, reason: String? = nil) {
        self.amount = amount
        self.reason = reason
      }
    }
  }

  /// An advice has met its payment, or waits for it.
  package struct Advising: Codable, Equatable, Sendable {
    package let payment: PaymentID
    package let advice: Advice

    package init(payment: PaymentID, advice: Advice) {
      self.payment = payment
      self.advice = advice
    }
  }
}

extension Matching.Advice {
  /// The numbers of the documents, as the payer writes them.
  var numbers: [String] { documents.map(\.number).filter { !$0.isEmpty } }

  /// Everything that the documents may name.
  package var evidence: [Matching.EvidenceKey] { documents.flatMap { $0.reading.evidence } }

  /// Whether it says of every cent of `amount` to which document it belongs.
  ///
  /// An advice that nets credit notes or adjustments does not: what it pays on its invoices is more
  /// than the money.
  func divides(_ amount: Money) -> Bool {
    var sum = Money.zero(amount.currency)
    for document in documents {
      guard let paid = document.paid, !paid.isNegative, paid.currency == amount.currency,
        let larger = try? sum.adding(paid)
      else { return false }
      sum = larger
    }
    return sum == amount
  }
}

extension Matching.Advice.Document {
  var reading: RemittanceReading {
    let currency = paid?.currency ?? due?.currency ?? .euro
    return RemittanceReading(references: number.isEmpty ? [] : [number], currency: currency)
  }

  /// The keys by which it names invoices: a reference with valid check digits, or a number.
  func keys(_ isKnown: (Matching.EvidenceKey) -> Bool) -> [Matching.EvidenceKey] {
    let reading = reading
    let references = reading.referenceKeys.filter(isKnown)
    return references.isEmpty ? reading.numberKeys(isKnown) : references
  }
}
