import BankFormats
import DomainKit
import OperatorKit
import ServiceKit

/// A day of an account that a seed makes up: what a bank could write in any format.
struct StatementStory {
  static let returnReasons = [("MS03", "914"), ("AM04", "904"), ("AC01", "901")]

  private static let epoch = CalendarDate(literal: "2024-10-04")

  let iban = "DE89370400440532013000"
  let date: CalendarDate
  let opening: Money
  let lines: [BankStatementWriter.Line]

  var closing: Money {
    lines.reduce(opening) { $1.isReturn ? $0 - $1.amount : $0 + $1.amount }
  }

  init(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let day = Self.epoch.adding(days: Int.random(in: 0..<3000, using: &dice))
    date = day
    opening = Money(Int64.random(in: -10_000_000...10_000_000, using: &dice), .euro)
    lines = (0..<Int.random(in: 0...12, using: &dice)).map { index in
      var line = BankStatementWriter.Line(
        amount: Money(Self.amount(&dice), .euro),
        valueDate: day.adding(days: Int.random(in: -3...3, using: &dice)),
        servicerReference: "SR\(day.dayNumber)\(1000 + index)"
      )
      line.isReturn = Bool.random(using: &dice) && Bool.random(using: &dice)
      if line.isReturn { line.returnReason = Self.returnReasons.randomElement(using: &dice)?.0 }
      if Bool.random(using: &dice) {
        let length = Int.random(in: 1...31, using: &dice)
        line.endToEndID = "E2E-" + String(repeating: "7", count: length)
      }
      line.payerName = Self.words(&dice, limit: 50)
      line.payerIBAN = Bool.random(using: &dice) ? "FR7630006000011234567890189" : nil
      line.text = Self.words(&dice, limit: 140) ?? (line.isReturn ? "unpaid" : nil)
      return line
    }
  }

  /// Small and large ones as often.
  private static func amount(_ dice: inout SplitMix64) -> Int64 {
    let digits = Int.random(in: 1...11, using: &dice)
    return Int64.random(
      in: 1...(0..<digits).reduce(Int64(1)) { power, _ in power * 10 },
      using: &dice
    )
  }

  /// Words of letters, digits and the marks that every format has, one space between two; nil as
  /// often as not too short to say anything.
  private static func words(_ dice: inout SplitMix64, limit: Int) -> String? {
    let letters = Array(
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äéøßÑ.,'()/-&"
    )
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &dice) {
      let length = Int.random(in: 1...20, using: &dice)
      let word = String((0..<length).map { _ in letters.randomElement(using: &dice) ?? "a" })
      guard text.count + word.count < limit else { break }
      text += text.isEmpty ? word : " " + word
    }
    // A slash at the end of a line ends a record of BAI2.
    while text.hasSuffix("/") { text.removeLast() }
    let trimmed = text.split(separator: " ").joined(separator: " ")
    return trimmed.isEmpty ? nil : trimmed
  }
}

/// A payment as far as a format tells it.
struct ToldPayment: Equatable {
  /// What not every format has a place for.
  struct Silence: OptionSet {
    let rawValue: Int
    static let returns = Silence(rawValue: 1)
    static let bookingDate = Silence(rawValue: 2)
    static let endToEndID = Silence(rawValue: 4)
  }

  var amount: Money
  var direction: BankDirection
  var isReturn: Bool?
  var returnReason: String?
  var bookingDate: CalendarDate?
  var valueDate: CalendarDate
  var servicerReference: String?
  var endToEndID: String?
  var payer: String?
  var payerIBAN: String?
  var text: String

  init(_ row: BankRow, but silence: Silence) {
    let transaction = row.transaction
    amount = transaction.amount
    direction = transaction.direction
    bookingDate = row.entry.statedBookingDate
    valueDate = row.entry.valueDate
    servicerReference = row.entry.servicerReference
    endToEndID = silence.contains(.endToEndID) ? nil : transaction.endToEndID
    isReturn = silence.contains(.returns) ? nil : transaction.isReturn
    returnReason = silence.contains(.returns) ? nil : transaction.returnReason
    // Where a return cannot be told from our own payment, the other side is whom we paid.
    let isOwn = silence.contains(.returns) && direction == .debit
    let party = isOwn ? transaction.creditor : transaction.debtor
    payer = party.name
    payerIBAN = party.iban
    text = transaction.remittance.text.joined(separator: " ")
  }

  init(_ line: BankStatementWriter.Line, of story: StatementStory, but silence: Silence) {
    amount = line.amount
    direction = line.isReturn ? .debit : .credit
    bookingDate = story.date
    valueDate = line.valueDate
    servicerReference = line.servicerReference
    endToEndID = silence.contains(.endToEndID) ? nil : line.endToEndID
    isReturn = silence.contains(.returns) ? nil : line.isReturn
    returnReason = silence.contains(.returns) ? nil : line.returnReason
    payer = line.payerName
    payerIBAN = line.payerIBAN
    text = line.text ?? ""
  }
}
