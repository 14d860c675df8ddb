import DomainKit
import Foundation
import InvoicingDomain
import ServiceKit
import Terms
import Testing

/// The same facts give the same books, in whatever order they come.
@Suite("Facts in any order")
struct AnyOrderTests {
  /// Accounts of one revision, some of them wrong, and invoices, some of them wrong.
  static func facts(using generator: inout SplitMix64) -> [Invoicing.Command] {
    var facts: [Invoicing.Command] = []
    for index in 0..<6 {
      let terms: StatedTerms? =
        index == 5 ? nil : .discounted("2", 10, net: Int.random(in: 10...90, using: &generator))
      facts.append(
        .account(AccountID("C-\(index)"), name: index == 4 ? "" : "Customer \(index)", terms: terms)
      )
    }
    for index in 0..<20 {
      let account = AccountID("C-\(Int.random(in: 0..<7, using: &generator))")
      let net = Int64.random(in: 1...9_999_99, using: &generator)
      let isWrong = Int.random(in: 0..<5, using: &generator) == 0
      facts.append(
        .invoice(
          InvoiceNumber("INV-\(index)"),
          of: account,
          net: eur(net),
          tax: eur(net / 5),
          gross: isWrong ? eur(net) : nil
        )
      )
    }
    return facts
  }

  /// What the world was told of each invoice and account, whether at once or later.
  static func run(
    _ facts: [Invoicing.Command],
    openingBefore opening: Int
  ) throws -> (state: Invoicing.State, rejected: [String: [String]]) {
    var scenario = try Scenario.beforeTheFirstDay()
    var rejected: [String: [String]] = [:]
    func note(_ account: Invoicing.RejectedAccount) {
      rejected[account.account.rawValue] = account.faults.map(\.label)
    }
    func note(_ invoice: Invoicing.RejectedInvoice) {
      rejected[invoice.invoice.rawValue] = invoice.faults.map(\.label)
    }
    for (index, fact) in (facts + [.configure(partitionCount: 16)]).enumerated() {
      for command in index == opening ? [.opened("2026-03-01/1"), fact] : [fact] {
        do {
          for event in try scenario.when(command) {
            if case .accountRejected(let account) = event { note(account) }
            if case .invoiceRejected(let invoice) = event { note(invoice) }
          }
        } catch {
          if case .account(let account) = error { note(account) }
          if case .invoice(let invoice) = error { note(invoice) }
        }
      }
    }
    return (scenario.state, rejected)
  }

  @Test("give the same state and the same refusals", arguments: 0..<100 as Range<UInt64>)
  func anyOrder(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let facts = Self.facts(using: &generator)
    let inOrder = try Self.run(facts, openingBefore: 0)
    #expect(!inOrder.state.invoices.isEmpty)
    #expect(!inOrder.rejected.isEmpty)
    for _ in 0..<4 {
      let opening = Int.random(in: 0...facts.count, using: &generator)
      let shuffled = try Self.run(facts.shuffled(using: &generator), openingBefore: opening)
      #expect(shuffled.state == inOrder.state)
      #expect(shuffled.rejected == inOrder.rejected)
    }
  }

  @Test("delivered again, they change nothing", arguments: 0..<20 as Range<UInt64>)
  func repeated(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let facts = Self.facts(using: &generator)
    let once = try Self.run(facts, openingBefore: 0)
    let twice = try Self.run(facts + facts.shuffled(using: &generator), openingBefore: 0)
    #expect(twice.state == once.state)
    #expect(twice.rejected == once.rejected)
  }
}
