import DomainKit

// What is told of an exchange is worth no refusal: the amounts count.
extension CamtScanner {
  func exchangeField(_ field: CamtElement.ExchangeField, _ text: String, _ frame: Frame) throws {
    switch field {
    case .source: exchange.source = try currency(text, frame)
    case .target: exchange.target = try currency(text, frame)
    case .unit: exchange.unit = try currency(text, frame)
    case .rate: exchange.rate = try rate(text, frame)
    case .date: exchange.date = try date(text, frame, severity: .remark)
    case .contract: exchange.contract = text
    }
  }

  /// Banks repeat one exchange beside several amounts: the first with a rate is kept.
  func keepExchange() {
    guard exchange.rate != nil else { return }
    if isInDetail {
      detail.exchange = detail.exchange ?? exchange
    } else {
      entry.exchange = entry.exchange ?? exchange
    }
  }

  private func currency(_ text: String, _ frame: Frame) throws -> Currency? {
    if let currency = Currency(text) { return currency }
    try found(
      .remark,
      .invalidCurrency,
      frame,
      "'\(text)' is no currency of ISO 4217 with a minor unit"
    )
    return nil
  }

  private func rate(_ text: String, _ frame: Frame) throws -> ExchangeFactor? {
    if let rate = ExchangeFactor(text) { return rate }
    try found(
      .remark,
      .invalidField,
      frame,
      "'\(text)' is not \(ExchangeFactor.expected)"
    )
    return nil
  }
}
