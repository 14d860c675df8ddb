extension RemittanceParser {
  // MARK: Lists and ranges within one number

  /// How the words of a number without spaces may be several numbers.
  enum Split {
    case whole(Int)
    case list(Int)
    case range(Int)

    var isSeveral: Bool {
      switch self {
      case .whole: false
      case .list, .range: true
      }
    }

    /// The last word of the number that the others are completed from.
    var head: Int {
      switch self {
      case .whole(let last), .list(let last), .range(let last): last
      }
    }
  }

  func split(_ number: ClosedRange<Int>) -> Split {
    var last = number.upperBound
    guard number.count > 1, !isDate(number) else { return .whole(last) }
    // `2026-0042-A` may be 2026-0042.
    if tokens[last].isLetters { return .whole(last - 1) }
    if tokens[last].gap == .hyphen, isTightRange(number) { return .range(last - 1) }
    while last > number.lowerBound, tokens[last].gap == .slash, isTail(last, in: number) {
      last -= 1
    }
    return last < number.upperBound ? .list(last) : .whole(last)
  }

  /// `101/102`, and with a prefix `101/2`; a year has its number behind it.
  private func isTail(_ index: Int, in number: ClosedRange<Int>) -> Bool {
    let (one, other) = (tokens[index - 1], tokens[index])
    guard other.isDigits, one.hasDigit, !isYear(index) else { return false }
    if isEnding(index) { return true }
    guard one.isDigits, !isYear(index - 1) else { return false }
    if one.length == other.length { return other.length > 2 || isNamed(number) }
    return other.length < one.length && isNamed(number)
  }

  private func isTightRange(_ number: ClosedRange<Int>) -> Bool {
    let last = number.upperBound
    let (one, other) = (tokens[last - 1], tokens[last])
    if isEnding(last) { return rangeCount(from: last - 1, to: last) != nil }
    guard one.isDigits, other.isDigits, isYear(last) == isYear(last - 1) else { return false }
    // `98-101` too, where a word says that these are numbers.
    let isLonger = other.length == one.length + 1 && isNamed(number)
    guard one.length == other.length || isLonger, one.length > 2 || isNamed(number) else {
      return false
    }
    let count = value(last) - value(last - 1) + 1
    return (2...RemittanceReading.maximumRange).contains(count)
  }

  /// `01125` behind `FA202601124`: the last digits of a long number like the one before.
  private func isEnding(_ index: Int) -> Bool {
    guard let before = ending(index - 1), before.width >= 5, tokens[index].isDigits else {
      return false
    }
    return (3..<before.width).contains(tokens[index].length)
  }

  /// How many numbers a range has; nil: it is none.
  private func rangeCount(from first: Int, to last: Int) -> Int? {
    guard let low = ending(first), let high = ending(last) else { return nil }
    let count = completed(high, like: low, isDigits: tokens[last].isDigits) - low.value + 1
    return (2...RemittanceReading.maximumRange).contains(count) ? count : nil
  }

  /// `1001 to 5`: what is shorter has the beginning of the one before.
  private func completed(
    _ high: (value: Int, width: Int),
    like low: (value: Int, width: Int),
    isDigits: Bool
  ) -> Int {
    guard high.width < low.width, isDigits else { return high.value }
    let power = (0..<high.width).reduce(1) { product, _ in product * 10 }
    return high.value + low.value / power * power
  }

  /// Letters stand before it, or a word that announces a number.
  private func isNamed(_ number: ClosedRange<Int>) -> Bool {
    label != nil || run.count > 1 || !tokens[number.lowerBound].isDigits
  }

  // MARK: Offers

  /// The number by itself, up to the last word of its head too, and with the pieces before it.
  mutating func offer(_ number: ClosedRange<Int>, upTo head: Int) {
    let ends = head < number.upperBound ? [number.upperBound, head] : [number.upperBound]
    for end in ends {
      if isTelling(number.lowerBound...end) {
        add(RemittanceDraft.Head(first: number.lowerBound, last: end), .whole)
      }
      if let word = documentWord(before: number) {
        add(RemittanceDraft.Head(first: word, last: end), .whole)
      }
      if let head = withoutDocumentWord(number.lowerBound...end) { add(head, .whole) }
      // A day is no part of a number.
      guard isLabelled || !isDate(number) else { continue }
      for piece in run.dropLast().suffix(RemittanceReading.maximumPieces - 1) {
        add(self.joined(from: piece, to: end, number), .joined)
      }
    }
  }

  /// `INVOICE-0042`, `INVOICE0042`: the word may belong to the number.
  private func documentWord(before number: ClosedRange<Int>) -> Int? {
    let word = number.lowerBound - 1
    let gap = tokens[number.lowerBound].gap
    guard word >= 0, gap.isGlue || gap == .none, tokens[word].isLetters else { return nil }
    switch kind(word) {
    case .invoice, .creditNote, .order, .customer: return word
    default: return nil
    }
  }

  /// `INV.VK/26/42` and `NOVK/26/42` may be VK/26/42.
  private func withoutDocumentWord(_ number: ClosedRange<Int>) -> RemittanceDraft.Head? {
    let (first, last) = (number.lowerBound, number.upperBound)
    let token = tokens[first]
    guard !token.isDigits, !token.isForeign else { return nil }
    let announcing = RemittanceWord.Kinds.announcing
    if token.isLetters, announcing.contains(token.word.kind) {
      guard first < last, !startsLikeDigit(first + 1) else { return nil }
      return RemittanceDraft.Head(first: first + 1, last: last)
    }
    let letters = bytes[Int(token.start)..<Int(token.end)].prefix { !isDigit($0) }
    var (packed, skipped) = (UInt64(0), 0)
    for (index, letter) in letters.prefix(Self.maximumPrefix).enumerated() {
      packed = packed << 5 | UInt64(letter & 0x1F)
      let isWord = index > 0 && announcing.contains(RemittanceWord(packed: packed).kind)
      if isWord { skipped = index + 1 }
    }
    if skipped == letters.count {
      let kind = RemittanceWord(packed: packed).kind
      guard kind == .number || letters.count > 3, token.length - skipped > 4 else { return nil }
    }
    guard skipped > 0, letters.count - skipped <= Self.maximumPrefix else {
      return nil
    }
    return RemittanceDraft.Head(first: first, last: last, skipped: skipped)
  }

  private func joined(
    from piece: ClosedRange<Int>,
    to end: Int,
    _ number: ClosedRange<Int>
  ) -> RemittanceDraft.Head {
    guard tokens[piece.lowerBound].isLetters, piece.count == 1, run.count > 1 else {
      return RemittanceDraft.Head(first: piece.lowerBound, last: end)
    }
    // `INV No 101`: what stands between prefix and number is no part of it.
    return RemittanceDraft.Head(prefix: piece.lowerBound, first: run[1].lowerBound, last: end)
  }

  /// Two digits tell something, one only where a word says that it is a number.
  private func isTelling(_ words: ClosedRange<Int>) -> Bool {
    guard words.count == 1, tokens[words.lowerBound].length < 2 else { return true }
    return isLabelled || label != nil || run.count > 1 || link == .list || link == .range
  }

  mutating func add(
    _ head: RemittanceDraft.Head,
    _ form: RemittanceReading.Mention.Form,
    _ tail: RemittanceDraft.Tail = .none,
    words: ClosedRange<Int>? = nil
  ) {
    guard drafts.count < RemittanceReading.maximumMentions else { return }
    let place = words ?? (head.prefix ?? head.first)...head.last
    let isDay = label == nil && form == .whole && isDate(head.first...head.last)
    drafts.append(
      RemittanceDraft(
        head: head,
        tail: tail,
        words: place,
        form: form,
        label: isDay ? .date : label,
        isCredit: isLess || label == .creditNote
      )
    )
  }

  /// The pieces so far, as a number that lists are completed from.
  func wholeRun(upTo end: Int) -> RemittanceDraft.Head {
    let pieces = run.suffix(RemittanceReading.maximumPieces)
    let first = pieces[pieces.startIndex]
    guard pieces.count > 1 else { return RemittanceDraft.Head(first: first.lowerBound, last: end) }
    guard tokens[first.lowerBound].isLetters, first.count == 1 else {
      return RemittanceDraft.Head(first: first.lowerBound, last: end)
    }
    let next = pieces[pieces.startIndex + 1]
    return RemittanceDraft.Head(prefix: first.lowerBound, first: next.lowerBound, last: end)
  }

  mutating func offerLinked(_ number: ClosedRange<Int>) {
    guard let head else { return }
    if link == .range {
      for head in heads(head) { offerRange(to: number.upperBound, from: head, words: number) }
    } else {
      offerTail(number)
    }
  }

  /// With the piece before it, and by itself.
  private func heads(_ head: RemittanceDraft.Head) -> [RemittanceDraft.Head] {
    guard head.prefix != nil else { return [head] }
    return [head, RemittanceDraft.Head(first: head.first, last: head.last)]
  }

  /// Digits that stand for a number like the one before.
  mutating func offerTail(_ number: ClosedRange<Int>) {
    guard let head, number.allSatisfy({ tokens[$0].isDigits }) else { return }
    let tail = RemittanceDraft.Tail.words(first: number.lowerBound, last: number.upperBound)
    add(head, .listed, tail, words: number)
  }

  /// `INV 101 102 103`: columns of numbers of one length, the first with a prefix.
  func isColumn(_ number: ClosedRange<Int>) -> Bool {
    guard let head, number.count == 1, run.count > 2, tokens[run[0].lowerBound].isLetters else {
      return false
    }
    let (one, other) = (tokens[head.last], tokens[number.lowerBound])
    return one.isDigits && other.isDigits && one.length == other.length && one.length > 2
      && !isYear(head.last)
  }

  mutating func offerSplit(_ number: ClosedRange<Int>, _ split: Split) {
    guard split.isSeveral else { return }
    if case .list = split {
      for index in (split.head + 1)...number.upperBound where tokens[index].length > 1 {
        add(RemittanceDraft.Head(first: index, last: index), .whole)
      }
    }
    for head in heads(wholeRun(upTo: split.head)) {
      switch split {
      case .whole: break
      case .range: offerRange(to: number.upperBound, from: head, words: number)
      case .list:
        for index in (split.head + 1)...number.upperBound {
          add(head, .listed, .words(first: index, last: index), words: index...index)
        }
      }
    }
  }

  private mutating func offerRange(
    to end: Int,
    from head: RemittanceDraft.Head,
    words: ClosedRange<Int>
  ) {
    guard let low = ending(head.last), let count = rangeCount(from: head.last, to: end) else {
      return
    }
    let last = low.value + count - 1
    let place = min(head.prefix ?? head.first, words.lowerBound)...words.upperBound
    for value in (low.value + 1)...last {
      add(head, .range, .value(value, width: low.width), words: place)
    }
  }

  /// The digits at the end of a word.
  private func ending(_ index: Int) -> (value: Int, width: Int)? {
    let digits = bytes[Int(tokens[index].start)..<Int(tokens[index].end)].reversed()
      .prefix(while: isDigit)
    guard (1...15).contains(digits.count) else { return nil }
    let value = digits.reversed().reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return (value, digits.count)
  }
}
