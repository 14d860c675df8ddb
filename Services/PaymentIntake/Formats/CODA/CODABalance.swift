import DomainKit
import TextLines

/// The account with a balance: of the old balance (record 1), or of the new one (record 8).
struct CODABalance {
  var account: String
  var isIBAN: Bool
  /// Signed.
  var amount: Money
  var date: CalendarDate
  /// Number of the statement on paper.
  var sequence: String

  /// `shift`: record 8 has its columns one further to the left, and no structure of the account.
  init(
    _ line: FixedLine,
    isNew: Bool,
    structure: String
  ) throws(FieldFault) {
    let shift = isNew ? -1 : 0
    func columns(_ range: ClosedRange<Int>) -> ClosedRange<Int> {
      (range.lowerBound + shift)...(range.upperBound + shift)
    }
    sequence = line.text(columns(3...5))
    let code: String
    switch structure {
    case "0":
      account = line.text(columns(6...17)).asAccountNumber
      code = line.text(columns(19...21))
    case "1", "2", "3":
      account = line.text(columns(6...39)).asAccountNumber
      code = line.text(columns(40...42))
    default:
      throw FieldFault(
        .invalidField,
        "account structure",
        "'\(structure)' is not expected: 0 to 3 is"
      )
    }
    isIBAN = structure == "2" || structure == "3"
    guard !account.isEmpty else {
      throw FieldFault(.missingField, "account", "the account's number is missing")
    }
    guard let currency = Currency(code) else {
      throw FieldFault(
        .invalidCurrency,
        "currency",
        "'\(code)' is no currency of ISO 4217 with a minor unit"
      )
    }
    let sign = line.raw(columns(43...43))
    amount = try CODAValue.amount(line.raw(columns(44...58)), currency, sign: sign)
    date = try CODAValue.date(line.raw(columns(59...64)), "balance date")
  }
}

/// Amounts and dates as CODA writes them.
enum CODAValue {
  /// Fifteen digits, the last three of them decimals; `sign` is 0 for a credit, 1 for a debit.
  static func amount(
    _ digits: String,
    _ currency: Currency,
    sign: String
  ) throws(FieldFault) -> Money {
    let amount = try magnitude(digits, currency)
    return try direction(sign) == .debit ? -amount : amount
  }

  static func magnitude(_ digits: String, _ currency: Currency) throws(FieldFault) -> Money {
    guard digits.utf8.count == 15, FieldValue.isDigits(digits) else {
      throw FieldFault(.invalidAmount, "amount", "'\(digits)' is no amount: expected 15 digits")
    }
    do throws(MoneyError) {
      return try FieldValue.amount("\(digits.prefix(12)).\(digits.suffix(3))", currency)
    } catch {
      throw FieldFault(error, "amount", digits)
    }
  }

  static func direction(_ sign: String) throws(FieldFault) -> BankDirection {
    switch sign {
    case "0": return .credit
    case "1": return .debit
    default: throw FieldFault(.invalidField, "sign", "'\(sign)' is not expected: 0 or 1 is")
    }
  }

  static func date(_ text: String, _ field: String) throws(FieldFault) -> CalendarDate {
    guard let date = FieldValue.dayFirstDate(text) else {
      throw FieldFault(.invalidDate, field, "'\(text)' is no day: expected DDMMYY")
    }
    return date
  }

  /// Nil where it is not known: zeros.
  static func optionalDate(
    _ text: String,
    _ field: String
  ) throws(FieldFault) -> CalendarDate? {
    text == "000000" || text.trimmed.isEmpty ? nil : try date(text, field)
  }
}
