import DomainKit
import Foundation
import Messages
import ServiceKit
import SimulationKit
import Testing

@Suite("The whole house, simulated", .serialized)
struct SimulationTests {
  /// The books and messages of a run in which nothing goes wrong.
  private static let undisturbed = Result { try outcome(Faults(), seed: 1) }

  private struct Outcome: Equatable {
    var books: [String]
    var messages: [String]
  }

  private static func outcome(_ faults: Faults, seed: UInt64) throws -> Outcome {
    let world = try World(.small, seed: seed, faults: faults)
    try world.run()
    return Outcome(books: try world.books(), messages: try world.messages())
  }

  @Test("an undisturbed run proves every cut and leaves the books that were worked out by hand")
  func undisturbedRun() throws {
    let outcome = try Self.undisturbed.get()
    #expect(!outcome.books.isEmpty)
    for message in outcome.messages where message.hasPrefix(ReportReconciliation.type) {
      #expect(message.contains("\"isProven\":true"), "\(message)")
    }
    #expect(outcome.messages.count { $0.hasPrefix(ReportReconciliation.type) } == 4)
  }

  @Test("who acts when makes no difference")
  func schedules() throws {
    for seed in 2...UInt64(Self.seeds(50)) {
      try expectSame(Faults(), seed: seed)
    }
  }

  @Test("arrivals in any order, duplicates, delays, lost confirms and connections, and crashes")
  func storms() throws {
    for seed in 1...UInt64(Self.seeds(1000)) {
      let faults = Faults(
        seed: seed, weather: BrokerWeather(duplicates: 100, delays: 300, drops: 5),
        mixesArrivals: true, cutsPower: seed % 2 == 0, crashRate: 20)
      try expectSameBooks(faults, seed: seed)
    }
  }

  @Test("a crash at any effect leaves the same books and the same messages as no crash")
  func crashAnywhere() throws {
    let counting = Faults()
    _ = try Self.outcome(counting, seed: 1)
    let effects = counting.effects
    print("simulation: \(effects) effects in the scripted run")
    #expect(effects > 500)
    for effect in 1...effects {
      for cutsPower in [false, true] {
        try expectSame(Faults(cutsPower: cutsPower, crashAt: effect), seed: 1, "crash at \(effect)")
      }
    }
  }

  private static func seeds(_ normal: Int) -> Int {
    ProcessInfo.processInfo.environment["ENCOURS_NIGHTLY"] == nil ? normal : normal * 100
  }

  private func expectSame(_ faults: Faults, seed: UInt64, _ what: String = "") throws {
    let expected = try Self.undisturbed.get()
    let found = try Self.outcome(faults, seed: seed)
    #expect(difference(expected.books, found.books) == [], "books, seed \(seed) \(what)")
    #expect(difference(expected.messages, found.messages) == [], "messages, seed \(seed) \(what)")
  }

  private func expectSameBooks(_ faults: Faults, seed: UInt64) throws {
    let expected = try Self.undisturbed.get()
    let found = try Self.outcome(faults, seed: seed)
    #expect(difference(expected.books, found.books) == [], "books, seed \(seed)")
  }

  private func difference(_ expected: [String], _ found: [String]) -> [String] {
    guard expected != found else { return [] }
    return found.difference(from: expected).prefix(12).map { change in
      switch change {
      case .insert(_, let line, _): "+ \(line.prefix(600))"
      case .remove(_, let line, _): "- \(line.prefix(600))"
      }
    }
  }
}
