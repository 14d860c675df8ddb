/// A mention before its text is put together: places, no strings.
struct RemittanceDraft {
  /// Completes a number from the one before.
  enum Tail {
    case none
    /// The words that replace the end of the number.
    case words(first: Int, last: Int)
    /// What replaces the `width` digits at the end of the number, in no less.
    case value(Int, width: Int)
  }

  /// The words of a number: those from `first` to `last`, and one before that stands apart.
  struct Head {
    var prefix: Int?
    var first: Int
    var last: Int
    /// Bytes of the first word that are none of the number's: `NO` in `NOVK/26/42`.
    var skipped = 0
  }

  var head: Head
  var tail = Tail.none
  var words: ClosedRange<Int>
  var form: RemittanceReading.Mention.Form
  var label: RemittanceReading.Mention.Label?
  var isCredit: Bool
  var amount: Int?
}

/// Puts keys together from words.
struct RemittanceKeys {
  private let bytes: [UInt8]
  private let tokens: [RemittanceToken]
  private var key: [UInt8] = []

  init(_ bytes: [UInt8], _ tokens: [RemittanceToken]) {
    self.bytes = bytes
    self.tokens = tokens
    key.reserveCapacity(64)
  }

  /// Nil for a key that is too long, or that cannot be completed.
  mutating func key(of draft: RemittanceDraft) -> String? {
    key.removeAll(keepingCapacity: true)
    if let prefix = draft.head.prefix { add(prefix) }
    for index in draft.head.first...draft.head.last {
      guard key.count <= RemittanceReading.numberLengths.upperBound else { return nil }
      add(index, skipping: index == draft.head.first ? draft.head.skipped : 0)
    }
    switch draft.tail {
    case .none: break
    case .words(let first, let last):
      guard dropWords(last - first, of: draft.head) else { return nil }
      let digits = digits(atEndOf: draft.head.last - (last - first))
      guard digits > 0 else { return nil }
      // `0042` and then `43` is `0043`; `99` and then `100` is `100`.
      key.removeLast(min(digits, tokens[first].length))
      for index in first...last { add(index) }
    case .value(let value, let width):
      key.removeLast(width)
      let digits = String(value).utf8
      for _ in 0..<max(width - digits.count, 0) { key.append(UInt8(ascii: "0")) }
      key += digits
    }
    guard (1...RemittanceReading.numberLengths.upperBound).contains(key.count) else { return nil }
    return String(decoding: key, as: UTF8.self)
  }

  func written(_ draft: RemittanceDraft) -> String {
    let words = draft.words
    let start = Int(tokens[words.lowerBound].start) + draft.head.skipped
    let range = start..<Int(tokens[words.upperBound].end)
    return String(decoding: bytes[range], as: UTF8.self)
  }

  private mutating func add(_ index: Int, skipping skipped: Int = 0) {
    let token = tokens[index]
    let range = Int(token.start) + skipped..<Int(token.end)
    guard !token.isForeign else {
      key += DocumentNumber.key(String(decoding: bytes[range], as: UTF8.self)).utf8
      return
    }
    for place in range {
      let byte = bytes[place]
      key.append(isLower(byte) ? byte - 32 : byte)
    }
  }

  /// Takes off the last words of a head, which must be digits.
  private mutating func dropWords(_ count: Int, of head: RemittanceDraft.Head) -> Bool {
    guard head.last - count >= head.first else { return false }
    for index in (head.last - count + 1)..<(head.last + 1) {
      guard tokens[index].isDigits else { return false }
      key.removeLast(tokens[index].length)
    }
    return true
  }

  private func digits(atEndOf index: Int) -> Int {
    bytes[Int(tokens[index].start)..<Int(tokens[index].end)].reversed().prefix(while: isDigit).count
  }
}
