import BankFormats
import DomainKit
import PaymentIntakeDomain
import ServiceKit

// From what a file of remittance advices says to what concerns receivables.
extension RemittanceAdvice {
  /// Nil when payer and number make no name.
  init?(_ advice: BankAdvice) {
    let payer = advice.payer
    let names = [payer.iban, payer.otherAccount, payer.name].compactMap { $0 }
    let sender = names.first?.beginning(bytes: 48).trimmingSpaces ?? ""
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

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
