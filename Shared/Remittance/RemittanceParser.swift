import DomainKit

/// Reads the words of remittance texts in their order.
struct RemittanceParser {
  let bytes: [UInt8]
  let tokens: [RemittanceToken]
  let amounts: [RemittanceReading.Amount]
  /// What begins before this byte was given as a reference.
  private let quoted: Int
  /// The first word of the text that is being read.
  private var textStart = 0
  var drafts: [RemittanceDraft] = []
  var topics: RemittanceReading.Topics = []
  var months: [RemittanceReading.Month] = []
  var instalments: [RemittanceReading.Instalment] = []
  private(set) var mentions: [RemittanceReading.Mention] = []

  /// How the next number hangs together with the one before.
  enum Link {
    case none
    case space
    case list
    case range
  }

  var link = Link.none
  /// The number that lists and ranges are completed from.
  var head: RemittanceDraft.Head?
  /// The pieces, one word or several without a space, that may be one number together.
  var run: [ClosedRange<Int>] = []
  var label: RemittanceReading.Mention.Label?
  var isLess = false
  /// Words since the label that are none of ours.
  var distance = 0
  /// Nothing came between the label and this word but words that keep it.
  var isLabelled = false

  /// Where an instalment's word stood.
  var instalmentWord = -9
  var totalWord = -9
  var reductionWord = -9

  /// The number before, for the amount beside it.
  var lastNumber: LastNumber?
  /// An amount that no number before it takes.
  var pendingAmount: (index: Int, word: Int)?

  struct LastNumber {
    var firstDraft: Int
    var word: Int
    var hasAmount = false
    /// The amount stood before the number.
    var isAmountBefore = false
    /// One of a list whose others have no amount.
    var isListed = false
  }

  init(_ bytes: [UInt8], _ tokens: [RemittanceToken], quoted: Int, currency: Currency) {
    var amounts = RemittanceAmounts(bytes, tokens, currency: currency)
    amounts.find()
    self.bytes = bytes
    self.quoted = quoted
    self.tokens = amounts.tokens
    self.amounts = amounts.amounts
  }

  mutating func parse() {
    var index = 0
    while index < tokens.count - 1 {
      if tokens[index].gap == .source { begin(at: index) }
      if tokens[index].amount >= 0 {
        index = takeAmount(index)
      } else if let number = number(from: index) {
        takeNumber(number)
        index = number.upperBound + 1
      } else {
        index = takeWord(index)
      }
    }
    begin(at: tokens.count - 1)
    finish()
  }

  /// Another text, which has nothing to do with the one before.
  private mutating func begin(at index: Int) {
    offerReference(textStart..<index)
    textStart = index
    (link, head, label, isLess, isLabelled) = (.none, nil, nil, false, false)
    (lastNumber, pendingAmount) = (nil, nil)
    run.removeAll(keepingCapacity: true)
  }

  /// What was given as a reference may be one number as a whole, whatever stands in it.
  private mutating func offerReference(_ words: Range<Int>) {
    guard let last = words.last, tokens[words.lowerBound].start < quoted,
      words.contains(where: { tokens[$0].hasDigit })
    else { return }
    add(RemittanceDraft.Head(first: words.lowerBound, last: last), .whole)
  }

  private mutating func finish() {
    let order = drafts.indices.sorted {
      let (one, other) = (drafts[$0].words, drafts[$1].words)
      return (one.lowerBound, -one.upperBound, $0) < (other.lowerBound, -other.upperBound, $1)
    }
    var keys = RemittanceKeys(bytes, tokens)
    mentions.reserveCapacity(drafts.count)
    for index in order {
      let draft = drafts[index]
      guard let key = keys.key(of: draft) else { continue }
      let amount = draft.amount.map { amounts[$0] }
      let mention = RemittanceReading.Mention(
        key: key,
        written: keys.written(draft),
        words: draft.words,
        form: draft.form,
        label: draft.label,
        mayBeCut: tokens[draft.words.upperBound].endsCut,
        isCredit: draft.isCredit || (amount.map { $0.minorUnits < 0 } ?? false),
        amount: amount
      )
      // Two ways to the same number are one.
      let isRepeated =
        draft.form != .range
        && mentions.reversed().prefix { $0.words.lowerBound == draft.words.lowerBound }
          .contains { $0.key == key && $0.words == draft.words }
      if !isRepeated { mentions.append(mention) }
    }
  }

  // MARK: Amounts

  private mutating func takeAmount(_ index: Int) -> Int {
    let amount = Int(tokens[index].amount)
    let last = amounts[amount].words.upperBound
    follow(tokens[index])
    let isTotal = index - totalWord <= 2
    if !isTotal, let number = lastNumber, !number.hasAmount || number.isAmountBefore,
      !number.isListed, index - number.word <= 4
    {
      if number.isAmountBefore { pendingAmount = (amount, last) } else { give(amount, to: number) }
    } else {
      pendingAmount = isTotal ? nil : (amount, last)
    }
    if link != .none { link = .list }
    run.removeAll(keepingCapacity: true)
    return last + 1
  }

  private mutating func give(_ amount: Int, to number: LastNumber) {
    for index in drafts[number.firstDraft...].indices
    where drafts[index].words.upperBound == number.word && drafts[index].form != .range {
      drafts[index].amount = amount
    }
    lastNumber?.hasAmount = true
  }

  /// The amount before a number is the number's, unless it is that of a whole list.
  mutating func settleAmounts(_ firstDraft: Int, _ number: ClosedRange<Int>, isListed: Bool) {
    if isListed, let before = lastNumber, before.isAmountBefore, pendingAmount == nil {
      for index in drafts[before.firstDraft..<firstDraft].indices { drafts[index].amount = nil }
      lastNumber?.hasAmount = false
    }
    let isAlone = lastNumber.map { $0.hasAmount } ?? true
    var last = LastNumber(firstDraft: firstDraft, word: number.upperBound)
    last.isListed = isListed && !isAlone
    if let pending = pendingAmount, number.lowerBound - pending.word <= 4 {
      for index in drafts[firstDraft...].indices { drafts[index].amount = pending.index }
      (last.hasAmount, last.isAmountBefore) = (true, true)
    }
    pendingAmount = nil
    lastNumber = last
  }

  // MARK: What hangs together

  /// What a sign between words makes of the numbers around it.
  mutating func follow(_ token: RemittanceToken) {
    if token.gap == .colon || token.gap == .line { pendingAmount = nil }
    guard link != .none else { return }
    switch token.gap {
    case .comma, .list, .slash, .spacedSlash: link = .list
    case .dash, .hyphen: if link != .list { link = .range }
    case .source: link = .none
    case .other: if token.marks.isDisjoint(with: [.opening, .closing]) { link = .none }
    case .none, .space, .line, .dot, .underscore, .apostrophe, .colon: break
    }
  }

  func kind(_ index: Int) -> RemittanceWord.Kind {
    tokens.indices.contains(index) ? tokens[index].word.kind : .other
  }

  /// The value of a word of few digits.
  func value(_ index: Int) -> Int {
    let token = tokens[index]
    return bytes[Int(token.start)..<Int(token.end)].prefix(15)
      .reduce(0) { isDigit($1) ? $0 * 10 + Int($1 - UInt8(ascii: "0")) : $0 }
  }

  func isYear(_ index: Int) -> Bool {
    tokens[index].isDigits && tokens[index].length == 4 && NumberParts.years.contains(value(index))
  }
}
