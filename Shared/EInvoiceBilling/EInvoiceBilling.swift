package import DomainKit
package import EInvoices
package import Messages
import Remittance
package import Terms

/// Electronic invoices as billing publishes invoices and credit notes.
package enum EInvoiceBilling {
  /// The message that says of an account what the invoice says, or everything that keeps it from
  /// being said; `registry` knows the names that terms have, `earlier` what it names (BT-25).
  ///
  /// What invoicing itself looks at is left to invoicing: whether account and currency fit each
  /// other, whether the number is free, how large an invoice may be.
  package static func issued(
    _ invoice: ElectronicInvoice,
    to account: AccountID,
    registry: TermsRegistry = TermsRegistry(),
    earlier: [InvoiceNumber: EarlierInvoice] = [:]
  ) throws(RefusedInvoice) -> BillingInvoiceIssued {
    try draft(invoice, to: account, registry: registry, earlier: earlier).whole
  }

  /// The message that says of an account what the credit note says, or everything that keeps it
  /// from being said.
  ///
  /// EN 16931 has no code for why something is credited.
  package static func credited(
    _ note: ElectronicInvoice,
    to account: AccountID
  ) throws(RefusedInvoice) -> BillingCreditNoteIssued {
    try draft(creditNote: note, to: account).whole
  }

  /// The message as far as it can say what the invoice says.
  package static func draft(
    _ invoice: ElectronicInvoice,
    to account: AccountID,
    registry: TermsRegistry = TermsRegistry(),
    earlier: [InvoiceNumber: EarlierInvoice] = [:]
  ) -> BillingDraft<BillingInvoiceIssued> {
    let translation = Translation(invoice: invoice, registry: registry)
    let related = RelatedInvoices(invoice, earlier)
    let rounding = invoice.totals.rounding ?? .zero(invoice.currency)
    let (terms, dueDate) = translation.termsAndDueDate
    let message = BillingInvoiceIssued(
      invoice: invoice.number,
      account: account,
      issueDate: invoice.issueDate,
      lines: translation.lines,
      net: invoice.totals.withoutVAT + rounding,
      tax: invoice.totals.vat ?? .zero(invoice.currency),
      gross: invoice.totals.withVAT + rounding,
      terms: terms,
      dueDate: dueDate,
      paymentReference: invoice.remittance.flatMap { StructuredReference($0)?.text },
      order: translation.order,
      kind: translation.kind,
      precedingInvoice: related.preceding,
      deposits: related.deposits.isEmpty ? nil : related.deposits
    )
    return BillingDraft(message: message, findings: translation.findings(related))
  }

  /// The message as far as it can say what the credit note says.
  package static func draft(
    creditNote note: ElectronicInvoice,
    to account: AccountID
  ) -> BillingDraft<BillingCreditNoteIssued> {
    let translation = Translation(invoice: note, registry: TermsRegistry())
    let message = BillingCreditNoteIssued(
      creditNote: note.number,
      account: account,
      invoice: note.precedingInvoices.first?.number,
      issueDate: note.issueDate,
      lines: translation.lines,
      net: note.totals.withoutVAT + (note.totals.rounding ?? .zero(note.currency)),
      tax: note.totals.vat ?? .zero(note.currency),
      gross: note.totals.due,
      reason: .unstated
    )
    return BillingDraft(message: message, findings: translation.creditNoteFindings)
  }
}

/// A message of billing as far as it can say what an electronic document says, and everything that
/// keeps it from saying the whole.
package struct BillingDraft<Message: Sendable>: Sendable {
  package var message: Message
  package var findings: [InvoiceFinding]

  fileprivate var whole: Message {
    get throws(RefusedInvoice) {
      guard findings.isEmpty else { throw RefusedInvoice(findings) }
      return message
    }
  }
}

/// One invoice on its way into a message.
private struct Translation {
  let invoice: ElectronicInvoice
  let registry: TermsRegistry

  /// What billing's message has no place for, or cannot be read.
  func findings(_ related: RelatedInvoices) -> [InvoiceFinding] {
    typeFindings(isCreditNote: false) + related.findings + amountFindings + termsFindings
      + orderFindings
  }

