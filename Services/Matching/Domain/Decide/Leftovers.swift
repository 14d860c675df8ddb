import DomainKit
import Remittance

/// The rules for money whose words do not name an invoice in full: they look at everything that is
/// open on the account, so they are booked at the cut, when everything is there.
struct Leftover {
  /// What the rules say of one payment.
  enum Verdict {
    case book(Booking)
    case suggest(Matching.Suggestion)
  }

  /// What is booked of a payment, and why.
  struct Booking {
    let rule: Matching.Rule
    /// Items to be paid; none: all of it goes on account.
    let items: [Matching.Item]
    let evidence: [String]
    var rejected: [Matching.Rejected] = []
    /// Credits of the account that are set off against the items first.
    var credits: [Matching.Payment] = []
    /// What is left is neither the items' nor on account: it waits for what is paused, or for what
    /// has not come.
    var keepsRest = false
  }

  private let payment: Matching.Payment
  private let amount: Money
  /// Open items in the payment's currency, by due date, then name.
  private let items: [Matching.Item]
  private let others: [Matching.Item]
  private let state: Matching.State
  private let reading: RemittanceReading
  /// What is named in full.
  private let evidence: Evidence?
  private let numbers: LikelyNumbers
  private let readings: Readings
  /// What pending money would pay, and which.
  private let paused: [ItemID: PaymentID]

  /// `open` is what the payment may clear, by due date, then name.
  init(_ payment: Matching.Payment, among open: [Matching.Item], in state: Matching.State) {
    self.payment = payment
    self.state = state
    amount = payment.unapplied
    paused = state.paused(for: payment)
    items = open.filter { $0.amount.currency == payment.amount.currency }
    others = open.filter { $0.amount.currency != payment.amount.currency }
    reading = payment.reading
    evidence = Evidence(of: payment, in: state)
    numbers = LikelyNumbers(in: reading, of: payment, among: items, state)
    readings = Readings(
      amount,
      of: items,
      less: state.creditNotes(of: payment),
      on: payment.valueDate,
      state.policy
    )
  }

  /// With a doubt nothing is booked.
  var verdict: Verdict {
    if let doubt = Doubt(about: payment, evidence, reading, in: state) {
      return suggest(doubt.reason, first: doubt.candidate)
    }
    if let booking = named ?? (isNamed ? rest : ordered ?? billed ?? explained ?? settled) {
      return pause(booking.items).map { suggest($0) } ?? .book(booking)
    }
    if state.policy.allowsOldestFirst {
      let free = items.filter { paused[$0.id] == nil }
      if !free.isEmpty {
        var booking = book(.oldestFirst, free)
        booking.keepsRest = free.count < items.count
        return .book(booking)
      }
    }
    return suggest(pause(items) ?? reason)
  }

  /// Why the items are not given away; nil: no pending money would pay any.
  private func pause(_ items: [Matching.Item]) -> String? {
    items.lazy.compactMap { item in
      paused[item.id].map { "\($0) is pending, which would pay \(item.id)" }
    }.first
  }

  private var reason: String {
    if let first = numbers.ambiguous.first {
      return "'\(first.written)' may be \(first.invoices.count) open invoices"
    }
    if !numbers.hits.isEmpty {
      let texts = (exact.map(\.id.rawValue) + numbers.hits.map(\.text)).joined(separator: ", ")
      return "it may name \(texts), and has another amount"
    }
    if let stranger = numbers.strangers.first {
      return "it names '\(stranger)', which is not known"
    }
    if let another { return "it may name '\(another)', which is not known" }
    if items.isEmpty { return "nothing is open in \(amount.currency)" }
    return readings.doubt
  }
}

// The rules, in the order in which they are asked.
extension Leftover {
  /// What is named in full, and numbers that are like those of open invoices: if they have the
  /// amount, or if enough of each is written to tell it whatever the amount.
  private var named: Booking? {
    let evidence = (self.evidence?.words ?? []) + numbers.hits.map(\.text)
    let meant = exact + likely
    let rule = numbers.hits.isEmpty ? self.evidence?.rule ?? .likelyNumber : .likelyNumber
    if numbers.ambiguous.isEmpty, !meant.isEmpty {
      if let credits = credits(explaining: meant) {
        return book(rule, meant, evidence, less: credits)
      }
      if let instalments = firstInstalments(of: meant) {
        return book(rule, instalments, evidence)
      }
    }
    guard numbers.strangers.isEmpty else { return nil }
    if let ambiguous = numbers.ambiguous.first, numbers.ambiguous.count == 1 {
      let fitting = ambiguous.invoices.compactMap { invoice -> [Matching.Item]? in
        let all = meant + openItems(of: invoice)
        return credits(explaining: all) == [] ? all : firstInstalments(of: all)
      }
      guard let only = fitting.first, fitting.count == 1 else { return nil }
      return book(.likelyNumber, only, evidence + [ambiguous.written])
    }
    guard numbers.ambiguous.isEmpty, exact.isEmpty, !meant.isEmpty,
      numbers.hits.allSatisfy(\.isTelling)
    else { return nil }
    return book(.likelyNumber, meant, evidence)
  }

