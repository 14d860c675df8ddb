import DomainKit
package import Messages
import Terms

extension Rendering {
  /// An invoice with its instalments and what may be deducted until when.
  package static func invoice(_ reply: GetInvoice.Reply, style: Style = .plain) -> String {
    let invoice = reply.issued
    return page([
      "\(invoice.kind.title) \(invoice.invoice)",
      list(
        [
          ("Account", invoice.account.rawValue),
          ("Issued", invoice.issueDate.description),
          ("Amount", amount(invoice.net, invoice.tax, invoice.gross)),
          ("Worth", worth(invoice.base, invoice.exchange)),
          ("Reference", invoice.paymentReference),
          ("Corrects", invoice.precedingInvoice?.rawValue ?? ""),
          ("Order", invoice.order.map { "\($0.order), \($0.amount)" } ?? ""),
          (
            "Deposits",
            invoice.deposits.map { "\($0.invoice) \($0.amount)" }.joined(separator: ", ")
          ),
          ("Late charge", invoice.lateChargeRate.map { "\($0) % a year" } ?? ""),
          ("Creditable", reply.creditable.description),
        ] + authorship(reply.authorship),
        style
      ),
      items(invoice.items, style),
      reply.agreed.map { "Agreed, but not invoiced:\n" + instalments($0, style) } ?? "",
    ])
  }

  /// In the currency of the books; empty where the document is in it.
  private static func worth(_ base: Money?, _ exchange: ExchangeRate?) -> String {
    guard let base, let exchange else { return "" }
    return "\(base.grouped) \(base.currency), at \(exchange)"
  }

  /// Invoices of an account.
  package static func invoices(_ reply: ListInvoices.Reply, style: Style = .plain) -> String {
    guard reply.count > 0 else { return "The account has no invoices." }
    var table = Table([
      .flexible("Invoice", atLeast: 12), .text("Kind"), .text("Issued"), .text("Due"),
      .amount("Amount"), .amount("Credited"), .text(""),
    ])
    for invoice in reply.invoices {
      table.add([
        invoice.invoice.rawValue, invoice.kind.rawValue, "\(invoice.issueDate)",
        "\(invoice.dueDate)", invoice.gross.grouped,
        invoice.credited.isZero ? "-" : invoice.credited.grouped, "\(invoice.gross.currency)",
      ])
    }
    let hidden = reply.count - reply.invoices.count
    let rest = hidden > 0 ? "\(DisplayText.grouped(String(hidden))) more are not listed." : ""
    return page([table.text(style), rest])
  }

  /// A credit note, and what it credits.
  package static func creditNote(_ reply: GetCreditNote.Reply, style: Style = .plain) -> String {
    let note = reply.issued
    return page([
      "Credit note \(note.creditNote)",
      list(
        [
          ("Account", note.account.rawValue),
          ("Credits", note.invoice?.rawValue ?? "the account"),
          ("Issued", note.issueDate.description),
          ("Amount", amount(note.net, note.tax, note.gross)),
          ("Worth", worth(note.base, note.exchange)),
          (
            "Deposits",
            (note.deposits ?? []).map { "\($0.invoice) \($0.amount)" }.joined(separator: ", ")
          ),
          (
            "Less",
            (note.discounts ?? []).map { "\($0.amount.grouped) by \($0.lastDate)" }
              .joined(separator: ", ")
          ),
          ("Reason", note.reason.rawValue),
          ("Instalments", note.invoice == nil ? "" : note.spread.rawValue),
        ] + authorship(reply.authorship),
        style
      ),
    ])
  }

  /// An account as invoicing knows it, with the terms agreed by date.
  package static func account(_ reply: GetAccount.Reply, style: Style = .plain) -> String {
    let account = reply.registered
    let head = account.head == account.account ? "" : account.head.rawValue
    return page([
      "Account \(account.account)",
      list(
        [
          ("Name", account.name),
          ("Also called", (account.aliases ?? []).joined(separator: "; ")),
          ("Revision", "\(account.revision)"),
          ("Currency", account.currency.description),
          ("Country", account.country ?? ""),
          ("Head", head),
          ("Head pays", account.paidByHead.map(\.text).joined(separator: ", ")),
          ("IBANs", MaskedText.masked(account.ibans.joined(separator: ", "), style)),
          ("Limit", account.creditLimit?.description ?? "none"),
        ],
        style
      ),
      agreed(reply.agreedTerms, style),
    ])
  }

  /// Invoices and credit notes that cannot be issued yet, and what they wait for.
  package static func waiting(_ reply: ListWaiting.Reply, style: Style = .plain) -> String {
    guard reply.count + reply.creditNoteCount > 0 else { return "Nothing waits." }
    var table = Table([.text("Waits"), .flexible("Number", atLeast: 12), .text("For")])
    for invoice in reply.invoices {
      table.add(["invoice", invoice.invoice.rawValue, "account \(invoice.account)"])
    }
    for note in reply.creditNotes {
      let invoice = note.invoice.map { " or invoice \($0)" } ?? ""
      table.add(["credit note", note.creditNote.rawValue, "account \(note.account)\(invoice)"])
    }
    let hidden = reply.count + reply.creditNoteCount - table.rows.count
    return page([table.text(style), hidden > 0 ? "\(hidden) more are not listed." : ""])
  }

  private static func amount(_ net: Money, _ tax: Money, _ gross: Money) -> String {
    "\(gross.grouped) \(gross.currency) (\(net.grouped) and \(tax.grouped) of tax)"
  }

  private static func authorship(_ authorship: Authorship?) -> [(name: String, value: String)] {
    guard let authorship else { return [] }
    return [("Issued by", authorship.user), ("Because", authorship.note)]
  }

  private static func items(_ items: [IssuedItem], _ style: Style) -> String {
    guard let currency = items.first?.amount.currency else { return "" }
    var table = Table([
      .flexible("Item", atLeast: 12), .text("Due"), .amount("Amount \(currency)"),
      .flexible("Discount", atLeast: 20),
    ])
    for item in items {
      let discounts = item.discounts.map { "\($0.amount.grouped) by \($0.lastDate)" }
      table.add([
        item.item.rawValue, item.dueDate.description, item.amount.grouped,
        discounts.isEmpty ? "-" : discounts.joined(separator: ", "),
      ])
    }
    return table.text(style)
  }

  private static func agreed(_ agreed: [DatedTerms], _ style: Style) -> String {
    var table = Table([
      .text("From"), .flexible("Terms", atLeast: 20), .amount("Late charge"),
    ])
    for terms in agreed {
      let texts = terms.terms?.texts ?? ["each invoice's own"]
      let rate = terms.lateChargeRate.map { "\($0) %" } ?? "-"
      for (index, text) in texts.enumerated() {
        let from = index == 0 ? terms.from?.description ?? "the beginning" : ""
        table.add([from, text, index == 0 ? rate : ""])
      }
    }
    return table.rows.isEmpty ? "No terms are agreed." : table.text(style)
  }
}

extension PayingPeriod {
  fileprivate var text: String {
    let (from, to) = (from.map { "from \($0)" }, to.map { "to \($0)" })
    let sides = [from, to].compactMap(\.self)
    return sides.isEmpty ? "always" : sides.joined(separator: " ")
  }
}

extension InvoiceKind {
  fileprivate var title: String {
    switch self {
    case .invoice: "Invoice"
    case .debitNote: "Debit note"
    case .lateChargeNote: "Late-charge note"
    case .deposit: "Deposit invoice"
    }
  }
}
