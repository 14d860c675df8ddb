package import DomainKit
import Foundation
import Messages
package import ServiceKit

/// Leads the house through business days: opens each, hands in what it brings, and goes on when
/// every partition has closed the day before.
///
/// A broker that goes away is waited for: calls carry idempotency keys and billing facts natural
/// ones, so that what is said twice is done once.
package final class DayRunner {
  package struct Progress: Sendable {
    package var day: Int
    package var of: Int
    package var date: CalendarDate
  }

  private let connect: () throws -> (CallClient, BillingPublisher)
  private let inbox: InboxWriter
  private let patience: Duration
  private var connections: (calls: CallClient, billing: BillingPublisher)?

  /// `connect` makes new connections, at first and whenever the old ones are lost.
  package init(
    inbox: InboxWriter,
    patience: Duration = .seconds(60),
    connect: @escaping () throws -> (CallClient, BillingPublisher)
  ) {
    self.inbox = inbox
    self.patience = patience
    self.connect = connect
  }

  /// Runs the days in order, and opens `next` at the end so that the last of them is closed.
  package func run(
    _ days: [BusinessDay],
    thenOpen next: CalendarDate,
    source: String,
    progress: (Progress) throws -> Void
  ) throws {
    defer { close() }
    for (index, day) in days.enumerated() {
      try open(day.date)
      try publish(day.messages, from: source)
      for file in day.bankFiles { try inbox.put(file) }
      try progress(Progress(day: index + 1, of: days.count, date: day.date))
    }
    try open(next)
  }

  /// A part at a time, so that a lost connection repeats no more than that.
  private func publish(_ messages: [any Message], from source: String) throws {
    var rest = messages[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(Self.messagesPerPart))
      try persistently { _, billing in try billing.publish(part, from: source) }
      rest = rest.dropFirst(part.count)
    }
  }
  private static let messagesPerPart = 500

  /// Opens a day and waits until the one before is closed everywhere and the publishers are on the
  /// new one, so that what follows bears it.
  package func open(_ date: CalendarDate) throws {
    let opened = try persistently { calls, _ in
      try calls.call(OpenDay(date: date), key: "open-\(date)", timeout: .seconds(5))
    }
    try awaitClosing(of: opened.closes)
    for service in [ServiceName.invoicing, .paymentIntake] {
      try wait("\(service.rawValue) has not opened \(opened.opens)") { calls in
        try calls.call(GetStatus(), of: service).openCut == opened.opens
      }
    }
  }

  private func awaitClosing(of cut: DayCut?) throws {
    guard let cut else { return }
    try wait("\(cut) is not closed by every partition") { calls in
      try calls.call(GetDay()).closed.map { $0 >= cut } ?? false
    }
    try wait("reporting has not the proof of \(cut)") { calls in
      try calls.call(GetActivity()).closed.map { $0 >= cut } ?? false
    }
  }

  private func wait(_ complaint: String, until isDone: (CallClient) throws -> Bool) throws {
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline {
      if try persistently({ calls, _ in try isDone(calls) }) { return }
      Thread.sleep(forTimeInterval: 0.005)
    }
    throw CallStatus(.deadlineExceeded, "\(complaint), after \(patience)")
  }

  /// Does it, again over new connections when the old ones are lost or nobody answers.
  private func persistently<Result>(
    _ body: (CallClient, BillingPublisher) throws -> Result
  ) throws -> Result {
    let deadline = ContinuousClock.now + patience
    while true {
      do {
        let open = try connections ?? connect()
        connections = open
        return try body(open.calls, open.billing)
      } catch let error as BrokerError where ContinuousClock.now < deadline && error.isRetriable {
        close()
      } catch let status as CallStatus
        where ContinuousClock.now < deadline && Self.isPassing(status)
      {
        continue
      }
      Thread.sleep(forTimeInterval: 0.1)
    }
  }

  private static func isPassing(_ status: CallStatus) -> Bool {
    status.code == .deadlineExceeded || status.code == .unavailable
  }

  private func close() {
    connections?.calls.close()
    connections?.billing.close()
    connections = nil
  }
}
