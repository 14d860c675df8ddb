import DomainKit
import EInvoices
import ServiceKit

/// An invoice made up from a seed, which keeps the standard's rules.
///
/// It has as many of EN 16931's terms as chance will have.
struct GeneratedInvoice {
  private var chance: SplitMix64
  private let seed: UInt64
  private let specification: Specification
  private let currency: Currency
  private let isCreditNote: Bool
  private let isOutsideScope: Bool
  private let issueDate: CalendarDate

  init(seed: UInt64, _ specification: Specification) {
    self.seed = seed
    self.specification = specification
    var chance = SplitMix64(seed: seed)
    let currencies: [Currency] = [
      .euro, .euro, Currency(literal: "SEK"), Currency(literal: "USD"), Currency(literal: "JPY"),
    ]
    currency = currencies[Int.random(in: currencies.indices, using: &chance)]
    isCreditNote = chance.isTrue(outOf: 4)
    isOutsideScope = chance.isTrue(outOf: 10)
    let days = Int.random(in: 0..<700, using: &chance)
    issueDate = CalendarDate(literal: "2025-06-01").adding(days: days)
    self.chance = chance
  }

  static func invoice(seed: UInt64, _ specification: Specification) -> ElectronicInvoice {
    var generated = GeneratedInvoice(seed: seed, specification)
    return generated.invoice()
  }

  private mutating func invoice() -> ElectronicInvoice {
    let rates = rates()
    let period = sometimes { $0.period() }
    let lines = (0..<Int.random(in: 1...6, using: &chance)).map {
      line("\($0 + 1)", one(of: rates), period)
    }
    let changes = several(upTo: 3) { generator in
      var change = generator.change()
      change.vat = generator.one(of: rates)
      return change
    }
    let taxes = rates.compactMap { breakdown($0, lines, changes) }
    var invoice = ElectronicInvoice(
      number("INV-\(seed)"),
      specification: specification,
      type: type(),
      issueDate: issueDate,
      currency: currency,
      seller: seller(),
      buyer: buyer(),
      totals: totals(lines, changes, taxes)
    )
    invoice.lines = lines
    invoice.allowancesAndCharges = changes
    invoice.vatBreakdown = taxes
    invoice.period = period
    invoice.references = references()
    if !isOutsideScope {
      invoice.taxPoint = sometimes { $0.taxPoint() }
      if chance.isTrue(outOf: 4), currency != Currency(literal: "GBP") {
        invoice.taxCurrency = Currency(literal: "GBP")
        invoice.totals.vatInTaxCurrency = Money(
          Int64.random(in: 0..<100_000, using: &chance),
          Currency(literal: "GBP")
        )
      }
      invoice.taxRepresentative = sometimes(outOf: 5) { $0.taxRepresentative() }
    }
    invoice.notes = several(upTo: 3) { generator in
      let subject = generator.sometimes { $0.one(of: ["AAB", "PMD", "PMT", "REG"]) }
      return InvoiceNote(generator.words(), subject: subject)
    }
    invoice.precedingInvoices = several(upTo: 2) { generator in
      let number = generator.number("P-\(generator.digits(5))")
      return PrecedingInvoice(number, issueDate: generator.sometimes { $0.issueDate })
    }
    invoice.supportingDocuments = several(upTo: 2) { $0.supportingDocument() }
    invoice.delivery = sometimes { $0.delivery() }
    addPayment(to: &invoice)
    return invoice
  }

  private mutating func type() -> DocumentType {
    isCreditNote ? .creditNote : one(of: [.invoice, .invoice, .debitNote, .prepayment])
  }

  // MARK: - Tax and amounts

  /// Several rates of the standard category, and categories without tax; outside the scope of VAT
  /// stands alone (BR-O-11).
  private mutating func rates() -> [VATRate] {
    guard !isOutsideScope else { return [VATRate(.outsideScope, nil)] }
    let standard = ["20", "10", "5.5", "2.1", "25"].map { VATRate(.standard, Percentage($0)) }
    let untaxed = [VATCategory.zeroRated, .exempt, .reverseCharge, .export].map {
      VATRate($0, Percentage("0"))
    }
    let all = (standard + untaxed).shuffled(using: &chance)
    return Array(all.prefix(Int.random(in: 1...4, using: &chance)))
  }

