import DomainKit
import Foundation
import ReportingDomain
import Testing

@Suite("Matched and undone within a cut")
struct CancellingTests {
  private static let today = cut("2026-03-10/1")
  private static let clearing = [Clearing.of("INV-1", eur(100_00))]

  /// The state after these decisions on PAY-1, once the cut is closed.
  private static func state(_ decisions: [Fact]) -> Reporting.State {
    var state = Reporting.State()
    let facts =
      [
        Fact.invoice("INV-1", eur(100_00), due: "2026-03-31"),
        .invoice("INV-2", eur(50_00), due: "2026-03-31"),
        .identified("PAY-1", eur(150_00)),
      ] + decisions
    state.run(.configure(partitions: 1))
    for (index, fact) in facts.enumerated() {
      state.run(
        .record(fact, Arrival(message: "\(index)", type: "told.v1", cut: today))
      )
    }
    for sender in Marker.Sender.allCases {
      for partition in [nil, Partition(literal: 0)] where sender != .matching || partition != nil {
        let marker = Marker(
          sender: sender,
          closes: today,
          opens: today.nextWithinDay,
          partition: partition,
          streams: [],
          totals: [],
          exceptions: []
        )
        state.run(
          .record(.closed(marker: marker), Arrival(message: "marker", type: "marker", cut: today))
        )
      }
    }
    return state
  }

  /// The books and what depends on them; the proof itself counts messages.
  private static func isSame(_ one: [Fact], _ other: [Fact]) throws -> Bool {
    func rows(_ state: Reporting.State) throws -> [String: Data] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      var rows: [String: Data] = [:]
      for section in Reporting.State.sections where !section.name.hasPrefix("proofs.") {
        try section.forEachRow(state) { key, value in
          rows["\(section.name) \(key)"] = try encoder.encode(value)
        }
      }
      return rows
    }
    return try rows(state(one)) == rows(state(other))
  }

  @Test("a match and its undoing leave no row, whichever came first")
  func pair() throws {
    let match = Fact.applied("D-1", "PAY-1", Self.clearing)
    let undoing = Fact.unapplied("U-1", "PAY-1", Self.clearing, value: "2026-03-10")
    #expect(try Self.isSame([match, undoing], []))
    #expect(try Self.isSame([undoing, match], []))
    #expect(try !Self.isSame([match], []))
  }

  @Test("nothing is left of a discount in grace that was undone within the cut")
  func inGrace() throws {
    let clearing = [Clearing.of("INV-1", eur(98_00), discount: eur(2_00), inGrace: eur(2_00))]
    let match = Fact.applied("D-1", "PAY-1", clearing)
    let undoing = Fact.unapplied("U-1", "PAY-1", clearing)
    #expect(try Self.isSame([match, undoing], []))
    #expect(try Self.isSame([undoing, match], []))
    #expect(Self.state([match, undoing]).activityFigures.discountsInGrace == 0)
    #expect(Self.state([match]).activityFigures.discountsInGrace == 1)
  }

  @Test("what replaces an undone match stands as if it had been the first")
  func replaced() throws {
    let match = Fact.applied("D-1", "PAY-1", Self.clearing, rule: "exact-amount")
    let undoing = Fact.unapplied("U-1", "PAY-1", Self.clearing)
    let better = Fact.applied(
      "D-2",
      "PAY-1",
      Self.clearing + [.of("INV-2", eur(50_00))],
      rule: "account-total"
    )
    for order in [[match, undoing, better], [better, undoing, match], [undoing, better, match]] {
      #expect(try Self.isSame(order, [better]))
    }
    let rules = Self.state([match, undoing, better]).activityFigures.decisionsByRule
    #expect(rules.map(\.rule) == ["account-total"])
    #expect(rules.map(\.count) == [1])
  }

  @Test("of two equal matches, the one goes after which the undoing is named")
  func named() throws {
    let one = Fact.applied("D-1", "PAY-1", Self.clearing, rule: "exact-amount")
    let other = Fact.applied("D-2", "PAY-1", Self.clearing, rule: "manual")
    #expect(try Self.isSame([one, .unapplied("D-2<c", "PAY-1", Self.clearing), other], [one]))
    #expect(try Self.isSame([one, .unapplied("D-1<c", "PAY-1", Self.clearing), other], [other]))
    #expect(try Self.isSame([one, .unapplied("U", "PAY-1", Self.clearing), other], [other]))
  }

  @Test("one reversal of two decisions cancels both")
  func union() throws {
    let all = Self.clearing + [.of("INV-2", eur(50_00))]
    let facts = [
      Fact.applied("D-1", "PAY-1", Self.clearing),
      .applied("D-2", "PAY-1", [.of("INV-2", eur(50_00))]),
      .unapplied("U-1", "PAY-1", all),
    ]
    #expect(try Self.isSame(facts, []))
    #expect(try Self.isSame(facts.reversed(), []))
  }

  @Test("a reversal of another amount cancels nothing")
  func partial() throws {
    let facts = [
      Fact.applied("D-1", "PAY-1", Self.clearing),
      .unapplied("U-1", "PAY-1", [.of("INV-1", eur(99_99))]),
    ]
    #expect(try !Self.isSame(facts, []))
    let row = Self.state(facts).aging(of: "A", Horizon(asOf: day("2026-03-10")))
    #expect(row.map(\.total) == [eur(149_99)])
    #expect(row.map(\.unapplied) == [eur(149_99)])
  }

  @Test("a reversal of the same clearing by another payment cancels nothing")
  func otherPayment() throws {
    let facts = [
      Fact.applied("D-1", "PAY-1", Self.clearing),
      .unapplied("U-1", "PAY-2", Self.clearing),
    ]
    #expect(try !Self.isSame(facts, []))
  }

  @Test("money on account is cancelled too")
  func onAccount() throws {
    let on = Fact.applied("D-1", "PAY-1", [], onAccount: eur(10_00))
    let off = Fact.unapplied("U-1", "PAY-1", [], offAccount: eur(10_00))
    let less = Fact.unapplied("U-1", "PAY-1", [], offAccount: eur(9_00))
    #expect(try Self.isSame([on, off], []))
    #expect(try !Self.isSame([on, less], []))
  }
}
