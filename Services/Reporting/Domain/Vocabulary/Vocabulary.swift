package import DomainKit

/// The read model of the whole house: a ledger of what the other services told, the figures that
/// can be read from it for any business day, and the daily proof that they are all there.
///
/// Reporting decides nothing. A command is a fact that has happened; `decide` only tells new facts
/// from known ones and contradictory ones, and adds the proof when the last marker of a cut is in.
package enum Reporting: Decider {
  package enum Command: Equatable, Sendable {
    /// The settings: how many partitions have to close a cut.
    case configure(partitions: Int)
    case record(Fact, Arrival)
    /// Reporting itself could not take a message of this cut in.
    case setAside(SetAside, cut: DayCut?)
  }

  package enum Event: Codable, Equatable, Sendable {
    case configured(partitions: Int)
    case recorded(fact: Fact, arrival: Arrival)
    /// The message told nothing new; it only counts.
    case counted(arrival: Arrival)
    /// The message cannot be true beside what is known, came after its cut was proven, or could not
    /// be taken in at all.
    case setAside(exception: SetAside, cut: DayCut?)
    /// Every marker of the cut is in; `netted` decisions cancelled each other within it.
    case proven(report: CutReport, netted: [DecisionKey])
  }

  /// Nothing that has happened can be refused.
  package enum Rejection: Error, Equatable, Sendable {}
}

/// How a fact came: what the envelope says of it.
package struct Arrival: Codable, Equatable, Sendable {
  /// The message's id.
  package var message: String
  /// The message's type, by which streams are named.
  package var type: String
  /// None: it concerns no account.
  package var partition: Partition?
  /// The cut that the publisher had open; none before the first day was opened.
  package var cut: DayCut?
  /// What markers add up for this message.
  package var amount: Money?

  package init(
    message: String,
    type: String,
    partition: Partition? = nil,
    cut: DayCut? = nil,
    amount: Money? = nil
  ) {
    self.message = message
    self.type = type
    self.partition = partition
    self.cut = cut
    self.amount = amount
  }
}

/// A message that somebody did not handle; it is shown with the proof of its cut.
package struct SetAside: Codable, Hashable, Sendable {
  package var message: String
  /// The service that set it aside.
  package var service: String
  package var account: AccountID?
  package var reason: String

  package init(message: String, service: String, account: AccountID?, reason: String) {
    self.message = message
    self.service = service
    self.account = account
    self.reason = reason
  }
}

extension SetAside: Comparable {
  package static func < (lhs: SetAside, rhs: SetAside) -> Bool {
    (lhs.service, lhs.message, lhs.reason) < (rhs.service, rhs.message, rhs.reason)
  }
}
