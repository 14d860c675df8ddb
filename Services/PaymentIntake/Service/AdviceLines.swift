import BankFormats
import Crypto
import DomainKit
import PaymentIntakeDomain
import ServiceKit

// From what a file of remittance advices says to what concerns receivables.
extension RemittanceAdvice {
  /// Nil when payer and number make no name.
  init?(_ advice: BankAdvice) {
    let payer = advice.payer
    let names = [payer.iban, payer.otherAccount, payer.name].compactMap { $0 }
    let sender = names.first.map(Self.digest) ?? ""
    guard let id = AdviceID(rawValue: "\(sender):\(advice.number):\(advice.date)") else {
      return nil
    }
    self.init(
      advice: id,
      references: advice.references,
      date: advice.date,
      amount: advice.amount,
      payerName: payer.name,
      comparableNames: ComparableNames.of([payer.ultimateName, payer.name]),
      payerIBAN: payer.iban.flatMap { PayerIBAN(written: $0) },
      documents: advice.documents.map { AdvisedDocument($0) },
      adjustments: advice.adjustments.map { AdvisedAdjustment($0) }
    )
  }
}

extension RemittanceAdvice {
  /// Tells one payer from another, and nothing of him: ids stand in logs and remarks, and accounts
  /// and names are personal data.
  fileprivate static func digest(_ payer: String) -> String {
    SHA256.hash(data: Array(payer.utf8)).prefix(8)
      .map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0\(digits)" : digits
      }
      .joined()
  }
}

extension AdvisedDocument {
  fileprivate init(_ document: BankReferredDocument) {
    self.init(
      number: document.number ?? "",
      type: document.type,
      paid: document.remittedAmount,
      due: document.dueAmount,
      discount: document.discountApplied,
      adjustments: document.adjustments.map { AdvisedAdjustment($0) }
    )
  }
}

extension AdvisedAdjustment {
  fileprivate init(_ adjustment: BankAdjustment) {
    self.init(amount: adjustment.amount, reason: adjustment.reason)
  }
}
