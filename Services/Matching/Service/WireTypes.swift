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
