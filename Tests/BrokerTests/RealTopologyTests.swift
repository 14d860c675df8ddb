import AMQP
import BrokerKit
import Foundation
import Messages
import ServiceKit
import Testing

extension BrokerSuite {
  /// The topology of Encours on a real node, with its users.
  @Suite("Topology on RabbitMQ", .serialized, .enabled(if: PrivateBroker.isWanted))
  struct RealTopology {}
}

extension BrokerSuite.RealTopology {
  @Test("what differs is named and left, the rest is declared")
  func differences() throws {
    let stage = try Stage(.rabbitMQ)
    let applier = try TopologyApplier(settings: PrivateBroker.shared().settings)
    defer { applier.close() }
    let (exchange, queue) = (stage.name("exchange"), stage.name("queue"))
    let former = Topology(
      exchanges: [.init(exchange, .direct)],
      queues: [.init(queue, .classic)]
    )
    try applier.apply(former, settling: .zero)
    try applier.apply(former, settling: .zero)
    let wanted = Topology(
      exchanges: [.init(exchange, .topic), .init(stage.name("new"), .fanout)],
      queues: [.init(queue, .quorum), .init(stage.name("new"))]
    )

    let found = try applier.differences(from: wanted)
    #expect(
      found.map { "\($0.kind) \($0.subject)" } == [
        "different exchange '\(exchange)'", "missing exchange '\(stage.name("new"))'",
        "different queue '\(queue)'", "missing queue '\(stage.name("new"))'",
      ]
    )
    let differs = #expect(throws: TopologyDiffers.self) {
      try applier.apply(wanted, settling: .zero)
    }
    #expect(differs?.differences.map(\.kind) == [.different, .different])
    #expect(differs?.description.contains("x-queue-type") == true)
    #expect(try applier.differences(from: wanted).map(\.kind) == [.different, .different])
    #expect(try applier.differences(from: former).isEmpty)
  }

  @Test("imported and declared are the same, and each work queue has its policy")
  func complete() throws {
    let node = try PrivateBroker.shared()
    let applier = try TopologyApplier(settings: node.settings)
    defer { applier.close() }
    try applier.apply(.encours(), settling: .zero)
    try node.importDefinitions(of: .encours())
    #expect(try applier.differences(from: .encours()).isEmpty)
    let policies = try node.control("list_queues", "name", "policy")
    #expect(policies.contains("encours.matching.07\tencours.matching\n"))
    #expect(policies.contains("encours.matching.rpc.07\tencours.matching.rpc\n"))
    #expect(policies.contains("encours.payment-intake\tencours.payment-intake\n"))
    #expect(policies.contains("encours.payment-intake.dlq\t\n"))
  }

  // MARK: Users

  /// The broker as each of its users sees it.
  private func brokerOfUsers() throws -> (_ user: String, _ needed: Topology) -> RabbitMQ {
    let node = try PrivateBroker.shared()
    let users = Topology.encours().users.map { ($0.name, "p-\($0.name)") }
    try node.importDefinitions(
      of: .encours(),
      passwords: Dictionary(uniqueKeysWithValues: users)
    )
    return { user, needed in
      RabbitMQ(settings: node.settings(user: user, password: "p-\(user)"), needing: needed)
    }
  }

  @Test("each service may do its own work")
  func ownWork() throws {
    let broker = try brokerOfUsers()
    for service in ServiceName.allCases {
      let own = broker(service.rawValue, .needed(by: service))
      let consumer = try own.makeConsumer(name: "own")
      defer { consumer.close() }
      let reply = QueueName.replies(service.rawValue, instance: "1")
      try consumer.declareReplyQueue(reply)
      try consumer.subscribe(to: reply, prefetch: 1)
      for queue in Topology.needed(by: service).queues {
        try consumer.subscribe(to: queue.name, prefetch: 1)
      }
      let publisher = try own.makePublisher(name: "own")
      defer { publisher.close() }
      let isReport = service == .reporting
      let exchange = isReport ? ExchangeName.reports : ExchangeName.events
      for (index, type) in Topology.sends(service).enumerated() {
        let key = isReport ? type : RoutingKey.event(type, nil)
        _ = try publisher.publish(message(index, to: exchange, key: key))
      }
      _ = try publisher.outcomes(of: Topology.sends(service).count)
    }
  }

  @Test("nobody may send what another owns")
  func foreignTypes() throws {
    let broker = try brokerOfUsers()
    let forbidden: [(String, String, String)] = [
      ("invoicing", ExchangeName.events, "payment.applied.v1.07"),
      ("invoicing", ExchangeName.events, "invoice.issued.v1.07.more"),
      ("matching", ExchangeName.events, "invoice.issued.v1.07"),
      ("reporting", ExchangeName.events, "report.aging.v1"),
      ("reporting", ExchangeName.reports, "invoice.issued.v1"),
      ("invoicing", ExchangeName.billing, "billing.invoice.issued.v1"),
      ("invoicing", "", "encours.matching.07"),
      ("billing", ExchangeName.billing, "invoice.issued.v1"),
      ("billing", ExchangeName.events, "billing.invoice.issued.v1"),
      ("analytics", ExchangeName.reports, "report.aging.v1"),
      ("operator", ExchangeName.events, "day.opened.v1.all"),
    ]
    for (user, exchange, key) in forbidden {
      let publisher = try broker(user, Topology()).makePublisher(name: "forbidden")
      _ = try publisher.publish(message(0, to: exchange, key: key))
      let error = publisher.failure()
      #expect(error?.kind == .misconfigured, "\(user) may publish \(key) in '\(exchange)'")
      #expect(error?.code == 403)
    }
  }

  @Test("nobody may read another's queue, or declare one in another's name")
  func foreignQueues() throws {
    let broker = try brokerOfUsers()
    for (user, queue) in [
      ("invoicing", "encours.matching.07"), ("matching", "encours.reporting"),
      ("billing", "encours.invoicing"), ("operator", "encours.invoicing"),
      ("analytics", "encours.reporting"), ("invoicing", "encours.invoicing.dlq"),
    ] {
      let consumer = try broker(user, Topology()).makeConsumer(name: "forbidden")
      defer { consumer.close() }
      let error = #expect(throws: BrokerError.self) {
        try consumer.subscribe(to: queue, prefetch: 1)
      }
      #expect(error?.code == 403, "\(user) may read \(queue)")
    }
    let consumer = try broker("invoicing", Topology()).makeConsumer(name: "forbidden")
    defer { consumer.close() }
    let error = #expect(throws: BrokerError.self) {
      try consumer.declareReplyQueue(QueueName.replies("matching", instance: "1"))
    }
    #expect(error?.code == 403)
  }

  @Test("a parked message goes back to the one queue that it came from")
  func redriven() throws {
    let node = try PrivateBroker.shared()
    try node.importDefinitions(of: .encours(), passwords: ["operator": "p-operator"])
    let queue = QueueName.events(.creditControl)
    let operatorBroker = RabbitMQ(
      settings: node.settings(user: "operator", password: "p-operator")
    )
    let publisher = try operatorBroker.makePublisher(name: "redrive")
    defer { publisher.close() }

    try publisher.send([42], to: ExchangeName.parked, key: RoutingKey.deadLetter(.creditControl))
    let bin = try operatorBroker.makeConsumer(name: "redrive")
    defer { bin.close() }
    try bin.subscribe(to: QueueName.deadLetters(.creditControl), prefetch: 1)
    let parked = try bin.take(1)[0]
    var again = parked.message
    again.exchange = ExchangeName.parked
    again.routingKey = RoutingKey.redrive(to: queue)
    _ = try publisher.publish(again)
    #expect(try publisher.outcomes(of: 1) == [.confirmed(2)])
    try bin.acknowledge([parked.tag])

    let consumer = try Stage(.rabbitMQ).consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 100)
    // Behind what the other tests left there.
    #expect(try consumer.strays().contains(42))
  }
}
