import TextLines

/// Reads the CSV files of one layout.
///
/// CSV has no standard for what a column means: a house describes each of its banks' layouts in a
/// file of its own.
package struct CSVReader: EntryReader {
  package let layout: CSVLayout

  package init(_ layout: CSVLayout) { self.layout = layout }

  package var name: String { "csv-\(layout.name)" }

  package func recognises(_ head: [UInt8]) -> Bool {
    var lines = LineReader(keepsTabs: true)
    var records = layout.records
    guard let first = try? lines.lines(head), let last = try? lines.last().map({ [$0] }) ?? []
    else { return false }
    for line in (first + last).prefix(CSVScanner.maximumPreamble) {
      guard let record = try? records.record(line) else { continue }
      if CSVHeader(record, needed: layout.neededTitles) != nil { return true }
    }
    return false
  }

  func scanner(_ sink: any StatementSink) -> Lines<CSVScanner> {
    Lines(
      sink,
      CSVScanner(sink: sink, layout: layout, format: name),
      reader: LineReader(keepsTabs: true),
      isLegacyExpected: layout.charset == .windows1252
    )
  }
}
