package import DomainKit

/// The sums of an invoice: BG-22.
package struct InvoiceTotals: Hashable, Sendable {
  /// Of the lines, BT-106; nil in Factur-X MINIMUM, which has no lines.
  package var lines: Money?
  /// Of the document's allowances, BT-107.
  package var allowances: Money?
  /// Of the document's charges, BT-108.
  package var charges: Money?
  /// BT-109.
  package var withoutVAT: Money
  /// BT-110.
  package var vat: Money?
  /// The tax in the currency of the tax office, BT-111.
  package var vatInTaxCurrency: Money?
  /// BT-112.
  package var withVAT: Money
  /// What was paid before, BT-113.
  package var prepaid: Money?
  /// What the amount due is rounded by, BT-114.
  package var rounding: Money?
  /// What is to be paid, BT-115.
  package var due: Money

  package init(withoutVAT: Money, withVAT: Money, due: Money) {
    self.withoutVAT = withoutVAT
    self.withVAT = withVAT
    self.due = due
  }
}
