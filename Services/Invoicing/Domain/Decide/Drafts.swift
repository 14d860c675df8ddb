import DomainKit

/// Documents that this house issues itself; nothing of a refused one is drawn.
extension Invoicing {
  static func issue(
    _ draft: InvoiceDraft,
    by authorship: Authorship,
    _ state: State
  ) throws(Rejection) -> [Event] {
    var working = Working(state)
    try issue(draft, by: authorship, &working)
    return working.events
  }

  static func issue(
    _ draft: CreditNoteDraft,
    by authorship: Authorship,
    _ state: State
  ) throws(Rejection) -> [Event] {
    var working = Working(state)
    try issue(draft, by: authorship, &working)
    return working.events
  }

  /// The invoice is credited, and what it should have been is issued, linked to it: an issued
  /// invoice is never edited.
  static func correct(
    _ number: InvoiceNumber,
    _ corrected: InvoiceDraft,
    by authorship: Authorship,
    _ state: State
  ) throws(Rejection) -> [Event] {
    guard let invoice = state.invoices[number] else { throw .document([unknown(number)]) }
    guard invoice.account == corrected.account else {
      let text = "\(number) is an invoice of \(invoice.account)"
      throw .document([Fault("account", .accountMismatch, text)])
    }
    var working = Working(state)
    let credit = CreditNoteDraft(.invoice(number), .whole, reason: .recordingError)
    try issue(credit, by: authorship, &working)
    var corrected = corrected
    corrected.precedingInvoice = number
    try issue(corrected, by: authorship, &working)
    return working.events
  }

  /// Costs of a return are damages, on which there is no tax; they are due as agreed with the
  /// account, or at once.
  static func chargeOn(_ charge: ReturnCharge, _ state: State) throws(Rejection) -> [Event] {
    guard state.chargesReturns, charge.amount.isPositive,
      state.chargedReturns[charge.reversal] == nil
    else { return [] }
    let date = try today(state)
    let agreed = state.accounts[charge.account]?.agreedTerms.holding(on: date)
    var working = Working(state)
    let line = BilledLine(
      description: "Costs of the returned payment \(charge.payment)",
      net: charge.amount,
      taxRate: Percentage(literal: "0")
    )
    let draft = InvoiceDraft(
      account: charge.account,
      kind: .debitNote,
      lines: [line],
      dueDate: agreed?.terms == nil ? date : nil
    )
    let authorship = Authorship(
      user: "payment-intake",
      note: "return \(charge.reversal)",
      content: charge.content
    )
    try issue(draft, by: authorship, &working)
    guard case .numberDrawn(let drawn)? = working.events.first else { return [] }
    working.happen(.returnCharged(charge, by: drawn.number))
    return working.events
  }

  private static func issue(
    _ draft: InvoiceDraft,
    by authorship: Authorship,
    _ working: inout Working
  ) throws(Rejection) {
    let date = try today(working.state)
    guard let account = working.state.accounts[draft.account] else {
      throw .accountUnknown(draft.account)
    }
    let totals = try totals(of: draft.lines, in: account.currency)
    let series = DocumentSeries(draft.kind)
    let drawn = draw(series, on: date, for: authorship, lines: draft.lines, working.state)
    let invoice = BilledInvoice(
      invoice: drawn.number,
      account: draft.account,
      issueDate: date,
      lines: draft.lines,
      net: totals.net,
      tax: totals.tax,
      gross: totals.gross,
      terms: draft.terms,
      dueDate: draft.dueDate,
      order: draft.order,
      kind: draft.kind,
      precedingInvoice: draft.precedingInvoice,
      deposits: draft.deposits,
      content: authorship.content
    )
    switch examine(invoice, account, working.state) {
    case .success(let events):
      working.happen(.numberDrawn(drawn))
      for event in events { working.happen(event) }
    case .failure(.invoice(let rejected)): throw .document(rejected.faults)
    case .failure(let rejection): throw rejection
    }
  }

  private static func issue(
    _ draft: CreditNoteDraft,
    by authorship: Authorship,
    _ working: inout Working
  ) throws(Rejection) {
    let date = try today(working.state)
    let credited = try credited(draft, working.state)
    let drawn = draw(
      .creditNote,
      on: date,
      for: authorship,
      lines: credited.lines,
      working.state
    )
    let note = BilledCreditNote(
      creditNote: drawn.number,
      account: credited.account.account,
      invoice: credited.invoice,
      issueDate: date,
      lines: credited.lines,
      net: credited.totals.net,
      tax: credited.totals.tax,
      gross: credited.totals.gross,
      reason: draft.reason,
      spread: draft.spread,
      content: authorship.content
    )
    do throws(Rejection) {
      let issued = try examine(note, credited.account, working.state)
      working.happen(.numberDrawn(drawn))
      working.happen(.creditNoteIssued(issued))
    } catch {
      guard case .creditNote(let rejected) = error else { throw error }
      throw .document(rejected.faults)
    }
  }

