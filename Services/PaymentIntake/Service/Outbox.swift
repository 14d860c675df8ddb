import DomainKit
import Messages
package import PaymentIntakeDomain
package import ServiceKit

extension PaymentIntakeService {
  package static func messages(
    for event: PaymentIntake.Event,
    _ state: PaymentIntake.State
  ) -> [Outgoing] {
    switch event {
    case .paymentReceived(let receipt):
      let details = PaymentDetails(receipt.facts)
      return [
        Outgoing(id: "payment.received/\(details.payment)", PaymentReceived(details: details))
      ]
    case .pendingIdentified(let told): return message(told, state)
    case .pendingEnded(let end): return message(end)
    case .paymentIdentified(let identification): return message(identification, state)
    case .duplicateSuspected(let suspicion): return message(suspicion, state)
    case .adviceMet(let meeting): return advised(meeting.payment, state)
    case .paymentReturned(let taken): return [message(taken)]
    case .paymentWithdrawn(let withdrawal): return [message(withdrawal)]
    case .returnUndone(let undoing): return message(undoing)
    case .statementImported(let reading):
      return [
        Outgoing(id: "statement.imported/\(reading.hash)", StatementImported(reading))
      ]
    case .statementRejected(let refused):
      return [
        Outgoing(id: "statement.rejected/\(refused.hash)", StatementRejected(refused))
      ]
    case .cutClosed(let closing): return markers(closing)
    case .accountRegistered, .invoiceRegistered, .captureDeferred, .paymentDetailed,
      .payerForgotten, .adviceReceived, .paymentPending, .returnReceived, .returnSettled,
      .returnReplaced,
      .entryTold, .namesakeTold, .suspicionSettled, .statementAdvanced, .fileSeenAgain, .configured,
      .cutAnnounced,
      .invoicingClosed, .matchTold, .matchingClosed,
      .cutOpened:
      return []
    }
  }

  package static func messages(for rejection: PaymentIntake.Rejection) -> [Outgoing] {
    let told: PaymentFacts
    let error: FieldError
    switch rejection {
    case .contradictsKnownPayment(let facts, let known):
      told = facts
      error = FieldError(
        field: "$",
        code: "contradiction",
        text: "\(facts.payment) was told before with other content, which stays:"
          + " \(known.amount) of \(known.valueDate)"
      )
    case .amountNotPositive(let facts):
      told = facts
      error = FieldError(
        field: "amount",
        code: "not-positive",
        text: "\(facts.amount) is no payment: expected more than nothing"
      )
    case .paymentUnknown, .accountUnknown, .identifiedAlready, .takenBackAlready,
      .returnNotWaiting, .returnSettledAlready, .returnDoesNotFit, .returnUnknown,
      .returnUndoneAlready, .notOwnMoney, .creditDoesNotFit, .notSuspected,
      .suspicionSettledAlready, .isCopyItself, .payerUnknown:
      // A call's answer says it.
      return []
    }
    return [
      Outgoing(
        id: "payment.rejected/\(told.payment)/\(error.code)",
        PaymentRejected(payment: told.payment, amount: told.amount, errors: [error])
      )
    ]
  }

  private static func message(
    _ identification: Identification,
    _ state: PaymentIntake.State
  ) -> [Outgoing] {
    guard let row = state.payments[identification.payment] else { return [] }
    let owner = identification.owner
    return [
      Outgoing(
        id: "payment.identified/\(identification.payment)",
        PaymentIdentified(
          details: PaymentDetails(row.facts),
          account: owner.account,
          evidence: IdentificationEvidence(identification.evidence),
          advice: advice(of: row, state)
        ),
        account: owner.account,
        partition: owner.partition
      )
    ] + advised(identification.payment, state)
  }

