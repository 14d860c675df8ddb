import BankFormats
import DomainKit

/// Any bytes at all as a bank file: nothing crashes, and what is accepted holds together.
struct BankFileFuzz {
  let reader: any BankFormatReader

  func run(_ bytes: [UInt8]) {
    _ = try? BankFormats().reader(for: bytes)
    guard let report = try? reader.check(source(bytes, by: 64 * 1024)) else {
      fatalError("a check throws only what its source throws")
    }
    guard report.isAccepted else {
      // Rows of a refused file are nobody's, but asking for them must not crash.
      _ = try? rows(bytes, report, by: 64 * 1024, after: nil)
      return
    }
    precondition(report.exceptions.count <= report.entries)
    let rows = whole(bytes, report)
    let pieces = (try? reader.check(source(bytes, by: 61))).map { $0 == report } ?? false
    precondition(pieces, "the pieces that a file comes in change nothing")
    if let middle = rows.dropFirst(rows.count / 2).first {
      let rest = try? self.rows(bytes, report, by: 4096, after: middle.cursor)
      precondition(rest == Array(rows.dropFirst(rows.count / 2 + 1)), "resumed elsewhere")
    }
  }

  private func whole(_ bytes: [UInt8], _ report: BankFileReport) -> [BankRow] {
    do {
      let rows = try self.rows(bytes, report, by: 64 * 1024, after: nil)
      precondition(rows.count == report.rows, "\(rows.count) rows, promised were \(report.rows)")
      precondition(rows.map(\.cursor) == rows.map(\.cursor).sorted(), "out of order")
      checkSums(rows)
      return rows
    } catch {
      fatalError("an accepted file gives no rows: \(error)")
    }
  }

  /// The rows of each entry are the entry to the cent.
  private func checkSums(_ rows: [BankRow]) {
    var sums: [BankCursor: Int64] = [:]
    var amounts: [BankCursor: Int64] = [:]
    for row in rows {
      let entry = BankCursor(
        statement: row.cursor.statement,
        entry: row.cursor.entry,
        transaction: 0
      )
      sums[entry, default: 0] += signed(row.transaction.amount, row.transaction.direction)
      amounts[entry] = signed(row.entry.amount, row.entry.direction)
    }
    precondition(sums == amounts, "rows that are not their entry: \(sums), \(amounts)")
  }

  private func signed(_ amount: Money, _ direction: BankDirection) -> Int64 {
    direction == .debit ? -amount.minorUnits : amount.minorUnits
  }

  private func rows(
    _ bytes: [UInt8],
    _ report: BankFileReport,
    by size: Int,
    after cursor: BankCursor?
  ) throws -> [BankRow] {
    var reader = try self.reader.rows(source(bytes, by: size), report: report, after: cursor)
    var rows: [BankRow] = []
    while let event = try reader.next() {
      if case .row(let row) = event { rows.append(row) }
    }
    return rows
  }

  private func source(_ bytes: [UInt8], by size: Int) -> ByteSource {
    var rest = bytes[...]
    return {
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
  }
}
