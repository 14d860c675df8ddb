import DomainKit
import Foundation
import PaymentIntakeDomain
import ServiceKit
import Testing

@Suite("What is stored")
struct SnapshotTests {
  /// A state in which every table has rows.
  static func states() throws -> [PaymentIntake.State] {
    let early = try Scenario.beforeTheFirstDay(
      .configure(partitions: 5),
      .captured("p:1"),
      .opened("2026-03-10/1")
    )
    var generator = SplitMix64(seed: 5)
    var busy = try Scenario(.account("C-1", ibans: ["DE89370400440532013000"], name: "A"))
    for fact in RandomFacts(seed: 5).cuts[0].shuffled(using: &generator) { try busy.when(fact) }
    try busy.when(.invoice("LESSON-1"))
    try busy.when(
      .captured("p:lesson") { facts in
        facts.payerIBAN = "FR7630006000011234567890189"
        facts.comparableNames = ["LESSON"]
        facts.text = "LESSON-1"
      }
    )
    try busy.when(.statement("g", .credit("GONE", eur(13)) { $0.text = "LESSON-1" }))
    try busy.cut()
    for fact in RandomFacts(seed: 5).cuts[1].shuffled(using: &generator) { try busy.when(fact) }
    try busy.when(.statement("p", .pending("PENDING", eur(1))))
    try busy.when(.statement("r", .returned("ALONE", eur(1))))
    try busy.when(.statement("s", .credit("SETTLED", eur(7)), .returned("BACK", eur(7))))
    try busy.when(
      .settleReturn(
        ReturnSettlement(
          reversal: .reversal("BACK"),
          payment: .bank("SETTLED"),
          record: ManualRecord(user: "a.martin", note: "seen", time: "2026-03-11T09:00:00Z")
        )
      )
    )
    try busy.when(.statement("t", .returned("TAKEN", eur(13))))
    try busy.when(
      .settleReturn(
        ReturnSettlement(
          reversal: .reversal("TAKEN"),
          payment: .bank("GONE"),
          record: ManualRecord(user: "a.martin", note: "seen", time: "2026-03-11T09:00:00Z")
        )
      )
    )
    try busy.when(.sightFileAgain(.named("r"), number: 2))
    try busy.when(.forgetPayer(.name("LESSON")))
    try busy.when(.matched("p:lesson", in: "2026-03-10/1"))
    try busy.closeMatching()
    try busy.when(.opened("2026-03-12/1", closes: "2026-03-11/1"))
    try busy.when(.closeInvoicing(cut("2026-03-11/1"), partition: partition(0)))
    return [
      PaymentIntake.State(), try Scenario.beforeTheFirstDay(.captured("p:1")).state, early.state,
      busy.state,
    ]
  }

  private struct Row: RowDecoder {
    let json: Data
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try JSONDecoder().decode(type, from: json)
    }
  }

  @Test("reads back as it was, with everything that is derived")
  func roundTrip() throws {
    for state in try Self.states() {
      var restored = PaymentIntake.State()
      for section in PaymentIntake.State.sections {
        try section.forEachRow(state) { key, value in
          try section.load(&restored, key, Row(json: JSONEncoder().encode(value)))
        }
      }
      #expect(restored == state)
    }
  }

  @Test("no property of the state is missing in its sections")
  func complete() throws {
    let properties = Mirror(reflecting: PaymentIntake.State()).children.compactMap(\.label)
    let names = PaymentIntake.State.sections.map { $0.name.prefix { $0 != "." } }
    #expect(Set(properties) == Set(names.map(String.init)))
    let busy = try #require(try Self.states().last)
    for section in PaymentIntake.State.sections where section.isTable {
      var rows = 0
      try section.forEachRow(busy) { _, _ in rows += 1 }
      #expect(rows > 0 || section.name == "deferred", "\(section.name) is not tried")
    }
  }

  @Test("replaying the journal's events rebuilds the state")
  func replay() throws {
    var generator = SplitMix64(seed: 11)
    var scenario = try Scenario.beforeTheFirstDay(.configure(partitions: 2), .captured("p:0"))
    try scenario.when(.opened("2026-03-10/1"))
    for facts in RandomFacts(seed: 11).cuts {
      for fact in facts.shuffled(using: &generator) { try scenario.when(fact) }
    }
    try scenario.when(.sightFileAgain(.named("file-1"), number: 2))
    try scenario.when(
      .rejectStatement(StatementRefusal(file: "x", hash: .named("x"), format: "", errors: []))
    )
    try scenario.cut()
    var replayed = PaymentIntake.State()
    for event in scenario.events {
      let read = try JSONDecoder().decode(
        PaymentIntake.Event.self,
        from: JSONEncoder().encode(event)
      )
      #expect(read == event)
      PaymentIntake.evolve(&replayed, read)
    }
    #expect(replayed == scenario.state)
  }
}
