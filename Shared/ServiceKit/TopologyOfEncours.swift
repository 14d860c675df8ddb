import DomainKit
package import Messages

extension Topology {
  /// Parked by the broker after so many returns to its queue.
  ///
  /// Nothing shall reach it: the broker counts the returns of every message that a crashed process
  /// had taken, so a service counts its attempts itself (``LoopLimits/attempts``). Without a limit
  /// a quorum queue would return messages to its end instead of their place.
  package static let deliveryLimit = 1_000_000
  /// The stream of reports can be refilled from reporting's journal; a year and a month are kept.
  package static let reportsAge = "400D"
  package static let reportsBytes: Int64 = 10_000_000_000

  /// All that Encours has on a broker.
  package static func encours(partitions count: Int = Partition.defaultCount) -> Topology {
    let partitions = partitionNames(count)
    var topology = Topology(exchanges: exchanges)
    for service in ServiceName.allCases {
      topology.declareWork(of: service, partitions: service == .matching ? partitions : [nil])
      topology.declareBins(of: service)
    }
    topology.queues += [Queue(QueueName.unrouted), Queue(QueueName.reports, .stream)]
    topology.bindings += [
      Binding(ExchangeName.unrouted, QueueName.unrouted, ""),
      Binding(ExchangeName.reports, QueueName.reports, "#"),
    ]
    topology.policies.append(
      Policy(
        "encours.reports",
        pattern: "^encours\\.reports$",
        definition: ["max-age": .string(reportsAge), "max-length-bytes": .integer(reportsBytes)]
      )
    )
    topology.users = users
    return topology
  }

  /// What one service needs to find: the exchanges that it uses and the queues that it reads.
  package static func needed(
    by service: ServiceName,
    partitions count: Int = Partition.defaultCount
  ) -> Topology {
    let used = [
      ExchangeName.events, ExchangeName.rpc, ExchangeName.replies, ExchangeName.parked,
      service == .reporting ? ExchangeName.reports : nil,
    ]
    let partitions = service == .matching ? partitionNames(count) : [nil]
    return Topology(
      exchanges: exchanges.filter { used.contains($0.name) },
      queues: partitions.flatMap {
        [workQueue(QueueName.events(service, $0)), workQueue(QueueName.rpc(service, $0))]
      }
    )
  }

  /// Requests and replies have no alternate: who sends one is told by a return that nobody is
  /// there.
  private static let exchanges: [Exchange] = [
    Exchange(ExchangeName.unrouted, .fanout),
    Exchange(ExchangeName.billing, .topic, alternate: ExchangeName.unrouted),
    Exchange(ExchangeName.events, .topic, alternate: ExchangeName.unrouted),
    Exchange(ExchangeName.rpc, .direct),
    Exchange(ExchangeName.replies, .direct),
    Exchange(ExchangeName.reports, .topic, alternate: ExchangeName.unrouted),
    Exchange(ExchangeName.parked, .direct, alternate: ExchangeName.unrouted),
  ]

  private static func partitionNames(_ count: Int) -> [Partition?] {
    precondition((1...Partition.maximumCount).contains(count), "1 to 100 partitions")
    return (0..<count).map { Partition($0) }
  }

  private static func workQueue(_ name: String) -> Queue {
    Queue(name, .quorum, singleActiveConsumer: true)
  }

  private mutating func declareWork(of service: ServiceName, partitions: [Partition?]) {
    for partition in partitions {
      let events = QueueName.events(service, partition)
      let rpc = QueueName.rpc(service, partition)
      queues += [Self.workQueue(events), Self.workQueue(rpc)]
      bindings += Self.billingTypes(service).map { Binding(ExchangeName.billing, events, $0) }
      bindings += Self.eventTypes(service).map {
        Binding(ExchangeName.events, events, "\($0).\(partition?.name ?? "*")")
      }
      bindings += [
        Binding(ExchangeName.rpc, rpc, RoutingKey.rpc(service, partition)),
        Binding(ExchangeName.parked, events, RoutingKey.redrive(to: events)),
      ]
    }
  }

  /// The two bins of a service, and the policies that lead there.
  private mutating func declareBins(of service: ServiceName) {
    let name = service.rawValue
    queues += [Queue(QueueName.invalid(service)), Queue(QueueName.deadLetters(service))]
    bindings += [
      Binding(ExchangeName.parked, QueueName.invalid(service), RoutingKey.invalid(service)),
      Binding(ExchangeName.parked, QueueName.deadLetters(service), RoutingKey.deadLetter(service)),
    ]
    // Dead letters move at least once only from queues that refuse instead of dropping; no length
    // is set, so a slow reader never makes its neighbours' publishes fail. ("Quorum Queues",
    // "Activating at-least-once dead-lettering")
    let isPartitioned = service == .matching
    policies += [
      Policy(
        "encours.\(name)",
        pattern: "^encours\\.\(name)\(isPartitioned ? "\\.[0-9]{2}" : "")$",
        definition: [
          "dead-letter-exchange": .string(ExchangeName.parked),
          "dead-letter-routing-key": .string(RoutingKey.deadLetter(service)),
          "dead-letter-strategy": .string("at-least-once"),
          "delivery-limit": .integer(Int64(Self.deliveryLimit)),
          "overflow": .string("reject-publish"),
        ]
      ),
      // A request that waited past its deadline expires: its caller has been told, and a bin full
      // of them would hide what matters.
      Policy(
        "encours.\(name).rpc",
        pattern: "^encours\\.\(name)\\.rpc\(isPartitioned ? "\\.[0-9]{2}" : "")$",
        definition: [
          "delivery-limit": .integer(Int64(Self.deliveryLimit)),
          "overflow": .string("reject-publish"),
        ]
      ),
    ]
  }
}

