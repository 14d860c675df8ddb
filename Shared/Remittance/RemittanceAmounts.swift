import DomainKit

/// Finds the amounts among the words of remittance texts.
struct RemittanceAmounts {
  private let bytes: [UInt8]
  private(set) var tokens: [RemittanceToken]
  private(set) var amounts: [RemittanceReading.Amount] = []
  private let currency: Currency
  /// A currency belongs to one amount, before it or behind it.
  private var takenCurrency = -1
  /// So does a sign: the word before which it stands behind an amount.
  private var takenSign = -1
  private var lastCurrency: (letters: UInt32, currency: Currency?) = (0, nil)
  /// A number with a word before it was followed by an amount: `FA 101 500,00`.
  private var hasColumns = false
  /// Places of amounts.
  private var parenthesised: [Int] = []

  init(_ bytes: [UInt8], _ tokens: [RemittanceToken], currency: Currency) {
    self.bytes = bytes
    self.tokens = tokens
    self.currency = currency
  }

  mutating func find() {
    var index = 0
    while index < tokens.count - 1 {
      index = tokens[index].isDigits ? read(from: index) : index + 1
    }
    // Where all amounts stand so, parentheses are nothing but parentheses.
    guard parenthesised.count < amounts.count else { return }
    for index in parenthesised { amounts[index] = amounts[index].negated }
  }

  /// An amount while it is read.
  private struct Figure {
    var last: Int
    var value: Int64
    var groups = 0
    var separator: RemittanceToken.Gap?
    var hasDecimals = false
  }

  /// Returns the word to go on with.
  private mutating func read(from first: Int) -> Int {
    let before = currencyWord(at: first - 1, beside: tokens[first].gap)
    // Yen have no decimals, dinars three.
    let exponent = (before ?? currencyBehind(first) ?? currency).exponent
    guard canBegin(at: first), let figure = figure(from: first, exponent) else { return first + 1 }
    var written = before
    if before != nil { takenCurrency = first - 1 }
    if written == nil, let after = currencyWord(at: figure.last + 1, beside: nil),
      figure.hasDecimals || !announcesNext(figure.last + 1)
    {
      written = after
      takenCurrency = figure.last + 1
    }
    let hasSignBefore = first != takenSign && tokens[first].marks.contains(.currency)
    let hasSignBehind = !hasSignBefore && tokens[figure.last + 1].marks.contains(.currency)
    let isBeside = written != nil || hasSignBefore || hasSignBehind
    guard figure.hasDecimals || isBeside || figure.separator == .apostrophe,
      !isDay(first, figure, isBeside: isBeside)
    else { return first + 1 }
    let scale = (written ?? currency).scale
    let (units, overflow) =
      figure.hasDecimals
      ? (figure.value, false) : figure.value.multipliedReportingOverflow(by: scale)
    guard !overflow, units <= Money.limit else { return figure.last + 1 }
    add(first, figure, units, written)
    if hasSignBehind { takenSign = figure.last + 1 }
    if figure.separator == .space, !isBeside { offerRest(first, figure, units) }
    return figure.last + 1
  }

  private mutating func add(
    _ first: Int,
    _ figure: Figure,
    _ units: Int64,
    _ written: Currency?
  ) {
    let isNegative = isNegative(first, figure.last)
    for index in first...figure.last { tokens[index].amount = Int32(amounts.count) }
    if tokens[first].marks.contains(.opening), tokens[figure.last + 1].marks.contains(.closing) {
      parenthesised.append(amounts.count)
    }
    amounts.append(
      RemittanceReading.Amount(
        minorUnits: isNegative ? -units : units,
        currency: written,
        words: first...figure.last
      )
    )
  }

  /// `101 500,00` may be one amount, or a number and the amount beside it.
  private mutating func offerRest(_ first: Int, _ figure: Figure, _ units: Int64) {
    guard tokens[first].length > 1, bytes[Int(tokens[first + 1].start)] != UInt8(ascii: "0"),
      figure.hasDecimals
    else { return }
    var power = currency.scale
    for _ in 0..<figure.groups { power *= 1000 }
    var rest = figure
    rest.separator = nil
    tokens[first].amount = -1
    add(first + 1, rest, units % power, nil)
  }

  private mutating func figure(from first: Int, _ exponent: Int) -> Figure? {
    let length = tokens[first].length
    let start = bytes[Int(tokens[first].start)]
    guard length <= 12, length == 1 || start != UInt8(ascii: "0") else { return nil }
    var figure = Figure(last: first, value: value(of: first))
    while true {
      let next = figure.last + 1
      let token = tokens[next]
      guard next < tokens.count - 1, token.isDigits else { break }
      if token.gap == .comma || token.gap == .dot, token.gap != figure.separator,
        token.length == exponent, !continues(after: next, isDecimal: true)
      {
        figure.hasDecimals = true
        figure.value = figure.value * Money.power(of: exponent) + value(of: next)
        figure.last = next
        break
      }
      guard isThousand(token, in: figure, length), start != UInt8(ascii: "0") else { break }
      figure.separator = token.gap
      figure.groups += 1
      figure.value = figure.value * 1000 + value(of: next)
      figure.last = next
    }
    if figure.separator == .space, !figure.hasDecimals {
      // Groups with spaces are as likely two numbers, unless a currency follows.
      let after = tokens[figure.last + 1]
      guard after.word.kind == .currency || after.marks.contains(.currency) else {
        return Figure(last: first, value: value(of: first))
      }
    }
    let isOpen = continues(after: figure.last, isDecimal: figure.hasDecimals)
    return isOpen || tokens[figure.last + 1].marks.contains(.percent) ? nil : figure
  }

