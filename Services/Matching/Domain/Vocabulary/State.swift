package import DomainKit

extension Matching {
  /// The books of one partition.
  ///
  /// Nothing in them tells in which order the facts of a closed cut arrived.
  package struct State: PersistentState {
    package internal(set) var partition: Partition?
    package internal(set) var policy = Policy()
    /// It changed during the open cut, so that every leftover is looked at again.
    package internal(set) var isPolicyNew = false
    /// None until the first marker has come.
    package internal(set) var openCut: DayCut?
    /// How many cuts were closed before the open one: it stands in the names of decisions, since
    /// the cut itself is not known before the first marker.
    package internal(set) var cutsClosed = 0
    /// Markers of the open cut.
    package internal(set) var markers: [Marker] = []
    /// The cuts closed last, as many as settled things wait for the archive; oldest first.
    package internal(set) var closedCuts: [DayCut] = []

    package internal(set) var accounts: TreeDictionary<AccountID, Account> = [:]
    /// By head: the other accounts of its paying group, by name.
    package internal(set) var members: TreeDictionary<AccountID, [AccountID]> = [:]
    /// Heads who began or ceased to pay for somebody during the open cut, so that what they have
    /// left is looked at again.
    package internal(set) var changedHeads: [AccountID] = []
    package internal(set) var invoices = Records<InvoiceNumber, Invoice>()
    package internal(set) var items = Records<ItemID, Item>()
    package internal(set) var payments = Records<PaymentID, Payment>()
    /// By payment: returns that came before it, by name.
    package internal(set) var awaitedReturns: TreeDictionary<PaymentID, [Return]> = [:]
    /// By return: what undoes returns that are not booked yet.
    package internal(set) var awaitedReinstatements: TreeDictionary<PaymentID, Reinstatement> = [:]
    /// By payment: advices that came before it.
    package internal(set) var awaitedAdvices: TreeDictionary<PaymentID, Advice> = [:]

    /// Money that is announced and not booked, by account; by value date, then name.
    package internal(set) var pending: TreeDictionary<AccountID, [Payment]> = [:]
    /// Accounts whose pending money changed during the open cut, so that what they have left is
    /// looked at again.
    package internal(set) var changedPending: [AccountID] = []
    /// Money that the open cut found to be pending no more: its announcement may come after that.
    package internal(set) var endedPending: [PaymentID] = []

    /// What is open, by account.
    package internal(set) var ledgers: TreeDictionary<AccountID, Ledger> = [:]
    /// The invoices that a key names.
    package internal(set) var named: TreeDictionary<EvidenceKey, [InvoiceNumber]> = [:]
    /// The invoices at which a payer's words may hint.
    package internal(set) var hinted: TreeDictionary<HintKey, [InvoiceNumber]> = [:]
    /// The payments that name a key and have money for it.
    package internal(set) var awaiting: TreeDictionary<EvidenceKey, [PaymentID]> = [:]
    /// One a currency, in the currencies' order.
    package internal(set) var balances: [Balance] = []

    /// The records that the open cut touched, as they were before.
    package internal(set) var openingItems = Records<ItemID, Opening<Item>>()
    package internal(set) var openingPayments = Records<PaymentID, Opening<Payment>>()
    /// What each cut settled, until it goes to the archive.
    package internal(set) var settled: TreeDictionary<DayCut, Settled> = [:]
    /// What came back from the archive during the open cut.
    package internal(set) var restored = Settled()

    package init() {}

    package static var sections: [Section<State>] {
      [
        .value("partition", \.partition), .value("policy", \.policy),
        .value("isPolicyNew", \.isPolicyNew), .value("openCut", \.openCut),
        .value("cutsClosed", \.cutsClosed), .value("markers", \.markers),
        .value("closedCuts", \.closedCuts),
        .table("accounts", \.accounts), .table("members", \.members),
        .value("changedHeads", \.changedHeads), .table("invoices", \.invoices.table),
        .table("items", \.items.table),
        .table("payments", \.payments.table), .table("awaitedReturns", \.awaitedReturns),
        .table("awaitedReinstatements", \.awaitedReinstatements),
        .table("pending", \.pending), .value("changedPending", \.changedPending),
        .value("endedPending", \.endedPending),
        .table("awaitedAdvices", \.awaitedAdvices),
        .table("ledgers", \.ledgers), .table("named", \.named), .table("hinted", \.hinted),
        .table("awaiting", \.awaiting),
        .value("balances", \.balances), .table("openingItems", \.openingItems.table),
        .table("openingPayments", \.openingPayments.table), .table("settled", \.settled),
        .value("restored", \.restored),
      ]
    }
  }

  /// What is open on one account.
  package struct Ledger: Codable, Equatable, Sendable {
    /// Items with something open, by name.
    package internal(set) var items: [ItemID] = []
    /// Payments with something unapplied or on account, by name.
    package internal(set) var payments: [PaymentID] = []

    var isEmpty: Bool { items.isEmpty && payments.isEmpty }
  }

  /// A record as it was before the open cut touched it.
  package struct Opening<Record: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    package let record: Record
    /// It came during the open cut.
    package let isNew: Bool
  }

  /// Things that leave the state together.
  package struct Settled: Codable, Equatable, Sendable {
    package internal(set) var invoices: [InvoiceNumber] = []
    package internal(set) var payments: [PaymentID] = []
  }

  /// The control account of one currency.
  package struct Balance: Codable, Equatable, Sendable {
    package let currency: Currency
    package internal(set) var openItems: Count
    package internal(set) var unapplied: Count
    package internal(set) var onAccount: Count
    /// Of the open cut, net.
    package internal(set) var applied: Count
    /// Of the open cut, net.
    package internal(set) var discount: Count
    /// By credit notes; of the open cut, net.
    package internal(set) var credited: Count
    /// Within the tolerance; of the open cut, net.
    package internal(set) var writtenOff: Count

    init(_ currency: Currency) {
      let nothing = Count(count: 0, sum: .zero(currency))
      self.currency = currency
      openItems = nothing
      unapplied = nothing
      onAccount = nothing
      applied = nothing
      discount = nothing
      credited = nothing
      writtenOff = nothing
    }
  }

  /// How many, and how much.
  package struct Count: Codable, Equatable, Sendable {
    package internal(set) var count: Int
    package internal(set) var sum: Money

    /// Takes one amount's change in; nothing is not counted.
    mutating func change(from old: Money?, to new: Money?) {
      if let old, !old.isZero { (count, sum) = (count - 1, sum - old) }
      if let new, !new.isZero { (count, sum) = (count + 1, sum + new) }
    }
  }
}
