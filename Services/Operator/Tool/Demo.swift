import AMQP
import ArgumentParser
import DomainKit
import Foundation
import Messages
import OperatorKit
import ServiceKit

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Feeds a realistic quarter day by day, and shows what an analyst wants to see.",
    discussion: "A quarter that was fed before is shown again, not fed again."
  )

  private static let environment = ProcessInfo.processInfo.environment

  @OptionGroup var connection: Connection
  @Option(help: "A file with the password of the user 'billing' (ENCOURS_BILLING_PASSWORD_FILE).")
  var billingPasswordFile: String?
  @Option(help: "Payment intake's inbox folder (ENCOURS_INBOX_FOLDER).")
  var inboxFolder = environment["ENCOURS_INBOX_FOLDER"] ?? "inbox"
  @Option(help: "The seed of the quarter.")
  var seed: UInt64 = 2026

  func run() throws {
    let days = DemoQuarter.days(seed: seed)
    guard let last = days.last?.date else { return }
    let next = last.adding(days: 1)
    try connection.withCalls { calls in
      let open = try calls.call(GetDay()).open?.date
      // What was cut off goes on with the open day: facts that are there already change nothing.
      let rest = days.filter { $0.date >= open ?? $0.date }
      if rest.isEmpty {
        print("This house is past \(last) already; nothing is fed again.\n")
      } else {
        try feed(rest, thenOpen: next)
      }
      try show(asOf: last, calls)
    }
  }

  private func feed(_ days: [BusinessDay], thenOpen next: CalendarDate) throws {
    let runner = DayRunner(inbox: InboxWriter(folder: inboxFolder)) {
      (
        try connection.calls(),
        try BillingPublisher(
          broker: RabbitMQ(settings: billingSettings()),
          user: BrokerUser.billing
        )
      )
    }
    let began = ContinuousClock.now
    try runner.run(days, thenOpen: next, source: "/billing/demo") { progress in
      let bar = String(repeating: "#", count: 40 * progress.day / progress.of)
      let rest = String(repeating: ".", count: 40 - bar.count)
      let line = "\r\(progress.date)  [\(bar)\(rest)] day \(progress.day) of \(progress.of)"
      FileHandle.standardOutput.write(Data(line.utf8))
    }
    let seconds = (ContinuousClock.now - began).components.seconds
    print("\n\(days.count) business days in \(seconds) s.\n")
  }

  private func billingSettings() throws -> AMQPSettings {
    var settings = try connection.settings(
      passwordFile: billingPasswordFile ?? Self.environment["ENCOURS_BILLING_PASSWORD_FILE"]
    )
    settings.user = BrokerUser.billing
    return settings
  }

  private func show(asOf date: CalendarDate, _ calls: CallClient) throws {
    print(Rendering.activity(try calls.call(GetActivity())))
    print(Rendering.aging(try calls.aging(asOf: date)))
    let overdue = try calls.call(ListOverdue(asOf: date, account: nil, limit: 10))
    print(Rendering.overdue(overdue, asOf: date))
    print(Rendering.unidentified(try calls.call(ListUnidentified(limit: 5))))
    print(Rendering.reconciliation(try calls.call(GetReconciliation(cut: nil))))
  }
}
