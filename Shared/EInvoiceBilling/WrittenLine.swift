import DomainKit
import EInvoices

extension ElectronicInvoice {
  /// Adds one piece for the line's amount; a line that takes off is one piece less, for a price is
  /// never negative (BT-146).
  mutating func append(line description: String, _ net: Money, _ rate: VATRate) {
    let one = ExactDecimal(net.minorUnits < 0 ? -1 : 1) ?? .zero
    let price = ExactDecimal(net.magnitude.decimal) ?? .zero
    lines.append(
      InvoiceLine(
        "\(lines.count + 1)",
        InvoiceItem(description),
        quantity: Quantity(one, unit: "C62"),
        price: InvoicePrice(price),
        net: net,
        vat: rate
      )
    )
  }
}
