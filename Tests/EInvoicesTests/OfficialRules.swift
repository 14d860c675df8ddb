import EInvoices
import Foundation
import Testing

/// What the official rules of EN 16931 say about documents: `validate_invoices.py` runs them.
enum OfficialRules {
  struct Fault: Decodable, Hashable, CustomStringConvertible {
    var rule: String?
    var text: String

    var description: String { "\(rule ?? "-"): \(text)" }
  }

  private struct Verdict: Decodable {
    var file: String
    var errors: [Fault]
  }

  /// A Python with the packages of `Tests/requirements.txt`.
  static var python: String? { ProcessInfo.processInfo.environment["ENCOURS_PYTHON"] }

  /// What is wrong with each document, by its name; every name is in the answer.
  static func faults(of documents: [String: [UInt8]]) throws -> [String: [Fault]] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "encours-invoices-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let sorted = documents.sorted { $0.key < $1.key }
    let names = sorted.map(\.key)
    for (index, document) in sorted.enumerated() {
      try Data(document.value).write(to: folder.appending(path: String(10_000 + index)))
    }
    let process = Process()
    process.executableURL = URL(filePath: try #require(python))
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "validate_invoices.py")
    process.arguments = [script.path, folder.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let verdicts = try output.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Verdict.self, from: Data($0))
    }
    try #require(verdicts.map(\.file) == names.indices.map { String(10_000 + $0) })
    return Dictionary(uniqueKeysWithValues: zip(names, verdicts.map(\.errors)))
  }
}
