import DomainKit

extension CSVLayout: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case name, delimiter, quote, charset, titles, account, currency, dates, decimalMark,
      groupingMark, signs, columns, leftOut
  }

  /// A key that is misspelled is refused, not passed over: a column left out loses payments' words.
  package init(from decoder: any Decoder) throws {
    try LayoutKey.check(decoder, Key.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Key.self)
    func check(_ condition: Bool, _ key: Key, _ expected: String) throws {
      guard !condition else { return }
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: container,
        debugDescription: "expected \(expected)"
      )
    }
    func optional<Value: Decodable>(_ key: Key, _ fallback: Value) throws -> Value {
      try container.decodeIfPresent(Value.self, forKey: key) ?? fallback
    }
    columns = try container.decode(Columns.self, forKey: .columns)
    name = try container.decode(String.self, forKey: .name)
    delimiter = try optional(.delimiter, ",")
    quote = try optional(.quote, "\"")
    charset = try optional(.charset, .utf8)
    titles = try optional(.titles, columns.titles)
    account = try container.decodeIfPresent(String.self, forKey: .account)?.asAccountNumber
    currency = try container.decodeIfPresent(Currency.self, forKey: .currency)
    dates = try container.decode(String.self, forKey: .dates)
    decimalMark = try optional(.decimalMark, ".")
    groupingMark = try container.decodeIfPresent(String.self, forKey: .groupingMark)
    signs = try optional(.signs, .asWritten)
    leftOut = try optional(.leftOut, [])
    let isName = !name.isEmpty && name.utf8.allSatisfy { Self.isNameByte($0) }
    try check(isName, .name, "small letters, digits and hyphens")
    try check(delimiter.utf8.count == 1, .delimiter, "one character of ASCII")
    let isQuote = quote.utf8.count == 1 && quote != delimiter
    try check(isQuote, .quote, "one other character of ASCII")
    try check([".", ","].contains(decimalMark), .decimalMark, "a point or a comma")
    try check(groupingMark != decimalMark, .groupingMark, "another mark than the decimal mark")
    try check(!titles.isEmpty, .titles, "at least one title")
    try check(CSVDate(dates) != nil, .dates, "a pattern such as DD.MM.YYYY")
    try check(account?.isEmpty != true, .account, "a number, or none")
    let isAccountKnown = account != nil || columns.account != nil
    try check(isAccountKnown, .account, "a number here or a column of accounts")
    let isCurrencyKnown = currency != nil || columns.currency != nil
    try check(isCurrencyKnown, .currency, "a currency here or a column of currencies")
    try check(columns.faults.isEmpty, .columns, columns.faults.joined(separator: "; "))
    let needsDirection = signs == .ignored && columns.direction == nil
    try check(!needsDirection, .signs, "a column direction, where signs are ignored")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || FieldValue.isDigit(byte) || byte == UInt8(ascii: "-")
  }
}

extension CSVLayout.Columns: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case amount, credit, debit, direction, currency, account, bookingDate, valueDate, payer, iban,
      text, reference, bankReference, balance, status
  }

  package init(from decoder: any Decoder) throws {
    try LayoutKey.check(decoder, Key.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: Key.self)
    func title(_ key: Key) throws -> String? {
      try container.decodeIfPresent(String.self, forKey: key)
    }
    amount = try title(.amount)
    credit = try title(.credit)
    debit = try title(.debit)
    direction = try container.decodeIfPresent(CSVLayout.Words.self, forKey: .direction)
    currency = try title(.currency)
    account = try title(.account)
    bookingDate = try title(.bookingDate)
    valueDate = try title(.valueDate)
    payer = try title(.payer)
    iban = try title(.iban)
    text = try container.decodeIfPresent([String].self, forKey: .text) ?? []
    reference = try title(.reference)
    bankReference = try title(.bankReference)
    balance = try title(.balance)
    status = try container.decodeIfPresent(CSVLayout.Status.self, forKey: .status)
  }

  /// What makes the columns useless.
  fileprivate var faults: [String] {
    var faults: [String] = []
    if (amount == nil) == (credit == nil && debit == nil) {
      faults.append("either amount, or credit and debit")
    }
    if amount == nil, credit == nil || debit == nil { faults.append("credit and debit together") }
    if direction != nil, amount == nil { faults.append("an amount beside direction") }
    if bookingDate == nil, valueDate == nil { faults.append("bookingDate or valueDate") }
    return faults
  }
}

/// A key of a layout, whatever it is.
private struct LayoutKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }

  static func check(_ decoder: any Decoder, _ known: [String]) throws {
    let container = try decoder.container(keyedBy: LayoutKey.self)
    for key in container.allKeys where !known.contains(key.stringValue) {
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: container,
        debugDescription: "is no key of a layout: expected \(known.joined(separator: ", "))"
      )
    }
  }
}
