import DomainKit
import Foundation
import InvoicingDomain
import ServiceKit
import Terms
import Testing

/// The same facts give the same books, in whatever order they come.
@Suite("Facts in any order")
struct AnyOrderTests {
  /// Accounts of several revisions, some of them wrong; invoices, some of them wrong; credit notes,
  /// some of invoices that are refused or never come; changes of terms by credit control.
  ///
  /// What an invoice freezes is what was known of its account's terms when it came, so those that
  /// have none of their own are of accounts whose revisions agree on the same. Other accounts'
  /// terms change all the time.
  static func facts(using generator: inout SplitMix64) -> [Invoicing.Command] {
    var facts: [Invoicing.Command] = []
    for index in 0..<6 {
      let terms: StatedTerms? =
        index == 5 ? nil : .discounted("2", 10, net: Int.random(in: 10...90, using: &generator))
      for revision in 1...Int.random(in: 1...3, using: &generator) {
        let name = index == 4 ? "" : "Customer \(index), \(revision)"
        facts.append(
          .account(AccountID("C-\(index)"), revision: revision, name: name, terms: terms)
        )
      }
    }
    for index in 0..<20 {
      let account = AccountID("C-\(Int.random(in: 0..<7, using: &generator))")
      let net = Int64.random(in: 10...9_999_99, using: &generator)
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
      guard Bool.random(using: &generator) else { continue }
      // Two halves are not more than the whole, whichever comes first.
      for half in 0..<Int.random(in: 1...2, using: &generator) {
        let number = InvoiceNumber("CN-\(index)-\(half)")
        let credited = InvoiceNumber("INV-\(index == 0 ? 99 : index)")
        facts.append(.creditNote(number, eur(net / 2), on: credited, of: account))
      }
    }
    facts.append(.invoice("INV-20", of: "C-0"))
    facts.append(.creditNote("CN-20", eur(100_00), on: "INV-20", of: "C-0"))
    return facts + changes(using: &generator)
  }

  private static let changedAccounts: [AccountID] = ["T-0", "T-1", "T-2"]

  /// Billing's revisions and credit control's decisions of accounts whose terms change.
  private static func changes(using generator: inout SplitMix64) -> [Invoicing.Command] {
    changedAccounts.flatMap { account in
      var facts: [Invoicing.Command] = []
      for revision in 1...Int.random(in: 2...5, using: &generator) {
        facts.append(
          .account(account, revision: revision, terms: [nil, .net(30), .net(60)][revision % 3]) {
            $0.termsFrom = date(using: &generator)
            $0.lateChargeRate =
              [nil, percent("12"), percent("15")].randomElement(
                using: &generator
              ) ?? nil
          }
        )
      }
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        let rate = Bool.random(using: &generator) ? percent("18") : nil
        let change = Invoicing.TermsChange(
          account: account,
          from: date(using: &generator) ?? day("2026-03-02"),
          terms: rate == nil ? .net(Int.random(in: 1...9, using: &generator)) : nil,
          lateChargeRate: rate
        )
        facts.append(.changeTerms(change))
      }
      return facts
    }
  }

  private static func date(using generator: inout SplitMix64) -> CalendarDate? {
    guard Bool.random(using: &generator) else { return nil }
    return day("2026-02-20").adding(days: .random(in: 0...40, using: &generator))
  }

  /// Any order in which facts can come: credit control's decisions on an account in the order in
  /// which they were taken.
  static func shuffled(
    _ facts: [Invoicing.Command],
    using generator: inout SplitMix64
  ) -> [Invoicing.Command] {
    func account(_ command: Invoicing.Command) -> AccountID? {
      if case .changeTerms(let change) = command { change.account } else { nil }
    }
    var inOrder = Dictionary(grouping: facts.filter { account($0) != nil }, by: account)
    return facts.shuffled(using: &generator).map { fact in
      account(fact) == nil ? fact : inOrder[account(fact)]?.removeFirst() ?? fact
    }
  }

  /// What the world was told of each document and account, whether at once or later.
  ///
  /// Credit control decides on an account once it knows it: what comes before that comes later.
  static func run(
    _ facts: [Invoicing.Command],
    openingBefore opening: Int
  ) throws -> (state: Invoicing.State, rejected: [String: [String]]) {
    var scenario = try Scenario.beforeTheFirstDay()
    var rejected: [String: [String]] = [:]
    var early: [Invoicing.Command] = []
    func note(_ name: String, _ faults: [Invoicing.Fault]) { rejected[name] = faults.map(\.label) }
    func tell(_ command: Invoicing.Command) {
      do throws(Invoicing.Rejection) {
        for event in try scenario.when(command) {
          switch event {
          case .accountRejected(let it): note("\(it.account)/\(it.revision)", it.faults)
          case .invoiceRejected(let it): note(it.invoice.rawValue, it.faults)
          case .creditNoteRejected(let it): note(it.creditNote.rawValue, it.faults)
          default: break
          }
        }
      } catch {
        switch error {
        case .accountUnknown: early.append(command)
        default: Issue.record("\(error)")
        }
      }
    }
    for (index, fact) in (facts + [.configure(partitionCount: 16)]).enumerated() {
      for command in index == opening ? [.opened("2026-03-01/1"), fact] : [fact] {
        tell(command)
        let waiting = early
        early = []
        for command in waiting { tell(command) }
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
    #expect(!inOrder.state.creditNotes.isEmpty)
    #expect(!inOrder.rejected.isEmpty)
    for _ in 0..<4 {
      let opening = Int.random(in: 0...facts.count, using: &generator)
      let shuffled = try Self.run(
        Self.shuffled(facts, using: &generator),
        openingBefore: opening
      )
      #expect(shuffled.state == inOrder.state)
      #expect(shuffled.rejected == inOrder.rejected)
    }
  }

  @Test(
    "each date's terms are those of the dates, not of the order",
    arguments: 0..<50 as Range<UInt64>
  )
  func anyTerms(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let facts = Self.changes(using: &generator)
    let inOrder = try Self.run(facts, openingBefore: 0).state
    for _ in 0..<10 {
      let shuffled = try Self.run(Self.shuffled(facts, using: &generator), openingBefore: 0).state
      for account in Self.changedAccounts {
        let record = try #require(inOrder.accounts[account]).agreedTerms
        #expect(shuffled.accounts[account]?.agreedTerms == record)
        for days in 0..<60 {
          let date = day("2026-02-10").adding(days: days)
          var held = record.byDate.last { $0.from.map { $0 <= date } ?? true } ?? .init()
          held.from = date
          #expect(record.holding(on: date) == held)
        }
      }
    }
  }

  @Test("delivered again, they change nothing", arguments: 0..<20 as Range<UInt64>)
  func repeated(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let facts = Self.facts(using: &generator)
    let once = try Self.run(facts, openingBefore: 0)
    // The house's own messages are numbered, and none is taken twice.
    let again = facts.filter { if case .changeTerms = $0 { false } else { true } }
    let twice = try Self.run(facts + again.shuffled(using: &generator), openingBefore: 0)
    #expect(twice.state == once.state)
    #expect(twice.rejected == once.rejected)
  }
}
