import DomainKit
import Messages
import Terms
import TextLines

/// The rows of one document in a ``DocumentTable``.
struct DocumentRows {
  typealias Column = DocumentTable.Column

  private let header: CSVHeader
  private let records: [CSVRecord]
  private var faults: [DocumentFault] = []
  private var currency: Currency?

  /// There is at least one.
  init(header: CSVHeader, records: [CSVRecord]) {
    self.header = header
    self.records = records
  }

  var line: Int { records.first?.line ?? 0 }
  var number: String { records.first.map { text(.number, $0) } ?? "" }

  mutating func refuse(_ column: Column, line: Int? = nil, _ text: String) {
    let place = DocumentFault.Place(line: line ?? self.line, field: column.rawValue)
    faults.append(DocumentFault(place, text))
  }

  /// All faults at once: each field is read whatever the others are.
  mutating func document(isLegacy: Bool) -> FileDocument {
    for record in records where !header.fits(record) {
      let text = "the row has \(record.fields.count) fields, the header \(header.titles.count)"
      faults.append(DocumentFault(DocumentFault.Place(line: record.line, field: ""), text))
    }
    let content = content()
    let remark = "the bytes are no UTF-8: they are read as Windows-1252"
    return FileDocument(
      number: number,
      content: faults.isEmpty ? content : nil,
      draft: faults.isEmpty || records.contains { !header.fits($0) } ? nil : draft(content),
      faults: faults.sorted { ($0.place?.line ?? 0) < ($1.place?.line ?? 0) },
      remarks: isLegacy ? [remark] : [],
      place: DocumentPlaces(header: header, records: records).place
    )
  }

  private func draft(_ content: FileDocument.Content) -> DocumentDraft {
    let columns = faults.compactMap { $0.place.flatMap { Column(rawValue: $0.field) } }
    return DocumentDraft(content: content, unread: Set(columns.map(\.draftField)))
  }

  /// What has a fault is left out, or stands for something that is no document's.
  private mutating func content() -> FileDocument.Content {
    currency = value(.currency, "a currency of ISO 4217", isNeeded: true) { Currency($0) }
    let kind = stated(.kind)?.text ?? InvoiceKind.invoice.rawValue
    return kind == "credit-note" ? .creditNote(creditNote()) : .invoice(invoice())
  }

  private static let noNumber: InvoiceNumber = "?"
  private static let noAccount: AccountID = "?"
  private static let noDate = CalendarDate(literal: "2000-01-01")

  private mutating func invoice() -> BillingInvoiceIssued {
    refuseAll(Column.ofCreditNotes, "only a credit note has one")
    let kinds = InvoiceKind.allCases.map(\.rawValue) + ["credit-note"]
    let kind = value(.kind, kinds.joined(separator: ", ")) { InvoiceKind(rawValue: $0) }
    let number = identifier(.number, InvoiceNumber.init(rawValue:), isNeeded: true)
    let account = identifier(.account, AccountID.init(rawValue:), isNeeded: true)
    let issueDate = date(.issueDate, isNeeded: true)
    let lines = lines()
    let totals = totals(lines)
    let order = order()
    let deposits = deposits()
    let dueDate = date(.dueDate)
    let preceding = identifier(.precedingInvoice, InvoiceNumber.init(rawValue:))
    return BillingInvoiceIssued(
      invoice: number ?? Self.noNumber,
      account: account ?? Self.noAccount,
      issueDate: issueDate ?? Self.noDate,
      lines: lines.isEmpty ? nil : lines,
      net: totals.net,
      tax: totals.tax,
      gross: totals.gross,
      terms: stated(.terms).map { .written($0.text) },
      dueDate: dueDate,
      paymentReference: stated(.paymentReference)?.text,
      order: order,
      kind: kind == .invoice ? nil : kind,
      precedingInvoice: preceding,
      deposits: deposits.isEmpty ? nil : deposits
    )
  }

