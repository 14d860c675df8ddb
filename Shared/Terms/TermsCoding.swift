import DomainKit

/// What is usual is left out, so that the JSON of terms is as short as what is said of them.
extension CreditTerms: Codable {
  private enum CodingKeys: String, CodingKey {
    case lines, discountBase, graceDays, partialDiscounts
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      lines: try container.decode([TermsLine].self, forKey: .lines),
      discountBase: try container.decodeIfPresent(DiscountBase.self, forKey: .discountBase)
        ?? .taxIncluded,
      graceDays: try container.decodeIfPresent(Int.self, forKey: .graceDays) ?? 0,
      partialDiscounts: try container.decodeIfPresent(Bool.self, forKey: .partialDiscounts) ?? true
    )
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lines, forKey: .lines)
    if discountBase != .taxIncluded { try container.encode(discountBase, forKey: .discountBase) }
    if graceDays != 0 { try container.encode(graceDays, forKey: .graceDays) }
    if !partialDiscounts { try container.encode(false, forKey: .partialDiscounts) }
  }
}

extension DiscountOffer: Codable {
  private enum CodingKeys: String, CodingKey {
    case percent, base, amount, lastDate, lastGraceDate, isForPartialPayments, parts
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      percent: try container.decode(Percentage.self, forKey: .percent),
      base: try container.decode(Money.self, forKey: .base),
      amount: try container.decode(Money.self, forKey: .amount),
      lastDate: try container.decode(CalendarDate.self, forKey: .lastDate),
      lastGraceDate: try container.decode(CalendarDate.self, forKey: .lastGraceDate),
      isForPartialPayments:
        try container.decodeIfPresent(Bool.self, forKey: .isForPartialPayments) ?? true,
      parts: try container.decodeIfPresent([TaxedAmount].self, forKey: .parts) ?? []
    )
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(percent, forKey: .percent)
    try container.encode(base, forKey: .base)
    try container.encode(amount, forKey: .amount)
    try container.encode(lastDate, forKey: .lastDate)
    try container.encode(lastGraceDate, forKey: .lastGraceDate)
    if !isForPartialPayments { try container.encode(false, forKey: .isForPartialPayments) }
    if !parts.isEmpty { try container.encode(parts, forKey: .parts) }
  }
}

/// One of `fixed`, `ofTotal` and `ofRemainder` says how much a line takes; none: what is left.
extension TermsLine: Codable {
  private enum CodingKeys: String, CodingKey {
    case fixed, ofTotal, ofRemainder, due, discounts
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let shares: [Share?] = [
      try container.decodeIfPresent(Money.self, forKey: .fixed).map(Share.fixed),
      try container.decodeIfPresent(Portion.self, forKey: .ofTotal).map(Share.ofTotal),
      try container.decodeIfPresent(Portion.self, forKey: .ofRemainder).map(Share.ofRemainder),
    ]
    let said = shares.compactMap { $0 }
    guard said.count < 2 else {
      throw DecodingError.dataCorruptedError(
        forKey: .fixed,
        in: container,
        debugDescription: "a line has at most one of fixed, ofTotal and ofRemainder"
      )
    }
    self.init(
      said.first ?? .remainder,
      due: try container.decode(DateRule.self, forKey: .due),
      discounts: try container.decodeIfPresent([DiscountTier].self, forKey: .discounts) ?? []
    )
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch share {
    case .fixed(let amount): try container.encode(amount, forKey: .fixed)
    case .ofTotal(let portion): try container.encode(portion, forKey: .ofTotal)
    case .ofRemainder(let portion): try container.encode(portion, forKey: .ofRemainder)
    case .remainder: break
    }
    try container.encode(due, forKey: .due)
    if !discounts.isEmpty { try container.encode(discounts, forKey: .discounts) }
  }
}

extension DateRule: Codable {
  private enum CodingKeys: String, CodingKey {
    case months, days, endOfMonth, dayOfMonth, weekday
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      months: try container.decodeIfPresent(Int.self, forKey: .months) ?? 0,
      days: try container.decodeIfPresent(Int.self, forKey: .days) ?? 0,
      endOfMonth: try container.decodeIfPresent(EndOfMonth.self, forKey: .endOfMonth),
      dayOfMonth: try container.decodeIfPresent(Int.self, forKey: .dayOfMonth),
      weekday: try container.decodeIfPresent(Int.self, forKey: .weekday)
    )
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if months != 0 { try container.encode(months, forKey: .months) }
    if days != 0 { try container.encode(days, forKey: .days) }
    try container.encodeIfPresent(endOfMonth, forKey: .endOfMonth)
    try container.encodeIfPresent(dayOfMonth, forKey: .dayOfMonth)
    try container.encodeIfPresent(weekday, forKey: .weekday)
  }
}
