import DomainKit

/// A transaction (STMTTRN), or one that is announced (STMTTRNP), while it is being read.
struct OFXTransaction {
  let line: Int
  let isPending: Bool
  /// By name; of an aggregate's field, both names: `PAYEE/NAME`.
  private var fields: [String: String] = [:]
  private(set) var fault: FieldFault?

  init(line: Int, isPending: Bool) {
    self.line = line
    self.isPending = isPending
  }

  var path: String { isPending ? "STMTTRNP" : "STMTTRN" }

  mutating func set(_ name: String, _ value: String) {
    guard !value.isEmpty else { return }
    if let present = fields[name] {
      guard name == "MEMO" else {
        let second = "stands twice in one transaction: expected once"
        fault = fault ?? FieldFault(.invalidField, name, second)
        return
      }
      fields[name] = present + " " + value
    } else {
      fields[name] = value
    }
  }

  func entry(_ currency: Currency) throws(FieldFault) -> StatedEntry {
    if let fault { throw fault }
    if let corrected = fields["CORRECTFITID"] {
      throw FieldFault(
        .invalidField,
        "CORRECTFITID",
        "corrects the transaction '\(corrected)': corrections need a person"
      )
    }
    if let own = fields["CURRENCY/CURSYM"], own != currency.code {
      throw FieldFault(
        .invalidCurrency,
        "CURRENCY/CURSYM",
        "the amount is in '\(own)': expected \(currency), the account's currency"
      )
    }
    guard let amountText = fields["TRNAMT"] else {
      throw FieldFault(.missingField, "TRNAMT", "the transaction has no amount")
    }
    let amount = try OFXValue.amount(amountText, currency, "TRNAMT")
    let day = try date(isPending ? "DTTRAN" : "DTPOSTED")
    var entry = StatedEntry(
      line: line,
      path: path,
      amount: amount.magnitude,
      direction: amount.isNegative ? .debit : .credit
    )
    entry.status = isPending ? .pending : .booked
    entry.bookingDate = day
    entry.valueDate = fields["DTAVAIL"] == nil ? nil : try date("DTAVAIL")
    entry.servicerReference = fields["FITID"]
    entry.namingReference = name(amount, day)
    entry.entryReference = fields["REFNUM"] ?? fields["CHECKNUM"] ?? fields["CHKNUM"]
    entry.proprietaryCode = fields["TRNTYPE"]?.uppercased()
    entry.transactions = [transaction(entry.direction, currency)]
    return entry
  }

  /// Whether the kind of transaction says another direction than the sign, which decides.
  func isContradicted(_ direction: BankDirection) -> Bool {
    switch fields["TRNTYPE"]?.uppercased() {
    case "CREDIT", "DEP", "DIRECTDEP": direction == .debit
    case "DEBIT", "CHECK", "DIRECTDEBIT", "FEE", "SRVCHG", "POS": direction == .credit
    default: false
    }
  }

  /// The servicer's identifier is unique on the account as OFX has it; banks that only number the
  /// lines of a file make it so with the day and the amount.
  private func name(_ amount: Money, _ day: CalendarDate) -> String? {
    guard let identifier = fields["FITID"], BankKey.identifies(identifier) else { return nil }
    return BankKey.isLasting(identifier) ? identifier : "\(identifier) \(day) \(amount.decimal)"
  }

  private func date(_ name: String) throws(FieldFault) -> CalendarDate {
    guard let text = fields[name] else {
      throw FieldFault(.invalidDate, name, "the transaction has no date")
    }
    guard let date = OFXValue.date(text) else {
      throw FieldFault(.invalidDate, name, "'\(text)' is no day: expected YYYYMMDD")
    }
    return date
  }

  private func transaction(
    _ direction: BankDirection,
    _ currency: Currency
  ) -> StatedTransaction {
    var transaction = StatedTransaction()
    transaction.exchange = exchange(into: currency)
    var party = BankParty(name: fields["PAYEE/NAME"] ?? fields["EXTDNAME"] ?? fields["NAME"])
    party.setAccount((fields["BANKACCTTO/ACCTID"] ?? "").asAccountNumber)
    if direction == .credit { transaction.debtor = party } else { transaction.creditor = party }
    transaction.remittance.text = fields["MEMO"].map { [$0] } ?? []
    return transaction
  }

  /// Of an amount that the bank has exchanged (ORIGCURRENCY): CURRATE is the account's currency for
  /// one unit of CURSYM.
  ///
  /// The amount before it is not told.
  private func exchange(into currency: Currency) -> BankExchange? {
    guard let original = fields["ORIGCURRENCY/CURSYM"].flatMap({ Currency($0) }),
      let rate = fields["ORIGCURRENCY/CURRATE"].flatMap({ ExchangeFactor($0) }),
      original != currency
    else { return nil }
    return BankExchange(unit: original, quoted: currency, rate: rate)
  }
}
