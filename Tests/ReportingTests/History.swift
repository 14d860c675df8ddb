import DomainKit
import ReportingDomain
import ServiceKit

/// A random and consistent history of a house: facts in cuts, each cut ended by its markers, in the
/// order in which they happened.
struct History {
  struct Told {
    let fact: Fact
    let cut: DayCut?
    /// The business day on which it was told.
    let date: CalendarDate
    let arrival: Arrival
    var command: Reporting.Command { .record(fact, arrival) }
  }

  static let partitions = 3
  static let currencies = [Currency.euro, Currency(literal: "JPY")]
  /// P pays for its children; each group has a partition.
  static let groups: [[AccountID]] = [["P", "P-1", "P-2"], ["A"], ["B"], ["C"]]
  static var accounts: [AccountID] { groups.flatMap { $0 } }
  static let firstDay = day("2026-02-20")

  private(set) var told: [Told] = []
  private(set) var cuts: [DayCut] = []
  /// The business day that is open, in the end the one after the last cut.
  private(set) var date = firstDay
  private var random: SplitMix64
  private var cut: DayCut?
  private var books = NaiveBooks()
  private var live: [Decision] = []
  private var returned: Set<PaymentID> = []
  private var counter = 0
  private var inCut: [Told] = []
  private var closedThrough = firstDay.adding(days: -firstDay.day)

  init(seed: UInt64, days: Int = 25, factsPerCut: Int = 10) {
    random = SplitMix64(seed: seed)
    for (index, account) in Self.accounts.enumerated() {
      tell(.registered(account, "Account \(index)", partition: Self.partition(of: account).number))
    }
    // Before the first day is opened, facts have only dates of their own.
    for _ in 0..<3 { issue() }
    tell(.opened(cut: DayCut(date: date), closes: nil))
    for _ in 0..<days {
      var next: DayCut? = DayCut(date: date)
      let last = chance(4) ? 2 : 1
      while let open = next {
        cut = open
        let count = Int.random(in: 0...factsPerCut, using: &random)
        let closing = chance(2) ? Int.random(in: 0...count, using: &random) : nil
        for index in 0...count {
          if index == closing { closeMonth() }
          if index < count { happen() }
        }
        next = open.number < last ? open.nextWithinDay : nil
        let tomorrow = date.adding(days: Int.random(in: 1...4, using: &random))
        close(open, opens: next ?? DayCut(date: tomorrow))
        if next == nil { date = tomorrow }
      }
    }
  }

  static func partition(of account: AccountID) -> Partition {
    let group = certainly(groups.firstIndex { $0.contains(account) }, "\(account)")
    return ReportingTests.partition(group % partitions)
  }

  /// The books of a replay of what stands in them up to the end of a day.
  func books(asOf day: CalendarDate, without cancelled: Set<String>) -> NaiveBooks {
    var books = NaiveBooks()
    for posting in AccountingOracle.postings(of: told, without: cancelled)
    where posting.date <= day {
      books.take(posting.fact, on: posting.date)
    }
    return books
  }

  /// Every day on which something may change, and some beyond both ends, with the books of its end:
  /// of all that was told, or of what was told by a day.
  func forEachDay(
    knownOn: CalendarDate? = nil,
    without cancelled: Set<String>,
    _ body: (CalendarDate, NaiveBooks) -> Void
  ) {
    let first = Self.firstDay.adding(days: -65)
    var days: [CalendarDate: [Fact]] = [:]
    let known = told.filter { told in knownOn.map { told.date <= $0 } ?? true }
    for posting in AccountingOracle.postings(of: known, without: cancelled) {
      days[posting.date, default: []].append(posting.fact)
    }
    var books = NaiveBooks()
    for offset in 0...(first.days(until: date) + 95) {
      let day = first.adding(days: offset)
      for fact in days[day] ?? [] { books.take(fact, on: day) }
      body(day, books)
    }
  }

  // MARK: What may happen

  private mutating func happen() {
    switch Int.random(in: 0..<20, using: &random) {
    case 0...4: issue()
    case 5...8: receive()
    case 9: identify()
    case 10: withdraw()
    case 11...14: apply()
    case 15, 16: undo()
    case 17: takeBack()
    case 18:
      let names = books.payments.keys.sorted()
      if let payment = names.randomElement(using: &random) { tell(.suggested(payment: payment)) }
    default: tell(pick([.refusedInvoice, .uneventful]))
    }
  }

