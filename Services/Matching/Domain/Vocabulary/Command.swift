package import DomainKit

/// Matching of one partition: which payment clears which open item, and why.
package enum Matching: Decider {}

extension Matching {
  /// What the partition is told; each but the policy names the partition for which it is meant.
  package enum Command: Sendable {
    case register(Account, Partition)
    case open(IssuedInvoice, Partition)
    case identify(Payment, Partition, supplied: Archived)
    case takeBack(Return, Partition, supplied: Archived)
    case reinstate(Reinstatement, Partition, supplied: Archived)
    /// Money of an account is announced and not booked.
    case announce(Payment, Partition)
    case endPending(PendingEnd, Partition)
    case advise(Advising, Partition, supplied: Archived)
    /// One of the two markers that a cut needs.
    case close(Marker, Partition)
    case adopt(Policy)
  }

  /// Why a command is refused; nothing of it is booked.
  package enum Rejection: Error, Equatable, Sendable {
    /// It belongs to another partition's books.
    case otherPartition(Partition, expected: Partition)
    case accountInOtherPartition(AccountID, Partition)
    /// Another invoice bears this number, or another item this name.
    case invoiceNumberTaken(InvoiceNumber)
    case itemTaken(ItemID)
    /// An item is negative, of another currency than the invoice's others, or its discount is not
    /// between nothing and the item.
    case itemImpossible(ItemID)
    /// Another payment bears this name.
    case paymentNameTaken(PaymentID)
    case amountNotPositive(PaymentID)
    /// Another advice speaks of this payment.
    case advisedOtherwise(PaymentID)
    /// The books of this currency would exceed what an amount can hold.
    case totalOutOfRange(Currency)
    /// The archive did not supply what the payment had cleared.
    case itemsMissing(of: PaymentID)
    /// A marker closes a later cut than the one that is open.
    case markerEarly(DayCut, open: DayCut)
    case markerReversed(DayCut, opens: DayCut)
  }

  /// An account as invoicing registered it.
  package struct Account: Codable, Equatable, Sendable {
    package let id: AccountID
    /// Later revisions replace earlier ones, in whatever order they come.
    package let revision: Int
    package let partition: Partition
    package let currency: Currency
    /// Heads the account's paying group; of a head, the account itself.
    package let head: AccountID
    /// When the head pays for this account.
    package let paidByHead: [PayingPeriod]

    package init(
      id: AccountID,
      revision: Int,
      partition: Partition,
      currency: Currency,
      head: AccountID,
      paidByHead: [PayingPeriod] = []
    ) {
      self.id = id
      self.revision = revision
      self.partition = partition
      self.currency = currency
      self.head = head
      self.paidByHead = paidByHead
    }
  }

  /// Money is pending no more: it was booked, or nobody booked it.
  package struct PendingEnd: Codable, Equatable, Sendable {
    package let payment: PaymentID
    package let account: AccountID

    package init(payment: PaymentID, account: AccountID) {
      self.payment = payment
      self.account = account
    }
  }

  /// Invoicing or payment intake has sent everything of a cut.
  package struct Marker: Codable, Equatable, Sendable {
    package enum Source: String, Codable, CaseIterable, Sendable {
      case invoicing
      case paymentIntake = "payment-intake"
    }
    package let source: Source
    package let closes: DayCut
    package let opens: DayCut
    /// What the source had to set aside.
    package let exceptions: [ParkedMessage]

    package init(source: Source, closes: DayCut, opens: DayCut, exceptions: [ParkedMessage] = []) {
      self.source = source
      self.closes = closes
      self.opens = opens
      self.exceptions = exceptions
    }
  }

  /// A message that a service set aside; its account is left out of the day's decisions.
  package struct ParkedMessage: Codable, Equatable, Hashable, Sendable {
    package let message: String
    package let service: String
    package let account: AccountID?
    package let reason: String

    package init(message: String, service: String, account: AccountID?, reason: String) {
      self.message = message
      self.service = service
      self.account = account
      self.reason = reason
    }
  }

  /// What the archive held of what a command names.
  package struct Archived: Codable, Equatable, Sendable {
    package var invoices: [IssuedInvoice]
    package var payments: [Payment]
    /// Invoices found by the payment's evidence, to be looked up next.
    package var named: [InvoiceNumber]

    package init(
      invoices: [IssuedInvoice] = [],
      payments: [Payment] = [],
      named: [InvoiceNumber] = []
    ) {
      self.invoices = invoices
      self.payments = payments
      self.named = named
    }
  }

  /// Bounds on what one decision looks at or says.
  package enum Limits {
    /// References and possible invoice numbers for which one payment waits.
    package static let awaitedKeys = 200
    /// Items that one decision clears.
    package static let allocations = 500
    /// Candidates that an explanation names as not chosen.
    package static let rejectedCandidates = 10
    /// Matches that a suggestion offers.
    package static let suggestedMatches = 5
    /// Items that a suggested match names.
    package static let suggestedItems = 20
    /// The oldest open items with whose numbers each written number is compared.
    package static let comparedItems = 300
    /// Amounts of which every combination is looked at; of more those of up to four.
    package static let combinedAmounts = 22
    /// Amounts of which combinations are looked at: four of more can have any amount, so that an
    /// amount alone tells nothing.
    package static let comparedAmounts = 200
    /// A rest of at most so many parts in a hundred of an item may be a short payment; more of it
    /// is a part payment, which nobody has to explain.
    package static let shortPercent: Int64 = 20
    /// One in so many combinations that are booked may be chance.
    package static let chancesPerCombination: Int64 = 20
  }
}
