import BankFormats
import Foundation
import Messages

/// Reads one bank file as payment intake does, once to check it and once for its rows, and says
/// how many rows it gave; or a file of remittance advices, once: `ReaderBenchmark FILE [LAYOUT]`.
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
    if let advising = AdviceFormats.reader(for: head) {
      let told = advising.read(Array(try Data(contentsOf: URL(filePath: path))))
      guard told.isAccepted else { refuse(told.findings) }
      return print(told.advices.count)
    }
    let reader = try BankFormats(layouts: Array(layouts)).reader(for: head)
    let report = try reader.check(source(path, blockBytes: blockBytes))
    guard report.isAccepted else { refuse(report.refusals) }
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

  private static func refuse(_ findings: [BankFinding]) -> Never {
    print("refused: \(findings)")
    exit(EX_DATAERR)
  }

  private static func source(_ path: String, blockBytes: Int) throws -> ByteSource {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    return { try file.read(upToCount: blockBytes).map { Array($0) } ?? [] }
  }
}
