package import DomainKit

/// The daily proof: what is gathered for the cuts that are not proven yet, and the reports of those
/// that are.
struct Proofs: PersistentState {
  /// By cut and stream: what came, as reporting counted it.
  var tallies: TreeDictionary<TallyKey, Count> = [:]
  /// By cut: payments that came in, whosever they are.
  var received: TreeDictionary<CutKey, Count> = [:]
  /// By cut: payments that left before anybody knew whose they were.
  var withdrawn: TreeDictionary<CutKey, Count> = [:]
  var markers: TreeDictionary<MarkerKey, Marker> = [:]
  /// By message: what reporting set aside, and in which cut.
  var exceptions: TreeDictionary<String, Exception> = [:]
  /// By cut: its report, without what is said of streams.
  private(set) var reports: TreeDictionary<DayCut, CutReport> = [:]
  /// By cut: what its report says of streams.
  private(set) var reportedStreams: TreeDictionary<DayCut, [Check]> = [:]
  /// The first cut of all, as the calendar opened it.
  var firstOpened: DayCut?
  var lastReported: DayCut?

  init() {}

  static var sections: [Section<Proofs>] {
    [
      .table("tallies", \.tallies),
      .table("received", \.received),
      .table("withdrawn", \.withdrawn),
      .table("markers", \.markers),
      .table("exceptions", \.exceptions),
      .table("reports", \.reports),
      // How many messages it took to tell of a cut depends on what came first: a match that was
      // made on arrival and undone at the cut makes two more.
      .table("reportedStreams", \.reportedStreams).ofArrival,
      .value("firstOpened", \.firstOpened),
      .value("lastReported", \.lastReported),
    ]
  }

  func report(of cut: DayCut) -> CutReport? {
    guard var report = reports[cut] else { return nil }
    report.streams = reportedStreams[cut] ?? []
    return report
  }

  mutating func keep(_ report: CutReport) {
    reportedStreams[report.cut] = report.streams
    reports[report.cut] = report
    reports[report.cut]?.streams = []
  }

  struct Exception: Codable, Equatable, Sendable {
    var exception: SetAside
    var cut: DayCut?
  }
}

/// Somebody has told everything of a cut: invoicing or payment intake of a partition or of what
/// concerns no account, matching of a partition.
package struct Marker: Codable, Equatable, Sendable {
  package enum Sender: String, Codable, CaseIterable, Sendable {
    case invoicing
    case paymentIntake = "payment-intake"
    case matching
  }
  package var sender: Sender
  package var closes: DayCut
  package var opens: DayCut
  package var partition: Partition?
  package var streams: [StreamCount]
  package var totals: [ControlCount]
  package var exceptions: [SetAside]

  package init(
    sender: Sender,
    closes: DayCut,
    opens: DayCut,
    partition: Partition?,
    streams: [StreamCount],
    totals: [ControlCount],
    exceptions: [SetAside]
  ) {
    self.sender = sender
    self.closes = closes
    self.opens = opens
    self.partition = partition
    self.streams = streams
    self.totals = totals
    self.exceptions = exceptions
  }

  var key: MarkerKey { MarkerKey(cut: closes, sender: sender, partition: partition) }
}

/// What a sender says it sent of one type in the marker's scope.
package struct StreamCount: Codable, Equatable, Sendable {
  package var type: String
  package var partition: Partition?
  package var count: Count

  package init(type: String, partition: Partition?, count: Count) {
    self.type = type
    self.partition = partition
    self.count = count
  }
}

/// A figure that a sender holds itself.
package struct ControlCount: Codable, Equatable, Sendable {
  /// What is counted, under the names that markers use.
  package enum Figure: String, Codable, CaseIterable, Sendable {
    case received
    case handedOver = "handed-over"
    case returned
    case unidentified
    case openItems = "open-items"
    case unapplied
    case onAccount = "on-account"
    case applied
    case discount
    case credited
    case writtenOff = "written-off"
  }
  package var figure: Figure
  package var count: Count

  package init(figure: Figure, count: Count) {
    self.figure = figure
    self.count = count
  }
}

/// Whose marker of which cut; as text: `2026-03-10/1|matching|07`.
struct MarkerKey: Hashable, Sendable {
  var cut: DayCut
  var sender: Marker.Sender
  var partition: Partition?
}

extension MarkerKey: RowKey {
  var rowKey: String { "\(cut)|\(sender.rawValue)|\(PartitionName.of(partition))" }

  init?(rowKey: String) {
    let parts = rowKey.split(separator: "|").map(String.init)
    guard parts.count == 3, let cut = DayCut(parts[0]),
      let sender = Marker.Sender(rawValue: parts[1]), let partition = PartitionName.read(parts[2])
    else { return nil }
    self.init(cut: cut, sender: sender, partition: partition)
  }
}

/// A cut, or none before the first day was opened; as text: `2026-03-10/1`, or `-`.
struct CutKey: Hashable, Sendable {
  var cut: DayCut?
}

extension CutKey: RowKey {
  var rowKey: String { cut?.description ?? "-" }

  init?(rowKey: String) {
    cut = DayCut(rowKey)
    if cut == nil, rowKey != "-" { return nil }
  }
}

/// A stream in a cut; as text: `2026-03-10/1|payment.applied.v1|07`.
struct TallyKey: Hashable, Sendable {
  var cut: DayCut?
  var type: String
  var partition: Partition?
}

extension TallyKey: RowKey {
  var rowKey: String {
    "\(CutKey(cut: cut).rowKey)|\(type)|\(PartitionName.of(partition))"
  }

  init?(rowKey: String) {
    let parts = rowKey.split(separator: "|").map(String.init)
    guard parts.count == 3, let key = CutKey(rowKey: parts[0]),
      let partition = PartitionName.read(parts[2])
    else { return nil }
    self.init(cut: key.cut, type: parts[1], partition: partition)
  }
}

/// The last word of a key, as in routing keys.
private enum PartitionName {
  private static let all = "all"

  static func of(_ partition: Partition?) -> String { partition?.name ?? all }

  static func read(_ name: String) -> Partition?? {
    if name == all { return .some(nil) }
    guard let partition = Int(name).flatMap(Partition.init), partition.name == name else {
      return nil
    }
    return .some(partition)
  }
}

/// The proof of one cut: what others state beside what reporting computed.
package struct CutReport: Codable, Equatable, Sendable {
  package var cut: DayCut
  package var opens: DayCut
  /// Of each type of message, what was sent and what came.
  package var streams: [Check]
  /// Of each figure, what its owner states and what the books hold.
  package var figures: [Check]
  package var exceptions: [SetAside]
  /// The pool of payments whose account is unknown, by intake and by the books: what the next cut
  /// begins with.
  package var unidentifiedStated: Count
  package var unidentifiedComputed: Count

  package var checks: [Check] { streams + figures }

  /// Every check agrees and nothing is set aside.
  package var isProven: Bool { exceptions.isEmpty && checks.allSatisfy(\.agrees) }
}

/// One figure from two sides.
package struct Check: Codable, Equatable, Sendable {
  package var name: String
  package var stated: Amounts
  package var computed: Amounts
  /// Only where both sides count the same things.
  package var statedNumber: Int?
  package var computedNumber: Int?

  package init(_ name: String, stated: Amounts, computed: Amounts) {
    self.name = name
    self.stated = stated
    self.computed = computed
  }

  package init(_ name: String, stated: Count, computed: Count) {
    self.init(name, stated: stated.sums, computed: computed.sums)
    statedNumber = stated.number
    computedNumber = computed.number
  }

  package var agrees: Bool { stated == computed && statedNumber == computedNumber }
}