  private mutating func breakdown(
    _ rate: VATRate,
    _ lines: [InvoiceLine],
    _ changes: [AllowanceCharge]
  ) -> VATBreakdown? {
    let amounts =
      lines.filter { $0.vat == rate }.map(\.net)
      + changes.filter { $0.vat == rate }.map(\.signed)
    guard !amounts.isEmpty else { return nil }
    let taxable = amounts.reduce(.zero(currency), +)
    let tax = rate.percent.map { taxable.share($0) } ?? .zero(currency)
    var breakdown = VATBreakdown(rate, taxable: taxable, tax: tax)
    if rate.category.needsReason {
      breakdown.exemptionReason = words()
      breakdown.exemptionCode = sometimes { _ in Self.exemptionCodes[rate.category] } ?? nil
    }
    return breakdown
  }

  private static let exemptionCodes: [VATCategory: String] = [
    .reverseCharge: "VATEX-EU-AE", .export: "VATEX-EU-G", .outsideScope: "VATEX-EU-O",
  ]

  private mutating func totals(
    _ lines: [InvoiceLine],
    _ changes: [AllowanceCharge],
    _ breakdown: [VATBreakdown]
  ) -> InvoiceTotals {
    let zero = Money.zero(currency)
    let net = lines.map(\.net).reduce(zero, +)
    func sum(_ kind: AllowanceCharge.Kind) -> Money? {
      let amounts = changes.filter { $0.kind == kind }.map(\.amount)
      return amounts.isEmpty ? nil : amounts.reduce(zero, +)
    }
    let (allowances, charges) = (sum(.allowance), sum(.charge))
    let withoutVAT = net - (allowances ?? zero) + (charges ?? zero)
    let vat = breakdown.map(\.tax).reduce(zero, +)
    let prepaid = sometimes { Money(Int64.random(in: 1..<50_000, using: &$0.chance), $0.currency) }
    let rounding = sometimes(outOf: 4) { generator in
      Money(generator.one(of: [-49, -1, 1, 50]), generator.currency)
    }
    let withVAT = withoutVAT + vat
    let due = withVAT - (prepaid ?? zero) + (rounding ?? zero)
    var totals = InvoiceTotals(withoutVAT: withoutVAT, withVAT: withVAT, due: due)
    totals.lines = net
    totals.allowances = allowances
    totals.charges = charges
    totals.vat = vat
    totals.prepaid = prepaid
    totals.rounding = rounding
    return totals
  }

  /// Where a base is stated with a percentage, the amount is what they make.
  private mutating func change() -> AllowanceCharge {
    let kind: AllowanceCharge.Kind = one(of: [.allowance, .charge])
    let share = Int64.random(in: 1...40, using: &chance)
    let base = Int64.random(in: 1..<300, using: &chance)
    var change = AllowanceCharge(kind, Money(share * base, currency), reason: words())
    if chance.isTrue(outOf: 2) {
      change.base = Money(base * 100, currency)
      change.percent = ExactDecimal(share)
    }
    change.reasonCode = sometimes { _ in kind == .charge ? "FC" : "95" }
    if change.reasonCode != nil, chance.isTrue(outOf: 2) { change.reason = nil }
    return change
  }

  // MARK: - Lines

  /// The quantity has tenths and the price hundreds of the minor unit, so that their product is
  /// exact, per ten units too.
  private mutating func line(
    _ identifier: String,
    _ rate: VATRate,
    _ period: InvoicePeriod?
  ) -> InvoiceLine {
    let tenths = Int64.random(in: 1..<400, using: &chance) * (chance.isTrue(outOf: 8) ? -1 : 1)
    let hundreds = Int64.random(in: 0..<5_000, using: &chance)
    var price = InvoicePrice(decimal(hundreds * 100, currency.exponent))
    let base: Int64? = sometimes { $0.one(of: [1, 10]) }
    price.baseQuantity = base.flatMap { ExactDecimal($0) }
    if chance.isTrue(outOf: 3) {
      let discount = chance.isTrue(outOf: 3) ? 0 : Int64.random(in: 1..<900, using: &chance)
      price.discount = discount == 0 ? nil : decimal(discount, currency.exponent)
      price.gross = decimal(hundreds * 100 + discount, currency.exponent)
    }
    let changes = several(upTo: 2) { $0.change() }
    let gross = Money(tenths * hundreds * 10 / (base ?? 1), currency)
    var line = InvoiceLine(
      identifier,
      item(),
      quantity: Quantity(
        decimal(tenths, 1),
        unit: one(of: ["C62", "HUR", "KGM", "DAY"])
      ),
      price: price,
      net: changes.map(\.signed).reduce(gross, +),
      vat: rate
    )
    line.allowancesAndCharges = changes
    line.note = sometimes { $0.words() }
    line.object = sometimes(outOf: 4) { SchemedIdentifier($0.words(), scheme: "AWW") }
    line.orderLine = sometimes { $0.digits(3) }
    line.buyerAccount = sometimes { $0.digits(6) }
    // A line's days lie within the invoice's.
    line.period = sometimes { _ in period } ?? nil
    return line
  }

