/// How long to wait before the next try to connect: exponential with full jitter, so that the
/// processes that lost one broker do not all come back at the same moment.
///
/// ("Exponential Backoff And Jitter", AWS Architecture Blog: a random wait between nothing and the
/// exponential bound gives the fewest calls and nearly the shortest time to completion.)
package struct Backoff<Generator: RandomNumberGenerator> {
  /// The bound of the first wait.
  package let first: Duration
  /// No bound is above it.
  package let longest: Duration
  private var bound: Duration
  private var generator: Generator

  package init(
    first: Duration = .milliseconds(100),
    longest: Duration = .seconds(30),
    using generator: Generator
  ) {
    precondition(.zero < first && first <= longest, "a first wait up to the longest")
    self.first = first
    self.longest = longest
    self.bound = first
    self.generator = generator
  }

  /// The next wait; its bound doubles each time.
  package mutating func next() -> Duration {
    let microseconds =
      bound.components.seconds * 1_000_000
      + bound.components.attoseconds / 1_000_000_000_000
    defer { bound = min(bound * 2, longest) }
    return .microseconds(Int64.random(in: 0...microseconds, using: &generator))
  }

  /// To be said when a connection has done its work, not when it was merely opened: a broker that
  /// accepts and drops at once would be called without pause.
  package mutating func reset() { bound = first }
}

extension Backoff: Sendable where Generator: Sendable {}
