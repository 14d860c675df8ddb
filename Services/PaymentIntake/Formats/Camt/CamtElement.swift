/// The elements of camt that are read, by what they mean here and not by where they stand: the
/// versions moved many of them.
enum CamtElement: Hashable, Sendable {
  case scope(Scope)
  case statement(StatementField)
  case balance(BalanceField)
  case entry(EntryField)
  case detail(DetailField)
  case charge(ChargeField)
  case exchange(ExchangeField)
  case remittance(RemittanceField)

  /// Elements that hold others and begin and end something.
  enum Scope: Sendable {
    case statement, balance, entry, batch, detail, charges, chargeRecord, exchange
    case structured, document, typedAmount, adjustment, returned
  }

  enum StatementField: Sendable {
    case messageCreated, messagePage, messagePageIsLast
    case id, created, page, pageIsLast
    case statedEntries, statedSum, statedNet, statedNetDirection
    case statedCredits, statedCreditSum, statedDebits, statedDebitSum
    case iban, otherAccount, currency
  }

  enum BalanceField: Sendable { case type, amount, direction, date }

  enum EntryField: Sendable {
    case reference, amount, direction, reversal, status, bookingDate, valueDate
    case servicerReference, domain, family, subFamily, proprietaryCode
    case batchTransactions, batchAmount, instructedAmount, additional
  }

  enum DetailField: Sendable {
    case servicerReference, instructionID, endToEndID, transactionID, mandateID, uetr
    case amount, transactionAmount, counterValueAmount, instructedAmount, direction, subFamily
    case debtorName, debtorIBAN, debtorOther, ultimateDebtor
    case creditorName, creditorIBAN, creditorOther, ultimateCreditor
    case returnReason, additional
  }

  enum ChargeField: Sendable { case total, amount, direction, isIncluded }

  enum ExchangeField: Sendable { case source, target, unit, rate, date, contract }

  enum RemittanceField: Sendable {
    case text, additional, reference, referenceType
    case documentNumber, documentType, documentDate
    case dueAmount, discountApplied, creditNoteAmount, remittedAmount
    case typedAmountCode, typedAmount
    case adjustmentAmount, adjustmentDirection, adjustmentReason
  }
}
