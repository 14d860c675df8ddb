import Messages
import TextLines

/// Where the rows of a document say the fields of its message.
struct DocumentPlaces {
  typealias Column = DocumentTable.Column

  let header: CSVHeader
  let records: [CSVRecord]

  /// `field` is as invoicing names it, such as `lines[2].net`.
  @Sendable
  func place(of field: String) -> DocumentFault.Place? {
    let parts = field.split(separator: ".", maxSplits: 1).map(String.init)
    guard let first = parts.first else { return nil }
    let name = first.split(separator: "[").first.map(String.init) ?? first
    let index = first.firstIndex(of: "[").flatMap { Int(first[$0...].dropFirst().dropLast()) }
    switch name {
    case "lines":
      return place(
        [.description, .lineNet, .taxRate],
        index: index,
        shown: parts.count > 1 && parts[1] == "description" ? .description : .lineNet
      )
    case "deposits": return place([.deposit], index: index, shown: .deposit)
    case "order": return place([.orderAmount], index: nil, shown: .orderAmount)
    case "creditNote": return place([.number], index: nil, shown: .number)
    case "invoice" where isCreditNote:
      return place([.precedingInvoice], index: nil, shown: .precedingInvoice)
    case "invoice": return place([.number], index: nil, shown: .number)
    default:
      return Column(rawValue: name).flatMap { place([$0], index: nil, shown: $0) }
    }
  }

  private var isCreditNote: Bool {
    records.contains { header.text(Column.kind.rawValue, $0) == "credit-note" }
  }

  /// The row that says one of the columns, the index-th of them; the first row where none does.
  private func place(
    _ columns: [Column],
    index: Int?,
    shown: Column
  ) -> DocumentFault.Place? {
    let saying = records.filter { record in
      columns.contains { !header.text($0.rawValue, record).isEmpty }
    }
    let row = saying.dropFirst(index ?? 0).first ?? records.first
    return row.map { DocumentFault.Place(line: $0.line, field: shown.rawValue) }
  }
}
