/// Account numbers within texts: they are personal data, which logs and lists do not show.
extension IBAN {
  /// The text with every account number in it masked, in whatever groups it is written, also over
  /// the ends of lines.
  ///
  /// One begins where a word does, behind `IBAN`, or behind the number of a subfield (`?31`, as
  /// banks write them in MT940's field 86), and ends where a word does.
  package static func masking(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var shown: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if mayBegin(at: index, in: bytes), let (iban, end) = longest(in: bytes, from: index) {
        shown += iban.masked.utf8
        index = end
      } else {
        shown.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }

  private static func mayBegin(at index: Int, in bytes: [UInt8]) -> Bool {
    guard index + 4 <= bytes.count, isLetter(bytes[index]), isLetter(bytes[index + 1]),
      isDigit(bytes[index + 2]), isDigit(bytes[index + 3])
    else { return false }
    guard index > 0, isAlphanumeric(bytes[index - 1]) else { return true }
    let before = bytes[..<index]
    if before.count >= 3, before[index - 3] == UInt8(ascii: "?") {
      return isDigit(before[index - 2]) && isDigit(before[index - 1])
    }
    return before.suffix(4).map { isLower($0) ? $0 - 32 : $0 } == Array("IBAN".utf8)
  }

  /// The longest run of words from a place on that is an account number together.
  private static func longest(
    in bytes: [UInt8],
    from start: Int
  ) -> (iban: IBAN, end: Int)? {
    var found: (iban: IBAN, end: Int)?
    var characters: [UInt8] = []
    var index = start
    while index < bytes.count, characters.count < maximumLength {
      guard isAlphanumeric(bytes[index]) else {
        let next = index + spaceBytes(at: index, in: bytes)
        guard next > index else { break }
        index = next
        continue
      }
      characters.append(bytes[index])
      index += 1
      let endsWord = index == bytes.count || !isAlphanumeric(bytes[index])
      if endsWord, let iban = IBAN(String(decoding: characters, as: UTF8.self)) {
        found = (iban, index)
      }
    }
    return found
  }

  /// How many bytes a space or a line's end has; none: it is something else.
  private static func spaceBytes(at index: Int, in bytes: [UInt8]) -> Int {
    let spaces: [[UInt8]] = [
      [0x20], [0x09], [0x0A], [0x0D],
      // No-break spaces, as French text has them: U+00A0, U+202F.
      [0xC2, 0xA0], [0xE2, 0x80, 0xAF],
    ]
    return spaces.first { bytes[index...].starts(with: $0) }?.count ?? 0
  }

  private static func isLetter(_ byte: UInt8) -> Bool { isUpper(byte) || isLower(byte) }
  private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}
