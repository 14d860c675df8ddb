import DomainKit

/// What a payment's own words say, held against the books.
struct Evidence {
  let rule: Matching.Rule
  /// The words that named an invoice.
  private(set) var words: [String] = []
  /// Open items of the payer in the payment's currency, in the order in which to pay them.
  private(set) var items: [Matching.Item] = []
  private(set) var rejected: [Matching.Rejected] = []
  /// An invoice of the payer that is paid already was named: the money is a second payment.
  private(set) var namesSettled = false
  /// Something was named that must not be paid from here; a person decides on what is left.
  ///
  /// Another's invoice, an invoice in another currency, or a name that several open ones share.
  private(set) var isContradictory = false

  private var seen: Set<InvoiceNumber> = []

  /// Structured references go first.
  ///
  /// Where one of them names anything, a word of the text counts only if it names an open invoice
  /// without doubt; otherwise every word counts.
  init?(of payment: Matching.Payment, in state: Matching.State) {
    let known = payment.evidence.filter { state.named[$0] != nil }
    let references = known.filter { $0.kind == .reference }
    guard !known.isEmpty else { return nil }
    rule = references.isEmpty ? .invoiceNumber : .structuredReference
    for key in references.isEmpty ? known : references {
      words.append(key.text)
      take(state.invoices(named: key), for: payment, in: state)
    }
    guard !references.isEmpty, !isContradictory else { return }
    for key in known where key.kind == .number {
      mention(state.invoices(named: key), as: key, for: payment, in: state)
    }
  }

  /// What a word of the text adds to a structured reference; in doubt nothing.
  private mutating func mention(
    _ invoices: [Matching.Invoice],
    as key: Matching.EvidenceKey,
    for payment: Matching.Payment,
    in state: Matching.State
  ) {
    let open = invoices.filter {
      $0.account == payment.account && state.openItems(of: $0).first != nil
    }
    guard open.count == 1, seen.insert(open[0].number).inserted else { return }
    let openItems = state.openItems(of: open[0])
    guard openItems[0].amount.currency == payment.amount.currency else { return }
    words.append(key.text)
    items += openItems
  }

  private mutating func take(
    _ invoices: [Matching.Invoice],
    for payment: Matching.Payment,
    in state: Matching.State
  ) {
    let own = invoices.filter { $0.account == payment.account }
    guard !own.isEmpty else {
      return reject(invoices, "belongs to another account than the payment")
    }
    let open = own.filter { state.openItems(of: $0).first != nil }
    if open.count > 1 { return reject(open, "shares its name with another open invoice") }
    guard let invoice = open.first ?? own.max(by: { $0.isOlder(than: $1) }),
      seen.insert(invoice.number).inserted
    else { return }
    let openItems = state.openItems(of: invoice)
    if openItems.isEmpty {
      namesSettled = true
      rejected += invoice.items.map { Matching.Rejected(item: $0, reason: "is settled already") }
    } else if openItems[0].amount.currency != payment.amount.currency {
      let currency = openItems[0].amount.currency
      reject([invoice], "is in \(currency), the payment in \(payment.amount.currency)")
    } else {
      items += openItems
    }
  }

  private mutating func reject(_ invoices: [Matching.Invoice], _ reason: String) {
    isContradictory = true
    rejected += invoices.flatMap(\.items).map { Matching.Rejected(item: $0, reason: reason) }
  }
}

extension Draft {
  /// Pays what the payment names with what is free of it, money on account included; what is left
  /// over goes on account, unless the evidence contradicts itself.
  mutating func applyEvidence(of id: PaymentID) {
    guard let payment = state.payments[id], payment.hasMoney,
      let evidence = Evidence(of: payment, in: state)
    else { return }
    let zero = Money.zero(payment.amount.currency)
    var purse = Purse(payment.unapplied + payment.onAccount, valueDate: payment.valueDate)
    for item in evidence.items { purse.pay(item) }
    guard !purse.allocations.isEmpty || evidence.namesSettled else { return }
    let spent = payment.unapplied + payment.onAccount - purse.rest
    let isSurplusTheirs = !evidence.isContradictory && !purse.isFull
    let surplus = max(payment.unapplied - spent, zero)
    let onAccount = isSurplusTheirs ? surplus : zero
    guard !purse.allocations.isEmpty || onAccount.isPositive else { return }
    if spent > payment.unapplied { takeOffAccount(spent - payment.unapplied, of: payment) }
    let decision = Matching.Decision(
      name: state.nextDecision(on: payment),
      rule: evidence.rule,
      evidence: evidence.words,
      rejected: evidence.rejected,
      allocations: purse.allocations,
      onAccount: onAccount
    )
    record(.applied(Matching.Application(payment: id, decision: decision)))
  }

  private mutating func takeOffAccount(_ amount: Money, of payment: Matching.Payment) {
    let name = state.nextDecision(on: payment)
    var rest = amount
    var takings: [Matching.Taking] = []
    for decision in payment.decisions.reversed() where rest.isPositive {
      let taken = min(rest, decision.onAccount)
      guard taken.isPositive else { continue }
      takings.append(
        Matching.Taking(decision: decision.id, id: name.taking(decision), offAccount: taken)
      )
      rest -= taken
    }
    record(.takenOffAccount(Matching.OffAccount(payment: payment.id, takings: takings)))
  }
}

extension Matching.State {
  func invoices(named key: Matching.EvidenceKey) -> [Matching.Invoice] {
    (named[key] ?? []).compactMap { invoices[$0] }
  }

  /// By due date, then name.
  func openItems(of invoice: Matching.Invoice) -> [Matching.Item] {
    invoice.items.compactMap { items[$0] }.filter(\.open.isPositive)
  }
}

extension Matching.Invoice {
  fileprivate func isOlder(than other: Matching.Invoice) -> Bool {
    (issueDate, number) < (other.issueDate, other.number)
  }
}
