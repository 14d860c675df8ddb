/// What one subscription has received and not acknowledged: delivery numbers of one channel, which
/// only grow.
struct Unacknowledged {
  /// One basic.ack or basic.nack.
  struct Answer: Equatable {
    var number: UInt64
    /// For everything up to the number.
    var multiple: Bool
  }
  private var numbers: [UInt64] = []

  var count: Int { numbers.count }

  mutating func received(_ number: UInt64) { numbers.append(number) }

  /// The fewest frames that answer for exactly these numbers.
  ///
  /// A multiple answer also answers for everything before it, so it may only end where nothing
  /// unfinished stands below.
  mutating func answers(for wanted: [UInt64]) -> [Answer] {
    let wanted = wanted.sorted()
    var prefix = 0
    while prefix < numbers.count, prefix < wanted.count, numbers[prefix] == wanted[prefix] {
      prefix += 1
    }
    var answers: [Answer] = []
    if prefix > 0 {
      answers.append(Answer(number: numbers[prefix - 1], multiple: prefix > 1))
      numbers.removeFirst(prefix)
    }
    for number in wanted[prefix...] {
      guard let index = numbers.firstIndex(of: number) else {
        preconditionFailure("delivery \(number) was answered twice, or never received")
      }
      numbers.remove(at: index)
      answers.append(Answer(number: number, multiple: false))
    }
    return answers
  }
}
