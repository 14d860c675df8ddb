import AMQP
import BrokerKit
import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit
import Terms
import Testing

/// A whole house, and somebody beside it who throws rubbish in, looks into every bin, and asks
/// whether the house has noticed anything else.
///
/// Connections stay on the thread that opened them: one bench a test.
final class RubbishBench {
  static let account: AccountID = "C-1001"
  /// The queue in which this bench reads what is rejected by a rule.
  static let rejections = "encours.test.rejections"

  let house: House
  let calls: CallClient
  let billing: BillingPublisher
  private let port: Int
  private let publisher: any Publisher
  private let bins: any Consumer
  private let epochs: [String: Int]
  private var goodInvoices = 0

  /// Opens a business day and registers one account.
  init(port: Int) throws {
    self.port = port
    house = try House(port: port, partitions: 2)
    do {
      try TopologyApplier(settings: house.settings()).apply(Self.topology)
      let broker = RabbitMQ(settings: try house.settings())
      calls = try house.calls()
      billing = try house.billing()
      publisher = try broker.makePublisher(name: "rubbish/publish")
      bins = try broker.makeConsumer(name: "rubbish/bins")
      for queue in Self.binQueues + [Self.rejections] {
        try bins.subscribe(to: queue, prefetch: 100)
      }
      epochs = try Self.epochs(calls, house)
      try house.runner().open(CalendarDate(literal: "2026-03-02"))
      try billing.publish(
        [
          BillingAccountUpserted(
            account: Self.account,
            revision: 1,
            name: "Ateliers Morel",
            currency: .euro,
            terms: "net 30"
          )
        ],
        from: "/billing/rubbish"
      )
      try goOn()
    } catch {
      house.close()
      throw error
    }
  }

  func close() {
    calls.close()
    billing.close()
    publisher.close()
    bins.close()
    house.close()
  }

  static let binQueues =
    ServiceName.allCases.flatMap { [QueueName.invalid($0), QueueName.deadLetters($0)] }
    + [QueueName.unrouted]

  private static var topology: Topology {
    let rejected = [InvoiceRejected.type, StatementRejected.type, PaymentRejected.type]
    return Topology(
      queues: [Topology.Queue(rejections, .classic)],
      bindings: rejected.map { Topology.Binding(ExchangeName.events, rejections, "\($0).*") }
    )
  }

  // MARK: Throwing

