/// Compares what was written with a document's number.
struct NumberComparison {
  /// A digit typed wrong in less would make any number of any other.
  private static let minimumDigits = 4

  private let written: NumberParts
  private let number: NumberParts

  init(_ written: NumberParts, _ number: NumberParts) {
    self.written = written
    self.number = number
  }

  var likeness: NumberLikeness? {
    guard written.count > 0 else { return nil }
    if written.hasKey(of: number) { return NumberLikeness(.same, agreeing: number.digitCount) }
    guard number.digitCount > 0 else { return nil }
    let isCompatible = isCompatible(written)
    if isCompatible, let complete = complete(written) { return complete }
    if let legible = withDigitsForLetters { return legible }
    guard isCompatible else { return nil }
    return serial ?? beginning ?? typingError
  }

  // MARK: Letters

  /// The letters do not speak against it.
  private func isCompatible(_ written: NumberParts) -> Bool {
    if written.hasInnerLetters { return written.hasLetters(of: number) }
    if written.prefixCount == 0 || written.hasPrefix(of: number) { return true }
    let (kind, isCreditNote) = (written.prefixKind, number.prefixKind == .creditNote)
    if kind == .creditNote { return isCreditNote }
    return (kind == .invoice || kind == .number) && !isCreditNote
  }

  private var withDigitsForLetters: NumberLikeness? {
    if isSameByLook { return NumberLikeness(.lettersForDigits, agreeing: sameDigits) }
    // `2O26-OO42`: letters within digits, after the prefix of the number, a word, or none.
    let prefixes = [beginsWithPrefix ? number.prefixCount : 0, 0, written.prefixCount]
    for prefix in prefixes {
      guard let read = written.withDigitsForLetters(from: prefix), isCompatible(read),
        let complete = NumberComparison(read, number).complete(read)
      else { continue }
      let letters = read.digitCount - written.digitCount
      return NumberLikeness(.lettersForDigits, agreeing: max(complete.agreeing - letters, 0))
    }
    return nil
  }

  private var beginsWithPrefix: Bool {
    guard written.count > number.prefixCount else { return false }
    for index in 0..<number.prefixCount where written.key[index] != number.key[index] {
      return false
    }
    return true
  }

  private var isSameByLook: Bool {
    guard written.count == number.count else { return false }
    for index in 0..<written.count {
      let (one, other) = (written.key[index], number.key[index])
      guard NumberParts.digit(for: one) == NumberParts.digit(for: other) else { return false }
    }
    return true
  }

  private var sameDigits: Int {
    (0..<written.count).count { isDigit(written.key[$0]) && written.key[$0] == number.key[$0] }
  }

  // MARK: Digits

  /// All of the number's digits, but for zeros.
  private func complete(_ written: NumberParts) -> NumberLikeness? {
    if written.hasDigits(of: number) {
      // Digits and letters that are the same in another order are another number.
      guard written.letterCount == 0 || !written.hasLetters(of: number) else {
        return written.hasKey(of: number)
          ? NumberLikeness(.same, agreeing: number.digitCount) : nil
      }
      return NumberLikeness(.digitsOnly, agreeing: number.digitCount)
    }
    guard !written.hasInnerLetters || written.hasInnerLetters == number.hasInnerLetters else {
      return nil
    }
    return agreeing(written, 0..<written.digitCount, with: 0..<number.digitCount)
      .map { NumberLikeness(.withoutZeros, agreeing: $0) }
  }

  /// How many digits of two stretches agree, when all do but for zeros before groups of the number.
  private func agreeing(
    _ written: NumberParts,
    _ ours: Range<Int>,
    with theirs: Range<Int>
  ) -> Int? {
    var (place, index, agreeing) = (ours.lowerBound, theirs.lowerBound, 0)
    while index < theirs.upperBound {
      if number.isStart(index) {
        let (first, before) = (index, place)
        while index < theirs.upperBound, number.digits[index] == UInt8(ascii: "0"),
          index == first || !number.isStart(index)
        {
          index += 1
        }
        while place < ours.upperBound, written.digits[place] == UInt8(ascii: "0") { place += 1 }
        agreeing += min(index - first, place - before)
        if index > first, index == theirs.upperBound || number.isStart(index) { continue }
      }
      guard place < ours.upperBound, written.digits[place] == number.digits[index] else {
        return nil
      }
      (place, index, agreeing) = (place + 1, index + 1, agreeing + 1)
    }
    return place == ours.upperBound && agreeing > 0 ? agreeing : nil
  }

