package import DomainKit
import TextLines

/// The documented layout of exchange rates in CSV: a header row `date,from,to,rate`, and one row a
/// rate, which is what one unit of `from` is worth in `to`.
package enum RateTable {
  enum Column: String, CaseIterable { case date, from, to, rate }

  /// The rates, or all that is wrong with the file, each with its line.
  package static func rates(
    in bytes: [UInt8]
  ) -> (rates: [ExchangeRate], faults: [DocumentFault]) {
    let titles = Column.allCases.map(\.rawValue)
    let table: CSVTable
    do throws(TextLineError) {
      table = try CSVTable(
        bytes,
        needed: Set(titles),
        expectation: "the titles \(titles.joined(separator: ", ")) in its first row"
      )
    } catch {
      let place = DocumentFault.Place(line: error.line, field: "")
      return ([], [DocumentFault(place, error.text)])
    }
    var rates: [ExchangeRate] = []
    var faults: [DocumentFault] = []
    var lines: [String: (line: Int, exchange: ExchangeRate)] = [:]
    for record in table.records {
      var row = RateRow(header: table.header, record: record)
      guard let exchange = row.exchange() else {
        faults += row.faults
        continue
      }
      // A day has one rate of two currencies, whichever of them it values.
      let pair = [exchange.from, exchange.to].sorted().map(\.code).joined(separator: " ")
      let key = "\(exchange.date) \(pair)"
      if let earlier = lines[key], earlier.exchange != exchange {
        let text = "\(exchange) is not line \(earlier.line)'s \(earlier.exchange)"
        faults.append(DocumentFault(row.place(.rate), text))
      }
      lines[key] = lines[key] ?? (record.line, exchange)
      rates.append(exchange)
    }
    if rates.isEmpty, faults.isEmpty { faults.append(DocumentFault(nil, "there is no rate in it")) }
    return (faults.isEmpty ? rates : [], faults)
  }
}

/// One row, with everything that is wrong with it.
private struct RateRow {
  let header: CSVHeader
  let record: CSVRecord
  var faults: [DocumentFault] = []

  init(header: CSVHeader, record: CSVRecord) {
    self.header = header
    self.record = record
  }

  mutating func exchange() -> ExchangeRate? {
    let date: CalendarDate? = value(.date)
    let from: Currency? = value(.from)
    let to: Currency? = value(.to)
    let rate: ExchangeFactor? = value(.rate)
    guard let date, let from, let to, let rate else { return nil }
    guard let exchange = ExchangeRate(from: from, to: to, rate: rate, date: date) else {
      faults.append(DocumentFault(place(.to), "'\(to)' is not another currency than '\(from)'"))
      return nil
    }
    return exchange
  }

  func place(_ column: RateTable.Column) -> DocumentFault.Place {
    DocumentFault.Place(line: record.line, field: column.rawValue)
  }

  private mutating func value<Value: TextCoded>(_ column: RateTable.Column) -> Value? {
    let text = header.text(column.rawValue, record)
    if let value = Value(text) { return value }
    faults.append(DocumentFault(place(column), "'\(text)' is not \(Value.expected)"))
    return nil
  }
}
