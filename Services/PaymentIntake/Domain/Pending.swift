package import DomainKit

/// Money that the bank has announced and not booked: neither paid nor available.
package struct PendingPayment: Codable, Equatable, Sendable {
  package var facts: PaymentFacts
  package var place: BankPlace
  /// Set when it stands for several payments whose details are not known.
  package var batched: Int?
  /// Whose it will be, as soon as that is known.
  package var owner: Owner?

  package init(facts: PaymentFacts, place: BankPlace, batched: Int? = nil) {
    self.facts = facts
    self.place = place
    self.batched = batched
  }

  /// Under a name of its own where the bank gives its entry none: each of the day's reports would
  /// name it otherwise, and it is one all the same.
  ///
  /// What is said of the payer stands in the name: money of which something else is said is other
  /// money, whichever was told first.
  var lastingName: PendingPayment {
    guard place.entry.isPlace, let endToEndID = facts.endToEndID else { return self }
    let said = String(FNV1a.hash(facts.payerWords.utf8), radix: 16)
    let stem = "\(place.account):pending:\(facts.amount):\(facts.valueDate)"
    guard let name = PaymentID(rawValue: "\(stem):\(endToEndID):\(said)") else { return self }
    var pending = self
    pending.facts.payment = name
    return pending
  }

  /// As if it had been booked in the cut: what judges payments judges it.
  func row(in cut: DayCut) -> PaymentRow {
    PaymentRow(PaymentReceipt(facts: facts, place: place, batched: batched, cut: cut))
  }

  /// The payer's reference, with account and amount; none where he gave none.
  fileprivate var endToEnd: [TraceKey] {
    Traces(of: facts, in: place.account.rawValue).endToEnd
  }
}

extension PaymentFacts {
  /// All that is said of the payer and by him.
  fileprivate var payerWords: String {
    let words = [payerName, payerIBAN?.rawValue, text, mandateID, statedAccount?.rawValue]
    return (words.map { $0 ?? "" } + comparableNames + [""] + references).joined(separator: "\n")
  }
}

/// It is known whose pending money will be.
package struct PendingIdentification: Codable, Equatable, Sendable {
  package var payment: PaymentID
  package var owner: Owner
  package var evidence: Evidence

  package init(payment: PaymentID, owner: Owner, evidence: Evidence) {
    self.payment = payment
    self.owner = owner
    self.evidence = evidence
  }
}

/// Money is pending no more.
package struct PendingEnd: Codable, Equatable, Sendable {
  package enum Cause: Codable, Equatable, Sendable {
    /// The bank booked it: it counts as a payment.
    case booked
    /// Nobody booked it in time.
    case expired
  }
  package var payment: PaymentID
  /// None: nobody was told that it was pending.
  package var owner: Owner?
  package var amount: Money
  package var valueDate: CalendarDate
  package var cause: Cause

  package init(_ pending: PendingPayment, _ cause: Cause) {
    payment = pending.facts.payment
    owner = pending.owner
    amount = pending.facts.amount
    valueDate = pending.facts.valueDate
    self.cause = cause
  }
}

/// The money that is pending, and by what its booking finds it.
package struct PendingRegister: PersistentState {
  package private(set) var rows: TreeDictionary<PaymentID, PendingPayment> = [:]
  private(set) var byEntry: TreeDictionary<EntryKey, PaymentSet> = [:]
  private(set) var byEndToEnd: TreeDictionary<TraceKey, PaymentSet> = [:]

  package init() {}

  package static var sections: [Section<Self>] {
    [.rows(of: \.rows, load: { register, key, value in register[key] = value })]
  }

  package var isEmpty: Bool { rows.isEmpty }

  package subscript(_ payment: PaymentID) -> PendingPayment? {
    get { rows[payment] }
    set {
      if let before = rows[payment] {
        byEntry.remove(payment, from: [before.place.entry])
        byEndToEnd.remove(payment, from: before.endToEnd)
      }
      rows[payment] = newValue
      if let newValue {
        byEntry.insert(payment, at: [newValue.place.entry])
        byEndToEnd.insert(payment, at: newValue.endToEnd)
      }
    }
  }
}
