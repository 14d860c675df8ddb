/// Reading and writing when the system does less than it was asked for.
enum Transfer {
  /// Calls `step` with what is done until all of `count` is.
  static func all(_ count: Int, step: (_ done: Int) throws -> Int) throws {
    var done = 0
    while done < count { done += try step(done) }
  }

  /// Calls `step` with what is done until all of `count` is, or nothing more comes; what is done.
  static func untilEnd(_ count: Int, step: (_ done: Int) throws -> Int) throws -> Int {
    var done = 0
    while done < count {
      let more = try step(done)
      guard more > 0 else { break }
      done += more
    }
    return done
  }
}