  // MARK: The last groups

  private var serial: NumberLikeness? {
    guard !written.hasInnerLetters else { return nil }
    let start = number.hasLeadingYear ? 4 : 0
    let end = number.hasTrailingYear ? number.digitCount - 4 : number.digitCount
    var best: Int?
    for group in start..<end where number.isStart(group) {
      for agreeing in serials(of: group..<end) where agreeing > best ?? 0 { best = agreeing }
    }
    return (best ?? ending).map { NumberLikeness(.serial, agreeing: $0) }
  }

  /// The last digits of a long group, such as `08563` of `900008563`; where one alone is missing,
  /// that is a slip.
  private var ending: Int? {
    let count = written.digitCount
    let start = number.digitCount - count
    guard count >= Self.minimumDigits, start > number.lastGroupStart + 1, !number.hasTrailingYear,
      isSame(0, start..<number.digitCount)
    else { return nil }
    return count
  }

  /// The ways to write a stretch of groups: alone, or with the year before or behind it.
  private func serials(of groups: Range<Int>) -> [Int] {
    let count = written.digitCount
    var found: [Int] = []
    if let alone = agreeing(written, 0..<count, with: groups) { found.append(alone) }
    guard number.hasLeadingYear || number.hasTrailingYear else { return found }
    let year = number.hasLeadingYear ? 0 : number.digitCount - 4
    for width in [4, 2] where count > width {
      let stretch = (year + 4 - width)..<(year + 4)
      // Without a separator two digits are a year only where no zero is missing.
      let isFull = count - width == groups.count
      if isSame(0, stretch), width == 4 || isFull || written.isStart(2),
        let rest = agreeing(written, width..<count, with: groups)
      {
        found.append(rest + width)
      }
      if isSame(count - width, stretch), width == 4 || isFull || written.isStart(count - 2),
        let rest = agreeing(written, 0..<count - width, with: groups)
      {
        found.append(rest + width)
      }
    }
    return found
  }

  /// The digits written from `place` are those of the number.
  private func isSame(_ place: Int, _ theirs: Range<Int>) -> Bool {
    for (offset, index) in theirs.enumerated()
    where written.digits[place + offset] != number.digits[index] {
      return false
    }
    return true
  }

  // MARK: Cut, and typing errors

  private var beginning: NumberLikeness? {
    let count = written.digitCount
    guard count >= Self.minimumDigits, count < number.digitCount, 2 * count > number.digitCount,
      count > number.lastGroupStart || number.lastGroupStart == 0,
      isSame(0, 0..<count)
    else { return nil }
    if written.hasInnerLetters || number.hasInnerLetters && written.letterCount > 0 {
      for index in 0..<written.count where written.key[index] != number.key[index] { return nil }
    }
    return NumberLikeness(.cut, agreeing: count)
  }

  private var typingError: NumberLikeness? {
    let (ours, theirs) = (written.digitCount, number.digitCount)
    guard theirs >= Self.minimumDigits, abs(ours - theirs) <= 1 else { return nil }
    // Letters within the number must be there: with them goes what the digits' places tell.
    guard !written.hasInnerLetters || written.hasLetters(of: number) else { return nil }
    var first = 0
    while first < min(ours, theirs), written.digits[first] == number.digits[first] { first += 1 }
    switch ours - theirs {
    case 1:
      guard first > 0, isSame(first + 1, first..<theirs) else { return nil }
      return written.digits[first] == written.digits[first - 1]
        ? NumberLikeness(.doubled, agreeing: theirs) : nil
    case -1:
      guard first < ours, isSame(first, first + 1..<theirs) else { return nil }
      return NumberLikeness(.missing, agreeing: ours)
    default:
      guard first < theirs else { return nil }
      if isSame(first + 1, first + 1..<theirs) {
        return NumberLikeness(.mistyped, agreeing: theirs - 1)
      }
      guard first + 1 < theirs, written.digits[first] == number.digits[first + 1],
        written.digits[first + 1] == number.digits[first], isSame(first + 2, first + 2..<theirs)
      else { return nil }
      return NumberLikeness(.swapped, agreeing: theirs - 2)
    }
  }
}
