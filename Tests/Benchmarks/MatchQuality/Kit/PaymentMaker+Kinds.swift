import DomainKit

// Payments that name what they pay.
extension PaymentMaker {
  mutating func structuredReference() -> MadePayment? {
    guard let item = anyItem() else { return nil }
    var payment = payment(of: register.invoices[register.items[item].invoice].items)
    quote(&payment, item)
    return payment
  }

  mutating func mistyped() -> MadePayment? {
    guard let item = anyItem() else { return nil }
    guard chance.happens(20) else {
      return single(item) { maker, number in
        (maker.anyPrefix(), Noise.mistyped(number, &maker.chance))
      }
    }
    var payment = payment(of: register.invoices[register.items[item].invoice].items)
    let reference = register.invoices[register.items[item].invoice].reference
    payment.references = [Noise.mistyped(String(decoding: reference, as: UTF8.self), &chance)]
    return payment
  }

  mutating func letterO() -> MadePayment? {
    single { maker, number in
      Noise.withLetterO(number, &maker.chance).map { (maker.anyPrefix(), $0) }
    }
  }

  /// The text ends within the number, at 35 or at 140 characters.
  mutating func cutText() -> MadePayment? {
    guard let item = anyItem() else { return nil }
    let number = number(item)
    guard number.count > 5 else { return nil }
    var payment = payment(of: register.invoices[register.items[item].invoice].items)
    let limit = chance.happens(75) ? 35 : 140
    let visible = chance.int(max(4, number.count - 4)...number.count - 1)
    let name = register.accounts[register.items[item].account].name
    var preface = "\(phrases.opening(&chance)) \(name) \(phrases.nouns(&chance))"
    while preface.count < limit { preface = "\(phrases.idle(&chance)) \(name), " + preface }
    payment.writing.add(String(preface.suffix(limit - 1 - visible)))
    payment.writing.add(number, .number)
    payment.writing.cut(at: limit)
    return payment
  }

  mutating func severalNumbers() -> MadePayment? {
    guard let first = anyItem() else { return nil }
    let account = register.accounts[register.items[first].account]
    let open = account.invoices.filter { register.invoices[$0].isOpen }
    guard open.count > 1 else { return nil }
    let wanted = min(open.count, chance.pick([2, 2, 2, 3, 3, 4, 5, 8]))
    // Mostly what is due together, sometimes from all over the account.
    let start = chance.int(0...open.count - wanted)
    let chosen =
      chance.happens(70)
      ? Array(open[start..<start + wanted]) : Array(open.shuffled(using: &chance).prefix(wanted))
    var payment = payment(of: chosen.flatMap { register.invoices[$0].items })
    if !account.credits.isEmpty, chance.happens(40) {
      let credit = chance.pick(account.credits)
      guard credit.amount < payment.amount else { return nil }
      payment.amount -= credit.amount
      payment.credits = [credit.number]
    }
    payment.writing.add(phrases.opening(&chance))
    payment.writing.add(phrases.nouns(&chance))
    list(chosen, in: &payment)
    if let credit = payment.credits.first { payment.writing.add("- \(credit)") }
    finish(&payment)
    return payment
  }

  /// The later ones are often shortened to their last digits, and amounts stand beside them.
  private mutating func list(_ invoices: [Int], in payment: inout MadePayment) {
    let style = chance.int(0...9)
    let separator = phrases.and(&chance)
    for (place, invoice) in invoices.enumerated() {
      var text = register.invoices[invoice].number.rawValue
      if style < 3, place > 0 { text = lastDigits(of: text) }
      if place == 0 {
        payment.writing.add(text, .number)
      } else {
        payment.writing.join(place == invoices.count - 1 ? separator : listSeparator(separator))
        payment.writing.join(text, .number)
      }
      if style == 9 {
        let amount = register.invoices[invoice].items.map { register.items[$0].open }.reduce(0, +)
        payment.writing.add(phrases.amount(amount, &chance))
      }
    }
  }

  private func listSeparator(_ last: String) -> String {
    [" et ", " and "].contains(last) ? ", " : last
  }

  private func lastDigits(of number: String) -> String {
    let run = number.split { !$0.isNumber }.last ?? ""
    return String(run.count > 8 ? run.suffix(5) : run)
  }

  mutating func range() -> MadePayment? {
    guard !pools.rows.isEmpty else { return nil }
    let row = chance.pick(pools.rows)
    let first = chance.int(0...row.count - 2)
    let last = chance.int(first + 1...row.count - 1)
    let chosen = Array(row[first...last])
    var payment = payment(of: chosen.flatMap { register.invoices[$0].items })
    let (low, high) = (
      register.invoices[chosen[0]].number.rawValue,
      register.invoices[chosen[chosen.count - 1]].number.rawValue
    )
    payment.writing.add(phrases.opening(&chance))
    payment.writing.add(phrases.nouns(&chance))
    payment.writing.add(low, .rangeFirst)
    payment.writing.join(phrases.to(&chance))
    payment.writing.join(chance.happens(60) ? lastDigits(of: high) : high, .rangeLast)
    finish(&payment)
    return payment
  }

