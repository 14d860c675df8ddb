extension RemittanceParser {
  /// Words of a number that are written without a space.
  private static let maximumParts = 8
  /// Letters that can be the beginning of a number, alone before its digits.
  static let maximumPrefix = 5

  // MARK: Where a number is

  /// The words from here that are one number without a space; nil when none begins here.
  func number(from first: Int) -> ClosedRange<Int>? {
    guard tokens[first].hasDigit || canLead(first) else { return nil }
    var last = first
    var hasDigit = tokens[first].hasDigit
    while last + 1 < tokens.count - 1, last - first < Self.maximumParts,
      goesOn(from: last, first: first, hasDigit: hasDigit)
    {
      last += 1
      hasDigit = hasDigit || tokens[last].hasDigit
    }
    guard hasDigit, !isElse(first...last) else { return nil }
    return first...last
  }

  /// Letters with a hyphen or its like behind them: `INV-2026`.
  private func canLead(_ index: Int) -> Bool {
    guard tokens[index + 1].gap.isGlue, tokens[index].length <= Self.maximumPrefix * 2 else {
      return false
    }
    let kind = tokens[index].word.kind
    guard kind == .invoice || kind == .order || kind == .customer else {
      return !RemittanceWord.Kinds.neverLeading.contains(kind)
    }
    return tokens[index].length <= Self.maximumPrefix
  }

  private func goesOn(from last: Int, first: Int, hasDigit: Bool) -> Bool {
    let next = tokens[last + 1]
    guard next.gap.isGlue, next.amount < 0 else { return false }
    switch next.shape {
    case .digits: return true
    case .letters:
      guard next.gap != .slash || !hasDigit, next.length <= 3, next.word.kind != .currency else {
        return false
      }
      // `2026-FR-0042`, `2026-0042-A`; not `2026-101-INV-104`, nor `12-MAR-2026`.
      return !hasDigit || !isSame(last + 1, first) && !(last == first && isDay(first))
    case .mixed:
      guard hasDigit else { return true }
      return startsLikeDigit(last + 1) || next.gap != .slash && !beginsLike(last + 1, first)
    }
  }

  /// With a digit, or with an O that stands for one.
  func startsLikeDigit(_ index: Int) -> Bool {
    let byte = bytes[Int(tokens[index].start)]
    return isDigit(byte) || byte & 0xDF == UInt8(ascii: "O")
  }

  private func isSame(_ one: Int, _ other: Int) -> Bool {
    tokens[one].length == tokens[other].length && beginsLike(one, other)
  }

  /// Both begin with the same letter.
  private func beginsLike(_ one: Int, _ other: Int) -> Bool {
    bytes[Int(tokens[one].start)] & 0xDF == bytes[Int(tokens[other].start)] & 0xDF
  }

  /// A percentage, a day before its month, an ordinal.
  private func isElse(_ number: ClosedRange<Int>) -> Bool {
    let (first, last) = (number.lowerBound, number.upperBound)
    let after = tokens[last + 1]
    if after.marks.contains(.percent) { return true }
    guard first == last else { return false }
    if tokens[first].shape == .mixed {
      return ordinal(first) != nil && RemittanceWord.Kinds.ordered.contains(after.word.kind)
    }
    // `2,5 %`: neither of the two.
    if after.gap == .comma, last + 2 < tokens.count, tokens[last + 2].marks.contains(.percent) {
      return true
    }
    return isDay(first)
  }

  /// A number of one or two digits before the name of a month.
  func isDay(_ index: Int) -> Bool {
    guard index >= 0, tokens[index].isDigits, tokens[index].length <= 2 else { return false }
    let after = tokens[index + 1]
    guard RemittanceWord.Kinds.months.contains(after.word.kind) else { return false }
    switch after.gap {
    case .none, .space, .hyphen, .dot: return true
    case .source, .line, .slash, .underscore, .comma, .apostrophe, .list, .spacedSlash, .dash,
      .colon, .other:
      return false
    }
  }

  /// `1ere`, `2eme`, `2nd`, `3rd`.
  func ordinal(_ index: Int) -> Int? {
    let token = tokens[index]
    guard token.shape == .mixed, token.length <= 6 else { return nil }
    let word = bytes[Int(token.start)..<Int(token.end)]
    let digits = word.prefix(while: isDigit)
    guard (1...2).contains(digits.count) else { return nil }
    let ending = RemittanceWord.packed(word.dropFirst(digits.count).filter { $0 < 0x80 })
    return Self.ordinalEndings.contains(ending) ? value(index) : nil
  }

  /// `1ère` and `2ème` without the letter that is no ASCII, too.
  private static let ordinalEndings: Set<UInt64> = Set(
    ["ER", "RE", "ERE", "E", "EME", "ME", "ND", "NDE", "ST", "RD", "TH", "TE"]
      .map { RemittanceWord.packed($0.utf8) }
  )

  // MARK: What a number says

  mutating func takeNumber(_ number: ClosedRange<Int>) {
    let first = number.lowerBound
    follow(tokens[first])
    if takeInstalment(number) { return }
    if isMonth(number), let month = month(number) { months.append(month) }
    let isLinked = link == .list || link == .range
    let isRun = continuesRun(number)
    if !isLabelled, !isLinked, !isRun { (label, isLess) = (nil, false) }
    takeLetters(first)
    if !isRun { run.removeAll(keepingCapacity: true) }
    run.append(number)

    let firstDraft = drafts.count
    let split = self.split(number)
    offer(number, upTo: split.head)
    if isLinked { offerLinked(number) }
    let isColumn = !isLinked && isColumn(number)
    if isColumn { offerTail(number) }
    offerSplit(number, split)
    settleAmounts(firstDraft, number, isListed: isLinked || isColumn || split.isSeveral)
    if !isLinked, !isColumn {
      head = wholeRun(upTo: split.head)
    } else if number.count > 1 || !tokens[first].isDigits {
      head = RemittanceDraft.Head(first: first, last: split.head)
    }
    link = .space
    isLabelled = false
  }

  /// A piece of the same number may follow: a space or a line's end, and digits, or at a line's end
  /// letters that begin no number like the one before.
  private func continuesRun(_ number: ClosedRange<Int>) -> Bool {
    guard let piece = run.last else { return false }
    let first = tokens[number.lowerBound]
    let isPrefix = run.count == 1 && piece.count == 1 && tokens[piece.lowerBound].isLetters
    switch first.gap {
    case .none, .space, .dot, .dash, .spacedSlash: break
    case .line: if !beginsLike(number.lowerBound, run[0].lowerBound) { return true }
    case .colon, .hyphen, .slash, .underscore: guard isPrefix else { return false }
    case .source, .comma, .apostrophe, .list, .other: return false
    }
    // `V K/26/42` too.
    if isPrefix, !first.isDigits, !startsLikeDigit(number.lowerBound) {
      let word = bytes[Int(first.start)..<Int(first.end)]
      return word.prefix { !isDigit($0) }.count + tokens[piece.lowerBound].length <= 3
    }
    return first.hasDigit && startsLikeDigit(number.lowerBound)
  }

  /// `AV123`, `PO-4711`: the letters of the number say what it is, unless a word said it before.
  private mutating func takeLetters(_ index: Int) {
    if !isLabelled, !tokens[index].isDigits {
      let word = leadingWord(index).kind
      label = Self.labels.first { $0.kind == word }?.label ?? label
    }
    if label == .creditNote { topics.insert(.creditNote) }
  }

  private static let labels: [(kind: RemittanceWord.Kind, label: RemittanceReading.Mention.Label)] =
    [
      (.invoice, .invoice), (.creditNote, .creditNote), (.order, .purchaseOrder),
      (.customer, .customer),
    ]

  private func leadingWord(_ index: Int) -> RemittanceWord {
    let token = tokens[index]
    guard token.shape == .mixed else { return token.word }
    var packed: UInt64 = 0
    for place in Int(token.start)..<min(Int(token.end), Int(token.start) + 8) {
      guard !isDigit(bytes[place]) else { return RemittanceWord(packed: packed) }
      packed = packed << 5 | UInt64(bytes[place] & 0x1F)
    }
    return .other
  }
}
