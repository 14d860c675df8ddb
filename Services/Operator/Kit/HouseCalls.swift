package import DomainKit
package import Messages
package import ServiceKit

/// Questions to the house that take more than one call.
extension CallClient {
  /// The open business day.
  package func openDate() throws -> CalendarDate {
    guard let open = try call(GetDay()).open else {
      throw CallStatus(.failedPrecondition, "no business day is open yet: `encours day open DATE`")
    }
    return open.date
  }

  /// Every page of an aging, as one.
  package func aging(asOf date: CalendarDate, account: AccountID? = nil) throws -> GetAging.Reply {
    var whole = try call(GetAging(asOf: date, account: account))
    while let next = whole.next {
      let page = try call(GetAging(asOf: date, account: account, after: next))
      whole.accounts += page.accounts
      whole.next = page.next
    }
    return whole
  }

  /// The statuses of all services, partition by partition where there are any.
  package func everyStatus(
    partitions: Int
  ) throws -> [(service: ServiceName, partition: Partition?, status: GetStatus.Reply)] {
    try ServiceName.allCases.flatMap { service in
      let shares = service == .matching ? (0..<partitions).map { Partition($0) } : [nil]
      return try shares.map { partition in
        (service, partition, try call(GetStatus(), of: service, partition: partition))
      }
    }
  }
}
