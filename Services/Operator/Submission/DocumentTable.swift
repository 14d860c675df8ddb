import DomainKit
import Messages
import TextLines

/// The documented layout of invoices and credit notes in CSV.
///
/// A header row of ``Column`` titles, and one row a document, or one a line of it.
/// Rows of one document follow each other and bear its number; what is said of the whole document
/// stands in any of its rows, and wherever it stands again it is the same.
enum DocumentTable {
  enum Column: String, CaseIterable {
    case number, kind, account, issueDate, dueDate, terms, currency
    /// Of the whole document; with lines, their sums where they are left out.
    case net, tax, gross
    case description, lineNet, taxRate
    case paymentReference, order, orderAmount, precedingInvoice
    case deposit, depositAmount
    /// Of credit notes.
    case reason, spread

    static let needed: [Column] = [.number, .account, .issueDate, .currency]
    static let ofInvoices: [Column] = [
      .dueDate, .paymentReference, .order, .orderAmount, .deposit, .depositAmount,
    ]
    static let ofCreditNotes: [Column] = [.reason, .spread]
  }

  static let expectation =
    "the titles \(Column.needed.map(\.rawValue).joined(separator: ", ")) in its first row"

  /// Whether the first row has the titles that are needed.
  static func recognises(_ bytes: [UInt8]) -> Bool {
    CSVTable.recognises(bytes, needed: neededTitles)
  }

  private static let neededTitles = Set(Column.needed.map(\.rawValue))

  static func documents(in bytes: [UInt8]) -> [FileDocument] {
    do throws(TextLineError) {
      let table = try CSVTable(bytes, needed: neededTitles, expectation: expectation)
      let header = table.header
      let unknown = header.titles.filter { !$0.isEmpty && Column(rawValue: $0) == nil }
      guard unknown.isEmpty else {
        let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
        let text = "no column is known as \(unknown.joined(separator: ", ")): expected \(known)"
        return [FileDocument(number: "", faults: [DocumentFault(nil, text)])]
      }
      return documents(header, table.records, table.isLegacy)
    } catch {
      let place = DocumentFault.Place(line: error.line, field: "")
      return [FileDocument(number: "", faults: [DocumentFault(place, error.text)])]
    }
  }

  /// Rows of the same number that follow each other are one document.
  private static func documents(
    _ header: CSVHeader,
    _ records: [CSVRecord],
    _ isLegacy: Bool
  ) -> [FileDocument] {
    var groups: [[CSVRecord]] = []
    var firstLines: [String: Int] = [:]
    var documents: [FileDocument] = []
    let number = { (record: CSVRecord) in header.text(Column.number.rawValue, record) }
    for record in records {
      if let last = groups.last?.first, number(last) == number(record) {
        groups[groups.count - 1].append(record)
      } else {
        groups.append([record])
      }
    }
    for group in groups {
      var rows = DocumentRows(header: header, records: group)
      let before = firstLines.updateValue(rows.line, forKey: rows.number)
      if let before {
        rows.refuse(.number, "\(rows.number) stands from line \(before) too, with others between")
      }
      documents.append(rows.document(isLegacy: isLegacy))
    }
    return documents
  }
}
