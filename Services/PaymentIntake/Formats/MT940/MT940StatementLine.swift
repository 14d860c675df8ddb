import DomainKit
import TextLines

/// Field 61, the statement line: `0211011102DR800,NSTONONREF//55555`.
struct MT940StatementLine {
  var valueDate: CalendarDate
  var entryDate: CalendarDate?
  /// The value date is a day that the calendar does not have, and stands for the month's last.
  var isAdjusted = false
  var direction: BankDirection
  /// RC takes back an earlier credit, RD an earlier debit.
  var isReversal: Bool
  /// EC and ED: known to come.
  var isExpected: Bool
  var amount: Money
  /// `NTRF`: how it was made known, and what kind of movement it is.
  var typeCode: String?
  /// The account owner's, up to `//`.
  var customerReference: String?
  /// The bank's, after `//`.
  var bankReference: String?

  init(_ text: String, _ currency: Currency) throws(FieldFault) {
    var rest = Substring(text.trimmed)
    (valueDate, isAdjusted) = try Self.valueDate(Self.take(6, &rest))
    let next = rest.utf8.prefix(4)
    if next.count == 4, next.allSatisfy({ FieldValue.isDigit($0) }) {
      entryDate = try Self.entryDate(Self.take(4, &rest), near: valueDate)
    } else {
      rest = rest.drop { $0 == " " }
    }
    (direction, isReversal, isExpected) = try Self.mark(&rest)
    // The third letter of the currency; some banks write another one.
    if let letter = rest.utf8.first, Self.isLetter(letter) { rest = rest.dropFirst() }
    let digits = rest.utf8.prefix {
      FieldValue.isDigit($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".")
    }
    let amountText = String(Substring(digits))
    do throws(MoneyError) {
      amount = try FieldValue.commaAmount(amountText, currency)
    } catch {
      throw FieldFault(error, "amount", amountText)
    }
    rest = rest[digits.endIndex...]
    typeCode = try Self.typeCode(&rest)
    (customerReference, bankReference) = Self.references(String(rest))
  }

  private static func take(_ count: Int, _ rest: inout Substring) -> String {
    defer { rest = rest.dropFirst(count) }
    return String(rest.prefix(count))
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  /// German banks reckon interest with months of 30 days, and date it on 29 and 30 February.
  private static func valueDate(
    _ text: String
  ) throws(FieldFault) -> (date: CalendarDate, isAdjusted: Bool) {
    if let date = FieldValue.shortDate(text) { return (date, false) }
    let isLate = text.hasSuffix("0229") || text.hasSuffix("0230")
    if isLate, let date = FieldValue.shortDate(text.prefix(4) + "29") { return (date, true) }
    if isLate, let date = FieldValue.shortDate(text.prefix(4) + "28") { return (date, true) }
    throw FieldFault(.invalidDate, "value date", "'\(text)' is no day: expected YYMMDD")
  }

  /// `MMDD` in the year that brings it nearest to the value date.
  private static func entryDate(
    _ text: String,
    near valueDate: CalendarDate
  ) throws(FieldFault) -> CalendarDate {
    guard let number = Int(text) else {
      throw FieldFault(.invalidDate, "entry date", "'\(text)' is no day: expected MMDD")
    }
    let year = valueDate.year
    let days = [year, year - 1, year + 1].compactMap {
      CalendarDate(year: $0, month: number / 100, day: number % 100)
    }
    let nearest = days.min {
      abs($0.dayNumber - valueDate.dayNumber) < abs($1.dayNumber - valueDate.dayNumber)
    }
    guard let nearest else {
      throw FieldFault(.invalidDate, "entry date", "'\(text)' is no day: expected MMDD")
    }
    return nearest
  }

  private static func mark(
    _ rest: inout Substring
  ) throws(FieldFault) -> (direction: BankDirection, isReversal: Bool, isExpected: Bool) {
    let marks: [(String, BankDirection, Bool, Bool)] = [
      // A reversed credit is a debit.
      ("RC", .debit, true, false), ("RD", .credit, true, false), ("EC", .credit, false, true),
      ("ED", .debit, false, true), ("C", .credit, false, false), ("D", .debit, false, false),
    ]
    guard let mark = marks.first(where: { rest.hasPrefix($0.0) }) else {
      throw FieldFault(
        .invalidField,
        "mark",
        "'\(rest.prefix(2))' is not expected: C, D, RC, RD, EC or ED is"
      )
    }
    rest = rest.dropFirst(mark.0.count)
    return (mark.1, mark.2, mark.3)
  }

  /// A letter and three characters; some banks leave it out.
  private static func typeCode(_ rest: inout Substring) throws(FieldFault) -> String? {
    if rest.isEmpty || rest.hasPrefix("//") || rest.hasPrefix("NONREF") { return nil }
    guard let first = rest.utf8.first, isLetter(first) else {
      throw FieldFault(
        .invalidField,
        "type code",
        "'\(rest.prefix(4))' is not expected: a letter and three characters are"
      )
    }
    return take(4, &rest).trimmed
  }

  private static func references(_ text: String) -> (customer: String?, bank: String?) {
    let slash = UInt8(ascii: "/")
    let bytes = Array(text.utf8)
    let split = bytes.indices.dropLast().first { bytes[$0] == slash && bytes[$0 + 1] == slash }
    let customer = String(decoding: bytes[..<(split ?? bytes.count)], as: UTF8.self).trimmed
    let bank = split.map { String(decoding: bytes[($0 + 2)...], as: UTF8.self).trimmed } ?? ""
    return (customer.isEmpty ? nil : customer, bank.isEmpty ? nil : bank)
  }
}
