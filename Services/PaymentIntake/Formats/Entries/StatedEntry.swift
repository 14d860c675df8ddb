import DomainKit

/// An entry as the bank states it, nothing inferred, whatever the format.
struct StatedEntry {
  var line: Int
  /// Names the record: `:61:`.
  var path: String
  var amount: Money
  var direction: BankDirection
  var status = BankEntry.Status.booked
  var isReversal = false
  var bookingDate: CalendarDate?
  var valueDate: CalendarDate?
  /// The servicer's reference where it says which entry this is on this account, for ever.
  var namingReference: String?
  var servicerReference: String?
  var entryReference: String?
  var transactionCode: String?
  var proprietaryCode: String?
  /// How many transactions the entry is said to hold.
  var statedTransactions: Int?
  /// None where nothing more is known of the entry than it says itself.
  var transactions: [StatedTransaction] = []

  /// More details than any format can number.
  static let maximumTransactions = 999_999

  /// The entry with what it does not state inferred; nil when it has no day or no key.
  func header(
    in statement: BankStatement,
    position: Int,
    naming: inout EntryNaming
  ) -> BankEntry? {
    guard let bookingDate = bookingDate ?? valueDate ?? statement.day,
      let valueDate = valueDate ?? self.bookingDate ?? statement.day
    else { return nil }
    let key = naming.key(
      account: statement.account,
      statement: statement.id,
      position: position,
      reference: namingReference,
      amount: amount,
      direction: direction,
      status: status,
      valueDate: valueDate
    )
    // The longest index that a payment's name can get must fit too.
    guard let key, BankKey.payment(key, index: Self.maximumTransactions) != nil else { return nil }
    return BankEntry(
      key: key,
      amount: amount,
      direction: direction,
      status: status,
      isReversal: isReversal,
      bookingDate: bookingDate,
      valueDate: valueDate,
      statedBookingDate: self.bookingDate,
      statedValueDate: self.valueDate,
      servicerReference: servicerReference,
      entryReference: entryReference,
      transactionCode: transactionCode,
      proprietaryCode: proprietaryCode,
      statedTransactions: statedTransactions
    )
  }

  /// Whether the details are several and add up to the entry: then each is a row.
  var isDetailed: Bool {
    guard transactions.count > 1 else { return false }
    var sum: Int64 = 0
    for transaction in transactions {
      guard let amount = transaction.amount, amount.currency == self.amount.currency else {
        return false
      }
      let isDebit = (transaction.direction ?? direction) == .debit
      let (total, overflow) = sum.addingReportingOverflow(
        isDebit ? -amount.minorUnits : amount.minorUnits
      )
      guard !overflow else { return false }
      sum = total
    }
    return sum == (direction == .debit ? -amount.minorUnits : amount.minorUnits)
  }

  /// Rows that the entry gives.
  var rows: Int { isDetailed ? transactions.count : 1 }

  /// The row at `index`, below ``rows``; nil when its name is too long.
  func transaction(_ index: Int, of header: BankEntry) -> BankTransaction? {
    if isDetailed {
      let stated = transactions[index]
      return BankKey.payment(header.key, index: index).map {
        stated.transaction(
          key: $0,
          amount: stated.amount ?? amount,
          direction: stated.direction ?? direction,
          isReversal: isReversal
        )
      }
    }
    let lumped = max(statedTransactions ?? 0, transactions.count)
    let isLump = lumped > 1
    let key = isLump ? BankKey.batch(header.key) : BankKey.payment(header.key, index: 0)
    // Of a lump, no detail speaks for the whole.
    let stated = isLump ? StatedTransaction() : transactions.first ?? StatedTransaction()
    return key.map {
      var row = stated.transaction(
        key: $0,
        amount: amount,
        direction: direction,
        isReversal: isReversal
      )
      row.lumpedTransactions = isLump ? lumped : nil
      return row
    }
  }
}

/// One transaction of an entry as the bank states it.
struct StatedTransaction {
  /// Nil where only the entry says it.
  var amount: Money?
  var direction: BankDirection?
  var instructedAmount: Money?
  var exchange: BankExchange?
  var charges: [BankCharge] = []
  var endToEndID: String?
  var mandateID: String?
  var servicerReference: String?
  var debtor = BankParty()
  var creditor = BankParty()
  var remittance = BankRemittance()
  var returnReason: String?
  var isReturn = false
  var additional: String?

  fileprivate func transaction(
    key: PaymentID,
    amount: Money,
    direction: BankDirection,
    isReversal: Bool
  ) -> BankTransaction {
    BankTransaction(
      key: key,
      amount: amount,
      direction: direction,
      isReversal: isReversal,
      instructedAmount: instructedAmount,
      exchange: exchange,
      charges: charges,
      endToEndID: endToEndID,
      mandateID: mandateID,
      servicerReference: servicerReference,
      debtor: debtor,
      creditor: creditor,
      remittance: remittance,
      returnReason: returnReason,
      isReturn: isReturn,
      additionalInformation: additional
    )
  }
}
