import DomainKit

/// A structured part of the remittance information while it is being read.
struct CamtStructured {
  var documents: [BankReferredDocument] = []
  /// Amounts told beside the documents.
  var amounts = BankReferredDocument()
  var reference: String?
  var referenceType: String?
  var additional: [String] = []
  var typedAmount: (code: String?, amount: Money?) = (nil, nil)
  var adjustment = CamtCharge()

  /// What it holds so far, to bound it.
  var repeats: Int { documents.count + additional.count + amounts.adjustments.count }

  /// Codes of ISO 20022: due payable, remitted, credit note, and the discounts.
  mutating func keepTypedAmount() {
    switch typedAmount.code {
    case "DUPA": amounts.dueAmount = typedAmount.amount
    case "REMI": amounts.remittedAmount = typedAmount.amount
    case "CREN": amounts.creditNoteAmount = typedAmount.amount
    case "TMDS", "STDS", "APDS": amounts.discountApplied = typedAmount.amount
    default: break
    }
  }

  mutating func keepAdjustment() {
    guard let amount = adjustment.amount else { return }
    defer { adjustment = CamtCharge() }
    amounts.adjustments.append(
      BankAdjustment(amount: amount, direction: adjustment.direction, reason: adjustment.reason)
    )
  }

  /// The documents with the amounts told of them: of the only one, or of all of them together.
  var told: [BankReferredDocument] {
    guard amounts != BankReferredDocument() else { return documents }
    guard documents.count == 1, var document = documents.first else { return documents + [amounts] }
    document.dueAmount = amounts.dueAmount
    document.discountApplied = amounts.discountApplied
    document.creditNoteAmount = amounts.creditNoteAmount
    document.remittedAmount = amounts.remittedAmount
    document.adjustments = amounts.adjustments
    return [document]
  }
}

extension CamtScanner {
  func remittanceField(
    _ field: CamtElement.RemittanceField,
    _ text: String,
    _ frame: Frame
  ) throws {
    switch field {
    case .text: try remittanceText(text, frame)
    case .additional:
      guard structured.repeats < Self.maximumRepeats else { return try refuseRepeats(frame) }
      structured.additional.append(text)
    case .reference: structured.reference = text
    case .referenceType: structured.referenceType = text
    case .documentNumber: withDocument { $0.number = text }
    case .documentType: withDocument { $0.type = text }
    case .documentDate:
      let day = try date(text, frame, severity: .remark)
      withDocument { $0.date = day }
    case .dueAmount: structured.amounts.dueAmount = try amount(text, frame, severity: .remark)
    case .discountApplied:
      structured.amounts.discountApplied = try amount(text, frame, severity: .remark)
    case .creditNoteAmount:
      structured.amounts.creditNoteAmount = try amount(text, frame, severity: .remark)
    case .remittedAmount:
      structured.amounts.remittedAmount = try amount(text, frame, severity: .remark)
    case .typedAmountCode: structured.typedAmount.code = text
    case .typedAmount: structured.typedAmount.amount = try amount(text, frame, severity: .remark)
    case .adjustmentAmount:
      structured.adjustment.amount = try amount(text, frame, severity: .remark)
    case .adjustmentDirection:
      structured.adjustment.direction = try direction(text, frame, severity: .remark)
    case .adjustmentReason: structured.adjustment.reason = text
    }
  }

  private func remittanceText(_ text: String, _ frame: Frame) throws {
    guard detail.remittance.text.count < Self.maximumRepeats else {
      return try refuseRepeats(frame)
    }
    detail.remittance.text.append(text)
  }

  private func withDocument(_ change: (inout BankReferredDocument) -> Void) {
    guard !structured.documents.isEmpty else { return }
    change(&structured.documents[structured.documents.count - 1])
  }

  func structuredEnded(_ frame: Frame) throws {
    let remittance = detail.remittance
    let repeats = [
      remittance.references.count, remittance.documents.count, remittance.additional.count,
    ]
    guard repeats.allSatisfy({ $0 < Self.maximumRepeats }) else { return try refuseRepeats(frame) }
    if let reference = structured.reference {
      detail.remittance.references.append(
        BankReference(value: reference, type: structured.referenceType)
      )
    }
    detail.remittance.documents += structured.told
    detail.remittance.additional += structured.additional
  }
}
