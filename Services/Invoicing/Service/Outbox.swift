import DomainKit
package import InvoicingDomain
import Messages
package import ServiceKit

extension InvoicingService {
  package static func messages(
    for event: Invoicing.Event,
    _ state: Invoicing.State
  ) -> [Outgoing] {
    switch event {
    case .accountRegistered(let account): [message(account, state)]
    case .accountRejected(let rejected): [message(rejected)]
    case .invoiceIssued(let invoice): [message(invoice)]
    case .termsDeviated(let deviation): [message(deviation)]
    case .invoiceRejected(let rejected): [message(rejected)]
    case .creditNoteIssued(let note): [message(note)]
    case .creditNoteRejected(let rejected): [message(rejected)]
    case .rateSet(let rate): [message(rate)]
    case .cutClosed(let closes, let opens):
      markers(closes: closes, opens: opens, partitionCount: state.partitionCount)
    case .partitionCountSet, .referencePolicySet, .termsRegistrySet, .accountKept, .termsStated,
      .termsChanged, .invoiceKept, .creditNoteKept, .numberDrawn,
      .returnChargePolicySet, .returnCharged, .baseCurrencySet, .baseCurrencyUnset, .issuerSet,
      .cutOpened:
      []
    }
  }

  package static func messages(for rejection: Invoicing.Rejection) -> [Outgoing] {
    // What billing tells is rejected by an event; whoever calls has the answer.
    []
  }

  private static func message(
    _ account: Invoicing.RegisteredAccount,
    _ state: Invoicing.State
  ) -> Outgoing {
    Outgoing(
      id: "account.registered/\(account.account)/\(account.revision)",
      registered(account, on: state.openCut?.date),
      account: account.account,
      partition: account.partition
    )
  }

  private static func message(_ rejected: Invoicing.RejectedAccount) -> Outgoing {
    Outgoing(
      id: "account.rejected/\(rejected.account)/\(rejected.content)",
      told(rejected),
      account: rejected.account,
      partition: rejected.partition
    )
  }

  private static func message(_ invoice: Invoicing.IssuedInvoice) -> Outgoing {
    let issued = issued(invoice)
    return Outgoing(
      id: "invoice.issued/\(invoice.invoice)",
      issued,
      account: invoice.account,
      partition: invoice.partition
    )
  }

  private static func message(_ deviation: Invoicing.TermsDeviation) -> Outgoing {
    Outgoing(
      id: "terms.deviated/\(deviation.invoice)",
      deviated(deviation),
      account: deviation.account,
      partition: deviation.partition
    )
  }

  static func deviated(_ deviation: Invoicing.TermsDeviation) -> TermsDeviated {
    TermsDeviated(
      invoice: deviation.invoice,
      account: deviation.account,
      issueDate: deviation.issueDate,
      agreed: deviation.agreed,
      invoiced: deviation.invoiced
    )
  }

  private static func message(_ rejected: Invoicing.RejectedInvoice) -> Outgoing {
    Outgoing(
      id: "invoice.rejected/\(rejected.invoice)/\(rejected.content)",
      told(rejected),
      account: rejected.account,
      partition: rejected.partition
    )
  }

  private static func message(_ note: Invoicing.IssuedCreditNote) -> Outgoing {
    Outgoing(
      id: "credit-note.issued/\(note.creditNote)",
      issued(note),
      account: note.account,
      partition: note.partition
    )
  }

  private static func message(_ rejected: Invoicing.RejectedCreditNote) -> Outgoing {
    Outgoing(
      id: "credit-note.rejected/\(rejected.creditNote)/\(rejected.content)",
      told(rejected),
      account: rejected.account,
      partition: rejected.partition
    )
  }

  private static func message(_ rate: Invoicing.RateRevision) -> Outgoing {
    let exchange = rate.exchange
    let pair = "\(exchange.from)-\(exchange.to)"
    return Outgoing(id: "exchange-rate.set/\(pair)/\(exchange.date)/\(rate.revision)", told(rate))
  }

  static func told(_ rate: Invoicing.RateRevision) -> ExchangeRateSet {
    ExchangeRateSet(
      exchange: rate.exchange,
      revision: rate.revision,
      setBy: rate.user,
      note: rate.note
    )
  }

