import DomainKit
import Foundation
import Messages
import ServiceKit
import SimulationKit
import Testing

@Suite("The whole house, simulated", .serialized)
struct SimulationTests {
  /// Runs in which nothing goes wrong, to compare with.
  private static let plain = Result { try outcome(.plain, Faults(), seed: 1) }
  private static let contended = Result { try outcome(.contended, Faults(), seed: 1) }

  private static let isNightly = ProcessInfo.processInfo.environment["ENCOURS_NIGHTLY"] != nil

  @Test("an undisturbed run proves every cut", arguments: [Scenario.plain, .contended])
  func undisturbed(_ scenario: Scenario) throws {
    let messages = try outcome(scenario, Faults(), seed: 1).messages
    let proofs = messages.filter { $0.hasPrefix(ReportReconciliation.type) }
    #expect(proofs.count == 5)
    for proof in proofs { #expect(proof.contains("\"isProven\":true"), "\(proof)") }
  }

  @Test("who acts when makes no difference")
  func schedules() async throws {
    let expected = try Self.plain.get()
    try await simulations(2...(Self.isNightly ? 10_000 : 100)) { seed in
      Divergence(from: expected, to: try outcome(.plain, Faults(), seed: UInt64(seed)))
    }
  }

  @Test("arrivals in any order, duplicates, delays, lost confirms and connections, and crashes")
  func storms() async throws {
    let expected = (plain: try Self.plain.get(), contended: try Self.contended.get().books)
    try await simulations(1...(Self.isNightly ? 100_000 : 1_000)) { seed in
      let faults = Faults(
        seed: UInt64(seed),
        weather: BrokerWeather(duplicates: 100, delays: 300, drops: 5),
        mixesArrivals: true,
        cutsPower: seed.isMultiple(of: 2),
        crashRate: 20
      )
      if seed.isMultiple(of: 4) {
        return Divergence(
          from: expected.plain,
          to: try outcome(.plain, faults, seed: UInt64(seed))
        )
      }
      // Where payments contend, what is told on the way depends on the order of arrival; what
      // stands in the end does not.
      let found = try outcome(.contended, faults, seed: UInt64(seed)).books
      return Divergence(from: Outcome(books: expected.contended), to: Outcome(books: found))
    }
  }

  @Test("a crash at any effect leaves the same books and the same messages as no crash")
  func crashAnywhere() async throws {
    let expected = try Self.plain.get()
    let counting = Faults()
    _ = try outcome(.plain, counting, seed: 1)
    print("simulation: \(counting.effects) effects in the scripted run")
    #expect(counting.effects > 500)
    // Each effect twice: the process ends, and the power does.
    try await simulations(2...2 * counting.effects + 1) { run in
      let faults = Faults(cutsPower: run.isMultiple(of: 2), crashAt: run / 2)
      return Divergence(from: expected, to: try outcome(.plain, faults, seed: 1))
    }
  }
}

/// What a run leaves: the books of the five services, and what they told the world.
private struct Outcome: Equatable {
  var books: [String]
  var messages: [String] = []
}

private func outcome(
  _ scenario: Scenario,
  _ faults: Faults,
  seed: UInt64
) throws -> Outcome {
  let world = try World(scenario, seed: seed, faults: faults)
  try world.run()
  return Outcome(books: try world.books(), messages: try world.messages())
}

/// The first lines in which a run differs from the undisturbed one.
private struct Divergence: CustomStringConvertible {
  let description: String

  /// Nothing when they are the same.
  init?(from expected: Outcome, to found: Outcome) {
    guard expected != found else { return nil }
    description =
      (Self.lines(expected.books, found.books) + Self.lines(expected.messages, found.messages))
      .joined(separator: "\n")
  }

  private static func lines(_ expected: [String], _ found: [String]) -> [String] {
    guard expected != found else { return [] }
    let (gone, new) = (Set(expected).subtracting(found), Set(found).subtracting(expected))
    return gone.sorted().prefix(4).map { "- \($0.prefix(600))" }
      + new.sorted().prefix(4).map { "+ \($0.prefix(600))" }
  }
}

/// Makes a run for each number, as many at once as there are processors; the first that fails ends
/// the test, since one number says enough: `ENCOURS_RUN` makes that run alone again.
private func simulations(
  _ numbers: ClosedRange<Int>,
  _ run: @escaping @Sendable (Int) throws -> Divergence?
) async throws {
  let alone = ProcessInfo.processInfo.environment["ENCOURS_RUN"].flatMap { Int($0) }
  var waiting = alone.map { $0...$0 }?.makeIterator() ?? numbers.makeIterator()
  try await withThrowingTaskGroup(of: Bool.self) { group in
    func startNext() {
      guard let number = waiting.next() else { return }
      group.addTask {
        let divergence = try run(number)
        #expect(divergence == nil, "run \(number): \(divergence?.description ?? "")")
        return divergence == nil
      }
    }
    for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { startNext() }
    while let isSame = try await group.next() {
      guard isSame else { return group.cancelAll() }
      startNext()
    }
  }
}
