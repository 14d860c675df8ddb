package import DomainKit
package import Messages

/// A decider with its translations to and from the wire; five files with the same five names in
/// every service: Vocabulary, Decide, Evolve (the domain), Inbox and Outbox (the shell).
package protocol Service: Sendable {
  associatedtype Core: Decider

  static var name: ServiceName { get }

  /// Inbox: the command that a message means. Nil: it is none of this service's business, such as
  /// its own marker in a queue that reads every service's.
  static func command(for envelope: Envelope) throws(Malformed) -> Core.Command?
  /// Inbox: the command by which the domain learns that its service has set a message of this cut
  /// aside. Nil: the service's markers tell it, or its own status alone.
  static func command(settingAside exception: ParkedException, of cut: DayCut?) -> Core.Command?
  /// Outbox: what the world is told of an event; `state` is the state after it.
  static func messages(for event: Core.Event, _ state: Core.State) -> [Outgoing]
  /// Outbox: what the world is told when a rule said no.
  static func messages(for rejection: Core.Rejection) -> [Outgoing]
  /// The methods that others may call.
  static var calls: [CallHandler<Core>] { get }

  /// The command that brings the settings into the state when the process begins; it changes
  /// nothing when they are there already.
  static func configuration(_ settings: Settings) -> Core.Command?

  /// The cut whose facts are being gathered: stamped on what is sent.
  static func openCut(_ state: Core.State) -> DayCut?
  /// A service that decides at cuts keeps facts that bear a later cut than its open one until it
  /// has closed the cuts before. (Calendar messages are never kept.)
  static var holdsLaterCuts: Bool { get }

  /// Keys under which the archive may hold something that the command names; asked again with what
  /// the archive held, until it names no further key that is there.
  static func archiveKeys(for command: Core.Command, _ state: Core.State) -> [String]
  /// The command with what the archive held, so that replay needs no archive.
  static func supplying(_ rows: [String: [UInt8]], to command: Core.Command) -> Core.Command
  /// What an event sends to the archive; written before the record that removes it from the state.
  static func archiveRows(for event: Core.Event, _ state: Core.State) -> [ArchiveRow]
}

extension Service {
  package static func command(
    settingAside exception: ParkedException,
    of cut: DayCut?
  ) -> Core.Command? { nil }
  package static func configuration(_ settings: Settings) -> Core.Command? { nil }
  package static var holdsLaterCuts: Bool { false }
  package static func archiveKeys(for command: Core.Command, _ state: Core.State) -> [String] { [] }
  package static func supplying(
    _ rows: [String: [UInt8]],
    to command: Core.Command
  ) -> Core.Command { command }
  package static func archiveRows(for event: Core.Event, _ state: Core.State) -> [ArchiveRow] { [] }
}

/// A message that an event sends into the world, before the loop has given it its sequence.
package struct Outgoing: Sendable {
  /// What a marker learns from the outbox when it is written: the streams of its scope since the
  /// marker before, and what was set aside meanwhile.
  package struct Closing: Sendable {
    package let streams: [StreamTotal]
    package let exceptions: [ParkedException]
  }

  package enum Content: Sendable {
    case message(any Message)
    /// A marker: it leaves only when everything before it is confirmed.
    case marker(@Sendable (Closing) -> any Message)
  }

  /// Derived from what the message tells; repeated when the decision is repeated.
  package let id: String
  package let content: Content
  package let account: AccountID?
  /// None: it concerns no account, and its routing key ends in `.all`.
  package let partition: Partition?

  /// What markers add up for this message.
  package var controlAmount: Money? {
    guard case .message(let message) = content else { return nil }
    return (message as? any ControlledMessage)?.controlAmount
  }

  package init(
    id: String,
    _ message: any Message,
    account: AccountID? = nil,
    partition: Partition? = nil
  ) {
    self.id = id
    self.content = .message(message)
    self.account = account
    self.partition = partition
  }

  package init(
    marker id: String,
    partition: Partition?,
    content: @escaping @Sendable (Closing) -> any Message
  ) {
    self.id = id
    self.content = .marker(content)
    self.account = nil
    self.partition = partition
  }
}

/// How one method of a service is answered.
package struct CallHandler<Core: Decider>: Sendable {
  package enum Kind: Sendable {
    /// Read from the state; nothing is journaled.
    case query(@Sendable (CallRequest, Core.State) throws -> [UInt8])
    /// Decided like any command; the answer is stored under the idempotency key.
    case mutation(Mutation)
  }

  package struct Mutation: Sendable {
    package let command: @Sendable (CallRequest) throws -> Core.Command
    package let reply: @Sendable (CallRequest, [Core.Event], Core.State) throws -> [UInt8]
    package let refusal: @Sendable (Core.Rejection) -> CallStatus
  }

  package let path: String
  package let kind: Kind
}

/// A request as it reached the service.
package struct CallRequest: Sendable {
  package let body: [UInt8]
  /// The broker-validated user; never a field of the body.
  package let user: String
  package let time: Timestamp
  /// How far this service has read each stream.
  package let readUpTo: [ReadPosition]
}

extension CallHandler {
  /// A method that reads; `answer` may throw a ``CallStatus``.
  package static func query<Request: Call>(
    _ call: Request.Type,
    _ answer: @escaping @Sendable (Request, CallRequest, Core.State) throws -> Request.Reply
  ) -> CallHandler {
    CallHandler(
      path: Request.path,
      kind: .query { request, state in
        let decoded = try decode(Request.self, request.body)
        return try JSONCoding.encode(answer(decoded, request, state))
      }
    )
  }

  /// A method that changes something.
  package static func mutation<Request: Call>(
    _ call: Request.Type,
    command: @escaping @Sendable (Request, CallRequest) throws -> Core.Command,
    reply:
      @escaping @Sendable (Request, CallRequest, [Core.Event], Core.State) throws
      -> Request.Reply,
    refusal: @escaping @Sendable (Core.Rejection) -> CallStatus
  ) -> CallHandler {
    CallHandler(
      path: Request.path,
      kind: .mutation(
        Mutation(
          command: { try command(decode(Request.self, $0.body), $0) },
          reply: { request, events, state in
            try JSONCoding.encode(
              reply(decode(Request.self, request.body), request, events, state)
            )
          },
          refusal: refusal
        )
      )
    )
  }

  private static func decode<Request: Call>(
    _ type: Request.Type,
    _ body: [UInt8]
  ) throws -> Request {
    do {
      return try JSONCoding.decode(type, from: body)
    } catch {
      throw CallStatus(.invalidArgument, error.text)
    }
  }
}
