import DomainKit
package import InvoicingDomain
import Messages
package import ServiceKit
import Terms

extension InvoicingService {
  package static var calls: [CallHandler<Invoicing>] {
    [
      getInvoice, getCreditNote, getAccount, listWaiting, listDeviations,
      listInvoices, listRejected, submitAccount, submitInvoice, submitCreditNote,
      validateInvoice, validateCreditNote, previewInvoice, issueInvoice, issueCreditNote,
      cancelInvoice, correctInvoice, setExchangeRates, listExchangeRates,
    ]
  }

  private static var getInvoice: CallHandler<Invoicing> {
    .query(GetInvoice.self) { call, _, state in
      if let invoice = state.invoices[call.invoice] {
        return GetInvoice.Reply(
          issued: issued(invoice),
          partition: invoice.partition,
          creditable: invoice.creditable,
          authorship: authorship(of: call.invoice, state),
          lines: lines(invoice.lines),
          agreed: state.deviations[call.invoice]?.agreed,
          terms: invoice.terms ?? agreed(with: invoice.account, on: invoice.issueDate, state),
          dueDate: invoice.dueDate
        )
      }
      guard let kept = state.keptInvoices[call.invoice] else {
        throw CallStatus(.notFound, "invoice \(call.invoice) is not known")
      }
      let missing = state.openCut == nil ? "the first day" : "account \(kept.account)"
      throw CallStatus(.notFound, "invoice \(call.invoice) waits for \(missing)")
    }
  }

  private static func agreed(
    with account: AccountID,
    on date: CalendarDate,
    _ state: Invoicing.State
  ) -> CreditTerms? {
    state.accounts[account]?.agreedTerms.holding(on: date).terms
  }

  private static var getCreditNote: CallHandler<Invoicing> {
    .query(GetCreditNote.self) { call, _, state in
      if let note = state.creditNotes[call.creditNote] {
        return GetCreditNote.Reply(
          issued: issued(note),
          partition: note.partition,
          authorship: authorship(of: call.creditNote, state),
          lines: lines(note.lines)
        )
      }
      guard let kept = state.keptCreditNotes[call.creditNote] else {
        throw CallStatus(.notFound, "credit note \(call.creditNote) is not known")
      }
      throw CallStatus(
        .notFound,
        "credit note \(call.creditNote) waits for \(missing(to: kept, state))"
      )
    }
  }

  private static func missing(
    to note: Invoicing.BilledCreditNote,
    _ state: Invoicing.State
  ) -> String {
    if state.openCut == nil { return "the first day" }
    guard state.accounts[note.account] != nil, let invoice = note.invoice else {
      return "account \(note.account)"
    }
    return "invoice \(invoice)"
  }

  private static var getAccount: CallHandler<Invoicing> {
    .query(GetAccount.self) { call, _, state in
      guard let account = state.accounts[call.account] else {
        throw status(.accountUnknown(call.account))
      }
      return GetAccount.Reply(
        registered: registered(account, on: state.openCut?.date),
        agreedTerms: account.agreedTerms.byDate.map {
          DatedTerms(from: $0.from, terms: $0.terms, lateChargeRate: $0.lateChargeRate)
        },
        stated: stated(account)
      )
    }
  }

  /// The account's newest revision, as billing tells it.
  private static func stated(_ account: Invoicing.RegisteredAccount) -> BillingAccountUpserted {
    let terms = account.agreedTerms.newestStatement
    return BillingAccountUpserted(
      account: account.account,
      revision: account.revision,
      name: account.name,
      currency: account.currency,
      country: account.country,
      ibans: account.ibans.isEmpty ? nil : account.ibans,
      aliases: account.aliases.isEmpty ? nil : account.aliases,
      terms: terms?.terms.map { .lines($0) },
      termsFrom: terms?.from,
      lateChargeRate: terms?.lateChargeRate,
      creditLimit: account.creditLimit,
      head: account.head == account.account ? nil : account.head,
      paidByHead: account.paidByHead.isEmpty ? nil : account.paidByHead
    )
  }

  private static var listWaiting: CallHandler<Invoicing> {
    .query(ListWaiting.self) { _, _, state in
      let invoices = state.keptInvoices.keys.sorted().prefix(Invoicing.Limits.rows)
      let creditNotes = state.keptCreditNotes.keys.sorted().prefix(Invoicing.Limits.rows)
      return ListWaiting.Reply(
        invoices: invoices.compactMap { number in
          state.keptInvoices[number].map {
            WaitingInvoice(invoice: number, account: $0.account)
          }
        },
        count: state.keptInvoices.count,
        creditNotes: creditNotes.compactMap { number in
          state.keptCreditNotes[number].map {
            WaitingCreditNote(creditNote: number, account: $0.account, invoice: $0.invoice)
          }
        },
        creditNoteCount: state.keptCreditNotes.count
      )
    }
  }

  private static func authorship(
    of number: InvoiceNumber,
    _ state: Invoicing.State
  ) -> Authorship? {
    state.drawnNumbers[number].map {
      Authorship(user: $0.authorship.user, note: $0.authorship.note)
    }
  }

  private static func lines(_ lines: [Invoicing.BilledLine]) -> [InvoiceLine]? {
    guard !lines.isEmpty else { return nil }
    return lines.map {
      InvoiceLine(description: $0.description, net: $0.net, taxRate: $0.taxRate)
    }
  }
}
