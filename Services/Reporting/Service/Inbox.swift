package import DomainKit
package import Messages
package import ReportingDomain

extension ReportingService {
  package static func command(
    for envelope: Envelope
  ) throws(Malformed) -> Reporting.Command? {
    guard let read = try fact(of: envelope) else { return nil }
    let arrival = Arrival(
      message: envelope.id,
      type: envelope.type,
      partition: envelope.partition,
      cut: envelope.cut,
      amount: read.amount
    )
    return .record(read.fact, arrival)
  }

  /// Reporting sends no marker; its own proof tells what it has set aside.
  package static func command(
    settingAside exception: ParkedException,
    of cut: DayCut?
  ) -> Reporting.Command? {
    .setAside(SetAside(exception), cut: cut)
  }

  /// The types whose streams the proof counts: what invoicing, payment intake and matching tell.
  static let countedTypes: Set<String> = [
    AccountRegistered.type, AccountRejected.type, InvoiceIssued.type, InvoiceRejected.type,
    CreditNoteIssued.type, CreditNoteRejected.type, TermsDeviated.type, PaymentReceived.type,
    PaymentRejected.type, PaymentIdentified.type, PaymentPending.type, PaymentReturned.type,
    PaymentReinstated.type, PaymentWithdrawn.type, PaymentSuspected.type, RemittanceAdvised.type,
    StatementImported.type,
    StatementRejected.type, PaymentApplied.type, PaymentUnapplied.type, CreditApplied.type,
    CreditUnapplied.type, DeductionOpened.type, DeductionWithdrawn.type, MatchSuggested.type,
    PendingPaymentEnded.type, ExchangeRateSet.type,
  ]

  /// A message's fact, and what markers add up for it.
  private typealias Read = (fact: Fact, amount: Money?)

  private static func fact(of envelope: Envelope) throws(Malformed) -> Read? {
    switch envelope.type {
    case AccountRegistered.type:
      try read(AccountRegistered.self, envelope) { .registered(account: .init($0)) }
    case AccountRejected.type: try read(AccountRejected.self, envelope) { _ in .uneventful }
    case InvoiceIssued.type: try read(InvoiceIssued.self, envelope) { .issued(invoice: .init($0)) }
    case InvoiceRejected.type: try read(InvoiceRejected.self, envelope) { _ in .refusedInvoice }
    case CreditNoteIssued.type:
      // One that gave back deposits and nothing else is no credit.
      try read(CreditNoteIssued.self, envelope) {
        $0.credit.isPositive ? .identified(payment: .init($0)) : .uneventful
      }
    case CreditNoteRejected.type: try read(CreditNoteRejected.self, envelope) { _ in .uneventful }
    case TermsDeviated.type: try read(TermsDeviated.self, envelope) { _ in .uneventful }
    case ExchangeRateSet.type: try read(ExchangeRateSet.self, envelope) { _ in .uneventful }
    case PaymentReceived.type:
      try read(PaymentReceived.self, envelope) { .received(payment: .init($0)) }
    case PaymentIdentified.type:
      try read(PaymentIdentified.self, envelope) { .identified(payment: .init($0)) }
    case PaymentRejected.type: try read(PaymentRejected.self, envelope) { _ in .uneventful }
    case PaymentPending.type: try read(PaymentPending.self, envelope) { _ in .uneventful }
    case PendingPaymentEnded.type:
      try read(PendingPaymentEnded.self, envelope) { _ in .uneventful }
    case PaymentWithdrawn.type:
      try read(PaymentWithdrawn.self, envelope) { .withdrawn(payment: .init($0)) }
    case PaymentReturned.type:
      try read(PaymentReturned.self, envelope) { .returned(payment: .init($0)) }
    case PaymentReinstated.type:
      try read(PaymentReinstated.self, envelope) { .returned(payment: .init($0)) }
    case PaymentSuspected.type: try read(PaymentSuspected.self, envelope) { _ in .uneventful }
    case RemittanceAdvised.type: try read(RemittanceAdvised.self, envelope) { _ in .uneventful }
    case StatementImported.type: try read(StatementImported.self, envelope) { _ in .uneventful }
    case StatementRejected.type: try read(StatementRejected.self, envelope) { _ in .uneventful }
    case PaymentApplied.type:
      try decision(envelope, PaymentApplied.self, \.allocations) { .init($0) }
    case PaymentUnapplied.type:
      try decision(envelope, PaymentUnapplied.self, \.allocations) { .init($0) }
    case CreditApplied.type:
      try decision(envelope, CreditApplied.self, \.allocations) { .init($0) }
    case CreditUnapplied.type:
      try decision(envelope, CreditUnapplied.self, \.allocations) { .init($0) }
    case DeductionOpened.type: try read(DeductionOpened.self, envelope) { _ in .uneventful }
    case DeductionWithdrawn.type: try read(DeductionWithdrawn.self, envelope) { _ in .uneventful }
    case MatchSuggested.type:
      try read(MatchSuggested.self, envelope) { .suggested(payment: $0.payment) }
    case DayOpened.type:
      try read(DayOpened.self, envelope) { .opened(cut: $0.opens, closes: $0.closes) }
    case CutCalled.type:
      try read(CutCalled.self, envelope) { .opened(cut: $0.opens, closes: $0.closes) }
    case PeriodClosed.type: (try periodClosed(envelope), nil)
    case IntakeClosed.type: (try closing(envelope), nil)
    case DayClosed.type: try read(DayClosed.self, envelope) { .closed(marker: .init($0)) }
    // Facts of credit control that no figure of the books rests on.
    case CreditLimitChanged.type, CreditTermsChanged.type, OrderApproved.type,
      OrderHeld.type:
      (.foreign, nil)
    default: nil
    }
  }

