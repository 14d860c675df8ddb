import DomainKit

extension CamtEntry {
  /// The element, with its number, in the one of its statement.
  func path(in statement: CamtStatement) -> String { "\(statement.path)/Ntry[\(index + 1)]" }

  /// What is missing for the entry to be one; the statement tells what may be inferred.
  func faults(in statement: BankStatement, path: @autoclosure () -> String) -> [BankFinding] {
    var missing: [String] = []
    if amount == nil { missing.append("Amt is missing: expected the entry's amount") }
    if direction == nil { missing.append("CdtDbtInd is missing: expected CRDT or DBIT") }
    if status == nil, statement.kind != .statement {
      missing.append("Sts is missing: only the entries of a statement are booked without saying")
    }
    if bookingDate == nil, valueDate == nil, statement.day == nil {
      missing.append("BookgDt and ValDt are missing, and the statement has no day of its own")
    }
    return missing.map {
      BankFinding(.refusal, .missingField, line: line, path: path(), text: $0)
    }
  }

  /// The entry as any format states it; nil when it has faults.
  func stated(in statement: BankStatement) -> StatedEntry? {
    guard let amount, let direction,
      let status = status ?? (statement.kind == .statement ? .booked : nil)
    else { return nil }
    return StatedEntry(
      line: line,
      path: "",
      amount: amount,
      direction: direction,
      status: status,
      isReversal: isReversal,
      bookingDate: bookingDate,
      valueDate: valueDate,
      namingReference: namingReference,
      servicerReference: servicerReference ?? (details == 1 ? firstDetailReference : nil),
      entryReference: reference,
      transactionCode: transactionCode,
      proprietaryCode: proprietaryCode,
      statedTransactions: batchTransactions
    )
  }

  /// One row of the entry: a detail, or the entry itself when it has none that can be used.
  func transaction(
    _ detail: CamtDetail?,
    of header: BankEntry,
    key: PaymentID,
    amount: Money,
    direction: BankDirection,
    lumped: Int?,
    isOnly: Bool
  ) -> BankTransaction {
    let codes = [detail?.subFamily, subFamily].compactMap { $0 }
    let charges = detail?.charges ?? []
    return BankTransaction(
      key: key,
      amount: amount,
      direction: direction,
      isReversal: isReversal || codes.contains { CamtDetail.reversals.contains($0) },
      lumpedTransactions: lumped,
      instructedAmount: detail?.amounts[CamtDetail.Basis.instructed.rawValue]
        ?? (isOnly ? instructedAmount : nil),
      exchange: detail?.ownExchange(of: self, isOnly: isOnly)?.exchange
        ?? (isOnly ? ownExchange?.exchange : nil),
      charges: charges.isEmpty && isOnly ? self.charges : charges,
      endToEndID: detail?.endToEndID,
      transactionID: detail?.transactionID,
      instructionID: detail?.instructionID,
      mandateID: detail?.mandateID,
      uetr: detail?.uetr,
      servicerReference: detail?.servicerReference,
      debtor: detail?.debtor ?? BankParty(),
      creditor: detail?.creditor ?? BankParty(),
      remittance: detail?.remittance ?? BankRemittance(),
      returnReason: detail?.returnReason,
      isReturn: detail?.isReturn ?? false,
      additionalInformation: detail?.additional ?? (isOnly ? additional : nil)
    )
  }
}
