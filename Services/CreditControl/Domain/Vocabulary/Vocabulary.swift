package import DomainKit
package import Terms

/// Credit limits, exposure, holds and the business calendar: may this order be delivered on credit,
/// who is late, and which day is it.
package enum CreditControl: Decider {
  package enum Command: Equatable, Sendable {
    /// From the settings, before anything else: how many partitions close each cut.
    case configure(partitionCount: Int)

    case openDay(CalendarDate)
    case callCut
    case closePeriod(lastDay: CalendarDate, by: UserName)
    /// A matching partition has closed a cut.
    case closePartition(Partition, of: DayCut)

    case registerAccount(RegisteredAccount)
    case setCreditLimit(AccountID, limit: Money?, by: UserName, reason: String)
    case setCreditTerms(AccountID, NewTerms, by: UserName, reason: String)

    case takeInvoice(IssuedInvoice)
    case receivePayment(PaymentReceipt)
    case applyPayment(PaymentDecision)
    case unapplyPayment(PaymentDecision)
    case returnPayment(PaymentReturn)

    case placeOrder(OrderChange)
    case shipOrder(OrderChange)
    case closeOrder(OrderKey)
    case checkOrder(OrderKey, amount: Money)
  }

  package enum Event: Codable, Equatable, Sendable {
    case partitionCountSet(Int)

    case dayOpened(closes: DayCut?, opens: DayCut)
    case cutCalled(closes: DayCut, opens: DayCut)
    case partitionClosed(Partition, of: DayCut)
    /// Every partition has closed the cut.
    case cutClosed(DayCut)
    case periodClosed(firstDay: CalendarDate, lastDay: CalendarDate, by: UserName)

    case accountRegistered(RegisteredAccount)
    case creditLimitChanged(CreditLimitChange)
    case creditTermsChanged(CreditTermsChange)

    case invoiceTaken(IssuedInvoice)
    case paymentReceived(PaymentReceipt)
    case paymentApplied(PaymentDecision)
    case paymentUnapplied(PaymentDecision)
    case paymentReturned(PaymentReturn)

    case orderPlaced(OrderChange)
    case orderShipped(OrderChange)
    case orderClosed(OrderKey)
    /// The order, with this amount, was approved or held.
    case orderDecided(OrderDecision)
  }

  /// Why a command brings nothing about, for a person who can act on it.
  package enum Rejection: Error, Equatable, Sendable {
    case partitionCountOutOfRange(Int)
    /// The cut that is open was announced to this many partitions.
    case partitionCountFixed(Int, asked: Int)

    case dayNotLater(CalendarDate, open: DayCut)
    case noDayOpen
    /// The cut before is not closed by these partitions.
    case cutAwaited(DayCut, [Partition])
    /// A partition closed a cut that nobody asked it to close.
    case closingUnexpected(DayCut, Partition)
    case notEndOfMonth(CalendarDate)
    case periodNotEnded(CalendarDate, open: DayCut)
    case periodOutOfSequence(CalendarDate, next: CalendarDate)

    case accountUnknown(AccountID)
    case limitNegative(Money)
    case limitInOtherCurrency(Money, account: Currency)
    case nothingToChange
    case termsUnfit([TermsFault])
    /// What is invoiced already stays as it is.
    case termsNotLater(CalendarDate, open: DayCut)
    case reasonUnfit(maximumBytes: Int)

    case amountNotPositive(Money)
    case orderClosed(OrderKey)
    /// A decision clears an item in a currency that is not the item's.
    case clearingInOtherCurrency(ItemID, Currency)
  }
}

extension CreditControl {
  /// Who calls, as the broker validated it.
  package enum User {}
  package typealias UserName = Identifier<User>
}
