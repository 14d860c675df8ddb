import BankFormats
import Foundation
import Testing

/// Files of our own in formats that are no XML, in the folder beside this one.
enum OwnFiles {
  static func file(_ name: String) throws -> BankFileInPieces {
    try BankFileInPieces.recognised(bytes(name))
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Samples/\(name)"
    )
    return try Array(Data(contentsOf: url))
  }

  /// The file with one text in place of another, which must stand in it.
  static func file(_ name: String, _ text: String, _ other: String) throws -> BankFileInPieces {
    let whole = String(decoding: try bytes(name), as: UTF8.self)
    try #require(whole.contains(text), "\(name) holds no '\(text)'")
    return try BankFileInPieces.recognised(
      Array(whole.replacingOccurrences(of: text, with: other).utf8)
    )
  }

  /// What refuses the file once one text stands in place of another.
  static func refusal(_ name: String, _ text: String, _ other: String) throws -> BankFinding? {
    try file(name, text, other).check().refusals.first
  }
}

@Suite("Files of our own")
struct OwnFilesTests {
  private static let names = [
    "statement.sta", "pages.sta", "interim.sta", "statement.bai", "statement.cod",
    "payments.ocr", "statement.n43", "payments.bgmax", "payments.v11", "payments-4.v11",
    "payments.ktl", "payments.lockbox",
  ]

  @Test("a file is read the same whatever pieces and line ends it comes in", arguments: names)
  func pieces(name: String) throws {
    let file = try OwnFiles.file(name)
    let report = try file.check()
    #expect(report.findings == [])
    let rows = try file.rows(report)
    #expect(rows.count == report.rows)
    let text = String(decoding: file.bytes, as: UTF8.self).replacingOccurrences(of: "\r", with: "")
    let bytes = Array(text.utf8)
    let variants = [
      [0xEF, 0xBB, 0xBF] + bytes, bytes,
      Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8),
      Array(text.replacingOccurrences(of: "\n", with: "\r").utf8),
    ]
    for variant in variants {
      for size in [1, 7, 64 * 1024] {
        let other = try BankFileInPieces.recognised(variant, size: size)
        #expect(try other.check() == report)
        #expect(try other.rows(report) == rows)
      }
    }
  }

  @Test(
    "a file cut off anywhere is refused",
    arguments: [
      "statement.sta", "statement.bai", "statement.cod", "payments.ocr", "statement.n43",
      "payments.bgmax", "payments.v11", "payments.ktl", "payments.lockbox",
    ]
  )
  func cutOff(name: String) throws {
    let whole = try OwnFiles.file(name)
    let text = String(decoding: whole.bytes, as: UTF8.self)
    // The last sum is the last thing that must be there.
    let marks = [
      "statement.sta": ",50\n:64:", "statement.bai": "2/\n",
      "payments.ocr": "\n", "statement.n43": "\n", "payments.bgmax": "\n",
      "payments.v11": "90" + String(repeating: "0", count: 22),
      "payments.ktl": "0  ", "payments.lockbox": "3  ",
    ]
    let last = marks[name].flatMap { text.range(of: $0, options: .backwards)?.lowerBound }
    let end = last.map { text.utf8.distance(from: text.startIndex, to: $0) } ?? 128 * 13 + 23
    for length in 1..<end {
      var file = BankFileInPieces(Array(whole.bytes.prefix(length)))
      file.reader = whole.reader
      #expect(try !file.check().isAccepted, "\(name) cut after \(length) bytes")
    }
  }

  @Test("UTF-16 and lines without an end are refused with the reason")
  func damaged() throws {
    for reader in BankFormats().readers where reader.name != "camt" {
      var file = BankFileInPieces([0xFF, 0xFE] + Array(":20:A\n".utf8))
      file.reader = reader
      #expect(try file.check().refusals.first?.code == .malformed)
      file.bytes = Array(repeating: UInt8(ascii: "1"), count: 70_000)
      #expect(try file.check().refusals.first?.code == .forbidden)
      file.bytes = []
      #expect(try file.check().refusals.first?.code == .empty)
    }
  }
}
