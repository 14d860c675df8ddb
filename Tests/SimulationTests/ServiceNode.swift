import DomainKit
import Messages
import ServiceKit
import SimulationKit
import StateFiles

/// One service of the world.
protocol Node: AnyObject {
  var name: ServiceName { get }
  var openCut: DayCut? { get }
  /// The last cut that this service knows every partition to have closed; most know none.
  var closedCut: DayCut? { get }
  /// Nothing to decide, to make durable or to send.
  var isIdle: Bool { get }
  var condition: String { get }
  func start() throws
  func turn() throws
  func pump() throws
  /// Ends without warning; with a seed the power goes too, and what was not synced may be lost.
  func end(byPowerCut seed: UInt64?)
  func books() throws -> [String]
  func messages() throws -> [String]
}

/// A service with its files; it survives the ends of its process.
final class ServiceNode<S: Service>: Node {
  private unowned let world: World
  private let files: FaultyFileSystem
  private let partitions: [Partition?]
  private let makeFeed: (Settings) throws -> (any Feed<S.Core>)?
  private let readClosedCut: (S.Core.State) -> DayCut?
  private var stores: [any StateStore<ServiceState<S.Core>>] = []
  private var loop: ServiceLoop<S>?
  private var publisher: (any Publisher)?

  init(
    in world: World,
    _ files: FaultyFileSystem,
    partitions: [Partition] = [],
    closedCut: @escaping (S.Core.State) -> DayCut? = { _ in nil },
    feed: @escaping (Settings) throws -> (any Feed<S.Core>)? = { _ in nil }
  ) {
    self.world = world
    self.files = files
    self.partitions = partitions.isEmpty ? [nil] : partitions
    makeFeed = feed
    readClosedCut = closedCut
  }

  var name: ServiceName { S.name }
  var openCut: DayCut? { loop.flatMap { S.openCut($0.units[0].state.domain) } }

  var closedCut: DayCut? { loop.flatMap { readClosedCut($0.units[0].state.domain) } }

  var isIdle: Bool {
    guard let loop else { return false }
    return loop.pump.isIdle && loop.isConnected && !loop.units.contains(where: \.hasWork)
      && !hasUnsent
  }

  /// Progress that the pump has made and the loop has not written down is no reason to go on.
  private var hasUnsent: Bool {
    guard let loop else { return false }
    return loop.units.indices.contains {
      loop.pump.confirmed(lane: $0) < loop.units[$0].state.outbox.lastNumber
        && loop.units[$0].state.outbox.sentThrough < loop.units[$0].state.outbox.lastNumber
    }
  }

  var condition: String {
    guard let loop else { return "ended" }
    let held = loop.units.flatMap {
      $0.state.held.values.map { "\($0.envelope.type) \($0.reason)" }
    }
    return "open \(openCut?.description ?? "-"), held \(held), pump idle \(loop.pump.isIdle)"
  }

  func start() throws {
    var settings = Settings(service: S.name)
    settings.partitions = World.partitions
    var options = StateFolderOptions()
    options.worksInline = true
    options.reserveBytes = 0
    options.snapshots = SnapshotPolicy(records: 25)
    options.lineageNumber = { 1 }
    let clock = world.clock
    options.now = { clock.now }
    options.onFault = { _ in throw SimulatedCrash(effect: 0) }
    stores = try partitions.map { partition in
      try StateFolder(at: settings.folder(partition), fileSystem: files, options: options)
    }
    let units = try zip(stores, partitions).map { store, partition in
      try ServiceUnit<S>(store: store, partition: partition)
    }
    let loop = ServiceLoop(
      units: units,
      broker: world.broker.access(
        for: S.name.rawValue,
        needing: Topology.needed(by: S.name, partitions: World.partitions)
      ),
      feed: try makeFeed(settings),
      clock: world.clock,
      user: S.name.rawValue
    )
    if let command = S.configuration(settings) { try loop.configure(command) }
    self.loop = loop
  }

  func turn() throws { _ = try loop?.turn(waiting: .zero) }

  func pump() throws {
    guard let loop else { return }
    do throws(BrokerError) {
      if publisher == nil {
        publisher = try world.broker.access(for: S.name.rawValue).makePublisher(
          name: "\(S.name.rawValue)/publish"
        )
      }
      if let publisher { try loop.pump.turn(publisher, waiting: .zero) }
    } catch {
      publisher = nil
      loop.pump.connectionWasLost(error)
    }
  }

  func end(byPowerCut seed: UInt64?) {
    loop = nil
    publisher = nil
    stores = []
    if let seed { files.powerCut(seed: seed) } else { files.processKill() }
  }

  func books() throws -> [String] {
    guard let loop else { return [] }
    var rows: [String] = []
    for unit in loop.units {
      let place = unit.partition.map { "\($0.name) " } ?? ""
      for section in S.Core.State.sections where !section.tellsArrival {
        try section.forEachRow(unit.state.domain) { key, value in
          let json = String(decoding: try JSONCoding.encode(value), as: UTF8.self)
          rows.append("\(place)\(section.name) \(key) \(json)")
        }
      }
      rows += unit.state.held.values.map { "\(place)held \($0.envelope.id)" }
    }
    return rows.sorted()
  }

  func messages() throws -> [String] {
    var messages: [String] = []
    for store in stores {
      try store.forEachRecord { record in
        guard record.kind == MessageRecord<S.Core>.kind else { return true }
        for entry in try MessageRecord<S.Core>(decoding: record.data).outgoing {
          let body = String(decoding: entry.envelope.body, as: UTF8.self)
          messages.append("\(entry.routingKey) \(entry.envelope.id) \(body)")
        }
        return true
      }
    }
    return messages
  }
}