  private static func read<Content: Message>(
    _ type: Content.Type,
    _ envelope: Envelope,
    _ fact: (Content) -> Fact
  ) throws(Malformed) -> Read {
    let message = try JSONCoding.decode(Content.self, from: envelope.body)
    return (fact(message), (message as? any ControlledMessage)?.controlAmount)
  }

  /// Refuses allocations whose amounts could not be added, for one or among several of
  /// the same item.
  private static func decision<Content: ControlledMessage>(
    _ envelope: Envelope,
    _ type: Content.Type,
    _ allocations: (Content) -> [Allocation],
    _ decision: (Content) -> Decision
  ) throws(Malformed) -> Read {
    let message = try JSONCoding.decode(Content.self, from: envelope.body)
    var currencies: [ItemID: Currency] = [:]
    for allocation in allocations(message) {
      let known = currencies[allocation.item] ?? allocation.amount.currency
      guard allocation.amount.currency == known, allocation.discount.currency == known,
        allocation.discountInGrace.map({ $0.currency == known }) ?? true,
        allocation.writtenOff.map({ $0.currency == known }) ?? true
      else {
        throw Malformed(.data, "the allocations of item \(allocation.item) mix currencies")
      }
      currencies[allocation.item] = known
    }
    return (.decided(decision: decision(message)), message.controlAmount)
  }

  private static func periodClosed(_ envelope: Envelope) throws(Malformed) -> Fact {
    let message = try JSONCoding.decode(PeriodClosed.self, from: envelope.body)
    guard let cut = envelope.cut else {
      throw Malformed(.data, "the month to \(message.lastDay) was closed in no cut")
    }
    return .periodClosed(lastDay: message.lastDay, cut: cut)
  }

  private static func closing(_ envelope: Envelope) throws(Malformed) -> Fact {
    let message = try JSONCoding.decode(IntakeClosed.self, from: envelope.body)
    guard let sender = Marker.Sender(rawValue: message.service.rawValue) else {
      throw Malformed(.data, "\(message.service.rawValue) sends no intake.closed")
    }
    return .closed(marker: Marker(message, from: sender))
  }
}

// MARK: Wire to vocabulary

extension Registration {
  fileprivate init(_ message: AccountRegistered) {
    self.init(
      account: message.account,
      revision: message.revision,
      name: message.name,
      partition: message.partition
    )
  }
}

extension IssuedInvoice {
  fileprivate init(_ message: InvoiceIssued) {
    self.init(
      invoice: message.invoice,
      account: message.account,
      issueDate: message.issueDate,
      items: message.items.map { .init(item: $0.item, dueDate: $0.dueDate, amount: $0.amount) }
    )
  }
}

extension ReceivedPayment {
  fileprivate init(_ message: PaymentReceived) {
    self.init(payment: message.details.payment, amount: message.details.amount)
  }
}

extension ReceivedPayment {
  fileprivate init(_ message: PaymentWithdrawn) {
    self.init(payment: message.payment, amount: message.amount)
  }
}

