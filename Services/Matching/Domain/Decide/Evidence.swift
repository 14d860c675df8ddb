import DomainKit
import Remittance

/// What a payment's own words say, held against the books.
struct Evidence {
  let rule: Matching.Rule
  /// The words that named an invoice.
  private(set) var words: [String] = []
  /// Open items that the payer may pay, in the payment's currency and the order in which to pay.
  private(set) var items: [Matching.Item] = []
  private(set) var rejected: [Matching.Rejected] = []
  /// An invoice that the payer may pay was named, but is settled: the money is a second payment.
  private(set) var namesSettled = false
  /// Something was named that must not be paid from here; a person decides on what is left.
  ///
  /// Another's invoice, an invoice in another currency, or a name that several open ones share.
  private(set) var isContradictory = false

  /// What the payer's advice gives to each invoice, where it says so of all the money.
  private var shares: [InvoiceNumber: Money]?
  private var seen: Set<InvoiceNumber> = []
  private let payment: Matching.Payment
  private let reading: RemittanceReading
  private let state: Matching.State

  /// An advice that divides the money goes first, then structured references; the text is read
  /// where none of them names anything.
  init?(of payment: Matching.Payment, in state: Matching.State) {
    self.payment = payment
    self.state = state
    reading = payment.reading
    if let advised = AdvisedShares(of: payment, in: state) {
      rule = .remittanceAdvice
      shares = [:]
      for document in advised.documents {
        words.append("\(document.number): \(document.paid)")
        guard let invoice = take(state.invoices(named: document.key)) else { continue }
        shares?[invoice, default: .zero(document.paid.currency)] += document.paid
      }
      for allocation in payment.allocations { shares?[allocation.invoice]? -= allocation.cash }
      return
    }
    let references = reading.referenceKeys.filter { state.named[$0] != nil }
    rule = references.isEmpty ? .invoiceNumber : .structuredReference
    let keys = references.isEmpty ? reading.numberKeys { state.named[$0] != nil } : references
    guard !keys.isEmpty else { return nil }
    for key in keys {
      words.append(key.text)
      take(state.invoices(named: key))
    }
  }

  /// The items that the text adds to a structured reference, for money that it leaves over.
  ///
  /// A word counts only if it names one open invoice without doubt.
  mutating func mentionedItems() -> [Matching.Item] {
    guard rule == .structuredReference, !isContradictory else { return [] }
    var items: [Matching.Item] = []
    for key in reading.numberKeys({ !payableInvoices(named: $0).isEmpty }) {
      let open = payableInvoices(named: key)
      guard open.count == 1, seen.insert(open[0].number).inserted else { continue }
      words.append(key.text)
      items += state.openItems(of: open[0])
    }
    return items
  }

  /// It says more than what was understood, or was cut where it may have said more.
  var mayNameMore: Bool {
    let known = reading.known { state.named[Matching.EvidenceKey(.number, $0.key)] != nil }
    let references = reading.references.filter {
      state.named[Matching.EvidenceKey(.reference, $0.reference.key)] != nil
    }
    let understood = Set(known.flatMap(\.words) + references.flatMap(\.words))
    return reading.mentions.contains {
      $0.mayBeCut || $0.mayMeanInvoice && understood.isDisjoint(with: $0.words)
    }
  }

  /// Open invoices that the payer may pay, in the payment's currency.
  private func payableInvoices(named key: Matching.EvidenceKey) -> [Matching.Invoice] {
    state.invoices(named: key).filter { invoice in
      state.pays(payment, for: invoice.account)
        && state.openItems(of: invoice).first?.amount.currency == payment.amount.currency
    }
  }

  /// Pays the items, each at most what the payer's advice gives to its invoice.
  func fill(_ purse: inout Purse) {
    guard var shares else {
      let (money, valueDate) = (purse.rest, payment.valueDate)
      return purse.pay(Distribution(money, over: items, on: valueDate, state.policy))
    }
    for item in items {
      let before = purse.rest
      purse.pay(item, atMost: shares[item.invoice] ?? .zero(before.currency))
      shares[item.invoice]? -= before - purse.rest
    }
  }

  /// The invoice that is meant, if it is one that the payer may pay.
  @discardableResult
  private mutating func take(_ invoices: [Matching.Invoice]) -> InvoiceNumber? {
    let own = invoices.filter { state.pays(payment, for: $0.account) }
    guard !own.isEmpty else {
      for invoice in invoices {
        reject([invoice], state.refusal(of: payment, for: invoice.account))
      }
      return nil
    }
    let open = own.filter { state.openItems(of: $0).first != nil }
    guard open.count <= 1 else {
      reject(open, "shares its name with another open invoice")
      return nil
    }
    guard let invoice = open.first ?? own.max(by: { $0.isOlder(than: $1) }) else { return nil }
    guard seen.insert(invoice.number).inserted else { return invoice.number }
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
    return invoice.number
  }

  private mutating func reject(_ invoices: [Matching.Invoice], _ reason: String) {
    isContradictory = true
    rejected += invoices.flatMap(\.items).map { Matching.Rejected(item: $0, reason: reason) }
  }
}

extension Matching.State {
  /// What the payment's evidence decides on its free money, money on account included; nil:
  /// nothing.
  ///
  /// What is left over goes on account, unless the evidence contradicts itself or may name more,
  /// which is looked into at the cut.
  func evidenceDecision(on payment: Matching.Payment) -> Matching.Decision? {
    if let note = payment.creditNote { return creditDecision(on: payment, note) }
    let (unapplied, zero) = (payment.unapplied, Money.zero(payment.amount.currency))
    let free = unapplied + payment.onAccount
    guard free.isPositive, var evidence = Evidence(of: payment, in: self) else { return nil }
    var purse = Purse(free, valueDate: payment.valueDate)
    evidence.fill(&purse)
    if purse.rest.isPositive {
      for item in evidence.mentionedItems() { purse.pay(item) }
    }
    guard !purse.allocations.isEmpty || evidence.namesSettled else { return nil }
    let isSurplusTheirs =
      !evidence.isContradictory && !purse.isFull
      && (purse.allocations.isEmpty || !evidence.mayNameMore)
    let surplus = max(unapplied - (free - purse.rest), zero)
    let onAccount = isSurplusTheirs ? surplus : zero
    guard !purse.allocations.isEmpty || onAccount.isPositive else { return nil }
    return Matching.Decision(
      name: nextDecision(on: payment),
      rule: evidence.rule,
      evidence: evidence.words,
      rejected: evidence.rejected,
      allocations: purse.allocations,
      onAccount: onAccount
    )
  }
}

extension Draft {
  /// Pays what the payment names, now that it is there.
  mutating func applyEvidence(of id: PaymentID) {
    guard let payment = state.payments[id], let decision = state.evidenceDecision(on: payment)
    else { return }
    if decision.cash > payment.unapplied {
      takeOffAccount(decision.cash - payment.unapplied, of: payment)
    }
    record(.applied(Matching.Application(payment: id, decision: decision)))
  }

  mutating func takeOffAccount(_ amount: Money, of payment: Matching.Payment) {
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
  /// What was settled earlier is older: an invoice that came back from the archive never stands
  /// before one that had not left.
  fileprivate func isOlder(than other: Matching.Invoice) -> Bool {
    if settledAt == other.settledAt { return (issueDate, number) < (other.issueDate, other.number) }
    guard let settledAt, let othersAt = other.settledAt else { return other.settledAt == nil }
    return settledAt < othersAt
  }
}
