import DomainKit

// Bank files, a chunk at a time.
extension Draft {
  /// Takes the next lines of a file.
  ///
  /// The file's row in the state is the cursor: a chunk that does not begin where the last one
  /// ended was taken before.
  mutating func take(_ chunk: StatementChunk) {
    guard let cut = state.openCut, var reading = progress(for: chunk) else { return }
    for line in chunk.lines { take(line, &reading, in: cut) }
    reading.position = chunk.through ?? reading.position
    guard let summary = chunk.summary else { return emit(.statementAdvanced(reading)) }
    reading.stage = .imported
    reading.openEntry = nil
    reading.statements = summary.statements
    reading.entries = summary.entries
    reading.remarks = summary.remarks + reading.remarks
    emit(.statementImported(reading))
  }

  /// How far the file has been read, when the chunk goes on from there.
  private func progress(for chunk: StatementChunk) -> StatementImport? {
    let known = state.imports[chunk.hash]
    if let known, known.stage == .reading { return known.position == chunk.after ? known : nil }
    guard known?.stage != .imported, chunk.after == nil else { return nil }
    return StatementImport(
      file: chunk.file,
      hash: chunk.hash,
      format: chunk.format,
      stage: .reading
    )
  }

  private mutating func take(
    _ told: StatementLine,
    _ reading: inout StatementImport,
    in cut: DayCut
  ) {
    let line = state.distinguished(told)
    switch line.movement {
    case .pending(let facts):
      let pending = PendingPayment(facts: facts, place: line.place, batched: line.batched)
      guard announce(pending) else {
        reading.duplicates += 1
        return
      }
      reading.pending += 1
    case .payment(let facts):
      guard isNew(line, told, &reading) else { return compare(line, facts, &reading) }
      receive(PaymentReceipt(facts: facts, place: line.place, batched: line.batched, cut: cut))
      suspect(line, bearing: told)
      reading.payments += 1
      reading.received.add(facts.amount)
    case .returned(let telling):
      guard isNew(line, told, &reading) else { return compare(line, telling, &reading) }
      takeBack(telling)
      reading.returns += 1
    }
  }

  /// Whether nobody has told the line's entry before, or this file was the first to.
  ///
  /// An entry is taken as a whole: two deliveries may list its payments in another order. The one
  /// exception is an entry that was told without its details: they replace what stood for it.
  private mutating func isNew(
    _ line: StatementLine,
    _ told: StatementLine,
    _ reading: inout StatementImport
  ) -> Bool {
    if reading.openEntry == line.place.entry { return true }
    reading.openEntry = nil
    if let known = state.entries[line.place.entry] {
      guard let whole = known.whole, replace(whole, by: line) else { return false }
    }
    endPending(bookedIn: line.place.entry)
    let row = EntryRow(
      whole: line.isWhole ? line.name : nil,
      amount: line.entryAmount,
      valueDate: line.valueDate
    )
    emit(.entryTold(line.place.entry, row))
    note(line, asNamesakeOf: told, &reading)
    reading.openEntry = line.place.entry
    return true
  }

  /// Remembers another entry under a name that is taken, and tells a person.
  private mutating func note(
    _ line: StatementLine,
    asNamesakeOf told: StatementLine,
    _ reading: inout StatementImport
  ) {
    let entry = told.place.entry
    guard line.place.entry != entry, let first = state.entries[entry],
      !first.namesakes.contains(line.place.entry)
    else { return }
    emit(.namesakeTold(line.place.entry, of: entry))
    reading.remark(
      "\(entry) was told before as \(first.amount) of \(first.valueDate), now as"
        + " \(line.entryAmount) of \(line.valueDate): both count"
    )
  }

  /// Withdraws what stands for a whole entry when the line is one of its details and nobody has
  /// been given the money yet.
  private mutating func replace(_ whole: PaymentID, by line: StatementLine) -> Bool {
    guard line.batched == nil else { return false }
    if let telling = state.returns.waiting(whole), telling.amount == line.entryAmount {
      guard telling.isBatch || line.amount != line.entryAmount else { return false }
      emit(.returnReplaced(whole))
      return true
    }
    guard let row = state.payments[whole], row.isInPool,
      row.facts.amount == line.entryAmount,
      row.receipt.batched != nil || line.amount != line.entryAmount
    else { return false }
    emit(
      .paymentWithdrawn(
        PaymentWithdrawal(
          payment: whole,
          amount: row.facts.amount,
          valueDate: row.facts.valueDate,
          cause: .detailed
        )
      )
    )
    return true
  }

  /// Holds a copy against what is known: it may say more of a payment.
  ///
  /// Only where one payment is the whole entry is it sure which one the copy speaks of.
  private mutating func compare(
    _ line: StatementLine,
    _ facts: PaymentFacts,
    _ reading: inout StatementImport
  ) {
    reading.duplicates += 1
    guard let known = state.payments[facts.payment]?.receipt else { return }
    guard known.facts.amount == facts.amount else {
      return reading.remark(
        "\(facts.payment) was told before as \(known.facts.amount), now as \(facts.amount):"
          + " another order of the entry's details, of which the first stays"
      )
    }
    var copy = facts
    copy.channel = known.facts.channel
    if line.isWhole && line.batched == nil || copy == known.facts {
      detail(known, with: facts, at: line.place)
    }
  }

  private mutating func compare(
    _ line: StatementLine,
    _ telling: ReturnFacts,
    _ reading: inout StatementImport
  ) {
    reading.duplicates += 1
    guard line.isWhole, let known = state.returns.waiting(telling.reversal),
      known.amount == telling.amount, !known.isBatch, !telling.isBatch
    else { return }
    let merged = known.merged(with: telling)
    if merged != known { takeBack(merged) }
  }

  mutating func reject(_ refusal: StatementRefusal) {
    guard state.imports[refusal.hash] == nil else { return }
    var row = StatementImport(
      file: refusal.file,
      hash: refusal.hash,
      format: refusal.format,
      stage: .rejected
    )
    row.errors = refusal.errors
    emit(.statementRejected(row))
  }

  mutating func sightAgain(_ hash: ContentHash, number: Int) {
    guard state.imports[hash] != nil, state.sightings(of: hash) < number else { return }
    emit(.fileSeenAgain(hash, number: number))
  }
}

extension StatementImport {
  mutating func remark(_ text: String) {
    if remarks.count < Self.remarkLimit {
      remarks.append(text)
    } else if remarks.count == Self.remarkLimit {
      remarks.append("there is more of this kind")
    }
  }
}