extension IdentifiedPayment {
  fileprivate init(_ message: PaymentIdentified) {
    self.init(
      payment: message.details.payment,
      account: message.account,
      amount: message.details.amount,
      valueDate: message.details.valueDate
    )
  }
}

extension IdentifiedPayment {
  fileprivate init(_ message: CreditNoteIssued) {
    self.init(
      payment: PaymentID(creditNote: message.creditNote),
      account: message.account,
      amount: message.credit,
      valueDate: message.issueDate
    )
  }
}

extension ReturnedPayment {
  fileprivate init(_ message: PaymentReturned) {
    self.init(
      reversal: message.reversal,
      payment: message.payment,
      account: message.account,
      amount: message.amount,
      valueDate: message.valueDate
    )
  }
}

extension ReturnedPayment {
  fileprivate init(_ message: PaymentReinstated) {
    self.init(
      reversal: message.credit,
      payment: message.payment,
      account: message.account,
      amount: -message.amount,
      valueDate: message.valueDate
    )
  }
}

extension Decision {
  fileprivate init(_ message: PaymentApplied) {
    self.init(
      id: message.decision,
      isReversal: false,
      payment: message.payment,
      account: message.account,
      valueDate: message.valueDate,
      clearings: message.allocations.map(Clearing.init),
      onAccount: message.onAccount,
      rule: message.explanation.rule
    )
  }

  fileprivate init(_ message: PaymentUnapplied) {
    self.init(
      id: message.decision,
      isReversal: true,
      payment: message.payment,
      account: message.account,
      valueDate: message.valueDate,
      clearings: message.allocations.map(Clearing.init),
      onAccount: message.offAccount
    )
  }
}

extension Decision {
  fileprivate init(_ message: CreditApplied) {
    self.init(
      id: message.decision,
      isReversal: false,
      payment: PaymentID(creditNote: message.creditNote),
      account: message.account,
      valueDate: message.valueDate,
      clearings: message.allocations.map(Clearing.init),
      onAccount: message.onAccount,
      rule: message.explanation.rule
    )
  }

  fileprivate init(_ message: CreditUnapplied) {
    self.init(
      id: message.decision,
      isReversal: true,
      payment: PaymentID(creditNote: message.creditNote),
      account: message.account,
      valueDate: message.valueDate,
      clearings: message.allocations.map(Clearing.init),
      onAccount: message.offAccount
    )
  }
}

extension Clearing {
  fileprivate init(_ allocation: Allocation) {
    self.init(
      item: allocation.item,
      cash: allocation.amount,
      discount: allocation.discount,
      discountInGrace: allocation.discountInGrace,
      writtenOff: allocation.writtenOff
    )
  }
}

extension Marker {
  fileprivate init(_ message: IntakeClosed, from sender: Sender) {
    self.init(
      sender: sender,
      closes: message.closes,
      opens: message.opens,
      partition: message.partition,
      streams: message.streams.compactMap(StreamCount.init),
      totals: message.totals.compactMap(ControlCount.init),
      exceptions: message.exceptions.map(SetAside.init)
    )
  }

  fileprivate init(_ message: DayClosed) {
    self.init(
      sender: .matching,
      closes: message.closes,
      opens: message.opens,
      partition: message.partition,
      streams: message.streams.compactMap(StreamCount.init),
      totals: message.totals.compactMap(ControlCount.init),
      exceptions: message.exceptions.map(SetAside.init)
    )
  }
}

extension StreamCount {
  /// Nil for a stream that is not counted here.
  fileprivate init?(_ total: StreamTotal) {
    guard let dot = total.routingKey.lastIndex(of: ".") else { return nil }
    let type = String(total.routingKey[..<dot])
    guard ReportingService.countedTypes.contains(type) else { return nil }
    self.init(
      type: type,
      partition: Int(total.routingKey[dot...].dropFirst()).flatMap(Partition.init),
      count: Count(total.count, Amounts(total.sums))
    )
  }
}

extension ControlCount {
  fileprivate init?(_ total: ControlTotal) {
    guard let figure = Figure(rawValue: total.name.rawValue) else { return nil }
    self.init(figure: figure, count: Count(total.count, Amounts(total.sums)))
  }
}

extension SetAside {
  fileprivate init(_ exception: ParkedException) {
    self.init(
      message: exception.messageID,
      service: exception.service.rawValue,
      account: exception.account,
      reason: exception.reason
    )
  }
}
