import DomainKit
package import EInvoices
package import Messages
import Terms

extension EInvoiceBilling {
  /// An invoice that this house issued itself as an electronic one, or everything that keeps it
  /// from going out: what the profile does not say, and what French law misses in it.
  package static func electronic(
    _ issued: InvoiceIssued,
    lines: [Messages.InvoiceLine],
    as specification: Specification,
    _ profile: IssuerProfile
  ) throws(RefusedInvoice) -> ElectronicInvoice {
    var document = try IssuedDocument(lines, to: issued.account, specification, profile)
      .document(issued.invoice, issued.issueDate, DocumentType(issued.kind), gross: issued.gross)
    document.dueDate = issued.items.map(\.dueDate).max()
    document.terms = PaymentTermsText.text(of: issued.items)
    document.remittance = issued.paymentReference
    document.references.salesOrder = issued.order?.order.rawValue
    document.precedingInvoices =
      ([issued.precedingInvoice].compactMap(\.self) + issued.deposits.map(\.invoice))
      .map { PrecedingInvoice($0) }
    document.take(deposits: issued.deposits)
    if profile.isFrench {
      document.addFrenchMentions(lateChargeRate: issued.lateChargeRate, items: issued.items)
    }
    return try document.ready(in: profile)
  }

  /// A credit note that this house issued itself as an electronic one.
  package static func electronic(
    _ issued: CreditNoteIssued,
    lines: [Messages.InvoiceLine],
    as specification: Specification,
    _ profile: IssuerProfile
  ) throws(RefusedInvoice) -> ElectronicInvoice {
    var document = try IssuedDocument(lines, to: issued.account, specification, profile)
      .document(issued.creditNote, issued.issueDate, .creditNote, gross: issued.gross)
    document.precedingInvoices = [issued.invoice].compactMap(\.self).map { PrecedingInvoice($0) }
    if profile.isFrench { document.addFrenchMentions(lateChargeRate: nil, items: []) }
    return try document.ready(in: profile)
  }
}

/// The parts that invoices and credit notes have in common.
private struct IssuedDocument {
  let lines: [Messages.InvoiceLine]
  let account: AccountID
  let buyer: IssuerProfile.Party
  let specification: Specification
  let profile: IssuerProfile

  init(
    _ lines: [Messages.InvoiceLine],
    to account: AccountID,
    _ specification: Specification,
    _ profile: IssuerProfile
  ) throws(RefusedInvoice) {
    guard let buyer = profile.buyers[account.rawValue] else {
      let text = "the profile has no buyer '\(account)' (BG-7)"
      throw RefusedInvoice([InvoiceFinding(.refusal, .missingField, text: text)])
    }
    guard !lines.isEmpty else {
      let text = "it has no lines (BG-25): credit lines, not a gross amount"
      throw RefusedInvoice([InvoiceFinding(.refusal, .missingField, text: text)])
    }
    self.lines = lines
    self.account = account
    self.buyer = buyer
    self.specification = specification
    self.profile = profile
  }

  func document(
    _ number: InvoiceNumber,
    _ date: CalendarDate,
    _ type: DocumentType,
    gross: Money
  ) throws(RefusedInvoice) -> ElectronicInvoice {
    let currency = gross.currency
    let rates = try rates()
    let breakdown = breakdown(rates, currency)
    let net = lines.map(\.net).reduce(.zero(currency), +)
    let tax = breakdown.map(\.tax).reduce(.zero(currency), +)
    var totals = InvoiceTotals(withoutVAT: net, withVAT: net + tax, due: net + tax)
    (totals.lines, totals.vat) = (net, tax)
    var document = ElectronicInvoice(
      number,
      specification: specification,
      type: type,
      issueDate: date,
      currency: currency,
      seller: InvoiceParty(profile.seller),
      buyer: InvoiceParty(buyer, account: account.rawValue),
      totals: totals
    )
    for (line, rate) in zip(lines, rates) {
      document.append(line: line.description, line.net, rate)
    }
    document.vatBreakdown = breakdown
    document.references.buyer = buyer.reference
    document.paymentMeans = profile.paymentMeans
    document.notes = (profile.notes ?? []).map { InvoiceNote($0.text, subject: $0.subject) }
    return document
  }

  private func rates() throws(RefusedInvoice) -> [VATRate] {
    let zero = profile.zeroRate.flatMap { VATCategory(rawValue: $0.category) }
    let rates = lines.map { line -> VATRate? in
      guard line.taxRate.partsPerMillion == 0 else { return VATRate(.standard, line.taxRate) }
      return zero.map { VATRate($0, $0 == .outsideScope ? nil : line.taxRate) }
    }
    guard !rates.contains(nil) else {
      let text = "a line has no tax: the profile's zeroRate says how that is treated (BT-118)"
      throw RefusedInvoice([InvoiceFinding(.refusal, .missingField, text: text)])
    }
    return rates.compactMap(\.self)
  }

