import DomainKit

extension CreditControl {
  package static func decide(
    _ command: Command,
    _ state: State
  ) throws(Rejection) -> [Event] {
    switch command {
    case .configure(let partitionCount): try configure(partitionCount, state)

    case .openDay(let date): try openDay(date, state.calendar)
    case .callCut: try callCut(state.calendar)
    case .closePeriod(let lastDay, let user): try closePeriod(lastDay, by: user, state.calendar)
    case .closePartition(let partition, let cut):
      try closePartition(partition, of: cut, state.calendar)

    case .registerAccount(let account): register(account, state)
    case .setCreditLimit(let account, let limit, let user, let reason):
      try setCreditLimit(of: account, to: limit, by: user, reason: reason, state)

    case .setCreditTerms(let account, let terms, let user, let reason):
      try setCreditTerms(of: account, to: terms, by: user, reason: reason, state)

    case .takeInvoice(let invoice): try take(invoice, state)
    case .receivePayment(let receipt): receive(receipt, state)
    case .applyPayment(let decision): try apply(decision, state)
    case .unapplyPayment(let decision): try unapply(decision, state)
    case .returnPayment(let reversal): takeBack(reversal, state)

    case .placeOrder(let change): place(change, state)
    case .shipOrder(let change): ship(change, state)
    case .closeOrder(let key): close(key, state)
    case .checkOrder(let key, let amount): try check(key, amount: amount, state)
    }
  }

  /// The partition count is fixed from the first day on: cuts count on each partition's closing,
  /// and spreading the accounts anew is a protocol of its own.
  private static func configure(
    _ partitionCount: Int,
    _ state: State
  ) throws(Rejection) -> [Event] {
    guard (1...Partition.maximumCount).contains(partitionCount) else {
      throw .partitionCountOutOfRange(partitionCount)
    }
    guard partitionCount != state.partitionCount else { return [] }
    guard state.calendar.open == nil else {
      throw .partitionCountFixed(state.partitionCount, asked: partitionCount)
    }
    return [.partitionCountSet(partitionCount)]
  }
}
