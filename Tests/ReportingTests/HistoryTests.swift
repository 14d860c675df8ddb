import DomainKit
import ReportingDomain
import ServiceKit
import Testing

/// Random histories against the oracle.
@Suite("Any history")
struct HistoryTests {
  private static let seeds: [UInt64] = Array(1...12)

  private static func state(of told: [History.Told]) -> Reporting.State {
    var state = Reporting.State()
    state.run(.configure(partitions: History.partitions))
    for told in told { state.run(told.command) }
    return state
  }

  /// And the decisions that cancelled each other within their cut.
  private static func proven(_ history: History) -> (Reporting.State, cancelled: Set<String>) {
    var state = Reporting.State()
    state.run(.configure(partitions: History.partitions))
    var cancelled: Set<String> = []
    for told in history.told {
      for case .proven(_, let keys) in state.run(told.command) {
        cancelled.formUnion(keys.map(\.id))
      }
    }
    return (state, cancelled)
  }

  @Test("the aging of every account as of every day is the oracle's (R13)", arguments: seeds)
  func aging(seed: UInt64) {
    let history = History(seed: seed)
    let (state, cancelled) = Self.proven(history)
    var differences: [String] = []
    history.forEachDay(without: cancelled) { day, books in
      for account in History.accounts {
        let rows = state.aging(of: account, Horizon(asOf: day))
        for currency in History.currencies {
          let row = rows.first { $0.currency == currency } ?? AgingColumns(currency)
          let columns = row.buckets + [row.unapplied.minorUnits, row.onAccount.minorUnits]
          let expected = books.aging(of: account, currency, asOf: day)
          if columns != expected { differences.append("\(account) \(day) \(columns) \(expected)") }
        }
      }
    }
    #expect(differences == [])
  }

  @Test("what was known on an earlier day is what was told by then (R13)", arguments: seeds)
  func known(seed: UInt64) {
    let history = History(seed: seed)
    let (state, cancelled) = Self.proven(history)
    var random = SplitMix64(seed: seed)
    var differences: [String] = []
    for _ in 0..<2 {
      let knownOn = History.firstDay.adding(days: Int.random(in: -20...60, using: &random))
      history.forEachDay(knownOn: knownOn, without: cancelled) { day, books in
        for account in History.accounts {
          let horizon = Horizon(asOf: day, knownOn: knownOn)
          let expected = Amounts((books.balances[account] ?? [:]).map { Money($0.value, $0.key) })
          if state.balance(of: account, horizon) != expected {
            differences.append("balance of \(account) \(day) known on \(knownOn)")
          }
          if Amounts(state.aging(of: account, horizon).map(\.net)) != expected {
            differences.append("net of \(account) \(day) known on \(knownOn)")
          }
        }
      }
    }
    #expect(differences == [])
  }

  @Test("a closed month says the same, whatever is told later (R14)", arguments: seeds)
  func closedMonths(seed: UInt64) {
    let history = History(seed: seed, days: 40)
    var state = Reporting.State()
    state.run(.configure(partitions: History.partitions))
    var closed: [(lastDay: CalendarDate, net: [Amounts])] = []
    func net(_ day: CalendarDate) -> [Amounts] {
      History.accounts.flatMap { account in
        [state.balance(of: account, Horizon(asOf: day))]
          + state.aging(of: account, Horizon(asOf: day)).filter { !$0.isEmpty }
          .map { Amounts([$0.total]) }
      }
    }
    for told in history.told {
      state.run(told.command)
      if case .periodClosed(let lastDay, _) = told.fact { closed.append((lastDay, net(lastDay))) }
    }
    #expect(closed.count > 1)
    for (lastDay, figures) in closed { #expect(net(lastDay) == figures) }
  }

  /// The conservation law: for every account, currency and day,
  /// sum of buckets - unapplied - on account = statement's closing balance.
  @Test("the views of the same rows agree to the cent on every day (R26)", arguments: seeds)
  func views(seed: UInt64) {
    let history = History(seed: seed)
    let (state, cancelled) = Self.proven(history)
    var differences: [String] = []
    history.forEachDay(without: cancelled) { day, books in
      var net = Amounts()
      for account in History.accounts {
        let rows = state.aging(of: account, Horizon(asOf: day))
        let balance = state.balance(of: account, Horizon(asOf: day))
        let expected = Amounts((books.balances[account] ?? [:]).map { Money($0.value, $0.key) })
        if balance != expected { differences.append("balance of \(account) \(day)") }
        if Amounts(rows.map(\.net)) != balance { differences.append("net of \(account) \(day)") }
        net += balance
      }
      let totals = state.agingTotals(Horizon(asOf: day))
      let open = Amounts(books.items.values.map(\.open))
      if Amounts(totals.map(\.net)) != net { differences.append("net \(day)") }
      if Amounts(totals.map(\.total)) != open { differences.append("open items \(day)") }
    }
    #expect(differences == [])
  }

  @Test("opening and movements of any period are its closing, line by line", arguments: seeds)
  func statements(seed: UInt64) {
    let history = History(seed: seed)
    let (state, cancelled) = Self.proven(history)
    var random = SplitMix64(seed: seed)
    for account in History.accounts {
      let first = History.firstDay.adding(days: Int.random(in: -45...60, using: &random))
      let pair = [first, first.adding(days: Int.random(in: 0...60, using: &random))]
      let statements = state.statement(of: account, from: pair[0], to: pair[1])
      let before = history.books(asOf: pair[0].adding(days: -1), without: cancelled)
      let after = history.books(asOf: pair[1], without: cancelled)
      var lines: [String: Int64] = [:]
      for statement in statements {
        #expect(
          statement.opening.minorUnits == before.balances[account]?[statement.currency] ?? 0
        )
        #expect(statement.closing.minorUnits == after.balances[account]?[statement.currency] ?? 0)
        for line in statement.movements {
          let name = "\(account) \(line.accountingDate) \(line.kind) \(line.document)"
          lines["\(name) \(statement.currency)", default: 0] += line.amount.minorUnits
        }
      }
      var expected = after.movements.filter { $0.key.hasPrefix("\(account) ") }
      for (line, amount) in before.movements where expected[line] != nil {
        expected[line]! -= amount
      }
      #expect(lines.filter { $0.value != 0 } == expected.filter { $0.value != 0 })
    }
  }

