/// A document's number, or what was written for one, taken apart without a string.
struct NumberParts {
  /// Longer than any number that a payment quotes (``RemittanceReading/numberLengths``).
  static let maximumCount = 36
  /// Years that stand in numbers; others are counted on like any digits.
  static let years = 2010...2039

  /// Letters in upper case, and digits.
  private(set) var key = InlineArray<36, UInt8>(repeating: 0)
  private(set) var count = 0
  /// The digits alone.
  private(set) var digits = InlineArray<36, UInt8>(repeating: 0)
  private(set) var digitCount = 0
  /// A bit for each digit with which a group begins: after letters, a separator, a leading year.
  private var starts: UInt64 = 0
  /// Letters before the first digit.
  private(set) var prefixCount = 0

  /// Nil for what is too long, or has other letters than A to Z.
  init?(_ text: String) {
    var text = text
    let isRead = text.withUTF8 { bytes in read(bytes) }
    guard isRead else { return nil }
    splitYear()
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var isNewGroup = true
    for byte in bytes {
      if isDigit(byte) {
        guard count < Self.maximumCount else { return false }
        if isNewGroup { starts |= 1 << UInt64(digitCount) }
        isNewGroup = false
        digits[digitCount] = byte
        digitCount += 1
      } else if isUpper(byte & 0xDF) {
        guard count < Self.maximumCount else { return false }
        isNewGroup = true
        if digitCount == 0 { prefixCount += 1 }
      } else {
        guard byte < 0x80 else { return false }
        isNewGroup = true
        continue
      }
      key[count] = isLower(byte) ? byte - 32 : byte
      count += 1
    }
    return true
  }

  /// Of five digits the first four are as likely no year.
  private mutating func splitYear() {
    if isYear(at: 0), firstGroupEnd > 5 { starts |= 1 << 4 }
  }

  var letterCount: Int { count - digitCount }
  /// Letters stand behind a digit.
  var hasInnerLetters: Bool { letterCount > prefixCount }

  func isStart(_ index: Int) -> Bool { starts & 1 << UInt64(index) != 0 }

  private var firstGroupEnd: Int {
    let others = starts & ~1
    return others == 0 ? digitCount : min(others.trailingZeroBitCount, digitCount)
  }

  var lastGroupStart: Int { starts == 0 ? 0 : 63 - starts.leadingZeroBitCount }

  /// Four digits from here are a year, whatever follows.
  func isYear(at index: Int) -> Bool {
    guard index >= 0, index + 4 <= digitCount else { return false }
    return Self.years.contains(number(index..<index + 4))
  }

  /// The first group is a year, and others follow.
  var hasLeadingYear: Bool { firstGroupEnd == 4 && digitCount > 4 && isYear(at: 0) }

  /// The last group is a year, and the first is not.
  var hasTrailingYear: Bool {
    !hasLeadingYear && digitCount > 4 && lastGroupStart == digitCount - 4
      && isYear(at: digitCount - 4)
  }

  func number(_ range: Range<Int>) -> Int {
    range.reduce(0) { $0 * 10 + Int(digits[$1] - UInt8(ascii: "0")) }
  }

  func hasKey(of other: NumberParts) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count where key[index] != other.key[index] { return false }
    return true
  }

  func hasDigits(of other: NumberParts) -> Bool {
    guard digitCount == other.digitCount else { return false }
    for index in 0..<digitCount where digits[index] != other.digits[index] { return false }
    return true
  }

  func hasPrefix(of other: NumberParts) -> Bool {
    guard prefixCount == other.prefixCount else { return false }
    for index in 0..<prefixCount where key[index] != other.key[index] { return false }
    return true
  }

  /// The same letters in the same order, wherever the digits stand.
  func hasLetters(of other: NumberParts) -> Bool {
    guard letterCount == other.letterCount else { return false }
    var place = 0
    for index in 0..<count where !isDigit(key[index]) {
      while isDigit(other.key[place]) { place += 1 }
      guard key[index] == other.key[place] else { return false }
      place += 1
    }
    return true
  }

  /// What the letters before the digits mean as a word.
  var prefixKind: RemittanceWord.Kind {
    guard prefixCount > 0 else { return .other }
    var packed: UInt64 = 0
    for index in 0..<min(prefixCount, RemittanceWord.maximumLetters) {
      packed = packed << 5 | UInt64(key[index] & 0x1F)
    }
    return RemittanceWord(packed: packed).kind
  }

  /// A copy with digits for the letters behind a prefix that look like them; nil when there are no
  /// such letters, or others are left.
  func withDigitsForLetters(from prefix: Int) -> NumberParts? {
    guard prefix < count else { return nil }
    var copy = self
    (copy.digitCount, copy.starts, copy.prefixCount) = (0, 1, prefix)
    var isChanged = false
    for index in prefix..<count {
      let digit = Self.digit(for: key[index])
      guard isDigit(digit) else { return nil }
      isChanged = isChanged || digit != key[index]
      copy.key[index] = digit
      copy.digits[copy.digitCount] = digit
      copy.digitCount += 1
    }
    copy.splitYear()
    return isChanged ? copy : nil
  }

  /// `O` is 0, `I` and `L` are 1, `Z` is 2, `S` is 5 and `B` is 8; other bytes are themselves.
  static func digit(for byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "O"): UInt8(ascii: "0")
    case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
    case UInt8(ascii: "Z"): UInt8(ascii: "2")
    case UInt8(ascii: "S"): UInt8(ascii: "5")
    case UInt8(ascii: "B"): UInt8(ascii: "8")
    default: byte
    }
  }
}
