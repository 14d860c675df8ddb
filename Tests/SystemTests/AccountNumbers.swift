/// Account numbers in a text, found without what Encours knows of them.
enum AccountNumbers {
  /// Every run of capitals and digits with the form and the check digits of an IBAN (ISO 13616),
  /// wherever it begins and ends, and in whatever groups it is written.
  static func found(in text: String) -> [String] {
    text.split(separator: "\n").flatMap { line in
      line.filter { $0 != " " && $0 != "\u{A0}" }
        .split { !("A"..."Z").contains($0) && !("0"..."9").contains($0) }
        .flatMap { found(inRun: Array($0.utf8)) }
    }
  }

  private static func found(inRun run: [UInt8]) -> [String] {
    guard run.count >= 15 else { return [] }
    return (0...run.count - 15).flatMap { start -> [String] in
      let rest = run[start...]
      let areDigits = rest.prefix(4).map { (0x30...0x39).contains($0) }
      guard areDigits == [false, false, true, true] else { return [] }
      return (15...min(34, rest.count)).compactMap { length in
        let number = Array(rest.prefix(length))
        return remainder(of: number[4...] + number[..<4]) == 1
          ? String(decoding: number, as: UTF8.self) : nil
      }
    }
  }

  /// Modulo 97, with A as 10 and Z as 35.
  private static func remainder(of characters: some Sequence<UInt8>) -> Int {
    characters.reduce(0) { remainder, character in
      let isDigit = (0x30...0x39).contains(character)
      let value = Int(character) - (isDigit ? 0x30 : 0x41 - 10)
      return (remainder * (isDigit ? 10 : 100) + value) % 97
    }
  }
}