  /// An order whose invoices have the amount, or that has one open invoice.
  private var ordered: Booking? {
    guard numbers.hits.isEmpty else { return nil }
    for mention in reading.mentions where mention.label != .date {
      let invoices = state.debtors(of: payment)
        .flatMap { state.invoices(hintedBy: Matching.HintKey($0, order: mention.key)) }
      let meant = invoices.flatMap(openItems)
      guard !meant.isEmpty else { continue }
      let isTelling = invoices.count == 1 && mention.label == .purchaseOrder
      let credits = credits(explaining: meant)
      guard isTelling || credits != nil else { return nil }
      return book(.purchaseOrder, meant, [mention.written], less: credits ?? [])
    }
    return nil
  }

  /// What was invoiced in the months that the payer names, if it has the amount.
  private var billed: Booking? {
    guard isWithoutNumbers, !reading.months.isEmpty else { return nil }
    let meant = items.filter { item in
      guard let date = state.invoices[item.invoice]?.issueDate else { return false }
      return reading.months.contains {
        $0.month == date.month && ($0.year ?? date.year) == date.year
      }
    }
    guard !meant.isEmpty, readings.singles.count < 2, credits(explaining: meant) == [] else {
      return nil
    }
    return book(
      .month,
      meant,
      reading.months.map { "\($0.month)/\($0.year.map(String.init) ?? "")" }
    )
  }

  /// What is open explains the amount in one way only.
  private var explained: Booking? {
    guard isWithoutNumbers else { return nil }
    if reading.topics.contains(.balance) {
      if let total = readings.total { return book(.accountTotal, total) }
      if let balance = readings.balance {
        return book(.accountTotal, balance.items, less: balance.credits)
      }
    }
    return readings.certain.map { book($0.rule, $0.items, less: $0.credits) }
  }

  /// All that is open, less all credits that the account has.
  private var settled: Booking? {
    guard isWithoutNumbers, readings.explainsNothing, items.count > 1 else { return nil }
    let credits = state.openPayments(of: payment.account).filter {
      $0.id != payment.id && $0.amount.currency == amount.currency && $0.onAccount.isPositive
    }
    guard !credits.isEmpty else { return nil }
    let money = credits.reduce(amount) { $0 + $1.worth(on: payment.valueDate) }
    guard items.allSatisfy({ $0.account == payment.account }), money == total(items, \.open) else {
      return nil
    }
    var booking = book(.accountTotal, items)
    booking.credits = credits
    return booking
  }

  /// What is named is paid; what is left is the payer's, unless it may name more.
  ///
  /// Where the text was cut, what is open may explain the rest.
  private var rest: Booking? {
    guard numbers.hits.isEmpty, numbers.ambiguous.isEmpty else { return nil }
    if evidence?.isCut ?? reading.mayBeCut {
      return exact.isEmpty ? explained : continued
    }
    guard let rule = evidence?.rule ?? payment.decisions.last?.rule, another == nil else {
      return nil
    }
    if exact.isEmpty {
      guard numbers.strangers.isEmpty else { return nil }
      return Booking(rule: rule, items: [], evidence: ["\(amount) more than what it names"])
    }
    var booking = book(rule, exact, evidence?.words ?? [])
    booking.keepsRest = !numbers.strangers.isEmpty
    return booking
  }
}

extension Leftover {
  /// What is named in full, and the only items that have what is left after it.
  private var continued: Booking? {
    let left = amount - total(exact) { $0.payable(on: payment.valueDate) }
    let others = items.filter { item in !exact.contains { $0.id == item.id } }
    guard numbers.strangers.isEmpty, left.isPositive,
      let more = Readings(left, of: others, on: payment.valueDate, state.policy).certain
    else { return nil }
    return book(.likelyNumber, exact + more.items, evidence?.words ?? [])
  }

  /// Open items of what is named in full, where no advice says what each of them gets.
  private var exact: [Matching.Item] {
    evidence.flatMap { $0.isDivided ? nil : $0.items } ?? []
  }

  /// A number that nothing announces, and that is nobody's, beside those that are known.
  private var another: String? {
    exact.isEmpty
      ? nil : evidence?.unread.first { $0.label == nil && $0.isNumber }.map(\.written)
  }

