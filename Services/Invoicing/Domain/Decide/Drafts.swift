import DomainKit
import Terms

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
    try lookingFor(creditNoteMentionFaults(state)) { () throws(Rejection) in
      try issue(draft, by: authorship, &working)
    }
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
    let credit = CreditNoteDraft(.invoice(number), .whole, reason: .recordingError)
    var working = Working(state)
    var corrected = corrected
    corrected.precedingInvoice = number
    // What both documents lack is told of both.
    try lookingFor(creditNoteMentionFaults(state)) { () throws(Rejection) in
      try issue(credit, by: authorship, &working)
      try issue(corrected, by: authorship, &working)
    }
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
    let drawn = draw(DocumentSeries(draft.kind), on: date, for: authorship, working.state)
    let zero = Money.zero(account.currency)
    let invoice = BilledInvoice(
      invoice: drawn.number,
      account: draft.account,
      issueDate: date,
      lines: draft.lines,
      net: zero,
      tax: zero,
      gross: zero,
      terms: draft.terms,
      dueDate: draft.dueDate,
      order: draft.order,
      kind: draft.kind,
      precedingInvoice: draft.precedingInvoice,
      deposits: draft.deposits,
      content: authorship.content
    )
    let terms = terms(of: invoice, account, working.state)
    try lookingFor(mentionFaults(of: invoice, terms, working.state)) { () throws(Rejection) in
      try issue(invoice, under: drawn, to: account, terms, &working)
    }
  }

  /// Its totals are those of its lines.
  private static func issue(
    _ draft: BilledInvoice,
    under drawn: DrawnNumber,
    to account: RegisteredAccount,
    _ terms: InvoiceTerms,
    _ working: inout Working
  ) throws(Rejection) {
    var invoice = draft
    let totals = try totals(of: draft.lines, in: account.currency) {
      taxes(of: $0, in: $1, loweredBy: taxDiscount(of: draft, terms))
    }
    (invoice.net, invoice.tax, invoice.gross) = (totals.net, totals.tax, totals.gross)
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
    let drawn = draw(.creditNote, on: date, for: authorship, working.state)
    let note = BilledCreditNote(
      creditNote: drawn.number,
      account: credited.account.account,
      invoice: credited.invoice,
      issueDate: date,
      lines: credited.lines,
      net: credited.totals.net,
      tax: credited.totals.tax,
      gross: credited.totals.gross,
      taxes: credited.totals.taxes,
      terms: draft.terms,
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
    case .lines(let lines):
      let totals = try totals(of: lines, in: account.currency) {
        creditedTaxes(of: $0, in: $1, on: invoice)
      }
      return credit(lines, totals)
    case .gross(let gross): return credit([], Totals(gross, of: invoice))
    case .whole:
      guard let invoice, invoice.creditable.isPositive else {
        throw .document([Fault("invoice", .exceedsCreditable, "nothing is left to credit")])
      }
      let isWhole = invoice.creditable == invoice.gross
      return credit(isWhole ? invoice.lines : [], Totals(invoice.creditable, of: invoice))
    }
  }
}

/// Sums of a document, and its parts by tax rate as far as they are known.
private struct Totals {
  let net: Money
  let tax: Money
  let taxes: [TaxedAmount]
  var gross: Money { net + tax }

  /// Nil beyond all measure.
  init?(_ taxes: [TaxedAmount], in currency: Currency) {
    let (net, tax) = (taxes.net(in: currency), taxes.tax(in: currency))
    let sums = [net, tax, net + tax]
    guard sums.allSatisfy({ $0.magnitude.minorUnits <= Money.limit }) else { return nil }
    (self.net, self.tax, self.taxes) = (net, tax, taxes)
  }

  /// What an invoice has left at each rate takes its part of a gross amount, or all of it.
  ///
  /// What is not positive, of another currency or more than the invoice has is found fault with
  /// where the document is examined. On account, nothing is taxed.
  init(_ gross: Money, of invoice: Invoicing.IssuedInvoice?) {
    guard let invoice else {
      let rate = Percentage(literal: "0")
      (net, tax) = (gross, .zero(gross.currency))
      taxes = [TaxedAmount(rate: rate, net: net, tax: tax)]
      return
    }
    guard invoice.gross.currency == gross.currency, gross.isPositive,
      gross <= invoice.gross - invoice.credited
    else {
      (net, tax, taxes) = (gross, .zero(gross.currency), [])
      return
    }
    if let parts = invoice.creditableTaxes.parts(of: gross) {
      (net, tax) = (parts.net(in: gross.currency), parts.tax(in: gross.currency))
      taxes = parts
      return
    }
    // Of an invoice whose rates nobody knows, as of one rate.
    let left = invoice.gross - invoice.credited
    let taxLeft = invoice.tax - invoice.creditedTax
    tax = gross.scaled(by: taxLeft.minorUnits, over: left.minorUnits)
    net = gross - tax
    taxes = []
  }
}

extension Invoicing {
  private static func totals(
    of lines: [BilledLine],
    in currency: Currency,
    _ taxes: ([BilledLine], Currency) -> [TaxedAmount]?
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
    guard let totals = taxes(lines, currency).flatMap({ Totals($0, in: currency) }) else {
      throw .document([Fault("lines", .amountTooLarge, "their sum is more than a document may be")])
    }
    return totals
  }
}