  private mutating func isThousand(
    _ token: RemittanceToken,
    in figure: Figure,
    _ firstLength: Int
  ) -> Bool {
    guard token.length == 3, firstLength <= 3, figure.groups < 3,
      figure.separator == nil || figure.separator == token.gap
    else { return false }
    switch token.gap {
    case .comma, .dot, .apostrophe: return true
    case .space:
      guard !token.marks.contains(.currency), !token.marks.contains(.percent) else { return false }
      if figure.groups == 0, hasColumns || isAnnounced(figure.last) {
        hasColumns = true
        return false
      }
      return true
    case .source, .none, .line, .hyphen, .slash, .underscore, .list, .spacedSlash, .dash, .colon,
      .other:
      return false
    }
  }

  /// A word stands before that a document's number follows.
  private func isAnnounced(_ index: Int) -> Bool {
    guard index > 0, tokens[index].gap != .source else { return false }
    return RemittanceWord.Kinds.announcing.contains(tokens[index - 1].word.kind)
  }

  private func canBegin(at index: Int) -> Bool {
    switch tokens[index].gap {
    case .source, .none, .space, .line, .list, .spacedSlash, .dash, .colon, .other: return true
    case .comma: return tokens[index - 1].isLetters
    case .slash: return index > 0 && (tokens[index - 1].isLetters || tokens[index - 1].amount >= 0)
    case .hyphen, .dot, .underscore, .apostrophe: return false
    }
  }

  /// More of the same number follows without a space.
  private func continues(after index: Int, isDecimal: Bool) -> Bool {
    let next = tokens[index + 1]
    guard index + 1 < tokens.count - 1, next.hasDigit else { return false }
    switch next.gap {
    case .hyphen, .dot, .underscore, .comma, .apostrophe: return true
    case .slash: return !isDecimal
    case .source, .none, .space, .line, .list, .spacedSlash, .dash, .colon, .other: return false
    }
  }

  /// `vom 12.03` is a day.
  private func isDay(_ first: Int, _ figure: Figure, isBeside: Bool) -> Bool {
    guard !isBeside, figure.hasDecimals, figure.last == first + 1, figure.groups == 0, first > 0,
      tokens[figure.last].gap == .dot, tokens[first - 1].word.kind == .filler
    else { return false }
    return (1...31).contains(value(of: first)) && (1...12).contains(value(of: figure.last))
  }

  private func isNegative(_ first: Int, _ last: Int) -> Bool {
    let after = tokens[last + 1].marks
    if tokens[first].marks.contains(.minus) || after.contains(.trailingMinus) { return true }
    return first > 0 && takenCurrency == first - 1 && tokens[first - 1].marks.contains(.minus)
  }

  /// `101 EUR 500,00`: the currency stands before what follows.
  private func announcesNext(_ index: Int) -> Bool {
    guard index + 3 < tokens.count, tokens[index + 1].isDigits else { return false }
    let decimals = tokens[index + 2]
    guard decimals.isDigits, decimals.gap == .comma || decimals.gap == .dot else { return false }
    return tokens[index + 3].word.kind != .currency
  }

  /// The currency that follows the figures from here on.
  private mutating func currencyBehind(_ first: Int) -> Currency? {
    var next = first + 1
    while next < tokens.count - 1, tokens[next].isDigits { next += 1 }
    return currencyWord(at: next, beside: nil)
  }

  private mutating func currencyWord(at index: Int, beside gap: RemittanceToken.Gap?) -> Currency? {
    guard index >= 0, index < tokens.count, index != takenCurrency else { return nil }
    let token = tokens[index]
    guard token.word.kind == .currency else { return nil }
    switch gap ?? token.gap {
    case .none, .space, .line, .colon, .dot: break
    case .source, .hyphen, .slash, .underscore, .comma, .apostrophe, .list, .spacedSlash, .dash,
      .other:
      return nil
    }
    let letters = bytes[Int(token.start)..<Int(token.start) + 3].reduce(0) { code, byte in
      code << 8 | UInt32(byte & 0xDF)
    }
    // Most texts have one.
    if letters != lastCurrency.letters {
      let code = [16, 8, 0].map { UInt8(letters >> $0 & 0xFF) }
      lastCurrency = (letters, Currency(String(decoding: code, as: UTF8.self)))
    }
    return lastCurrency.currency
  }

  private func value(of index: Int) -> Int64 {
    bytes[Int(tokens[index].start)..<Int(tokens[index].end)].prefix(15)
      .reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }
}

extension RemittanceReading.Amount {
  fileprivate var negated: Self { Self(minorUnits: -minorUnits, currency: currency, words: words) }
}

extension Money {
  fileprivate static func power(of exponent: Int) -> Int64 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
