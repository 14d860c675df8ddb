/// How a word is like a number: the clerk's eye.
enum Likeness {
  /// Open invoices that the word is like, at the first level at which it is like any.
  static func invoices(like mention: Mention, among own: [Int], of register: Register) -> [Int] {
    let word = compact(mention.text)
    let short = shortForms(of: mention.text)
    let digits = word.filter { $0 < 0x3A }
    let folded = word.map(folded)
    let levels: [(Register.Invoice) -> Bool] = [
      { $0.compact == word || $0.reference == word },
      { $0.compact.map(Self.folded) == folded || $0.reference.map(Self.folded) == folded },
      { invoice in !short.isEmpty && short.contains { invoice.shortForms.contains($0) } },
      { digits.count > 3 && digits == word && $0.digits.suffix(digits.count) == digits[...] },
      { isOneSlip(word, $0.compact) || isOneSlip(word, $0.reference) },
      { word.count > 2 && ($0.compact.starts(with: word) || $0.reference.starts(with: word)) },
    ]
    let open = own.filter { register.invoices[$0].isOpen }
    for (level, isLike) in levels.enumerated() where !mention.isCut || level == levels.count - 1 {
      let found = open.filter { isLike(register.invoices[$0]) }
      if !found.isEmpty { return found }
    }
    return []
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "O"): UInt8(ascii: "0")
    case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
    default: byte
    }
  }

  /// One character wrong, missing or too many, or two beside each other swapped.
  static func isOneSlip(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard abs(one.count - other.count) <= 1, one.count > 3, one != other else { return false }
    var first = 0
    while first < min(one.count, other.count), one[first] == other[first] { first += 1 }
    var last = 0
    while last < min(one.count, other.count) - first,
      one[one.count - 1 - last] == other[other.count - 1 - last]
    { last += 1 }
    let (left, right) = (one.count - first - last, other.count - first - last)
    if left <= 1, right <= 1 { return true }
    return left == 2 && right == 2 && one[first] == other[first + 1]
      && one[first + 1] == other[first]
  }

  /// The number's count within its house: its last digits, without a year before them.
  static func sequence(_ register: Register, _ invoice: Int) -> Int {
    let digits = register.invoices[invoice].lastDigits
    return digits.suffix(17).reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  /// Numbered in the same way: letters at the same places.
  static func sameHouse(_ register: Register, _ one: Int, _ other: Int) -> Bool {
    let (left, right) = (register.invoices[one].compact, register.invoices[other].compact)
    return left.filter { $0 > 0x39 } == right.filter { $0 > 0x39 }
  }
}
