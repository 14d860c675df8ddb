/// Reads SWIFT customer statements (MT940) and interim transaction reports (MT942), with or without
/// the blocks of a SWIFT message around them, in the dialects of German, Dutch, Belgian, Polish and
/// other banks.
package enum MT940Reader: BankFormatReader {
  package static let name = "mt940"

  package static func recognises(_ head: [UInt8]) -> Bool {
    var reader = LineReader()
    guard let lines = try? reader.lines(head), let last = try? reader.last() ?? lines.last,
      let first = lines.first(where: { !$0.isBlank }), !first.text.trimmed.hasPrefix("<")
    else { return false }
    return (lines + [last]).contains { line in
      MT940Field.heading(of: line.text).map { MT940Field.tags.contains($0.tag) } ?? false
    }
  }

  package static func check(_ source: @escaping ByteSource) throws -> BankFileReport {
    try StatementCheck.report(source, Lines<MT940Scanner>.self, format: name)
  }

  package static func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader {
    StatementRows<Lines<MT940Scanner>>(source, after: cursor)
  }
}
