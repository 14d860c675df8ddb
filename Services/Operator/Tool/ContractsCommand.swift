import ArgumentParser
import Contracts
import Foundation

struct ContractsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contracts",
    abstract: "Writes the JSON Schemas and the AsyncAPI document of every message and call."
  )
  @Option(
    parsing: .upToNextOption,
    help: "Folders with the sources of the messages, whose comments become descriptions."
  )
  var sources = ["Shared/DomainKit", "Shared/Messages", "Shared/ServiceKit"]
  @Option(help: "The folder to write to.")
  var to = "Shared/Contracts/Published"

  func run() throws {
    let documentation = Documentation(sources: try sources.flatMap(Self.texts))
    for path in try ContractFolder(path: to).write(Contracts.files(documentation: documentation)) {
      print("wrote \(path)")
    }
  }

  private static func texts(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".swift") }.sorted()
      .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
  }
}
