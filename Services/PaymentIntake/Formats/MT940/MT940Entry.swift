import DomainKit
import TextLines

/// A statement line with the information that follows it.
struct MT940Entry {
  var line: Int
  var stated: MT940StatementLine
  /// The supplementary details in the lines below the statement line.
  var supplement: [String]
  /// The lines of field 86.
  var information: [String] = []
  /// The lines of field NS, which some banks have instead.
  var ownLines: [String] = []

  init(line: Int, stated: MT940StatementLine, supplement: [String]) {
    self.line = line
    self.stated = stated
    self.supplement = supplement
  }

  /// Entries of a report within the day are pending: the statement tells what is booked.
  func stated(isInterim: Bool) -> StatedEntry {
    let details =
      information.isEmpty
      ? MT940Information(ownLines: ownLines) : MT940Information(information)
    return StatedEntry(
      line: line,
      path: ":61:",
      amount: stated.amount,
      direction: stated.direction,
      status: stated.isExpected ? .information : isInterim ? .pending : .booked,
      isReversal: stated.isReversal,
      bookingDate: stated.entryDate,
      valueDate: stated.valueDate,
      namingReference: stated.bankReference.flatMap { BankKey.isLasting($0) ? $0 : nil },
      servicerReference: stated.bankReference,
      entryReference: stated.customerReference,
      proprietaryCode: details.transactionCode ?? stated.typeCode,
      transactions: [transaction(details)]
    )
  }

  private func transaction(_ details: MT940Information) -> StatedTransaction {
    // SWIFT's code for a returned item.
    let isReturn = details.isReturn || stated.typeCode?.hasSuffix("RTI") == true
    let words = supplement.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
    let original = MT940OriginalAmount(
      [supplement, information],
      details,
      stated.amount
    )
    var transaction = StatedTransaction()
    transaction.instructedAmount = original.amount
    transaction.exchange = original.exchange
    transaction.charges = original.charges.map { BankCharge(amount: $0) }
    transaction.endToEndID = details.endToEndID ?? ownReference
    transaction.mandateID = details.mandateID
    transaction.remittance.text = [details.text].filter { !$0.isEmpty }
    transaction.remittance.references = details.references
    transaction.returnReason = details.returnReason
    transaction.isReturn = isReturn
    transaction.additional =
      [details.postingText ?? "", words].filter { !$0.isEmpty }.joined(separator: " ").nonEmpty
    // Whoever paid is the debtor, also of what is taken back.
    let isPayer = stated.direction == .credit || isReturn || stated.isReversal
    if isPayer { transaction.debtor = details.party } else { transaction.creditor = details.party }
    return transaction
  }

  /// The customer's reference, unless it only says where in field 86 the reference stands.
  private var ownReference: String? {
    guard let reference = stated.customerReference, BankKey.identifies(reference),
      !["EREF", "PREF", "MARF", "KREF", "CREF"].contains(reference)
    else { return nil }
    return reference
  }
}

extension String {
  /// Nil in place of no text.
  var nonEmpty: String? { isEmpty ? nil : self }
}
