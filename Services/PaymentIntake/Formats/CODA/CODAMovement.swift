import DomainKit
import TextLines

/// A movement, or a detail of one: record 2.1 with what 2.2, 2.3 and 3 add to it.
struct CODAMovement {
  let line: Int
  /// Numbers of the movement in the statement, and of the detail in the movement.
  let sequence: String
  let detail: String
  let amount: Money
  let direction: BankDirection
  let valueDate: CalendarDate?
  let entryDate: CalendarDate?
  let bankReference: String?
  /// Type, family, operation and category.
  let code: String
  let isStructured: Bool
  private var communication: String
  private var customerReference: String?
  private var party = BankParty()
  private var returnType = ""
  private var returnReason: String?
  /// The records 3 that belong to it.
  private(set) var information: [String] = []

  /// More than any bank adds to a movement.
  static let maximumInformation = 1000

  init(_ line: FixedLine, _ currency: Currency) throws(FieldFault) {
    self.line = line.number
    sequence = line.raw(3...6)
    detail = line.raw(7...10)
    bankReference = line.text(11...31).nonEmpty
    direction = try CODAValue.direction(line.raw(32...32))
    amount = try CODAValue.magnitude(line.raw(33...47), currency)
    valueDate = try CODAValue.optionalDate(line.raw(48...53), "value date")
    code = line.raw(54...61)
    guard code.utf8.count == 8, FieldValue.isDigits(code) else {
      throw FieldFault(.invalidField, "code", "'\(code)' is no code: expected eight digits")
    }
    isStructured = line.raw(62...62) == "1"
    communication = line.raw(63...115)
    entryDate = try CODAValue.optionalDate(line.raw(116...121), "entry date")
  }

  var isDetail: Bool { detail != "0000" }
  /// Amounts that were put together by the customer or the bank; the details of others explain.
  var isTotal: Bool { code.hasPrefix("1") || code.hasPrefix("2") }

  mutating func addSecond(_ line: FixedLine) {
    communication += line.raw(11...63)
    customerReference = line.text(64...98).nonEmpty
    returnType = line.text(113)
    returnReason = line.text(114...117).nonEmpty
  }

  mutating func addThird(_ line: FixedLine) {
    party.setAccount(line.text(11...44).asAccountNumber)
    party.name = line.text(48...82).nonEmpty
    communication += line.raw(83...125)
  }

  /// False when there are more than are kept.
  mutating func addInformation(_ text: String) -> Bool {
    guard information.count < Self.maximumInformation else { return false }
    information.append(text)
    return true
  }

  func entry(_ details: [CODAMovement]) -> StatedEntry {
    var entry = StatedEntry(line: line, path: "2.1", amount: amount, direction: direction)
    entry.bookingDate = entryDate
    entry.valueDate = valueDate
    entry.servicerReference = bankReference
    entry.proprietaryCode = code
    let isSplit = isTotal && details.count > 1
    entry.transactions =
      isSplit
      ? details.map(\.transaction)
      : [details.count == 1 && isTotal ? merged(with: details[0]) : transaction]
    return entry
  }

  /// The one detail says what the movement does not.
  private func merged(with detail: CODAMovement) -> StatedTransaction {
    let own = transaction
    let told = detail.transaction
    let isSilent = own.remittance == BankRemittance() && own.debtor == BankParty()
    return isSilent && own.creditor == BankParty() ? told : own
  }

  var transaction: StatedTransaction {
    var transaction = StatedTransaction()
    transaction.amount = amount
    transaction.direction = direction
    transaction.servicerReference = bankReference
    transaction.endToEndID = customerReference
    let words = CODACommunication(communication, isStructured: isStructured)
    transaction.remittance = words.remittance
    transaction.mandateID = words.mandateID
    transaction.additional = information.joined(separator: " ").trimmed.nonEmpty
    let undoing = direction == .debit ? Self.unpaid : Self.cameBack
    let isUndone = undoing.contains(String(code.dropFirst().prefix(4)))
    transaction.isReturn = isUndone || (1...5).contains(Int(returnType) ?? 0)
    transaction.returnReason = transaction.isReturn ? returnReason ?? words.returnReason : nil
    if direction == .credit || transaction.isReturn {
      transaction.debtor = party
    } else {
      transaction.creditor = party
    }
    return transaction
  }

  /// Families and operations of credits taken back: cheques and vouchers unpaid for good or for
  /// the time being, direct debits unpaid or reimbursed, bills unpaid or returned.
  private static let unpaid: Set<String> = [
    "0307", "0309", "0338", "0339", "0503", "0505", "0707", "0739",
  ]
  /// Of debits that came back: transfers that could not be made, cheques reversed, direct debits
  /// reimbursed or reversed.
  private static let cameBack: Set<String> = ["0154", "0254", "0362", "0554", "0558"]
}

/// What a movement says of itself: free text, or a structure that three digits name.
struct CODACommunication {
  private(set) var remittance = BankRemittance()
  private(set) var mandateID: String?
  private(set) var returnReason: String?

  init(_ text: String, isStructured: Bool) {
    guard isStructured else {
      remittance.text = [text.trimmed].filter { !$0.isEmpty }
      return
    }
    let type = String(text.prefix(3))
    let rest = Array(text.unicodeScalars.dropFirst(3))
    switch type {
    case "100":
      // An RF creditor reference (ISO 11649).
      reference(Self.text(rest, 0, 25), "SCOR")
    case "101", "102":
      // The Belgian structured communication of twelve digits.
      reference(Self.text(rest, 0, 12), "BBA")
    case "127":
      // A European direct debit.
      mandateID = Self.text(rest, 44, 35).nonEmpty
      remittance.text = [Self.text(rest, 79, 62)].filter { !$0.isEmpty }
      returnReason = Self.text(rest, 142, 4).nonEmpty
    default:
      remittance.additional = [text.trimmed]
    }
  }

  private mutating func reference(_ value: String, _ type: String) {
    guard !value.isEmpty else { return }
    remittance.references = [BankReference(value: value, type: type)]
  }

  private static func text(_ scalars: [Unicode.Scalar], _ start: Int, _ count: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars.dropFirst(start).prefix(count))
    return String(view).trimmed
  }
}
