import DomainKit
import Messages
import OperatorKit
import Remittance
import ServiceKit
import Terms

/// Some business days of a house with many customers: invoices, and payments for them that come by
/// bank and from card providers in every way in which customers pay, some of them told twice.
///
/// The same seed gives the same days.
struct PaymentMix: Sendable {
  /// A payment as it was made, whatever becomes of it.
  struct Fact: Sendable {
    var amount: Money
    /// What it pays, where it says so and nothing else can claim the same.
    var pays: [InvoiceNumber: Money] = [:]
  }

  /// How invoices are paid, and how often in a hundred times.
  enum Way: CaseIterable {
    /// One payment with the structured reference.
    case reference
    /// One payment that names the invoice in its text.
    case number
    /// Two halves with the reference, days apart.
    case halves
    /// One payment for two invoices, both named.
    case pair
    /// By card, naming the invoice.
    case card
    /// By bank and once more by card on the same day: the second finds nothing open.
    case twice
    /// From a known bank account, the exact amount, without a word.
    case silent
    /// From a known bank account, some of what is owed, without a word.
    case some
    /// By somebody nobody knows.
    case stranger

    var weight: Int {
      switch self {
      case .reference: 32
      case .number: 18
      case .halves: 6
      case .pair: 8
      case .card: 22
      case .twice: 2
      case .silent: 6
      case .some: 3
      case .stranger: 3
      }
    }

    /// Whether what is paid follows from the payment alone.
    var isCertain: Bool {
      switch self {
      case .reference, .number, .halves, .pair, .card: true
      case .twice, .silent, .some, .stranger: false
      }
    }
  }

  private(set) var facts: [PaymentID: Fact] = [:]
  /// Payments told more than once.
  private(set) var repetitions = 0
  private(set) var days: [BusinessDay] = []

  static let firstDay = CalendarDate(literal: "2026-03-02")
  var lastDay: CalendarDate { Self.firstDay.adding(days: days.count - 1) }

  /// Two banks of ours.
  private static let ownIBANs = ["FR7630004000031234567890143", "DE89370400440532013000"]
  private static let customers = 500
  /// Customers above this one never say what they pay, and nobody else touches their invoices.
  private static let talkingCustomers = 400

  private var random: SplitMix64
  private var invoiceCount = 0
  private var lineCount = 0
  private var invoices: [[any Message]]
  private var cards: [[BillingPaymentCaptured]]
  /// By day and bank.
  private var lines: [[[BankStatementWriter.Line]]]

  init(payments: Int, days dayCount: Int, seed: UInt64) {
    random = SplitMix64(seed: seed)
    invoices = Array(repeating: [], count: dayCount)
    cards = Array(repeating: [], count: dayCount)
    lines = Array(repeating: [[], []], count: dayCount)
    while facts.count < payments { pay(room: payments - facts.count) }
    repeatSome()
    days = makeDays()
  }

  // MARK: Paying

  private mutating func pay(room: Int) {
    let way = Self.draw(&random)
    let customer =
      way.isCertain
      ? Int.random(in: 0..<Self.talkingCustomers, using: &random)
      : Int.random(in: Self.talkingCustomers..<Self.customers, using: &random)
    let day = Int.random(in: invoices.indices, using: &random)
    let (invoice, amount) = makeInvoice(of: customer, on: day)
    let later = min(day + Int.random(in: 0...2, using: &random), invoices.count - 1)
    let reference = ISO11649.creditorReference(for: invoice.rawValue)
    switch way {
    case .reference: transfer(amount, from: customer, on: later, reference, pays: [invoice: amount])
    case .number:
      let text = "Invoice \(invoice), thank you"
      transfer(amount, from: customer, on: later, text: text, pays: [invoice: amount])
    case .halves where room > 1:
      let half = Money(amount.minorUnits / 2, .euro)
      transfer(half, from: customer, on: day, reference, pays: [invoice: half])
      let rest = amount - half
      transfer(rest, from: customer, on: later, reference, pays: [invoice: rest])
    case .pair:
      let (other, more) = makeInvoice(of: customer, on: day)
      let text = "\(invoice) and \(other)"
      let pays = [invoice: amount, other: more]
      transfer(amount + more, from: customer, on: later, text: text, pays: pays)
    case .card, .halves: charge(amount, of: customer, on: later, invoice, pays: [invoice: amount])
    case .twice:
      transfer(amount, from: customer, on: later, reference)
      if room > 1 { charge(amount, of: customer, on: later, invoice) }
    case .silent: transfer(amount, from: customer, on: later)
    case .some:
      transfer(Money(amount.minorUnits * 3 / 7, .euro), from: customer, on: later)
    case .stranger: transfer(amount, from: nil, on: later)
    }
  }

  private static func draw(_ random: inout SplitMix64) -> Way {
    var number = Int.random(in: 0..<Way.allCases.map(\.weight).reduce(0, +), using: &random)
    for way in Way.allCases {
      number -= way.weight
      if number < 0 { return way }
    }
    return .reference
  }

