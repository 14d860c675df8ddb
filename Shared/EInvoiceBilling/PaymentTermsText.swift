import DomainKit
import EInvoices
import Messages
import ServiceKit
import Terms

/// The terms of an invoice in words.
enum PaymentTermsText {
  /// BT-20: instalments and discounts, which EN 16931 has no figures for.
  ///
  /// Nil where the due date says it all. In Germany discounts also have lines that programs read
  /// (XRechnung, BR-DE-18).
  static func text(of issued: InvoiceIssued, _ profile: IssuerProfile) -> String? {
    guard let words = words(of: issued.items) else { return nil }
    let isGerman = profile.seller.address.country == "DE"
    return isGerman ? EInvoiceBilling.termsWithDiscountLines(words, of: issued) ?? words : words
  }

  private static func words(of items: [IssuedItem]) -> String? {
    let parts = items.flatMap { item -> [String] in
      let due = "\(item.amount) until \(item.dueDate)"
      let discounts = item.discounts.map { offer in
        "\(offer.amount) less (\(offer.percent) % of \(offer.base)) until \(offer.lastDate)"
      }
      return (items.count > 1 ? [due] : []) + discounts
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension ElectronicInvoice {
  /// States what French law wants (L441-9, L441-10) where the profile does not say it itself.
  mutating func addFrenchMentions(lateChargeRate: Percentage?, items: [IssuedItem]) {
    let added = FrenchMention.notes(
      beside: subjectNotes,
      lateChargeRate: lateChargeRate,
      discounts: items.flatMap(\.discounts)
    )
    notes += added.map { InvoiceNote($0.text, subject: $0.subject) }
  }
}
