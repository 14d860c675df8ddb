package import CreditControlDomain
import DomainKit
package import Messages

extension CreditControlService {
  package static func command(
    for envelope: Envelope
  ) throws(Malformed) -> CreditControl.Command? {
    let body = envelope.body
    switch envelope.type {
    case BillingOrderPlaced.type:
      return .placeOrder(try change(JSONCoding.decode(BillingOrderPlaced.self, from: body)))
    case BillingOrderShipped.type:
      return .shipOrder(try change(JSONCoding.decode(BillingOrderShipped.self, from: body)))
    case BillingOrderClosed.type:
      let closed = try JSONCoding.decode(BillingOrderClosed.self, from: body)
      return .closeOrder(CreditControl.OrderKey(closed.account, closed.order))

    case AccountRegistered.type:
      return .registerAccount(account(try JSONCoding.decode(AccountRegistered.self, from: body)))
    case InvoiceIssued.type:
      return .takeInvoice(invoice(try JSONCoding.decode(InvoiceIssued.self, from: body)))

    case PaymentIdentified.type:
      return .receivePayment(receipt(try JSONCoding.decode(PaymentIdentified.self, from: body)))
    case PaymentApplied.type:
      return .applyPayment(decision(try JSONCoding.decode(PaymentApplied.self, from: body)))
    case PaymentUnapplied.type:
      return .unapplyPayment(decision(try JSONCoding.decode(PaymentUnapplied.self, from: body)))
    case CreditNoteIssued.type:
      let issued = try JSONCoding.decode(CreditNoteIssued.self, from: body)
      // It gave back deposits and nothing else.
      return issued.credit.isPositive ? .receivePayment(receipt(issued)) : nil
    case CreditApplied.type:
      return .applyPayment(decision(try JSONCoding.decode(CreditApplied.self, from: body)))
    case CreditUnapplied.type:
      return .unapplyPayment(decision(try JSONCoding.decode(CreditUnapplied.self, from: body)))
    case PaymentReturned.type:
      return .returnPayment(reversal(try JSONCoding.decode(PaymentReturned.self, from: body)))
    case PaymentReinstated.type:
      return .returnPayment(reversal(try JSONCoding.decode(PaymentReinstated.self, from: body)))

    case DayClosed.type:
      let closed = try JSONCoding.decode(DayClosed.self, from: body)
      return .closePartition(closed.partition, of: closed.closes)
    default: return nil
    }
  }

  private static func account(_ registered: AccountRegistered) -> CreditControl.RegisteredAccount {
    CreditControl.RegisteredAccount(
      account: registered.account,
      revision: registered.revision,
      partition: registered.partition,
      currency: registered.currency,
      creditLimit: registered.creditLimit
    )
  }

  private static func invoice(_ issued: InvoiceIssued) -> CreditControl.IssuedInvoice {
    CreditControl.IssuedInvoice(
      invoice: issued.invoice,
      account: issued.account,
      items: issued.items.map {
        CreditControl.IssuedInvoice.Item(item: $0.item, dueDate: $0.dueDate, amount: $0.amount)
      },
      order: issued.order?.order,
      billedOfOrder: issued.order?.amount
    )
  }

  private static func receipt(_ identified: PaymentIdentified) -> CreditControl.PaymentReceipt {
    CreditControl.PaymentReceipt(
      payment: identified.details.payment,
      account: identified.account,
      amount: identified.details.amount
    )
  }

  private static func decision(_ applied: PaymentApplied) -> CreditControl.PaymentDecision {
    CreditControl.PaymentDecision(
      decision: CreditControl.DecisionID(applied.decision),
      payment: applied.payment,
      account: applied.account,
      clearings: applied.allocations.map(clearing)
    )
  }

  private static func decision(_ unapplied: PaymentUnapplied) -> CreditControl.PaymentDecision {
    CreditControl.PaymentDecision(
      decision: CreditControl.DecisionID(unapplied.decision),
      payment: unapplied.payment,
      account: unapplied.account,
      clearings: unapplied.allocations.map(clearing)
    )
  }

  /// A credit note lowers what the account owes as money does.
  private static func receipt(_ issued: CreditNoteIssued) -> CreditControl.PaymentReceipt {
    CreditControl.PaymentReceipt(
      payment: PaymentID(creditNote: issued.creditNote),
      account: issued.account,
      amount: issued.credit
    )
  }

  private static func decision(_ applied: CreditApplied) -> CreditControl.PaymentDecision {
    CreditControl.PaymentDecision(
      decision: CreditControl.DecisionID(applied.decision),
      payment: PaymentID(creditNote: applied.creditNote),
      account: applied.account,
      clearings: applied.allocations.map(clearing)
    )
  }

  private static func decision(_ unapplied: CreditUnapplied) -> CreditControl.PaymentDecision {
    CreditControl.PaymentDecision(
      decision: CreditControl.DecisionID(unapplied.decision),
      payment: PaymentID(creditNote: unapplied.creditNote),
      account: unapplied.account,
      clearings: unapplied.allocations.map(clearing)
    )
  }

  private static func reversal(_ returned: PaymentReturned) -> CreditControl.PaymentReturn {
    CreditControl.PaymentReturn(
      reversal: returned.reversal,
      payment: returned.payment,
      account: returned.account,
      amount: returned.amount
    )
  }

  private static func reversal(_ reinstated: PaymentReinstated) -> CreditControl.PaymentReturn {
    CreditControl.PaymentReturn(
      reversal: reinstated.credit,
      payment: reinstated.payment,
      account: reinstated.account,
      amount: -reinstated.amount
    )
  }

  private static func clearing(_ allocation: Allocation) -> CreditControl.Clearing {
    CreditControl.Clearing(
      item: allocation.item,
      account: allocation.account,
      cash: allocation.amount,
      discount: allocation.discount,
      writtenOff: allocation.writtenOff
    )
  }

  private static func change(
    _ placed: BillingOrderPlaced
  ) throws(Malformed) -> CreditControl.OrderChange {
    try change(
      CreditControl.OrderKey(placed.account, placed.order),
      placed.revision,
      placed.amount,
      field: "amount"
    )
  }

  private static func change(
    _ shipped: BillingOrderShipped
  ) throws(Malformed) -> CreditControl.OrderChange {
    try change(
      CreditControl.OrderKey(shipped.account, shipped.order),
      shipped.revision,
      shipped.shipped,
      field: "shipped"
    )
  }

  /// Nobody answers the ordering system, so that what no order can mean goes to the bin, where a
  /// person sees it, instead of being refused in silence.
  private static func change(
    _ key: CreditControl.OrderKey,
    _ revision: Int,
    _ amount: Money,
    field: String
  ) throws(Malformed) -> CreditControl.OrderChange {
    guard revision >= 1 else {
      throw Malformed(.data, "$.revision is \(revision), expected 1 or more")
    }
    guard !amount.isNegative, amount.minorUnits <= CreditControl.Limits.orderMinorUnits else {
      throw Malformed(
        .data,
        "$.\(field) is \(amount), expected 0 to \(CreditControl.Limits.orderMinorUnits) minor units"
      )
    }
    return CreditControl.OrderChange(key, revision: revision, amount: amount)
  }
}
