package import AMQP
package import Foundation
import Glibc
package import ServiceKit

/// A RabbitMQ node of this test run alone: own ports, own folder, loopback only; started by the
/// same `compose/broker` that starts it for people, and gone when this process is, however it
/// ends.
package final class PrivateBroker: Sendable {
  /// The AMQP port; the four after it serve the node and its TLS listener.
  package let port: Int
  package let folder: URL
  /// Who vouches for the node's certificate, which is for the host `localhost`.
  package let authority: CertificateAuthority
  private let password: String
  private let keeper: Keeper

  package var securePort: Int { port + 4 }

  /// Tests on a real broker may be left out on purpose only, never because it is missing.
  package static var isWanted: Bool {
    ProcessInfo.processInfo.environment["ENCOURS_WITHOUT_BROKER"] != "1"
  }

  /// The node that the tests of one process share; started when first asked for.
  package static func shared() throws -> PrivateBroker { try sharedNode.get() }
  private static let sharedNode = Result { try PrivateBroker() }

  package init() throws {
    port = try Self.freePorts(5)
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("encours-broker-\(ProcessInfo.processInfo.processIdentifier)-\(port)")
    try FileManager.default.createDirectory(
      at: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    authority = try CertificateAuthority(in: folder, name: "authority")
    let identity = try authority.issue("broker", hosts: ["localhost"])
    try """
    listeners.ssl.local = 127.0.0.1:\(port + 4)
    ssl_options.cacertfile = \(authority.file)
    ssl_options.certfile = \(identity.certificateFile)
    ssl_options.keyfile = \(identity.keyFile)
    ssl_options.verify = verify_peer
    ssl_options.fail_if_no_peer_cert = false
    """.write(toFile: "\(folder.path)/extra.conf", atomically: true, encoding: .utf8)
    keeper = try Keeper(of: folder)
    try Self.script(folder, port, "start")
    password = try String(
      contentsOfFile: "\(folder.path)/broker/admin.password",
      encoding: .utf8
    )
  }

  /// As the administrator, with a heartbeat short enough for tests that wait for its absence.
  package var settings: AMQPSettings { settings(user: "encours-admin", password: password) }

  package func settings(user: String, password: String) -> AMQPSettings {
    AMQPSettings(
      host: "localhost",
      port: port,
      user: user,
      password: password,
      heartbeat: .seconds(2),
      patience: .seconds(10)
    )
  }

  /// What rabbitmqctl says.
  @discardableResult
  package func control(_ arguments: String...) throws -> String {
    try Self.script(folder, port, "ctl", arguments)
  }

  /// Policies, users and everything else of a topology, the users with passwords.
  package func importDefinitions(
    of topology: Topology,
    passwords: [String: String] = [:]
  ) throws {
    let file = folder.appendingPathComponent("definitions.json")
    try Data(topology.definitions(passwords: passwords)).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try control("import_definitions", file.path)
  }

  /// Starts the node again over what it has on disk.
  package func start() throws { try Self.script(folder, port, "start") }
  /// Ends the node in an orderly way.
  package func stop() throws { try Self.script(folder, port, "stop") }
  /// Ends the node as a power cut would, less the disk's part in it.
  package func kill() throws { try Self.script(folder, port, "kill") }
  /// Freezes the node: its sockets stay open, nothing answers.
  package func suspend() throws { try signal(SIGSTOP) }
  package func resume() throws { try signal(SIGCONT) }

  private func signal(_ signal: Int32) throws {
    let text = try String(contentsOfFile: "\(folder.path)/broker/node.pid", encoding: .utf8)
    guard let process = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)),
      Glibc.kill(process, signal) == 0
    else { throw Command.Failed(description: "no node to signal under \(folder.path)") }
  }

  // MARK: The node's processes

  @discardableResult
  private static func script(
    _ folder: URL,
    _ port: Int,
    _ command: String,
    _ arguments: [String] = []
  ) throws -> String {
    try Command.run(
      Keeper.brokerScript,
      ["--run", folder.path, command] + arguments,
      environment: [
        "ENCOURS_BROKER_PORT": String(port),
        "ENCOURS_BROKER_CONF": "\(folder.path)/extra.conf",
        "ENCOURS_BROKER_PLUGINS": "",
      ]
    )
  }

  /// The first of so many neighbouring ports that nobody listens on, below those that the kernel
  /// gives to clients.
  private static func freePorts(_ count: Int) throws -> Int {
    for _ in 0..<100 {
      let first = Int.random(in: 20_000..<30_000)
      if (first..<first + count).allSatisfy(isFree) { return first }
    }
    throw Command.Failed(description: "no \(count) neighbouring ports are free")
  }

  private static func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
