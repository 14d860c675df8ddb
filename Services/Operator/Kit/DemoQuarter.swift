import DomainKit
import Messages
import Remittance
import ServiceKit
import Terms

/// A realistic first quarter of 2026 of a joinery supplier: forty customers with their habits, some
/// five hundred invoices, and the bank statements in which they are paid, or not.
///
/// The same seed gives the same quarter.
package struct DemoQuarter: Sendable {
  /// How a customer pays.
  private enum Habit: CaseIterable {
    /// Within ten days, less 2 %, with the reference.
    case takesDiscount
    /// On the due date, with the reference.
    case prompt
    /// On the due date, naming the invoice in the text.
    case namesInvoice
    /// Late, with the reference.
    case late
    /// The exact amount without a word.
    case silent
    /// Two invoices in one payment, both named.
    case combines
    /// A little less than the invoice.
    case short
    /// A little more than the invoice.
    case over
    /// From an account that nobody knows, without a word.
    case stranger
    /// By direct debit that comes back a week later.
    case bounces
    /// Not at all.
    case silentDebtor
  }

  private struct Customer {
    var account: AccountID
    var name: String
    var iban: String
    var habit: Habit
    var netDays: Int
    /// As in `2/10 net 30`.
    var terms: String
  }

  private struct Due {
    var invoice: InvoiceNumber
    var amount: Money
    var customer: Int
  }

  private static let firstDay = CalendarDate(literal: "2026-01-05")
  private static let lastDay = CalendarDate(literal: "2026-03-31")
  package static let ownIBAN = "FR7630004000031234567890143"

  private var random: SplitMix64
  private var customers: [Customer] = []
  private var payments: [CalendarDate: [BankStatementWriter.Line]] = [:]
  private var invoices: [CalendarDate: [BillingInvoiceIssued]] = [:]
  private var unpaid: [Int: Due] = [:]
  private var lineCount = 0

  /// The business days of the quarter, Monday to Friday.
  package static func days(seed: UInt64 = 2026) -> [BusinessDay] {
    var quarter = DemoQuarter(seed: seed)
    quarter.makeCustomers()
    quarter.makeInvoices()
    return quarter.makeDays()
  }

  private init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private mutating func makeCustomers() {
    let names = [
      "Ateliers Morel", "Menuiserie Bernard", "Bois & Cie", "Agencement Petit", "Maison Leroy",
      "Charpentes Roux", "Cuisines Fontaine", "Parquets Girard", "Escaliers Dupuis",
      "Atelier Blanc",
    ]
    let forms = ["SARL", "SAS", "SA", "EURL"]
    for index in 0..<40 {
      let habit = Habit.allCases[index % Habit.allCases.count]
      let netDays = [30, 45, 30, 60][index % 4]
      let hasDiscount = habit == .takesDiscount || index % 4 == 0
      let district = ["Lyon", "Nantes", "Lille", "Nice"][index / 10]
      customers.append(
        Customer(
          account: AccountID("C-\(1001 + index)"),
          name: "\(names[index % names.count]) \(district) \(forms[index % forms.count])",
          iban: Self.iban(index),
          habit: habit,
          netDays: netDays,
          terms: hasDiscount ? "2/10 net \(netDays)" : "net \(netDays)"
        )
      )
    }
  }

  /// A French IBAN with valid check digits (ISO 13616: mod 97 of the rearranged digits).
  private static func iban(_ index: Int) -> String {
    let digits = String(10_000_000_000 + index * 7919)
    let bban = "3000600001\(digits)89"
    let remainder = "\(bban)152700".utf8.reduce(0) { ($0 * 10 + Int($1 - 0x30)) % 97 }
    let check = 98 - remainder
    return "FR\(check < 10 ? "0" : "")\(check)\(bban)"
  }

  private mutating func makeInvoices() {
    var number = 0
    var day = Self.firstDay
    while day <= Self.lastDay {
      if day.weekday <= 5 {
        for _ in 0..<Int.random(in: 6...10, using: &random) {
          number += 1
          makeInvoice(number, on: day)
        }
      }
      day = day.adding(days: 1)
    }
  }

  private mutating func makeInvoice(_ number: Int, on date: CalendarDate) {
    let index = Int.random(in: 0..<customers.count, using: &random)
    let customer = customers[index]
    let net = Money(Int64.random(in: 9_000...780_000, using: &random), .euro)
    let tax = net.share(Percentage(literal: "20"))
    let digits = String(number)
    let name = "INV-2026-" + String(repeating: "0", count: 4 - digits.count) + digits
    let invoice = BillingInvoiceIssued(
      invoice: InvoiceNumber(name),
      account: customer.account,
      issueDate: date,
      lines: [
        InvoiceLine(description: "Oak and fittings", net: net, taxRate: Percentage(literal: "20"))
      ],
      net: net,
      tax: tax,
      gross: net + tax
    )
    invoices[date, default: []].append(invoice)
    pay(Due(invoice: invoice.invoice, amount: net + tax, customer: index), issued: date)
  }

  // MARK: Paying

  private mutating func pay(_ due: Due, issued: CalendarDate) {
    let customer = customers[due.customer]
    let dueDate = issued.adding(days: customer.netDays)
    let reference = ISO11649.creditorReference(for: due.invoice.rawValue)
    switch customer.habit {
    case .takesDiscount:
      let discount = due.amount.share(Percentage(literal: "2"))
      add(due.amount - discount, due, issued.adding(days: 9), reference: reference)
    case .prompt: add(due.amount, due, dueDate, reference: reference)
    case .namesInvoice: add(due.amount, due, dueDate, text: "Facture \(due.invoice)")
    case .late:
      let delay = Int.random(in: 5...40, using: &random)
      add(due.amount, due, dueDate.adding(days: delay), reference: reference)
    case .silent: add(due.amount, due, dueDate)
    case .combines: combine(due, dueDate)
    case .short:
      let missing = Money(Int64.random(in: 500...9_000, using: &random), .euro)
      add(due.amount - missing, due, dueDate, reference: reference)
    case .over: add(due.amount + Money(5_000, .euro), due, dueDate, reference: reference)
    case .stranger: add(due.amount, due, dueDate, isStranger: true)
    case .bounces: bounce(due, issued.adding(days: 21), reference: reference)
    case .silentDebtor: break
    }
  }

  private mutating func combine(_ due: Due, _ date: CalendarDate) {
    guard let earlier = unpaid.removeValue(forKey: due.customer) else {
      unpaid[due.customer] = due
      return
    }
    add(
      earlier.amount + due.amount,
      due,
      date,
      text: "Factures \(earlier.invoice) et \(due.invoice)"
    )
  }

  private mutating func bounce(_ due: Due, _ date: CalendarDate, reference: String?) {
    add(due.amount, due, date, reference: reference)
    let paid = Self.businessDay(date)
    let back = Self.businessDay(paid.adding(days: 7))
    lineCount += 1
    var line = BankStatementWriter.Line(
      amount: due.amount,
      valueDate: back,
      servicerReference: "RET\(lineCount)"
    )
    line.isReturn = true
    line.endToEndID = "E2E-\(due.invoice)"
    line.creditorReference = reference
    line.returnReason = "MS03"
    line.payerName = customers[due.customer].name
    line.payerIBAN = customers[due.customer].iban
    payments[back, default: []].append(line)
  }

  private mutating func add(
    _ amount: Money,
    _ due: Due,
    _ date: CalendarDate,
    reference: String? = nil,
    text: String? = nil,
    isStranger: Bool = false
  ) {
    let date = Self.businessDay(date)
    lineCount += 1
    var line = BankStatementWriter.Line(
      amount: amount,
      valueDate: date,
      servicerReference: "BK\(1_000_000 + lineCount)"
    )
    line.endToEndID = isStranger ? nil : "E2E-\(due.invoice)"
    line.payerName = isStranger ? "Holding Sequoia" : customers[due.customer].name
    line.payerIBAN = isStranger ? "DE89370400440532013000" : customers[due.customer].iban
    line.creditorReference = reference
    line.text = text
    payments[date, default: []].append(line)
  }

  private static func businessDay(_ date: CalendarDate) -> CalendarDate {
    date.weekday <= 5 ? date : date.adding(days: 8 - date.weekday)
  }

  // MARK: Days

  private func makeDays() -> [BusinessDay] {
    var writer = BankStatementWriter(iban: Self.ownIBAN, opening: Money(25_000_000, .euro))
    var days: [BusinessDay] = []
    var date = Self.firstDay
    while date <= Self.lastDay {
      if date.weekday <= 5 {
        var day = BusinessDay(date: date)
        if days.isEmpty { day.messages += accounts }
        day.messages += (invoices[date] ?? []) as [any Message]
        if let lines = payments[date] { day.bankFiles = [writer.statement(of: date, lines)] }
        days.append(day)
      }
      date = date.adding(days: 1)
    }
    return days
  }

  private var accounts: [any Message] {
    customers.map { customer in
      BillingAccountUpserted(
        account: customer.account,
        revision: 1,
        name: customer.name,
        currency: .euro,
        country: "FR",
        ibans: [customer.iban],
        terms: .written(customer.terms),
        creditLimit: Money(6_000_000, .euro)
      )
    }
  }
}
