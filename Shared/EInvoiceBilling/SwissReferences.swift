package import EInvoices
import Remittance

extension ElectronicInvoice {
  /// A QR reference (BT-83) and a QR-IBAN (BT-84) go with each other only: banks send back a
  /// payment that has one of them alone (``IBAN/isQRIBAN``).
  package var swissReferenceFindings: [InvoiceFinding] {
    guard !type.isCreditNote else { return [] }
    let isQRReference =
      remittance.flatMap { StructuredReference($0) }
      .map { $0.kind == .swiss && $0.text.utf8.count == 27 } ?? false
    let accounts = paymentMeans.compactMap { $0.account.map(\.number) }
    let texts = accounts.compactMap { account -> String? in
      guard let iban = IBAN(account), iban.isQRIBAN != isQRReference else { return nil }
      return isQRReference
        ? "BT-84 \(iban.masked) is no QR-IBAN (institution 30000 to 31999): banks send back what is"
          + " paid to it with the QR reference of BT-83"
        : "BT-84 \(iban.masked) is a QR-IBAN: banks send back what is paid to it without a QR"
          + " reference, and BT-83 is none"
    }
    return texts.map { InvoiceFinding(.refusal, .brokenRule, text: $0) }
  }
}