  private mutating func creditNote() -> BillingCreditNoteIssued {
    refuseAll(Column.ofInvoices, "a credit note has none")
    let number = identifier(.number, InvoiceNumber.init(rawValue:), isNeeded: true)
    let account = identifier(.account, AccountID.init(rawValue:), isNeeded: true)
    let issueDate = date(.issueDate, isNeeded: true)
    let lines = lines()
    let totals = totals(lines)
    let reason = value(.reason, Self.list(CreditReason.self)) { CreditReason(rawValue: $0) }
    let spread = value(.spread, Self.list(CreditSpread.self)) { CreditSpread(rawValue: $0) }
    let invoice = identifier(.precedingInvoice, InvoiceNumber.init(rawValue:))
    return BillingCreditNoteIssued(
      creditNote: number ?? Self.noNumber,
      account: account ?? Self.noAccount,
      invoice: invoice,
      issueDate: issueDate ?? Self.noDate,
      lines: lines.isEmpty ? nil : lines,
      net: totals.net,
      tax: totals.tax,
      gross: totals.gross,
      terms: stated(.terms).map { .written($0.text) },
      reason: reason ?? .unstated,
      spread: spread
    )
  }

  // MARK: - Parts

  /// Each row that says something of a line is one.
  private var lineRows: [CSVRecord] {
    let columns: [Column] = [.description, .lineNet, .taxRate]
    return records.filter { record in columns.contains { !text($0, record).isEmpty } }
  }

  private mutating func lines() -> [InvoiceLine] {
    lineRows.compactMap { record -> InvoiceLine? in
      let net = amount(.lineNet, text(.lineNet, record), record.line)
      let written = text(.taxRate, record)
      let rate = Percentage(written)
      if rate == nil {
        refuse(.taxRate, line: record.line, "'\(written)': expected \(Percentage.expected)")
      }
      guard let net, let rate else { return nil }
      return InvoiceLine(description: text(.description, record), net: net, taxRate: rate)
    }
  }

  /// What is left out is what the lines add up to; whether all of it fits is invoicing's to say.
  private mutating func totals(
    _ lines: [InvoiceLine]
  ) -> (net: Money, tax: Money, gross: Money) {
    let hasLines = !lineRows.isEmpty
    let stated: [Column: Money?] = [
      .net: amount(.net, isNeeded: !hasLines),
      .tax: amount(.tax, isNeeded: !hasLines),
      .gross: amount(.gross, isNeeded: !hasLines),
    ]
    let zero = Money.zero(currency ?? .euro)
    guard let sums = Self.sums(of: lines, in: zero.currency) else {
      refuse(.lineNet, "the lines' sum is more than an amount may be")
      return (zero, zero, zero)
    }
    let net = (stated[.net] ?? nil) ?? sums.net
    let tax = (stated[.tax] ?? nil) ?? sums.tax
    guard let gross = (stated[.gross] ?? nil) ?? (try? net.adding(tax)) else {
      refuse(.gross, "net and tax are more than an amount may be")
      return (net, tax, zero)
    }
    return (net, tax, gross)
  }

  /// The tax is rounded once a rate (EN 16931, BR-CO-17); nil beyond what an amount may be.
  private static func sums(
    of lines: [InvoiceLine],
    in currency: Currency
  ) -> (net: Money, tax: Money)? {
    var net = Money.zero(currency)
    var tax = Money.zero(currency)
    for (rate, lines) in Dictionary(grouping: lines, by: \.taxRate) {
      var base = Money.zero(currency)
      for line in lines {
        guard let sum = try? base.adding(line.net) else { return nil }
        base = sum
      }
      guard let nets = try? net.adding(base), let taxes = try? tax.adding(base.share(rate)) else {
        return nil
      }
      (net, tax) = (nets, taxes)
    }
    return (net, tax)
  }

  private mutating func order() -> BilledOrder? {
    let order = identifier(.order, OrderID.init(rawValue:))
    let amount = amount(.orderAmount)
    if stated(.order) == nil, stated(.orderAmount) != nil {
      refuse(.order, "an amount of no order")
    }
    if stated(.order) != nil, stated(.orderAmount) == nil {
      refuse(.orderAmount, "how much of the order is billed is not said")
    }
    guard let order, let amount else { return nil }
    return BilledOrder(order: order, amount: amount)
  }

