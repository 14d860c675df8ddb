package import DomainKit

extension Matching {
  /// What happened in the partition's books.
  package enum Event: Codable, Equatable, Sendable {
    case partitionAssigned(Partition)
    case policyAdopted(Policy)
    case accountRegistered(Account)
    case invoiceOpened(IssuedInvoice)
    /// With the decision that its evidence made at once, if any.
    case paymentIdentified(Payment)
    /// Settled things came back from the archive because a late fact names them.
    case restored(Archived)
    case applied(Application)
    case takenOffAccount(OffAccount)
    /// The payer's advice has come after its payment.
    case advised(Advising)
    /// It came before its payment.
    case adviceAwaited(Advising)
    /// What the advice places otherwise is free again.
    case takenBack(OffAccount)
    /// A return came before its payment.
    case returnAwaited(Return)
    case returned(ReturnBooking)
    case returnRefused(Return)
    /// What undoes a return came before the return, or before its payment.
    case reinstatementAwaited(Reinstatement)
    case reinstated(ReinstatementBooking)
    case pendingAnnounced(Payment)
    /// Perhaps before it was announced.
    case pendingEnded(PendingEnd)
    /// At a cut: what was decided on arrival is replaced by what the cut's facts say in order.
    case restated(Restatement)
    case deductionOpened(Deduction)
    /// The payment no longer clears the item; the money is missing for another reason.
    case deductionWithdrawn(Deduction)
    /// None: nothing is left to be suggested.
    case suggested(PaymentID, Suggestion?)
    case markerArrived(Marker)
    case archived(invoices: [InvoiceNumber], payments: [PaymentID])
    case cutClosed(CutClosing)
  }

  /// A decision on a payment.
  package struct Application: Codable, Equatable, Sendable {
    package let payment: PaymentID
    package let decision: Decision
  }

  /// Money is free again, because the invoice that the payment names has come, or its advice.
  package struct OffAccount: Codable, Equatable, Sendable {
    package let payment: PaymentID
    package let takings: [Taking]
  }

  /// What a return undid; what it took from unapplied money needs no taking.
  package struct ReturnBooking: Codable, Equatable, Sendable {
    package let entry: Return
    package let takings: [Taking]
  }

  /// A return is undone, with what is applied again of what it had taken.
  package struct ReinstatementBooking: Codable, Equatable, Sendable {
    package let entry: Reinstatement
    /// Each is named anew.
    package let restored: [Taking]
  }

  /// What is taken back of one decision.
  package struct Taking: Codable, Equatable, Sendable {
    package let decision: String
    /// Names this taking, as a decision's name does.
    package let id: String
    /// The rule of the decision; none where nothing had been decided, or in an old journal.
    package let rule: Rule?
    package internal(set) var allocations: [Allocation]
    package internal(set) var offAccount: Money

    init(
      decision: String,
      id: String,
      rule: Rule?,
      allocations: [Allocation] = [],
      offAccount: Money
    ) {
      self.decision = decision
      self.id = id
      self.rule = rule
      self.allocations = allocations
      self.offAccount = offAccount
    }
  }

  /// The difference between what was decided on arrival and what the cut decides.
  package struct Restatement: Codable, Equatable, Sendable {
    /// The records as they are from now on; only those that differ.
    package let payments: [Payment]
    package let items: [Item]
    /// What the world is told; empty where only the reasons differ.
    package let corrections: [Correction]
  }

  /// One message of a restatement; `unapplied` is what of the payment is neither applied nor on
  /// account afterwards.
  package enum Correction: Codable, Equatable, Sendable {
    case takenBack(Taking, of: PaymentID, unapplied: Money)
    case applied(Decision, of: PaymentID, unapplied: Money)
  }

  /// The cut is closed: its balances, its movements, and what it settled.
  package struct CutClosing: Codable, Equatable, Sendable {
    package let closes: DayCut
    package let opens: DayCut
    package let totals: [Total]
    package let exceptions: [ParkedMessage]
    package let settled: [InvoiceNumber]
    package let consumed: [PaymentID]
  }

  /// A control total of the cut; sums are in the currencies' order.
  package struct Total: Codable, Equatable, Sendable {
    package enum Name: String, Codable, CaseIterable, Sendable {
      /// Balances at the cut.
      case openItems, unapplied, onAccount
      /// Movements of the cut, net of what was taken back; they count allocations.
      case applied, discount, credited, writtenOff
    }
    package let name: Name
    package let count: Int
    package let sums: [Money]
  }
}