  mutating func purchaseOrder() -> MadePayment? {
    guard !pools.ordered.isEmpty else { return nil }
    let invoice = register.invoices[chance.pick(pools.ordered)]
    var payment = payment(of: invoice.items)
    payment.writing.add(phrases.opening(&chance))
    payment.writing.add(
      chance.pick(
        phrases.isFrench
          ? ["commande", "cde", "votre commande", "bon de commande", "N/cde", ""]
          : ["order", "PO", "our order", "purchase order", "P.O. no", ""]
      )
    )
    let order = String(decoding: invoice.order, as: UTF8.self)
    payment.writing.add(chance.happens(50) ? order : grouped(order, by: 5), .purchaseOrder)
    finish(&payment)
    return payment
  }

  mutating func discount(isLate: Bool) -> MadePayment? {
    guard !pools.discounted.isEmpty else { return nil }
    let item = chance.pick(pools.discounted)
    let entry = register.items[item]
    guard let offer = entry.discounts.first, entry.open > offer.amount,
      register.invoices[entry.invoice].items.count == 1
    else { return nil }
    var payment = payment(of: [item])
    let isGrace = chance.happens(20)
    let (from, days) =
      isLate
      ? (offer.lastGraceDate, chance.int(1...25))
      : (offer.lastDate, isGrace ? chance.int(1...3) : -chance.int(0...7))
    payment.valueDate = min(from.adding(days: days), LedgerGenerator.today)
    guard !isLate || payment.valueDate > offer.lastGraceDate else { return nil }
    payment.amount = entry.open - offer.amount
    payment.bookings = settling([item], on: payment.valueDate)
    if isLate {
      payment.bookings = [Clerk.Booking(item: item, cash: payment.amount, discount: 0)]
    }
    name(item, in: &payment, noisy: isLate ? 0 : 20)
    return payment
  }

  /// By its reference, its number or what people make of it.
  private mutating func name(_ item: Int, in payment: inout MadePayment, noisy: Int) {
    if chance.happens(35) { return quote(&payment, item) }
    let isNoisy = chance.happens(noisy)
    _ = write(&payment, item) { maker, number in
      (maker.anyPrefix(), isNoisy ? Noise.noisy(number, &maker.chance) : number)
    }
    finish(&payment)
  }

  private mutating func plainItem(of least: Int64) -> Int? {
    guard let item = anyItem() else { return nil }
    let entry = register.items[item]
    let isPlain = register.invoices[entry.invoice].items.count == 1
    guard isPlain, entry.open >= least, entry.discounts.isEmpty else { return nil }
    return item
  }

  mutating func short(by charges: Int64) -> MadePayment? {
    guard let item = plainItem(of: charges * 4) else { return nil }
    return another(register.items[item].open - charges, for: item)
  }

  private mutating func another(_ amount: Int64, for item: Int) -> MadePayment {
    var payment = payment(of: [item])
    payment.amount = amount
    let cash = min(amount, register.items[item].open)
    payment.bookings = [Clerk.Booking(item: item, cash: cash, discount: 0)]
    name(item, in: &payment, noisy: 0)
    return payment
  }

  mutating func partPayment() -> MadePayment? {
    guard let item = plainItem(of: 10_000) else { return nil }
    let share = register.items[item].open * Int64(chance.int(20...80)) / 100
    var payment = another(max(1000, share / 1000 * 1000), for: item)
    if payment.references.isEmpty {
      payment.writing.add(
        chance.pick(
          phrases.isFrench ? ["acompte", "1er versement", ""] : ["part payment", "on account", ""]
        )
      )
    }
    return payment
  }

  mutating func overpayment() -> MadePayment? {
    guard let item = plainItem(of: 1000) else { return nil }
    let open = register.items[item].open
    let more = chance.happens(40) ? (open / 1000 + 1) * 1000 - open : Int64(chance.int(1...5000))
    return another(open + more, for: item)
  }
}

// Payments that name nothing, or what is not theirs.
extension PaymentMaker {
  mutating func amountOnly() -> MadePayment? {
    guard let item = anyItem() else { return nil }
    return silent([chance.happens(70) ? chance.pick(Array(due(with: item).prefix(3))) : item])
  }

  /// What the item's account owes, in the order in which people pay it.
  private func due(with item: Int) -> [Int] {
    register.accounts[register.items[item].account].items.sorted {
      (register.items[$0].due, $0) < (register.items[$1].due, $1)
    }
  }

  private mutating func silent(_ items: [Int]) -> MadePayment {
    var payment = payment(of: items)
    payment.writing.add(phrases.idle(&chance))
    if chance.happens(25) { payment.writing.add(remarks(items[0]).name) }
    if chance.happens(15) { payment.writing.add(phrases.amount(payment.amount, &chance)) }
    finish(&payment)
    return payment
  }

