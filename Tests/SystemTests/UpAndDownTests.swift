import BrokerKit
import Foundation
import HouseKit
import Messages
import ServiceKit
import Testing

@Suite("The house of compose/up and compose/down", .serialized)
struct UpAndDownTests {
  @Test("up, up with one program rebuilt, a folder that a person must mend, down, up")
  func upAndDown() throws {
    let stage = try UpStage(port: 26_930)
    defer { stage.close() }
    try stage.up()
    let first = stage.processes
    #expect(first.count == ServiceName.allCases.count)
    #expect(!stage.has("definitions.json"))

    try stage.up()
    #expect(stage.processes == first)

    try stage.rebuild(.reporting)
    try stage.up()
    let second = stage.processes
    #expect(second.filter { first[$0.key] != $0.value }.map(\.key) == [.reporting])

    // It ends with 78 and is left alone, and comes back by `up` when it is mended.
    let lineage = stage.run.appending(path: "state/reporting/lineage")
    let sound = try Data(contentsOf: lineage)
    try Data("rubbish\n".utf8).write(to: lineage)
    try stage.kill(.reporting)
    try stage.wait("reporting stays down") {
      stage.processes[.reporting] == nil && stage.log(of: .reporting).contains("stays down")
    }
    #expect(stage.log(of: .reporting).components(separatedBy: "lineage is damaged").count == 2)
    try sound.write(to: lineage)
    try stage.up()
    let third = stage.processes
    #expect(third.count == ServiceName.allCases.count)

    try stage.down()
    #expect(stage.processes == [:])
    #expect(third.values.allSatisfy { !UpStage.runs($0) })

    try stage.up()
    #expect(stage.processes.count == ServiceName.allCases.count)
  }
}

/// A run folder, and executables that may be replaced.
private final class UpStage {
  private let folder: URL
  private let port: Int

  var run: URL { folder.appending(path: "run") }
  private var executables: URL { folder.appending(path: "bin") }

  init(port: Int) throws {
    self.port = port
    folder = FileManager.default.temporaryDirectory.appending(path: "encours-up-\(UUID())")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "bin"),
      withIntermediateDirectories: true
    )
    for name in ServiceName.allCases.map(\.rawValue) + ["encours"] {
      try FileManager.default.copyItem(
        at: House.executables.appending(path: name),
        to: executables.appending(path: name)
      )
    }
  }

  func close() {
    try? down()
    try? FileManager.default.removeItem(at: folder)
  }

  func up() throws {
    try compose("up", ["--run", run.path, "--executables", executables.path, "--no-demo"])
  }

  func down() throws { try compose("down", ["--run", run.path]) }

  /// What a build does: a new file takes the place of the old one.
  func rebuild(_ service: ServiceName) throws {
    let program = executables.appending(path: service.rawValue)
    let new = executables.appending(path: "new")
    try FileManager.default.copyItem(at: program, to: new)
    guard rename(new.path, program.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  func kill(_ service: ServiceName) throws {
    let process = try #require(processes[service])
    try #require(Foundation.kill(process, SIGKILL) == 0)
  }

  /// The process of each service, as its supervisor says.
  var processes: [ServiceName: Int32] {
    var processes: [ServiceName: Int32] = [:]
    for service in ServiceName.allCases {
      let text = text("service/\(service.rawValue)/supervise/pid")
      guard let process = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
        continue
      }
      processes[service] = process
    }
    return processes.filter { Self.runs($0.value) }
  }

  static func runs(_ process: Int32) -> Bool {
    FileManager.default.fileExists(atPath: "/proc/\(process)/exe")
  }

  func log(of service: ServiceName) -> String { text("log/\(service.rawValue)/current") }

  func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: run.appending(path: name).path)
  }

  func wait(_ what: Comment, until isTrue: () -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while !isTrue() {
      try #require(ContinuousClock.now < deadline, what)
      Thread.sleep(forTimeInterval: 0.1)
    }
  }

  private func text(_ path: String) -> String {
    (try? String(contentsOf: run.appending(path: path), encoding: .utf8)) ?? ""
  }

  /// Its output goes to a file: what it starts for good would keep a pipe open.
  private func compose(_ command: String, _ arguments: [String]) throws {
    let output = folder.appending(path: "output")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = House.root.appending(path: "compose/\(command)")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "ENCOURS_BROKER_PORT": String(port), "ENCOURS_BROKER_PLUGINS": "",
    ]) { $1 }
    let file = try FileHandle(forWritingTo: output)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = file
    process.standardError = file
    try process.runUnblocked()
    process.waitUntilExit()
    let said = try String(contentsOf: output, encoding: .utf8)
    try #require(process.terminationStatus == 0, "compose/\(command): \(said)")
  }
}
