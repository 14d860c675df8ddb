import DomainKit
package import MatchingDomain
import Messages
package import ServiceKit

/// What left the state lies in the archive under `invoice:` and `payment:`; the keys by which
/// payers name an invoice (`reference:`, `number:`) lead to its number.
extension MatchingService {
  package static func archiveKeys(
    for command: Matching.Command,
    _ state: Matching.State
  ) -> [String] {
    switch command {
    case .identify(let payment, _, let supplied):
      let invoices = supplied.named.filter { state.invoices[$0] == nil }
      // Known or not: that depends on the order of arrival, and what comes back counts for other
      // payments too.
      return payment.evidence.map(\.rowKey) + invoices.map(key)
    case .takeBack(let entry, _, let supplied):
      return keys(of: entry.payment, supplied, state)
    case .reinstate(let entry, _, let supplied):
      return keys(of: entry.payment, supplied, state)
    case .advise(let advising, _, let supplied):
      let invoices = supplied.named.filter { state.invoices[$0] == nil }
      return keys(of: advising.payment, supplied, state) + advising.advice.evidence.map(\.rowKey)
        + invoices.map(key)
    case .register, .open, .announce, .endPending, .close, .adopt: return []
    }
  }

  /// A payment, or once it is there, what it has cleared.
  private static func keys(
    of id: PaymentID,
    _ supplied: Matching.Archived,
    _ state: Matching.State
  ) -> [String] {
    guard let payment = state.payments[id] ?? supplied.payments.first else { return [key(id)] }
    return payment.invoices.filter { state.invoices[$0] == nil }.map(key)
  }

  package static func supplying(
    _ rows: [String: [UInt8]],
    to command: Matching.Command
  ) -> Matching.Command {
    switch command {
    case .identify(let payment, let partition, let supplied):
      .identify(payment, partition, supplied: supplied.adding(rows))
    case .takeBack(let entry, let partition, let supplied):
      .takeBack(entry, partition, supplied: supplied.adding(rows))
    case .reinstate(let entry, let partition, let supplied):
      .reinstate(entry, partition, supplied: supplied.adding(rows))
    case .advise(let advising, let partition, let supplied):
      .advise(advising, partition, supplied: supplied.adding(rows))
    case .register, .open, .announce, .endPending, .close, .adopt: command
    }
  }

  package static func archiveRows(
    for event: Matching.Event,
    _ state: Matching.State
  ) -> [ArchiveRow] {
    guard case .archived(let invoices, let payments) = event else { return [] }
    return invoices.compactMap(state.issuedInvoice).flatMap(rows)
      + payments.compactMap { state.payments[$0] }.map { row(key($0.id), $0) }
  }

  private static func rows(_ file: Matching.IssuedInvoice) -> [ArchiveRow] {
    let number = file.invoice.number
    return [row(key(number), file)] + file.invoice.keys.map { row($0.rowKey, number) }
  }

  private static func key(_ invoice: InvoiceNumber) -> String { "invoice:\(invoice)" }
  private static func key(_ payment: PaymentID) -> String { "payment:\(payment)" }

  private static func row(_ key: String, _ value: some Encodable) -> ArchiveRow {
    do {
      return ArchiveRow(key: key, data: try JSONCoding.encode(value))
    } catch {
      preconditionFailure("\(key) cannot be written to the archive: \(error)")
    }
  }
}

extension Matching.Archived {
  /// With the rows that the archive held; rows under other keys are numbers of invoices.
  fileprivate func adding(_ rows: [String: [UInt8]]) -> Matching.Archived {
    var archived = self
    for (key, data) in rows.sorted(by: { $0.key < $1.key }) {
      do {
        if key.hasPrefix("invoice:") {
          archived.invoices.append(
            try JSONCoding.decodeTrusted(Matching.IssuedInvoice.self, from: data)
          )
        } else if key.hasPrefix("payment:") {
          archived.payments.append(try JSONCoding.decodeTrusted(Matching.Payment.self, from: data))
        } else {
          archived.named.append(try JSONCoding.decodeTrusted(InvoiceNumber.self, from: data))
        }
      } catch {
        preconditionFailure("the archived row \(key) cannot be read: \(error)")
      }
    }
    return archived
  }
}
