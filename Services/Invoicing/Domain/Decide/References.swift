import DomainKit
import Remittance

extension Invoicing {
  /// What is wrong with the reference that billing gave.
  ///
  /// A reference tells whose a payment is: one that another account's invoice bears cannot.
  static func referenceFaults(_ invoice: BilledInvoice, _ state: State) -> [Fault] {
    guard let written = invoice.paymentReference else { return [] }
    guard let reference = structured(written) else {
      return [
        Fault(
          "paymentReference",
          .referenceUnfit,
          "the form or the check digits of the structured reference are wrong"
        )
      ]
    }
    guard let owner = state.references[reference], owner != invoice.account else { return [] }
    return [
      Fault(
        "paymentReference",
        .referenceUsed,
        "\(reference) is the reference of an invoice of account \(owner)"
      )
    ]
  }

  /// Billing's reference, or one that is derived from the invoice's number: `RF` of its letters and
  /// digits (ISO 11649), where that is short enough and no other invoice bears it, else of the
  /// number's hash.
  static func reference(of invoice: BilledInvoice, _ state: State) -> PaymentReference {
    if let given = invoice.paymentReference.flatMap(structured) { return given }
    let number = invoice.invoice.rawValue
    if let plain = creditorReference(of: number), state.references[plain] == nil {
      return plain
    }
    for attempt in 0... {
      let name = attempt == 0 ? number : "\(number)\t\(attempt)"
      let hash = String(FNV1a.hash(name.utf8), radix: 36, uppercase: true)
      if let hashed = creditorReference(of: hash), state.references[hashed] == nil {
        return hashed
      }
    }
    preconditionFailure("there are more references than invoices")
  }

  private static func structured(_ written: String) -> PaymentReference? {
    StructuredReference(written).flatMap { PaymentReference(rawValue: $0.text) }
  }

  private static func creditorReference(of text: String) -> PaymentReference? {
    ISO11649.creditorReference(for: text).flatMap(PaymentReference.init(rawValue:))
  }
}
