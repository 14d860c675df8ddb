package import DomainKit
package import Messages
package import ServiceKit

/// What an operator reads.
package enum Rendering {
  private static func json(_ value: some Encodable) -> String {
    String(decoding: (try? JSONCoding.encode(value)) ?? [], as: UTF8.self)
  }
  package static func aging(_ reply: GetAging.Reply) -> String { json(reply) }
  package static func statement(_ reply: GetStatement.Reply) -> String { json(reply) }
  package static func overdue(_ reply: ListOverdue.Reply, asOf: CalendarDate) -> String { json(reply) }
  package static func openItems(_ reply: ListOpenItems.Reply) -> String { json(reply) }
  package static func explanation(_ reply: ExplainPayment.Reply) -> String { json(reply) }
  package static func unidentified(_ reply: ListUnidentified.Reply) -> String { json(reply) }
  package static func reconciliation(_ reply: GetReconciliation.Reply) -> String { json(reply) }
  package static func activity(_ reply: GetActivity.Reply) -> String { json(reply) }
  package static func imported(_ reply: GetImport.Reply, file: String) -> String { json(reply) }
  package static func day(_ reply: GetDay.Reply) -> String { json(reply) }
  package static func exposure(_ reply: GetExposure.Reply, of: AccountID) -> String { json(reply) }
  package static func orderCheck(_ reply: CheckOrder.Reply, order: OrderID) -> String { json(reply) }
  package static func status(
    _ rows: [(service: ServiceName, partition: Partition?, status: GetStatus.Reply)]
  ) -> String {
    rows.map { json($0.status) }.joined(separator: "\n")
  }
}
