import DomainKit

/// A charge, or an adjustment of a document, while it is being read.
struct CamtCharge {
  var amount: Money?
  var total: Money?
  var direction: BankDirection?
  var isIncluded: Bool?
  var reason: String?
}

extension CamtScanner {
  func entryField(_ field: CamtElement.EntryField, _ text: String, _ frame: Frame) throws {
    try refuse(late: field, frame)
    switch field {
    case .reference: entry.reference = text
    case .amount:
      try refuse(second: entry.amount, frame)
      entry.amount = try amount(text, frame)
    case .direction:
      try refuse(second: entry.direction, frame)
      entry.direction = try direction(text, frame)
    case .reversal: entry.isReversal = try flag(text, frame) ?? false
    case .status: try entryStatus(text, frame)
    case .bookingDate:
      try refuse(second: entry.bookingDate, frame)
      entry.bookingDate = try date(text, frame)
    case .valueDate:
      try refuse(second: entry.valueDate, frame)
      entry.valueDate = try date(text, frame)
    case .servicerReference:
      try refuse(second: entry.servicerReference, frame)
      entry.servicerReference = text
    case .domain: entry.domain = text
    case .family: entry.family = text
    case .subFamily: entry.subFamily = text
    case .proprietaryCode: entry.proprietaryCode = text
    case .batchTransactions:
      let number = try number(text, frame) ?? 0
      entry.batchTransactions = (entry.batchTransactions ?? 0) + number
    case .batchAmount:
      guard let told = try amount(text, frame, severity: .remark) else { return }
      guard entry.batchAmounts.count < Self.maximumRepeats else { return try refuseRepeats(frame) }
      entry.batchAmounts.append(told)
    case .instructedAmount: entry.instructedAmount = try amount(text, frame, severity: .remark)
    case .additional: entry.additional = text
    }
  }

  private func entryStatus(_ text: String, _ frame: Frame) throws {
    try refuse(second: entry.status, frame)
    guard let status = CamtValue.status(text) else {
      return try found(
        .refusal,
        .invalidField,
        frame,
        "'\(text)' is not expected: BOOK, PDNG, INFO or FUTR is"
      )
    }
    entry.status = status
  }

  /// The rows of an entry are handed out while it is read: what names and dates them must have come
  /// before its second detail, as the standard's order has it.
  private func refuse(late field: CamtElement.EntryField, _ frame: Frame) throws {
    let isAnywhere = [.additional, .batchTransactions, .batchAmount].contains(field)
    guard entry.details > 1, !isAnywhere else { return }
    try found(
      .refusal,
      .invalidField,
      frame,
      "stands behind the entry's details: expected before them"
    )
  }

  // MARK: - Charges, of an entry or a detail

  var chargeCount: Int { isInDetail ? detail.charges.count : entry.charges.count }

  func chargeField(_ field: CamtElement.ChargeField, _ text: String, _ frame: Frame) throws {
    switch field {
    case .total: charge.total = try amount(text, frame, severity: .remark)
    case .amount: charge.amount = try amount(text, frame, severity: .remark)
    case .direction: charge.direction = try direction(text, frame, severity: .remark)
    case .isIncluded: charge.isIncluded = try flag(text, frame, severity: .remark)
    }
  }

  func keepCharge(_ frame: Frame) throws {
    guard let amount = charge.amount else { return }
    let kept = BankCharge(
      amount: amount,
      direction: charge.direction,
      isIncluded: charge.isIncluded
    )
    charge = CamtCharge()
    guard chargeCount < Self.maximumRepeats else { return try refuseRepeats(frame) }
    if isInDetail { detail.charges.append(kept) } else { entry.charges.append(kept) }
  }

  /// The total stands for the charges where no single one is told.
  func chargesEnded(_ frame: Frame) throws {
    if charge.amount == nil, chargeCount == chargesBefore { charge.amount = charge.total }
    try keepCharge(frame)
  }

  func refuseRepeats(_ frame: Frame) throws {
    try found(
      .refusal,
      .forbidden,
      frame,
      "more than \(Self.maximumRepeats) of its kind in one transaction"
    )
  }
}
