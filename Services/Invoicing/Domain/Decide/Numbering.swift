import DomainKit

extension Invoicing {
  /// The series of this house's own documents: `EI-2026-000001` is the first invoice of 2026.
  ///
  /// A number is drawn in the decision that issues its document, so none is ever skipped or given
  /// twice (Directive 2006/112/EC, Article 226(2)).
  enum DocumentSeries: String, CaseIterable {
    case invoice = "EI"
    case debitNote = "ED"
    case lateChargeNote = "EL"
    case deposit = "EP"
    case creditNote = "EC"

    init(_ kind: InvoiceKind) {
      self =
        switch kind {
        case .invoice: .invoice
        case .debitNote: .debitNote
        case .lateChargeNote: .lateChargeNote
        case .deposit: .deposit
        }
    }

    static let digits = 6

    /// Billing's documents keep off these numbers.
    static func isOwn(_ number: InvoiceNumber) -> Bool {
      let parts = number.rawValue.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 3, DocumentSeries(rawValue: String(parts[0])) != nil else {
        return false
      }
      return parts[1].utf8.count == 4 && parts[2].utf8.count >= digits
        && parts[1...].allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
  }

  static func draw(
    _ series: DocumentSeries,
    on date: CalendarDate,
    for authorship: Authorship,
    _ state: State
  ) -> DrawnNumber {
    let name = "\(series.rawValue)-\(date.year)"
    let place = (state.series[SeriesName(name)] ?? 0) + 1
    let digits = String(place)
    let zeros = String(repeating: "0", count: max(0, DocumentSeries.digits - digits.utf8.count))
    return DrawnNumber(
      number: InvoiceNumber("\(name)-\(zeros)\(digits)"),
      series: SeriesName(name),
      place: place,
      authorship: authorship
    )
  }

  static func seriesFaults(_ number: InvoiceNumber, field: String) -> [Fault] {
    guard DocumentSeries.isOwn(number) else { return [] }
    let text = "\(number) is of a series of this house, which draws its numbers itself"
    return [Fault(field, .numberReserved, text)]
  }
}