  private static func today(_ state: State) throws(Rejection) -> CalendarDate {
    guard let cut = state.openCut else { throw .noDayOpen }
    return cut.date
  }

  private static func unknown(_ number: InvoiceNumber) -> Fault {
    Fault("invoice", .invoiceUnknown, "invoice \(number) is not known")
  }

  /// What a credit note is about, with its amounts.
  private struct Credited {
    let account: RegisteredAccount
    let invoice: InvoiceNumber?
    let lines: [BilledLine]
    let totals: Totals
  }

  private static func credited(
    _ draft: CreditNoteDraft,
    _ state: State
  ) throws(Rejection) -> Credited {
    var invoice: IssuedInvoice?
    let id: AccountID
    switch draft.target {
    case .account(let account): id = account
    case .invoice(let number):
      guard let known = state.invoices[number] else { throw .document([unknown(number)]) }
      (invoice, id) = (known, known.account)
    }
    guard let account = state.accounts[id] else { throw .accountUnknown(id) }
    func credit(_ lines: [BilledLine], _ totals: Totals) -> Credited {
      Credited(account: account, invoice: invoice?.invoice, lines: lines, totals: totals)
    }
    switch draft.amount {
    case .lines(let lines): return credit(lines, try totals(of: lines, in: account.currency))
    case .gross(let gross): return credit([], Totals(gross, of: invoice))
    case .whole:
      guard let invoice, invoice.creditable.isPositive else {
        throw .document([Fault("invoice", .exceedsCreditable, "nothing is left to credit")])
      }
      // Of an own invoice that nothing was credited of, line by line.
      let isWhole = invoice.creditable == invoice.gross
      let lines = isWhole ? state.drawnNumbers[invoice.invoice]?.lines ?? [] : []
      return credit(lines, Totals(invoice.creditable, of: invoice))
    }
  }
}

/// Sums of a document's lines.
private struct Totals {
  let net: Money
  let tax: Money
  let gross: Money

  init(net: Money, tax: Money, gross: Money) {
    self.net = net
    self.tax = tax
    self.gross = gross
  }

  /// The invoice's share of tax; what is not positive, or of another currency, is found fault with
  /// where the document is examined.
  init(_ gross: Money, of invoice: Invoicing.IssuedInvoice?) {
    self.gross = gross
    if let invoice, invoice.gross.currency == gross.currency, gross <= invoice.gross {
      net = gross.scaled(by: invoice.net.minorUnits, over: invoice.gross.minorUnits)
    } else {
      net = gross
    }
    tax = gross - net
  }
}

extension Invoicing {
  /// The tax is rounded once a rate, on the sum of the rate's lines (EN 16931, BR-CO-17).
  private static func totals(
    of lines: [BilledLine],
    in currency: Currency
  ) throws(Rejection) -> Totals {
    guard (1...Limits.lines).contains(lines.count) else {
      throw .document([Fault("lines", .tooManyLines, "expected 1 to \(Limits.lines) lines")])
    }
    let unfit = lines.enumerated().compactMap { index, line -> Fault? in
      let field = "lines[\(index)].net"
      if line.net.currency != currency {
        return Fault(field, .currencyMismatch, "\(line.net) on an account in \(currency)")
      }
      guard line.net.minorUnits.magnitude > Limits.minorUnits.magnitude else { return nil }
      return Fault(field, .amountTooLarge, "\(line.net) is more than a document may be")
    }
    guard unfit.isEmpty else { throw .document(unfit) }
    let bases = Dictionary(grouping: lines, by: \.taxRate)
      .mapValues { $0.reduce(Int64(0)) { $0 + $1.net.minorUnits } }
    let net = bases.values.reduce(0, +)
    let taxes = bases.map { rate, base in Money(minorUnits: base, currency: currency)?.share(rate) }
    let tax = taxes.reduce(Int64?(0)) { sum, tax in
      sum.flatMap { sum in tax.map { sum + $0.minorUnits } }
    }
    guard let tax, let netMoney = Money(minorUnits: net, currency: currency),
      let taxMoney = Money(minorUnits: tax, currency: currency),
      let gross = Money(minorUnits: net + tax, currency: currency)
    else {
      throw .document([Fault("lines", .amountTooLarge, "their sum is more than a document may be")])
    }
    return Totals(net: netMoney, tax: taxMoney, gross: gross)
  }
}
