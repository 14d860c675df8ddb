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
      isSettled: allocation.settles
    )
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
