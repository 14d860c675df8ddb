import DomainKit

// Pending money: announced, identified as payments are, and over when it is booked.
extension Draft {
  /// Announces money that is on its way, once, unless it is here already.
  mutating func announce(_ announced: PendingPayment) -> Bool {
    let pending = announced.lastingName
    let name = pending.facts.payment
    if let known = state.pending[name] {
      keepFirst(of: known, or: pending)
      return false
    }
    guard let cut = state.openCut, !state.isBooked(pending), !pending.isExpired(at: cut.date) else {
      return false
    }
    emit(.paymentPending(pending))
    let row = pending.row(in: cut)
    identify(name, as: state.judgementAtOnce(on: row, Claims(of: row)))
    return true
  }

  /// Of two reports of the same money the one whose entry has the lower name stays, whichever came
  /// first.
  private mutating func keepFirst(of known: PendingPayment, or told: PendingPayment) {
    guard told.place.entry < known.place.entry else { return }
    var told = told
    told.owner = known.owner
    emit(.paymentPending(told))
  }

  /// The bank tells the entry: what was pending under its name is booked.
  mutating func endPending(bookedIn entry: EntryKey) {
    end(state.pending.byEntry[entry].map(Array.init) ?? [], .booked)
  }

  /// The bank tells a payment, perhaps under another name than it announced it: the payer's own
  /// reference and the amount say that it is the one.
  mutating func endPending(bookedAs receipt: PaymentReceipt) {
    guard receipt.place != nil else { return }
    let likely = Traces(of: receipt).endToEnd.flatMap { key in
      state.pending.byEndToEnd[key].map(Array.init) ?? []
    }
    let booked = likely.filter { name in
      state.pending[name].map { $0.facts.isBooked(as: receipt.facts) } ?? false
    }
    end(booked, .booked)
  }

  /// Forgets announced money that nobody booked.
  mutating func expirePending(at date: CalendarDate) {
    end(state.pending.rows.filter { $1.isExpired(at: date) }.map(\.key), .expired)
  }

  /// Tells whose pending money will be, as far as the cut knows: by what would have told it at once
  /// had it been there, then by everything.
  mutating func identifyPending() {
    for pending in state.pendingOfNobody {
      guard let cut = state.openCut else { return }
      let row = pending.row(in: cut)
      let claims = Claims(of: row)
      identify(
        pending.facts.payment,
        as: state.judgementAtOnce(on: row, claims) ?? state.judgementAtCut(on: row, claims)
      )
    }
  }

  private mutating func identify(_ payment: PaymentID, as judgement: Judgement?) {
    guard case .owned(let account, let evidence)? = judgement,
      let partition = state.partition(of: account)
    else { return }
    let owner = Owner(account: account, partition: partition)
    emit(
      .pendingIdentified(PendingIdentification(payment: payment, owner: owner, evidence: evidence))
    )
  }

  private mutating func end(_ payments: [PaymentID], _ cause: PendingEnd.Cause) {
    for payment in payments.sorted() {
      if let pending = state.pending[payment] { emit(.pendingEnded(PendingEnd(pending, cause))) }
    }
  }
}

extension PaymentIntake.State {
  /// Pending money without an owner, the earliest value date first.
  package var pendingOfNobody: [PendingPayment] {
    pending.rows.values.filter { $0.owner == nil }
      .sorted { ($0.facts.valueDate, $0.facts.payment) < ($1.facts.valueDate, $1.facts.payment) }
  }

  /// Why it has none.
  package func pendingReason(of pending: PendingPayment) -> PoolReason? {
    guard let openCut else { return nil }
    let row = pending.row(in: openCut)
    return switch judgementAtCut(on: row, Claims(of: row)) {
    case .owned(let account, let evidence): .decidedAtCut(account, evidence)
    case .open(let reason): reason
    }
  }

  /// Whether the bank told it as a payment before it told that it is pending: reports overlap.
  fileprivate func isBooked(_ pending: PendingPayment) -> Bool {
    guard entries[pending.place.entry] == nil else { return true }
    let keys = Traces(of: pending.facts, in: pending.place.account.rawValue).endToEnd
    return keys.contains { key in
      payments.byTrace[key]?.contains { name in
        payments[name].map { pending.facts.isBooked(as: $0.facts) } ?? false
      } ?? false
    }
  }
}

extension PaymentFacts {
  /// Reference, amount and account are the same; payers use a reference again after a while.
  fileprivate func isBooked(as booked: PaymentFacts) -> Bool {
    abs(valueDate.days(until: booked.valueDate)) <= PaymentIntake.settlingDays
  }
}

extension PendingPayment {
  fileprivate func isExpired(at date: CalendarDate) -> Bool {
    facts.valueDate.days(until: date) > PaymentIntake.pendingDays
  }
}

extension PaymentIntake {
  /// Days after its value date for which announced money is remembered.
  package static let pendingDays = 30
  /// Days between the value dates of announced money and of its booking, either way.
  package static let settlingDays = 10
}
