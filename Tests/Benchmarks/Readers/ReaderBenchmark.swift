import BankFormats
import Foundation
import Messages

/// Reads one bank file as payment intake does, once to check it and once for its rows, and says
/// how many rows it gave: `ReaderBenchmark FILE [LAYOUT]`.
@main
enum ReaderBenchmark {
  private static let blockBytes = 256 * 1024

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      FileHandle.standardError.write(Data("usage: ReaderBenchmark FILE [LAYOUT]\n".utf8))
      exit(EX_USAGE)
    }
    let layouts = try arguments.dropFirst(2).map { path in
      let text = try Data(contentsOf: URL(filePath: path))
      return try JSONCoding.decode(CSVLayout.self, from: Array(text))
    }
    let path = arguments[1]
    let head = try source(path, blockBytes: BankFormats.Limits.head)()
    let reader = try BankFormats(layouts: Array(layouts)).reader(for: head)
    let report = try reader.check(source(path, blockBytes: blockBytes))
    guard report.isAccepted else {
      print("refused: \(report.refusals)")
      exit(EX_DATAERR)
    }
    var rows = try reader.rows(
      source(path, blockBytes: blockBytes),
      report: report,
      after: nil
    )
    var count = 0
    while let event = try rows.next() {
      if case .row = event { count += 1 }
    }
    print(count)
  }

  private static func source(_ path: String, blockBytes: Int) throws -> ByteSource {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    return { try file.read(upToCount: blockBytes).map { Array($0) } ?? [] }
  }
}
