import DomainKit

extension CamtScanner {
  func detailField(_ field: CamtElement.DetailField, _ text: String, _ frame: Frame) throws {
    switch field {
    case .servicerReference: detail.servicerReference = text
    case .instructionID: detail.instructionID = provided(text)
    case .endToEndID: detail.endToEndID = provided(text)
    case .transactionID: detail.transactionID = provided(text)
    case .mandateID: detail.mandateID = provided(text)
    case .uetr: detail.uetr = text
    case .amount: try detailAmount(.amount, text, frame)
    case .transactionAmount: try detailAmount(.transactionAmount, text, frame)
    case .counterValueAmount: try detailAmount(.counterValue, text, frame)
    case .instructedAmount: try detailAmount(.instructed, text, frame)
    case .direction:
      try refuse(second: detail.direction, frame)
      detail.direction = try direction(text, frame)
    case .subFamily: detail.subFamily = text
    case .debtorName: detail.debtor.name = text
    case .debtorIBAN: detail.debtor.iban = text.asAccountNumber
    case .debtorOther: detail.debtor.otherAccount = text
    case .ultimateDebtor: detail.debtor.ultimateName = text
    case .creditorName: detail.creditor.name = text
    case .creditorIBAN: detail.creditor.iban = text.asAccountNumber
    case .creditorOther: detail.creditor.otherAccount = text
    case .ultimateCreditor: detail.creditor.ultimateName = text
    case .returnReason: detail.returnReason = text
    case .additional: detail.additional = text
    }
  }

  private func detailAmount(_ basis: CamtDetail.Basis, _ text: String, _ frame: Frame) throws {
    try refuse(second: detail.amounts[basis.rawValue], frame)
    detail.amounts[basis.rawValue] = try amount(
      text,
      frame,
      severity: basis == .amount ? .refusal : .remark
    )
  }

  /// `NOTPROVIDED` is what the rule books tell banks to write when there is nothing to write.
  private func provided(_ text: String) -> String? { text == "NOTPROVIDED" ? nil : text }
}
