import ServiceKit

/// The archive's own fields of a line: the key and the row byte for byte.
enum ArchiveLine {
  static func append(_ row: ArchiveRow, to line: inout [UInt8]) {
    line.append(ascii: "\"key\":")
    line.append(jsonString: row.key)
    line.append(ascii: ",\"data\":")
    line.append(contentsOf: row.data)
  }

  static func row(_ line: ChainedLine) throws(LineFault) -> ArchiveRow {
    var scanner = JSONByteScanner(line.payload)
    guard scanner.skip("\"key\":"), let key = scanner.string(), scanner.skip(",\"data\":") else {
      throw LineFault(.form)
    }
    return ArchiveRow(key: key, data: Array(scanner.rest))
  }

  static func row(_ line: ChainedLine, at offset: Int, in file: String) throws -> ArchiveRow {
    do {
      return try row(line)
    } catch {
      throw StateDamage(file: file, offset: offset, reason: error.reason)
    }
  }

  /// Traps on data that would break the line: an encoder's fault, not the disk's.
  static func check(_ row: ArchiveRow) {
    precondition(!row.data.isEmpty && !row.data.hasNewline, "an archived row is one line")
  }
}
