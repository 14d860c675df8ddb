import DomainKit

/// Turns the records of ESR into statements, one a total, and entries.
struct ESRScanner: RecordScanner {
  let sink: any StatementSink
  private var layout: ESRLayout?
  private var customer: ESRCustomer?

  init(sink: any StatementSink) { self.sink = sink }

  static func name(of record: FixedLine) -> String { record.raw(1...3) }

  mutating func recordRefused() { customer?.isBroken = true }

  mutating func end(line: Int) throws {
    guard customer != nil else { return }
    try sink.refuse(
      .malformed,
      line,
      "",
      "the file ends too early: the payments before it have no total"
    )
  }

  mutating func take(_ record: FixedLine, _ name: String) throws {
    guard let layout = layout ?? ESRLayout(record) else {
      throw Self.fault("is no record of ESR: expected type 3 or 4")
    }
    self.layout = layout
    guard layout.columns.contains(record.length) else {
      throw Self.fault("the record has \(record.length) columns, expected \(layout.columns)")
    }
    if layout.totals[name] != nil { return try totalled(record, layout) }
    guard FieldValue.isDigits(name), let direction = layout.movement(name) else {
      throw Self.fault("'\(name)' is no code of a payment or a total")
    }
    try payment(record, layout, direction)
  }

  private mutating func payment(
    _ record: FixedLine,
    _ layout: ESRLayout,
    _ direction: BankDirection
  ) throws {
    if customer == nil {
      let began = try ESRCustomer(record, layout)
      customer = began
      try sink.statementBegan(began.statement, format: layout.name)
    }
    guard let current = customer else { return }
    guard record.raw(layout.customer) == current.number else {
      throw FieldFault(
        .controlMismatch,
        "customer",
        "'\(record.raw(layout.customer))' is another customer than \(current.number), which has"
          + " no total yet"
      )
    }
    let entry = try entry(record, layout, direction, current.currency)
    customer?.add(entry)
    try sink.entryEnded(entry)
  }

  private func entry(
    _ record: FixedLine,
    _ layout: ESRLayout,
    _ direction: BankDirection,
    _ currency: Currency
  ) throws(FieldFault) -> StatedEntry {
    if layout.name == ESRLayout.type4.name {
      let code = record.raw(ESRLayout.currencyOfType4)
      guard code == currency.code else {
        throw FieldFault(
          .invalidCurrency,
          "currency",
          "'\(code)' is not expected: the customer's number is of \(currency)"
        )
      }
      guard record.raw(6...6) != "3" else {
        throw FieldFault(.invalidField, "delivery", "the file is a test: no money moved")
      }
    }
    let amount = try layout.amount(layout.amount, record, currency, "amount")
    var entry = StatedEntry(
      line: record.number,
      path: record.raw(1...3),
      amount: amount,
      direction: direction
    )
    let credited = try layout.date(layout.dates.credited, record, "credit date")
    entry.bookingDate = credited
    entry.valueDate = credited
    entry.isReversal = direction == .debit
    entry.proprietaryCode = entry.path
    let name = layout.names.map { record.text($0) }.filter { !$0.isEmpty }.joined(separator: "-")
    if BankKey.identifies(name) {
      entry.servicerReference = name
      entry.namingReference = BankKey.isLasting(name) ? "\(credited) \(name)" : nil
    }
    var transaction = StatedTransaction()
    let reference = record.raw(layout.reference)
    if BankKey.identifies(reference) {
      transaction.remittance.references = [BankReference(value: reference, type: "ESR")]
    }
    let price = try layout.amount(layout.price, record, currency, "price")
    if price.isPositive {
      transaction.charges = [BankCharge(amount: price, direction: .debit, isIncluded: false)]
    }
    entry.transactions = [transaction]
    return entry
  }

  private mutating func totalled(_ record: FixedLine, _ layout: ESRLayout) throws {
    guard let customer else { throw Self.fault("there is no payment before the total") }
    self.customer = nil
    if let fault = try customer.fault(record, layout) {
      try sink.refuse(.controlMismatch, record.number, record.raw(1...3), fault)
    }
    try sink.statementEnded(customer.statement, line: customer.line, path: record.raw(1...3))
  }
}
