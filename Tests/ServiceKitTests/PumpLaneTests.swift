import DomainKit
import Messages
import ServiceKit
import Testing

@Suite("The pump's lane")
struct PumpLaneTests {
  private func entry(_ number: UInt64, _ kind: OutgoingEntry.Kind = .event) -> OutgoingEntry {
    OutgoingEntry(
      number: number,
      kind: kind,
      exchange: "x",
      routingKey: "k",
      envelope: Envelope(id: "m\(number)", source: "/test", type: "t.v1", body: Array("{}".utf8))
    )
  }

  private func lane(_ entries: [OutgoingEntry]) -> PumpLane {
    var lane = PumpLane()
    lane.submit(entries)
    return lane
  }

  @Test("sends in the order of decisions")
  func order() {
    var lane = lane([entry(1), entry(2), entry(3)])
    for number in 1...3 as ClosedRange<UInt64> {
      #expect(lane.next?.number == number)
      lane.wasSent(number + 100)
    }
    #expect(lane.next == nil)
    #expect(lane.inFlight == 3)
  }

  @Test("confirmed is what has no unconfirmed before it, in whatever order confirms come")
  func outOfOrderConfirms() {
    var lane = lane([entry(1), entry(2), entry(3)])
    for tag in 1...3 as ClosedRange<UInt64> { lane.wasSent(tag) }
    let was3 = lane.confirm(3)
    #expect(was3)
    let was2 = lane.confirm(2)
    #expect(was2)
    #expect(lane.confirmedThrough == 0)
    let was1 = lane.confirm(1)
    #expect(was1)
    #expect(lane.confirmedThrough == 3)
    let was1Again = lane.confirm(1)
    #expect(!was1Again)
    #expect(lane.isIdle)
  }

  @Test("a marker leaves only when everything before it is confirmed")
  func marker() {
    var lane = lane([entry(1), entry(2, .marker), entry(3)])
    lane.wasSent(1)
    #expect(lane.next == nil)
    _ = lane.confirm(1)
    #expect(lane.next?.number == 2)
    lane.wasSent(2)
    #expect(lane.next?.number == 3)
  }

  @Test("a refused message goes again, before what has not been sent")
  func refused() {
    var lane = lane([entry(1), entry(2)])
    lane.wasSent(1)
    lane.resend(1)
    #expect(lane.next?.number == 1)
    #expect(lane.confirmedThrough == 0)
  }

  @Test("what was refused together keeps its order", arguments: [[1, 2, 3], [3, 1, 2]])
  func refusedTogether(_ refusals: [PublishTag]) {
    var lane = lane((1...4).map { entry($0) })
    for tag in 1...3 as ClosedRange<UInt64> { lane.wasSent(tag) }
    for tag in refusals { lane.resend(tag) }
    #expect(sendAll(&lane) == [1, 2, 3, 4])
  }

  @Test("a lost connection puts everything in flight back, in order")
  func rewind() {
    var lane = lane((1...5).map { entry($0) })
    for tag in 1...4 as ClosedRange<UInt64> { lane.wasSent(tag) }
    _ = lane.confirm(2)
    lane.rewind()
    #expect(sendAll(&lane) == [1, 3, 4, 5])
  }

  @Test("after a restart the numbers go on where they were")
  func restart() {
    var lane = lane([entry(41), entry(42)])
    #expect(lane.confirmedThrough == 40)
    lane.wasSent(1)
    _ = lane.confirm(1)
    #expect(lane.confirmedThrough == 41)
  }

  @Test("what is sent again on request changes no progress")
  func again() {
    var lane = lane([entry(41)])
    lane.wasSent(1)
    _ = lane.confirm(1)
    lane.submit([entry(7)])
    lane.wasSent(2)
    let was2 = lane.confirm(2)
    #expect(was2)
    #expect(lane.confirmedThrough == 41)
  }
}

/// The numbers of all that the lane sends now, in order.
private func sendAll(_ lane: inout PumpLane) -> [UInt64] {
  var numbers: [UInt64] = []
  while let next = lane.next {
    numbers.append(next.number)
    lane.wasSent(UInt64(10 + numbers.count))
  }
  return numbers
}
