package import DomainKit
import Foundation
package import Messages
package import ServiceKit

/// Leads the house through business days: opens each, hands in what it brings, and goes on when
/// every partition has closed the day before.
package final class DayRunner {
  package struct Progress: Sendable {
    package var day: Int
    package var of: Int
    package var date: CalendarDate
  }

  private let calls: CallClient
  private let billing: BillingPublisher
  private let inbox: InboxWriter
  private let patience: Duration

  package init(
    calls: CallClient,
    billing: BillingPublisher,
    inbox: InboxWriter,
    patience: Duration = .seconds(60)
  ) {
    self.calls = calls
    self.billing = billing
    self.inbox = inbox
    self.patience = patience
  }

  /// Runs the days in order, and opens `next` at the end so that the last of them is closed.
  package func run(
    _ days: [BusinessDay],
    thenOpen next: CalendarDate,
    source: String,
    progress: (Progress) throws -> Void
  ) throws {
    for (index, day) in days.enumerated() {
      try open(day.date)
      try billing.publish(day.messages, from: source)
      for file in day.bankFiles { try inbox.put(file) }
      try progress(Progress(day: index + 1, of: days.count, date: day.date))
    }
    try open(next)
  }

  /// Opens a day and waits until the one before is closed everywhere and the publishers are on the
  /// new one, so that what follows bears it.
  package func open(_ date: CalendarDate) throws {
    let opened = try calls.call(OpenDay(date: date), key: "open-\(date)", timeout: patience)
    try awaitClosing(of: opened.closes)
    for service in [ServiceName.invoicing, .paymentIntake] {
      try wait("\(service.rawValue) has not opened \(opened.opens)") {
        try self.calls.call(GetStatus(), of: service).openCut == opened.opens
      }
    }
  }

  /// Cuts the day once more and waits until every partition has.
  package func cut() throws -> DayCut {
    let called = try calls.call(CallCut(), timeout: patience)
    try awaitClosing(of: called.closes)
    return called.closes
  }

  private func awaitClosing(of cut: DayCut?) throws {
    guard let cut else { return }
    try wait("\(cut) is not closed by every partition") {
      let day = try self.calls.call(GetDay())
      return day.closed.map { $0 >= cut } ?? false
    }
    try wait("reporting has not the proof of \(cut)") {
      try self.calls.call(GetActivity()).closed.map { $0 >= cut } ?? false
    }
  }

  private func wait(_ complaint: String, until isDone: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline {
      do {
        if try isDone() { return }
      } catch let status as CallStatus where status.code == .deadlineExceeded {
        continue
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
    throw CallStatus(.deadlineExceeded, "\(complaint), after \(patience)")
  }
}
