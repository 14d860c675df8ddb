import DomainKit
import Terms

extension Invoicing {
  /// The same again changes nothing; other content under a number that is taken is rejected, and so
  /// is other content than that of an invoice which still waits: the first stays.
  static func issue(_ invoice: BilledInvoice, _ state: State) throws(Rejection) -> [Event] {
    let account = state.accounts[invoice.account]
    let reserved = seriesFaults(invoice.invoice, field: "invoice")
    if !reserved.isEmpty {
      throw .invoice(RejectedInvoice(invoice, partition: account?.partition, faults: reserved))
    }
    let taken =
      state.invoices[invoice.invoice]?.content ?? state.keptInvoices[invoice.invoice]?.content
    if let taken {
      guard taken != invoice.content else { return [] }
      let reused = Fault(
        "invoice",
        .numberReused,
        "\(invoice.invoice) is known with other content"
      )
      let others = account.map { account in
        let terms = terms(of: invoice, account, state)
        return faults(of: invoice, account, terms, state)
      }
      throw .invoice(
        RejectedInvoice(invoice, partition: account?.partition, faults: [reused] + (others ?? []))
      )
    }
    guard state.openCut != nil, let account else { return [.invoiceKept(invoice)] }
    switch examine(invoice, account, state) {
    case .success(let events): return withCreditNotes(events, of: invoice.invoice, state)
    case .failure(let rejection): throw rejection
    }
  }

  /// Decides invoices that waited, in the order of their numbers.
  static func issueKept(_ numbers: [InvoiceNumber], _ working: inout Working) {
    for number in numbers {
      guard let invoice = working.state.keptInvoices[number],
        let account = working.state.accounts[invoice.account]
      else { continue }
      switch examine(invoice, account, working.state) {
      case .success(let events):
        for event in events { working.happen(event) }
        let notes = working.state.keptCreditsByInvoice[number]?.sorted() ?? []
        issueKept(creditNotes: notes, &working)
      case .failure(.invoice(let rejected)): working.happen(.invoiceRejected(rejected))
      case .failure(let rejection): preconditionFailure("not about an invoice: \(rejection)")
      }
    }
  }

  /// What waited for the invoice is decided with it.
  private static func withCreditNotes(
    _ events: [Event],
    of invoice: InvoiceNumber,
    _ state: State
  ) -> [Event] {
    guard let notes = state.keptCreditsByInvoice[invoice] else { return events }
    var working = Working(state)
    for event in events { working.happen(event) }
    issueKept(creditNotes: notes.sorted(), &working)
    return working.events
  }

  static func examine(
    _ invoice: BilledInvoice,
    _ account: RegisteredAccount,
    _ state: State
  ) -> Result<[Event], Rejection> {
    func rejected(_ faults: [Fault]) -> Result<[Event], Rejection> {
      .failure(.invoice(RejectedInvoice(invoice, partition: account.partition, faults: faults)))
    }
    let terms = terms(of: invoice, account, state)
    let faults = faults(of: invoice, account, terms, state)
    guard faults.isEmpty, let applied = terms.terms else { return rejected(faults) }
    let instalments = instalments(of: invoice, applied, due: invoice.dueDate)
    let unnamed = itemFaults(invoice.invoice, count: instalments.count, state)
    guard unnamed.isEmpty else { return rejected(unnamed) }
    let taxDiscount = taxDiscount(of: invoice, terms)
    let taxes =
      taxes(of: invoice.lines, in: invoice.gross.currency, loweredBy: taxDiscount) ?? []
    let split = instalments.map { $0.splittingDiscounts(of: applied.discountBase, over: taxes) }
    let issued = Event.invoiceIssued(
      IssuedInvoice(
        invoice,
        partition: account.partition,
        taxes: taxes,
        taxDiscount: taxDiscount,
        paymentReference: reference(of: invoice, account, state),
        items: items(of: invoice.invoice, split),
        terms: terms.own,
        lateChargeRate: terms.agreed.lateChargeRate,
        base: base(of: invoice, state).amount
      )
    )
    return .success([issued] + deviation(invoice, account, terms, instalments))
  }

  /// The finding that an invoice has other instalments than what is agreed gives it.
  private static func deviation(
    _ invoice: BilledInvoice,
    _ account: RegisteredAccount,
    _ terms: InvoiceTerms,
    _ invoiced: [Instalment]
  ) -> [Event] {
    guard let agreed = terms.agreed.terms.map({ instalments(of: invoice, $0) }),
      agreed != invoiced
    else { return [] }
    return [
      .termsDeviated(
        TermsDeviation(
          invoice: invoice.invoice,
          account: invoice.account,
          partition: account.partition,
          issueDate: invoice.issueDate,
          agreed: agreed,
          invoiced: invoiced
        )
      )
    ]
  }

  /// Everything that is wrong with an invoice, at once; of an account that nobody knows, as much as
  /// does not depend on it.
  static func faults(
    of invoice: BilledInvoice,
    _ account: RegisteredAccount?,
    _ terms: InvoiceTerms,
    _ state: State
  ) -> [Fault] {
    amountFaults(invoice, account, loweredBy: taxDiscount(of: invoice, terms))
      + lineTextFaults(invoice) + terms.faults
      + dateFaults(invoice) + referenceFaults(invoice, state) + precedingFaults(invoice, state)
      + depositFaults(invoice, state) + base(of: invoice, state).faults
  }

  /// Late charges have no discount, which would lower their tax.
  static func taxDiscount(of invoice: BilledInvoice, _ terms: InvoiceTerms) -> Percentage? {
    invoice.kind == .lateChargeNote ? nil : terms.terms?.taxDiscount
  }

  private static func dateFaults(_ invoice: BilledInvoice) -> [Fault] {
    var faults = rangeFaults("issueDate", invoice.issueDate)
    if let dueDate = invoice.dueDate { faults += rangeFaults("dueDate", dueDate) }
    if let dueDate = invoice.dueDate, dueDate < invoice.issueDate {
      faults.append(
        Fault("dueDate", .dueBeforeIssue, "\(dueDate) lies before \(invoice.issueDate)")
      )
    }
    return faults
  }

  static func rangeFaults(_ field: String, _ date: CalendarDate) -> [Fault] {
    guard !Limits.years.contains(date.year) else { return [] }
    let (first, last) = (Limits.years.lowerBound, Limits.years.upperBound)
    return [Fault(field, .dateOutOfRange, "\(date) is not within \(first) to \(last)")]
  }

  static func lineTextFaults(_ invoice: some BilledDocument) -> [Fault] {
    guard invoice.lines.count <= Limits.lines else {
      return [
        Fault(
          "lines",
          .tooManyLines,
          "\(invoice.lines.count) lines are more than \(Limits.lines)"
        )
      ]
    }
    return invoice.lines.enumerated().compactMap { index, line in
      line.description.utf8.count <= Limits.descriptionBytes
        ? nil
        : Fault(
          "lines[\(index)].description",
          .textUnfit,
          "a description has at most \(Limits.descriptionBytes) bytes"
        )
    }
  }
}
