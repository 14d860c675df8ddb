import DomainKit

/// Takes a bank file apart as its bytes come, for a ``StatementSink``.
protocol StatementScanner {
  /// Throws what the sink throws, or a ``BankFinding`` after which nothing can be read.
  mutating func feed(_ bytes: [UInt8]) throws
  mutating func finish() throws
}

/// Takes what a file tells, in its order; what a method throws ends the reading.
protocol StatementSink: AnyObject {
  /// The statement's name, account and opening balance have come.
  func statementBegan(_ statement: BankStatement, format: String) throws
  func entryEnded(_ entry: StatedEntry) throws
  /// All of its balances have come too.
  func statementEnded(_ statement: BankStatement, line: Int, path: String) throws
  func found(_ finding: BankFinding) throws
}

extension StatementSink {
  func refuse(_ code: BankFinding.Code, _ line: Int, _ path: String, _ text: String) throws {
    try found(BankFinding(.refusal, code, line: line, path: path, text: text))
  }

  func remark(_ code: BankFinding.Code, _ line: Int, _ path: String, _ text: String) throws {
    try found(BankFinding(.remark, code, line: line, path: path, text: text))
  }
}

/// What is wrong with one field, for who knows its line.
struct FieldFault: Error {
  var code: BankFinding.Code
  /// Of the field within its line or record: `amount`.
  var field: String
  var text: String

  init(_ code: BankFinding.Code, _ field: String, _ text: String) {
    self.code = code
    self.field = field
    self.text = text
  }

  init(_ error: MoneyError, _ field: String, _ text: String) {
    code = .invalidAmount
    self.field = field
    self.text =
      switch error {
      case .tooPrecise(_, let exponent):
        "'\(text)' has more decimals than its currency: expected \(exponent) at most"
      case .outOfRange: "'\(text)' is larger than any amount that is kept"
      case .notDecimal, .mixedCurrencies:
        "'\(text)' is no amount: expected a decimal not below zero"
      }
  }
}
