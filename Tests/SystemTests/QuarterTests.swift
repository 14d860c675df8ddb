import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import Remittance
import ServiceKit
import Testing

@Suite("The demonstration's quarter through the whole house", .serialized)
struct QuarterTests {
  @Test("every cut of the quarter is proven, and nothing is set aside")
  func proven() throws {
    let house = try House(port: 26_840)
    defer { house.close() }
    let days = DemoQuarter.days()
    try putHalfFile(of: days, into: house)
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
    try expectNoPayers(inLogsOf: house)
  }

  /// A bank file that is refused, with payers' IBANs in it.
  private func putHalfFile(of days: [BusinessDay], into house: House) throws {
    let whole = try #require(days.flatMap(\.bankFiles).first)
    try house.inbox.put(BankFile(name: "half.xml", content: whole.content.dropLast(120)))
  }

  /// Logs go to collectors, where personal data has no business; our own account is none.
  private func expectNoPayers(inLogsOf house: House) throws {
    let rejected = house.inbox.folder + "/rejected"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: rejected)) ?? []
    #expect(files.contains { $0.contains("half") }, "\(files)")
    for service in ServiceName.allCases {
      let log = try house.wholeLog(of: service)
      #expect(log.contains("started"), "\(service) logs nothing")
      let words = log.split { !$0.isLetter && !$0.isNumber }.map(String.init)
      let ibans = words.filter { IBAN($0) != nil && $0 != DemoQuarter.ownIBAN }
      #expect(ibans == [], "\(service)")
    }
  }
}