  /// What the message of a credit note has no place for.
  var creditNoteFindings: [InvoiceFinding] {
    typeFindings(isCreditNote: true) + precedingFindings + prepaidFindings + amountFindings
  }

  /// What is owed to the buyer is none of the seller's claims.
  private func typeFindings(isCreditNote: Bool) -> [InvoiceFinding] {
    guard invoice.type.isCreditNote != isCreditNote else { return [] }
    let (known, expected) =
      isCreditNote ? ("an invoice", "a credit note") : ("a credit note", "an invoice")
    return [finding(.notExpressible, "BT-3 is \(invoice.type), \(known): expected \(expected)")]
  }

  private var precedingFindings: [InvoiceFinding] {
    let preceding = invoice.precedingInvoices.map(\.number.rawValue)
    guard preceding.count > 1 else { return [] }
    let list = preceding.joined(separator: ", ")
    return [finding(.notExpressible, "BT-25: it is about \(list), a message about one invoice")]
  }

  var kind: InvoiceKind? {
    switch invoice.type {
    case .debitNote: .debitNote
    case .prepayment: .deposit
    default: nil
    }
  }

  private var prepaidFindings: [InvoiceFinding] {
    guard let prepaid = invoice.totals.prepaid, !prepaid.isZero else { return [] }
    let text = "BT-113: \(prepaid) was paid back before; a credit note states its whole amount"
    return [finding(.notExpressible, text)]
  }

  private var amountFindings: [InvoiceFinding] {
    let claimed = invoice.totals.withVAT + (invoice.totals.rounding ?? .zero(invoice.currency))
    guard !claimed.isPositive else { return [] }
    return [finding(.invalidAmount, "BT-112 is \(claimed): nothing is claimed")]
  }

  private func finding(_ code: InvoiceFinding.Code, _ text: String) -> InvoiceFinding {
    InvoiceFinding(.refusal, code, text: text)
  }

  // MARK: - Lines

  /// The lines, the document's allowances and charges, and the rounding; nil where the document has
  /// no lines, or where the tax of a rate is rounded otherwise than invoicing rounds it, which
  /// EN 16931 allows by less than one unit of the currency: then only the totals are told.
  var lines: [Messages.InvoiceLine]? {
    guard !invoice.lines.isEmpty else { return nil }
    let isRoundedAlike = invoice.vatBreakdown.allSatisfy {
      $0.taxable.share(percent($0.rate)) == $0.tax
    }
    guard isRoundedAlike else { return nil }
    var lines = invoice.lines.map { line($0.item.name, $0.net, $0.vat) }
    for change in invoice.allowancesAndCharges {
      let words = change.kind == .charge ? "Charge" : "Allowance"
      guard let rate = change.vat else { return nil }
      lines.append(line(change.reason ?? words, change.signed, rate))
    }
    if let rounding = invoice.totals.rounding, !rounding.isZero {
      lines.append(line("Rounding", rounding, VATRate(.outsideScope, nil)))
    }
    return lines
  }

  private func line(_ words: String, _ net: Money, _ rate: VATRate) -> Messages.InvoiceLine {
    let description = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return Messages.InvoiceLine(description: description, net: net, taxRate: percent(rate))
  }

  private func percent(_ rate: VATRate) -> Percentage { rate.percent ?? Percentage(literal: "0") }

  // MARK: - Terms

  private enum ReadTerms {
    case none
    case known(CreditTerms, written: String)
    case unknown(String)
  }

  private var discountLines: DiscountLines { DiscountLines(invoice.terms, in: invoice.currency) }

  /// The words of the terms (BT-20), where they are a name or a notation that is known.
  private func read(_ words: String?) -> ReadTerms {
    guard let words else { return .none }
    do throws(NotationError) {
      return .known(try registry.terms(words), written: words)
    } catch {
      return .unknown("\(error)")
    }
  }

  /// The due date counts where there is one; terms that are known add their discounts, and those of
  /// several instalments their dates.
  var termsAndDueDate: (StatedTerms?, CalendarDate?) {
    let lines = discountLines
    if let terms = terms(with: lines) { return (.lines(terms), invoice.dueDate) }
    if case .known(let terms, let written) = read(lines.words) {
      return (.written(written), terms.lines.count == 1 ? invoice.dueDate : nil)
    }
    return (discountsInFigures.map { .lines($0) }, invoice.dueDate)
  }

