package import DomainKit

/// A way in which the invoice is to be paid: BG-16 with what belongs to its means.
package struct PaymentMeans: Hashable, Sendable {
  /// Of UNTDID 4461, such as 30 credit transfer, 58 SEPA transfer, 59 SEPA direct debit: BT-81.
  package var code: String
  /// The means in words: BT-82.
  package var text: String?
  /// Where a transfer goes: BG-17.
  package var account: PaymentAccount?
  /// BG-18.
  package var card: PaymentCard?
  /// The account that a direct debit is taken from: BT-91.
  package var debitedAccount: String?

  /// UNTDID 4461: the instrument is not defined.
  package static let undefined = "1"

  /// UNTDID 4461: the buyer's account is debited (49), by SEPA (59).
  var isDirectDebit: Bool { code == "49" || code == "59" }

  package init(code: String, account: PaymentAccount? = nil) {
    self.code = code
    self.account = account
  }
}

extension [PaymentMeans] {
  /// BT-82 stands once for all means of one code, wherever a document states it.
  var sharingText: [PaymentMeans] {
    map { means in
      var means = means
      means.text = means.text ?? first { $0.code == means.code && $0.text != nil }?.text
      return means
    }
  }
}

/// The seller's or payee's account: BG-17.
package struct PaymentAccount: Hashable, Sendable {
  /// The IBAN, or the number in another form: BT-84.
  package var number: String
  /// BT-85.
  package var name: String?
  /// The BIC of the institution: BT-86.
  package var institution: String?

  package init(number: String, name: String? = nil, institution: String? = nil) {
    self.number = number
    self.name = name
    self.institution = institution
  }

  /// Whether the number has the form of an IBAN: CII has two elements for numbers.
  var isIBAN: Bool {
    let bytes = Array(number.utf8.filter { $0 != UInt8(ascii: " ") })
    guard (15...34).contains(bytes.count) else { return false }
    let isLetter: (UInt8) -> Bool = { (0x41...0x5A).contains($0) }
    let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
    return bytes.prefix(2).allSatisfy(isLetter) && bytes.dropFirst(2).prefix(2).allSatisfy(isDigit)
      && bytes.dropFirst(4).allSatisfy { isLetter($0) || isDigit($0) }
  }
}

/// The card that paid: BG-18.
package struct PaymentCard: Hashable, Sendable {
  /// Its last four to six digits: BT-87.
  package var number: String
  /// BT-88.
  package var holder: String?

  package init(number: String, holder: String? = nil) {
    self.number = number
    self.holder = holder
  }
}

/// What allows the seller to debit the buyer's account: BG-19.
package struct DirectDebit: Hashable, Sendable {
  /// The mandate's reference: BT-89.
  package var mandate: String?
  /// The creditor identifier that the bank assigned: BT-90.
  package var creditor: String?

  package init(mandate: String? = nil, creditor: String? = nil) {
    self.mandate = mandate
    self.creditor = creditor
  }
}

/// A discount for early payment in figures, as ZUGFeRD 1.0 and Factur-X EXTENDED state it; EN 16931
/// has it in words only, within the terms (BT-20).
package struct StatedDiscount: Hashable, Sendable {
  /// The day that the period is counted from.
  package var from: CalendarDate?
  package var period: Quantity?
  package var percent: ExactDecimal?

  package init(from: CalendarDate? = nil, period: Quantity? = nil, percent: ExactDecimal? = nil) {
    self.from = from
    self.period = period
    self.percent = percent
  }
}
