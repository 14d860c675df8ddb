import DomainKit

/// Where the fields of one type of ESR record stand.
struct ESRLayout {
  let name: String
  /// How long a record may be without the spaces at its end.
  let columns: ClosedRange<Int>
  /// The payee's number with the bank or PostFinance.
  let customer: ClosedRange<Int>
  let reference: ClosedRange<Int>
  let amount: ClosedRange<Int>
  let dates: (processed: ClosedRange<Int>, credited: ClosedRange<Int>)
  let price: ClosedRange<Int>
  /// What the bank calls the payment, in one or several fields.
  let names: [ClosedRange<Int>]
  /// By the third digit of a transaction's code: credit, cancellation, correction.
  let movements: [String: BankDirection]
  /// The codes of totals: of credits, of cancellations.
  let totals: [String: BankDirection]
  let totalAmount: ClosedRange<Int>
  let totalCount: ClosedRange<Int>

  static let type3 = ESRLayout(
    name: "esr-3",
    columns: 87...126,
    customer: 4...12,
    reference: 13...39,
    amount: 40...49,
    dates: (66...71, 72...77),
    price: 97...100,
    names: [50...59, 78...86],
    movements: ["2": .credit, "5": .debit, "8": .credit],
    totals: ["999": .credit, "995": .debit],
    totalAmount: 40...51,
    totalCount: 52...63
  )

  static let type4 = ESRLayout(
    name: "esr-4",
    columns: 91...200,
    customer: 7...15,
    reference: 16...42,
    amount: 46...57,
    dates: (101...108, 109...116),
    price: 121...126,
    names: [58...92],
    movements: ["1": .credit, "2": .debit, "3": .credit],
    totals: ["981": .credit, "982": .debit, "991": .credit, "992": .debit],
    totalAmount: 46...57,
    totalCount: 58...69
  )

  static let currencyOfType4 = 43...45

  /// The currencies in which the system worked, by the first digits of a customer's number.
  static let currencies = ["01": Currency(literal: "CHF"), "03": .euro]
}

extension ESRLayout {
  /// The layout of a file that begins with the record; nil for other files.
  init?(_ first: FixedLine) {
    // Type 4 names the currency where type 3 has digits of the amount.
    let isType4 = Currency(first.raw(Self.currencyOfType4)) != nil
    let layout = isType4 ? Self.type4 : .type3
    let code = first.raw(1...3)
    let digits = [layout.customer, layout.amount].map { first.raw($0) }
    guard layout.columns.contains(first.length), code.utf8.count == 3, FieldValue.isDigits(code),
      layout.totals[code] != nil || layout.movement(code) != nil,
      digits.allSatisfy({ FieldValue.isDigits($0) }),
      Self.currencies[String(digits[0].prefix(2))] != nil
    else { return nil }
    self = layout
  }

  func movement(_ code: String) -> BankDirection? { code.last.flatMap { movements[String($0)] } }

  /// Two digits of the year, or four.
  func date(
    _ columns: ClosedRange<Int>,
    _ record: FixedLine,
    _ field: String
  ) throws(FieldFault) -> CalendarDate {
    let text = record.raw(columns)
    let isShort = columns.count == 6
    guard let date = isShort ? FieldValue.shortDate(text) : FieldValue.date(text) else {
      throw FieldFault(
        .invalidDate,
        field,
        "'\(text)' is no day: expected \(isShort ? "YYMMDD" : "YYYYMMDD")"
      )
    }
    return date
  }

  func amount(
    _ columns: ClosedRange<Int>,
    _ record: FixedLine,
    _ currency: Currency,
    _ field: String
  ) throws(FieldFault) -> Money {
    let digits = record.raw(columns)
    guard digits.utf8.count == columns.count,
      let amount = FieldValue.impliedAmount(digits, currency)
    else {
      throw FieldFault(
        .invalidAmount,
        field,
        "'\(digits)' is no amount: expected \(columns.count) digits"
      )
    }
    return amount
  }
}
