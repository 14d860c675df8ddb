import DomainKit
package import MatchingDomain
package import Messages

extension MatchingService {
  package static func command(for envelope: Envelope) throws(Malformed) -> Matching.Command? {
    let body = envelope.body
    switch envelope.type {
    case AccountRegistered.type:
      let registered = try JSONCoding.decode(AccountRegistered.self, from: body)
      return .register(account(registered), try partition(of: envelope))
    case InvoiceIssued.type:
      let issued = try JSONCoding.decode(InvoiceIssued.self, from: body)
      return .open(invoice(issued), try partition(of: envelope))
    case PaymentIdentified.type:
      let identified = try JSONCoding.decode(PaymentIdentified.self, from: body)
      let advice = identified.advice.map { Matching.Advice($0) }
      let payment = payment(identified.details, of: identified.account, advice: advice)
      return .identify(payment, try partition(of: envelope), supplied: Matching.Archived())
    case CreditNoteIssued.type:
      let issued = try JSONCoding.decode(CreditNoteIssued.self, from: body)
      // It gave back deposits and nothing else.
      guard issued.credit.isPositive else { return nil }
      return .identify(credit(issued), try partition(of: envelope), supplied: Matching.Archived())
    case PaymentReturned.type:
      let returned = try JSONCoding.decode(PaymentReturned.self, from: body)
      let entry = entry(returned)
      return .takeBack(entry, try partition(of: envelope), supplied: Matching.Archived())
    case PaymentReinstated.type:
      let reinstated = try JSONCoding.decode(PaymentReinstated.self, from: body)
      let entry = entry(reinstated)
      return .reinstate(entry, try partition(of: envelope), supplied: Matching.Archived())
    case PaymentPending.type:
      let pending = try JSONCoding.decode(PaymentPending.self, from: body)
      let payment = payment(pending.details, of: pending.account)
      return .announce(payment, try partition(of: envelope))
    case PendingPaymentEnded.type:
      let ended = try JSONCoding.decode(PendingPaymentEnded.self, from: body)
      let end = Matching.PendingEnd(payment: ended.payment, account: ended.account)
      return .endPending(end, try partition(of: envelope))
    case RemittanceAdvised.type:
      let advised = try JSONCoding.decode(RemittanceAdvised.self, from: body)
      let advising = Matching.Advising(payment: advised.payment, advice: Matching.Advice(advised))
      return .advise(advising, try partition(of: envelope), supplied: Matching.Archived())
    case IntakeClosed.type:
      let closed = try JSONCoding.decode(IntakeClosed.self, from: body)
      // The marker of what concerns no account is another service's business.
      guard closed.partition != nil else { return nil }
      return .close(try marker(closed), try partition(of: envelope))
    default: return nil
    }
  }

  private static func partition(of envelope: Envelope) throws(Malformed) -> Partition {
    guard let partition = envelope.partition else {
      throw Malformed(.attribute, "a message of type '\(envelope.type)' names its partition")
    }
    return partition
  }

  private static func account(_ registered: AccountRegistered) -> Matching.Account {
    Matching.Account(
      id: registered.account,
      revision: registered.revision,
      partition: registered.partition,
      currency: registered.currency,
      head: registered.head,
      paidByHead: registered.paidByHead
    )
  }

  private static func invoice(_ issued: InvoiceIssued) -> Matching.IssuedInvoice {
    Matching.IssuedInvoice(
      number: issued.invoice,
      account: issued.account,
      issueDate: issued.issueDate,
      tax: issued.tax,
      order: issued.order?.order,
      reference: issued.paymentReference,
      items: issued.items.map { item in
        Matching.Item(
          id: item.item,
          invoice: issued.invoice,
          account: issued.account,
          dueDate: item.dueDate,
          amount: item.amount,
          discounts: item.discounts
        )
      }
    )
  }

  private static func payment(
    _ details: PaymentDetails,
    of account: AccountID,
    advice: Matching.Advice? = nil
  ) -> Matching.Payment {
    Matching.Payment(
      id: details.payment,
      account: account,
      amount: details.amount,
      valueDate: details.valueDate,
      details: Matching.Details(
        bookingDate: details.bookingDate,
        instructed: details.instructed,
        exchange: details.exchange,
        channel: details.channel,
        payerName: details.payer.name,
        payerIBAN: details.payer.iban,
        references: details.references,
        text: details.text,
        endToEndID: details.endToEndID,
        statedAccount: details.statedAccount
      ),
      advice: advice
    )
  }

  private static func credit(_ issued: CreditNoteIssued) -> Matching.Payment {
    Matching.Payment(
      id: PaymentID(creditNote: issued.creditNote),
      account: issued.account,
      amount: issued.credit,
      valueDate: issued.issueDate,
      details: Matching.Details(bookingDate: issued.issueDate, channel: "credit-note"),
      creditNote: Matching.CreditNote(
        number: issued.creditNote,
        invoice: issued.invoice,
        spread: issued.spread,
        discounts: issued.discounts ?? []
      )
    )
  }

  private static func entry(_ returned: PaymentReturned) -> Matching.Return {
    Matching.Return(
      reversal: returned.reversal,
      payment: returned.payment,
      amount: returned.amount,
      valueDate: returned.valueDate,
      reason: returned.reason
    )
  }

  private static func entry(_ reinstated: PaymentReinstated) -> Matching.Reinstatement {
    Matching.Reinstatement(
      credit: reinstated.credit,
      reversal: reinstated.reversal,
      payment: reinstated.payment,
      valueDate: reinstated.valueDate
    )
  }

  private static func marker(_ closed: IntakeClosed) throws(Malformed) -> Matching.Marker {
    guard let source = Matching.Marker.Source(rawValue: closed.service.rawValue) else {
      throw Malformed(
        .data,
        "$.service is \(closed.service.rawValue), expected invoicing or payment-intake"
      )
    }
    return Matching.Marker(
      source: source,
      closes: closed.closes,
      opens: closed.opens,
      exceptions: closed.exceptions.map {
        Matching.ParkedMessage(
          message: $0.messageID,
          service: $0.service.rawValue,
          account: $0.account,
          reason: $0.reason
        )
      }
    )
  }
}
