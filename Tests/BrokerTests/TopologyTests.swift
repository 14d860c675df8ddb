import DomainKit
import Foundation
import Messages
import ServiceKit
import Testing

@Suite("Topology") struct TopologyTests {
  private let topology = Topology.encours()

  @Test("names are given once, and bindings lead somewhere")
  func consistent() {
    let exchanges = topology.exchanges.map(\.name)
    let queues = topology.queues.map(\.name)
    #expect(Set(exchanges).count == exchanges.count)
    #expect(Set(queues).count == queues.count)
    #expect(Set(topology.bindings).count == topology.bindings.count)
    for binding in topology.bindings {
      #expect(exchanges.contains(binding.exchange), "\(binding)")
      #expect(queues.contains(binding.queue), "\(binding)")
    }
    for queue in queues { #expect(topology.bindings.contains { $0.queue == queue }, "\(queue)") }
    for exchange in topology.exchanges {
      #expect(exchange.alternate.map { exchanges.contains($0) } ?? true)
    }
  }

  @Test("the queues of Encours")
  func queues() {
    let names = Set(topology.queues.map(\.name))
    let expected = [
      "encours.invoicing", "encours.invoicing.rpc", "encours.payment-intake.dlq",
      "encours.credit-control.invalid", "encours.matching.00", "encours.matching.15",
      "encours.matching.rpc.07", "encours.matching.dlq", "encours.matching.invalid",
      "encours.reports", "encours.unrouted",
    ]
    #expect(names.isSuperset(of: expected))
    // 4 services with 2 queues and matching with 2 a partition, 2 bins each, 2 more.
    #expect(names.count == 4 * 2 + 16 * 2 + 5 * 2 + 2)
    #expect(Topology.encours(partitions: 4).queues.count == 4 * 2 + 4 * 2 + 5 * 2 + 2)
  }

  @Test("each type that a service reads is sent by another, and each that is sent is read")
  func types() {
    let sent = ServiceName.allCases.flatMap { Topology.sends($0) }
    for service in ServiceName.allCases {
      for type in Topology.eventTypes(service) {
        let senders = ServiceName.allCases.filter { Topology.sends($0).contains(type) }
        #expect(senders.contains { $0 != service }, "\(service) reads \(type)")
      }
      #expect(Topology.billingTypes(service).allSatisfy { $0.hasPrefix("billing.") })
      #expect(Set(Topology.reads(service)).count == Topology.reads(service).count)
    }
    let read = Set(ServiceName.allCases.flatMap { Topology.reads($0) })
    for type in sent where !type.hasPrefix("report.") { #expect(read.contains(type), "\(type)") }
  }

  @Test("work queues are quorum queues with one active consumer and no limit of length")
  func workQueues() {
    let work = Topology.needed(by: .matching).queues + Topology.needed(by: .invoicing).queues
    #expect(work.count == 34)
    for queue in work {
      #expect(topology.queues.contains(queue))
      #expect(
        queue.arguments == [
          "x-queue-type": .string("quorum"), "x-single-active-consumer": .boolean(true),
        ]
      )
    }
    for policy in topology.policies where policy.name != "encours.reports" {
      #expect(policy.definition.keys.allSatisfy { !$0.hasPrefix("max-length") })
    }
  }

  @Test("one policy a work queue; dead letters of events go to the service's own bin")
  func policies() throws {
    for queue in topology.queues {
      let policies = try topology.policies.filter {
        try Regex($0.pattern).firstMatch(in: queue.name) != nil
      }
      let isWork = queue.hasSingleActiveConsumer
      #expect(policies.count == (isWork || queue.kind == .stream ? 1 : 0), "\(queue.name)")
      guard isWork, let policy = policies.first?.definition else { continue }
      #expect(policy["delivery-limit"] == .integer(Int64(Topology.deliveryLimit)))
      guard !queue.name.contains(".rpc") else {
        #expect(policy["dead-letter-exchange"] == nil)
        continue
      }
      #expect(policy["dead-letter-strategy"] == .string("at-least-once"))
      #expect(policy["overflow"] == .string("reject-publish"))
      let key = try #require(policy["dead-letter-routing-key"]?.string)
      let bin = topology.bindings.filter {
        $0.exchange == ExchangeName.parked && $0.routingKey == key
      }
      #expect(bin.count == 1)
      let owner = try #require(ServiceName.allCases.first { key == RoutingKey.deadLetter($0) })
      #expect(bin.first?.queue == QueueName.deadLetters(owner))
      #expect(queue.name.hasPrefix("encours.\(owner.rawValue)"))
    }
  }

  @Test("an event reaches the queues of its partition and of those who read every partition")
  func routes() {
    func readers(_ exchange: String, _ key: String) -> [String] {
      let words = key.split(separator: ".")
      return topology.bindings.filter { binding in
        let pattern = binding.routingKey.split(separator: ".")
        return binding.exchange == exchange && pattern.count == words.count
          && zip(pattern, words).allSatisfy { $0 == "*" || $0 == $1 }
      }.map(\.queue).sorted()
    }
    #expect(
      readers(ExchangeName.events, "invoice.issued.v1.07") == [
        "encours.credit-control", "encours.matching.07", "encours.payment-intake",
        "encours.reporting",
      ]
    )
    #expect(
      readers(ExchangeName.events, "day.opened.v1.all") == [
        "encours.invoicing", "encours.payment-intake", "encours.reporting",
      ]
    )
    #expect(readers(ExchangeName.billing, "billing.order.placed.v1") == ["encours.credit-control"])
    #expect(readers(ExchangeName.rpc, "matching.07") == ["encours.matching.rpc.07"])
    #expect(readers(ExchangeName.rpc, "payment-intake") == ["encours.payment-intake.rpc"])
    #expect(readers(ExchangeName.parked, "encours.matching.07") == ["encours.matching.07"])
  }

  @Test("definitions hold no user without a password, and the password of each with one")
  func definitions() throws {
    struct File: Decodable {
      struct User: Decodable {
        let name: String
        let password: String
        let tags: [String]
      }
      struct Permission: Decodable {
        let user: String
        let configure: String
        let write: String
        let read: String
      }
      struct Named: Decodable {
        let name: String
        let durable: Bool
      }
      let users: [User]
      let permissions: [Permission]
      let queues: [Named]
      let exchanges: [Named]
    }
    let bare = try JSONDecoder().decode(File.self, from: Data(topology.definitions()))
    #expect(bare.users.isEmpty && bare.permissions.isEmpty)
    #expect(bare.queues.count == topology.queues.count && bare.queues.allSatisfy { $0.durable })
    #expect(bare.exchanges.count == 7)

    let file = try JSONDecoder().decode(
      File.self,
      from: Data(topology.definitions(passwords: ["analytics": "a", "matching": "m"]))
    )
    #expect(file.users.map(\.name) == ["matching", "analytics"])
    #expect(file.users.map(\.password) == ["m", "a"])
    #expect(file.users.allSatisfy { $0.tags.isEmpty })
    #expect(file.permissions.map(\.read).last == "^(encours\\.reports)$")
    #expect(file.permissions.map(\.write).last == "^$")
    #expect(file.permissions.map(\.configure).last == "^$")
  }

  @Test("nobody may write to the default exchange or declare a work queue")
  func permissions() throws {
    #expect(topology.users.count == 8)
    for user in topology.users {
      // RabbitMQ calls the default exchange so when it asks for permission.
      for name in ["amq.default", "encours.events.more", "my.encours.events"] {
        #expect(try Regex(user.write).firstMatch(in: name) == nil, "\(user.name) \(name)")
      }
      for queue in topology.queues {
        #expect(try Regex(user.configure).firstMatch(in: queue.name) == nil)
        #expect(
          try Regex(user.write).firstMatch(in: queue.name) == nil || queue.name == "encours.reports"
        )
      }
    }
  }
}