  /// What a payment is for, once it is known both what was advised of it and whose it is.
  private static func advised(_ payment: PaymentID, _ state: PaymentIntake.State) -> [Outgoing] {
    guard let row = state.payments[payment], let owner = row.owner,
      let advised = advice(of: row, state)
    else { return [] }
    return [
      Outgoing(
        id: "remittance.advised/\(payment)",
        advised,
        account: owner.account,
        partition: owner.partition
      )
    ]
  }

  private static func advice(
    of row: PaymentRow,
    _ state: PaymentIntake.State
  ) -> RemittanceAdvised? {
    guard let owner = row.owner,
      let advice = row.advice.flatMap({ state.advices[$0.advice]?.advice })
    else { return nil }
    return RemittanceAdvised(
      advice: advice.advice.rawValue,
      payment: row.facts.payment,
      account: owner.account,
      documents: advice.documents.map { RemittanceAdvised.Document($0) },
      adjustments: advice.adjustments.map { RemittanceAdvised.Adjustment($0) }
    )
  }

  private static func message(
    _ told: PendingIdentification,
    _ state: PaymentIntake.State
  ) -> [Outgoing] {
    guard let pending = state.pending[told.payment] else { return [] }
    return [
      Outgoing(
        id: "payment.pending/\(told.payment)",
        PaymentPending(
          details: PaymentDetails(pending.facts),
          account: told.owner.account,
          evidence: IdentificationEvidence(told.evidence)
        ),
        account: told.owner.account,
        partition: told.owner.partition
      )
    ]
  }

  /// None where nobody was told that it was pending.
  private static func message(_ end: PendingEnd) -> [Outgoing] {
    guard let owner = end.owner else { return [] }
    let cause: PendingPaymentEnded.Cause =
      switch end.cause {
      case .booked: .booked
      case .expired: .expired
      }
    return [
      Outgoing(
        id: "pending-payment.ended/\(end.payment)",
        PendingPaymentEnded(
          payment: end.payment,
          account: owner.account,
          amount: end.amount,
          valueDate: end.valueDate,
          cause: cause
        ),
        account: owner.account,
        partition: owner.partition
      )
    ]
  }

  private static func message(
    _ suspicion: Suspicion,
    _ state: PaymentIntake.State
  ) -> [Outgoing] {
    guard let row = state.payments[suspicion.payment] else { return [] }
    return [
      Outgoing(
        id: "payment.suspected/\(suspicion.payment)",
        PaymentSuspected(
          payment: suspicion.payment,
          other: suspicion.other,
          amount: row.facts.amount,
          valueDate: row.facts.valueDate,
          reason: PaymentSuspected.Reason(suspicion.reason)
        )
      )
    ]
  }

  private static func message(_ taken: PaymentReturn) -> Outgoing {
    Outgoing(
      id: "payment.returned/\(taken.reversal)",
      PaymentReturned(
        reversal: taken.reversal,
        payment: taken.payment,
        account: taken.owner.account,
        amount: taken.amount,
        charges: taken.charges.isZero ? nil : taken.charges,
        valueDate: taken.valueDate,
        reason: taken.reason
      ),
      account: taken.owner.account,
      partition: taken.owner.partition
    )
  }

  /// Who was not told of the return is not told that it is undone.
  private static func message(_ undoing: ReturnUndoing) -> [Outgoing] {
    guard let payment = undoing.payment, let owner = undoing.owner else { return [] }
    return [
      Outgoing(
        id: "payment.reinstated/\(undoing.reversal)",
        PaymentReinstated(
          credit: undoing.credit,
          reversal: undoing.reversal,
          payment: payment,
          account: owner.account,
          amount: undoing.amount,
          valueDate: undoing.valueDate
        ),
        account: owner.account,
        partition: owner.partition
      )
    ]
  }

