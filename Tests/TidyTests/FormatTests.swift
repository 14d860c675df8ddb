import Foundation
import Testing

@Suite("Formatting")
struct FormatTests {
  @Test("swift-format finds nothing to say")
  func lint() throws {
    let outcome = try Self.lint(
      ["Package.swift", "Services", "Shared", "Tests"].map {
        ProjectTree.root.appending(path: $0).path()
      }
    )
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  @Test("swift-format does find what is wrong")
  func lintCanFail() throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "encours-tidy-\(UInt64.random(in: 0 ... .max)).swift")
    try "struct  A { var a : Int=1; var b = 2 }\n".write(
      to: file,
      atomically: true,
      encoding: .utf8
    )
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try Self.lint([file.path()])
    #expect(outcome.status != 0)
    #expect(outcome.output.contains("Semicolons"))
  }

  private static func lint(_ paths: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = try tool()
    process.arguments =
      ["lint", "--strict", "--parallel", "--recursive", "--configuration"]
      + [ProjectTree.root.appending(path: ".swift-format").path()] + paths
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output.prefix(20_000), as: UTF8.self))
  }

  /// `swift-format` of the toolchain whose library this test runs on, or else of the search path.
  private static func tool() throws -> URL {
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    let library = maps.split(separator: "\n").compactMap { line in
      line.firstIndex(of: "/").map { String(line[$0...]) }
    }.first { $0.hasSuffix("/libswiftCore.so") }
    var folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(filePath: String($0)) }
    if let library, let lib = library.range(of: "/lib/swift/") {
      folders.insert(URL(filePath: library[..<lib.lowerBound] + "/bin"), at: 0)
    }
    let tool = folders.map { $0.appending(path: "swift-format") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path()) }
    return try #require(tool, "swift-format is neither beside the toolchain nor on the path")
  }
}