  /// Publishes a message; the broker has it when this returns.
  func publish(_ message: WireMessage) throws {
    let tag = try publisher.publish(message)
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
      if try publisher.collect(waiting: .milliseconds(100)).contains(.confirmed(tag)) { return }
    }
    throw CallStatus(.deadlineExceeded, "the broker has not confirmed the rubbish")
  }

  /// Publishes by another client library what our own refuses to send.
  func publishRaw(_ message: WireMessage) throws {
    struct Raw: Encodable {
      var exchange: String
      var routingKey: String
      var contentType: String?
      var headers: [String: String]
      var body: Data
    }
    let raw = Raw(
      exchange: message.exchange,
      routingKey: message.routingKey,
      contentType: message.properties.contentType,
      headers: message.headers.compactMapValues(\.string),
      body: Data(message.body)
    )
    let file = house.folder.appending(path: "raw.json")
    try JSONEncoder().encode(raw).write(to: file)
    try runPython("send_raw.py", [file.path])
  }

  /// Runs a program of this folder against the house's broker.
  func runPython(_ script: String, _ arguments: [String] = []) throws {
    let python = try #require(Self.python, "no Python with pika: see compose/test")
    try Command.run(
      python,
      [House.root.appending(path: "Tests/SystemTests/\(script)").path] + arguments,
      environment: ["BILLING_URL": try brokerURL()]
    )
  }

  /// A Python with the packages of `Tests/requirements.txt`.
  static var python: String? { ProcessInfo.processInfo.environment["ENCOURS_PYTHON"] }

  private func brokerURL() throws -> String {
    let file = house.folder.appending(path: "broker/admin.password")
    let password = try String(contentsOf: file, encoding: .utf8)
    return "amqp://\(House.administrator):\(password)@127.0.0.1:\(port)/%2F"
  }

  // MARK: Bins

  /// Waits for so many messages in the bins, and says in which they are; none may follow them.
  func emptyBins(expecting count: Int) throws -> [Delivery] {
    var found: [Delivery] = []
    let deadline = ContinuousClock.now + .seconds(20)
    while found.count < count, ContinuousClock.now < deadline {
      found += try bins.receive(atMost: 100, waiting: .milliseconds(100))
    }
    try bins.acknowledge(found.map(\.tag))
    return found.sorted { $0.queue < $1.queue }
  }

  /// What is in the bins without waiting for anything.
  func leftInBins() throws -> [String] {
    try bins.receive(atMost: 100, waiting: .milliseconds(300)).map(\.queue)
  }

  // MARK: The house

  /// One more good invoice, and everybody has taken it in.
  func goOn() throws {
    goodInvoices += 1
    try billing.publish(
      [
        BillingInvoiceIssued(
          invoice: InvoiceNumber("GOOD-\(goodInvoices)"),
          account: Self.account,
          issueDate: CalendarDate(literal: "2026-03-02"),
          net: Money(10_000, .euro),
          tax: Money(2_000, .euro),
          gross: Money(12_000, .euro),
          dueDate: CalendarDate(literal: "2026-04-01")
        )
      ],
      from: "/billing/rubbish"
    )
    let deadline = ContinuousClock.now + .seconds(20)
    while try !isEverybodyDone() {
      guard ContinuousClock.now < deadline else {
        throw CallStatus(.deadlineExceeded, "good invoice \(goodInvoices) did not go through")
      }
    }
  }

  /// Each of the four services that read invoices has read the last good one.
  private func isEverybodyDone() throws -> Bool {
    let partition = Partition(of: Self.account, count: house.partitions)
    let stream = RoutingKey.event(InvoiceIssued.type, partition)
    let readers: [(ServiceName, Partition?)] = [
      (.paymentIntake, nil), (.matching, partition), (.creditControl, nil), (.reporting, nil),
    ]
    return try readers.allSatisfy { service, partition in
      try calls.call(GetStatus(), of: service, partition: partition).readUpTo.contains {
        $0.routingKey == stream && $0.sequence >= UInt64(goodInvoices)
      }
    }
  }

  /// No process was restarted since the house began.
  func nobodyWasRestarted() throws -> Bool { try Self.epochs(calls, house) == epochs }

  private static func epochs(_ calls: CallClient, _ house: House) throws -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: try calls.everyStatus(partitions: house.partitions).map {
        ("\($0.service.rawValue) \($0.partition?.name ?? "")", $0.status.epoch)
      }
    )
  }

  /// What every domain believes, by service, one text a row of its tables.
  func beliefs() throws -> [ServiceName: Set<String>] {
    var beliefs: [ServiceName: Set<String>] = [:]
    for service in ServiceName.allCases {
      let folders =
        service == .matching
        ? (0..<house.partitions).compactMap { Partition($0).map { "matching/\($0.name)" } }
        : [service.rawValue]
      for folder in folders {
        let dump = try Command.run(
          House.executables.appending(path: "encours").path,
          [
            "state", "show", service.rawValue, house.stateFolder.appending(path: folder).path,
            "--canonical",
          ]
        )
        beliefs[service, default: []].formUnion(try Self.rows(of: dump).map { "\(folder) \($0)" })
      }
    }
    return beliefs
  }

  private static func rows(of dump: String) throws -> [String] {
    let whole = try JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any]
    let sections = try #require(whole?["sections"] as? [String: Any])
    return sections.flatMap { name, section in
      guard let table = section as? [String: Any] else { return ["\(name) \(text(of: section))"] }
      return table.map { "\(name) \($0) \(text(of: $1))" }
    }
  }

  /// The value in one notation; sets come in any order.
  private static func text(of value: Any) -> String {
    switch value {
    case let list as [Any]: "[\(list.map(text).sorted().joined(separator: ","))]"
    case let object as [String: Any]:
      "{\(object.map { "\($0):\(text(of: $1))" }.sorted().joined(separator: ","))}"
    default: "\(value)"
    }
  }
}

/// The rows that one of two beliefs holds and the other does not, by service.
func changes(
  _ before: [ServiceName: Set<String>],
  _ after: [ServiceName: Set<String>]
) -> [ServiceName: Set<String>] {
  before.merging(after) { $0.symmetricDifference($1) }.filter { !$0.value.isEmpty }
}