  /// The terms with the discounts that stand in lines of their own; nil without such lines, or
  /// without a date on which all is due.
  private func terms(with lines: DiscountLines) -> CreditTerms? {
    guard !lines.discounts.isEmpty, let base = lines.base(of: invoice.totals) else { return nil }
    var terms: CreditTerms
    if case .known(let known, _) = read(lines.words) {
      guard known.lines.count == 1 else { return nil }
      terms = lines.terms(due: known.lines[0].due)
      terms.graceDays = known.graceDays
    } else {
      guard let dueDate = invoice.dueDate else { return nil }
      terms = lines.terms(due: DateRule(days: invoice.issueDate.days(until: dueDate)))
    }
    terms.discountBase = base
    return terms
  }

  /// Those that EN 16931's extensions state beside the due date, where all of them can be read.
  private var discountsInFigures: CreditTerms? {
    guard let dueDate = invoice.dueDate, !invoice.statedDiscounts.isEmpty else { return nil }
    let tiers = invoice.statedDiscounts.map(tier)
    let known = tiers.compactMap { $0 }.sorted { $0.lastDate.days < $1.lastDate.days }
    guard known.count == tiers.count else { return nil }
    let days = Int(dueDate.dayNumber - invoice.issueDate.dayNumber)
    let terms = CreditTerms(due: DateRule(days: days), discounts: known)
    return terms.faults(in: invoice.currency).isEmpty ? terms : nil
  }

  private func tier(_ discount: StatedDiscount) -> DiscountTier? {
    guard let percent = discount.percent.flatMap({ Percentage($0.description) }),
      let period = discount.period, period.unit == "DAY", period.value.decimals == 0,
      (0...999).contains(period.value.coefficient)
    else { return nil }
    let from = discount.from ?? invoice.issueDate
    let days = Int(period.value.coefficient) + Int(from.dayNumber - invoice.issueDate.dayNumber)
    return DiscountTier(percent, until: DateRule(days: days))
  }

  /// A discount that cannot be told is not passed over: it would be claimed from the customer.
  private var termsFindings: [InvoiceFinding] {
    let lines = discountLines
    var findings = lines.unreadable.map {
      finding(.invalidField, "BT-20: '\($0.prefix(80))': \(DiscountLines.expectation)")
    }
    let words = read(lines.words)
    if invoice.dueDate == nil, case .unknown(let reason) = words {
      let text = "BT-20 is no terms that are known (\(reason)), and no due date (BT-9) is stated"
      findings.append(finding(.invalidField, text))
    } else if !lines.discounts.isEmpty {
      findings += discountFindings(lines)
    }
    return findings
  }

  private func discountFindings(_ lines: DiscountLines) -> [InvoiceFinding] {
    guard lines.base(of: invoice.totals) != nil else {
      let text =
        "BT-20: a discount is of another BASISBETRAG than all that is due, or all before tax"
      return [finding(.notExpressible, text)]
    }
    guard let terms = terms(with: lines) else {
      let text = "BT-20: discounts (#SKONTO) beside no one date on which all is due"
      return [finding(.notExpressible, text)]
    }
    return terms.faults(in: invoice.currency).map { finding(.invalidField, "BT-20: \($0.text)") }
  }

  // MARK: - Order

  /// The seller's own number of the order (BT-14), or else the buyer's (BT-13).
  private var orderNumber: (term: String, number: String)? {
    let references = invoice.references
    return references.salesOrder.map { ("BT-14", $0) } ?? references.order.map { ("BT-13", $0) }
  }

  /// What deposits billed of the order before is no part of what this invoice bills of it.
  var order: BilledOrder? {
    guard invoice.totals.due.isPositive else { return nil }
    return orderNumber.flatMap { OrderID(rawValue: $0.number) }
      .map { BilledOrder(order: $0, amount: invoice.totals.due) }
  }

  private var orderFindings: [InvoiceFinding] {
    guard let (term, number) = orderNumber, OrderID(rawValue: number) == nil else { return [] }
    return [
      finding(
        .invalidField,
        "\(term) is '\(number.prefix(40))': expected at most 128 bytes, in a line"
      )
    ]
  }
}