  private mutating func issue() {
    let account = pick(Self.accounts)
    let currency = pick(Self.currencies)
    let number = count()
    let isDelayed = cut == nil || chance(3)
    let delay = isDelayed ? Int.random(in: 0...40, using: &random) : 0
    let issueDate = date.adding(days: -delay)
    let items = (0..<Int.random(in: 1...3, using: &random)).map { index in
      IssuedItem(
        item: ItemID("I-\(number)/\(index)"),
        dueDate: issueDate.adding(days: Int.random(in: -10...60, using: &random)),
        amount: Money(Int64.random(in: 1...1000, using: &random), currency)
      )
    }
    tell(
      .issued(
        invoice: IssuedInvoice(
          invoice: InvoiceNumber("I-\(number)"),
          account: account,
          issueDate: issueDate,
          items: items
        )
      )
    )
  }

  private mutating func receive() {
    let currency = pick(Self.currencies)
    let amount = Money(Int64.random(in: 1...2000, using: &random), currency)
    tell(.received(PaymentID("PAY-\(count())"), amount))
    if chance(2) { identify() }
  }

  private mutating func identify() {
    guard let payment = books.pool.keys.sorted().randomElement(using: &random),
      let amount = books.pool[payment]
    else { return }
    let account = pick(Self.accounts)
    tell(.identified(payment, amount, of: account, value: dayBefore().description))
  }

  private mutating func withdraw() {
    guard let payment = books.pool.keys.sorted().first, let amount = books.pool[payment] else {
      return
    }
    tell(.withdrawn(payment: ReceivedPayment(payment: payment, amount: amount)))
  }

  private mutating func apply() {
    let candidates = books.payments.filter { $0.value.unapplied.isPositive }
    guard let name = candidates.keys.sorted().randomElement(using: &random),
      let payment = candidates[name]
    else { return }
    let group = Self.groups.first { $0.contains(payment.account) } ?? []
    let items = books.items.filter {
      group.contains($0.value.account) && $0.value.open.isPositive
        && $0.value.open.currency == payment.amount.currency
    }
    var left = payment.unapplied
    var clearings: [Clearing] = []
    for item in items.keys.sorted().shuffled(using: &random).prefix(2) where left.isPositive {
      let open = certainly(items[item], "\(item)").open
      let cash = Money(
        Int64.random(in: 1...min(open, left).minorUnits, using: &random),
        open.currency
      )
      let rest = open - cash
      let discount = chance(3) ? min(rest, Money(20, open.currency)) : .zero(open.currency)
      let inGrace = discount.isPositive && chance(2) ? discount : nil
      clearings.append(
        Clearing(item: item, cash: cash, discount: discount, discountInGrace: inGrace)
      )
      left -= cash
    }
    let onAccount = chance(3) ? left : .zero(left.currency)
    guard !clearings.isEmpty || onAccount.isPositive else { return }
    decide(
      Decision(
        id: "D-\(count())",
        isReversal: false,
        payment: name,
        account: payment.account,
        valueDate: date.adding(days: -2),
        clearings: clearings,
        onAccount: onAccount,
        rule: pick(["oldest-first", "exact-amount"])
      )
    )
  }

  private mutating func undo() {
    guard let decision = live.randomElement(using: &random) else { return }
    reverse([decision])
  }

  /// The payer's bank takes a payment back: all of its decisions go in one reversal.
  private mutating func takeBack() {
    let names = books.payments.keys.filter { !returned.contains($0) }.sorted()
    guard let name = names.randomElement(using: &random), let payment = books.payments[name] else {
      return
    }
    let decisions = live.filter { $0.payment == name }
    if !decisions.isEmpty { reverse(decisions) }
    returned.insert(name)
    tell(
      .returned(
        name,
        payment.amount,
        as: PaymentID("RET-\(count())"),
        of: payment.account,
        value: dayBefore().description
      )
    )
  }

  /// A day that banks state: mostly that of yesterday, sometimes of long ago or of tomorrow.
  private mutating func dayBefore() -> CalendarDate {
    date.adding(days: chance(3) ? -Int.random(in: -2...20, using: &random) : -1)
  }

  /// The calendar closes the next month that has ended.
  private mutating func closeMonth() {
    let lastDay = closedThrough.adding(days: 1).endOfMonth
    guard let cut, lastDay < date else { return }
    closedThrough = lastDay
    tell(.periodClosed(lastDay: lastDay, cut: cut))
  }

  private mutating func reverse(_ decisions: [Decision]) {
    let first = decisions[0]
    decide(
      Decision(
        id: "U-\(count())",
        isReversal: true,
        payment: first.payment,
        account: first.account,
        valueDate: date,
        clearings: decisions.flatMap(\.clearings),
        onAccount: decisions.map(\.onAccount).reduce(.zero(first.onAccount.currency), +)
      )
    )
    live.removeAll { decisions.contains($0) }
  }

