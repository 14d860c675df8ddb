import DomainKit

/// Makes the proof of a complete cut: what the markers state beside what reporting counted and what
/// its books hold, as of the cut, although facts of later cuts may be in already.
struct Prover {
  private let state: Reporting.State
  private let cut: DayCut
  /// What bore no cut belongs to the first.
  private let isFirst: Bool
  private let markers: [Marker]

  /// Accounts named in a report that does not agree; more would help nobody.
  static let namedAccounts = 20
  /// Messages of reporting's own that a report lists, as many as a marker: a report has an end.
  static let listedExceptions = 400

  init(_ state: Reporting.State, _ cut: DayCut) {
    self.state = state
    self.cut = cut
    isFirst = state.proofs.lastReported == nil
    markers = state.proofs.markers.values.filter { $0.closes == cut }
      .sorted { $0.key.rowKey < $1.key.rowKey }
  }

  func report() -> CutReport {
    guard let opens = markers.first?.opens else {
      preconditionFailure("a cut without markers is not complete")
    }
    let before = state.report()
    let books = BookFigures.read(state, cut, isFirst: isFirst)
    let received = counted(state.proofs.received) { $0.cut }
    let withdrawn = counted(state.proofs.withdrawn) { $0.cut }
    let leaving = books.total.handedOver + withdrawn
    let pool = (before?.unidentifiedComputed ?? Count()) + received - leaving
    let poolStated = stated(.unidentified)
    let poolGrowth = poolStated - (before?.unidentifiedStated ?? Count())
    let intakeChecks = [
      check(.received, received),
      check(.handedOver, books.total.handedOver),
      check(.returned, books.total.returned),
      check(.unidentified, pool),
      // Within intake's own figures: what came in was handed over, is in the pool, or left it.
      Check(
        "intake",
        stated: stated(.received),
        computed: stated(.handedOver) + poolGrowth + withdrawn
      ),
    ]
    return CutReport(
      cut: cut,
      opens: opens,
      streams: streamChecks(),
      figures: intakeChecks + matchingChecks(books) + statementChecks(books),
      exceptions: exceptions,
      unidentifiedStated: poolStated,
      unidentifiedComputed: pool
    )
  }

  // MARK: Streams

  /// For each type of message, how many were sent and how many came, and the sums of their amounts;
  /// where they differ, by partition too.
  private func streamChecks() -> [Check] {
    var sent: [String: [String: Count]] = [:]
    for stream in markers.flatMap(\.streams) {
      let scope = stream.partition?.name ?? "all"
      sent[stream.type, default: [:]][scope, default: Count()] += stream.count
    }
    var came: [String: [String: Count]] = [:]
    for (key, count) in state.proofs.tallies where isOf(key.cut) {
      came[key.type, default: [:]][key.partition?.name ?? "all", default: Count()] += count
    }
    return Set(sent.keys).union(came.keys).sorted().flatMap { type in
      byScope("stream \(type)", stated: sent[type] ?? [:], computed: came[type] ?? [:])
    }
  }

  /// The sum over all scopes and, if it does not agree, the scopes that do not.
  private func byScope(
    _ name: String,
    stated: [String: Count],
    computed: [String: Count]
  ) -> [Check] {
    let scopes = Set(stated.keys).union(computed.keys).sorted()
    func sum(_ counts: [String: Count]) -> Count { counts.values.reduce(Count(), +) }
    let checks = scopes.map {
      Check("\(name).\($0)", stated: stated[$0] ?? Count(), computed: computed[$0] ?? Count())
    }
    return [Check(name, stated: sum(stated), computed: sum(computed))]
      + checks.filter { !$0.agrees }
  }

  private func counted<Key>(
    _ table: TreeDictionary<Key, Count>,
    _ cut: (Key) -> DayCut?
  ) -> Count {
    table.reduce(Count()) { isOf(cut($1.key)) ? $0 + $1.value : $0 }
  }

  private func isOf(_ other: DayCut?) -> Bool { other.map { $0 == cut } ?? isFirst }

  // MARK: Figures

  private func stated(_ figure: ControlCount.Figure, of partition: Partition? = nil) -> Count {
    markers.filter { partition == nil || $0.partition == partition }
      .flatMap(\.totals)
      .filter { $0.figure == figure }
      .reduce(Count()) { $0 + $1.count }
  }

  private func check(_ figure: ControlCount.Figure, _ computed: Count) -> Check {
    Check(figure.rawValue, stated: stated(figure), computed: computed)
  }

  private func matchingChecks(_ books: BookFigures.OfAll) -> [Check] {
    let figures: [(ControlCount.Figure, (BookFigures) -> Amounts)] = [
      (.openItems, { $0.openItems.sums }), (.unapplied, \.unapplied), (.onAccount, \.onAccount),
      (.applied, \.applied), (.discount, \.discount), (.credited, \.credited),
      (.writtenOff, \.writtenOff),
    ]
    return figures.flatMap { figure, amounts -> [Check] in
      let name = figure.rawValue
      var check = Check(name, stated: stated(figure).sums, computed: amounts(books.total))
      if figure == .openItems {
        check.statedNumber = stated(figure).number
        check.computedNumber = books.total.openItems.number
      }
      guard !check.agrees else { return [check] }
      let partitions = Set(markers.compactMap(\.partition)).sorted()
      let parts = partitions.map { partition in
        Check(
          "\(name).\(partition.name)",
          stated: stated(figure, of: partition).sums,
          computed: amounts(books.byPartition[partition] ?? BookFigures())
        )
      }
      return [check] + parts.filter { !$0.agrees }
    }
  }

  /// For every account, the statement's closing balance is the aging net of credits.
  private func statementChecks(_ books: BookFigures.OfAll) -> [Check] {
    let differing = books.differing.sorted { $0.account < $1.account }.prefix(Self.namedAccounts)
    let net = books.total.openItems.sums - books.total.unapplied - books.total.onAccount
    return [Check("statement", stated: net, computed: books.total.balance)]
      + differing.map { Check("statement \($0.account)", stated: $0.net, computed: $0.balance) }
  }

  private var exceptions: [SetAside] {
    Set(markers.flatMap(\.exceptions) + ownExceptions).sorted()
  }

  /// What names an account comes first; what does not fit is counted.
  private var ownExceptions: [SetAside] {
    let all = state.proofs.exceptions.values
      .filter { $0.cut.map { $0 <= cut } ?? true }.map(\.exception)
      .sorted { ($0.account == nil ? 1 : 0, $0.message) < ($1.account == nil ? 1 : 0, $1.message) }
    let listed = Array(all.prefix(Self.listedExceptions))
    let left = all.count - listed.count
    guard left > 0 else { return listed }
    return listed + [
      SetAside(message: "", service: "reporting", account: nil, reason: "\(left) more")
    ]
  }
}
