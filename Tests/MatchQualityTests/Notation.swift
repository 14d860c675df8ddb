import DomainKit
import Terms

@testable import MatchQualityKit

func eur(_ minorUnits: Int64) -> Money { Money(minorUnits, .euro) }

let today = LedgerGenerator.today

extension Ledger {
  /// Accounts A (IBAN FR-A) and B (IBAN FR-B), each with a name, and a group of H and M.
  static func of(_ invoices: LedgerInvoice..., notes: [LedgerCreditNote] = []) -> Ledger {
    var ledger = Ledger()
    ledger.accounts = ["A", "B", "H", "M"].map { name in
      LedgerAccount(
        id: AccountID(name),
        name: "Ateliers \(name)\(name) SARL",
        ibans: ["FR-\(name)"],
        head: name == "M" ? "H" : AccountID(name),
        paidByHead: name == "M" ? [PayingPeriod(from: today.adding(days: -30))] : []
      )
    }
    ledger.invoices = invoices
    ledger.creditNotes = notes
    return ledger
  }
}

extension LedgerInvoice {
  /// `amounts` is one item, or instalments.
  init(
    _ number: String,
    _ amounts: Int64...,
    of account: AccountID = "A",
    discount: Int64 = 0,
    order: String? = nil,
    isPaid: Bool = false
  ) {
    let items = amounts.indices.map { place in
      LedgerItem(
        id: ItemID(amounts.count == 1 ? number : "\(number)/\(place + 1)"),
        due: today.adding(days: 20 + 30 * place),
        amount: eur(amounts[place]),
        discounts: discount == 0 ? [] : [.ofTest(discount, of: amounts[place])]
      )
    }
    self.init(
      number: InvoiceNumber(number),
      account: account,
      issued: today.adding(days: -10),
      reference: ReferenceStyle.creditor.reference(number: number, sequence: 1),
      purchaseOrder: order,
      items: items,
      paidBy: isPaid
        ? PastPayment(payment: PaymentID("past:\(number)"), valueDate: today.adding(days: -5)) : nil
    )
  }
}

extension DiscountOffer {
  /// Until yesterday, and until today with its grace.
  fileprivate static func ofTest(_ amount: Int64, of whole: Int64) -> DiscountOffer {
    DiscountOffer(
      percent: Percentage(literal: "2"),
      base: eur(whole),
      amount: eur(amount),
      lastDate: today.adding(days: -1),
      lastGraceDate: today
    )
  }
}

/// A payment of today by A, who is known by his IBAN.
func payment(
  _ amount: Int64,
  by iban: String? = "FR-A",
  name: String? = nil,
  on day: CalendarDate = today,
  text: String = "",
  references: [String] = [],
  truth: [(item: ItemID, cash: Int64)] = []
) -> Remittance {
  Remittance(
    payment: "bank:1",
    kind: "test",
    amount: eur(amount),
    valueDate: day,
    payerName: name,
    payerIBAN: iban,
    references: references,
    text: text,
    truth: Truth(
      allocations: truth.map { TrueAllocation(item: $0.item, cash: eur($0.cash), discount: eur(0)) }
    )
  )
}

extension Ledger {
  /// What the clerk books, `item cash discount` each; nil: he asks.
  func booked(_ remittance: Remittance, _ mentions: [Mention] = []) -> [String]? {
    let register = Register(self)
    let answer = Clerk(register: register).answer(remittance, mentions)
    guard case .books(let bookings, let credits) = answer else { return nil }
    return bookings.map { "\(register.items[$0.item].id) \($0.cash) \($0.discount)" }
      + credits.map { "credit \($0)" }
  }

  func booked(_ remittance: Remittance, number: String, isCut: Bool = false) -> [String]? {
    booked(remittance, [Mention(.number, number, isCut: isCut)])
  }
}
