/// What the three digits of a transaction's type say (BAI2, uniform transaction codes).
struct BAI2Type {
  var code: String
  /// Nil for what moves no money on the account: loans' details, notes.
  var direction: BankDirection?
  var isReturn: Bool

  /// Nil for a number that is no type of a transaction.
  init?(_ code: String) {
    guard code.utf8.count == 3, let number = FieldValue.count(code) else { return nil }
    self.code = code
    switch number {
    case 100...399, 920...959: direction = .credit
    case 400...699, 960...999: direction = .debit
    case 700...799, 890: direction = nil
    default: return nil
    }
    isReturn = Self.returns.contains(number)
  }

  /// Appendix A of the specification: reversals, returned cheques and ACH items, rejected items;
  /// of debits, then of credits.
  private static let returns: Set<Int> = [
    252, 255, 257, 258, 261, 266, 395, 552, 555, 557, 558, 561, 566, 694,
  ]
}
