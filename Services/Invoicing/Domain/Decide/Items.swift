import DomainKit
import Terms

extension Invoicing {
  /// An invoice that is due at once is an item under its own number, instalments are numbered after
  /// it: `INV-1/1`, `INV-1/2`.
  static func items(
    of invoice: InvoiceNumber,
    _ instalments: [Instalment]
  ) -> [IssuedInvoice.Item] {
    instalments.enumerated().map { index, instalment in
      IssuedInvoice.Item(
        item: instalments.count == 1
          ? ItemID(invoice.rawValue) : ItemID(instalmentName(invoice, index + 1)),
        dueDate: instalment.dueDate,
        amount: instalment.amount,
        discounts: instalment.discounts
      )
    }
  }

  /// No two items have one name, whatever billing calls its invoices.
  static func itemFaults(_ invoice: InvoiceNumber, count: Int, _ state: State) -> [Fault] {
    if let owner = owner(ofInstalment: invoice, state) {
      return [
        Fault("invoice", .numberReused, "\(invoice) is an instalment of invoice \(owner)")
      ]
    }
    guard count > 1 else { return [] }
    guard instalmentName(invoice, count).utf8.count <= InvoiceNumber.maximumBytes else {
      return [
        Fault("invoice", .textUnfit, "the number is too long to name its \(count) instalments")
      ]
    }
    return (1...count).compactMap { number in
      let name = instalmentName(invoice, number)
      return InvoiceNumber(rawValue: name).flatMap { state.invoices[$0] }.map { _ in
        Fault("invoice", .numberReused, "its instalment \(name) would be named as an invoice is")
      }
    }
  }

  private static func owner(
    ofInstalment name: InvoiceNumber,
    _ state: State
  ) -> InvoiceNumber? {
    guard let slash = name.rawValue.lastIndex(of: "/"),
      let owner = InvoiceNumber(rawValue: String(name.rawValue[..<slash])),
      let items = state.invoices[owner]?.items, items.count > 1,
      items.contains(where: { $0.item.rawValue == name.rawValue })
    else { return nil }
    return owner
  }

  private static func instalmentName(_ invoice: InvoiceNumber, _ number: Int) -> String {
    "\(invoice)/\(number)"
  }
}
