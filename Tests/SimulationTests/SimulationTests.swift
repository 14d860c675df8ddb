import DomainKit
import Foundation
import Messages
import ServiceKit
import SimulationKit
import Testing

@Suite("The whole house, simulated", .serialized)
final class SimulationTests {
  /// One failing seed says enough.
  private var hasFailed = false

  /// A run in which nothing goes wrong, to compare with.
  private static let plain = Result { try outcome(.plain, Faults(), seed: 1) }
  private static let contended = Result { try outcome(.contended, Faults(), seed: 1) }

  private struct Outcome: Equatable {
    var books: [String]
    var messages: [String]
  }

  private static func outcome(
    _ scenario: Scenario,
    _ faults: Faults,
    seed: UInt64
  ) throws -> Outcome {
    let world = try World(scenario, seed: seed, faults: faults)
    try world.run()
    return Outcome(books: try world.books(), messages: try world.messages())
  }

  @Test("an undisturbed run proves every cut", arguments: [Scenario.plain, .contended])
  func undisturbed(_ scenario: Scenario) throws {
    let messages = try Self.outcome(scenario, Faults(), seed: 1).messages
    let proofs = messages.filter { $0.hasPrefix(ReportReconciliation.type) }
    #expect(proofs.count == 5)
    for proof in proofs { #expect(proof.contains("\"isProven\":true"), "\(proof)") }
  }

  @Test("who acts when makes no difference")
  func schedules() throws {
    for seed in 2...UInt64(Self.seeds(50)) {
      try expectSame(Faults(), seed: seed)
      guard !hasFailed else { return }
    }
  }

  @Test("arrivals in any order, duplicates, delays, lost confirms and connections, and crashes")
  func storms() throws {
    for seed in 1...UInt64(Self.seeds(200)) {
      let faults = Faults(
        seed: seed,
        weather: BrokerWeather(duplicates: 100, delays: 300, drops: 5),
        mixesArrivals: true,
        cutsPower: seed % 2 == 0,
        crashRate: 20
      )
      let expected = try Self.contended.get()
      let found = try Self.outcome(.contended, faults, seed: seed)
      #expect(difference(expected.books, found.books) == [], "books, seed \(seed)")
      guard expected.books == found.books else { return }
    }
  }

  @Test("a crash at any effect leaves the same books and the same messages as no crash")
  func crashAnywhere() throws {
    let counting = Faults()
    _ = try Self.outcome(.plain, counting, seed: 1)
    print("simulation: \(counting.effects) effects in the scripted run")
    #expect(counting.effects > 500)
    for effect in stride(from: 1, through: counting.effects, by: Self.isNightly ? 1 : 5) {
      let faults = Faults(cutsPower: effect % 2 == 0, crashAt: effect)
      try expectSame(faults, seed: 1, "crash at effect \(effect)")
      guard !hasFailed else { return }
    }
  }

  private static let isNightly = ProcessInfo.processInfo.environment["ENCOURS_NIGHTLY"] != nil

  private static func seeds(_ normal: Int) -> Int {
    isNightly ? normal * 100 : normal
  }

  private func expectSame(_ faults: Faults, seed: UInt64, _ what: String = "") throws {
    let expected = try Self.plain.get()
    let found = try Self.outcome(.plain, faults, seed: seed)
    hasFailed = expected != found
    #expect(difference(expected.books, found.books) == [], "books, seed \(seed) \(what)")
    #expect(difference(expected.messages, found.messages) == [], "messages, seed \(seed) \(what)")
  }

  private func difference(_ expected: [String], _ found: [String]) -> [String] {
    guard expected != found else { return [] }
    return found.difference(from: expected).prefix(4).map { change in
      switch change {
      case .insert(_, let line, _): "+ \(line.prefix(400))"
      case .remove(_, let line, _): "- \(line.prefix(400))"
      }
    }
  }
}
