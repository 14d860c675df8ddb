import Contracts
import Foundation

/// The files of the project, found from this one.
enum ProjectFiles {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Set to write the contracts, and the golden files that are missing, instead of testing them.
  static let isUpdating = ProcessInfo.processInfo.environment["ENCOURS_UPDATE_CONTRACTS"] == "1"

  static func sources(of modules: String...) throws -> [String] {
    try modules.flatMap { module in
      let folder = root.appending(path: "Shared/\(module)")
      return try FileManager.default.subpathsOfDirectory(atPath: folder.path())
        .filter { $0.hasSuffix(".swift") }.sorted()
        .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    }
  }

  static func documentation() throws -> Documentation {
    Documentation(sources: try sources(of: "DomainKit", "Terms", "Messages", "ServiceKit"))
  }
}
