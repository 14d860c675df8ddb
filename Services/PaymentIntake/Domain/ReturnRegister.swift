package import DomainKit

/// A return as the state keeps it, with what became of it.
package struct ReturnRow: Codable, Equatable, Sendable {
  package var telling: ReturnFacts
  /// What it took back; none while it waits for its payment.
  package var taken: TakenPayment?
  /// Where a person found the payment.
  package var settlement: SettledReturn?
  /// The credit by which the bank brought the money again.
  package var undoneBy: PaymentID?

  init(_ telling: ReturnFacts) { self.telling = telling }

  var isWaiting: Bool { taken == nil && undoneBy == nil }
}

/// What a return took of a payment.
package struct TakenPayment: Codable, Equatable, Sendable {
  package var payment: PaymentID
  package var amount: Money

  package init(payment: PaymentID, amount: Money) {
    self.payment = payment
    self.amount = amount
  }
}

/// The returns that the bank told, by name.
///
/// Which of them wait, and how a credit finds the one that it undoes, is derived from the rows.
package struct ReturnRegister: PersistentState {
  package private(set) var rows: TreeDictionary<PaymentID, ReturnRow> = [:]
  /// Returns whose payment is still to be found.
  private(set) var waiting: PaymentSet = []
  /// Returns that nothing has undone.
  private(set) var byTrace: TreeDictionary<TraceKey, PaymentSet> = [:]

  package init() {}

  package static var sections: [Section<Self>] {
    [.rows(of: \.rows, load: { register, key, value in register[key] = value })]
  }

  package subscript(_ reversal: PaymentID) -> ReturnRow? {
    get { rows[reversal] }
    set {
      byTrace.remove(reversal, from: rows[reversal]?.traces ?? [])
      rows[reversal] = newValue
      byTrace.insert(reversal, at: newValue?.traces ?? [])
      if newValue?.isWaiting == true { waiting.insert(reversal) } else { waiting.remove(reversal) }
    }
  }

  /// The return, if it still waits for its payment.
  func waiting(_ reversal: PaymentID) -> ReturnFacts? {
    waiting.contains(reversal) ? rows[reversal]?.telling : nil
  }

  /// A return comes, or more is told of one that waits.
  mutating func receive(_ telling: ReturnFacts) {
    var row = rows[telling.reversal] ?? ReturnRow(telling)
    row.telling = telling
    self[telling.reversal] = row
  }
}

extension ReturnRow {
  fileprivate var traces: [TraceKey] { undoneBy == nil ? Traces(of: telling).all : [] }
}
