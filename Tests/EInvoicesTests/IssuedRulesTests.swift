import DomainKit
import EInvoiceBilling
import EInvoices
import Messages
import ServiceKit
import Terms
import Testing

/// Documents of this house, made up from a seed, before the official rules.
@Suite(
  "Issued documents before the official rules",
  .enabled(if: OfficialRules.python != nil, "no Python with the rules: see compose/test")
)
struct IssuedRulesTests {
  @Test("any document of any kind, currency and treatment passes", arguments: WritingTests.syntaxes)
  func generated(syntax: InvoiceSyntax) throws {
    var written: [String: [UInt8]] = [:]
    for seed in UInt64(0)..<120 {
      var generated = GeneratedDocument(seed: seed, syntax == .ubl ? .peppolBilling : .en16931)
      for (name, document) in try generated.documents() {
        let bytes = try EInvoices.write(document, as: syntax)
        #expect(EInvoices.read(bytes).invoice == document, "\(name)")
        written[name] = bytes
      }
    }
    #expect(written.count == 240)
    for (name, faults) in try OfficialRules.faults(of: written) { #expect(faults == [], "\(name)") }
  }
}

/// An invoice, a debit note, a late-charge note or a deposit, and a credit note on it.
private struct GeneratedDocument {
  private static let currencies: [Currency] = [
    .euro, .euro, Currency(literal: "USD"), Currency(literal: "SEK"), Currency(literal: "JPY"),
  ]
  private var random: SplitMix64
  private let seed: UInt64
  private let specification: Specification
  private let currency: Currency
  private let kind: InvoiceKind
  private let category: String

  init(seed: UInt64, _ specification: Specification) {
    var random = SplitMix64(seed: seed)
    self.seed = seed
    self.specification = specification
    currency = Self.currencies.randomElement(using: &random) ?? .euro
    kind = InvoiceKind.allCases.randomElement(using: &random) ?? .invoice
    category = ["Z", "E", "AE", "G", "O"].randomElement(using: &random) ?? "E"
    self.random = random
  }

  mutating func documents() throws -> [(String, ElectronicInvoice)] {
    var profile = try IssuedWritingTests.profile(
      country: seed.isMultiple(of: 3) ? "FR" : "BE",
      more: #", "notes": [{"subject": "PMD", "text": "Taux des pénalités : 12,15 % par an"}]"#
    )
    profile.zeroRate = .init(category: category, reason: "why")
    let lines = lines()
    let taxes = taxes(lines)
    let issued = try invoice(taxes)
    let credited = creditNote(taxes)
    let name = "seed \(seed), \(kind.rawValue), \(category), \(currency)"
    return [
      (
        name,
        try EInvoiceBilling.electronic(issued, lines: lines, as: specification, profile)
      ),
      (
        "\(name), credited",
        try EInvoiceBilling.electronic(
          credited,
          lines: nil,
          ofDamages: kind == .lateChargeNote,
          as: specification,
          profile
        )
      ),
    ]
  }

  /// Out of scope, nothing is taxed; elsewhere, most is.
  private mutating func lines() -> [Messages.InvoiceLine] {
    let isUntaxed = kind == .lateChargeNote || category == "O"
    var lines = (0..<Int.random(in: 1...5, using: &random)).map { index in
      let rate = ["20", "10", "5.5", "0"].randomElement(using: &random) ?? "20"
      return Messages.InvoiceLine(
        description: "Piece \(index)",
        net: Money(.random(in: 100...900_000, using: &random), currency),
        taxRate: Percentage(isUntaxed ? "0" : rate) ?? Percentage(literal: "0")
      )
    }
    if Bool.random(using: &random) {
      var rebate = lines[0]
      rebate.description = "Rebate"
      rebate.net = Money(-rebate.net.minorUnits / 4, currency)
      lines.append(rebate)
    }
    return lines
  }

  private func taxes(_ lines: [Messages.InvoiceLine]) -> [TaxedAmount] {
    let nets = lines.reduce(into: [Percentage: Money]()) {
      $0[$1.taxRate, default: .zero(currency)] += $1.net
    }
    return nets.sorted { $0.key.partsPerMillion > $1.key.partsPerMillion }
      .map { TaxedAmount(rate: $0, net: $1, tax: $1.share($0)) }
  }

  private mutating func invoice(_ taxes: [TaxedAmount]) throws -> InvoiceIssued {
    let (net, tax) = (taxes.net(in: currency), taxes.tax(in: currency))
    let isAdvance = kind == .deposit || Bool.random(using: &random)
    let deposit = isAdvance ? Money.zero(currency) : (net + tax).share(Percentage(literal: "30"))
    let terms = [
      "net 30", "2/10 net 30", "3/8 1/20 net 45 grace 3", "1/3 30 60 90",
    ].randomElement(using: &random)
    let issueDate = CalendarDate(literal: "2026-03-01")
    let instalments = try CreditTerms(notation: terms ?? "net 30").instalments(
      of: net + tax - deposit,
      net: net,
      issued: issueDate
    )
    let number = "E\(kind == .invoice ? "I" : "D")-2026-\(100_000 + seed)"
    return InvoiceIssued(
      invoice: InvoiceNumber(number),
      account: "C-1001",
      issueDate: issueDate,
      net: net,
      tax: tax,
      gross: net + tax,
      taxes: taxes,
      paymentReference: "RF18539007547034",
      items: instalments.enumerated().map { index, instalment in
        IssuedItem(
          item: ItemID("\(number)/\(index + 1)"),
          dueDate: instalment.dueDate,
          amount: instalment.amount,
          discounts: instalment.discounts
        )
      },
      lateChargeRate: Percentage(literal: "12.15"),
      order: Bool.random(using: &random) ? BilledOrder(order: "SO-7", amount: net) : nil,
      kind: kind,
      precedingInvoice: kind == .debitNote ? "INV-2026-0042" : nil,
      deposits: deposit.isZero
        ? [] : [DeductedDeposit(invoice: "EP-2026-000001", amount: deposit)]
    )
  }

  /// A gross amount of the invoice, spread as invoicing spreads it, or all but a cent.
  private mutating func creditNote(_ taxes: [TaxedAmount]) -> CreditNoteIssued {
    let gross = taxes.net(in: currency) + taxes.tax(in: currency)
    let units = Int64.random(in: 1...gross.minorUnits, using: &random)
    // A gross amount in a currency without decimals is seldom one of whole units at a rate.
    let cent = currency.exponent > 0 ? taxes.parts(of: Money(1, currency)) ?? [] : []
    let parts =
      seed.isMultiple(of: 2) && currency.exponent > 0
      ? taxes.parts(of: Money(units, currency)) ?? [] : taxes.subtracting(cent)
    let deposits = seed.isMultiple(of: 5)
    let (net, tax) = (parts.net(in: currency), parts.tax(in: currency))
    return CreditNoteIssued(
      creditNote: InvoiceNumber("EC-2026-\(100_000 + seed)"),
      account: "C-1001",
      invoice: seed.isMultiple(of: 7) ? nil : "EI-2026-000001",
      issueDate: CalendarDate(literal: "2026-03-05"),
      net: net,
      tax: tax,
      gross: net + tax,
      taxes: parts,
      deposits: deposits
        ? [
          DeductedDeposit(
            invoice: "EP-2026-000001",
            amount: (net + tax).share(Percentage(literal: "50"))
          )
        ] : nil,
      reason: .rebate,
      spread: .lastFirst
    )
  }
}
