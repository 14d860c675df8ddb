import TextLines

/// Reads BAI2 balance reports, which banks in North America send (Cash Management Balance Reporting
/// Specifications, version 2).
package struct BAI2Reader: LineFormatReader {
  package static let name = "bai2"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    guard let first = LineReader.firstLine(of: head) else { return false }
    let fields = first.text.split(separator: ",", omittingEmptySubsequences: false)
    return fields.first == "01" && (5...9).contains(fields.count)
  }

  func record(_ sink: any StatementSink) -> BAI2Scanner { BAI2Scanner(sink: sink) }
}
