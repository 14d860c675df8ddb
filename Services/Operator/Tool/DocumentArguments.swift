import ArgumentParser
import DomainKit
import Messages
import Terms

/// What an invoice that is issued says.
struct InvoiceContent: ParsableArguments {
  @Option(help: "What it is.")
  var kind: InvoiceKind?
  @Option(name: .customLong("line"), help: LineArgument.help)
  var lines: [LineArgument]
  @Option(help: "A name or a customary notation, such as '2/10 net 30'; without it, as agreed.")
  var terms: String?
  @Option(help: "Instead of terms, YYYY-MM-DD.")
  var dueDate: CalendarDate?
  @Option(help: "The order that it bills, and how much of it, e.g. 'SO-77: 600.00 EUR'.")
  var order: OrderArgument?
  @Option(
    name: .customLong("deposit"),
    help: "A deposit invoice that is taken off, e.g. 'EP-2026-000001: 300.00 EUR'."
  )
  var deposits: [DepositArgument] = []

  func draft(of account: AccountID) -> DraftedInvoice {
    DraftedInvoice(
      account: account,
      kind: kind,
      lines: lines.map(\.line),
      terms: terms.map { .written($0) },
      dueDate: dueDate,
      order: order?.order,
      deposits: deposits.map(\.deposit)
    )
  }
}

/// What the record needs of who has something issued.
struct Record: ParsableArguments {
  @Option(help: "Why, for the record.")
  var note: String
  @Option(help: "A word of your own: the same command with the same word is done once.")
  var key: String?

  var idempotencyKey: String {
    key ?? "encours-\(UInt64.random(in: 0...UInt64.max))"
  }
}

/// A line as it is typed: `Freight: 50.00 EUR, 20 %`.
struct LineArgument: ExpressibleByArgument {
  static let help = ArgumentHelp("A line, e.g. 'Freight: 50.00 EUR, 20 %'; several are possible.")

  let line: InvoiceLine

  init?(argument: String) {
    let named = NamedAmount(argument)
    guard let named, let comma = named.amount.lastIndex(of: ","),
      let net = Money(argument: String(named.amount[..<comma])),
      let rate = Percentage(
        named.amount[named.amount.index(after: comma)...].filter { $0 != " " && $0 != "%" }
      )
    else { return nil }
    line = InvoiceLine(description: named.name, net: net, taxRate: rate)
  }
}

/// A deposit as it is typed: `EP-2026-000001: 300.00 EUR`.
struct DepositArgument: ExpressibleByArgument {
  let deposit: DeductedDeposit

  init?(argument: String) {
    guard let named = NamedAmount(argument), let invoice = InvoiceNumber(rawValue: named.name),
      let amount = Money(argument: named.amount)
    else { return nil }
    deposit = DeductedDeposit(invoice: invoice, amount: amount)
  }
}

/// An order's share as it is typed: `SO-77: 600.00 EUR`.
struct OrderArgument: ExpressibleByArgument {
  let order: BilledOrder

  init?(argument: String) {
    guard let named = NamedAmount(argument), let order = OrderID(rawValue: named.name),
      let amount = Money(argument: named.amount)
    else { return nil }
    self.order = BilledOrder(order: order, amount: amount)
  }
}

/// A name and what follows its last colon.
private struct NamedAmount {
  let name: String
  let amount: String

  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), colon != text.startIndex else { return nil }
    name = String(text[..<colon])
    amount = String(text[text.index(after: colon)...])
  }
}

extension InvoiceKind: ExpressibleByArgument {}
extension CreditReason: ExpressibleByArgument {}
extension CreditSpread: ExpressibleByArgument {}

extension Percentage: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
