import BankFormats
import DomainKit
import PaymentIntakeDomain
import ServiceKit

// From what a bank file says to what concerns receivables.
extension StatementLine {
  /// Nil for what is none: charges and payments of our own, and what is told for information only.
  init?(_ row: BankRow, of statement: BankStatement) {
    let transaction = row.transaction
    guard transaction.amount.isPositive, let place = BankPlace(row, of: statement) else {
      return nil
    }
    let movement: Movement
    switch (row.entry.status, row.nature) {
    case (.booked, .payment): movement = .payment(PaymentFacts(row, of: statement))
    case (.booked, .returnedDebit):
      // Money that had gone out and came back is in the house as well, and pays nothing.
      var facts = PaymentFacts(row, of: statement)
      facts.nature = .ownMoneyReturned
      movement = .payment(facts)
    case (.booked, .returnedPayment):
      movement = .returned(ReturnFacts(row, of: statement, at: place))
    case (.pending, .payment): movement = .pending(PaymentFacts(row, of: statement))
    case (.booked, .otherDebit), (.pending, _), (.information, _): return nil
    }
    self.init(
      place: place,
      entryAmount: row.entry.amount,
      batched: transaction.lumpedTransactions,
      movement: movement
    )
  }
}

extension PaymentFacts {
  init(_ row: BankRow, of statement: BankStatement) {
    let transaction = row.transaction
    let payer = row.counterparty(of: statement)
    self.init(
      payment: transaction.key,
      amount: transaction.amount,
      instructed: transaction.orderedElsewhere,
      exchange: transaction.exchange?.rate(bookedOn: row.entry.bookingDate),
      bookingDate: row.entry.bookingDate,
      valueDate: row.entry.valueDate,
      channel: statement.channel,
      payerName: payer.name ?? payer.ultimateName,
      comparableNames: ComparableNames.of([payer.ultimateName, payer.name]),
      payerIBAN: payer.iban.flatMap { PayerIBAN(written: $0) },
      references: transaction.structuredReferences,
      text: transaction.text,
      endToEndID: transaction.meaningfulEndToEndID,
      mandateID: transaction.mandateID
    )
  }
}

extension ReturnFacts {
  init(_ row: BankRow, of statement: BankStatement, at place: BankPlace) {
    let transaction = row.transaction
    let charges = row.returnCharges
    self.init(
      reversal: transaction.key,
      place: place,
      amount: transaction.amount,
      charges: charges.included,
      furtherCharges: charges.beside,
      bookingDate: row.entry.bookingDate,
      valueDate: row.entry.valueDate,
      reason: transaction.returnReason,
      endToEndID: transaction.meaningfulEndToEndID,
      references: transaction.structuredReferences,
      payerIBAN: row.counterparty(of: statement).iban.flatMap { PayerIBAN(written: $0) },
      isBatch: transaction.lumpedTransactions != nil
    )
  }
}

extension BankPlace {
  /// Nil when the file's names are none, which its check has refused.
  fileprivate init?(_ row: BankRow, of statement: BankStatement) {
    guard let account = CreditorAccountNumber(rawValue: statement.account.number),
      let entry = EntryKey(rawValue: row.entry.key.rawValue)
    else { return nil }
    let references = [row.entry.servicerReference, row.transaction.servicerReference]
      .compactMap { $0 }
      .filter { BankKey.identifies($0) }
    self.init(account: account, entry: entry, references: Set(references).sorted())
  }
}

extension BankStatement {
  /// The message's kind without its version: `camt.053` for `camt.053.001.08`.
  fileprivate var channel: Channel {
    Channel(format.split(separator: ".").prefix(2).joined(separator: "."))
  }
}

extension BankRow {
  /// Who is on the other side: the payer of a payment, and of what is taken back.
  ///
  /// Banks keep the roles of the first payment in a return, or turn them round; our own account is
  /// neither.
  fileprivate func counterparty(of statement: BankStatement) -> BankParty {
    let own = statement.account.number
    let (debtor, creditor) = (transaction.debtor, transaction.creditor)
    let isTurned = debtor.iban == own || debtor.otherAccount == own
    return isTurned ? creditor : debtor
  }

  /// What the bank charges for a return: as part of its amount, or booked beside it.
  ///
  /// Whether a charge is part of the amount, camt says from version 3 on, MT940 never. Where it is
  /// unsaid, the payer's own amount tells: what the return takes beyond it is the bank's. Without
  /// that amount the charge may be part of it, and the payment that is found decides.
  fileprivate var returnCharges: (included: Money, beside: Money) {
    let told = charges(included: true)
    let unsaid = charges(included: nil)
    let beside = charges(included: false)
    let amount = transaction.amount
    guard let original = transaction.instructedAmount, original.currency == amount.currency,
      original.isPositive, original <= amount
    else { return (told + unsaid, beside) }
    let difference = amount - original
    if told.isPositive, difference != told, difference != told + unsaid { return (told, beside) }
    return difference.isPositive ? (difference, beside) : (difference, beside + unsaid)
  }

  /// `included`: nil for the charges of which the bank does not say it.
  private func charges(included: Bool?) -> Money {
    transaction.charges.reduce(.zero(transaction.amount.currency)) { sum, charge in
      let isTaken = charge.direction != .credit && charge.isIncluded == included
      guard isTaken, charge.amount.currency == sum.currency else { return sum }
      return sum + charge.amount
    }
  }
}

extension BankExchange {
  /// Dated by its quotation; where the bank is silent, by the booking, at which it exchanged.
  fileprivate func rate(bookedOn date: CalendarDate) -> ExchangeRate? {
    ExchangeRate(from: unit, to: quoted, rate: rate, date: self.date ?? date)
  }
}

extension BankTransaction {
  /// What the payer ordered in another currency than the account's.
  fileprivate var orderedElsewhere: Money? {
    instructedAmount.flatMap { $0.currency != amount.currency && $0.isPositive ? $0 : nil }
  }

  /// What is longer than ISO 20022 allows is no reference.
  fileprivate var structuredReferences: [String] {
    remittance.references.map { $0.value.filter { !$0.isWhitespace } }
      .filter { (1...PaymentText.referenceBytes).contains($0.utf8.count) }
  }

  /// The payer's words, and the numbers of the documents that he lists; the bank's words only where
  /// there are no others.
  fileprivate var text: String {
    let words =
      remittance.text + remittance.documents.compactMap(\.number) + remittance.additional
    let isSilent = words.isEmpty && remittance.references.isEmpty
    return (isSilent ? [additionalInformation].compactMap { $0 } : words).joined(separator: " ")
      .beginning(bytes: PaymentText.bytes)
  }

  /// None where the payer gave none: banks then write that it is not provided.
  fileprivate var meaningfulEndToEndID: String? {
    endToEndID.flatMap { BankKey.identifies($0) ? $0 : nil }
  }
}

/// How much of a payer's words is kept: more than any list of invoices needs, and little enough for
/// one message.
private enum PaymentText {
  static let bytes = 262_144
  static let referenceBytes = 140
}