  /// The tax is rounded once a rate (BR-CO-17), as invoicing rounds it.
  private func breakdown(_ rates: [VATRate], _ currency: Currency) -> [VATBreakdown] {
    var bases: [VATRate: Money] = [:]
    for (line, rate) in zip(lines, rates) { bases[rate, default: .zero(currency)] += line.net }
    let sorted = bases.sorted {
      ($0.key.percent?.partsPerMillion ?? 0) < ($1.key.percent?.partsPerMillion ?? 0)
    }
    return sorted.map { rate, base in
      let tax = rate.percent.map { base.share($0) } ?? .zero(currency)
      var part = VATBreakdown(rate, taxable: base, tax: tax)
      if rate.category.needsReason { part.exemptionReason = profile.zeroRate?.reason }
      return part
    }
  }
}

extension DocumentType {
  fileprivate init(_ kind: InvoiceKind) {
    self =
      switch kind {
      case .invoice: .invoice
      case .debitNote, .lateChargeNote: .debitNote
      case .deposit: .prepayment
      }
  }
}

extension IssuerProfile {
  /// A seller in France owes his customers' payments mentions that others do not.
  fileprivate var isFrench: Bool { seller.address.country == "FR" }

  fileprivate var paymentMeans: [PaymentMeans] {
    guard let paymentAccount else { return [] }
    let account = PaymentAccount(
      number: paymentAccount.number,
      name: paymentAccount.name,
      institution: paymentAccount.institution
    )
    return [PaymentMeans(code: "30", account: account)]
  }
}

extension ElectronicInvoice {
  /// What was billed ahead is taken off what is due (BT-113).
  fileprivate mutating func take(deposits: [DeductedDeposit]) {
    guard !deposits.isEmpty else { return }
    let prepaid = deposits.map(\.amount).reduce(.zero(currency), +)
    totals.prepaid = prepaid
    totals.due = totals.withVAT - prepaid
  }

  /// Everything that keeps it from going out, at once.
  fileprivate func ready(in profile: IssuerProfile) throws(RefusedInvoice) -> ElectronicInvoice {
    var missing: [String] = []
    if specification == .peppolBilling {
      if seller.electronicAddress == nil { missing.append("seller.electronicAddress (BT-34)") }
      if buyer.electronicAddress == nil { missing.append("the buyer's electronicAddress (BT-49)") }
      if references.buyer == nil, references.order == nil {
        missing.append("the buyer's reference (BT-10)")
      }
    }
    let fields = missing.map { "the profile has not \($0), which Peppol wants" }
    let mentions = profile.isFrench ? frenchMentionFaults.map(\.description) : []
    guard fields.isEmpty, mentions.isEmpty else {
      throw RefusedInvoice(
        (fields + mentions).map { InvoiceFinding(.refusal, .missingField, text: $0) }
      )
    }
    return self
  }

  /// States what French law wants (L441-9, L441-10) where the profile does not say it itself.
  fileprivate mutating func addFrenchMentions(
    lateChargeRate: Percentage?,
    items: [IssuedItem]
  ) {
    let stated = Set(notes.compactMap(\.subject))
    func add(_ mention: FrenchMention, _ text: String?) {
      guard let subject = mention.subject, !stated.contains(subject), let text else { return }
      notes.append(InvoiceNote(text, subject: subject))
    }
    add(.discount, PaymentTermsText.frenchDiscounts(of: items))
    add(.latePenalty, lateChargeRate.map { "Pénalités de retard : taux annuel de \($0) %" })
    add(.recoveryCosts, "Indemnité forfaitaire pour frais de recouvrement : 40 €")
  }
}

/// The terms of an invoice in words.
private enum PaymentTermsText {
  /// BT-20: instalments and discounts, which EN 16931 has no figures for; nil where the due date
  /// says it all.
  static func text(of items: [IssuedItem]) -> String? {
    let parts = items.flatMap { item -> [String] in
      let due = "\(item.amount) until \(item.dueDate)"
      let discounts = item.discounts.map { "\($0.percent) % less until \($0.lastDate)" }
      return (items.count > 1 ? [due] : []) + discounts
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  static func frenchDiscounts(of items: [IssuedItem]) -> String {
    let offers = items.flatMap(\.discounts).map { "\($0.percent) % jusqu'au \($0.lastDate)" }
    return offers.isEmpty
      ? "Pas d'escompte pour paiement anticipé" : "Escompte : " + offers.joined(separator: ", ")
  }
}
