import DomainKit

/// A payment before anybody has read it.
struct MadePayment {
  var amount: Int64
  var valueDate: CalendarDate
  var payerName: String?
  var payerIBAN: String?
  var references: [String] = []
  var writing = Writing()
  var bookings: [Clerk.Booking] = []
  var credits: [InvoiceNumber] = []
}

/// Makes one payment of a kind; nil where what it drew does not lend itself to it.
struct PaymentMaker {
  let register: Register
  let pools: Pools
  var chance: Chance
  let phrases: Phrases

  init(register: Register, pools: Pools, chance: Chance) {
    self.register = register
    self.pools = pools
    self.chance = chance
    phrases = Phrases(isFrench: self.chance.happens(60))
  }

  mutating func make(_ kind: Kind) -> MadePayment? {
    switch kind {
    case .structuredReference: structuredReference()
    case .cleanNumber: single { maker, number in (maker.anyPrefix(), number) }
    case .noisyNumber:
      single { maker, number in (maker.anyPrefix(), Noise.noisy(number, &maker.chance)) }
    case .mistyped: mistyped()
    case .letterO: letterO()
    case .cutText: cutText()
    case .severalNumbers: severalNumbers()
    case .range: range()
    case .purchaseOrder: purchaseOrder()
    case .amountOnly: amountOnly()
    case .combination: combination()
    case .accountBalance: accountBalance()
    case .discountInTime: discount(isLate: false)
    case .discountLate: discount(isLate: true)
    case .bankCharges: short(by: chance.pick([250, 500, 750, 1000, 1200, 1500, 1800, 2500, 3500]))
    case .partPayment: partPayment()
    case .overpayment: overpayment()
    case .thirdParty: thirdParty()
    case .parentPays: parentPays()
    case .unknownPayer: unknownPayer()
    case .equalInvoices: equalInvoices()
    case .foreignReference: foreignReference()
    case .paidTwice: paidTwice()
    }
  }

  // What all of them draw on.

  /// An open item, of a large account or of any.
  mutating func anyItem() -> Int? {
    if chance.happens(50) { return chance.int(0...register.items.count - 1) }
    let items = register.accounts[chance.int(0...register.accounts.count - 1)].items
    return items.isEmpty ? nil : chance.pick(items)
  }

  mutating func anyDay() -> CalendarDate {
    LedgerGenerator.today.adding(days: -chance.int(0...3))
  }

  /// The whole of the items as they may be paid that day.
  func settling(_ items: [Int], on day: CalendarDate) -> [Clerk.Booking] {
    items.map { item in
      let discount = register.items[item].discount(on: day)
      return Clerk.Booking(
        item: item,
        cash: register.items[item].open - discount,
        discount: discount
      )
    }
  }

  mutating func payment(of items: [Int], by account: Int? = nil) -> MadePayment {
    let day = anyDay()
    let bookings = settling(items, on: day)
    var payment = MadePayment(amount: bookings.map(\.cash).reduce(0, +), valueDate: day)
    payment.bookings = bookings
    let payer = account ?? register.items[items[0]].account
    payment.payerName = Names.printed(register.accounts[payer].name, &chance)
    if !register.accounts[payer].ibans.isEmpty {
      payment.payerIBAN = chance.pick(register.accounts[payer].ibans)
    } else if chance.happens(60) {
      payment.payerIBAN = IBANMaker.make(&chance)
    }
    return payment
  }

  func number(_ item: Int) -> String {
    register.invoices[register.items[item].invoice].number.rawValue
  }

  /// Most people write `facture` before the number, some stick it to it.
  mutating func anyPrefix() -> String { phrases.noun(&chance) }

  func remarks(_ item: Int) -> Remarks {
    let entry = register.items[item]
    let account = register.accounts[entry.account]
    let issued = entry.due.adding(days: -30)
    return Remarks(
      name: account.name,
      account: String(account.id.rawValue.drop { !$0.isNumber }),
      amount: entry.open,
      issued: (issued.year, issued.month, issued.day),
      due: (entry.due.year, entry.due.month, entry.due.day)
    )
  }

  mutating func finish(_ payment: inout MadePayment) {
    if chance.happens(45) { payment.writing.makePlain() }
    if chance.happens(12) { payment.writing.breakLines(every: 35) }
    payment.writing.cut(at: 140)
  }

  /// One invoice, named by what `writes` makes of its number.
  mutating func single(
    _ item: Int? = nil,
    _ writes: (inout PaymentMaker, String) -> (prefix: String, number: String)?
  ) -> MadePayment? {
    guard let item = item ?? anyItem() else { return nil }
    let whole = register.invoices[register.items[item].invoice].items
    let paid = chance.happens(50) ? whole : Array(whole.prefix(1))
    var payment = payment(of: paid)
    guard write(&payment, item, writes) else { return nil }
    finish(&payment)
    return payment
  }

  mutating func write(
    _ payment: inout MadePayment,
    _ item: Int,
    _ writes: (inout PaymentMaker, String) -> (prefix: String, number: String)?
  ) -> Bool {
    guard let (prefix, written) = writes(&self, number(item)) else { return false }
    payment.writing.add(phrases.opening(&chance))
    if !prefix.isEmpty, chance.happens(7) {
      payment.writing.add(prefix)
      payment.writing.join(written, .number)
    } else {
      payment.writing.add(prefix)
      payment.writing.add(written, .number)
    }
    payment.writing.add(phrases.closing(remarks(item), &chance))
    return true
  }

  mutating func quote(_ payment: inout MadePayment, _ item: Int) {
    let reference = String(
      decoding: register.invoices[register.items[item].invoice].reference,
      as: UTF8.self
    )
    if chance.happens(70) {
      payment.references = [reference]
      if chance.happens(20) { payment.writing.add(phrases.idle(&chance)) }
    } else {
      payment.writing.add(phrases.opening(&chance))
      payment.writing.add(pools.printedReference.printed(reference), .reference)
    }
  }
}
