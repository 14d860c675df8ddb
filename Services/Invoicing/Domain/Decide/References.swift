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

  /// Billing's reference, or one of the invoice's number by the scheme that the policy has for the
  /// account's country; of the number's hash where the number makes none or its reference is taken.
  static func reference(
    of invoice: BilledInvoice,
    _ account: RegisteredAccount,
    _ state: State
  ) -> PaymentReference {
    if let given = invoice.paymentReference.flatMap(structured) { return given }
    let scheme = state.referencePolicy.scheme(for: account.country)
    if let free = freeReference(of: invoice.invoice, scheme, state)
      // A scheme of few digits may have none left.
      ?? freeReference(of: invoice.invoice, .creditor, state)
    {
      return free
    }
    preconditionFailure("\(Limits.referenceAttempts) hashes of 64 bits are all taken")
  }

  private static func freeReference(
    of number: InvoiceNumber,
    _ scheme: ReferenceScheme,
    _ state: State
  ) -> PaymentReference? {
    func free(_ reference: StructuredReference?) -> PaymentReference? {
      guard let reference = reference.flatMap({ PaymentReference(rawValue: $0.text) }),
        state.references[reference] == nil
      else { return nil }
      return reference
    }
    if let own = free(scheme.reference(for: number.rawValue)) { return own }
    return (0..<Limits.referenceAttempts).lazy.compactMap { attempt in
      let name = attempt == 0 ? number.rawValue : "\(number)\t\(attempt)"
      return free(scheme.reference(ofHash: FNV1a.hash(name.utf8)))
    }.first
  }

  private static func structured(_ written: String) -> PaymentReference? {
    StructuredReference(written).flatMap { PaymentReference(rawValue: $0.text) }
  }
}