  private func decimal(_ whole: Int64, _ decimals: Int) -> ExactDecimal {
    guard let decimal = ExactDecimal(whole, decimals: decimals) else {
      preconditionFailure("\(whole) with \(decimals) decimals")
    }
    return decimal
  }

  private func number(_ text: String) -> InvoiceNumber {
    guard let number = InvoiceNumber(rawValue: text) else { preconditionFailure(text) }
    return number
  }

  private mutating func item() -> InvoiceItem {
    var item = InvoiceItem(words())
    item.description = sometimes { $0.words() }
    item.sellerIdentifier = sometimes { $0.digits(4) }
    item.buyerIdentifier = sometimes { $0.digits(4) }
    item.standardIdentifier = sometimes { SchemedIdentifier($0.digits(14), scheme: "0160") }
    item.classifications = several(upTo: 2) { generator in
      let version = generator.sometimes { $0.digits(2) }
      return ItemClassification(generator.digits(8), list: "STI", version: version)
    }
    item.origin = sometimes { $0.one(of: ["FR", "SE", "JP"]) }
    item.attributes = several(upTo: 2) { ItemAttribute($0.words(), $0.words()) }
    return item
  }

  // MARK: - Parties

  private mutating func seller() -> InvoiceParty {
    var seller = party()
    seller.legalRegistration = SchemedIdentifier(digits(9), scheme: sometimes { _ in "0002" })
    if !isOutsideScope { seller.vatIdentifier = "FR" + digits(11) }
    seller.taxRegistration = sometimes(outOf: 4) { $0.digits(10) }
    seller.legalText = sometimes { $0.words() }
    seller.contact = InvoiceContact(
      name: words(),
      telephone: sometimes { "+33 1 " + $0.digits(8) },
      email: sometimes { _ in "invoices@example.com" }
    )
    return seller
  }

  private mutating func buyer() -> InvoiceParty {
    var buyer = party()
    buyer.legalRegistration = sometimes { SchemedIdentifier($0.digits(9), scheme: "0002") }
    // Reverse charge wants it (BR-AE-02).
    if !isOutsideScope { buyer.vatIdentifier = "SE" + digits(12) }
    buyer.contact = sometimes { InvoiceContact(name: $0.words()) }
    if buyer.identifiers.count > 1 { buyer.identifiers.removeLast() }
    return buyer
  }

  private mutating func party() -> InvoiceParty {
    var party = InvoiceParty(name: words())
    party.tradingName = sometimes { $0.words() }
    party.electronicAddress = SchemedIdentifier(digits(9), scheme: one(of: ["0002", "0060"]))
    party.address = address()
    if let plain = sometimes({ $0.digits(6) }) {
      party.identifiers.append(SchemedIdentifier(plain))
    }
    if let number = sometimes({ $0.digits(9) }) {
      party.identifiers.append(SchemedIdentifier(number, scheme: "0060"))
    }
    return party
  }

  private mutating func taxRepresentative() -> InvoiceParty {
    var party = InvoiceParty(name: words())
    party.vatIdentifier = "DK" + digits(8)
    party.address = address()
    return party
  }

  private mutating func address() -> PostalAddress {
    var address = PostalAddress(country: one(of: ["FR", "SE", "DK", "US"]))
    address.line1 = sometimes { $0.words() }
    address.line2 = sometimes { $0.words() }
    address.line3 = sometimes { $0.words() }
    address.city = sometimes { $0.words() }
    address.postCode = sometimes { $0.digits(5) }
    address.subdivision = sometimes { $0.words() }
    return address
  }

  private mutating func delivery() -> InvoiceDelivery {
    var delivery = InvoiceDelivery()
    delivery.date = issueDate
    delivery.recipient = sometimes { $0.words() }
    delivery.location = sometimes { SchemedIdentifier($0.digits(9), scheme: "0060") }
    delivery.address = sometimes { $0.address() }
    return delivery
  }

  // MARK: - References and payment

  private mutating func references() -> InvoiceReferences {
    var references = InvoiceReferences()
    references.buyer = words()
    references.project = sometimes { $0.words() }
    references.contract = sometimes { $0.words() }
    references.order = sometimes { $0.words() }
    references.salesOrder = sometimes { $0.words() }
    references.receivingAdvice = sometimes { $0.words() }
    references.despatchAdvice = sometimes { $0.words() }
    references.tender = sometimes { $0.words() }
    references.object = sometimes { SchemedIdentifier($0.words(), scheme: "AWW") }
    references.buyerAccount = sometimes { $0.words() }
    return references
  }

