import DomainKit

/// A balance while it is being read.
struct CamtBalance {
  var type: String?
  var amount: Money?
  var direction: BankDirection?
  var date: CalendarDate?

  static func kind(_ type: String) -> BankBalance.Kind {
    switch type {
    case "OPBD": .opening
    case "PRCD": .previousClosing
    case "CLBD": .closing
    default: .other(type)
    }
  }

  /// How bad it is when it cannot be read: only those that bound a statement are reckoned with.
  ///
  /// The type stands before the rest.
  var severity: BankFinding.Severity {
    switch Self.kind(type ?? "") {
    case .opening, .previousClosing, .closing: .refusal
    case .other: .remark
    }
  }
}

extension CamtScanner {
  func statementField(
    _ field: CamtElement.StatementField,
    _ text: String,
    _ frame: Frame
  ) throws {
    switch field {
    case .messageCreated: message.messageCreated = try date(text, frame, severity: .remark)
    case .messagePage: message.pageNumber = try number(text, frame)
    case .messagePageIsLast: message.pageIsLast = try flag(text, frame, severity: .remark)
    case .id:
      try refuse(second: statement.id, frame)
      statement.id = text
    case .created: statement.created = try date(text, frame, severity: .remark)
    case .page: statement.pageNumber = try number(text, frame)
    case .pageIsLast: statement.pageIsLast = try flag(text, frame, severity: .remark)
    case .statedEntries: statement.summary.all.count = try number(text, frame)
    case .statedSum: statement.summary.all.sum = text
    case .statedNet: statement.summary.net = text
    case .statedNetDirection:
      statement.summary.netDirection = try direction(text, frame, severity: .remark)
    case .statedCredits: statement.summary.credits.count = try number(text, frame)
    case .statedCreditSum: statement.summary.credits.sum = text
    case .statedDebits: statement.summary.debits.count = try number(text, frame)
    case .statedDebitSum: statement.summary.debits.sum = text
    case .iban:
      try refuse(second: statement.iban, frame)
      statement.iban = text.asAccountNumber
    case .otherAccount: statement.otherAccount = text.asAccountNumber
    case .currency:
      statement.currency = Currency(text)
      if Currency(text) == nil {
        try found(.remark, .invalidCurrency, frame, "'\(text)' is no currency of ISO 4217")
      }
    }
  }

  func balanceField(_ field: CamtElement.BalanceField, _ text: String, _ frame: Frame) throws {
    switch field {
    case .type: balance.type = text
    case .amount:
      try refuse(second: balance.amount, frame)
      balance.amount = try amount(text, frame, severity: balance.severity)
    case .direction: balance.direction = try direction(text, frame, severity: balance.severity)
    case .date: balance.date = try date(text, frame, severity: .remark)
    }
  }

  /// A balance without a direction is a credit: the arithmetic will tell when that is wrong.
  func balanceEnded(_ frame: Frame) throws {
    guard let type = balance.type else {
      return try found(.remark, .missingField, frame, "Tp is missing: expected OPBD, CLBD, …")
    }
    // An amount that cannot be read is a finding already.
    guard let amount = balance.amount else { return }
    guard statement.balances.count < Self.maximumRepeats else {
      return try found(
        .refusal,
        .forbidden,
        frame,
        "more than \(Self.maximumRepeats) balances in one statement"
      )
    }
    let signed = balance.direction == .debit ? -amount : amount
    statement.balances.append(
      BankBalance(kind: CamtBalance.kind(type), amount: signed, date: balance.date)
    )
  }

  // MARK: - Values

  /// Nil when the text is no amount, which is a finding then.
  ///
  /// The books rest on few of the values: what is told besides is not worth refusing money for. A
  /// finding about such a value is a remark (`severity`), and the value as good as absent.
  func amount(
    _ text: String,
    _ frame: Frame,
    severity: BankFinding.Severity = .refusal
  ) throws -> Money? {
    guard let code = frame.currency else {
      try found(severity, .missingField, frame, "the attribute Ccy is missing")
      return nil
    }
    guard let currency = Currency(code) else {
      try found(
        severity,
        .invalidCurrency,
        frame,
        "'\(code)' is no currency of ISO 4217 with a minor unit"
      )
      return nil
    }
    do {
      return try FieldValue.amount(text, currency)
    } catch {
      let reason =
        switch error {
        case .tooPrecise(_, let exponent):
          "has more decimals than \(currency) allows: expected \(exponent) at most"
        case .outOfRange: "is larger than any amount that is kept"
        case .notDecimal, .mixedCurrencies: "is no amount: expected a decimal not below zero"
        }
      try found(severity, .invalidAmount, frame, "'\(text)' \(reason)")
      return nil
    }
  }

  func date(
    _ text: String,
    _ frame: Frame,
    severity: BankFinding.Severity = .refusal
  ) throws -> CalendarDate? {
    if let date = CamtValue.date(text) { return date }
    try found(severity, .invalidDate, frame, "'\(text)' is no day: expected YYYY-MM-DD")
    return nil
  }

  func direction(
    _ text: String,
    _ frame: Frame,
    severity: BankFinding.Severity = .refusal
  ) throws -> BankDirection? {
    if let direction = CamtValue.direction(text) { return direction }
    try found(severity, .invalidField, frame, "'\(text)' is not expected: CRDT or DBIT is")
    return nil
  }

  func flag(
    _ text: String,
    _ frame: Frame,
    severity: BankFinding.Severity = .refusal
  ) throws -> Bool? {
    if let flag = CamtValue.flag(text) { return flag }
    try found(severity, .invalidField, frame, "'\(text)' is not expected: true or false is")
    return nil
  }

  /// A count, of which only remarks are made.
  func number(_ text: String, _ frame: Frame) throws -> Int? {
    if let count = FieldValue.count(text) { return count }
    try found(.remark, .invalidField, frame, "'\(text)' is no number of at most nine digits")
    return nil
  }

  /// An element that may stand once only stands twice: which one counts would be a guess.
  func refuse<Value>(second earlier: Value?, _ frame: Frame) throws {
    guard earlier != nil else { return }
    try found(.refusal, .invalidField, frame, "stands twice: expected once")
  }
}
