import DomainKit

extension CreditTerms {
  /// Reads a customary notation: `2/10 net 30`, `30 jours fin de mois`, `45 jours fin de mois le
  /// 15`, `1/3 30 60 90`, `COD`, `NET EOM 10`, `30 % on receipt, 70 % 30 days`.
  ///
  /// `30 EOM` counts thirty days from the month's end, `30 jours fin de mois` thirty days and then
  /// to the month's end, `fin de mois + 30 jours` again from the month's end: as each is used.
  package init(notation: String) throws(NotationError) {
    let lexemes = try Lexeme.all(in: notation)
    guard !lexemes.isEmpty else { throw .empty }
    var parser = NotationParser(lexemes)
    self = try parser.terms()
    if let fault = faults().first { throw .unfit(fault) }
  }
}

/// A date as a notation says it.
private struct SaidDate {
  var count = 0
  var unit: Lexeme.Kind?
  var frame = DateRule()
  /// The text of its number, if that is all.
  var bareText: String?

  var rule: DateRule {
    var rule = frame
    switch unit {
    case .weeks: rule.days += 7 * count
    case .months: rule.months += count
    default: rule.days += count
    }
    return rule
  }

  /// `30` beside `60 jours fin de mois` means the same of thirty.
  func completed(by last: SaidDate) -> SaidDate {
    guard bareText != nil else { return self }
    var date = last
    date.count = count
    return date
  }
}

private struct NotationParser {
  private let lexemes: [Lexeme]
  private var index = 0
  private var rates: [(text: String, date: SaidDate)] = []
  private var dues: [SaidDate] = []
  private var saysBalance = false
  private var base = DiscountBase.taxIncluded
  private var graceDays = 0

  init(_ lexemes: [Lexeme]) { self.lexemes = lexemes }

  mutating func terms() throws(NotationError) -> CreditTerms {
    if let lines = try equalParts() { return CreditTerms(lines: lines) }
    while let lexeme = current { try clause(lexeme) }
    return CreditTerms(lines: try lines(), discountBase: base, graceDays: graceDays)
  }

  // MARK: - Clauses

  private mutating func clause(_ lexeme: Lexeme) throws(NotationError) {
    switch lexeme.kind {
    case .separator, .plus: index += 1
    case .base(let said):
      base = said
      index += 1
    case .grace:
      index += 1
      graceDays = try number("a number of days")
      skip(.days)
    case .net:
      index += 1
      skip(.slash)
      var date = try date()
      date.bareText = nil
      dues.append(date)
    case .balance:
      saysBalance = true
      index += 1
    case .number(let text) where kind(at: index + 1) == .slash || kind(at: index + 1) == .percent:
      index += 2
      skip(.slash)
      rates.append((text, try date()))
    case .number, .immediately, .endOfMonth, .monthAfter, .on, .weekday:
      let date = try date()
      if take(.grace) {
        graceDays = date.count
        return
      }
      // `2/10 30` might be a discount or a mistyped `1/2 10 30`.
      if let text = date.bareText, !rates.isEmpty, !saysBalance { throw .unexpected(text) }
      dues.append(date)
    case .slash, .percent, .days, .weeks, .months: throw .unexpected(lexeme.text)
    }
  }

  /// The lines of what was said: shares with their dates, or one due date and its discounts.
  private func lines() throws(NotationError) -> [TermsLine] {
    guard dues.count <= 1 else { throw .severalDueDates }
    var shares: [Portion] = []
    var tiers: [DiscountTier] = []
    for rate in rates {
      guard let percent = Percentage(rate.text), let portion = Portion(percent) else {
        throw .unexpected(rate.text)
      }
      shares.append(portion)
      tiers.append(DiscountTier(percent, until: rate.date.rule))
    }
    if saysBalance {
      guard let last = dues.first, !shares.isEmpty else {
        throw .missing(dues.isEmpty ? "the balance's due date" : "a share", before: nil)
      }
      return zip(shares, rates).map { TermsLine(.ofTotal($0), due: $1.date.rule) }
        + [TermsLine(.remainder, due: last.rule)]
    }
    if let due = dues.first {
      let best = tiers.sorted { $0.percent.partsPerMillion > $1.percent.partsPerMillion }
      return [TermsLine(.remainder, due: due.rule, discounts: best)]
    }
    let sum = tiers.reduce(Int64(0)) { $0 + $1.percent.partsPerMillion }
    guard sum == Percentage.whole, let last = rates.last else {
      throw .missing("the due date, such as 'net 30'", before: nil)
    }
    return zip(shares, rates).dropLast().map { TermsLine(.ofTotal($0), due: $1.date.rule) }
      + [TermsLine(.remainder, due: last.date.rule)]
  }

  // MARK: - Equal parts

