import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit
import Testing

@Suite("The demonstration's quarter through the whole house", .serialized)
struct QuarterTests {
  @Test("every cut of the quarter is proven, and nothing is set aside")
  func proven() throws {
    let house = try House(port: 26_840)
    defer { house.close() }
    let days = DemoQuarter.days()
    try house.runner().run(
      days,
      thenOpen: days.last!.date.adding(days: 1),
      source: "/billing/demo"
    ) { _ in }
    let calls = try house.calls()
    defer { calls.close() }

    let proof = try calls.call(GetReconciliation(cut: nil))
    #expect(proof.report.isProven)
    #expect(proof.unproven.isEmpty)
    for (service, partition, status) in try calls.everyStatus(partitions: house.partitions) {
      #expect(status.held.isEmpty, "\(service) \(partition?.name ?? "")")
      #expect(status.exceptions.isEmpty, "\(service) \(partition?.name ?? "")")
    }
    let activity = try calls.call(GetActivity())
    #expect(activity.invoices == days.flatMap(\.messages).count { $0 is BillingInvoiceIssued })
    #expect(activity.rejectedInvoices == 0)
    let rules = Set(activity.decisionsByRule.map(\.rule))
    #expect(rules.isSuperset(of: ["structured-reference", "invoice-number", "exact-amount"]))
  }
}
