package import DomainKit
package import Messages
package import Terms

/// What a person says of an account; what is left out stays as it is.
package struct AccountChange: Sendable {
  /// What an account may be without.
  package enum Field: String, CaseIterable, Sendable {
    case country, ibans, aliases, terms
    case lateCharge = "late-charge"
    case creditLimit = "credit-limit"
    case paidByHead = "paid-by-head"
  }

  package var name: String?
  package var country: String?
  package var ibans: [String] = []
  package var aliases: [String] = []
  package var terms: StatedTerms?
  /// The first issue date of which the terms and the late charge hold.
  package var termsFrom: CalendarDate?
  package var lateChargeRate: Percentage?
  package var creditLimit: Money?
  package var head: AccountID?
  package var paidByHead: [PayingPeriod] = []
  /// What is taken away.
  package var without: Set<Field> = []

  package init() {}

  /// The account's next revision; none: it is so already.
  package func next(of stated: BillingAccountUpserted) -> BillingAccountUpserted? {
    var next = applied(to: stated)
    guard next != stated else { return nil }
    next.revision += 1
    return next
  }

  /// The account as it is with the change, in the same revision.
  package func applied(to stated: BillingAccountUpserted) -> BillingAccountUpserted {
    var account = stated
    account.name = name ?? stated.name
    account.country = without.contains(.country) ? nil : country ?? stated.country
    account.ibans = without.contains(.ibans) ? nil : ibans.isEmpty ? stated.ibans : ibans
    account.aliases =
      without.contains(.aliases) ? nil : aliases.isEmpty ? stated.aliases : aliases.sorted()
    account.terms = without.contains(.terms) ? nil : terms ?? stated.terms
    account.lateChargeRate =
      without.contains(.lateCharge) ? nil : lateChargeRate ?? stated.lateChargeRate
    account.creditLimit = without.contains(.creditLimit) ? nil : creditLimit ?? stated.creditLimit
    account.head = head ?? stated.head
    account.paidByHead =
      without.contains(.paidByHead) ? nil : paidByHead.isEmpty ? stated.paidByHead : paidByHead
    // The date of the terms before is none of other terms.
    let areTermsOther =
      account.terms != stated.terms || account.lateChargeRate != stated.lateChargeRate
    account.termsFrom = termsFrom ?? (areTermsOther ? nil : stated.termsFrom)
    return account
  }
}

extension PayingPeriod {
  /// As it is typed: `2026-01-01..2026-12-31`; a side that is left out has no end.
  package init?(typed text: String) {
    let sides = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2 else { return nil }
    var dates: [CalendarDate?] = []
    for side in sides {
      guard !side.isEmpty else {
        dates.append(nil)
        continue
      }
      guard let date = CalendarDate(String(side)) else { return nil }
      dates.append(date)
    }
    self.init(from: dates[0], to: dates[1])
  }
}
