/// Finds structured references among the words of remittance texts.
struct RemittanceReferences {
  /// Groups of four in the longest creditor reference.
  private static let maximumFours = 7
  /// Groups of five in the longest Swiss reference, and what stands before them.
  private static let maximumFives = 6
  /// Shorter digits are anything.
  private static let minimumDigits = 4

  private let bytes: [UInt8]
  private let tokens: [RemittanceToken]
  private(set) var found: [RemittanceReading.Reference] = []

  init(_ bytes: [UInt8], _ tokens: [RemittanceToken]) {
    self.bytes = bytes
    self.tokens = tokens
  }

  /// What begins within the first `quoted` bytes are texts that were given as references.
  mutating func find(quoted: Int) {
    var index = 0
    while index < tokens.count - 1 {
      let isQuoted = tokens[index].gap == .source && tokens[index].start < quoted
      let last = isQuoted ? takeSource(from: index) : nil
      index = (last ?? takeCreditorReference(from: index) ?? takeDigits(from: index)) + 1
    }
  }

  /// A text that is a reference as a whole.
  private mutating func takeSource(from first: Int) -> Int? {
    let last = self.last(from: first, tokens.count) { $0.gap != .source }
    let isEnd = { $0 == RemittanceScanner.sourceBreak }
    let start = bytes[..<Int(tokens[first].start)].lastIndex(where: isEnd).map { $0 + 1 } ?? 0
    let end = bytes[Int(tokens[last].end)...].firstIndex(where: isEnd) ?? bytes.count
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    guard let reference = StructuredReference(text) else { return nil }
    add(reference, first...last, isTelling: true)
    return last
  }

  /// A word that is one by itself ends there, whatever follows; else the longest run of words is
  /// one, since on paper they are written in groups of four.
  private mutating func takeCreditorReference(from first: Int) -> Int? {
    let start = Int(tokens[first].start)
    guard tokens[first].shape == .mixed, bytes[start] & 0xDF == UInt8(ascii: "R"),
      bytes[start + 1] & 0xDF == UInt8(ascii: "F")
    else { return nil }
    let last = self.last(from: first, Self.maximumFours) { $0.gap != .source }
    let ends = [first] + (first..<last).map { $0 + 1 }.reversed()
    for end in ends {
      if let reference = StructuredReference(joined(first...end), as: .creditor) {
        add(reference, first...end, isTelling: true)
        return end
      }
    }
    return nil
  }

  /// The Belgian one as it is printed; else every run of groups that passes a check.
  ///
  /// Digits pass by chance, too. Returns the last word that can be nothing else.
  private mutating func takeDigits(from first: Int) -> Int {
    guard tokens[first].isDigits else { return first }
    if let last = takeBelgian(from: first) { return last }
    let last = self.last(from: first, Self.maximumFives) {
      $0.isDigits && $0.length == 5 && ($0.gap == .space || $0.gap == .line)
    }
    for end in (first...last).reversed()
    where end > first || tokens[first].length >= Self.minimumDigits {
      if let reference = StructuredReference(joined(first...end)) {
        add(reference, first...end, isTelling: false)
      }
    }
    return first
  }

  /// As in `090/9337/55493`.
  private mutating func takeBelgian(from first: Int) -> Int? {
    guard tokens[first].length == 3 else { return nil }
    let last = self.last(from: first, 3) { $0.isDigits && $0.gap == .slash }
    guard last == first + 2, tokens[first + 1].length == 4, tokens[last].length == 5,
      let reference = StructuredReference(joined(first...last), as: .belgian)
    else { return nil }
    add(reference, first...last, isTelling: true)
    return last
  }

  /// The last of up to `count` words, of which all but the first are such.
  private func last(
    from first: Int,
    _ count: Int,
    where isSuch: (RemittanceToken) -> Bool
  ) -> Int {
    let rest = tokens[(first + 1)..<min(first + count, tokens.count - 1)]
    return first + rest.prefix(while: isSuch).count
  }

  private func joined(_ words: ClosedRange<Int>) -> String {
    let text = words.flatMap { bytes[Int(tokens[$0].start)..<Int(tokens[$0].end)] }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func add(
    _ reference: StructuredReference,
    _ words: ClosedRange<Int>,
    isTelling: Bool
  ) {
    let range = Int(tokens[words.lowerBound].start)..<Int(tokens[words.upperBound].end)
    found.append(
      RemittanceReading.Reference(
        reference: reference,
        written: String(decoding: bytes[range], as: UTF8.self),
        words: words,
        isTelling: isTelling
      )
    )
  }
}
