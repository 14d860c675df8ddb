package import DomainKit

/// Who issues documents, as far as the law asks what they say of their payment: where he is, and
/// the notes that stand on each of them.
package struct IssuerMentions: Codable, Hashable, Sendable {
  /// Two letters of ISO 3166-1; none: nobody said who issues, and nothing is looked for.
  package var country: String?
  package var notes: [DocumentNote]

  package init(country: String? = nil, notes: [DocumentNote] = []) {
    self.country = country
    self.notes = notes
  }

  /// A seller in France owes his customers' payments mentions that others do not.
  package var isFrench: Bool { country == "FR" }

  /// What is wrong with notes of his own, whatever the document; what Encours adds to a document is
  /// not missed in them.
  package var faults: [MentionFault] {
    guard isFrench else { return [] }
    let subjects = Set(notes.map(\.subject))
    return FrenchMention.faults(in: notes, lacksDueDate: false).filter { fault in
      fault.mention.subject.map { subjects.contains($0) } ?? false
    }
  }

  /// What the law misses in a document of his.
  package func faults(
    lateChargeRate: Percentage?,
    discounts: [DiscountOffer],
    lacksDueDate: Bool
  ) -> [MentionFault] {
    guard isFrench else { return [] }
    let added = FrenchMention.notes(
      beside: notes,
      lateChargeRate: lateChargeRate,
      discounts: discounts
    )
    return FrenchMention.faults(in: notes + added, lacksDueDate: lacksDueDate)
  }
}
