import DomainKit
package import EInvoices
package import Messages
package import ServiceKit
import Terms

extension EInvoiceBilling {
  /// An invoice that this house issued itself as an electronic one, or everything that keeps it
  /// from going out: what the profile does not say, what French law misses in it, and amounts that
  /// are not those that were issued.
  ///
  /// Lines without tax are damages of a late-charge note, and where the caller knows that they are.
  package static func electronic(
    _ issued: InvoiceIssued,
    lines: [Messages.InvoiceLine]?,
    ofDamages isOfDamages: Bool = false,
    as specification: Specification,
    _ profile: IssuerProfile
  ) throws(RefusedInvoice) -> ElectronicInvoice {
    let parts = IssuedDocument(
      lines: lines ?? [],
      taxes: issued.taxes,
      net: issued.net,
      tax: issued.tax,
      isOfDamages: isOfDamages || issued.kind == .lateChargeNote,
      profile: profile
    )
    var document = try parts.document(
      issued.invoice,
      issued.issueDate,
      DocumentType(issued.kind),
      to: issued.account,
      specification
    )
    document.dueDate = issued.items.map(\.dueDate).max()
    document.terms = PaymentTermsText.text(of: issued, profile)
    document.remittance = issued.paymentReference
    // UBL states what the payer is to quote beside a means of payment, be it an undefined one.
    if document.paymentMeans.isEmpty { document.paymentMeans = [PaymentMeans(code: "1")] }
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

  /// A credit note that this house issued itself as an electronic one; of a gross amount, it has a
  /// line for each tax rate.
  package static func electronic(
    _ issued: CreditNoteIssued,
    lines: [Messages.InvoiceLine]?,
    ofDamages isOfDamages: Bool = false,
    as specification: Specification,
    _ profile: IssuerProfile
  ) throws(RefusedInvoice) -> ElectronicInvoice {
    let title = issued.invoice.map { "Credit on invoice \($0)" } ?? "Credit on account"
    let taxes = issued.taxes ?? []
    let ofRates = taxes.map { amount in
      Messages.InvoiceLine(
        description: taxes.count > 1 ? "\(title), \(amount.rate) %" : title,
        net: amount.net,
        taxRate: amount.rate
      )
    }
    let parts = IssuedDocument(
      lines: lines ?? ofRates,
      taxes: issued.taxes,
      net: issued.net,
      tax: issued.tax,
      isOfDamages: isOfDamages,
      profile: profile
    )
    var document = try parts.document(
      issued.creditNote,
      issued.issueDate,
      .creditNote,
      to: issued.account,
      specification
    )
    let deposits = issued.deposits ?? []
    document.precedingInvoices =
      ([issued.invoice].compactMap(\.self) + deposits.map(\.invoice)).map { PrecedingInvoice($0) }
    document.take(deposits: deposits)
    if profile.isFrench { document.addFrenchMentions(lateChargeRate: nil, items: []) }
    return try document.ready(in: profile)
  }
}

/// The parts that invoices and credit notes have in common.
private struct IssuedDocument {
  let lines: [Messages.InvoiceLine]
  /// As they were issued, by rate; nil: their lines say all.
  let taxes: [TaxedAmount]?
  let net: Money
  let tax: Money
  let isOfDamages: Bool
  let profile: IssuerProfile

  func document(
    _ number: InvoiceNumber,
    _ date: CalendarDate,
    _ type: DocumentType,
    to account: AccountID,
    _ specification: Specification
  ) throws(RefusedInvoice) -> ElectronicInvoice {
    guard let buyer = profile.buyers[account.rawValue] else {
      throw Self.refused(.missingField, "the profile has no buyer '\(account)' (BG-7)")
    }
    guard !lines.isEmpty else {
      let text =
        "it has no lines (BG-25), and its tax rates are not known: its totals alone were told"
      throw Self.refused(.missingField, text)
    }
    let breakdown = try breakdown()
    var totals = InvoiceTotals(withoutVAT: net, withVAT: net + tax, due: net + tax)
    (totals.lines, totals.vat) = (net, tax)
    var document = ElectronicInvoice(
      number,
      specification: specification,
      type: type,
      issueDate: date,
      currency: net.currency,
      seller: InvoiceParty(profile.seller),
      buyer: InvoiceParty(buyer, account: account.rawValue),
      totals: totals
    )
    for line in lines { document.append(line: line.description, line.net, try rate(line.taxRate)) }
    document.vatBreakdown = breakdown
    if breakdown.contains(where: { $0.rate.category == .outsideScope }) {
      // What is no matter of VAT names nobody's VAT identifier (BR-O-02).
      document.seller.vatIdentifier = nil
      document.buyer.vatIdentifier = nil
    }
    document.references.buyer = buyer.reference
    document.paymentMeans = profile.paymentMeans
    document.notes = (profile.notes ?? []).map { InvoiceNote($0.text, subject: $0.subject) }
    return document
  }

  private var untaxed: IssuerProfile.ZeroRate? {
    isOfDamages ? profile.damages ?? .outsideScope : profile.zeroRate
  }

  private func rate(_ percent: Percentage) throws(RefusedInvoice) -> VATRate {
    guard percent.partsPerMillion == 0 else { return VATRate(.standard, percent) }
    guard let category = untaxed?.vatCategory else {
      let text = "a line has no tax: the profile's zeroRate says how that is treated (BT-118)"
      throw Self.refused(.missingField, text)
    }
    return VATRate(category, category == .outsideScope ? nil : percent)
  }

  /// The tax of each rate as it was issued, where its lines are what was issued at that rate.
  private func breakdown() throws(RefusedInvoice) -> [VATBreakdown] {
    let currency = net.currency
    guard lines.allSatisfy({ $0.net.currency == currency }) else {
      throw Self.refused(.totalsMismatch, "its lines are of several currencies")
    }
    let bases = lines.reduce(into: [Percentage: Money]()) { bases, line in
      bases[line.taxRate, default: .zero(currency)] += line.net
    }
    let amounts = bases.sorted { $0.key.partsPerMillion < $1.key.partsPerMillion }
      .map { rate, base in
        let issued = taxes?[rate]
        let tax = issued?.net == base ? issued?.tax : nil
        return TaxedAmount(rate: rate, net: base, tax: tax ?? base.share(rate))
      }
    guard amounts.net(in: currency) == net, amounts.tax(in: currency) == tax else {
      let made = "\(amounts.net(in: currency)) and \(amounts.tax(in: currency)) of tax"
      throw Self.refused(
        .totalsMismatch,
        "its lines make \(made), but \(net) and \(tax) of tax were issued"
      )
    }
    var parts: [VATBreakdown] = []
    for amount in amounts {
      var part = VATBreakdown(try rate(amount.rate), taxable: amount.net, tax: amount.tax)
      if part.rate.category.needsReason {
        (part.exemptionReason, part.exemptionCode) = (untaxed?.reason, untaxed?.stated)
      }
      parts.append(part)
    }
    return parts
  }

  private static func refused(_ code: InvoiceFinding.Code, _ text: String) -> RefusedInvoice {
    RefusedInvoice([InvoiceFinding(.refusal, code, text: text)])
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

extension ElectronicInvoice {
  /// What was billed ahead is taken off what is due (BT-113).
  fileprivate mutating func take(deposits: [DeductedDeposit]) {
    guard !deposits.isEmpty else { return }
    let prepaid = deposits.map(\.amount).reduce(.zero(currency), +)
    totals.prepaid = prepaid
    totals.due = totals.withVAT - prepaid
  }
}