  static func told(_ rejected: Invoicing.RejectedAccount) -> AccountRejected {
    AccountRejected(
      account: rejected.account,
      revision: rejected.revision,
      errors: rejected.faults.map(error)
    )
  }

  static func told(_ rejected: Invoicing.RejectedInvoice) -> InvoiceRejected {
    InvoiceRejected(
      invoice: rejected.invoice,
      account: rejected.account,
      errors: rejected.faults.map(error)
    )
  }

  static func told(_ rejected: Invoicing.RejectedCreditNote) -> CreditNoteRejected {
    CreditNoteRejected(
      creditNote: rejected.creditNote,
      account: rejected.account,
      errors: rejected.faults.map(error)
    )
  }

  static func error(_ fault: Invoicing.Fault) -> FieldError {
    FieldError(field: fault.field, code: fault.code.rawValue, text: fault.text)
  }

  /// One marker a partition, and last the one of what concerns no account: who has it has all.
  private static func markers(
    closes: DayCut,
    opens: DayCut,
    partitionCount: Int
  ) -> [Outgoing] {
    let partitions: [Partition?] = (0..<partitionCount).map { Partition($0) } + [nil]
    return partitions.map { partition in
      Outgoing(
        marker: "intake.closed/\(closes)/\(partition?.name ?? "all")",
        partition: partition
      ) { closing in
        IntakeClosed(
          service: .invoicing,
          closes: closes,
          opens: opens,
          partition: partition,
          streams: closing.streams,
          totals: [],
          exceptions: closing.exceptions
        )
      }
    }
  }

  /// The account, with the terms that hold on a day.
  static func registered(
    _ account: Invoicing.RegisteredAccount,
    on date: CalendarDate?
  ) -> AccountRegistered {
    AccountRegistered(
      account: account.account,
      revision: account.revision,
      name: account.name,
      partition: account.partition,
      currency: account.currency,
      country: account.country,
      ibans: account.ibans,
      aliases: account.aliases.isEmpty ? nil : account.aliases,
      terms: date.flatMap { account.agreedTerms.holding(on: $0) }?.terms,
      creditLimit: account.creditLimit,
      head: account.head,
      paidByHead: account.paidByHead
    )
  }

  static func issued(_ note: Invoicing.IssuedCreditNote) -> CreditNoteIssued {
    CreditNoteIssued(
      creditNote: note.creditNote,
      account: note.account,
      invoice: note.invoice,
      issueDate: note.issueDate,
      net: note.net,
      tax: note.tax,
      gross: note.gross,
      taxes: note.taxes.isEmpty ? nil : note.taxes,
      deposits: note.deposits.isEmpty
        ? nil : note.deposits.map { DeductedDeposit(invoice: $0.invoice, amount: $0.amount) },
      reason: note.reason,
      spread: note.spread,
      exchange: note.exchange,
      base: note.base,
      discounts: note.discounts
    )
  }

  static func issued(_ invoice: Invoicing.IssuedInvoice) -> InvoiceIssued {
    InvoiceIssued(
      invoice: invoice.invoice,
      account: invoice.account,
      issueDate: invoice.issueDate,
      net: invoice.net,
      tax: invoice.tax,
      gross: invoice.gross,
      taxes: invoice.taxes.isEmpty ? nil : invoice.taxes,
      paymentReference: invoice.paymentReference.rawValue,
      items: invoice.items.map(item),
      lateChargeRate: invoice.lateChargeRate,
      order: invoice.order.map { BilledOrder(order: $0.order, amount: $0.amount) },
      kind: invoice.kind,
      precedingInvoice: invoice.precedingInvoice,
      deposits: invoice.deposits.map { DeductedDeposit(invoice: $0.invoice, amount: $0.amount) },
      exchange: invoice.exchange,
      base: invoice.base
    )
  }

  private static func item(_ item: Invoicing.IssuedInvoice.Item) -> IssuedItem {
    IssuedItem(
      item: item.item,
      dueDate: item.dueDate,
      amount: item.amount,
      discounts: item.discounts
    )
  }
}
