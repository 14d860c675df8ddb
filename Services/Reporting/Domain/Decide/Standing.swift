import DomainKit

/// What a fact is beside those that are known.
enum Standing: Equatable {
  case new
  /// A repetition, as after a restored backup: it changes nothing.
  case known
  case contradictory(String)

  /// The same name tells the same thing.
  fileprivate static func repeated(_ isSame: Bool, _ name: String) -> Standing {
    isSame ? .known : .contradictory("\(name) is known with other content")
  }
}

extension Reporting.State {
  func standing(of fact: Fact, _ arrival: Arrival) -> Standing {
    switch fact {
    case .registered(let account): standing(of: account)
    case .issued(let invoice): standing(of: invoice)
    case .received(let payment):
      ledger.payments[payment.payment]?.receipt.received.map {
        .repeated($0 == payment.amount, "payment \(payment.payment)")
      } ?? .new
    case .identified(let payment): standing(of: payment)
    case .returned(let payment): standing(of: payment)
    case .withdrawn(let payment):
      ledger.payments[payment.payment]?.receipt.withdrawn.map {
        .repeated($0 == payment.amount, "the withdrawal of payment \(payment.payment)")
      } ?? .new
    case .decided(let decision): standing(of: decision, arrival)
    case .suggested(let payment):
      ledger.payments[payment]?.receipt.isSuggested == nil ? .new : .known
    case .refusedInvoice, .uneventful: .new
    case .foreign: .known
    case .opened(let cut, let closes):
      closes == nil && proofs.firstOpened.map { cut < $0 } ?? true ? .new : .known
    case .closed(let marker): standing(of: marker)
    case .periodClosed(let lastDay, let cut):
      ledger.closings.cut(closing: lastDay).map {
        .repeated($0 == cut, "the closing of the month to \(lastDay)")
      } ?? .new
    }
  }

  /// The highest revision holds, whichever comes first.
  private func standing(of account: Registration) -> Standing {
    guard let row = accounts[account.account], account.revision <= row.revision else { return .new }
    let isSame = row.name == account.name && row.partition == account.partition
    return account.revision < row.revision
      ? .known : .repeated(isSame, "revision \(row.revision) of account \(account.account)")
  }

  private func standing(of invoice: IssuedInvoice) -> Standing {
    let known = invoice.items.filter { ledger.items[$0.item]?.issue != nil }
    guard !known.isEmpty else { return .new }
    let isSame = invoice.items.allSatisfy { item in
      guard let issue = ledger.items[item.item]?.issue else { return false }
      return issue.invoice == invoice.invoice && issue.account == invoice.account
        && issue.issueDate == invoice.issueDate && issue.dueDate == item.dueDate
        && issue.amount == item.amount
    }
    return .repeated(isSame, "invoice \(invoice.invoice)")
  }

  private func standing(of payment: IdentifiedPayment) -> Standing {
    guard let row = ledger.payments[payment.payment]?.receipt.identified else { return .new }
    return .repeated(
      row.account == payment.account && row.amount == payment.amount
        && row.valueDate == payment.valueDate,
      "the account of payment \(payment.payment)"
    )
  }

  private func standing(of payment: ReturnedPayment) -> Standing {
    guard let row = ledger.returns[payment.reversal] else { return .new }
    return .repeated(
      row.payment == payment.payment && row.account == payment.account
        && row.amount == payment.amount && row.valueDate == payment.valueDate,
      "return \(payment.reversal)"
    )
  }

  private func standing(of decision: Decision, _ arrival: Arrival) -> Standing {
    guard let row = ledger.decisions[DecisionKey(decision, arrival)] else { return .new }
    return .repeated(row == DecisionRow(decision), "decision \(decision.id)")
  }

  private func standing(of marker: Marker) -> Standing {
    if let last = proofs.lastReported, marker.closes <= last { return .known }
    guard let known = proofs.markers[marker.key] else { return .new }
    return .repeated(known == marker, "the marker \(marker.key.rowKey)")
  }
}

extension DecisionKey {
  init(_ decision: Decision, _ arrival: Arrival) {
    self.init(
      recorded: Recorded(arrival.cut, or: decision.valueDate),
      isReversal: decision.isReversal,
      id: decision.id
    )
  }
}
