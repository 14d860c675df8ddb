import DomainKit

extension FieldReader {
  func category(_ node: InvoiceNode, _ term: String) -> VATCategory? {
    if let category = VATCategory(rawValue: node.text) { return category }
    let known = VATCategory.allCases.map(\.rawValue).joined(separator: ", ")
    note(.refusal, .invalidField, node, "\(term) is '\(node.text)', expected one of \(known)")
    return nil
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