  private mutating func supportingDocument() -> SupportingDocument {
    SupportingDocument(
      words(),
      description: sometimes { $0.words() },
      location: sometimes { "https://example.com/" + $0.digits(6) + "?a=1&b=2" }
    )
  }

  private mutating func taxPoint() -> TaxPoint {
    chance.isTrue(outOf: 2) ? .date(issueDate) : .event(one(of: TaxPointEvent.allCases))
  }

  private mutating func period() -> InvoicePeriod {
    InvoicePeriod(from: sometimes { $0.issueDate.adding(days: -30) }, to: issueDate)
  }

  /// UBL states a credit note's due date, what the payer is asked to state and a mandate with the
  /// means of payment.
  private mutating func addPayment(to invoice: inout ElectronicInvoice) {
    invoice.terms = words()
    guard chance.isTrue(outOf: 2) || !isCreditNote else { return }
    invoice.paymentMeans = [paymentMeans()]
    if chance.isTrue(outOf: 4), invoice.paymentMeans[0].account != nil {
      var other = transfer()
      (other.code, other.text) = (invoice.paymentMeans[0].code, invoice.paymentMeans[0].text)
      invoice.paymentMeans.append(other)
    }
    invoice.remittance = sometimes { $0.digits(12) }
    invoice.dueDate = sometimes { $0.issueDate.adding(days: 30) }
    if invoice.paymentMeans[0].debitedAccount != nil {
      invoice.directDebit = DirectDebit(mandate: digits(8), creditor: "FR72ZZZ" + digits(6))
    } else {
      invoice.payee = sometimes(outOf: 4) { $0.payee() }
    }
  }

  private mutating func payee() -> InvoiceParty {
    // Not the seller's (BR-17).
    var payee = InvoiceParty(name: "Payee " + words())
    payee.identifiers = [SchemedIdentifier(digits(9), scheme: sometimes { _ in "0060" })]
    payee.legalRegistration = sometimes { SchemedIdentifier($0.digits(9), scheme: "0002") }
    return payee
  }

  private mutating func paymentMeans() -> PaymentMeans {
    switch Int.random(in: 0..<5, using: &chance) {
    case 0:
      var means = PaymentMeans(code: "48")
      means.card = PaymentCard(number: digits(4), holder: sometimes { $0.words() })
      return means
    case 1:
      var means = PaymentMeans(code: "59")
      means.debitedAccount = "SE4550000000058398257466"
      return means
    default: return transfer()
    }
  }

  private mutating func transfer() -> PaymentMeans {
    let iban = "FR7630006000011234567890189"
    var means = PaymentMeans(
      code: one(of: ["30", "58"]),
      account: PaymentAccount(
        number: chance.isTrue(outOf: 3) ? digits(9) : iban,
        name: sometimes { $0.words() },
        institution: sometimes { _ in "AGRIFRPP" }
      )
    )
    means.text = sometimes { $0.words() }
    return means
  }

  // MARK: - Chance

  private mutating func one<Value>(of values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &chance)]
  }

  private mutating func sometimes<Value>(
    outOf count: Int = 2,
    _ make: (inout GeneratedInvoice) -> Value
  ) -> Value? {
    chance.isTrue(outOf: count) ? make(&self) : nil
  }

  private mutating func several<Value>(
    upTo count: Int,
    _ make: (inout GeneratedInvoice) -> Value
  ) -> [Value] {
    (0..<Int.random(in: 0...count, using: &chance)).map { _ in make(&self) }
  }

  private mutating func digits(_ count: Int) -> String {
    (0..<count).map { _ in "\(Int.random(in: 1...9, using: &chance))" }.joined()
  }

  /// What XML and its white space must bring back as it was.
  private mutating func words() -> String {
    let words = [
      "Æther", "a < b", "R&D", "\"q\"", "l'été", "5 %", "漢字", "🧾", "]]>", "&amp;", "#AB#c",
      "two\nlines", "tab\there", "a  b", "Ltd.", "x",
    ]
    return (0..<Int.random(in: 1...3, using: &chance)).map { _ in one(of: words) }
      .joined(separator: " ")
  }
}

extension SplitMix64 {
  fileprivate mutating func isTrue(outOf count: Int) -> Bool {
    Int.random(in: 0..<count, using: &self) == 0
  }
}
