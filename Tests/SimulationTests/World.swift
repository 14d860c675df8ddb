import CreditControlDomain
import CreditControlService
import DomainKit
import InvoicingService
import MatchingService
import Messages
import OperatorKit
import PaymentIntakeService
import ReportingDomain
import ReportingService
import ServiceKit
import SimulationKit
import StateFiles

/// The five services in one process, on a broker and file systems in memory and a clock that moves
/// when it is told to; who acts next is drawn from a seed.
///
/// A run is told by its seed and its faults alone: print both, and it can be run again.
final class World {
  let broker: MemoryBroker
  let clock = VirtualClock()
  let faults: Faults
  private(set) var crashes = 0
  private var steps = 0
  private var random: SplitMix64
  private var nodes: [any Node] = []
  private var script: ScriptPlayer
  /// Steps after which a run that does not come to rest is a failure.
  private let patience = 400_000

  static let partitions = 2

  init(_ scenario: Scenario, seed: UInt64, faults: Faults = Faults()) throws {
    random = SplitMix64(seed: seed)
    self.faults = faults
    broker = MemoryBroker(
      .encours(partitions: Self.partitions),
      seed: random.next(),
      weather: faults.weather
    )
    script = try ScriptPlayer(
      scenario,
      broker: broker,
      random: &random,
      mixes: faults.mixesArrivals
    )
    let intakeFiles = Self.files(faults)
    nodes = [
      ServiceNode<InvoicingService>(in: self, Self.files(faults)),
      ServiceNode<PaymentIntakeService>(
        in: self,
        intakeFiles,
        feed: { settings in
          InboxFolder(folder: settings.inboxFolder, files: intakeFiles, rowsPerChunk: 2)
        }
      ),
      ServiceNode<MatchingService>(
        in: self,
        Self.files(faults),
        partitions: (0..<Self.partitions).map { Partition(literal: $0) }
      ),
      ServiceNode<CreditControlService>(
        in: self,
        Self.files(faults),
        closedCut: { $0.calendar.closed }
      ),
      ServiceNode<ReportingService>(in: self, Self.files(faults), closedCut: \.closedCut),
    ]
    script.inbox = intakeFiles
    broker.onEffect { _ in try faults.strike() }
  }

  /// Plays the scenario to its end and lets everything come to rest.
  func run() throws {
    for node in nodes { try act(node) { try node.start() } }
    while try step() {
      guard steps < patience else { throw RestlessWorld(steps: steps, waiting: description) }
    }
  }

  /// What every service believes, in one text; arrival order, epochs and times are left out.
  func books() throws -> [String] {
    try nodes.flatMap { node in try node.books().map { "\(node.name.rawValue) \($0)" } }
  }

  /// What was told to the world, without sequences and times; corrections that cancel are netted.
  func messages() throws -> [String] {
    try nodes.flatMap { try $0.messages() }.sorted()
  }

  /// The last cut that credit control has seen every partition close, and reporting too.
  var closedCut: DayCut? {
    let closed = nodes.compactMap { $0.closedCut }
    return closed.count == 2 ? closed.min() : nil
  }

  func openCut(of service: ServiceName) -> DayCut? {
    nodes.first { $0.name == service }?.openCut
  }

  // MARK: Acting

  /// One thing happens; false when nothing can happen any more.
  private func step() throws -> Bool {
    clock.advance(milliseconds: 7)
    broker.advance(by: .milliseconds(7))
    faults.isActing = false
    let choice = Int.random(in: 0..<(2 * nodes.count + 1), using: &random)
    if choice == 2 * nodes.count {
      _ = try script.advance(in: self)
    } else {
      let node = nodes[choice / 2]
      try act(node) { choice % 2 == 0 ? try node.turn() : try node.pump() }
    }
    steps += 1
    // To look at every queue each time would cost more than the run.
    return try steps % 20 != 0 || !isAtRest()
  }

  private func isAtRest() throws -> Bool {
    guard try script.isOver(in: self) else { return false }
    return broker.isIdle(except: Self.bins) && nodes.allSatisfy(\.isIdle)
  }

  private static let bins = Set(
    ServiceName.allCases.flatMap { [QueueName.invalid($0), QueueName.deadLetters($0)] }
      + [QueueName.unrouted]
  )

  /// Lets a service act; if it ends in the middle, it is started again.
  private func act(_ node: any Node, _ action: () throws -> Void) throws {
    faults.isActing = true
    defer { faults.isActing = false }
    do {
      try action()
      if faults.hasStruck { try restart(node) }
    } catch  where faults.hasStruck {
      try restart(node)
    }
  }

  private func restart(_ node: any Node) throws {
    crashes += 1
    faults.recover()
    broker.dropConnections { $0.hasPrefix(node.name.rawValue + "/") }
    node.end(byPowerCut: faults.cutsPower ? random.next() : nil)
    try act(node) { try node.start() }
  }

  private static func files(_ faults: Faults) -> FaultyFileSystem {
    FaultyFileSystem(onEffect: { _ in try faults.strike() })
  }

  private var description: String {
    nodes.map { "\($0.name.rawValue): \($0.condition)" }.joined(separator: "; ")
      + "; script: \(script.position)"
  }
}

struct RestlessWorld: Error {
  let steps: Int
  let waiting: String
}

/// What goes wrong in a run.
///
/// The world uses it on one thread; broker and files tell it of effects.
final class Faults: @unchecked Sendable {
  /// Each effect so far of a service: write, sync, rename, publish, confirm, acknowledgement.
  private(set) var effects = 0
  private(set) var hasStruck = false
  /// A service acts; what the script does is no service's effect.
  var isActing = false
  let weather: BrokerWeather
  /// Facts of different channels arrive in an order drawn from the seed.
  let mixesArrivals: Bool
  /// A crash loses what was not synced, beside ending the process.
  let cutsPower: Bool
  /// The one effect at which the acting service ends.
  private let crashAt: Int?
  /// How often in ten thousand effects the acting service ends.
  private let crashRate: Int
  private var random: SplitMix64

  init(
    seed: UInt64 = 0,
    weather: BrokerWeather = .calm,
    mixesArrivals: Bool = false,
    cutsPower: Bool = false,
    crashAt: Int? = nil,
    crashRate: Int = 0
  ) {
    random = SplitMix64(seed: seed ^ 0x6661_756c_7473)
    self.weather = weather
    self.mixesArrivals = mixesArrivals
    self.cutsPower = cutsPower
    self.crashAt = crashAt
    self.crashRate = crashRate
  }

  /// Counts an effect and ends the acting service at its time; once struck, nothing more of it
  /// takes effect.
  func strike() throws {
    guard isActing else { return }
    if !hasStruck {
      effects += 1
      if effects == crashAt { hasStruck = true }
      if crashRate > 0, Int.random(in: 0..<10_000, using: &random) < crashRate { hasStruck = true }
    }
    if hasStruck { throw SimulatedCrash(effect: effects) }
  }

  func recover() { hasStruck = false }
}

/// A clock that moves when it is told to.
final class VirtualClock: WallClock, @unchecked Sendable {
  private var milliseconds: Int64 = 1_772_000_000_000

  var now: Timestamp { Timestamp(milliseconds: milliseconds) }
  var elapsed: Duration { .milliseconds(milliseconds) }
  func pause(_ duration: Duration) {}
  func advance(milliseconds: Int64) { self.milliseconds += milliseconds }
}
