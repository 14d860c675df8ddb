/// When an invoice is due, and what paying early is worth: "2/10 net 30".
package struct PaymentTerms: Hashable, Codable, Sendable {
  /// Days from the issue date to the due date.
  package var netDays: Int
  package var discount: EarlyPaymentDiscount?

  package init(netDays: Int, discount: EarlyPaymentDiscount? = nil) {
    self.netDays = netDays
    self.discount = discount
  }
}

/// A percentage that may be deducted by who pays within so many days of the issue date.
package struct EarlyPaymentDiscount: Hashable, Codable, Sendable {
  package var percent: Percentage
  package var days: Int

  package init(percent: Percentage, days: Int) {
    self.percent = percent
    self.days = days
  }
}
