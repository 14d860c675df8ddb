package import DomainKit

/// By what an advice and a payment know each other, the surest first.
enum AdviceEvidence: CaseIterable {
  /// The payment bears one of the advice's references.
  case reference
  /// It comes from the payer's IBAN, or under his name.
  case payer
}

// Remittance advices: a payer's word and his money are two things that meet, whichever comes first.
//
// They meet at the cut, when all that bears it is there: an advice and a payment of the same amount
// that name each other and nothing else. What fits several stays with a person.
extension PaymentIntake.State {
  /// In the advices' order.
  func meetings(by evidence: AdviceEvidence, at date: CalendarDate) -> [AdviceMeeting] {
    var found: [(advice: RemittanceAdvice, payments: [PaymentID])] = []
    var suitors: [PaymentID: Int] = [:]
    for id in advices.waiting.sorted() {
      guard let advice = advices[id]?.advice,
        advice.date.days(until: date) <= PaymentIntake.adviceDays
      else { continue }
      let payments = payments(of: advice, by: evidence)
      for payment in payments { suitors[payment, default: 0] += 1 }
      found.append((advice, payments))
    }
    return found.compactMap { advice, payments in
      guard let payment = payments.first, payments.count == 1, suitors[payment] == 1 else {
        return nil
      }
      return AdviceMeeting(
        advice: advice.advice,
        payment: payment,
        documents: advice.documents.map(\.number).filter { !$0.isEmpty }
      )
    }
  }

  /// Payments that no advice has met, of the advice's amount and about its day.
  private func payments(of advice: RemittanceAdvice, by evidence: AdviceEvidence) -> [PaymentID] {
    (payments.unadvised[advice.amount] ?? []).filter { id in
      guard let row = payments[id], row.withdrawnBy == nil, row.receipt.batched == nil,
        row.facts.isCustomers,
        abs(advice.date.days(until: row.facts.valueDate)) <= PaymentIntake.adviceDays
      else { return false }
      return switch evidence {
      case .reference: row.receipt.bears(anyOf: advice.references)
      case .payer: row.facts.isPaid(by: advice)
      }
    }
  }
}

/// Why an advice waits, for a person.
package enum AdviceReason: Equatable, Sendable {
  case noPaymentFits
  case severalFit([PaymentID])
  /// Other advices fit the same payment.
  case contested(PaymentID)
  /// It is so old that no payment is looked for any more.
  case givenUp
  case meetsAtCut(PaymentID)
}

extension PaymentIntake.State {
  /// The advices without a payment and why, in the order of their dates and names.
  package var waitingAdvices: [(advice: RemittanceAdvice, reason: AdviceReason)] {
    guard let date = openCut?.date else { return [] }
    var draft = Draft(self)
    draft.meetAdvices(at: date)
    let met = draft.state
    return advices.waiting.compactMap { advices[$0]?.advice }
      .sorted { ($0.date, $0.advice) < ($1.date, $1.advice) }
      .map { ($0, met.reason(for: $0, at: date)) }
  }

  private func reason(for advice: RemittanceAdvice, at date: CalendarDate) -> AdviceReason {
    if let payment = advices[advice.advice]?.payment { return .meetsAtCut(payment) }
    guard advice.date.days(until: date) <= PaymentIntake.adviceDays else { return .givenUp }
    for evidence in AdviceEvidence.allCases {
      let payments = payments(of: advice, by: evidence).sorted()
      guard let payment = payments.first else { continue }
      return payments.count > 1 ? .severalFit(payments) : .contested(payment)
    }
    return .noPaymentFits
  }
}

extension PaymentIntake {
  /// Days between an advice's date and its payment's value date, either way.
  package static let adviceDays = 60
}

extension PaymentReceipt {
  /// References are compared by their letters and digits; short ones are anybody's.
  fileprivate func bears(anyOf references: [String]) -> Bool {
    let wanted = Set(references.map(Self.compact).filter { $0.utf8.count >= 4 })
    guard !wanted.isEmpty else { return false }
    let told =
      facts.references + [facts.endToEndID].compactMap { $0 } + (place?.references ?? [])
      + facts.text.split { $0 == " " || $0 == "," || $0 == ";" }.map(String.init)
    return told.contains { wanted.contains(Self.compact($0)) }
  }

  private static func compact(_ reference: String) -> String {
    String(reference.uppercased().filter { $0.isLetter || $0.isNumber })
  }
}

extension PaymentFacts {
  fileprivate func isPaid(by advice: RemittanceAdvice) -> Bool {
    if let payerIBAN, let other = advice.payerIBAN { return payerIBAN == other }
    return !Set(comparableNames).isDisjoint(with: advice.comparableNames)
  }
}

extension Draft {
  /// Takes a file of advices; one whose name is known is told once.
  mutating func take(_ file: AdviceFile) {
    guard state.imports[file.hash]?.stage != .imported else { return }
    var reading = StatementImport(
      file: file.file,
      hash: file.hash,
      format: file.format,
      stage: .imported
    )
    reading.remarks = file.remarks
    reading.entries = file.advices.count
    for advice in file.advices {
      guard let known = state.advices[advice.advice]?.advice else {
        emit(.adviceReceived(advice))
        continue
      }
      reading.duplicates += 1
      guard known != advice else { continue }
      reading.remark("\(advice.advice) was told before with other content: the first stays")
    }
    emit(.statementImported(reading))
  }

  /// Brings advices and payments together, by the surest evidence first.
  mutating func meetAdvices(at date: CalendarDate) {
    for evidence in AdviceEvidence.allCases {
      for meeting in state.meetings(by: evidence, at: date) { emit(.adviceMet(meeting)) }
    }
  }
}