  private static func message(_ withdrawal: PaymentWithdrawal) -> Outgoing {
    let cause: PaymentWithdrawn.Cause
    var reversal: PaymentID?
    var reason: String?
    var original: PaymentID?
    switch withdrawal.cause {
    case .returned(let by, let code): (cause, reversal, reason) = (.returned, by, code)
    case .detailed: cause = .detailed
    case .copied(let other): (cause, original) = (.duplicate, other)
    case .returnUndone(let undone): (cause, reversal) = (.returnUndone, undone)
    }
    return Outgoing(
      id: "payment.withdrawn/\(withdrawal.payment)",
      PaymentWithdrawn(
        payment: withdrawal.payment,
        amount: withdrawal.amount,
        valueDate: withdrawal.valueDate,
        cause: cause,
        reversal: reversal,
        reason: reason,
        original: original
      )
    )
  }

  /// One marker a partition, and one with the totals for what concerns no account.
  private static func markers(_ closing: CutClosing) -> [Outgoing] {
    let partitions: [Partition?] = (0..<closing.partitions).map { Partition($0) } + [nil]
    let totals = [
      total(.received, closing.totals.received), total(.handedOver, closing.totals.handedOver),
      total(.returned, closing.totals.returned), total(.unidentified, closing.unidentified),
    ]
    return partitions.map { partition in
      Outgoing(
        marker: "intake.closed/payment-intake/\(closing.closes)/\(partition?.name ?? "all")",
        partition: partition
      ) { stream in
        IntakeClosed(
          service: .paymentIntake,
          closes: closing.closes,
          opens: closing.opens,
          partition: partition,
          streams: stream.streams,
          totals: partition == nil ? totals : [],
          exceptions: stream.exceptions
        )
      }
    }
  }

  private static func total(_ name: ControlTotal.Name, _ tally: Tally) -> ControlTotal {
    ControlTotal(name: name, count: tally.count, sums: tally.sums)
  }
}

extension PaymentDetails {
  init(_ facts: PaymentFacts) {
    self.init(
      payment: facts.payment,
      amount: facts.amount,
      instructed: facts.instructed,
      exchange: facts.exchange,
      bookingDate: facts.bookingDate,
      valueDate: facts.valueDate,
      channel: facts.channel.rawValue,
      payer: Payer(name: facts.payerName, iban: facts.payerIBAN?.rawValue),
      references: facts.references,
      text: facts.text,
      endToEndID: facts.endToEndID,
      statedAccount: facts.statedAccount
    )
  }
}

extension IdentificationEvidence {
  init(_ evidence: Evidence) {
    let kind: Kind =
      switch evidence.kind {
      case .person: .person
      case .statedAccount: .statedAccount
      case .structuredReference: .structuredReference
      case .invoiceNumber: .invoiceNumber
      case .accountNumber: .accountNumber
      case .iban: .iban
      case .learntIBAN: .learntIBAN
      case .learntReference: .learntReference
      case .name: .name
      case .learntName: .learntName
      case .likeName: .likeName
      }
    self.init(kind: kind, value: evidence.value)
  }
}

extension RemittanceAdvised.Document {
  init(_ document: AdvisedDocument) {
    self.init(
      number: document.number,
      type: document.type,
      paid: document.paid,
      due: document.due,
      discount: document.discount,
      adjustments: document.adjustments.map { RemittanceAdvised.Adjustment($0) }
    )
  }
}

extension RemittanceAdvised.Adjustment {
  init(_ adjustment: AdvisedAdjustment) {
    self.init(amount: adjustment.amount, reason: adjustment.reason)
  }
}

extension StatementImported {
  init(_ reading: StatementImport) {
    self.init(
      file: reading.file,
      contentHash: reading.hash.rawValue,
      format: reading.format,
      statements: reading.statements,
      entries: reading.entries,
      payments: reading.payments,
      returns: reading.returns,
      pending: reading.pending,
      duplicates: reading.duplicates,
      received: reading.received.sums,
      remarks: reading.remarks
    )
  }
}

extension StatementRejected {
  init(_ refused: StatementImport) {
    self.init(
      file: refused.file,
      contentHash: refused.hash.rawValue,
      errors: refused.errors.map {
        FieldError(field: $0.place, code: $0.code, text: $0.text)
      }
    )
  }
}
