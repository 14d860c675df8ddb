import DomainKit
import Terms

/// A ledger as a person leafs through it: by account, by name, by number.
package struct Register: Sendable {
  struct Invoice: Sendable {
    let number: InvoiceNumber
    let account: Int
    let compact: [UInt8]
    let reference: [UInt8]
    let order: [UInt8]
    /// How a person shortens the number: without its year and zeros, and its last digits alone.
    let shortForms: [[UInt8]]
    let digits: [UInt8]
    /// Without a year that stands in the same run.
    let lastDigits: [UInt8]
    let items: [Int]
    let isOpen: Bool
  }

  struct Item: Sendable {
    let id: ItemID
    let invoice: Int
    let account: Int
    let due: CalendarDate
    let open: Int64
    let discounts: [(amount: Int64, lastDate: CalendarDate, lastGraceDate: CalendarDate)]
    let currency: Currency
  }

  struct Account: Sendable {
    let id: AccountID
    let name: String
    let ibans: [String]
    let head: Int
    let paidByHead: [PayingPeriod]
    var members: [Int] = []
    var invoices: [Int] = []
    var items: [Int] = []
    var credits: [(number: InvoiceNumber, amount: Int64)] = []
  }

  private(set) var accounts: [Account] = []
  private(set) var invoices: [Invoice] = []
  private(set) var items: [Item] = []
  /// Invoices by their number or reference, paid ones too.
  private(set) var byName: [[UInt8]: [Int]] = [:]
  private(set) var byIBAN: [String: [Int]] = [:]
  private(set) var byPayerName: [String: [Int]] = [:]
  private(set) var accountByID: [AccountID: Int] = [:]
  private(set) var itemByID: [ItemID: Int] = [:]

  package init(_ ledger: Ledger) {
    for (index, account) in ledger.accounts.enumerated() { accountByID[account.id] = index }
    for account in ledger.accounts { add(account) }
    for (index, account) in accounts.enumerated() where account.head != index {
      accounts[account.head].members.append(index)
    }
    var credited: [InvoiceNumber: Int64] = [:]
    for note in ledger.creditNotes {
      if let invoice = note.invoice {
        credited[invoice, default: 0] += note.amount.minorUnits
      } else if let account = accountByID[note.account] {
        accounts[account].credits.append((note.number, note.amount.minorUnits))
      }
    }
    for invoice in ledger.invoices { add(invoice, credited: credited[invoice.number] ?? 0) }
  }

  private mutating func add(_ account: LedgerAccount) {
    let index = accounts.count
    accounts.append(
      Account(
        id: account.id,
        name: account.name,
        ibans: account.ibans,
        head: accountByID[account.head] ?? index,
        paidByHead: account.paidByHead
      )
    )
    for iban in account.ibans { byIBAN[iban, default: []].append(index) }
    byPayerName[Names.compared(account.name), default: []].append(index)
  }

  private mutating func add(_ invoice: LedgerInvoice, credited: Int64) {
    guard let account = accountByID[invoice.account] else { return }
    let index = invoices.count
    let isOpen = invoice.paidBy == nil
    var left = credited
    let first = items.count
    // What is credited goes off the last instalment first.
    let opens = invoice.items.reversed().map { item in
      let taken = min(left, item.amount.minorUnits)
      left -= taken
      return item.amount.minorUnits - taken
    }.reversed()
    for (item, open) in zip(invoice.items, opens) where isOpen && open > 0 {
      itemByID[item.id] = items.count
      accounts[account].items.append(items.count)
      items.append(Item(item, open: open, invoice: index, account: account))
    }
    let number = compact(invoice.number.rawValue)
    let reference = compact(invoice.reference)
    invoices.append(
      Invoice(
        number: invoice.number,
        account: account,
        compact: number,
        reference: reference,
        order: compact(invoice.purchaseOrder ?? ""),
        shortForms: shortForms(of: invoice.number.rawValue),
        digits: number.filter { $0 < 0x3A },
        lastDigits: lastDigits(of: invoice.number.rawValue),
        items: Array(first..<items.count),
        isOpen: first < items.count
      )
    )
    accounts[account].invoices.append(index)
    byName[number, default: []].append(index)
    if reference != number { byName[reference, default: []].append(index) }
  }
}

extension Register.Item {
  fileprivate init(_ item: LedgerItem, open: Int64, invoice: Int, account: Int) {
    id = item.id
    self.invoice = invoice
    self.account = account
    due = item.due
    self.open = open
    currency = item.amount.currency
    // What was credited is owed by nobody: the offer is on the rest.
    discounts = item.discounts.map { offer in
      let rest = Money(open, offer.amount.currency)
      let amount =
        open == item.amount.minorUnits ? offer.amount : rest.share(offer.percent)
      return (amount.minorUnits, offer.lastDate, offer.lastGraceDate)
    }
  }

  /// What may still be deducted on that day, grace included.
  func discount(on date: CalendarDate) -> Int64 {
    discounts.first { date <= $0.lastGraceDate }?.amount ?? 0
  }

  func payable(on date: CalendarDate) -> Int64 { open - discount(on: date) }
}

extension Register {
  func group(of account: Int) -> Int { accounts[account].head }

  /// Whose items an account may pay: its own, and those of members for which it pays that day.
  func payable(by account: Int, on date: CalendarDate) -> [Int] {
    accounts[account].items
      + accounts[account].members.filter { pays(account, for: $0, on: date) }
      .flatMap { accounts[$0].items }
  }

  func pays(_ payer: Int, for account: Int, on date: CalendarDate) -> Bool {
    payer == account
      || accounts[account].head == payer
        && accounts[account].paidByHead.contains { $0.contains(date) }
  }

  /// The accounts that may be the payer: by its IBAN, or else by its name.
  func payers(iban: String?, name: String?) -> [Int] {
    iban.flatMap { byIBAN[$0] } ?? name.flatMap { byPayerName[Names.compared($0)] } ?? []
  }
}

/// `2026-0042` is said as `42` or `20260042`, `F2606-00123` as `260600123` or `123`.
func shortForms(of number: String) -> [[UInt8]] {
  let runs = number.utf8.split { !(0x30...0x39).contains($0) }.map(Array.init)
  guard let last = runs.last else { return [] }
  var forms: [[UInt8]] = []
  func add(_ digits: [UInt8]) {
    let significant = Array(digits.drop { $0 == 0x30 })
    if !significant.isEmpty, !forms.contains(significant) { forms.append(significant) }
  }
  if runs.count > 1, isYear(runs[0]) {
    add(runs.dropFirst().flatMap { $0 })
  } else if runs.count == 1, last.count >= 7, isYear(Array(last.prefix(4))) {
    add(Array(last.dropFirst(4)))
  } else {
    add(runs.flatMap { $0 })
  }
  add(lastDigits(of: number))
  add(runs.flatMap { $0 })
  return forms
}

func lastDigits(of number: String) -> [UInt8] {
  let last = number.utf8.split { !(0x30...0x39).contains($0) }.last.map(Array.init) ?? []
  return last.count >= 7 && isYear(Array(last.prefix(4))) ? Array(last.dropFirst(4)) : last
}

private func isYear(_ digits: [UInt8]) -> Bool {
  switch digits.count {
  case 2: digits[0] == 0x32
  case 4: digits[0] == 0x32 && digits[1] == 0x30 && digits[2] == 0x32
  default: false
  }
}