  /// `1/3 30 60 90` or `30/60/90`; nil where the text is something else.
  private mutating func equalParts() throws(NotationError) -> [TermsLine]? {
    let start = index
    let said = announcedParts()
    if said == nil {
      guard case .number? = kind(at: 0), kind(at: 1) == .slash, case .number? = kind(at: 2),
        kind(at: 3) == .slash
      else { return nil }
    }
    var dates: [SaidDate] = []
    while let lexeme = current {
      switch lexeme.kind {
      case .separator, .plus, .slash: index += 1
      case .number where kind(at: index + 1) != .percent, .immediately, .endOfMonth, .monthAfter:
        dates.append(try date())
      default:
        index = start
        return nil
      }
    }
    guard dates.count > 1, let last = dates.last else {
      index = start
      return nil
    }
    if let said, said != dates.count {
      throw .instalmentCount(said: said, found: dates.count)
    }
    return Self.equalLines(dates.map { $0.completed(by: last).rule })
  }

  /// The 3 of `1/3`, which is then behind.
  private mutating func announcedParts() -> Int? {
    guard case .number("1")? = kind(at: 0), kind(at: 1) == .slash,
      case .number(let text)? = kind(at: 2), let count = Int(text), count > 1
    else { return nil }
    index = 3
    return count
  }

  private static func equalLines(_ dates: [DateRule]) -> [TermsLine]? {
    guard let portion = Portion(1, over: Int64(dates.count)), let last = dates.last else {
      return nil
    }
    return dates.dropLast().map { TermsLine(.ofTotal(portion), due: $0) }
      + [TermsLine(.remainder, due: last)]
  }

  // MARK: - Dates

  private mutating func date() throws(NotationError) -> SaidDate {
    var date = SaidDate()
    guard let lexeme = current else { throw .missing("a number of days or a date", before: nil) }
    switch lexeme.kind {
    case .immediately:
      index += 1
      return date
    case .number:
      date.count = try number("a number of days")
      date.unit = unit()
      if kind(at: index) == .net, !startsDate(at: index + 1) {
        index += 1
        date.unit = date.unit ?? .days
      }
      monthEnd(of: &date)
    case .endOfMonth:
      index += 1
      date.frame.endOfMonth = .beforeDays
      skip(.plus)
      if case .number? = current?.kind, ![.slash, .percent].contains(kind(at: index + 1)) {
        date.count = try number("a number of days")
        date.unit = unit()
      }
    case .monthAfter:
      index += 1
      date.frame.endOfMonth = .beforeDays
      date.frame.dayOfMonth = try number("a day of the month")
    case .on, .weekday: break
    default: throw .missing("a number of days or a date", before: lexeme.text)
    }
    try fixedDay(of: &date)
    if date.unit == nil, date.frame == DateRule() { date.bareText = lexeme.text }
    return date
  }

  /// The end of the month behind a number of days, or the month whose day the number is.
  private mutating func monthEnd(of date: inout SaidDate) {
    switch current?.kind {
    case .endOfMonth(let order):
      date.frame.endOfMonth = order
      index += 1
    case .monthAfter:
      date.frame.endOfMonth = .beforeDays
      date.frame.dayOfMonth = date.count
      date.count = 0
      index += 1
    default: break
    }
  }

  /// `le 15`, `on the 15th of the following month`, `on Friday`.
  private mutating func fixedDay(of date: inout SaidDate) throws(NotationError) {
    let isSaid = take(.on)
    switch current?.kind {
    case .weekday(let weekday):
      date.frame.weekday = weekday
      index += 1
    case .number where isSaid:
      date.frame.dayOfMonth = try number("a day of the month")
      try monthAfter(of: &date)
    default:
      if isSaid { throw .missing("a day", before: current?.text) }
    }
  }

  /// `30 jours le 10 du mois suivant`: the month after the one in which the days end.
  private mutating func monthAfter(of date: inout SaidDate) throws(NotationError) {
    guard let lexeme = current, take(.monthAfter) else { return }
    switch date.frame.endOfMonth {
    case nil: date.frame.endOfMonth = date.count == 0 ? .beforeDays : .afterDays
    case .afterDays: break
    // No rule counts days between the ends of two months.
    case .beforeDays: if date.count > 0 { throw .unexpected(lexeme.text) }
    }
  }

  private func startsDate(at index: Int) -> Bool {
    switch kind(at: index) {
    case .number, .endOfMonth, .immediately, .monthAfter, .slash: true
    default: false
    }
  }

  // MARK: - Lexemes

  private var current: Lexeme? { index < lexemes.count ? lexemes[index] : nil }

  private func kind(at index: Int) -> Lexeme.Kind? {
    index < lexemes.count ? lexemes[index].kind : nil
  }

  private mutating func take(_ kind: Lexeme.Kind) -> Bool {
    guard current?.kind == kind else { return false }
    index += 1
    return true
  }

  private mutating func unit() -> Lexeme.Kind? {
    for unit in [Lexeme.Kind.days, .weeks, .months] where take(unit) { return unit }
    return nil
  }

  private mutating func skip(_ kind: Lexeme.Kind) { _ = take(kind) }

  private mutating func number(_ what: String) throws(NotationError) -> Int {
    guard let lexeme = current, case .number(let text) = lexeme.kind else {
      throw .missing(what, before: current?.text)
    }
    guard let number = Int(text), number <= 10_000 else { throw .unexpected(lexeme.text) }
    index += 1
    return number
  }
}
