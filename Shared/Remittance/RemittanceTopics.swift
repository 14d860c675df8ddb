extension RemittanceParser {
  // MARK: Words

  /// Returns the word to go on with.
  mutating func takeWord(_ index: Int) -> Int {
    let token = tokens[index]
    follow(token)
    guard token.isLetters else { return takeFigure(index) }
    takePrefix(index)
    let kind = token.word.kind
    switch kind {
    case .other, .filler, .note, .payment, .on, .upon, .currency, .amount, .purchase: break
    case .and: if link != .none { link = .list }
    case .to: if link != .none { link = .range }
    case .number: if label == nil { isLabelled = true }
    case .month, .monthWithYear: return takeMonth(index)
    case .invoice: announce(.invoice)
    case .order: announce(.purchaseOrder)
    case .customer: announce(.customer)
    case .account: takeAccount(index)
    case .creditNote: takeCredit()
    case .credit: if isCreditNote(beside: index) { takeCredit() }
    case .less: takeLess(index)
    case .balance: topics.insert(.balance)
    case .total: takeTotal(index)
    case .advance: topics.insert(.advance)
    case .instalmentOf: takeInstalmentOf(index)
    case .instalment: takeInstalmentWord(index)
    case .part: if self.kind(index + 1) == .payment { topics.insert(.partPayment) }
    case .partPayment:
      topics.insert(.partPayment)
      takeInstalmentWord(index)
    case .discount, .reduction: takeReduction(index)
    case .charges: topics.insert(.charges)
    case .ordinal: takeOrdinal(index)
    }
    if !RemittanceWord.Kinds.listing.contains(kind) { other() }
    if RemittanceWord.Kinds.parting.contains(kind) { (lastNumber, pendingAmount) = (nil, nil) }
    return index + 1
  }

  /// A percentage, a day, an ordinal.
  private mutating func takeFigure(_ index: Int) -> Int {
    run.removeAll(keepingCapacity: true)
    if let number = ordinal(index), RemittanceWord.Kinds.instalments.contains(kind(index + 1)) {
      instalments.append(RemittanceReading.Instalment(number))
      topics.insert(.partPayment)
    }
    if tokens[index + 1].marks.contains(.percent) {
      if index - reductionWord <= 3 { topics.insert(.discount) }
      reductionWord = index
    }
    return index + 1
  }

  /// What follows has nothing to do with the numbers before.
  private mutating func other() {
    link = .none
    distance += 1
    if distance > 3 { (label, isLess, isLabelled) = (nil, false, false) }
  }

  private mutating func announce(_ label: RemittanceReading.Mention.Label) {
    (self.label, isLabelled, distance) = (label, true, 0)
  }

  /// Letters that may be the first piece of a number.
  private mutating func takePrefix(_ index: Int) {
    let (kind, length) = (tokens[index].word.kind, tokens[index].length)
    // `INV No 101` begins with INV.
    if kind == .number, run.count == 1, tokens[run[0].lowerBound].isLetters { return }
    run.removeAll(keepingCapacity: true)
    // A name may be five letters long, a word for a document is a prefix where it is cut short.
    guard RemittanceWord.Kinds.leading.contains(kind), length <= (kind == .other ? 5 : 4) else {
      return
    }
    run.append(index...index)
  }

  // MARK: Topics

  private mutating func takeLess(_ index: Int) {
    (label, isLess, isLabelled, distance) = (nil, true, true, 0)
    reductionWord = index
  }

  private mutating func takeTotal(_ index: Int) {
    totalWord = index
    if (index - 2...index + 2).contains(where: { kind($0) == .account }) {
      topics.insert(.balance)
    }
  }

  /// An advance on an order, or a part of what an invoice says.
  private mutating func takeInstalmentOf(_ index: Int) {
    let isOfOrder = (index + 2...index + 4).contains { kind($0) == .order }
    topics.insert(kind(index + 1) == .upon && !isOfOrder ? .partPayment : .advance)
    instalmentWord = index
  }

  /// `Skonto` says it alone, `remise` only with a percentage.
  private mutating func takeReduction(_ index: Int) {
    if kind(index) == .discount || index - reductionWord <= 2 { topics.insert(.discount) }
    reductionWord = index
  }

  private mutating func takeCredit() {
    topics.insert(.creditNote)
    announce(.creditNote)
  }

  /// `credit note 17`, `note de credit`, `less credit`; not `credit transfer`.
  private func isCreditNote(beside index: Int) -> Bool {
    if kind(index + 1) == .note || kind(index + 1) == .number { return true }
    if index + 1 < tokens.count - 1, tokens[index + 1].hasDigit { return true }
    return kind(index - 1) == .note || kind(index - 1) == .less || kind(index - 2) == .note
      || kind(index - 2) == .less
  }

  private mutating func takeAccount(_ index: Int) {
    if kind(index - 1) == .on {
      topics.insert(.advance)
      return
    }
    if kind(index - 1) == .total || kind(index - 2) == .total { topics.insert(.balance) }
    announce(.customer)
  }

  // MARK: Instalments

  private mutating func takeInstalmentWord(_ index: Int) {
    instalmentWord = index
    guard index > 0, tokens[index - 1].isDigits, tokens[index - 1].length <= 2,
      tokens[index].gap == .space || tokens[index].gap == .dot
    else { return }
    // `1. Rate`
    if kind(index - 1) == .other, index < 2 || !tokens[index - 1].gap.isGlue {
      instalments.append(RemittanceReading.Instalment(value(index - 1)))
      topics.insert(.partPayment)
    }
  }

  private mutating func takeOrdinal(_ index: Int) {
    guard RemittanceWord.Kinds.instalments.contains(kind(index + 1)) else { return }
    instalments.append(RemittanceReading.Instalment(Int(tokens[index].word.number)))
    topics.insert(.partPayment)
  }

  /// `echeance 1/3`, `instalment 2 of 3`, `1/3 echeance`.
  mutating func takeInstalment(_ number: ClosedRange<Int>) -> Bool {
    let (first, last) = (number.lowerBound, number.upperBound)
    guard tokens[first].isDigits, tokens[last].isDigits, tokens[first].length <= 2,
      tokens[last].length <= 2, number.count <= 2
    else { return false }
    let isAfter = first - instalmentWord <= 2
    let isBefore = kind(last + 1) == .instalment || kind(last + 1) == .partPayment
    guard isAfter || isBefore && number.count == 2 else { return false }
    if number.count == 2 {
      guard tokens[last].gap == .slash, value(first) > 0, value(first) <= value(last) else {
        return false
      }
      return takeInstalment(value(first), of: value(last))
    }
    guard first - instalmentWord == 1, tokens[first].gap == .space else { return false }
    let isOf =
      RemittanceWord.Kinds.dividing.contains(kind(first + 1)) && first + 2 < tokens.count - 1
      && tokens[first + 2].isDigits && tokens[first + 2].length <= 2
    return takeInstalment(value(first), of: isOf ? value(first + 2) : nil)
  }

  private mutating func takeInstalment(_ number: Int, of count: Int?) -> Bool {
    instalments.append(RemittanceReading.Instalment(number, of: count))
    topics.insert(.partPayment)
    run.removeAll(keepingCapacity: true)
    return true
  }

  // MARK: Months and days

  private mutating func takeMonth(_ index: Int) -> Int {
    run.removeAll(keepingCapacity: true)
    other()
    let (next, month) = (index + 1, Int(tokens[index].word.number))
    var year: Int?
    if next < tokens.count - 1, tokens[next].isDigits, tokens[next].amount < 0,
      tokens[next].gap != .source
    {
      if isYear(next) { year = value(next) }
      if tokens[next].length == 2, [.space, .hyphen, .apostrophe, .dot].contains(tokens[next].gap),
        next + 1 == tokens.count - 1 || !tokens[next + 1].gap.isGlue
      {
        year = 2000 + value(next)
      }
    }
    let isDate = index > 0 && isDay(index - 1)
    if !isDate, year != nil || kind(index) == .month {
      months.append(RemittanceReading.Month(month, year))
    }
    return year == nil ? next : next + 1
  }

  /// `01/2026`, `2026-01`.
  func isMonth(_ number: ClosedRange<Int>) -> Bool {
    number.count == 2 && tokens[number.lowerBound].isDigits && tokens[number.upperBound].isDigits
      && (isYear(number.lowerBound) || isYear(number.upperBound))
  }

  func month(_ number: ClosedRange<Int>) -> RemittanceReading.Month? {
    let isYearFirst = isYear(number.lowerBound)
    let month = isYearFirst ? number.upperBound : number.lowerBound
    guard tokens[month].length == 2, (1...12).contains(value(month)) else { return nil }
    return RemittanceReading.Month(
      value(month),
      value(isYearFirst ? number.lowerBound : number.upperBound)
    )
  }

  /// `12.03.2026`, `12/03/26`, `2026-03-12`.
  func isDate(_ number: ClosedRange<Int>) -> Bool {
    guard number.count == 3, number.allSatisfy({ tokens[$0].isDigits }) else { return false }
    let (first, last) = (number.lowerBound, number.upperBound)
    guard tokens[first + 1].gap == tokens[last].gap else { return false }
    if isYear(first) { return isDayAndMonth(last, first + 1) }
    return (isYear(last) || tokens[last].length == 2) && isDayAndMonth(first, first + 1)
  }

  private func isDayAndMonth(_ day: Int, _ month: Int) -> Bool {
    tokens[day].length <= 2 && tokens[month].length <= 2 && (1...31).contains(value(day))
      && (1...12).contains(value(month))
  }
}
