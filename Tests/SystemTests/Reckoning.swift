import DomainKit
import Foundation
import Messages

/// What became of every payment of a run, by reporting's books: read from its canonical state.
struct Reckoning: Equatable {
  /// Payments as they were made.
  var sent = 0
  var received = 0
  var identified = 0
  /// Payments of which something is applied to an item.
  var applied = 0
  /// Payments that nobody made, or of which more is applied than they brought, and items that are
  /// cleared beyond their amount.
  var doubled = 0
  /// Payments that are not in the books with their amount, or that say what they pay and have not
  /// paid exactly that.
  var lost = 0

  init(_ facts: [PaymentID: PaymentMix.Fact], canonicalState: String) throws {
    let books = try JSONDecoder().decode(Books.self, from: Data(canonicalState.utf8)).sections
    var cleared: [ItemID: Money] = [:]
    var paid: [PaymentID: [InvoiceNumber: Money]] = [:]
    for (key, decision) in books.decisions {
      let isReversal = key.split(separator: "|", maxSplits: 2)[1] == "-"
      for clearing in decision.clearings {
        guard let item = books.items[clearing.item.rawValue] else { continue }
        let sum = clearing.cash + clearing.discount
        cleared[clearing.item, default: .zero(.euro)] += isReversal ? -sum : sum
        paid[decision.payment, default: [:]][item.invoice, default: .zero(.euro)] +=
          isReversal ? -clearing.cash : clearing.cash
      }
    }
    sent = facts.count
    received = books.payments.count { $0.value.received != nil }
    identified = books.payments.count { $0.value.identified != nil }
    applied = paid.count { !$0.value.values.allSatisfy(\.isZero) }
    doubled = books.payments.keys.count { facts[PaymentID($0)] == nil }
    doubled += books.items.count { (cleared[ItemID($0.key)] ?? .zero(.euro)) > $0.value.amount }
    for (payment, fact) in facts {
      let pays = (paid[payment] ?? [:]).filter { !$0.value.isZero }
      if pays.values.reduce(.zero(.euro), +) > fact.amount { doubled += 1 }
      let isThere = books.payments[payment.rawValue]?.received == fact.amount
      if !isThere || !fact.pays.isEmpty && pays != fact.pays { lost += 1 }
    }
  }

  /// The part of reporting's canonical state that tells of payments.
  private struct Books: Decodable {
    struct Sections: Decodable {
      var items: [String: Item]
      var payments: [String: Payment]
      var decisions: [String: Decision]

      private enum CodingKeys: String, CodingKey {
        case items = "domain.ledger.items"
        case payments = "domain.ledger.payments"
        case decisions = "domain.ledger.decisions"
      }
    }
    struct Item: Decodable {
      var invoice: InvoiceNumber
      var amount: Money
    }
    struct Identified: Decodable {
      var account: AccountID
    }
    struct Payment: Decodable {
      var received: Money?
      var identified: Identified?
    }
    struct Clearing: Decodable {
      var item: ItemID
      var cash: Money
      var discount: Money
    }
    struct Decision: Decodable {
      var payment: PaymentID
      var clearings: [Clearing]
    }
    var sections: Sections
  }
}
