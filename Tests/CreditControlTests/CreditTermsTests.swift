import CreditControlDomain
import DomainKit
import Terms
import Testing

@Suite("Credit terms set by hand")
struct CreditTermsTests {
  static let shorter = CreditTerms(due: DateRule(days: 15))

  static func set(
    _ terms: CreditTerms? = shorter,
    lateChargeRate: Percentage? = nil,
    from: String = "2026-04-01",
    of account: AccountID = "C-1",
    reason: String = "pays late"
  ) -> CreditControl.Command {
    .setCreditTerms(
      account,
      CreditControl.NewTerms(terms, lateChargeRate: lateChargeRate, from: day(from)),
      by: "a.martin",
      reason: reason
    )
  }

  private func opened() throws -> Scenario {
    var scenario = try Scenario(.account())
    if scenario.state.calendar.open == nil { try scenario.when(.openDay(day("2026-03-10"))) }
    return scenario
  }

  @Test("each change is told with its ordinal, who made it and why")
  func change() throws {
    var scenario = try opened()
    for ordinal in 1...2 {
      let change = CreditControl.CreditTermsChange(
        account: "C-1",
        terms: CreditControl.NewTerms(Self.shorter, from: day("2026-04-01")),
        changedBy: "a.martin",
        reason: "pays late",
        ordinal: ordinal
      )
      #expect(try scenario.when(Self.set()) == [.creditTermsChanged(change)])
    }
  }

  @Test("they hold from a later day than the open one")
  func later() throws {
    var scenario = try opened()
    let open = try #require(scenario.state.calendar.open)
    let sameDay = "\(open.date)"
    #expect(throws: CreditControl.Rejection.termsNotLater(open.date, open: open)) {
      try scenario.when(Self.set(from: sameDay))
    }
    #expect(try scenario.when(Self.set(from: "\(open.date.adding(days: 1))")).count == 1)
  }

  @Test("what is no change, unfit, of nobody or without a reason is refused")
  func refused() throws {
    var scenario = try opened()
    #expect(throws: CreditControl.Rejection.nothingToChange) {
      try scenario.when(Self.set(nil))
    }
    #expect(throws: CreditControl.Rejection.accountUnknown("C-9")) {
      try scenario.when(Self.set(of: "C-9"))
    }
    #expect(throws: CreditControl.Rejection.reasonUnfit(maximumBytes: 1000)) {
      try scenario.when(Self.set(reason: " "))
    }
    let unfit = CreditTerms(due: DateRule(days: -1))
    #expect(throws: CreditControl.Rejection.termsUnfit(unfit.faults())) {
      try scenario.when(Self.set(unfit))
    }
    #expect(try scenario.when(Self.set(nil, lateChargeRate: Percentage(literal: "15"))).count == 1)
  }
}
