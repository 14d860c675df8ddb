import DomainKit

/// What French law wants an invoice between professionals to say about its payment.
package enum FrenchMention: String, CaseIterable, Hashable, Sendable {
  /// The day on which payment is due (Code de commerce, L441-9 I); EN 16931's BT-9.
  case dueDate = "due-date"
  /// The discount for early payment, or that there is none (L441-9 I).
  case discount
  /// The rate of the penalties for late payment (L441-9 I, L441-10 II).
  case latePenalty = "late-penalty"
  /// The fixed EUR 40 for the costs of recovery (L441-10 II, D441-5).
  case recoveryCosts = "recovery-costs"

  /// The code of UNTDID 4451 under which the French rules look for the note (BR-FR-05); the due
  /// date is no note.
  package var subject: String? {
    switch self {
    case .dueDate: nil
    case .discount: "AAB"
    case .latePenalty: "PMD"
    case .recoveryCosts: "PMT"
    }
  }

  /// Where the obligation stands in the Code de commerce.
  package var law: String {
    switch self {
    case .dueDate, .discount: "L441-9 I"
    case .latePenalty: "L441-9 I and L441-10 II"
    case .recoveryCosts: "L441-10 II and D441-5"
    }
  }

  /// What a note must say, to be written and to be looked for.
  fileprivate var demand: String {
    switch self {
    case .dueDate: "the day on which payment is due (BT-9)"
    case .discount: "the conditions of a discount (escompte), or that there is none"
    case .latePenalty: "the rate of the penalties for late payment"
    case .recoveryCosts: "the fixed indemnity of EUR 40 for the costs of recovery"
    }
  }
}

/// A mention that keeps an invoice from going out.
package struct MentionFault: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    case missing
    /// More than one note on a subject that may have one (BR-FR-06).
    case repeated
    /// A note on the subject that does not say what it must.
    case incomplete
  }

  package var mention: FrenchMention
  package var kind: Kind

  package init(mention: FrenchMention, kind: Kind) {
    self.mention = mention
    self.kind = kind
  }

  package var description: String {
    let note = mention.subject.map { "the note \($0) " } ?? ""
    let law = "Code de commerce, \(mention.law)"
    return switch kind {
    case .missing: "\(note)is missing: it states \(mention.demand) (\(law))"
    case .repeated: "\(note)stands more than once, expected one (BR-FR-06)"
    case .incomplete: "\(note)does not state \(mention.demand) (\(law))"
    }
  }
}

extension ElectronicInvoice {
  /// What French law misses before this invoice may go out; the caller knows whether it applies:
  /// to sales between professionals, by a seller in France.
  ///
  /// Credit notes bear the notes too (BR-FR-05), but are due at no day.
  package var frenchMentionFaults: [MentionFault] {
    FrenchMention.allCases.compactMap { mention in
      fault(mention).map { MentionFault(mention: mention, kind: $0) }
    }
  }

  private func fault(_ mention: FrenchMention) -> MentionFault.Kind? {
    guard let subject = mention.subject else {
      return dueDate == nil && !type.isCreditNote ? .missing : nil
    }
    let texts = notes.filter { $0.subject == subject }.map(\.text)
    guard let text = texts.first, !text.isEmpty else { return .missing }
    guard texts.count == 1 else { return .repeated }
    return mention.isStated(in: text.lowercased()) ? nil : .incomplete
  }
}

extension FrenchMention {
  fileprivate func isStated(in text: String) -> Bool {
    switch self {
    case .dueDate: true
    case .discount: text.contains("escompte") || text.contains("discount")
    case .latePenalty: text.contains("taux") || text.contains("%") || text.contains("rate")
    case .recoveryCosts: Self.statesFortyEuros(text)
    }
  }

  /// "40 €", "40,00 EUR", "EUR 40": the amount as a number of its own, and the currency.
  private static func statesFortyEuros(_ text: String) -> Bool {
    guard text.contains("€") || text.contains("eur") else { return false }
    let numbers = text.split { !$0.isNumber && $0 != "," && $0 != "." }
    return numbers.contains { number in
      var digits = number
      while let last = digits.last, last == "," || last == "." { digits.removeLast() }
      return ["40", "40,00", "40.00"].contains(digits)
    }
  }
}
