import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit
import Testing

@Suite("Kills all over a run of payments", .serialized)
struct ChaosTests {
  private static let isNightly = ProcessInfo.processInfo.environment["ENCOURS_NIGHTLY"] != nil
  private static let payments = isNightly ? 20_000 : 2_000
  private static let kills = isNightly ? 50 : 12
  private static let seed: UInt64 = 2026

  /// What a run leaves.
  private struct Outcome {
    var states: [String: String]
    var reckoning: Reckoning
    var killed: [KillSchedule.Victim: Int] = [:]
    var duration: Duration
  }

  @Test("leave the same books as no kill: nothing lost, nothing doubled")
  func sameBooks() throws {
    let mix = PaymentMix(payments: Self.payments, days: 8, seed: Self.seed)
    let schedule = KillSchedule(kills: Self.kills, payments: Self.payments, seed: Self.seed)
    let undisturbed = try run(mix, port: 26_900)
    let disturbed = try run(mix, port: 26_910, kills: schedule)
    report(mix, undisturbed, disturbed)

    for outcome in [undisturbed, disturbed] {
      #expect(outcome.reckoning.received == mix.facts.count)
      #expect(outcome.reckoning.doubled == 0)
      #expect(outcome.reckoning.lost == 0)
    }
    #expect(disturbed.killed.values.reduce(0, +) == Self.kills)
    #expect(undisturbed.states.keys == disturbed.states.keys)
    for (name, state) in undisturbed.states.sorted(by: { $0.key < $1.key }) {
      let difference = difference(state, disturbed.states[name] ?? "")
      #expect(difference == [], "canonical state of \(name)")
    }
  }

  private func run(_ mix: PaymentMix, port: Int, kills: KillSchedule? = nil) throws -> Outcome {
    let house = try House(port: port)
    defer { house.close() }
    let killer = kills.map { Killer(house, $0) }
    let began = ContinuousClock.now
    killer?.start()
    try house.runner(patience: .seconds(300)).run(
      mix.days,
      thenOpen: mix.lastDay.adding(days: 1),
      source: "/billing/chaos"
    ) { _ in }
    try killer?.finish()
    try house.comeToRest()
    let duration = ContinuousClock.now - began

    try expectProven(house, through: mix.lastDay)
    let states = try house.canonicalStates()
    return Outcome(
      states: states,
      reckoning: try Reckoning(
        mix.facts,
        canonicalState: states[ServiceName.reporting.rawValue] ?? ""
      ),
      killed: killer?.killed ?? [:],
      duration: duration
    )
  }

  private func expectProven(_ house: House, through lastDay: CalendarDate) throws {
    let calls = try house.calls()
    defer { calls.close() }
    let proof = try calls.call(GetReconciliation(cut: nil))
    #expect(proof.report.isProven)
    #expect(proof.unproven.isEmpty)
    #expect(try calls.call(GetActivity()).closed?.date == lastDay)
    for (service, partition, status) in try calls.everyStatus(partitions: house.partitions) {
      #expect(status.held.isEmpty, "\(service) \(partition?.name ?? "")")
      #expect(status.exceptions.isEmpty, "\(service) \(partition?.name ?? "")")
    }
  }

  /// The first rows that only one of two states has.
  private func difference(_ expected: String, _ found: String) -> [String] {
    guard expected != found else { return [] }
    let expected = Set(expected.split(separator: "\n"))
    let found = Set(found.split(separator: "\n"))
    return expected.subtracting(found).sorted().prefix(4).map { "- \($0.prefix(600))" }
      + found.subtracting(expected).sorted().prefix(4).map { "+ \($0.prefix(600))" }
  }

  private func report(_ mix: PaymentMix, _ undisturbed: Outcome, _ disturbed: Outcome) {
    print("chaos: \(mix.facts.count) payments, \(mix.repetitions) told twice, seed \(Self.seed)")
    for victim in KillSchedule.Victim.all {
      print("chaos: killed \(victim): \(disturbed.killed[victim] ?? 0)")
    }
    for (name, outcome) in [("undisturbed", undisturbed), ("disturbed", disturbed)] {
      let reckoning = outcome.reckoning
      print(
        "chaos: \(name): sent \(reckoning.sent), received \(reckoning.received),"
          + " identified \(reckoning.identified), applied \(reckoning.applied),"
          + " doubled \(reckoning.doubled), lost \(reckoning.lost),"
          + " \(outcome.duration.components.seconds) s"
      )
    }
    let isSame = undisturbed.states == disturbed.states
    print("chaos: the canonical states are \(isSame ? "the same" : "NOT the same")")
  }
}
