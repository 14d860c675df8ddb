import DomainKit
import Terms

extension Invoicing {
  /// The same again changes nothing; other content under a number that is taken is rejected: the
  /// first stays.
  static func issue(_ note: BilledCreditNote, _ state: State) throws(Rejection) -> [Event] {
    let account = state.accounts[note.account]
    let reserved = seriesFaults(note.creditNote, field: "creditNote")
    if !reserved.isEmpty {
      throw .creditNote(
        RejectedCreditNote(note, partition: account?.partition, faults: reserved)
      )
    }
    if let taken = state.content(ofCreditNote: note.creditNote) {
      guard taken != note.content else { return [] }
      let reused = Fault(
        "creditNote",
        .numberReused,
        "\(note.creditNote) is known with other content"
      )
      throw .creditNote(
        RejectedCreditNote(note, partition: account?.partition, faults: [reused])
      )
    }
    guard state.openCut != nil, let account, note.invoice.map({ state.isIssued($0) }) ?? true
    else { return [.creditNoteKept(note)] }
    return [.creditNoteIssued(try examine(note, account, state))]
  }

  /// Decides credit notes that waited, in the order of their numbers.
  static func issueKept(creditNotes numbers: [InvoiceNumber], _ working: inout Working) {
    for number in numbers {
      guard let note = working.state.keptCreditNotes[number],
        let account = working.state.accounts[note.account],
        note.invoice.map({ working.state.isIssued($0) }) ?? true
      else { continue }
      do throws(Rejection) {
        working.happen(.creditNoteIssued(try examine(note, account, working.state)))
      } catch {
        guard case .creditNote(let rejected) = error else {
          preconditionFailure("not about a credit note: \(error)")
        }
        working.happen(.creditNoteRejected(rejected))
      }
    }
  }

  static func examine(
    _ note: BilledCreditNote,
    _ account: RegisteredAccount,
    _ state: State
  ) throws(Rejection) -> IssuedCreditNote {
    let faults = faults(of: note, account, state)
    guard faults.isEmpty else {
      throw .creditNote(RejectedCreditNote(note, partition: account.partition, faults: faults))
    }
    let invoice = note.invoice.flatMap { state.invoices[$0] }
    let taxes = taxes(of: note, on: invoice)
    let deposits = invoice.map { depositsGivenBack(by: note, on: $0) } ?? []
    return IssuedCreditNote(
      note,
      partition: account.partition,
      taxes: taxes,
      deposits: deposits,
      discounts: discounts(
        of: note,
        on: deposits.reduce(note.gross) { $0 - $1.amount },
        at: taxes,
        state
      ),
      base: base(of: note, on: invoice, state).amount
    )
  }

  /// What the note counts less when it is netted in time, by its own terms alone: what is agreed
  /// with the account is about what it owes (rules R9).
  ///
  /// Its terms and amounts have no faults: whoever asks has looked.
  private static func discounts(
    of note: BilledCreditNote,
    on credit: Money,
    at taxes: [TaxedAmount],
    _ state: State
  ) -> [DiscountOffer] {
    guard credit.isPositive,
      let terms = resolve(note.terms, in: note.gross.currency, state).terms
    else { return [] }
    let instalments = terms.instalments(
      of: credit,
      net: note.net.scaled(by: credit.minorUnits, over: note.gross.minorUnits),
      issued: note.issueDate
    )
    return instalments.first?
      .splittingDiscounts(of: terms.discountBase, over: taxes).discounts ?? []
  }

  /// Everything that is wrong with a credit note, at once; of an account that nobody knows, as much
  /// as does not depend on it.
  static func faults(
    of note: BilledCreditNote,
    _ account: RegisteredAccount?,
    _ state: State
  ) -> [Fault] {
    let invoice = note.invoice.flatMap { state.invoices[$0] }
    let amounts = amountFaults(note, account, on: invoice)
    return amounts + lineTextFaults(note) + rangeFaults("issueDate", note.issueDate)
      + termsFaults(note, state) + creditedFaults(note, isSummable: amounts.isEmpty, state)
      + base(of: note, on: invoice, state).faults
  }

  /// What is credited is due to the customer at once: terms say its discount, and nothing of
  /// instalments.
  private static func termsFaults(_ note: BilledCreditNote, _ state: State) -> [Fault] {
    let resolved = resolve(note.terms, in: note.gross.currency, state)
    guard let terms = resolved.terms, terms.lines.count > 1 else { return resolved.faults }
    return [
      Fault("terms", .termsUnfit, "a credit note with terms of \(terms.lines.count) instalments")
    ]
  }

  /// The invoice is the account's, not younger, and all its credit notes are not more than it
  /// (rules R9).
  private static func creditedFaults(
    _ note: BilledCreditNote,
    isSummable: Bool,
    _ state: State
  ) -> [Fault] {
    guard let number = note.invoice, let invoice = state.invoices[number] else { return [] }
    var faults: [Fault] = []
    if invoice.account != note.account {
      faults.append(
        Fault("invoice", .accountMismatch, "\(number) is an invoice of \(invoice.account)")
      )
    }
    if note.issueDate < invoice.issueDate {
      faults.append(
        Fault(
          "issueDate",
          .issueBeforeInvoice,
          "\(note.issueDate) is before \(number) was issued, \(invoice.issueDate)"
        )
      )
    }
    // Of other currencies there is a fault already.
    guard isSummable, note.gross.currency == invoice.gross.currency else { return faults }
    if note.gross > invoice.creditable {
      faults.append(
        Fault(
          "gross",
          .exceedsCreditable,
          "\(note.gross) is more than the \(invoice.creditable) that \(number) has left to credit"
        )
      )
    }
    return faults + rateFaults(note, on: invoice)
  }
}

extension Invoicing.State {
  /// Of an issued credit note, or one that waits.
  fileprivate func content(ofCreditNote number: InvoiceNumber) -> Invoicing.ContentHash? {
    creditNotes[number]?.content ?? keptCreditNotes[number]?.content
  }

  func isIssued(_ invoice: InvoiceNumber) -> Bool { invoices[invoice] != nil }
}
