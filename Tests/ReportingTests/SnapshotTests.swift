import DomainKit
import Foundation
import ReportingDomain
import ServiceKit
import Testing

@Suite("What is stored")
struct SnapshotTests {
  private struct Row: RowDecoder {
    let section: Section<Reporting.State>
    let key: String
    let json: Data
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try JSONDecoder().decode(type, from: json)
    }
  }

  private static func rows(of state: Reporting.State) throws -> [Row] {
    var rows: [Row] = []
    for section in Reporting.State.sections {
      try section.forEachRow(state) { key, value in
        rows.append(Row(section: section, key: key, json: try JSONEncoder().encode(value)))
      }
    }
    return rows
  }

  /// A state with something in every section, and facts that wait for others.
  private static func state(seed: UInt64) -> Reporting.State {
    var state = Reporting.State()
    state.run(.configure(partitions: History.partitions))
    let history = History(seed: seed, days: 8)
    // The last markers are missing, and with them the last proof.
    for told in history.told.dropLast(2) { state.run(told.command) }
    for fact: Fact in [
      .applied("D-X", "PAY-X", [.of("INV-X", eur(1), discount: eur(2))], onAccount: usd(1)),
      .returned("PAY-Y", eur(5), as: "RET-Y"), .suggested(payment: "PAY-Z"),
      .received("PAY-W", eur(3)), .withdrawn(payment: .init(payment: "PAY-V", amount: eur(4))),
      .registered("A", "Another", revision: 1),
    ] {
      let arrival = Arrival(message: "m", type: "told.v1", cut: cut("2026-02-20/1"))
      state.run(.record(fact, arrival))
    }
    return state
  }

  @Test("reads back as it was, the index included, in whatever order rows come", arguments: 1...4)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let state = Self.state(seed: seed)
    let rows = try Self.rows(of: state)
    #expect(Set(rows.map(\.section.name)) == Set(Reporting.State.sections.map(\.name)))
    for order in [rows, rows.reversed(), rows.shuffled(using: &random)] {
      var restored = Reporting.State()
      for row in order { try row.section.load(&restored, row.key, row) }
      #expect(restored == state)
    }
  }

  @Test("no row grows with an account's history")
  func rowSize() throws {
    var story = Scenario()
    for number in 0..<500 {
      story.during(
        "2026-03-10/1",
        .invoice(InvoiceNumber("INV-\(number)"), eur(100), due: "2026-03-31"),
        .identified(PaymentID("PAY-\(number)"), eur(100)),
        .applied(
          "D-\(number)",
          PaymentID("PAY-\(number)"),
          [.of(ItemID("INV-\(number)"), eur(100))]
        )
      )
    }
    let largest = try Self.rows(of: story.state).map(\.json.count).max() ?? 0
    #expect(largest < 500)
  }

  @Test("the journal's events rebuild the state")
  func replay() throws {
    var (state, replayed) = (Reporting.State(), Reporting.State())
    for told in History(seed: 5, days: 8).told {
      for event in state.run(told.command) {
        let read = try JSONDecoder().decode(
          Reporting.Event.self,
          from: JSONEncoder().encode(event)
        )
        #expect(read == event)
        Reporting.evolve(&replayed, read)
      }
    }
    #expect(replayed == state)
  }

  @Test(
    "keys read back",
    arguments: ["2026-03-10/1|+|PAY|1>INV|2", "2026-03-10|-|x", "2026-03-10/12|-|"]
  )
  func decisionKey(text: String) {
    #expect(DecisionKey(rowKey: text)?.rowKey == text)
  }

  @Test(
    "what is no key is refused",
    arguments: ["", "2026-03-10/1", "2026-03-10/1|*|x", "2026-02-30|+|x", "2026-03-10/1|+"]
  )
  func noDecisionKey(text: String) {
    #expect(DecisionKey(rowKey: text) == nil)
  }
}
