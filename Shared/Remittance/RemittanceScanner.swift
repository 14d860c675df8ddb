/// Takes the bytes of remittance texts apart into words, in one pass.
struct RemittanceScanner {
  /// Stands between texts that have nothing to do with each other (ASCII record separator).
  static let sourceBreak: UInt8 = 0x1E

  private let bytes: [UInt8]
  private let quoted: Int
  /// The text is as long as such texts are cut, or ends where a list goes on.
  private(set) var isCut = false
  /// It ends where a list goes on.
  private(set) var isOpenList = false
  /// The last one is no word: it holds what stands at the end.
  private(set) var tokens: [RemittanceToken] = []
  private var gap = RemittanceGap(isSource: true)
  private var place = 0
  private var lineStart = 0
  /// Characters of the lines of this text so far.
  private var textLength = 0

  /// Banks cut texts, not what begins within the first `quoted` bytes and was given as a reference.
  init(_ bytes: [UInt8], quoted: Int) {
    self.bytes = bytes
    self.quoted = quoted
    tokens.reserveCapacity(min(bytes.count / 4 + 2, RemittanceReading.maximumWords + 2))
  }

  mutating func scan() {
    while place < bytes.count, tokens.count < RemittanceReading.maximumWords {
      let byte = bytes[place]
      if isDigit(byte) || isUpper(byte & 0xDF) || byte >= 0x80 && isFolded {
        readWord()
      } else {
        readSign(byte)
      }
    }
    if place == bytes.count {
      endLine(isLast: true)
      isOpenList = goesOn
      isCut = isCut || isOpenList
    }
    // What is said of the last word stands before a space, as elsewhere.
    gap.add(UInt8(ascii: " "))
    let (kind, marks) = gap.close()
    let end = Int32(place)
    tokens.append(
      RemittanceToken(start: end, end: end, gap: kind, marks: marks, shape: .letters)
    )
  }

  /// A letter that is not ASCII begins here.
  private var isFolded: Bool {
    switch LetterFolding.scalar(in: bytes, at: place).meaning {
    case .letters, .foreign: true
    case .accent, .sign: false
    }
  }

  private mutating func readSign(_ byte: UInt8) {
    guard byte >= 0x80 else {
      if byte == 0x0A || byte == Self.sourceBreak { endLine(isLast: byte != 0x0A) }
      gap.add(byte)
      place += 1
      return
    }
    let scalar = LetterFolding.scalar(in: bytes, at: place)
    if case .sign(let sign) = scalar.meaning { gap.add(sign) }
    place += scalar.length
  }

  private mutating func readWord() {
    let start = place
    var (packed, letters, digits) = (UInt64(0), 0, 0)
    var isForeign = false
    loop: while place < bytes.count {
      let byte = bytes[place]
      if isDigit(byte) {
        // `EUR500` is an amount and its currency.
        if letters == 3, digits == 0, RemittanceWord(packed: packed).kind == .currency { break }
        digits += 1
        place += 1
      } else if isUpper(byte & 0xDF) {
        if letters < RemittanceWord.maximumLetters { packed = packed << 5 | UInt64(byte & 0x1F) }
        letters += 1
        place += 1
      } else if byte < 0x80 {
        break
      } else {
        let scalar = LetterFolding.scalar(in: bytes, at: place)
        switch scalar.meaning {
        case .sign: break loop
        case .accent: isForeign = true
        case .foreign:
          (isForeign, packed) = (true, .max)
          letters += 1
        case .letters(let first, let second):
          isForeign = true
          for letter in [first, second] where letter != 0 {
            if letters < RemittanceWord.maximumLetters {
              packed = packed << 5 | UInt64(letter & 0x1F)
            }
            letters += 1
          }
        }
        place += scalar.length
      }
    }
    append(from: start, letters, digits, packed, isForeign)
  }

  private mutating func append(
    from start: Int,
    _ letters: Int,
    _ digits: Int,
    _ packed: UInt64,
    _ isForeign: Bool
  ) {
    let (kind, marks) = gap.close()
    gap = RemittanceGap()
    let shape: RemittanceToken.Shape = digits == 0 ? .letters : letters == 0 ? .digits : .mixed
    if shape != .digits, !isForeign, let end = endOfDocumentWord(from: start) {
      return appendStuck(start, end, letters, digits, kind, marks)
    }
    var token = RemittanceToken(
      start: Int32(start),
      end: Int32(place),
      gap: kind,
      marks: marks,
      shape: shape
    )
    token.isForeign = isForeign
    switch shape {
    case .digits: break
    case .letters: token.word = RemittanceWord(packed: packed)
    case .mixed:
      let currency = RemittanceWord(packed: packed)
      guard letters == 3, !isForeign, currency.kind == .currency,
        bytes[start..<(place - 3)].allSatisfy(isDigit)
      else { break }
      // `500EUR` too.
      token.shape = .digits
      token.end -= 3
      tokens.append(token)
      token = RemittanceToken(
        start: token.end,
        end: Int32(place),
        gap: .none,
        marks: [],
        shape: .letters
      )
      token.word = currency
    }
    tokens.append(token)
  }