  /// Any row may name one.
  private mutating func deposits() -> [DeductedDeposit] {
    records.compactMap { record -> DeductedDeposit? in
      let (number, written) = (text(.deposit, record), text(.depositAmount, record))
      guard !number.isEmpty || !written.isEmpty else { return nil }
      let amount = amount(.depositAmount, written, record.line)
      guard let invoice = InvoiceNumber(rawValue: number) else {
        refuse(.deposit, line: record.line, "'\(number)': expected the number of a deposit invoice")
        return nil
      }
      return amount.map { DeductedDeposit(invoice: invoice, amount: $0) }
    }
  }

  // MARK: - Fields

  private func text(_ column: Column, _ record: CSVRecord) -> String {
    header.text(column.rawValue, record)
  }

  /// What the rows say of the whole document; nil where none of them does.
  private mutating func stated(_ column: Column) -> (text: String, line: Int)? {
    let all = records.map { (text: text(column, $0), line: $0.line) }.filter { !$0.text.isEmpty }
    guard let first = all.first else { return nil }
    if let other = all.first(where: { $0.text != first.text }) {
      let text = "'\(other.text)' beside '\(first.text)' in line \(first.line)"
      let place = DocumentFault.Place(line: other.line, field: column.rawValue)
      let fault = DocumentFault(place, "\(text): a document says it once")
      if !faults.contains(fault) { faults.append(fault) }
    }
    return first
  }

  private mutating func value<Value>(
    _ column: Column,
    _ expected: String,
    isNeeded: Bool = false,
    _ parse: (String) -> Value?
  ) -> Value? {
    guard let (text, line) = stated(column) else {
      if isNeeded { refuse(column, "is missing: expected \(expected)") }
      return nil
    }
    let value = parse(text)
    if value == nil { refuse(column, line: line, "'\(text)': expected \(expected)") }
    return value
  }

  private mutating func identifier<Value>(
    _ column: Column,
    _ parse: (String) -> Value?,
    isNeeded: Bool = false
  ) -> Value? {
    value(column, "1 to 128 bytes in a line", isNeeded: isNeeded, parse)
  }

  private mutating func date(_ column: Column, isNeeded: Bool = false) -> CalendarDate? {
    value(column, "a day as YYYY-MM-DD", isNeeded: isNeeded) { CalendarDate($0) }
  }

  private mutating func amount(_ column: Column, isNeeded: Bool = false) -> Money? {
    guard let (text, line) = stated(column) else {
      if isNeeded { refuse(column, "is missing: a document without lines states its totals") }
      return nil
    }
    return amount(column, text, line)
  }

  /// Without a currency, whose fault is told, no amount can be read.
  private mutating func amount(_ column: Column, _ text: String, _ line: Int) -> Money? {
    guard let currency else { return nil }
    do throws(MoneyError) {
      return try Money(decimal: text, currency: currency)
    } catch {
      refuse(column, line: line, "\(error): expected an amount such as 1200.00")
      return nil
    }
  }

  private mutating func refuseAll(_ columns: [Column], _ reason: String) {
    for column in columns {
      if let (text, line) = stated(column) { refuse(column, line: line, "'\(text)': \(reason)") }
    }
  }

  private static func list<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) -> String
  where Value.RawValue == String {
    Value.allCases.map(\.rawValue).joined(separator: ", ")
  }
}

extension DocumentTable.Column {
  /// What it says of a document.
  fileprivate var draftField: DocumentDraft.Field {
    switch self {
    case .number: .number
    case .kind: .kind
    case .account: .account
    case .issueDate: .issueDate
    case .dueDate: .dueDate
    case .terms: .terms
    case .currency: .currency
    case .net: .net
    case .tax: .tax
    case .gross: .gross
    case .description, .lineNet, .taxRate: .lines
    case .paymentReference: .paymentReference
    case .order, .orderAmount: .order
    case .precedingInvoice: .precedingInvoice
    case .deposit, .depositAmount: .deposits
    case .reason: .reason
    case .spread: .spread
    }
  }
}