  /// Open items of invoices whose numbers are like what is written.
  private var likely: [Matching.Item] {
    let named = Set(exact.map(\.invoice))
    return numbers.hits.filter { !named.contains($0.invoice.number) }
      .flatMap { openItems(of: $0.invoice) }
  }

  /// Something is named in full, and open, or some of the money was booked on it.
  private var isNamed: Bool {
    !exact.isEmpty || payment.decisions.contains { $0.rule.isEvidence && !$0.cash.isZero }
  }

  private var isWithoutNumbers: Bool {
    numbers.hits.isEmpty && numbers.ambiguous.isEmpty && numbers.strangers.isEmpty
  }

  private func openItems(of invoice: Matching.Invoice) -> [Matching.Item] {
    state.openItems(of: invoice).filter { $0.amount.currency == amount.currency }
  }

  /// The credits less which they have the amount: in full, less the discounts that are earned,
  /// less those that were offered, or but for what may be given up; nil: they have another.
  private func credits(explaining items: [Matching.Item]) -> [Matching.Payment]? {
    let payable = total(items) { $0.payable(on: payment.valueDate) }
    let discounted = total(items) { $0.open - $0.unearned }
    if [payable, discounted, total(items, \.open)].contains(amount) { return [] }
    let missing = payable - amount
    if let credits = state.creditsTaken(by: payment, missing: missing, reading) { return credits }
    let tolerance = total(items) { state.policy.tolerance(of: $0) }
    return missing.magnitude <= tolerance ? [] : nil
  }

  /// The first instalments of the one invoice that have the amount.
  private func firstInstalments(of items: [Matching.Item]) -> [Matching.Item]? {
    guard Set(items.map(\.invoice)).count == 1 else { return nil }
    return items.indices.lazy.map { Array(items[...$0]) }.first {
      total($0) { $0.payable(on: payment.valueDate) } == amount
    }
  }

  private func total(_ items: [Matching.Item], _ part: (Matching.Item) -> Money) -> Money {
    items.reduce(.zero(amount.currency)) { $0 + part($1) }
  }

  private func book(
    _ rule: Matching.Rule,
    _ chosen: [Matching.Item],
    _ evidence: [String] = [],
    less credits: [Matching.Payment] = []
  ) -> Booking {
    let ids = Set(chosen.map(\.id))
    let rejected =
      items.lazy.filter { !ids.contains($0.id) }
      .map { Matching.Rejected(item: $0.id, reason: pause([$0]) ?? "has \($0.open) open") }
      .prefix(Matching.Limits.rejectedCandidates)
    return Booking(
      rule: rule,
      items: chosen,
      evidence: evidence + ["\(amount) of \(payment.valueDate)"],
      rejected: Array(rejected) + wrongCurrency,
      credits: credits
    )
  }

  private var wrongCurrency: [Matching.Rejected] {
    others.prefix(Matching.Limits.rejectedCandidates).map {
      Matching.Rejected(
        item: $0.id,
        reason: "is in \($0.amount.currency), the payment in \(amount.currency)"
      )
    }
  }

  private func suggest(
    _ reason: String,
    first: Matching.Suggestion.Candidate? = nil
  ) -> Verdict {
    var candidates = first.map { [$0] } ?? []
    func offer(_ rule: Matching.Rule, _ items: [Matching.Item]) {
      guard !items.isEmpty, candidates.count < Matching.Limits.suggestedMatches else { return }
      let ids = items.prefix(Matching.Limits.suggestedItems).map(\.id)
      guard !candidates.contains(where: { $0.items == ids }) else { return }
      candidates.append(Matching.Suggestion.Candidate(items: ids, rule: rule))
    }
    let meant = exact + likely
    offer(.likelyNumber, meant)
    for invoice in numbers.ambiguous.first?.invoices ?? [] {
      offer(.likelyNumber, meant + openItems(of: invoice))
    }
    for item in readings.singles { offer(.exactAmount, [item]) }
    if let total = readings.total { offer(.accountTotal, total) }
    for combination in readings.combinations { offer(.combination, combination) }
    for way in readings.lessCredits { offer(.combination, way.items) }
    for item in items where item.open - item.unearned == amount { offer(.exactAmount, [item]) }
    if candidates.isEmpty {
      var purse = Purse(amount, valueDate: payment.valueDate)
      for item in items { purse.pay(item) }
      let paid = Set(purse.allocations.map(\.item))
      offer(.oldestFirst, items.filter { paid.contains($0.id) })
    }
    return .suggest(Matching.Suggestion(candidates: candidates, reason: reason))
  }
}