// MARK: Who reads and who sends what

extension Topology {
  /// The types that a service reads, from outside and from the other services.
  package static func reads(_ service: ServiceName) -> [String] {
    billingTypes(service) + eventTypes(service)
  }

  /// The types of `encours.billing` that a service reads.
  package static func billingTypes(_ service: ServiceName) -> [String] {
    switch service {
    case .invoicing:
      [BillingAccountUpserted.type, BillingInvoiceIssued.type, BillingCreditNoteIssued.type]
    case .paymentIntake: [BillingPaymentCaptured.type]
    case .matching: []
    case .creditControl:
      [BillingOrderPlaced.type, BillingOrderShipped.type, BillingOrderClosed.type]
    case .reporting: []
    }
  }

  /// The types of `encours.events` that a service reads: of every partition, and of `all`; matching
  /// those of the queue's partition only.
  package static func eventTypes(_ service: ServiceName) -> [String] {
    switch service {
    case .invoicing:
      [DayOpened.type, CutCalled.type, CreditTermsChanged.type, PaymentReturned.type]
    case .paymentIntake:
      [
        AccountRegistered.type, InvoiceIssued.type, PaymentApplied.type, PaymentUnapplied.type,
        DayOpened.type, CutCalled.type, IntakeClosed.type, DayClosed.type,
      ]
    case .matching:
      [
        AccountRegistered.type, InvoiceIssued.type, CreditNoteIssued.type, PaymentIdentified.type,
        PaymentReturned.type, PaymentReinstated.type, PaymentPending.type, PendingPaymentEnded.type,
        RemittanceAdvised.type, IntakeClosed.type,
      ]
    case .creditControl:
      [
        AccountRegistered.type, InvoiceIssued.type, CreditNoteIssued.type, PaymentIdentified.type,
        PaymentReturned.type, PaymentReinstated.type, PaymentApplied.type, PaymentUnapplied.type,
        CreditApplied.type, CreditUnapplied.type, DayClosed.type,
      ]
    case .reporting:
      [
        AccountRegistered.type, AccountRejected.type, InvoiceIssued.type, InvoiceRejected.type,
        CreditNoteIssued.type, CreditNoteRejected.type, TermsDeviated.type, ExchangeRateSet.type,
        PaymentReceived.type, PaymentIdentified.type, PaymentPending.type, PaymentReturned.type,
        PaymentReinstated.type, PaymentWithdrawn.type, PaymentRejected.type, PaymentSuspected.type,
        RemittanceAdvised.type, StatementImported.type,
        StatementRejected.type, PaymentApplied.type, PaymentUnapplied.type, CreditApplied.type,
        CreditUnapplied.type, DeductionOpened.type, DeductionWithdrawn.type, MatchSuggested.type,
        PendingPaymentEnded.type,
        DayOpened.type, CutCalled.type, PeriodClosed.type, IntakeClosed.type, DayClosed.type,
        CreditLimitChanged.type, CreditTermsChanged.type, OrderApproved.type, OrderHeld.type,
      ]
    }
  }

  /// The types that a service sends: in `encours.events`, reporting in `encours.reports`.
  package static func sends(_ service: ServiceName) -> [String] {
    switch service {
    case .invoicing:
      [
        AccountRegistered.type, AccountRejected.type, InvoiceIssued.type, InvoiceRejected.type,
        CreditNoteIssued.type, CreditNoteRejected.type, TermsDeviated.type, ExchangeRateSet.type,
        IntakeClosed.type,
      ]
    case .paymentIntake:
      [
        PaymentReceived.type, PaymentIdentified.type, PaymentPending.type, PaymentReturned.type,
        PaymentReinstated.type, PaymentWithdrawn.type, PaymentRejected.type, PaymentSuspected.type,
        RemittanceAdvised.type,
        StatementImported.type, StatementRejected.type, PendingPaymentEnded.type, IntakeClosed.type,
      ]
    case .matching:
      [
        PaymentApplied.type, PaymentUnapplied.type, CreditApplied.type, CreditUnapplied.type,
        DeductionOpened.type, DeductionWithdrawn.type, MatchSuggested.type, DayClosed.type,
      ]
    case .creditControl:
      [
        DayOpened.type, CutCalled.type, PeriodClosed.type, CreditLimitChanged.type,
        CreditTermsChanged.type, OrderApproved.type, OrderHeld.type,
      ]
    case .reporting: [ReportAging.type, ReportReconciliation.type]
    }
  }
}
