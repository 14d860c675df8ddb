import DomainKit
import MatchingDomain
import Messages

extension Allocation {
  init(_ allocation: Matching.Allocation) {
    self.init(
      item: allocation.item,
      invoice: allocation.invoice,
      account: allocation.account,
      amount: allocation.cash,
      discount: allocation.discount,
      discountInGrace: allocation.isInGrace.map { _ in allocation.discount },
      writtenOff: allocation.writtenOff.isZero ? nil : allocation.writtenOff,
      isSettled: allocation.settles
    )
  }
}

extension Deduction {
  init(_ deduction: Matching.Deduction) {
    self.init(
      deduction: deduction.id,
      payment: deduction.payment,
      item: deduction.item,
      invoice: deduction.invoice,
      account: deduction.account,
      amount: deduction.amount,
      cause: Cause(deduction.cause),
      evidence: deduction.evidence
    )
  }
}

extension Deduction.Cause {
  fileprivate init(_ cause: Matching.Cause) {
    self =
      switch cause {
      case .unearnedDiscount: .unearnedDiscount
      case .creditTaken: .creditTaken
      case .taxNotPaid: .taxNotPaid
      case .unexplained: .unexplained
      }
  }
}

extension Explanation {
  init(_ decision: Matching.Decision) {
    self.init(
      rule: decision.rule.rawValue,
      version: decision.version,
      evidence: decision.evidence,
      rejected: decision.rejected.map { RejectedCandidate(item: $0.item, reason: $0.reason) }
    )
  }
}

extension MatchSuggested {
  init(_ payment: Matching.Payment, _ suggestion: Matching.Suggestion) {
    self.init(
      payment: payment.id,
      account: payment.account,
      amount: payment.unapplied,
      candidates: suggestion.candidates.map {
        SuggestedMatch(items: $0.items, rule: $0.rule.rawValue)
      },
      reason: suggestion.reason
    )
  }
}

extension Matching.Advice {
  init(_ advised: RemittanceAdvised) {
    self.init(
      id: advised.advice,
      documents: advised.documents.map { document in
        Document(
          number: document.number,
          type: document.type,
          paid: document.paid,
          due: document.due,
          discount: document.discount,
          adjustments: document.adjustments.map { Adjustment($0) }
        )
      },
      adjustments: advised.adjustments.map { Adjustment($0) }
    )
  }
}

extension Matching.Advice.Adjustment {
  init(_ adjustment: RemittanceAdvised.Adjustment) {
    self.init(amount: adjustment.amount, reason: adjustment.reason)
  }
}

extension RemittanceAdvised {
  init(_ advice: Matching.Advice, of payment: Matching.Payment) {
    self.init(
      advice: advice.id,
      payment: payment.id,
      account: payment.account,
      documents: advice.documents.map { document in
        Document(
          number: document.number,
          type: document.type,
          paid: document.paid,
          due: document.due,
          discount: document.discount,
          adjustments: document.adjustments.map {
            Adjustment(amount: $0.amount, reason: $0.reason)
          }
        )
      },
      adjustments: advice.adjustments.map { Adjustment(amount: $0.amount, reason: $0.reason) }
    )
  }
}
