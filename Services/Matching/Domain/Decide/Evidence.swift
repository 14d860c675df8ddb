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

  /// Of the first and the last invoice of a range all between them are meant, if they have the
  /// amount.
  private mutating func fillRange(having amount: Money) {
    guard Set(items.map(\.invoice)).count == 2, let one = items.first, let other = items.last,
      let range = NumberRange(
        DocumentNumber.key(one.invoice.rawValue),
        DocumentNumber.key(other.invoice.rawValue)
      )
    else { return }
    let all = state.openItems(for: payment, own: state.openItems(of: payment.account)).filter {
      $0.amount.currency == amount.currency && range.contains($0.invoice)
    }
    let payable = all.reduce(Money.zero(amount.currency)) {
      $0 + $1.payable(on: payment.valueDate)
    }
    if payable == amount, all.count <= Matching.Limits.allocations { items = all }
  }

  /// It says more than what was understood, or was cut where it may have said more.
  var mayNameMore: Bool { isCut || !unread.isEmpty }

  /// The text may have named more where it was cut.
  ///
  /// Behind a single number, and no list, only words follow.
  var isCut: Bool {
    let isAlone = Set(items.map(\.invoice)).count == 1 && unread.isEmpty
    return isAlone ? reading.isOpenList : reading.mayBeCut
  }

  /// What may be the number of an invoice, and is nobody's.
  var unread: [RemittanceReading.Mention] {
    let understood = understood
    return reading.mentions.filter { $0.mayMeanInvoice && understood.isDisjoint(with: $0.words) }
  }

  /// The places of the words that name something known.
  private var understood: Set<Int> {
    let known = reading.known { state.named[Matching.EvidenceKey(.number, $0.key)] != nil }
    let references = reading.references.filter {
      state.named[Matching.EvidenceKey(.reference, $0.reference.key)] != nil
    }
    return Set(known.flatMap(\.words) + references.flatMap(\.words))
  }

  /// Another open item that has just the amount, where only one invoice is named, by a number that
  /// may be mistyped, and has another.
  var itemOfAmount: Matching.Item? {
    let amount = payment.unapplied
    guard rule == .invoiceNumber, payment.decisions.isEmpty, Set(items.map(\.invoice)).count == 1
    else { return nil }
    let asked = [
      items.map { $0.payable(on: payment.valueDate) }, items.map { $0.open - $0.unearned },
    ]
    .map { $0.reduce(.zero(amount.currency), +) }
    guard !asked.contains(amount), !items.contains(where: { isOf(amount, $0) }) else { return nil }
    return state.openItems(for: payment, own: state.openItems(of: payment.account)).first { item in
      item.invoice != items[0].invoice && isOf(amount, item)
    }
  }

  private func isOf(_ amount: Money, _ item: Matching.Item) -> Bool {
    item.open == amount || item.payable(on: payment.valueDate) == amount
  }

  /// Open invoices that the payer may pay, in the payment's currency.
  private func payableInvoices(named key: Matching.EvidenceKey) -> [Matching.Invoice] {
    state.invoices(named: key).filter { invoice in
      state.pays(payment, for: invoice.account)
        && state.openItems(of: invoice).first?.amount.currency == payment.amount.currency
    }
  }

  /// The payer's advice says what each invoice gets.
  var isDivided: Bool { shares != nil }

  /// The advice divides the money, and some of it belongs to invoices that have not come.
  var awaitsMore: Bool { isDivided && mayNameMore }

  /// Another amount was paid than that of what is named, and it may name more, or credits explain
  /// it.
  ///
  /// The cut decides when everything is there.
  func isForCut(_ purse: Purse) -> Bool {
    guard !isDivided, !purse.allocations.isEmpty else { return false }
    if itemOfAmount != nil { return true }
    if purse.rest.isPositive { return mayNameMore }
    let whole = items.reduce(purse.rest) { $0 + $1.payable(on: payment.valueDate) }
    let missing = purse.allocations.reduce(whole) { $0 - $1.cash }
    guard missing.isPositive else { return false }
    return !unread.isEmpty || state.creditsTaken(by: payment, missing: missing, reading) != nil
  }

  /// Pays the items, each at most what the payer's advice gives to its invoice.
  mutating func fill(_ purse: inout Purse) {
    guard var shares else {
      fillRange(having: purse.rest)
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
  /// What is left over goes on account. Where the evidence contradicts itself, or the cut may find
  /// out more, nothing is decided here.
  func evidenceDecision(on payment: Matching.Payment) -> Matching.Decision? {
    if let note = payment.creditNote { return creditDecision(on: payment, note) }
    let (unapplied, zero) = (payment.unapplied, Money.zero(payment.amount.currency))
    let free = unapplied + payment.onAccount
    guard free.isPositive, var evidence = Evidence(of: payment, in: self),
      !evidence.isContradictory
    else { return nil }
    var purse = Purse(free, valueDate: payment.valueDate)
    evidence.fill(&purse)
    if purse.rest.isPositive {
      for item in evidence.mentionedItems() { purse.pay(item) }
    }
    guard !purse.allocations.isEmpty || evidence.namesSettled, !evidence.isForCut(purse) else {
      return nil
    }
    let surplus = max(unapplied - (free - purse.rest), zero)
    let onAccount = purse.isFull || evidence.awaitsMore ? zero : surplus
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
        Matching.Taking(
          decision: decision.id,
          id: name.taking(decision),
          rule: decision.rule,
          offAccount: taken
        )
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