  mutating func combination() -> MadePayment? {
    guard let item = anyItem() else { return nil }
    let account = register.accounts[register.items[item].account]
    let wanted = chance.int(2...4)
    guard account.items.count > wanted else { return nil }
    // A run of payments takes what is due first, or what somebody has approved.
    let items =
      chance.happens(60)
      ? Array(due(with: item).prefix(wanted))
      : Array(account.items.shuffled(using: &chance).prefix(wanted))
    guard !account.credits.isEmpty, chance.happens(50) else { return silent(items) }
    let credit = chance.pick(account.credits)
    var payment = silent(items)
    guard credit.amount < payment.amount else { return nil }
    payment.amount -= credit.amount
    payment.credits = [credit.number]
    return payment
  }

  mutating func accountBalance() -> MadePayment? {
    let withCredit = !pools.withCredit.isEmpty && chance.happens(15)
    guard let item = anyItem() else { return nil }
    let account = withCredit ? chance.pick(pools.withCredit) : register.items[item].account
    let items = register.payable(by: account, on: LedgerGenerator.today)
    guard (2...60).contains(items.count) else { return nil }
    var payment = payment(of: items, by: account)
    let credits = register.accounts[account].credits
    let credited = credits.map(\.amount).reduce(0, +)
    guard credited < payment.amount else { return nil }
    payment.amount -= credited
    payment.credits = credits.map(\.number)
    if chance.happens(70) {
      payment.writing.add(phrases.balance(&chance), .balance)
    } else {
      payment.writing.add(phrases.idle(&chance))
    }
    finish(&payment)
    return payment
  }

  /// Somebody who is not on file pays another's invoice: a lawyer, a director, a factor.
  mutating func thirdParty() -> MadePayment? {
    guard let item = anyItem() else { return nil }
    var payment = payment(of: register.invoices[register.items[item].invoice].items)
    payment.payerName = chance.happens(60) ? Names.person(&chance) : Names.company(&chance)
    payment.payerIBAN = IBANMaker.make(&chance)
    let name = remarks(item).name
    guard chance.happens(88) else {
      payment.writing.add(phrases.idle(&chance))
      payment.writing.add(phrases.isFrench ? "pour \(name)" : "for \(name)")
      return payment
    }
    self.name(item, in: &payment, noisy: 10)
    return payment
  }

  mutating func parentPays() -> MadePayment? {
    guard !pools.heads.isEmpty else { return nil }
    let head = chance.pick(pools.heads)
    let owing = register.accounts[head].members.filter { !register.accounts[$0].items.isEmpty }
    let members = owing.shuffled(using: &chance).prefix(chance.int(1...2))
    let invoices = members.compactMap { member in
      register.accounts[member].invoices.filter { register.invoices[$0].isOpen }
        .randomElement(using: &chance)
    }
    guard !invoices.isEmpty else { return nil }
    var payment = payment(of: invoices.flatMap { register.invoices[$0].items }, by: head)
    if chance.happens(75) {
      payment.writing.add(phrases.opening(&chance))
      list(invoices, in: &payment)
    } else {
      payment.writing.add(phrases.idle(&chance))
    }
    finish(&payment)
    return payment
  }

  mutating func unknownPayer() -> MadePayment? {
    guard let item = anyItem() else { return nil }
    var payment = payment(of: [item])
    payment.payerName = chance.happens(50) ? Names.person(&chance) : nil
    payment.payerIBAN = IBANMaker.make(&chance)
    payment.writing.add(phrases.idle(&chance))
    return payment
  }

  mutating func equalInvoices() -> MadePayment? {
    guard !pools.repeating.isEmpty else { return nil }
    let any = chance.pick(register.accounts[chance.pick(pools.repeating)].items)
    let equal = due(with: any).filter { register.items[$0].open == register.items[any].open }
    guard equal.count > 1 else { return nil }
    // Who says nothing pays the oldest, nearly always.
    return silent([chance.happens(93) ? equal[0] : chance.pick(equal)])
  }

  /// A customer copies what another was billed, or pays for somebody without saying so.
  mutating func foreignReference() -> MadePayment? {
    guard let own = anyItem(), let other = anyItem() else { return nil }
    let payer = register.items[own].account
    let stranger = register.items[other].account
    guard register.group(of: payer) != register.group(of: stranger),
      !register.accounts[payer].ibans.isEmpty
    else { return nil }
    var payment = payment(of: [chance.happens(50) ? own : other], by: payer)
    name(other, in: &payment, noisy: 0)
    return payment
  }

  /// What was paid some time ago is paid once more.
  mutating func paidTwice() -> MadePayment? {
    guard !pools.settled.isEmpty else { return nil }
    let place = chance.pick(pools.settled)
    let invoice = register.invoices[place]
    guard let any = register.accounts[invoice.account].items.first else { return nil }
    var payment = payment(of: [any], by: invoice.account)
    payment.bookings = []
    payment.amount = pools.settledAmounts[place] ?? 0
    if chance.happens(40) {
      payment.references = [String(decoding: invoice.reference, as: UTF8.self)]
    } else {
      payment.writing.add(phrases.opening(&chance))
      payment.writing.add(anyPrefix())
      payment.writing.add(invoice.number.rawValue, .number)
    }
    return payment.amount > 0 ? payment : nil
  }
}
