import DomainKit

/// An entry while it is being read: what the bank states, nothing inferred.
struct CamtEntry {
  /// Where it stands in its statement, counted from 0.
  var index = 0
  var line = 0
  var amount: Money?
  var direction: BankDirection?
  var isReversal = false
  var status: BankEntry.Status?
  var bookingDate: CalendarDate?
  var valueDate: CalendarDate?
  var servicerReference: String?
  var reference: String?
  var domain: String?
  var family: String?
  var subFamily: String?
  var proprietaryCode: String?
  /// The sum over its batches.
  var batchTransactions: Int?
  /// What its batches are said to add up to; each one's, where there are several.
  var batchAmounts: [Money] = []
  var instructedAmount: Money?
  var exchange: StatedExchange?
  var charges: [BankCharge] = []
  var additional: String?
  /// Details met so far.
  var details = 0
  var firstDetailReference: String?
  /// Something of it is refused already: nothing can be concluded from the rest.
  var isBroken = false

  /// The servicer's reference when it says which entry this is.
  var namingReference: String? {
    let candidates = [servicerReference, details == 1 ? firstDetailReference : nil]
    return candidates.compactMap { $0 }.first { BankKey.identifies($0) }
  }

  var transactionCode: String? {
    guard domain != nil || family != nil || subFamily != nil else { return nil }
    return [domain, family, subFamily].map { $0 ?? "*" }.joined(separator: "/")
  }

  /// Whether more transactions are stated than there are details for.
  var isLump: Bool { details <= 1 && (batchTransactions ?? 1) > 1 }

  /// The entry's own exchange, by its own amounts.
  var ownExchange: (exchange: BankExchange, isContradicted: Bool)? {
    exchange?.reading(beside: [instructedAmount, amount].compactMap(\.self))
  }
}

/// One transaction's details while they are being read.
struct CamtDetail {
  /// By ``CamtDetail/Basis``; each nil where it is not told.
  var amounts: [Money?] = [nil, nil, nil, nil]
  var direction: BankDirection?
  var servicerReference: String?
  var instructionID: String?
  var endToEndID: String?
  var transactionID: String?
  var mandateID: String?
  var uetr: String?
  var subFamily: String?
  var debtor = BankParty()
  var creditor = BankParty()
  var remittance = BankRemittance()
  var charges: [BankCharge] = []
  var exchange: StatedExchange?
  var returnReason: String?
  var isReturn = false
  var additional: String?

  /// The elements that tell a detail's amount, the most telling first.
  enum Basis: Int, CaseIterable {
    /// Amt, from version 3 on.
    case amount
    /// AmtDtls/TxAmt.
    case transactionAmount
    /// AmtDtls/CntrValAmt: in the account's currency, after exchange.
    case counterValue
    /// AmtDtls/InstdAmt: what the payer ordered.
    case instructed
  }

  /// The amount in the entry's currency: by `basis`, or else by the first that is told.
  func amount(_ basis: Basis, in currency: Currency) -> Money? {
    if let amount = amounts[basis.rawValue], amount.currency == currency { return amount }
    return amounts.lazy.compactMap { $0 }.first { $0.currency == currency }
  }
}

extension CamtDetail {
  /// The detail's exchange, by its amounts and, where it is the only one, its entry's.
  func ownExchange(
    of entry: CamtEntry,
    isOnly: Bool
  ) -> (exchange: BankExchange, isContradicted: Bool)? {
    let told = isOnly ? amounts + [entry.amount] : amounts
    return exchange?.reading(beside: told.compactMap(\.self))
  }

  /// Sub-families of ISO 20022 bank transaction codes that mean the undoing of an earlier movement.
  ///
  /// Reversals due to return, payment return, payment reversal or cancellation; unpaid cheques and
  /// cards; reversed cheques.
  static let reversals: Set<String> = ["UPDD", "RRTN", "PRDD", "RPCR", "UPCQ", "UPCT", "CQRV"]
}