  @Test("every cut is proven, and every figure is compared", arguments: seeds)
  func proven(seed: UInt64) throws {
    let history = History(seed: seed)
    let state = Self.state(of: history.told)
    #expect(state.unprovenCuts == [])
    for cut in history.cuts {
      let report = try #require(state.report(of: cut))
      #expect(report.checks.filter { !$0.agrees } == [])
      let names = Set(report.checks.map(\.name))
      #expect(names.isSuperset(of: ControlCount.Figure.allCases.map(\.rawValue)))
      #expect(names.isSuperset(of: ["intake", "statement"]))
    }
    #expect(state.closedCut == history.cuts.last)
  }

  @Test("facts in any order, across sources and cuts, give the same state", arguments: seeds)
  func anyOrder(seed: UInt64) {
    let history = History(seed: seed)
    let expected = Self.state(of: history.told)
    var random = SplitMix64(seed: seed &* 7919)
    for _ in 0..<3 {
      let shuffled = Self.shuffled(history, using: &random)
      #expect(Self.state(of: shuffled) == expected)
    }
  }

  /// Any order in which a marker comes after what it closes: the loop sees to that, and to nothing
  /// more, so facts of later cuts may come before markers of earlier ones.
  private static func shuffled(_ history: History, using random: inout SplitMix64) -> [History.Told]
  {
    var latest: [DayCut?: Double] = [:]
    var keyed: [(place: Double, told: History.Told)] = []
    for told in history.told where !told.fact.isMarker {
      let place = Double.random(in: 0..<1, using: &random)
      let cut = told.cut ?? history.cuts[0]
      latest[cut] = max(latest[cut] ?? 0, place)
      keyed.append((place, told))
    }
    for told in history.told where told.fact.isMarker {
      let after = latest[told.cut] ?? 0
      keyed.append((Double.random(in: after...1.5, using: &random).nextUp, told))
    }
    return keyed.sorted { $0.place < $1.place }.map(\.told)
  }

  @Test("a lost, a doubled or a changed fact is found by the proof of its cut", arguments: seeds)
  func disproven(seed: UInt64) throws {
    let history = History(seed: seed)
    var random = SplitMix64(seed: seed)
    let candidates = history.told.indices.filter {
      guard let cut = history.told[$0].cut else { return false }
      return cut != history.cuts.last && history.told[$0].fact.isCounted
    }
    let victim = candidates.randomElement(using: &random)!
    let cut = try #require(history.told[victim].cut)
    var lost = history.told
    lost.remove(at: victim)
    let state = Self.state(of: lost)
    #expect(state.report(of: cut)?.isProven == false)
    #expect(state.unprovenCuts.contains(cut))
    // Nothing that was in order before becomes disproven.
    for earlier in history.cuts where earlier < cut {
      #expect(state.report(of: earlier)?.isProven == true)
    }
    var doubled = history.told
    doubled.insert(history.told[victim], at: victim)
    #expect(Self.state(of: doubled).report(of: cut)?.isProven == false)
  }

  @Test("what matching does and undoes within a cut leaves no row", arguments: seeds)
  func undoneWithinACut(seed: UInt64) {
    let history = History(seed: seed)
    var events: [Reporting.Event] = []
    var state = Reporting.State()
    state.run(.configure(partitions: History.partitions))
    for told in history.told { events += state.run(told.command) }
    let netted = events.reduce(0) { count, event in
      if case .proven(_, let keys) = event { count + keys.count } else { count }
    }
    let decisions = history.told.filter { $0.fact.isDecision }.count
    var rows = 0
    for section in Reporting.State.sections where section.name == "ledger.decisions" {
      try? section.forEachRow(state) { _, _ in rows += 1 }
    }
    #expect(rows == decisions - netted)
  }
}

extension Fact {
  var isMarker: Bool { if case .closed = self { true } else { false } }
  var isDecision: Bool { if case .decided = self { true } else { false } }
  var isCounted: Bool {
    switch self {
    case .closed, .opened, .foreign, .periodClosed: false
    default: true
    }
  }
}