  /// A word for a document that stands before its number without a space, as in `INVOICEVK26/42`
  /// and `FACTURE2026`; nil: no such word.
  private func endOfDocumentWord(from start: Int) -> Int? {
    var (packed, end) = (UInt64(0), Int?.none)
    for index in start..<min(place, start + RemittanceWord.maximumLetters) {
      guard !isDigit(bytes[index]) else { break }
      packed = packed << 5 | UInt64(bytes[index] & 0x1F)
      guard index - start + 1 >= Self.minimumDocumentWord else { continue }
      switch RemittanceWord(packed: packed).kind {
      case .invoice, .creditNote, .order, .customer: end = index + 1
      default: break
      }
    }
    guard let end, end < place else { return nil }
    let prefix = bytes[end..<place].prefix { !isDigit($0) }
    let isNumber = prefix.endIndex < place || isGlued(place)
    return prefix.count <= RemittanceParser.maximumPrefix && isNumber ? end : nil
  }

  /// Shorter ones begin other words, too.
  private static let minimumDocumentWord = 6

  /// Digits follow behind a sign that keeps the parts of a number together.
  private func isGlued(_ place: Int) -> Bool {
    place + 1 < bytes.count && "-/._".utf8.contains(bytes[place]) && isDigit(bytes[place + 1])
  }

  private mutating func appendStuck(
    _ start: Int,
    _ end: Int,
    _ letters: Int,
    _ digits: Int,
    _ gap: RemittanceToken.Gap,
    _ marks: RemittanceToken.Marks
  ) {
    func token(_ range: Range<Int>, _ shape: RemittanceToken.Shape) -> RemittanceToken {
      var token = RemittanceToken(
        start: Int32(range.lowerBound),
        end: Int32(range.upperBound),
        gap: .none,
        marks: [],
        shape: shape
      )
      if shape == .letters {
        token.word = RemittanceWord(packed: RemittanceWord.packed(bytes[range]))
      }
      return token
    }
    var word = token(start..<end, .letters)
    (word.gap, word.marks) = (gap, marks)
    tokens.append(word)
    let isAllDigits = letters == end - start
    tokens.append(token(end..<place, digits == 0 ? .letters : isAllDigits ? .digits : .mixed))
  }

  private mutating func endLine(isLast: Bool) {
    let line = bytes[lineStart..<place].count { $0 & 0xC0 != 0x80 && $0 != 0x0D }
    textLength += line
    let isTextCut = isLast && Self.isCut(textLength)
    if lineStart >= quoted, isTextCut || Self.isCut(line) {
      isCut = isCut || isTextCut
      markLastWord()
    }
    lineStart = place + 1
    if isLast { textLength = 0 }
  }

  /// Ends with a sign or a word behind which a list goes on: what followed was cut, and the space
  /// before it.
  private var goesOn: Bool {
    guard let last = tokens.last, Int(last.end) >= quoted else { return false }
    if last.word.kind == .and, last.length > 1 { return true }
    let sign = bytes[Int(last.end)...].last { !" \r\n".utf8.contains($0) }
    return sign.map { ",;&+/-".utf8.contains($0) } ?? false
  }

  /// What a number has between its parts may be the last that was let through.
  private mutating func markLastWord() {
    guard let last = tokens.indices.last else { return }
    let rest = bytes[Int(tokens[last].end)..<place]
    if rest.allSatisfy({ $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") }) {
      tokens[last].endsCut = true
    }
  }

  /// The lengths at which banks cut.
  ///
  /// They are 35 and its multiples up to nine times 140 (SEPA, SWIFT), 27 and its multiples up to
  /// 14 lines (German MT940), 65 (SWIFT) and 18 (BACS).
  static func isCut(_ length: Int) -> Bool {
    guard length > 0 else { return false }
    return length % 35 == 0 && length <= 1260 || length % 27 == 0 && length <= 378
      || length == 65 || length == 18
  }
}