  private mutating func decide(_ decision: Decision) {
    if !decision.isReversal { live.append(decision) }
    tell(.decided(decision: decision))
  }

  // MARK: Telling

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: list.indices, using: &random)]
  }

  private mutating func chance(_ oneIn: Int) -> Bool {
    Int.random(in: 0..<oneIn, using: &random) == 0
  }

  private mutating func count() -> Int {
    counter += 1
    return counter
  }

  private mutating func tell(_ fact: Fact) {
    let stream = FactStream(of: fact)
    let ownDate = fact.ownDate ?? date
    let told = Told(
      fact: fact,
      cut: cut,
      date: cut?.date ?? ownDate,
      arrival: Arrival(
        message: "M-\(count())",
        type: stream?.type ?? "marker",
        partition: account(of: fact).map(Self.partition(of:)),
        cut: cut,
        amount: stream?.amount
      )
    )
    books.take(fact, on: told.date)
    inCut.append(told)
    self.told.append(told)
  }

  private func account(of fact: Fact) -> AccountID? {
    if case .suggested(let payment) = fact {
      books.payments[payment]?.account
    } else {
      fact.account
    }
  }

  private mutating func close(_ cut: DayCut, opens: DayCut) {
    cuts.append(cut)
    let partitions = (0..<Self.partitions).map(ReportingTests.partition)
    let facts = inCut
    for sender in Marker.Sender.allCases {
      for scope in (sender == .matching ? [] : [nil]) + partitions.map(Optional.some) {
        tell(
          .closed(
            marker: Marker(
              sender: sender,
              closes: cut,
              opens: opens,
              partition: scope,
              streams: streams(of: sender, scope, facts),
              totals: totals(of: sender, scope, facts),
              exceptions: []
            )
          )
        )
      }
    }
    inCut = []
  }

  private func streams(
    of sender: Marker.Sender,
    _ scope: Partition?,
    _ facts: [Told]
  ) -> [StreamCount] {
    var counts: [String: Count] = [:]
    for told in facts where told.arrival.partition == scope {
      guard let stream = FactStream(of: told.fact), stream.sender == sender else { continue }
      counts[stream.type, default: Count()] += Count(1, Amounts(stream.amount.map { [$0] } ?? []))
    }
    return counts.sorted { $0.key < $1.key }.map {
      StreamCount(type: $0.key, partition: scope, count: $0.value)
    }
  }

  private func totals(
    of sender: Marker.Sender,
    _ scope: Partition?,
    _ facts: [Told]
  ) -> [ControlCount] {
    switch (sender, scope) {
    case (.paymentIntake, nil): intakeTotals(facts.map(\.fact))
    case (.matching, let partition?): matchingTotals(partition, facts.map(\.fact))
    default: []
    }
  }

  private func intakeTotals(_ facts: [Fact]) -> [ControlCount] {
    var amounts: [ControlCount.Figure: [Money]] = [:]
    for fact in facts {
      switch fact {
      case .received(let payment): amounts[.received, default: []].append(payment.amount)
      case .identified(let payment): amounts[.handedOver, default: []].append(payment.amount)
      case .returned(let payment): amounts[.returned, default: []].append(payment.amount)
      default: break
      }
    }
    amounts[.unidentified] = Array(books.pool.values)
    return [.received, .handedOver, .returned, .unidentified].map {
      ControlCount(figure: $0, count: Count(amounts[$0]?.count ?? 0, Amounts(amounts[$0] ?? [])))
    }
  }

  private func matchingTotals(_ partition: Partition, _ facts: [Fact]) -> [ControlCount] {
    let items = books.items.values.filter { Self.partition(of: $0.account) == partition }
      .map(\.open).filter { !$0.isZero }
    let payments = books.payments.values.filter { Self.partition(of: $0.account) == partition }
    var applied = Amounts()
    var discount = Amounts()
    for case .decided(let decision) in facts where Self.partition(of: decision.account) == partition
    {
      for clearing in decision.clearings {
        applied += decision.isReversal ? -clearing.cash : clearing.cash
        discount += decision.isReversal ? -clearing.discount : clearing.discount
      }
    }
    return [
      ControlCount(figure: .openItems, count: Count(items.count, Amounts(items))),
      ControlCount(figure: .unapplied, count: Count(0, Amounts(payments.map(\.unapplied)))),
      ControlCount(figure: .onAccount, count: Count(0, Amounts(payments.map(\.onAccount)))),
      ControlCount(figure: .applied, count: Count(0, applied)),
      ControlCount(figure: .discount, count: Count(0, discount)),
    ]
  }
}
