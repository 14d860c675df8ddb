package import DomainKit

extension Invoicing {
  /// What invoices and credit notes have in common: lines, and the totals that must fit them.
  package protocol BilledDocument {
    var account: AccountID { get }
    var issueDate: CalendarDate { get }
    var lines: [BilledLine] { get }
    var net: Money { get }
    var tax: Money { get }
    var gross: Money { get }
    /// The rate in the house's currency that it states for itself; none: the table's.
    var exchange: ExchangeRate? { get }
  }

  /// A line of an invoice or a credit note.
  package struct BilledLine: Codable, Equatable, Sendable {
    package var description: String
    package var net: Money
    package var taxRate: Percentage

    package init(description: String, net: Money, taxRate: Percentage) {
      self.description = description
      self.net = net
      self.taxRate = taxRate
    }
  }
}
