import BankFormats

/// A bank file in memory that comes in pieces of a size.
struct BankFileInPieces {
  var bytes: [UInt8]
  var size: Int
  var reader: any BankFormatReader = CamtReader()

  init(_ bytes: [UInt8], size: Int = 64 * 1024) {
    self.bytes = bytes
    self.size = size
  }

  init(_ text: String, size: Int = 64 * 1024) { self.init(Array(text.utf8), size: size) }

  /// Of the format that the bytes are recognised as.
  static func recognised(_ bytes: [UInt8], size: Int = 64 * 1024) throws -> BankFileInPieces {
    var file = BankFileInPieces(bytes, size: size)
    file.reader = try BankFormats().reader(for: Array(bytes.prefix(BankFormats.Limits.head)))
    return file
  }

  func check() throws -> BankFileReport { try reader.check(source()) }

  func source() -> ByteSource {
    var rest = bytes[...]
    let size = size
    return {
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
  }

  func events(_ report: BankFileReport, after cursor: BankCursor? = nil) throws -> [BankEvent] {
    var rows = try reader.rows(source(), report: report, after: cursor)
    var events: [BankEvent] = []
    while let event = try rows.next() { events.append(event) }
    return events
  }

  func rows(_ report: BankFileReport, after cursor: BankCursor? = nil) throws -> [BankRow] {
    try events(report, after: cursor).compactMap {
      if case .row(let row) = $0 { row } else { nil }
    }
  }

  /// The rows of a file that nothing speaks against.
  func rows() throws -> [BankRow] { try rows(reader.check(source())) }
}
