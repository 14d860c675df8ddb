import Foundation
import Testing

/// The table of every bank file that other people wrote.
///
/// Read as expected, or refused with which message: `compose/test samples` prints it.
@Suite("All bank files of other people", .enabled(if: SharedSamples.arePresent))
struct SampleTableTests {
  /// What lies beside the samples: what other readers found, and words about them.
  private static let besides = [".json", ".md", ".yml", ".pydata", "LICENSE"]

  @Test("each gives what an independent reader found, or a clear refusal; none is left out")
  func table() throws {
    let table = try [
      SharedSamplesTests.table(), MT940SamplesTests.table(), BAI2SamplesTests.table(),
      OFXSamplesTests.table(), CODASamplesTests.table(), OCRGiroSamplesTests.table(),
      CSVSamplesTests.table(),
    ].flatMap { $0 }
    let read = table.count { $0.refusal == nil }
    if ProcessInfo.processInfo.environment["ENCOURS_SAMPLES"] != nil {
      print("| file | format | payments | returns | verdict |\n|---|---|---|---|---|")
      print(table.map(\.line).joined(separator: "\n"))
      print("\n\(table.count) files: \(read) read as expected, \(table.count - read) refused.")
    }
    #expect(Set(table.map(\.path)) == Set(Self.files), "a file is in no table, or in none's folder")
    #expect(table.count == Self.files.count, "a file is in two")
    #expect(table.allSatisfy { $0.refusal != "" }, "every refusal says why")
    #expect(Set(SampleConflicts.reasons.keys) == (try Self.conflicts()))
  }

  /// Every sample, by its path below the folder.
  private static var files: [String] {
    all.filter { path in !besides.contains { path.hasSuffix($0) } }
  }

  private static var folder: URL { SharedSamples.folder.deletingLastPathComponent() }

  private static var all: [String] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (paths ?? []).filter { path in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: folder.appending(path: path).path,
        isDirectory: &isFolder
      )
      return exists && !isFolder.boolValue
    }
  }

  /// The files with rows that their independent reader marked as a question.
  private static func conflicts() throws -> Set<String> {
    let ending = ".expected.json"
    return try Set(
      all.filter { $0.hasPrefix("camt/") && $0.hasSuffix(ending) }
        .map { String($0.dropLast(ending.count)) }
        .filter { path in
          let name = String(path.dropFirst("camt/".count))
          guard let expected = try SharedSamples.expected(name) else { return false }
          return (expected.creditEntries + expected.debitReversals).contains {
            $0.indicatorConflict || $0.amountConflict
          }
        }
    )
  }
}
