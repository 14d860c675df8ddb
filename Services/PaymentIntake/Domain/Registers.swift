package import DomainKit

/// The invoices that are known, and whose a number or reference is.
package struct InvoiceRegister: PersistentState {
  package private(set) var rows: TreeDictionary<InvoiceNumber, InvoiceRegistration> = [:]
  /// Accounts by an invoice's number in its comparable form.
  private(set) var byNumber: TreeDictionary<String, [AccountID]> = [:]
  /// Accounts by an invoice's structured reference.
  private(set) var byReference: TreeDictionary<String, [AccountID]> = [:]
  /// For accounts whose registration is still on its way.
  ///
  /// Were an account's invoices to tell several, the highest counts, in whatever order they came.
  private(set) var partitions: TreeDictionary<AccountID, Partition> = [:]

  package init() {}

  package static var sections: [Section<Self>] {
    [.rows(of: \.rows, load: { register, _, value in register.insert(value) })]
  }

  mutating func insert(_ invoice: InvoiceRegistration) {
    rows[invoice.invoice] = invoice
    byNumber.insert(invoice.account, at: invoice.numberKey)
    byReference.insert(invoice.account, at: invoice.reference)
    let partition = partitions[invoice.account] ?? invoice.partition
    partitions[invoice.account] = max(partition, invoice.partition)
  }
}

/// The payments that were taken in; those without an owner are the pool.
///
/// How a return or an invoice finds a payment is derived from the rows and not written down.
package struct PaymentRegister: PersistentState {
  package private(set) var rows: TreeDictionary<PaymentID, PaymentRow> = [:]
  private(set) var byTrace: TreeDictionary<TraceKey, PaymentSet> = [:]
  /// What the payments without an owner say about whose they are.
  private(set) var pool: TreeDictionary<PaymentID, Claims> = [:]
  private(set) var poolByClaim: TreeDictionary<ClaimKey, PaymentSet> = [:]
  /// Payments that no remittance advice has met.
  private(set) var unadvised: TreeDictionary<Money, PaymentSet> = [:]

  /// Payments that may be another, of which nobody has decided.
  private(set) var suspected: PaymentSet = []

  /// The accounts that the bank tells of.
  private(set) var creditorAccounts: TreeSet<CreditorAccountNumber> = []
  /// The payments of the last cut that brought any.
  private var latest: PaymentSet = []
  private var latestCut: DayCut?

  package init() {}

  package static var sections: [Section<Self>] {
    [.rows(of: \.rows, load: { register, key, value in register[key] = value })]
  }

  package subscript(_ payment: PaymentID) -> PaymentRow? {
    get { rows[payment] }
    set {
      let before = rows[payment]
      rows[payment] = newValue
      unadvised.remove(payment, from: before?.adviceKeys ?? [])
      unadvised.insert(payment, at: newValue?.adviceKeys ?? [])
      if let newValue, newValue.suspicion != nil, newValue.verdict == nil {
        suspected.insert(payment)
      } else {
        suspected.remove(payment)
      }
      guard
        before?.receipt != newValue?.receipt || before?.isInPool != newValue?.isInPool
          || before?.advice != newValue?.advice
      else { return }
      byTrace.remove(payment, from: before.map { Traces(of: $0.receipt).all } ?? [])
      byTrace.insert(payment, at: newValue.map { Traces(of: $0.receipt).all } ?? [])
      note(newValue?.receipt, insteadOf: before?.receipt)
      poolByClaim.remove(payment, from: pool[payment]?.keys ?? [])
      pool[payment] = newValue.flatMap { $0.isInPool ? Claims(of: $0) : nil }
      poolByClaim.insert(payment, at: pool[payment]?.keys ?? [])
    }
  }
}

extension PaymentRegister {
  /// The payments that came in the cut, if none came later.
  func fresh(in cut: DayCut) -> PaymentSet { latestCut == cut ? latest : [] }

  private mutating func note(_ receipt: PaymentReceipt?, insteadOf before: PaymentReceipt?) {
    guard let receipt else {
      if let before { latest.remove(before.facts.payment) }
      return
    }
    if let account = receipt.place?.account { creditorAccounts.insert(account) }
    if latestCut.map({ $0 < receipt.cut }) ?? true { (latestCut, latest) = (receipt.cut, []) }
    if latestCut == receipt.cut { latest.insert(receipt.facts.payment) }
  }
}

extension PaymentRow {
  /// Under what an advice looks for it.
  fileprivate var adviceKeys: [Money] { advice == nil ? [facts.amount] : [] }
}

extension TreeDictionary where Value == PaymentSet {
  mutating func insert(_ payment: PaymentID, at keys: [Key]) {
    for key in keys { self[key, default: PaymentSet()].insert(payment) }
  }

  mutating func remove(_ payment: PaymentID, from keys: [Key]) {
    for key in keys {
      self[key]?.remove(payment)
      if self[key]?.isEmpty == true { self[key] = nil }
    }
  }
}
