package import Messages

/// When to try the broker again: full jitter between nothing and a doubling bound, 100 ms to 30 s,
/// so that five services do not knock together.
package struct Reconnection: Sendable {
  package static let shortest: Int64 = 100
  package static let longest: Int64 = 30_000

  private var failures = 0
  private var notBefore = Timestamp(milliseconds: 0)
  private var random: SplitMix64

  package init(seed: UInt64) { random = SplitMix64(seed: seed) }

  package func isDue(at now: Timestamp) -> Bool { now >= notBefore }

  package mutating func succeeded() { failures = 0 }

  package mutating func failed(at now: Timestamp) {
    let bound = min(Self.longest, Self.shortest << Int64(min(failures, 20)))
    failures += 1
    let delay = Int64.random(in: 0...bound, using: &random)
    notBefore = Timestamp(milliseconds: now.milliseconds + delay)
  }
}

/// A small seeded generator (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
