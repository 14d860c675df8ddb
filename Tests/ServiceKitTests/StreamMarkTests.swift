import ServiceKit
import Testing

@Suite("Reading a stream")
struct StreamMarkTests {
  private func mark(_ sequences: [UInt64]) -> StreamMark {
    var mark = StreamMark()
    for sequence in sequences { mark.take(sequence, id: "m\(sequence)") }
    return mark
  }

  @Test("what was taken is a duplicate, what is next is new")
  func duplicates() {
    let mark = mark([1, 2, 3])
    #expect(mark.arrival(of: 2, id: "m2") == .duplicate)
    #expect(mark.arrival(of: 4, id: "m4") == .new)
    #expect(mark.highWater == 3)
    #expect(mark.missing.isEmpty)
  }

  @Test("a late redelivery below the high-water mark is new once, and then a duplicate")
  func lateRedelivery() {
    // Measured on RabbitMQ: after a hand-over 5…9 came first, and only then 2, 3, 4.
    var mark = mark([1, 5, 6, 7, 8, 9])
    #expect(mark.missing == [2...4])
    #expect(mark.arrival(of: 3, id: "m3") == .new)
    mark.take(3, id: "m3")
    #expect(mark.missing == [2...2, 4...4])
    #expect(mark.arrival(of: 3, id: "m3") == .duplicate)
    mark.take(2, id: "m2")
    mark.take(4, id: "m4")
    #expect(mark.missing.isEmpty)
  }

  @Test("the same number with another id is a fault of the sender, never a duplicate")
  func reused() {
    let mark = mark([1, 2, 3])
    #expect(mark.arrival(of: 2, id: "another") == .reused)
  }

  @Test(
    "complete up to a number: no hole at or below it",
    arguments: [
      ([1, 2, 3], 3, true), ([1, 2, 3], 4, false), ([1, 3], 3, false), ([1, 3], 1, true),
      ([2, 3], 3, false), ([1, 2, 3, 9], 3, true), ([1, 2, 3, 9], 9, false), ([], 0, true),
      ([], 1, false),
    ] as [([UInt64], UInt64, Bool)]
  )
  func completeness(_ taken: [UInt64], upTo: UInt64, isComplete: Bool) {
    #expect(mark(taken).isComplete(upTo: upTo) == isComplete)
  }

  @Test("a parked message counts as arrived, and is new when it is handed back")
  func parked() {
    var mark = mark([1])
    mark.park(2, id: "m2")
    mark.take(3, id: "m3")
    #expect(mark.isComplete(upTo: 3))
    #expect(mark.arrival(of: 2, id: "m2") == .new)
    mark.take(2, id: "m2")
    #expect(mark.arrival(of: 2, id: "m2") == .duplicate)
  }

  @Test("any order of any sequences gives the same mark, and holes are all that is remembered")
  func anyOrder() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<200 {
      let sequences = (1...40).map(UInt64.init).filter { _ in Bool.random(using: &random) }
      var mark = StreamMark()
      for sequence in sequences.shuffled(using: &random) {
        #expect(mark.arrival(of: sequence, id: "m\(sequence)") == .new)
        mark.take(sequence, id: "m\(sequence)")
      }
      let expected = Set(1...(sequences.max() ?? 1)).subtracting(sequences)
      let missing = Set(mark.missing.flatMap { Array($0) })
      #expect(missing == (sequences.isEmpty ? [] : expected))
      #expect(mark.missing.count <= missing.count)
    }
  }
}
