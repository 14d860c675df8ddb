package import DomainKit
package import EInvoiceBilling
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
  package func aging(
    asOf date: CalendarDate,
    knownOn: CalendarDate? = nil,
    account: AccountID? = nil
  ) throws -> GetAging.Reply {
    var whole = try call(GetAging(asOf: date, knownOn: knownOn, account: account))
    while let next = whole.next {
      let page = try call(GetAging(asOf: date, knownOn: knownOn, account: account, after: next))
      whole.accounts += page.accounts
      whole.next = page.next
    }
    return whole
  }

  /// What invoicing knows of an invoice that another names; nil for one that it does not know.
  package func earlierInvoice(_ number: InvoiceNumber) throws -> EarlierInvoice? {
    do {
      let known = try call(GetInvoice(invoice: number))
      return EarlierInvoice(
        isDeposit: known.issued.kind == .deposit,
        gross: known.issued.gross,
        isCredited: known.creditable.isZero
      )
    } catch let status as CallStatus where status.code == .notFound {
      return nil
    }
  }

  /// Every page of a statement, as one.
  package func statement(
    of account: AccountID,
    from: CalendarDate,
    to: CalendarDate
  ) throws -> GetStatement.Reply {
    var whole = try call(GetStatement(account: account, from: from, to: to))
    while let next = whole.next {
      let page = try call(GetStatement(account: account, from: from, to: to, after: next))
      whole = whole.continued(by: page)
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

extension GetStatement.Reply {
  /// With the movements of the page that follows; opening and closing are the same on every page.
  fileprivate func continued(by page: GetStatement.Reply) -> GetStatement.Reply {
    var whole = self
    for part in page.currencies {
      let same = whole.currencies.firstIndex { $0.opening.currency == part.opening.currency }
      if let same {
        whole.currencies[same].movements += part.movements
      } else {
        whole.currencies.append(part)
      }
    }
    whole.next = page.next
    return whole
  }
}
