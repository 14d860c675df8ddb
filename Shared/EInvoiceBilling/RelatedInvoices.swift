package import DomainKit
import EInvoices
import Messages

/// What is known of an invoice that an electronic one names (BT-25).
package struct EarlierInvoice: Equatable, Sendable {
  package var isDeposit: Bool
  package var gross: Money
  /// Nothing of it is left to credit.
  package var isCredited: Bool

  package init(isDeposit: Bool, gross: Money, isCredited: Bool) {
    self.isDeposit = isDeposit
    self.gross = gross
    self.isCredited = isCredited
  }
}

/// The invoices that an electronic one names (BT-25): one that it is about, and those of deposits
/// that it takes off (BT-113).
struct RelatedInvoices {
  private(set) var preceding: InvoiceNumber?
  private(set) var deposits: [DeductedDeposit] = []
  private(set) var findings: [InvoiceFinding] = []

  init(_ invoice: ElectronicInvoice, _ earlier: [InvoiceNumber: EarlierInvoice]) {
    let named = invoice.precedingInvoices.map(\.number)
    let prepaid = invoice.totals.prepaid ?? .zero(invoice.currency)
    let names = prepaid.isZero ? [] : Self.deposits(among: named, earlier)
    let others = named.filter { !names.contains($0) }
    preceding = others.first
    if others.count > 1 {
      refuse("BT-25: it is about \(Self.list(others)), a message about one invoice")
    }
    if !prepaid.isZero { take(prepaid, of: names, earlier) }
    if invoice.type == .corrected { check(correctionOf: preceding, earlier) }
  }

  /// The only one that is named, or those that are known as deposits.
  private static func deposits(
    among named: [InvoiceNumber],
    _ earlier: [InvoiceNumber: EarlierInvoice]
  ) -> [InvoiceNumber] {
    if named.count == 1, earlier[named[0]] == nil { return named }
    return named.filter { earlier[$0]?.isDeposit == true }
  }

  /// EN 16931 states their sum only: it is one deposit's share, or all of several.
  private mutating func take(
    _ prepaid: Money,
    of names: [InvoiceNumber],
    _ earlier: [InvoiceNumber: EarlierInvoice]
  ) {
    guard !prepaid.isNegative else {
      return refuse("BT-113: \(prepaid) was paid before, which is less than nothing")
    }
    guard !names.isEmpty else {
      // Taken off here, the claim would be settled in part by money that nobody could show.
      return refuse(
        "BT-113: \(prepaid) was paid before, and BT-25 names no deposit invoice that is known; an"
          + " invoice states its whole amount, and what was paid on it comes as a payment"
      )
    }
    guard names.count > 1 else {
      deposits = [DeductedDeposit(invoice: names[0], amount: prepaid)]
      return
    }
    let whole = names.compactMap { name in
      earlier[name].map { DeductedDeposit(invoice: name, amount: $0.gross) }
    }
    guard Self.sum(of: whole, in: prepaid.currency) == prepaid else {
      let known = whole.map { "\($0.invoice) of \($0.amount)" }.joined(separator: ", ")
      return refuse(
        "BT-113: \(prepaid) was paid before, which is not the deposits together that BT-25 names"
          + " (\(known)): how much of which is taken off cannot be told"
      )
    }
    deposits = whole
  }

  private static func sum(of deposits: [DeductedDeposit], in currency: Currency) -> Money? {
    var sum = Money.zero(currency)
    for deposit in deposits {
      guard deposit.amount.currency == currency, let next = try? sum.adding(deposit.amount) else {
        return nil
      }
      sum = next
    }
    return sum
  }

  /// What it corrects would be claimed beside it.
  private mutating func check(
    correctionOf number: InvoiceNumber?,
    _ earlier: [InvoiceNumber: EarlierInvoice]
  ) {
    let type = "BT-3 is \(DocumentType.corrected), a corrected invoice"
    guard let number else { return refuse("\(type), and BT-25 does not name what it corrects") }
    guard earlier[number]?.isCredited != true else { return }
    refuse("\(type), which would be claimed beside \(number) (BT-25): credit all of that first")
  }

  private mutating func refuse(_ text: String) {
    findings.append(InvoiceFinding(.refusal, .notExpressible, text: text))
  }

  private static func list(_ numbers: [InvoiceNumber]) -> String {
    numbers.map(\.rawValue).joined(separator: ", ")
  }
}
