import DomainKit
package import Messages
package import PaymentIntakeDomain
import Remittance

extension PaymentIntakeService {
  package static func command(
    for envelope: Envelope
  ) throws(Malformed) -> PaymentIntake.Command? {
    let body = envelope.body
    switch envelope.type {
    case BillingPaymentCaptured.type:
      guard body.count <= capturedBytes else {
        throw Malformed(
          .oversize,
          "a captured payment has \(body.count) bytes, expected at most \(capturedBytes)"
        )
      }
      let captured = try JSONCoding.decode(BillingPaymentCaptured.self, from: body)
      return .takeCaptured(try facts(captured))

    case AccountRegistered.type:
      let registered = try JSONCoding.decode(AccountRegistered.self, from: body)
      return .registerAccount(registration(registered))
    case InvoiceIssued.type:
      let issued = try JSONCoding.decode(InvoiceIssued.self, from: body)
      return .registerInvoice(try registration(issued, envelope))

    case DayOpened.type:
      let opened = try JSONCoding.decode(DayOpened.self, from: body)
      return .announceCut(CutAnnouncement(closes: opened.closes, opens: opened.opens))
    case CutCalled.type:
      let called = try JSONCoding.decode(CutCalled.self, from: body)
      return .announceCut(CutAnnouncement(closes: called.closes, opens: called.opens))
    case IntakeClosed.type:
      let closed = try JSONCoding.decode(IntakeClosed.self, from: body)
      guard closed.service == .invoicing else { return nil }
      return .closeInvoicing(closed.closes, partition: closed.partition)

    case PaymentApplied.type:
      let applied = try JSONCoding.decode(PaymentApplied.self, from: body)
      return .takeMatch(try telling(applied, envelope))
    case PaymentUnapplied.type:
      let unapplied = try JSONCoding.decode(PaymentUnapplied.self, from: body)
      return .takeMatch(try telling(unapplied, envelope))
    case DayClosed.type:
      let closed = try JSONCoding.decode(DayClosed.self, from: body)
      return .closeMatching(closed.closes, partition: closed.partition)
    default: return nil
    }
  }

  /// A captured payment is told again in messages that hold more than it does.
  private static let capturedBytes = 65_536

  /// A provider's payment is named after the provider and its own name for it.
  ///
  /// A colon within the provider's name is escaped, so that no two pairs make one name.
  private static func facts(
    _ captured: BillingPaymentCaptured
  ) throws(Malformed) -> PaymentFacts {
    let provider = captured.provider.replacing("%", with: "%25").replacing(":", with: "%3A")
    guard !provider.isEmpty, !captured.providerPayment.isEmpty,
      let payment = PaymentID(rawValue: "\(provider):\(captured.providerPayment)")
    else {
      throw Malformed(
        .data,
        "provider and providerPayment are no name: expected at most"
          + " \(PaymentID.maximumBytes - 1) bytes together, and no control characters"
      )
    }
    return PaymentFacts(
      payment: payment,
      amount: captured.amount,
      bookingDate: captured.valueDate,
      valueDate: captured.valueDate,
      channel: "captured",
      payerName: captured.payer?.name,
      comparableNames: ComparableNames.of([captured.payer?.name]),
      payerIBAN: captured.payer?.iban.flatMap { PayerIBAN(written: $0) },
      references: (captured.references ?? []).map { $0.filter { $0 != " " } },
      text: captured.text ?? "",
      statedAccount: captured.account
    )
  }

  private static func telling(
    _ applied: PaymentApplied,
    _ envelope: Envelope
  ) throws(Malformed) -> MatchTelling {
    MatchTelling(
      decision: applied.decision,
      payment: applied.payment,
      account: applied.account,
      cut: try cut(of: envelope),
      rule: applied.explanation.rule,
      cash: cash(of: applied.allocations, in: applied.unapplied.currency)
    )
  }

  private static func telling(
    _ unapplied: PaymentUnapplied,
    _ envelope: Envelope
  ) throws(Malformed) -> MatchTelling {
    MatchTelling(
      decision: unapplied.decision,
      payment: unapplied.payment,
      account: unapplied.account,
      cut: try cut(of: envelope),
      rule: unapplied.rule,
      cash: -cash(of: unapplied.allocations, in: unapplied.unapplied.currency)
    )
  }

  /// In the payment's currency: there is none in another.
  private static func cash(of allocations: [Allocation], in currency: Currency) -> Money {
    allocations.reduce(.zero(currency)) { sum, allocation in
      allocation.amount.currency == currency ? sum + allocation.amount : sum
    }
  }

  private static func cut(of envelope: Envelope) throws(Malformed) -> DayCut {
    guard let cut = envelope.cut else {
      throw Malformed(.attribute, "businessdate is missing: expected the cut of the decision")
    }
    return cut
  }

  private static func registration(_ registered: AccountRegistered) -> AccountRegistration {
    AccountRegistration(
      account: registered.account,
      revision: registered.revision,
      partition: registered.partition,
      head: registered.head,
      ibans: registered.ibans.compactMap { PayerIBAN(written: $0) },
      comparableNames: ComparableNames.of([registered.name] + (registered.aliases ?? []))
    )
  }

  private static func registration(
    _ issued: InvoiceIssued,
    _ envelope: Envelope
  ) throws(Malformed) -> InvoiceRegistration {
    guard let partition = envelope.partition else {
      throw Malformed(.attribute, "partitionkey is missing: expected the account's partition")
    }
    return InvoiceRegistration(
      invoice: issued.invoice,
      account: issued.account,
      partition: partition,
      numberKey: DocumentNumber.key(issued.invoice.rawValue),
      reference: StructuredReference(issued.paymentReference)?.key ?? issued.paymentReference
    )
  }
}
