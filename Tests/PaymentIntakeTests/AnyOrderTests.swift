import DomainKit
import PaymentIntakeDomain
import ServiceKit
import Testing

@Suite("Facts in any order")
struct AnyOrderTests {
  @Test(
    "within a cut, the same facts give the same decisions and the same state",
    arguments: 0..<50 as Range<UInt64>
  )
  func anyOrder(seed: UInt64) throws {
    let facts = RandomFacts(seed: seed)
    var generator = SplitMix64(seed: seed &+ 1)
    let first = try facts.play(shuffledBy: &generator)
    for _ in 0..<3 {
      let other = try facts.play(shuffledBy: &generator)
      #expect(other.decisions == first.decisions)
      for (state, expected) in zip(other.states, first.states) {
        let differences = try Self.differences(state, expected)
        #expect(differences == [])
      }
    }
  }

  /// The rows that differ: what is wrong with two large states should fit a page.
  private static func differences(
    _ state: PaymentIntake.State,
    _ expected: PaymentIntake.State
  ) throws -> [String] {
    guard state != expected else { return [] }
    var rows: [String] = []
    for section in PaymentIntake.State.sections {
      var lines: Set<String> = []
      try section.forEachRow(state) { lines.insert("\(section.name) \($0) \($1)") }
      try section.forEachRow(expected) { key, value in
        let line = "\(section.name) \(key) \(value)"
        if lines.remove(line) == nil { lines.insert("not \(line)") }
      }
      rows += lines.sorted()
    }
    return rows
  }

  @Test("the drawn facts reach what the rules are about")
  func coverage() throws {
    var decisions: Set<String> = []
    var leftOver = 0
    var unmatched = 0
    var confirmed = 0
    var unlearnt = 0
    for seed in 0..<40 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let outcome = try RandomFacts(seed: seed).play(shuffledBy: &generator)
      for cut in outcome.decisions { decisions.formUnion(cut) }
      let last = try #require(outcome.states.last)
      leftOver += last.unidentified.count
      unmatched += last.unmatchedReturns.count
      confirmed += last.learntPayers.teachings.values.count { $0.basis == .match }
      let taught = Set(outcome.states.flatMap(\.learntPayers.teachings.keys))
      unlearnt += taught.count { last.learntPayers.teachings[$0] == nil }
    }
    #expect(decisions.contains { $0.contains(" is C-") })
    #expect(decisions.contains { $0.contains(" from C-") })
    #expect(decisions.contains { $0.hasSuffix("from the pool") })
    #expect(decisions.contains { $0.contains(" undoes ") && !$0.hasSuffix("none") })
    #expect(decisions.count { $0.contains(" speaks of ") } > 20)
    #expect(leftOver > 100 && unmatched > 20)
    #expect(confirmed > 10 && unlearnt > 10)
  }

  @Test(
    "every cent is somewhere, after every command",
    arguments: 0..<20 as Range<UInt64>
  )
  func conservation(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed &+ 7)
    var opening = Balances()
    var open = cut("2026-03-10/1")
    _ = try RandomFacts(seed: seed).play(shuffledBy: &generator) { state in
      let balances = Balances(state)
      if let cut = state.openCut, cut != open { (open, opening) = (cut, balances) }
      // What moved in the open cut explains the pool.
      for currency in [Currency.euro, .dollar] {
        func moved(_ tally: Tally) -> Int64 {
          tally.sums.first { $0.currency == currency }?.minorUnits ?? 0
        }
        let explained =
          (opening.pool[currency] ?? 0) + moved(state.totals.received)
          - moved(state.totals.handedOver) - moved(state.totals.withdrawn)
        #expect(balances.pool[currency] ?? 0 == explained)
        // Received = handed over + unidentified + returned from the pool.
        #expect(
          balances.received[currency] ?? 0
            == (balances.handedOver[currency] ?? 0) + (balances.pool[currency] ?? 0)
            + (balances.returnedFromPool[currency] ?? 0)
        )
      }
      #expect(state.payments.rows.values.allSatisfy { !$0.remaining.isNegative })
    }
  }

  /// Added up from the payments, each of which is in one place.
  struct Balances {
    var received: [Currency: Int64] = [:]
    var handedOver: [Currency: Int64] = [:]
    var pool: [Currency: Int64] = [:]
    var returnedFromPool: [Currency: Int64] = [:]

    init() {}

    init(_ state: PaymentIntake.State) {
      let pool = Set(state.unidentified.map(\.facts.payment))
      for (payment, row) in state.payments.rows {
        let amount = row.facts.amount
        received[amount.currency, default: 0] += amount.minorUnits
        if row.owner != nil { handedOver[amount.currency, default: 0] += amount.minorUnits }
        if pool.contains(payment) { self.pool[amount.currency, default: 0] += amount.minorUnits }
        if row.withdrawnBy != nil {
          returnedFromPool[amount.currency, default: 0] += amount.minorUnits
        }
      }
    }
  }

  @Test("everything delivered again changes nothing", arguments: 0..<40 as Range<UInt64>)
  func repeated(seed: UInt64) throws {
    let facts = RandomFacts(seed: seed)
    var scenario = try Scenario(.configure(partitions: 2))
    for fact in facts.cuts[0] { try scenario.when(fact) }
    let state = scenario.state
    for fact in facts.cuts[0] { #expect(try scenario.when(fact) == []) }
    #expect(scenario.state == state)
  }
}
