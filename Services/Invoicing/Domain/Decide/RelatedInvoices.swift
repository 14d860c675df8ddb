import DomainKit

extension Invoicing {
  /// A preceding invoice may be older than this house; one that is known is the account's.
  static func precedingFaults(_ invoice: BilledInvoice, _ state: State) -> [Fault] {
    guard let number = invoice.precedingInvoice else { return [] }
    if number == invoice.invoice {
      return [Fault("precedingInvoice", .precedingUnfit, "\(number) is the invoice itself")]
    }
    guard let owner = state.invoices[number]?.account, owner != invoice.account else { return [] }
    return [Fault("precedingInvoice", .precedingUnfit, "\(number) is an invoice of \(owner)")]
  }

  /// Each deposit was billed to the account, and no part of it is taken off twice.
  static func depositFaults(_ invoice: BilledInvoice, _ state: State) -> [Fault] {
    guard !invoice.deposits.isEmpty else { return [] }
    guard invoice.kind != .deposit else {
      return [Fault("deposits", .depositUnfit, "a deposit invoice takes off no other")]
    }
    guard invoice.deposits.count <= Limits.deposits,
      Set(invoice.deposits.map(\.invoice)).count == invoice.deposits.count
    else {
      let text = "at most \(Limits.deposits) deposit invoices are taken off, each once"
      return [Fault("deposits", .depositUnfit, text)]
    }
    let faults = invoice.deposits.enumerated().compactMap { index, share in
      depositFault(share, invoice, state).map {
        Fault("deposits[\(index)]", .depositUnfit, $0)
      }
    }
    guard faults.isEmpty, invoice.payable.isNegative else { return faults }
    let text = "the deposits are more than the invoice's \(invoice.gross)"
    return [Fault("deposits", .depositUnfit, text)]
  }

  /// Who credits all that an invoice has left gives its deposits back, as far as the note reaches:
  /// what went beyond the rest of the invoice before has given the customer his deposit already.
  static func depositsGivenBack(
    by note: BilledCreditNote,
    on invoice: IssuedInvoice
  ) -> [DepositShare] {
    guard note.gross == invoice.creditable else { return [] }
    var left = note.gross
    return invoice.deposits.compactMap { share in
      let amount = min(share.amount, left)
      left -= amount
      return amount.isPositive ? DepositShare(invoice: share.invoice, amount: amount) : nil
    }
  }

  private static func depositFault(
    _ share: DepositShare,
    _ invoice: BilledInvoice,
    _ state: State
  ) -> String? {
    guard let deposit = state.invoices[share.invoice], deposit.kind == .deposit,
      deposit.account == invoice.account
    else { return "\(share.invoice) is no deposit invoice of \(invoice.account)" }
    guard share.amount.currency == deposit.gross.currency,
      invoice.gross.currency == deposit.gross.currency
    else { return "\(share.amount) of a deposit in \(deposit.gross.currency)" }
    guard share.amount.isPositive else { return "\(share.amount) is not more than zero" }
    guard share.amount <= deposit.creditable else {
      return "\(share.amount) is more than the \(deposit.creditable) that \(share.invoice) has left"
    }
    return nil
  }
}
