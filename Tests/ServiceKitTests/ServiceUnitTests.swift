import DomainKit
import Messages
import ServiceKit
import Testing

@Suite("What a unit takes in")
struct ServiceUnitTests {
  private typealias Store = MemoryStore<ServiceState<Adder.Core>>

  private let now = Timestamp(milliseconds: 1_772_000_000_000)
  private let first = DayCut(date: CalendarDate(literal: "2026-03-02"))

  private func unit(_ store: Store = Store()) throws -> ServiceUnit<Adder> {
    try ServiceUnit(store: store, partition: Adder.partition)
  }

  @Test("a numbered message counts once, in one batch or in several")
  func duplicates() throws {
    let unit = try unit()
    for _ in 1...2 { try unit.handle(Incoming.number(5, sequence: 1), now: now) }
    let batch = try unit.commit()
    #expect(batch.duplicates == 1)
    #expect(batch.tags.count == 2)
    #expect(batch.outgoing.count == 1)
    try unit.handle(Incoming.number(5, sequence: 1), now: now)
    #expect(try unit.commit().duplicates == 1)
    #expect(unit.state.domain.sum == 5)
  }

  @Test("a number that was used with another id is set aside, never dropped")
  func reusedSequence() throws {
    let unit = try unit()
    try unit.handle(Incoming.number(5, sequence: 1), now: now)
    try unit.handle(Incoming.number(7, id: "another", sequence: 1), now: now)
    let batch = try unit.commit()
    #expect(batch.counts == [.done: 1, .malformed: 1])
    #expect(batch.outgoing.map(\.routingKey).last == "matching.invalid")
    #expect(unit.state.domain.sum == 5)
  }

  @Test("an outsider's message counts once; the same id for other content is another message")
  func outsiders() throws {
    let unit = try unit()
    for number in [5, 5, 7] { try unit.handle(Incoming.number(number), now: now) }
    #expect(try unit.commit().duplicates == 1)
    #expect(unit.state.domain.sum == 12)
  }

  @Test("what was handled before a restart is a duplicate after it")
  func restart() throws {
    let store = Store()
    let before = try unit(store)
    try before.handle(Incoming.number(5, sequence: 1), now: now)
    try before.handle(Incoming.number(7), now: now)
    _ = try before.commit()
    let after = try unit(store)
    try after.handle(Incoming.number(7), now: now)
    try after.handle(Incoming.number(5, sequence: 1), now: now)
    #expect(try after.commit().duplicates == 2)
    #expect(after.state.domain.sum == 12)
  }

  @Test("a marker waits until nothing is missing up to its numbers")
  func markerWaits() throws {
    let unit = try unit()
    try unit.run(.open(first), now: now)
    try unit.handle(Incoming.number(1, id: "m1", sequence: 1), now: now)
    try unit.handle(Incoming.marker(lastSequence: 3, closes: first), now: now)
    try unit.handle(Incoming.number(3, id: "m3", sequence: 3), now: now)
    #expect(unit.state.domain.openCut == first)
    #expect(unit.state.held.count == 1)
    try unit.handle(Incoming.number(2, id: "m2", sequence: 2), now: now)
    #expect(unit.state.domain == .init(sum: 6, openCut: first.nextWithinDay))
    #expect(unit.state.held.isEmpty)
  }

  @Test("what bears a later cut is kept, acknowledged, and decided after the cut")
  func laterCut() throws {
    let store = Store()
    let unit = try unit(store)
    try unit.run(.open(first), now: now)
    let later = Incoming.number(5, id: "m2", sequence: 2, cut: first.nextWithinDay)
    try unit.handle(later, now: now)
    let batch = try unit.commit()
    #expect(batch.counts[.held] == 1)
    #expect(batch.tags == [later.tag])
    #expect(unit.state.domain.sum == 0)

    let restarted = try self.unit(store)
    let number = Incoming.number(2, id: "m1", sequence: 1, cut: first)
    for delivery in [number, try Incoming.marker(lastSequence: 1, closes: first)] {
      try restarted.handle(delivery, now: now)
    }
    let sums = try restarted.commit().outgoing.map(\.envelope)
    #expect(sums.map(\.id) == ["sum-2", "sum-7"])
    #expect(sums.map(\.cut) == [first, first.nextWithinDay])
    #expect(restarted.state.held.isEmpty)
  }

  @Test("a call that is repeated under its key gets the stored answer, also after a restart")
  func idempotency() throws {
    let store = Store()
    let unit = try unit(store)
    try unit.answer(Incoming.call(key: "k"), now: now)
    let first = try #require(try unit.commit().replies.first)
    let restarted = try self.unit(store)
    try restarted.answer(Incoming.call(key: "k"), now: now)
    #expect(try restarted.commit().replies == [first])
    #expect(restarted.state.domain.sum == 1)
    try restarted.answer(Incoming.call(key: "another"), now: now)
    #expect(try restarted.commit().replies != [first])
    #expect(restarted.state.domain.sum == 2)
  }

  @Test("a key that is used for another request, or none, is refused", arguments: ["k", nil])
  func wrongKey(_ key: String?) throws {
    let unit = try unit()
    try unit.answer(Incoming.call(key: "k"), now: now)
    try unit.answer(Incoming.call(key: key, body: "{ }"), now: now)
    let reply = try #require(try unit.commit().replies.last)
    #expect(try ReplyEnvelope(reply).status == CallStatus.Code.invalidArgument.rawValue)
    #expect(unit.state.domain.sum == 1)
  }

  @Test("a message whose handling ended in crashes is parked, and may be handed back")
  func poison() throws {
    let store = Store(wasAbandoned: true)
    for _ in 1...LoopLimits.attempts {
      // Each process dies before its batch is durable.
      try unit(store).handle(Incoming.number(5, sequence: 1), now: now)
    }
    let last = try unit(store)
    try last.handle(Incoming.number(5, sequence: 1), now: now)
    let batch = try last.commit()
    #expect(batch.counts == [.parked: 1])
    #expect(batch.outgoing.map(\.routingKey) == ["matching.dlq"])
    #expect(last.state.domain.sum == 0)
    #expect(!last.isSuspicious)
    try last.handle(Incoming.number(5, sequence: 1), now: now)
    #expect(last.state.domain.sum == 5)
  }
}
