import DomainKit

extension FieldReader {
  func category(_ node: InvoiceNode, _ term: String) -> VATCategory? {
    if let category = VATCategory(rawValue: node.text) { return category }
    let known = VATCategory.allCases.map(\.rawValue).joined(separator: ", ")
    note(.refusal, .invalidField, node, "\(term) is '\(node.text)', expected one of \(known)")
    return nil
  }

  /// A category with its rate, which only what is outside the scope of VAT has none of.
  func rate(_ category: VATCategory?, _ percent: Percentage?, _ node: InvoiceNode) -> VATRate? {
    guard let category else { return nil }
    if percent == nil, category != .outsideScope {
      note(
        .refusal,
        .missingField,
        node,
        "BT-119 VAT rate is missing: only the category O has none"
      )
      return nil
    }
    // Some write 0 % for what is not taxed at all; that says the same.
    return VATRate(category, category == .outsideScope ? nil : percent)
  }

  /// BT-149, which is counted in the unit of the line's quantity.
  func baseQuantity(_ node: InvoiceNode?, unit: String?) -> ExactDecimal? {
    guard let node, let number = decimal(node, "BT-149 base quantity") else { return nil }
    if let stated = node.attribute("unitCode"), let unit, stated != unit {
      note(
        .remark,
        .invalidField,
        node,
        "BT-150 is \(stated), the quantity's unit \(unit): the latter counts"
      )
    }
    return number
  }
}
