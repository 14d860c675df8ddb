import CreditControlDomain
import DomainKit
import Foundation
import ServiceKit
import Testing

@Suite("What is stored")
struct SnapshotTests {
  /// A state in which every section has something, and one with dangling facts.
  static func states() throws -> [CreditControl.State] {
    var full = try ExposureTests.rulebook()
    try full.when(.configure(partitionCount: 2))
    try full.when(.openDay(day("2026-03-10")))
    try full.when(.openDay(day("2026-04-01")))
    try full.when(.closePartition(partition(1), of: cut("2026-03-10/1")))
    try full.when(.check("SO 1", eur(9_999_00)))
    try full.when(.invoice("INV-2", usd(20_00), bills: "SO-OPEN", eur(1_00)))
    try full.when(.applied("P-1", eur(10_00), discount: eur(1), to: "INV-1"))
    try full.when(.unapplied("P-1", eur(10_00), discount: eur(1), from: "INV-1"))
    try full.when(.returned("P-1", eur(10_00)))
    try full.when(.closed("SO-DELIVERED"))
    try full.when(CreditLimitTests.set(eur(1)))
    let dangling = try Scenario(
      .placed("SO-1", eur(1)),
      .applied("P-1", eur(1), to: "INV-1"),
      .returned("P-2", eur(1))
    )
    return [full.state, dangling.state, CreditControl.State()]
  }

  private struct Row: RowDecoder {
    let json: Data
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try JSONDecoder().decode(type, from: json)
    }
  }

  @Test("reads back as it was")
  func roundTrip() throws {
    for state in try Self.states() {
      var restored = CreditControl.State()
      for section in CreditControl.State.sections {
        try section.forEachRow(state) { key, value in
          try section.load(&restored, key, Row(json: JSONEncoder().encode(value)))
        }
      }
      #expect(restored == state)
    }
  }

  @Test("no property of the state is missing in its sections")
  func complete() {
    let properties = Mirror(reflecting: CreditControl.State()).children.compactMap(\.label)
    #expect(Set(properties) == Set(CreditControl.State.sections.map(\.name)))
  }

  @Test("replaying the journal's events rebuilds the state")
  func replay() throws {
    var generator = SplitMix64(seed: 7)
    var (scenario, replayed) = (try Scenario(), CreditControl.State())
    for number in 0..<200 {
      let order = OrderID("SO-\(Int.random(in: 1...9, using: &generator))")
      let amount = eur(Int64.random(in: 1...100_00, using: &generator))
      let commands: [CreditControl.Command] = [
        .account(revision: number, limit: amount), .placed(order, amount, revision: number),
        .shipped(order, amount, revision: number),
        .invoice(InvoiceNumber("INV-\(number)"), amount, bills: order),
        .received(PaymentID("P-\(number)"), amount),
      ]
      for event in try scenario.when(commands.randomElement(using: &generator)!) {
        let read = try JSONDecoder().decode(
          CreditControl.Event.self,
          from: JSONEncoder().encode(event)
        )
        #expect(read == event)
        CreditControl.evolve(&replayed, read)
      }
    }
    #expect(replayed == scenario.state)
  }

  @Test("an order's key reads back, with spaces and slashes in it")
  func orderKey() {
    let key = CreditControl.OrderKey("C 1/2", "SO 1:3")
    #expect(CreditControl.OrderKey(rowKey: key.rowKey) == key)
    #expect(CreditControl.OrderKey(rowKey: "C-1") == nil)
    #expect(CreditControl.OrderKey(rowKey: "C-1\t") == nil)
    #expect(CreditControl.OrderKey(rowKey: "C-1\tSO-1\tSO-2") == nil)
  }
}
