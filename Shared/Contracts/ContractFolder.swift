import Foundation

/// The folder in which the generated contracts are committed.
package struct ContractFolder {
  private let url: URL

  package init(path: String) { url = URL(filePath: path, directoryHint: .isDirectory) }

  /// Writes what differs, and removes what is generated no more; returns the paths of both.
  @discardableResult
  package func write(_ files: [Contracts.File]) throws -> [String] {
    let different = try differences(from: files)
    for file in files where different.contains(file.path) {
      let target = url.appending(path: file.path)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(file.bytes).write(to: target)
    }
    let generated = Set(files.map(\.path))
    for path in different where !generated.contains(path) {
      try FileManager.default.removeItem(at: url.appending(path: path))
    }
    return different
  }

  /// The paths of files that are missing, different or left over.
  package func differences(from files: [Contracts.File]) throws -> [String] {
    let changed = files.filter { file in
      (try? Data(contentsOf: url.appending(path: file.path))) != Data(file.bytes)
    }
    let leftOver = try Set(present()).subtracting(files.map(\.path))
    return (changed.map(\.path) + leftOver).sorted()
  }

  private func present() throws -> [String] {
    guard FileManager.default.fileExists(atPath: url.path()) else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: url.path())
      .filter { $0.hasSuffix(".json") }
  }
}
