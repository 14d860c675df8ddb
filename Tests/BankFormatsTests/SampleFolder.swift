import BankFormats
import DomainKit
import Foundation
import Testing

/// The samples of one format that other people wrote, where they are there.
struct SampleFolder {
  let url: URL
  let format: String
  /// Endings of files that are no samples.
  private let others: [String]

  init(_ format: String, but others: [String] = []) {
    self.format = format
    url = SharedSamples.folder.deletingLastPathComponent().appending(path: format)
    self.others = [".json", ".md", ".yml", "LICENSE"] + others
  }

  var isPresent: Bool { FileManager.default.fileExists(atPath: url.path) }

  /// Every sample, by its path below the folder, sorted.
  var names: [String] {
    guard let all = FileManager.default.enumerator(atPath: url.path) else { return [] }
    return all.compactMap { $0 as? String }.filter { name in
      var isFolder: ObjCBool = false
      let path = url.appending(path: name).path
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      return exists && !isFolder.boolValue && !others.contains { name.hasSuffix($0) }
    }.sorted()
  }

  func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: url.appending(path: name)))
  }

  /// What an independent reader found in the file; nil for files that nobody else has read.
  func expected<Expected: Decodable>(_ name: String, _ type: Expected.Type) throws -> Expected? {
    let file = url.appending(path: name + ".expected.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: file))
  }

  /// Reads every file, and says what becomes of each.
  ///
  /// It is refused for the reason in `refused`, or read; `compare` holds the rows
  /// against what the independent reader found, also of files that only their sums refuse.
  func table<Expected: Decodable>(
    refused: [String: BankFinding.Code],
    _ type: Expected.Type,
    _ compare: (_ name: String, _ rows: [BankRow], _ expected: Expected) throws -> Void
  ) throws -> [SampleVerdict] {
    var table: [SampleVerdict] = []
    for name in names {
      let file: BankFileInPieces
      do {
        file = try BankFileInPieces.recognised(bytes(name))
      } catch let finding as BankFinding {
        #expect(refused[name] == finding.code, "\(name): \(finding)")
        table.append(SampleVerdict(format, name, refused: finding.text))
        continue
      }
      let report = try file.check()
      #expect(report.refusals.first?.code == refused[name], "\(name): \(report.findings)")
      let reasons = Set(report.refusals.map(\.code))
      guard reasons.isSubset(of: [.balanceMismatch, .controlMismatch]) else {
        table.append(SampleVerdict(format, name, report))
        continue
      }
      let rows = try file.rows(report)
      #expect(rows.count == report.rows, "\(name)")
      if let expected = try expected(name, type) { try compare(name, rows, expected) }
      table.append(SampleVerdict(format, name, report, rows: rows))
    }
    #expect(Set(refused.keys).isSubset(of: names))
    return table
  }

  /// Rows are the same whatever pieces a file comes in, and from any cursor on, and no two have one
  /// name.
  func expectSteadyRows(but refused: some Collection<String>) throws {
    for name in names where !refused.contains(name) {
      let file = try BankFileInPieces.recognised(bytes(name))
      let pieces = try BankFileInPieces.recognised(bytes(name), size: 13)
      let report = try file.check()
      #expect(try report == pieces.check(), "\(name)")
      let rows = try file.rows(report)
      #expect(try rows == pieces.rows(report), "\(name)")
      for (index, row) in rows.enumerated() {
        #expect(try file.rows(report, after: row.cursor) == Array(rows.dropFirst(index + 1)))
      }
      #expect(Set(rows.map(\.transaction.key)).count == rows.count, "\(name) names two rows alike")
    }
  }
}
