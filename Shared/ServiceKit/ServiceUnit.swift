package import DomainKit
package import Messages

/// One state folder and the decisions on it: takes messages in, decides, and collects the journal
/// records of a batch until it is committed.
///
/// Between `handle` and `commit` memory is ahead of the disk. So nothing that a batch caused may
/// leave before `commit` has returned, and a failed commit ends the process.
package final class ServiceUnit<S: Service> {
  package typealias State = ServiceState<S.Core>

  package let partition: Partition?
  /// `/encours/<service>[/<partition>]/<lineage>`.
  package let source: String
  package internal(set) var state: State
  /// True after an unclean end until what had been delivered before it is through: one message at a
  /// time, each start of handling on record, so that a message which kills the process is found
  /// out.
  package private(set) var isSuspicious: Bool

  let store: any StateStore<State>
  var batch = Batch()
  private var heldMarkers: Set<String> = []
  /// The open cut when held messages were last looked at.
  private var drainedCut: DayCut?
  private var hasResumed = false
  private var feedAttempt = FeedAttempt.none
  private let types: ReadTypes
  private var handlers: [String: CallHandler<S.Core>]

  /// The first work of the feed since the start, which may be what ended the process before.
  private enum FeedAttempt {
    case none, counted, over
  }

  /// What leaves once the batch is durable.
  package struct Batch {
    package var records: [JournalRecord] = []
    package var tags: [DeliveryTag] = []
    /// An event among them was never delivered before.
    var hasFreshEvent = false
    package var outgoing: [OutgoingEntry] = []
    package var replies: [WireMessage] = []
    /// Sent before, and asked for again.
    package var again: [OutgoingEntry] = []
    var archive: [ArchiveRow] = []
    package var counts: [MessageRecord<S.Core>.Outcome: Int] = [:]
    package var duplicates = 0
    /// What was set aside, for the log.
    var exceptions: [ParkedException] = []
    /// Records that are durable.
    var journaled = 0
  }

  /// Loads the state; `outgoing` of the first commit is what was unsent when the process ended.
  package init(store: any StateStore<State>, partition: Partition? = nil) throws {
    self.store = store
    self.partition = partition
    let place = partition.map { "/\($0.name)" } ?? ""
    source = "/encours/\(S.name.rawValue)\(place)/\(store.lineage)"
    types = ReadTypes(Topology.reads(S.name))
    handlers = Dictionary(uniqueKeysWithValues: S.calls.map { ($0.path, $0) })
    state = try store.load { state, record in try state.replay(record) }
    isSuspicious = store.wasAbandoned
    batch.outgoing = state.outbox.unsentInOrder
    heldMarkers = Set(state.held.filter { Markers.isMarker($0.value.envelope.type) }.map(\.key))
  }

  /// Releases what the end of the process left between a message and those that it releases.
  ///
  /// Before anything new is decided: what was held is older.
  package func resume(now: Timestamp) throws {
    guard !hasResumed else { return }
    hasResumed = true
    try drain(now: now)
  }

  /// Takes a message in: decides it, keeps it, or sets it aside.
  package func handle(_ delivery: Delivery, now: Timestamp) throws {
    batch.tags.append(delivery.tag)
    if !delivery.isRedelivered { batch.hasFreshEvent = true }
    let envelope: Envelope
    do throws(Malformed) {
      envelope = try Envelope(delivery.message)
    } catch {
      return try setAside(delivery, nil, error, outcome: .malformed, now: now)
    }
    let origin = MessageOrigin(envelope)
    if let stream = origin.stream, let sequence = origin.sequence {
      switch (state.streams[stream] ?? StreamMark()).arrival(of: sequence, id: origin.id) {
      case .new: break
      case .duplicate:
        batch.duplicates += 1
        return
      case .reused:
        let reuse = Malformed(
          .sequenceReused,
          "sequence \(sequence) of \(stream) was used before with another id"
        )
        return try setAside(delivery, nil, reuse, outcome: .malformed, now: now)
      }
    }
    if let key = origin.outsider, state.outsiders.contains(key) {
      batch.duplicates += 1
      return
    }
    if isSuspicious, try isPoison(.message(origin.id), now: now) {
      try setAside(delivery, envelope, .poison, outcome: .parked, now: now)
      // It may have been what a marker waited for.
      return try drain(now: now)
    }
    if let obstacle = obstacle(to: envelope) {
      var record = MessageRecord<S.Core>(.held, origin: origin, reason: obstacle)
      record.held = envelope
      if Markers.isMarker(envelope.type) {
        heldMarkers.insert(HeldMessage.slotName(state.nextSlot))
      }
      return try finish(record, now: now)
    }
    if let malformed = try decide(envelope, origin: origin, released: nil, now: now) {
      try setAside(delivery, envelope, malformed, outcome: .malformed, now: now)
    }
    try drain(now: now)
  }

  /// Decides the command that brings the settings into the state.
  ///
  /// Settings that a rule refuses are a person's to mend, so the process must not go on with them.
  package func configure(_ command: S.Core.Command, now: Timestamp) throws {
    var record = MessageRecord<S.Core>(.done)
    if let rejection = try attempt(command, into: &record, because: .itself, now: now) {
      throw RefusedSettings(reason: String(describing: rejection))
    }
    if !record.events.isEmpty { try finish(record, now: now) }
  }

  /// Decides a command that comes from within: a bank file's lines, the calendar.
  package func run(_ command: S.Core.Command, now: Timestamp) throws {
    var record = MessageRecord<S.Core>(.done)
    try decide(command, into: &record, now: now)
    if record.outcome == .rejected || !record.events.isEmpty || !record.outgoing.isEmpty {
      try finish(record, now: now)
    }
    try drain(now: now)
  }

  /// Decides what a feed has now.
  ///
  /// The state says how far a feed is, so a step that ended the process is the first of the next:
  /// that one is counted, over all the turns that it takes.
  package func run(_ feed: any Feed<S.Core>, now: Timestamp) throws {
    if feedAttempt == .none {
      feedAttempt = isSuspicious ? .counted : .over
      if isSuspicious, try isPoison(.feed, now: now) {
        // Whoever has mended it gets all the attempts again.
        try end(.feed, now: now)
        try makeDurable()
        throw DeadlyFeed(service: S.name)
      }
    }
    for command in try feed.commands(for: state.domain, now: now) { try run(command, now: now) }
    guard feedAttempt == .counted, !feed.isUnfinished else { return }
    feedAttempt = .over
    try end(.feed, now: now)
  }

  /// Answers these calls too.
  func answer(_ calls: [CallHandler<S.Core>]) {
    for call in calls { handlers[call.path] = call }
  }

  /// Answers a request; the reply leaves with the batch.
  package func answer(_ delivery: Delivery, now: Timestamp) throws {
    batch.tags.append(delivery.tag)
    let request: CallEnvelope
    do throws(Malformed) {
      request = try CallEnvelope(delivery.message)
    } catch {
      // Who can be told is told; what has no sender goes to the bin.
      if let refusal = CallAnswer.refusal(of: delivery.message, because: error) {
        return batch.replies.append(refusal)
      }
      return try setAside(delivery, nil, error, outcome: .malformed, now: now)
    }
    // A call has no place in the order of events: it may wait in its queue until after those that
    // end the suspicion.
    let start = Attempt(request)
    if isSuspicious || delivery.isRedelivered, try isPoison(start, now: now) {
      try refusePoison(delivery, request, now: now)
    } else {
      let answer = try answer(to: request, now: now)
      batch.replies.append(answer.wire(to: request))
    }
    try end(start, now: now)
  }

  /// Everything up to this number is confirmed by the broker.
  package func confirm(through number: UInt64, now: Timestamp) throws {
    guard number > state.outbox.sentThrough else { return }
    state.outbox.confirm(through: number)
    batch.records.append(
      JournalRecord(
        kind: SentRecord.kind,
        time: now,
        data: try JSONCoding.encode(SentRecord(through: number))
      )
    )
  }

  package var epoch: Int { store.epoch }

  /// Something waits to be made durable, acknowledged or sent.
  package var hasWork: Bool {
    !(batch.records.isEmpty && batch.tags.isEmpty && batch.outgoing.isEmpty
      && batch.replies.isEmpty)
  }

  /// Makes the batch durable and hands over what may leave now.
  package func commit() throws -> Batch {
    defer { batch = Batch() }
    try makeDurable()
    if batch.hasFreshEvent { isSuspicious = false }
    try store.offerSnapshot(of: state)
    return batch
  }

  /// What was decided so far; what it causes leaves with the commit nevertheless.
  func makeDurable() throws {
    if !batch.archive.isEmpty { try store.archive(batch.archive) }
    if !batch.records.isEmpty { try store.append(batch.records) }
    batch.journaled += batch.records.count
    batch.archive = []
    batch.records = []
  }

  /// Nothing that was delivered before an unclean end is left.
  package func calmDown() { isSuspicious = false }

  /// Gives the folder back after a clean end.
  package func close() throws { try store.close() }

  // MARK: Deciding

  /// Decides what a message means; the reason if it means nothing.
  private func decide(
    _ envelope: Envelope,
    origin: MessageOrigin?,
    released: UInt64?,
    now: Timestamp
  ) throws -> Malformed? {
    let command: S.Core.Command?
    do throws(Malformed) {
      try types.check(envelope.type)
      command = try S.command(for: envelope)
    } catch {
      return error
    }
    var record = MessageRecord<S.Core>(
      command == nil ? .ignored : .done,
      origin: origin,
      released: released
    )
    if let command {
      try decide(command, into: &record, because: Cause(envelope), now: now)
    }
    try finish(record, now: now)
    return nil
  }

  private func decide(
    _ command: S.Core.Command,
    into record: inout MessageRecord<S.Core>,
    because cause: Cause = .itself,
    now: Timestamp
  ) throws {
    if let rejection = try attempt(command, into: &record, because: cause, now: now) {
      record.outcome = .rejected
      record.reason = String(describing: rejection)
      let cut = S.openCut(state.domain) ?? cause.cut
      for message in S.messages(for: rejection) {
        try post(message, cut: cut, because: cause, into: &record, now: now)
      }
    }
  }

  /// Decides and evolves; the rejection if a rule said no.
  ///
  /// What is sent bears the open cut as it was before the decision, since a decision may close it.
  /// A service that knows no cut yet goes by the fact's own.
  func attempt(
    _ command: S.Core.Command,
    into record: inout MessageRecord<S.Core>,
    because cause: Cause,
    now: Timestamp
  ) throws -> S.Core.Rejection? {
    let command = try supplied(command)
    let openBefore = S.openCut(state.domain)
    let cutBefore = openBefore ?? cause.cut
    do throws(S.Core.Rejection) {
      record.events = try S.Core.decide(command, state.domain)
    } catch {
      return error
    }
    for event in record.events {
      batch.archive += S.archiveRows(for: event, state.domain)
      S.Core.evolve(&state.domain, event)
      let cut = cutBefore ?? S.openCut(state.domain)
      for message in S.messages(for: event, state.domain) {
        try post(message, cut: cut, because: cause, into: &record, now: now)
      }
    }
    if let openBefore, S.openCut(state.domain) != openBefore { record.closed = openBefore }
    return nil
  }

  /// What the archive holds of what the command names, and of what that names in turn: a payment
  /// tells its invoices only once it is read.
  private func supplied(_ command: S.Core.Command) throws -> S.Core.Command {
    var command = command
    var asked: Set<String> = []
    while true {
      let keys = S.archiveKeys(for: command, state.domain).filter { asked.insert($0).inserted }
      var rows: [String: [UInt8]] = [:]
      for key in keys {
        rows[key] = try batch.archive.last { $0.key == key }?.data ?? store.archived(key)
      }
      if rows.isEmpty { return command }
      command = S.supplying(rows, to: command)
    }
  }

  func finish(_ record: MessageRecord<S.Core>, now: Timestamp) throws {
    state.take(record)
    batch.counts[record.outcome, default: 0] += 1
    batch.outgoing += record.outgoing
    batch.records.append(
      JournalRecord(
        kind: MessageRecord<S.Core>.kind,
        time: now,
        data: try record.encoded()
      )
    )
  }

  // MARK: Sending

  /// Gives a message its place in its stream and encodes it, once.
  private func post(
    _ outgoing: Outgoing,
    cut: DayCut?,
    because cause: Cause,
    into record: inout MessageRecord<S.Core>,
    now: Timestamp
  ) throws {
    let message: any Message
    let kind: OutgoingEntry.Kind
    switch outgoing.content {
    case .message(let content): (message, kind) = (content, .event)
    case .marker(let content):
      let scope = outgoing.partition
      let type = S.name == .matching ? DayClosed.type : IntakeClosed.type
      let closing = Outgoing.Closing(
        streams: state.outbox.totals(of: scope, markerType: type),
        exceptions: scope == partition ? exceptions : []
      )
      (message, kind) = (content(closing), .marker)
    }
    let type = Swift.type(of: message).type
    let isReport = type.hasPrefix("report.")
    let key = isReport ? type : RoutingKey.event(type, outgoing.partition)
    let entry = OutgoingEntry(
      number: state.outbox.lastNumber + 1,
      kind: kind,
      exchange: isReport ? ExchangeName.reports : ExchangeName.events,
      routingKey: key,
      envelope: Envelope(
        id: outgoing.id,
        source: source,
        type: type,
        subject: outgoing.account?.rawValue,
        time: now,
        partition: outgoing.partition,
        sequence: (state.outbox.streams[key]?.last ?? 0) + 1,
        cut: cut,
        traceParent: TraceParent.caused(by: cause.traceParent, id: outgoing.id),
        body: try JSONCoding.encode(message)
      ),
      controlAmount: outgoing.controlAmount
    )
    // Journaled it would be sent for ever; so the process leaves, and what asks for it is parked.
    guard entry.envelope.body.count <= Limits.bodyBytes else {
      throw OversizeMessage(type: type, bytes: entry.envelope.body.count)
    }
    state.outbox.take(entry)
    record.outgoing.append(entry)
  }

  private var exceptions: [ParkedException] { state.exceptionList(of: S.name) }

  // MARK: Holding

  /// Why a message cannot be decided yet; nil when it can.
  private func obstacle(to envelope: Envelope) -> String? {
    if S.holdsLaterCuts, !Markers.isCalendar(envelope.type), let cut = envelope.cut,
      let open = S.openCut(state.domain), cut > open
    {
      return "it bears cut \(cut), open is \(open)"
    }
    guard Markers.isMarker(envelope.type) else { return nil }
    return Markers.gap(before: envelope, in: state.streams, reading: types)
  }

  /// Decides held messages whose obstacle is gone; each may remove another's.
  ///
  /// After an ordinary message only the gap before a marker can have closed; after a cut,
  /// everything held is looked at. Facts go before markers, since a marker speaks of facts that
  /// may be held.
  private func drain(now: Timestamp) throws {
    guard !state.held.isEmpty else {
      drainedCut = S.openCut(state.domain)
      return
    }
    var slots = S.openCut(state.domain) == drainedCut ? heldMarkers.sorted() : heldInOrder
    while !slots.isEmpty {
      let cut = S.openCut(state.domain)
      var hasReleased = false
      for slot in slots {
        guard let message = state.held[slot], obstacle(to: message.envelope) == nil else {
          continue
        }
        try release(message.envelope, from: slot, now: now)
        hasReleased = true
        if S.openCut(state.domain) != cut { break }
      }
      let hasCut = S.openCut(state.domain) != cut
      slots = hasCut ? heldInOrder : hasReleased ? heldMarkers.sorted() : []
    }
    drainedCut = S.openCut(state.domain)
  }

  private var heldInOrder: [String] {
    state.held.keys.filter { !heldMarkers.contains($0) }.sorted() + heldMarkers.sorted()
  }

  private func release(_ envelope: Envelope, from slot: String, now: Timestamp) throws {
    heldMarkers.remove(slot)
    let number = UInt64(slot)
    if isSuspicious, try isPoison(.held(slot), now: now) {
      try setAside(envelope, released: number, .poison, outcome: .parked, now: now)
    } else if let malformed = try decide(envelope, origin: nil, released: number, now: now) {
      try setAside(envelope, released: number, malformed, outcome: .malformed, now: now)
    }
    try end(.held(slot), now: now)
  }

  // MARK: Calls

  private func answer(to request: CallEnvelope, now: Timestamp) throws -> CallAnswer {
    guard let user = request.user else {
      return .refused(CallStatus(.unauthenticated, "a request carries its user id"))
    }
    if let timeout = request.timeout, timeout <= .zero {
      return .refused(CallStatus(.deadlineExceeded, "the deadline was over before it was read"))
    }
    switch request.path {
    case Resend.path(of: S.name): return resend(request)
    case GetStatus.path(of: S.name): return CallAnswer { try JSONCoding.encode(status) }
    default: break
    }
    guard let handler = handlers[request.path] else {
      return .refused(CallStatus(.unimplemented, "\(S.name.rawValue) has no \(request.path)"))
    }
    let call = CallRequest(body: request.body, user: user, time: now, readUpTo: readUpTo)
    switch handler.kind {
    case .query(let answer):
      return CallAnswer { try answer(call, state.domain) }
    case .mutation(let mutation):
      return try mutate(request, call, mutation, now: now)
    }
  }

  private func mutate(
    _ request: CallEnvelope,
    _ call: CallRequest,
    _ mutation: CallHandler<S.Core>.Mutation,
    now: Timestamp
  ) throws -> CallAnswer {
    guard let key = request.idempotencyKey else {
      return .refused(CallStatus(.invalidArgument, "\(request.path) needs an idempotency key"))
    }
    let hash = FNV1a.hash(request.body)
    if let stored = state.answers[key] {
      guard stored.path == request.path, stored.request == hash else {
        return .refused(
          CallStatus(.invalidArgument, "the idempotency key was used for another request")
        )
      }
      return stored.answer
    }
    var record = MessageRecord<S.Core>(.done)
    let command: S.Core.Command
    do {
      command = try mutation.command(call)
    } catch {
      return .refused(CallStatus(of: error))
    }
    let answer: CallAnswer
    if let rejection = try attempt(command, into: &record, because: Cause(request), now: now) {
      record.outcome = .rejected
      record.reason = String(describing: rejection)
      answer = .refused(mutation.refusal(rejection))
    } else {
      answer = CallAnswer { try mutation.reply(call, record.events, state.domain) }
    }
    record.answer = StoredAnswer(
      key: key,
      path: request.path,
      request: hash,
      answer: answer
    )
    try finish(record, now: now)
    try drain(now: now)
    return answer
  }

  /// Sends journaled messages again, in their old numbers: for a peer that lost them.
  private func resend(_ request: CallEnvelope) -> CallAnswer {
    CallAnswer {
      let call = try JSONCoding.decode(Resend.self, from: request.body)
      var count = 0
      try store.forEachRecord { record in
        guard record.kind == MessageRecord<S.Core>.kind else { return true }
        for entry in try MessageRecord<S.Core>(decoding: record.data).outgoing
        where call.names(entry) {
          batch.again.append(entry)
          count += 1
        }
        return true
      }
      return try JSONCoding.encode(Resend.Reply(count: count))
    }
  }

  private var status: GetStatus.Reply {
    GetStatus.Reply(
      source: source,
      epoch: store.epoch,
      openCut: S.openCut(state.domain),
      outboxDepth: state.outbox.depth,
      held: state.held.sorted { $0.key < $1.key }.prefix(LoopLimits.listed).map {
        "\($0.value.envelope.type) \($0.value.envelope.id): \($0.value.reason)"
      },
      exceptions: exceptions,
      readUpTo: readUpTo
    )
  }

  private var readUpTo: [ReadPosition] {
    state.streams.sorted { $0.key < $1.key }.map { key, mark in
      let parts = key.split(separator: " ", maxSplits: 1)
      return ReadPosition(
        source: String(parts[0]),
        routingKey: String(parts[1]),
        sequence: mark.highWater
      )
    }
  }
}
