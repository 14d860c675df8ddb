package import DomainKit

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

/// Words that stand on a document (BG-1), by what they are about.
package struct DocumentNote: Codable, Hashable, Sendable {
  /// A code of UNTDID 4451 (BT-21).
  package var subject: String
  package var text: String

  package init(_ text: String, subject: String) {
    self.subject = subject
    self.text = text
  }
}

extension FrenchMention {
  /// What French law misses in a document with these notes before it may go out; the caller knows
  /// whether it applies: to sales between professionals, by a seller in France.
  ///
  /// Credit notes bear the notes too (BR-FR-05), but are due at no day: `lacksDueDate` is false.
  package static func faults(in notes: [DocumentNote], lacksDueDate: Bool) -> [MentionFault] {
    allCases.compactMap { mention in
      let kind: MentionFault.Kind?
      if let subject = mention.subject {
        kind = mention.fault(in: notes, on: subject)
      } else {
        kind = lacksDueDate ? .missing : nil
      }
      return kind.map { MentionFault(mention: mention, kind: $0) }
    }
  }

  /// The notes by which Encours states what the law wants where the issuer's own do not say it.
  ///
  /// Nobody but the issuer knows the rate for late payment where none is agreed.
  package static func notes(
    beside own: [DocumentNote],
    lateChargeRate: Percentage?,
    discounts: [DiscountOffer]
  ) -> [DocumentNote] {
    let stated = Set(own.map(\.subject))
    return allCases.compactMap { mention in
      guard let subject = mention.subject, !stated.contains(subject) else { return nil }
      return mention.text(lateChargeRate: lateChargeRate, discounts: discounts)
        .map { DocumentNote($0, subject: subject) }
    }
  }

  private func text(lateChargeRate: Percentage?, discounts: [DiscountOffer]) -> String? {
    switch self {
    case .dueDate: nil
    case .discount: Self.text(of: discounts)
    case .latePenalty: lateChargeRate.map { "Pénalités de retard : taux annuel de \($0) %" }
    case .recoveryCosts: "Indemnité forfaitaire pour frais de recouvrement : 40 €"
    }
  }

  private static func text(of discounts: [DiscountOffer]) -> String {
    let offers = discounts.map { offer in
      "\(offer.amount) (\(offer.percent) % de \(offer.base)) jusqu'au \(offer.lastDate)"
    }
    return offers.isEmpty
      ? "Pas d'escompte pour paiement anticipé" : "Escompte : " + offers.joined(separator: ", ")
  }

  private func fault(in notes: [DocumentNote], on subject: String) -> MentionFault.Kind? {
    let texts = notes.filter { $0.subject == subject }.map(\.text)
    guard let text = texts.first, !text.isEmpty else { return .missing }
    guard texts.count == 1 else { return .repeated }
    return isStated(in: text.lowercased()) ? nil : .incomplete
  }
}

extension FrenchMention {
  private func isStated(in text: String) -> Bool {
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
