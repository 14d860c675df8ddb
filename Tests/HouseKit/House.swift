package import AMQP
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
    try startBroker()
    try TopologyApplier(settings: settings()).apply(.encours(partitions: partitions))
    for service in ServiceName.allCases { try start(service) }
    try waitUntilReady()
  }

  package var stateFolder: URL { folder.appending(path: "state") }

  /// The administrator's connection: tests are nobody's least privilege.
  package func settings() throws -> AMQPSettings {
    try AMQPSettings(
      url: "amqp://\(Self.administrator)@127.0.0.1:\(port)/",
      passwordFile: folder.appending(path: "broker/admin.password").path
    )
  }

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
    try? broker("stop")
    try? FileManager.default.removeItem(at: folder)
  }

  // MARK: Services

  /// Kills a service without warning; the supervisor starts it again.
  package func kill(_ service: ServiceName) {
    let process = processes.withLock { $0[service] }
    guard let process, process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
  }

  /// The last lines of a service's log, for a failed test's message.
  package func log(of service: ServiceName) -> String {
    let path = folder.appending(path: "log/\(service.rawValue).log")
    let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").suffix(20).joined(separator: "\n")
  }

  private func start(_ service: ServiceName) throws {
    let process = Process()
    process.executableURL = Self.executables.appending(path: service.rawValue)
    process.arguments =
      [
        "--broker-url", "amqp://\(Self.administrator)@127.0.0.1:\(port)/",
        "--broker-password-file", folder.appending(path: "broker/admin.password").path,
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
    try process.run()
    processes.withLock { $0[service] = process }
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

  /// Kills the broker without warning.
  package func killBroker() throws { try broker("kill") }

  private func broker(_ command: String) throws {
    let process = Process()
    process.executableURL = Self.root.appending(path: "compose/broker")
    process.arguments = ["--run", folder.path, command]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["ENCOURS_BROKER_PORT": String(port), "ENCOURS_BROKER_PLUGINS": ""],
      uniquingKeysWith: { $1 }
    )
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CallStatus(.unavailable, "compose/broker \(command) ended with an error")
    }
  }
}