  private mutating func makeInvoice(of customer: Int, on day: Int) -> (InvoiceNumber, Money) {
    invoiceCount += 1
    let number = InvoiceNumber("INV-2026-\(1_000_000 + invoiceCount)")
    let amount = Money(Int64.random(in: 1_000...900_000, using: &random), .euro)
    let message = BillingInvoiceIssued(
      invoice: number,
      account: Self.account(customer),
      issueDate: Self.firstDay.adding(days: day),
      net: amount,
      tax: .zero(.euro),
      gross: amount
    )
    invoices[day].append(message)
    if invoiceCount % 50 == 0 { invoices[day].append(message) }
    return (number, amount)
  }

  private mutating func transfer(
    _ amount: Money,
    from customer: Int?,
    on day: Int,
    _ reference: String? = nil,
    text: String? = nil,
    pays: [InvoiceNumber: Money] = [:]
  ) {
    lineCount += 1
    let name = "BK\(10_000_000 + lineCount)"
    var line = BankStatementWriter.Line(
      amount: amount,
      valueDate: Self.firstDay.adding(days: day),
      servicerReference: name
    )
    line.creditorReference = reference
    line.text = text
    line.payerName = customer.map { Self.name($0) } ?? "Unknown Trading \(lineCount)"
    line.payerIBAN = Self.iban(customer ?? Self.customers + lineCount)
    let bank = lineCount % Self.ownIBANs.count
    lines[day][bank].append(line)
    facts[PaymentID("\(Self.ownIBANs[bank]):\(name):0")] = Fact(amount: amount, pays: pays)
  }

  private mutating func charge(
    _ amount: Money,
    of customer: Int,
    on day: Int,
    _ invoice: InvoiceNumber,
    pays: [InvoiceNumber: Money] = [:]
  ) {
    lineCount += 1
    let name = "ch_\(lineCount)"
    cards[day].append(
      BillingPaymentCaptured(
        provider: "cardpay",
        providerPayment: name,
        amount: amount,
        valueDate: Self.firstDay.adding(days: day),
        text: "Order of \(Self.name(customer)), invoice \(invoice)"
      )
    )
    facts[PaymentID("cardpay:\(name)")] = Fact(amount: amount, pays: pays)
  }

  /// Of the cards' payments, one in twenty is told again at once and one in twenty another day; of
  /// a bank's lines, one in thirty stands on the next day's statement again.
  private mutating func repeatSome() {
    for day in cards.indices {
      let told = cards[day]
      for (index, payment) in told.enumerated() {
        if index % 20 == 0 { cards[day].append(payment) }
        if index % 20 == 7, day + 1 < cards.count { cards[day + 1].append(payment) }
        if index % 20 == 0 || index % 20 == 7 && day + 1 < cards.count { repetitions += 1 }
      }
    }
    for day in lines.indices.dropLast() {
      for bank in lines[day].indices {
        let again = lines[day][bank].enumerated().filter { $0.offset % 30 == 0 }.map(\.element)
        repetitions += again.count
        lines[day + 1][bank] += again
      }
    }
  }

  // MARK: Days

  /// Invoices and cards' payments come mixed: some payments are there before their invoices.
  private mutating func makeDays() -> [BusinessDay] {
    var writers = Self.ownIBANs.map {
      BankStatementWriter(iban: $0, opening: Money(1_000_000_00, .euro))
    }
    var days: [BusinessDay] = []
    for index in invoices.indices {
      var day = BusinessDay(date: Self.firstDay.adding(days: index))
      if index == 0 { day.messages = Self.accounts }
      day.messages += (invoices[index] + cards[index]).shuffled(using: &random)
      for bank in writers.indices {
        var file = writers[bank].statement(of: day.date, lines[index][bank])
        file.name = "\(bank)-\(file.name)"
        day.bankFiles.append(file)
      }
      // Yesterday's file comes once more under another name.
      if index % 3 == 2, var copy = days.last?.bankFiles.first {
        copy.name = "again-\(copy.name)"
        day.bankFiles.append(copy)
      }
      days.append(day)
    }
    return days
  }

  private static var accounts: [any Message] {
    (0..<customers).map { customer in
      BillingAccountUpserted(
        account: account(customer),
        revision: 1,
        name: name(customer),
        currency: .euro,
        country: "FR",
        ibans: [iban(customer)],
        terms: "net 30"
      )
    }
  }

  private static func account(_ customer: Int) -> AccountID { AccountID("C-\(1000 + customer)") }
  private static func name(_ customer: Int) -> String { "Atelier \(customer) SARL" }

  /// A French IBAN with valid check digits (ISO 13616: mod 97 of the rearranged digits).
  private static func iban(_ index: Int) -> String {
    let bban = "3000600001\(10_000_000_000 + index * 7919)89"
    let remainder = "\(bban)152700".utf8.reduce(0) { ($0 * 10 + Int($1 - 0x30)) % 97 }
    let check = 98 - remainder
    return "FR\(check < 10 ? "0" : "")\(check)\(bban)"
  }
}
