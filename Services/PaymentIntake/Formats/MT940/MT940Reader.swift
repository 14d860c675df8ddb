import TextLines

/// Reads SWIFT customer statements (MT940) and interim transaction reports (MT942), with or without
/// the blocks of a SWIFT message around them, in the dialects of German, Dutch, Belgian, Polish and
/// other banks.
package struct MT940Reader: LineFormatReader {
  package static let name = "mt940"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    var reader = LineReader()
    guard let lines = try? reader.lines(head), let last = try? reader.last() ?? lines.last,
      let first = lines.first(where: { !$0.isBlank }), !first.text.trimmed.hasPrefix("<")
    else { return false }
    return (lines + [last]).contains { line in
      MT940Field.heading(of: line.text).map { MT940Field.tags.contains($0.tag) } ?? false
    }
  }

  func record(_ sink: any StatementSink) -> MT940Scanner { MT940Scanner(sink: sink) }
}
