import DomainKit
import Messages
import ReportingDomain
import ServiceKit
import Testing

@testable import ReportingService

@Suite("Outbox")
struct OutboxTests {
  /// What is sent, as the loop does it: after each event, with the state after it.
  private static func sent(_ history: History) -> [Outgoing] {
    var state = Reporting.State()
    var sent: [Outgoing] = []
    let commands = [.configure(partitions: History.partitions)] + history.told.map(\.command)
    for command in commands {
      for event in Reporting.decided(command, state) {
        Reporting.evolve(&state, event)
        sent += ReportingService.messages(for: event, state)
      }
    }
    return sent
  }

  private static func contents<Content: Message>(_ sent: [Outgoing], _: Content.Type) -> [Content] {
    sent.compactMap { outgoing in
      if case .message(let message) = outgoing.content { message as? Content } else { nil }
    }
  }

  @Test("each closed cut publishes one proof, the totals and every account, ids never twice")
  func reports() {
    let history = History(seed: 3)
    let sent = Self.sent(history)
    let proofs = Self.contents(sent, ReportReconciliation.self)
    #expect(proofs.map(\.cut) == history.cuts)
    #expect(proofs.filter { !$0.isProven } == [])
    #expect(Set(sent.map(\.id)).count == sent.count)
    #expect(sent.allSatisfy { $0.partition == nil })

    let aging = Self.contents(sent, ReportAging.self)
    #expect(proofs.count + aging.count == sent.count)
    for cut in history.cuts {
      let rows = aging.filter { $0.cut == cut }
      for total in rows where total.account == nil {
        let accounts = rows.filter {
          $0.account != nil && $0.row.total.currency == total.row.total.currency
        }
        let zero = Money.zero(total.row.total.currency)
        #expect(accounts.map(\.row.total).reduce(zero, +) == total.row.total)
        #expect(accounts.map(\.row.net).reduce(zero, +) == total.row.net)
        #expect(accounts.allSatisfy { $0.asOf == cut.date })
      }
      let names = rows.compactMap(\.account)
      #expect(names == names.sorted())
    }
  }

  @Test("a row's total is its buckets, and its net is what is left after the credits")
  func rows() {
    for message in Self.contents(Self.sent(History(seed: 4)), ReportAging.self) {
      let row = message.row
      let total = row.notDue + row.days1To30 + row.days31To60 + row.days61To90 + row.over90
      #expect(row.total == total)
      #expect(row.net == total - row.unapplied - row.onAccount)
    }
  }

  @Test("facts alone publish nothing")
  func quiet() {
    let told = History(seed: 3).told.filter { !$0.fact.isMarker }
    var state = Reporting.State()
    for told in told {
      for event in Reporting.decided(told.command, state) {
        Reporting.evolve(&state, event)
        #expect(ReportingService.messages(for: event, state).isEmpty)
      }
    }
  }
}
