package import AMQP
import BrokerKit
import DomainKit
package import Foundation
package import Messages
package import OperatorKit
package import ServiceKit
import Synchronization

/// The whole house for a test: a private broker, the five real processes and their supervisor, in a
/// folder of its own that is gone afterwards.
package final class House: Sendable {
  package let folder: URL
  package let inbox: InboxWriter
  package let partitions: Int
  private let port: Int
  private let extraFlags: [ServiceName: [String]]
  private let processes = Mutex<[ServiceName: Process]>([:])
  private let isClosing = Atomic<Bool>(false)
  private let keeper: Keeper

  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Where the executables are: beside the test runner.
  package static let executables = URL(filePath: CommandLine.arguments[0])
    .deletingLastPathComponent()

  /// Starts the broker, declares the topology and starts the services; ready when all answer.
  package init(
    port: Int,
    partitions: Int = 4,
    flags: [ServiceName: [String]] = [:]
  ) throws {
    self.port = port
    self.partitions = partitions
    extraFlags = flags
    folder = FileManager.default.temporaryDirectory
      .appending(path: "encours-house-\(UUID().uuidString)")
    inbox = InboxWriter(folder: folder.appending(path: "inbox").path)
    for name in ["inbox", "log", "state"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name),
        withIntermediateDirectories: true
      )
    }
    keeper = try Keeper(of: folder)
    try startBroker()
    try apply(.encours(partitions: partitions))
    for service in ServiceName.allCases { try start(service) }
    try waitUntilReady()
  }

  package var stateFolder: URL { folder.appending(path: "state") }

  /// The administrator's connection: tests are nobody's least privilege.
  package func settings() throws -> AMQPSettings {
    try AMQPSettings(
      url: "amqp://\(Self.administrator)@127.0.0.1:\(port)/",
      passwordFile: passwordFile
    )
  }

  package var passwordFile: String { folder.appending(path: "broker/admin.password").path }

  package static let administrator = "encours-admin"

  package func calls() throws -> CallClient {
    try CallClient(
      broker: RabbitMQ(settings: settings()),
      instance: UUID().uuidString,
      user: Self.administrator
    )
  }

  package func billing() throws -> BillingPublisher {
    try BillingPublisher(broker: RabbitMQ(settings: settings()), user: Self.administrator)
  }

  /// Leads the house through days.
  package func runner(patience: Duration = .seconds(120)) -> DayRunner {
    DayRunner(inbox: inbox, patience: patience) { [self] in (try calls(), try billing()) }
  }

  /// Ends everything and removes the folder.
  package func close() {
    isClosing.store(true, ordering: .sequentiallyConsistent)
    let running = processes.withLock { Array($0.values) }
    for process in running where process.isRunning { process.terminate() }
    for process in running { process.waitUntilExit() }
    _ = try? broker("stop")
    try? FileManager.default.removeItem(at: folder)
  }

  // MARK: The books

  /// Waits until nothing is on its way: no message in a queue or an outbox, nothing read meanwhile.
  package func comeToRest(patience: Duration = .seconds(120)) throws {
    let calls = try calls()
    defer { calls.close() }
    let deadline = ContinuousClock.now + patience
    var before: [GetStatus.Reply] = []
    while true {
      let statuses = try calls.everyStatus(partitions: partitions).map(\.status)
      let depths = try queueDepths()
      let waiting = depths.filter { $0.value > 0 && $0.key != QueueName.reports }
      if statuses == before, waiting.isEmpty, statuses.allSatisfy({ $0.outboxDepth == 0 }) {
        return
      }
      guard ContinuousClock.now < deadline else {
        throw CallStatus(.deadlineExceeded, "the house does not come to rest: \(waiting)")
      }
      before = statuses
      Thread.sleep(forTimeInterval: 0.5)
    }
  }

  /// What `encours state show --canonical` prints of every state folder, by the folder's name.
  package func canonicalStates() throws -> [String: String] {
    var states: [String: String] = [:]
    for service in ServiceName.allCases {
      let shares = service == .matching ? (0..<partitions).map { Partition($0)?.name } : [nil]
      for share in shares {
        let name = [service.rawValue, share].compactMap(\.self).joined(separator: "/")
        states[name] = try run(
          Self.executables.appending(path: "encours"),
          [
            "state", "show", service.rawValue, stateFolder.appending(path: name).path,
            "--canonical",
          ]
        )
      }
    }
    return states
  }

  // MARK: Services

  /// Kills a service without warning; the supervisor starts it again.
  ///
  /// False while it does.
  package func kill(_ service: ServiceName) -> Bool {
    processes.withLock { processes in
      guard let process = processes[service], process.isRunning else { return false }
      processes[service] = nil
      return Foundation.kill(process.processIdentifier, SIGKILL) == 0
    }
  }

  /// The process id of a service, for who measures it; none while it is started again.
  package func processID(of service: ServiceName) -> Int32? {
    processes.withLock { $0[service]?.processIdentifier }
  }

  /// The last lines of a service's log, for a failed test's message.
  package func log(of service: ServiceName) -> String {
    let text = (try? wholeLog(of: service)) ?? ""
    return text.split(separator: "\n").suffix(20).joined(separator: "\n")
  }

  /// All that a service has written since the house began.
  package func wholeLog(of service: ServiceName) throws -> String {
    let path = folder.appending(path: "log/\(service.rawValue).log")
    return try String(contentsOf: path, encoding: .utf8)
  }

  private func start(_ service: ServiceName) throws {
    let process = Process()
    process.executableURL = Self.executables.appending(path: service.rawValue)
    process.arguments =
      [
        "--broker-url", "amqp://\(Self.administrator)@127.0.0.1:\(port)/",
        "--broker-password-file", passwordFile,
        "--state-folder", stateFolder.path, "--inbox-folder", inbox.folder,
        "--partitions", String(partitions),
      ] + (extraFlags[service] ?? [])
    let path = folder.appending(path: "log/\(service.rawValue).log").path
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    let log = try FileHandle(forWritingTo: URL(filePath: path))
    try log.seekToEnd()
    process.standardError = log
    process.standardOutput = log
    process.terminationHandler = { [weak self] _ in self?.restart(service) }
    try process.runUnblocked()
    processes.withLock { $0[service] = process }
    if isClosing.load(ordering: .sequentiallyConsistent) { process.terminate() }
  }

  private func restart(_ service: ServiceName) {
    guard !isClosing.load(ordering: .sequentiallyConsistent) else { return }
    try? start(service)
  }

  private func waitUntilReady() throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      do {
        let calls = try calls()
        defer { calls.close() }
        _ = try calls.everyStatus(partitions: partitions)
        return
      } catch {
        guard ContinuousClock.now < deadline else { throw error }
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
  }

  // MARK: Broker

  package func startBroker() throws { try broker("start") }

  /// With its policies: without a delivery limit what a killed consumer held would come back out of
  /// order.
  private func apply(_ topology: Topology) throws {
    try TopologyApplier(settings: settings()).apply(topology)
    let definitions = folder.appending(path: "definitions.json")
    try Data(topology.definitions()).write(to: definitions)
    try broker("ctl", "import_definitions", definitions.path)
  }

  /// Kills the broker without warning.
  package func killBroker() throws { try broker("kill") }

  /// How many messages each queue holds, delivered ones included.
  package func queueDepths() throws -> [String: Int] {
    let text = try broker("ctl", "list_queues", "--no-table-headers", "name", "messages")
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t") }
    return Dictionary(
      rows.compactMap { row in
        row.count == 2 ? Int(row[1]).map { (String(row[0]), $0) } : nil
      },
      uniquingKeysWith: +
    )
  }

  package func brokerVersion() throws -> String {
    try broker("ctl", "version").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @discardableResult
  private func broker(_ command: String, _ arguments: String...) throws -> String {
    try run(
      URL(filePath: Keeper.brokerScript),
      ["--run", folder.path, command] + arguments,
      environment: ["ENCOURS_BROKER_PORT": String(port), "ENCOURS_BROKER_PLUGINS": ""]
    )
  }

  // MARK: Programs

  /// What a program wrote to its standard output; a file takes it, since a pipe would not hold it.
  @discardableResult
  package func run(
    _ program: URL,
    _ arguments: [String],
    environment: [String: String] = [:]
  ) throws -> String {
    let path = folder.appending(path: "output-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: path.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: path) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: path)
    try process.runUnblocked()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let command = ([program.lastPathComponent] + arguments).joined(separator: " ")
      throw CallStatus(.unavailable, "\(command) ended with an error")
    }
    return try String(contentsOf: path, encoding: .utf8)
  }
}
