import CreditControlDomain
import DomainKit
import ServiceKit
import Testing

/// The same facts give the same books, in whatever order and however often they come.
@Suite("Facts in any order")
struct AnyOrderTests {
  @Test("give the exposure that adding them up gives", arguments: 0..<200 as Range<UInt64>)
  func anyOrder(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = History(using: &generator)
    var inOrder = try Scenario()
    for fact in history.facts { try inOrder.when(fact) }
    for account in History.accounts {
      #expect(inOrder.exposure(of: account) == history.exposure(of: account))
    }

    for _ in 0..<3 {
      let repeated = history.facts.filter { _ in Int.random(in: 0..<5, using: &generator) == 0 }
      let facts = (history.facts + repeated).shuffled(using: &generator)
      var scenario = try Scenario()
      for fact in facts { try scenario.when(fact) }
      #expect(scenario.state.accounts == inOrder.state.accounts)
      #expect(scenario.state.items == inOrder.state.items)
      #expect(scenario.state.openItems == inOrder.state.openItems)
      #expect(scenario.state.payments == inOrder.state.payments)
      let end = day("2026-12-31")
      #expect(scenario.state.overdue(asOf: end) == inOrder.state.overdue(asOf: end))
      for (key, ledger) in inOrder.state.orders {
        #expect(scenario.state.orders[key]?.exposure(in: .euro) == ledger.exposure(in: .euro))
      }
    }
  }

  @Test("no approval goes beyond the limit", arguments: 0..<100 as Range<UInt64>)
  func withinTheLimit(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var scenario = try Scenario(.account(limit: eur(1_000_00)))
    for step in 0..<60 {
      let order = OrderID("SO-\(Int.random(in: 1...8, using: &generator))")
      let amount = eur(Int64.random(in: 1...400_00, using: &generator))
      let command: CreditControl.Command =
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: .check(order, amount)
        case 1: .placed(order, amount, revision: step + 1)
        case 2: .shipped(order, amount, revision: step + 1)
        case 3: .invoice(InvoiceNumber("INV-\(step)"), amount, bills: order)
        case 4: .received(PaymentID("P-\(step)"), amount)
        default: .closed(OrderID("SO-\(Int.random(in: 1...40, using: &generator))"))
        }
      let before = scenario
      var events: [CreditControl.Event] = []
      do throws(CreditControl.Rejection) {
        events = try scenario.when(command)
      } catch { continue }
      for case .orderDecided(let decision) in events {
        let after = scenario.exposure().total
        let lowers = decision.reason == "no more than was approved before"
        #expect(!decision.isApproved || lowers || after <= eur(1_000_00))
        #expect(decision.isApproved || scenario.exposure() == before.exposure())
        #expect(!lowers || after <= before.exposure().total)
      }
    }
  }
}

/// Facts of a few accounts without limits, and what they add up to.
private struct History {
  static let accounts: [AccountID] = ["C-1", "C-2"]

  var facts: [CreditControl.Command] = []
  private var exposures: [AccountID: CreditControl.Exposure] = [:]

  func exposure(of account: AccountID) -> CreditControl.Exposure {
    exposures[account] ?? CreditControl.Exposure(currency: .euro)
  }

  init(using generator: inout SplitMix64) {
    for account in Self.accounts { exposures[account] = CreditControl.Exposure(currency: .euro) }
    for account in Self.accounts {
      facts += [.account(account), .account(account, revision: 2)]
      var billed: [OrderID: Int64] = [:]
      for number in 1...4 {
        addInvoice(number, of: account, &billed, using: &generator)
      }
      for number in 1...4 {
        let order = OrderID("SO-\(number)")
        addOrder(order, of: account, billed: billed[order] ?? 0, using: &generator)
      }
    }
  }

  /// An invoice with some payments, of which some are taken back or returned.
  private mutating func addInvoice(
    _ number: Int,
    of account: AccountID,
    _ billed: inout [OrderID: Int64],
    using generator: inout SplitMix64
  ) {
    let name = "\(account)-INV-\(number)"
    let amount = Int64.random(in: 1...1_000_00, using: &generator)
    let order =
      Bool.random(using: &generator)
      ? OrderID("SO-\(Int.random(in: 1...4, using: &generator))") : nil
    let due = day("2026-06-01").adding(days: Int.random(in: 0..<60, using: &generator))
    facts.append(
      .invoice(
        InvoiceNumber(name),
        eur(amount),
        of: account,
        due: due.description,
        bills: order
      )
    )
    if let order { billed[order, default: 0] += amount }
    exposures[account]?.openItems += eur(amount)

    for index in 0..<Int.random(in: 0...3, using: &generator) {
      addPayment(index, of: name, amount, owedBy: account, using: &generator)
    }
  }

  /// A payment by some account, which may be taken back and returned.
  private mutating func addPayment(
    _ index: Int,
    of name: String,
    _ amount: Int64,
    owedBy account: AccountID,
    using generator: inout SplitMix64
  ) {
    let payment = PaymentID("\(name)-P-\(index)")
    let cash = Int64.random(in: 1...amount, using: &generator)
    let discount = Int64.random(in: 0...cash, using: &generator)
    let payer = Self.accounts.randomElement(using: &generator) ?? account
    facts.append(.received(payment, eur(cash), for: payer))
    exposures[payer]?.unapplied += eur(cash)
    guard Bool.random(using: &generator) else { return }
    facts.append(
      .applied(
        payment,
        eur(cash),
        discount: eur(discount),
        to: ItemID(name),
        of: account,
        paidBy: payer
      )
    )
    exposures[payer]?.unapplied -= eur(cash)
    exposures[account]?.openItems -= eur(cash + discount)
    guard Bool.random(using: &generator) else { return }
    facts.append(
      .unapplied(
        payment,
        eur(cash),
        discount: eur(discount),
        from: ItemID(name),
        of: account,
        paidBy: payer
      )
    )
    facts.append(
      .returned(payment, eur(cash), by: PaymentID("\(name)-R-\(index)"), of: payer)
    )
    exposures[account]?.openItems += eur(cash + discount)
  }

  /// Revisions of one order, each of whose later ones replaces the earlier.
  private mutating func addOrder(
    _ order: OrderID,
    of account: AccountID,
    billed: Int64,
    using generator: inout SplitMix64
  ) {
    var (ordered, shipped): (Int64, Int64) = (0, 0)
    for revision in 0..<Int.random(in: 0...3, using: &generator) {
      ordered = Int64.random(in: 0...1_000_00, using: &generator)
      facts.append(.placed(order, eur(ordered), revision: revision + 1, by: account))
    }
    for revision in 0..<Int.random(in: 0...3, using: &generator) {
      shipped += Int64.random(in: 0...500_00, using: &generator)
      facts.append(.shipped(order, eur(shipped), revision: revision + 1, to: account))
    }
    guard Int.random(in: 0..<4, using: &generator) > 0 else {
      return facts.append(.closed(order, of: account))
    }
    if shipped > billed { exposures[account]?.shippedNotBilled += eur(shipped - billed) }
    let gone = max(shipped, billed)
    if ordered > gone { exposures[account]?.openOrders += eur(ordered - gone) }
  }
}
