import Foundation

/// The files of the project, found from this one.
enum ProjectTree {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folders that hold what is written by hand.
  static let folders = ["Services", "Shared", "Tests", "compose"]

  static func sources() throws -> [SourceFile] {
    try files { $0.hasSuffix(".swift") }.map { path in
      SourceFile(path: path, text: try text(path))
    }
  }

  /// Paths below the root, in their order; hidden folders are left out.
  static func files(where isWanted: (String) -> Bool) throws -> [String] {
    try folders.flatMap { folder -> [String] in
      let path = root.appending(path: folder).path()
      guard FileManager.default.fileExists(atPath: path) else { return [] }
      return try FileManager.default.subpathsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") && !$0.contains("/.") }
        .map { "\(folder)/\($0)" }
    }.filter(isWanted).sorted()
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
