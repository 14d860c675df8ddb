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
