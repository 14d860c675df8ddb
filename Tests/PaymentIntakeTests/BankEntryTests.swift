import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Entries of the bank")
struct BankEntryTests {
  // MARK: One payment, told several times

  @Test("R20: the same file twice gives nothing new")
  func sameFile() throws {
    var scenario = try Scenario()
    let file = PaymentIntake.Command.statement(
      "a",
      .credit("S1", eur(1)),
      .returned("S2", eur(2)),
      .pending("S3", eur(3))
    )
    try scenario.when(file)
    let state = scenario.state
    #expect(try scenario.when(file) == [])
    #expect(scenario.state == state)
    #expect(scenario.pool == [.bank("S1")])
  }

  @Test("interim report, statement and notification tell one payment, in any order")
  func threeChannels() throws {
    let told: [PaymentIntake.Command] = [
      .statement("052", .credit("S1", eur(10), channel: "camt.052")),
      .statement("053", .credit("S1", eur(10), channel: "camt.053")),
      .statement("054", .credit("S1", eur(10), channel: "camt.054")),
    ]
    for order in told.permutations {
      var scenario = try Scenario()
      for command in order { try scenario.when(command) }
      #expect(scenario.pool == [.bank("S1")])
      #expect(scenario.poolSum == [eur(10)])
      let imports = scenario.state.imports.values
      #expect(imports.map(\.payments).reduce(0, +) == 1)
      #expect(imports.map(\.duplicates).reduce(0, +) == 2)
    }
  }

  @Test("a copy that says more tells whose the payment is, whichever came first")
  func richerCopy() throws {
    let poor = PaymentIntake.Command.statement("053", .credit("S1", eur(10)))
    let rich = PaymentIntake.Command.statement(
      "054",
      .credit("S1", eur(10), channel: "camt.054") {
        $0.references = [InvoiceNames.reference("INV-1")]
        $0.payerName = "Ateliers Morel"
        $0.endToEndID = "E2E"
      }
    )
    var states: [PaymentRegister] = []
    for order in [[poor, rich], [rich, poor]] {
      var scenario = try Scenario(.account("C-1"), .invoice("INV-1"))
      for command in order { try scenario.when(command) }
      #expect(scenario.owner(of: .bank("S1")) == "C-1")
      states.append(scenario.state.payments)
    }
    #expect(states[0] == states[1])
  }

  /// The pairs that are suspected to be one.
  private func suspected(_ scenario: Scenario) -> [Set<PaymentID>] {
    scenario.events.compactMap {
      guard case .duplicateSuspected(let suspicion) = $0 else { return nil }
      #expect(suspicion.reason == .sameReference)
      return [suspicion.payment, suspicion.other]
    }
  }

  @Test("another amount, or a day far off, under one reference is another entry, and suspected")
  func namesakes() throws {
    let others: [(StatementLine, PaymentID)] = [
      (.credit("S1", eur(11)), "NL26VAYB8060476890:S1~0.11EUR~2026-03-10:0"),
      (.credit("S1", eur(10), value: "2026-03-21"), "NL26VAYB8060476890:S1~0.10EUR~2026-03-21:0"),
    ]
    for (other, name) in others {
      var scenario = try Scenario(.statement("a", .credit("S1", eur(10))))
      let events = try scenario.when(.statement("b", other))
      #expect(scenario.pool == [.bank("S1"), name])
      #expect(suspected(scenario) == [[.bank("S1"), name]])
      guard case .statementImported(let imported)? = events.last else {
        Issue.record("the file is not imported")
        return
      }
      #expect((imported.payments, imported.duplicates, imported.remarks.count) == (1, 0, 1))
      // Copies of either are copies.
      try scenario.when(.statement("c", other))
      try scenario.when(.statement("d", .credit("S1", eur(10), value: "2026-03-11")))
      #expect(scenario.pool == [.bank("S1"), name])
      try scenario.cut()
      #expect(suspected(scenario).count == 1)
    }
  }

  @Test("which of two namesakes came first changes no sum")
  func namesakesInAnyOrder() throws {
    let told: [PaymentIntake.Command] = [
      .statement("a", .credit("S1", eur(10))),
      .statement("b", .credit("S1", eur(11))),
      .statement("c", .credit("S1", eur(10), value: "2026-06-10")),
    ]
    for order in told.permutations {
      var scenario = try Scenario()
      for command in order { try scenario.when(command) }
      #expect(scenario.poolSum == [eur(31)])
      #expect(suspected(scenario).count == 2)
    }
  }

  @Test("ten days apart is still the same entry")
  func sameEntry() throws {
    var scenario = try Scenario(.statement("a", .credit("S1", eur(10))))
    try scenario.when(.statement("b", .credit("S1", eur(10), value: "2026-03-20")))
    #expect(scenario.poolSum == [eur(10)])
  }

  @Test("returns under one reference are told apart likewise")
  func returnNamesakes() throws {
    var scenario = try Scenario(.statement("a", .returned("R1", eur(10))))
    try scenario.when(.statement("b", .returned("R1", eur(11))))
    try scenario.when(.statement("c", .returned("R1", eur(11))))
    #expect(scenario.state.unmatchedReturns.map(\.amount) == [eur(10), eur(11)])
  }

  @Test("remarks have a limit")
  func manyRemarks() throws {
    let lines = { (amount: Int64) in (0..<150).map { StatementLine.credit("S\($0)", eur(amount)) } }
    var scenario = try Scenario(.takeStatement(.whole("a", lines(1))))
    try scenario.when(.takeStatement(.whole("b", lines(2))))
    let remarks = try #require(scenario.state.imports[.named("b")]?.remarks)
    #expect(remarks.count == StatementImport.remarkLimit + 1)
    #expect(remarks.last == "there is more of this kind")
  }

  // MARK: Batches

  static let details = [
    StatementLine.detail("B1", 0, eur(30), of: eur(100), channel: "camt.054"),
    .detail("B1", 1, eur(30), of: eur(100), channel: "camt.054"),
    .detail("B1", 2, eur(40), of: eur(100), channel: "camt.054"),
  ]

  @Test("R20: a batch told with and without details counts once, whichever came first")
  func batchAndDetails() throws {
    let lump = PaymentIntake.Command.statement("053", .batch("B1", eur(100)))
    let details = PaymentIntake.Command.takeStatement(.whole("054", Self.details))
    var states: [PaymentRegister] = []
    for order in [[lump, details], [details, lump]] {
      var scenario = try Scenario()
      for command in order { try scenario.when(command) }
      #expect(scenario.pool == [.bank("B1", 0), .bank("B1", 1), .bank("B1", 2)])
      #expect(scenario.poolSum == [eur(100)])
      states.append(scenario.state.payments)
    }
    #expect(states[0] == states[1])
  }

  @Test("details take the place of their batch across a cut, and the pool's proof holds")
  func detailsAfterTheCut() throws {
    var scenario = try Scenario(.statement("053", .batch("B1", eur(100))))
    let first = try scenario.cut()
    #expect(first.closing?.unidentified.sums == [eur(100)])
    let events = try scenario.when(.takeStatement(.whole("054", Self.details)))
    #expect(
      events.first
        == .paymentWithdrawn(
          PaymentWithdrawal(
            payment: PaymentID("\(ownAccount):B1:batch"),
            amount: eur(100),
            valueDate: day("2026-03-10"),
            cause: .detailed
          )
        )
    )
    let second = try #require(try scenario.cut(opening: "2026-03-12/1").closing)
    #expect(second.totals.received.sums == [eur(100)])
    #expect(second.totals.withdrawn.sums == [eur(100)])
    #expect(second.unidentified.sums == [eur(100)])
    #expect(second.unidentified.count == 3)
  }

  @Test("a batch is nobody's, whatever it says")
  func batchStaysInThePool() throws {
    var scenario = try Scenario(.account("C-1", ibans: ["DE89370400440532013000"]))
    var line = StatementLine.batch("B1", eur(100))
    if case .payment(var facts) = line.movement {
      facts.payerIBAN = "DE89370400440532013000"
      facts.references = [InvoiceNames.reference("INV-1")]
      line.movement = .payment(facts)
    }
    try scenario.when(.statement("053", line))
    try scenario.when(.invoice("INV-1"))
    try scenario.cut()
    let batch = PaymentID("\(ownAccount):B1:batch")
    #expect(scenario.state.poolReason(of: batch) == .batchWithoutDetails(3))
  }

  @Test("a batch of another amount is not replaced: both count, and are suspected")
  func otherBatch() throws {
    var scenario = try Scenario(.statement("053", .batch("B1", eur(101))))
    try scenario.when(.takeStatement(.whole("054", Self.details)))
    #expect(scenario.poolSum == [eur(201)])
    let batch = PaymentID("\(ownAccount):B1:batch")
    #expect(suspected(scenario).count == 3)
    #expect(suspected(scenario).allSatisfy { $0.contains(batch) })
  }

  @Test("a single payment that turns out to be several is replaced while nobody has it")
  func singleBecomesSeveral() throws {
    for isTaken in [false, true] {
      var scenario = try Scenario(.account("C-1"), .invoice("INV-1"))
      try scenario.when(
        .statement(
          "053",
          .credit("B1", eur(100)) {
            if isTaken { $0.references = [InvoiceNames.reference("INV-1")] }
          }
        )
      )
      try scenario.when(.takeStatement(.whole("054", Self.details)))
      #expect(scenario.poolSum == (isTaken ? [] : [eur(100)]))
      #expect(scenario.state.payments.rows.count == (isTaken ? 1 : 3))
    }
  }

  @Test("an entry's details may come in several chunks, with a crash between them")
  func detailsInChunks() throws {
    var scenario = try Scenario(.statement("053", .batch("B1", eur(100))))
    let whole = StatementChunk.whole("054", Self.details)
    var first = whole
    first.lines = [whole.lines[0]]
    first.through = LinePosition(statement: 0, entry: 0, transaction: 0)
    first.summary = nil
    var second = whole
    second.lines = Array(whole.lines[1...])
    second.after = first.through
    try scenario.when(.takeStatement(first))
    #expect(try scenario.when(.takeStatement(first)) == [])
    try scenario.when(.takeStatement(second))
    #expect(try scenario.when(.takeStatement(second)) == [])
    #expect(scenario.poolSum == [eur(100)])
    #expect(scenario.state.imports[.named("054")]?.payments == 3)
    #expect(scenario.state.imports[.named("054")]?.stage == .imported)
  }

  @Test("further details of an entry that another file told are copies, in whatever order")
  func otherDetails() throws {
    var scenario = try Scenario(.takeStatement(.whole("054", Self.details)))
    var reordered = [
      StatementLine.detail("B1", 0, eur(40), of: eur(100)),
      .detail("B1", 1, eur(30), of: eur(100)),
      .detail("B1", 2, eur(30), of: eur(100)),
      .detail("B1", 3, eur(0), of: eur(100)),
    ]
    reordered.removeLast()
    try scenario.when(.takeStatement(.whole("053", reordered)))
    #expect(scenario.poolSum == [eur(100)])
    #expect(scenario.state.payments.rows.count == 3)
  }

  // MARK: Files

  @Test("a refused file leaves nothing behind but its refusal")
  func refused() throws {
    var scenario = try Scenario()
    let refusal = StatementRefusal(
      file: "a",
      hash: .named("a"),
      format: "camt.053.001.08",
      errors: [StatementError(place: "line 12", code: "balance-mismatch", text: "…")]
    )
    try scenario.when(.rejectStatement(refusal))
    #expect(try scenario.when(.rejectStatement(refusal)) == [])
    #expect(scenario.state.imports[.named("a")]?.stage == .rejected)
    #expect(scenario.state.imports[.named("a")]?.errors == refusal.errors)
  }

  @Test("a refused file that can be read by now is taken")
  func readableByNow() throws {
    var scenario = try Scenario(
      .rejectStatement(StatementRefusal(file: "a", hash: .named("a"), format: "", errors: []))
    )
    try scenario.when(.statement("a", .credit("S1", eur(1))))
    #expect(scenario.pool == [.bank("S1")])
    #expect(scenario.state.imports[.named("a")]?.stage == .imported)
  }

  @Test("each further copy of a file is counted once")
  func sightings() throws {
    var scenario = try Scenario(.statement("a", .credit("S1", eur(1))))
    #expect(
      try scenario.when(.sightFileAgain(.named("a"), number: 2))
        == [.fileSeenAgain(.named("a"), number: 2)]
    )
    #expect(try scenario.when(.sightFileAgain(.named("a"), number: 2)) == [])
    #expect(try scenario.when(.sightFileAgain(.named("b"), number: 2)) == [])
    #expect(scenario.state.sightings(of: .named("a")) == 2)
  }

  @Test("nothing is taken before the first day")
  func beforeTheFirstDay() throws {
    var scenario = try Scenario.beforeTheFirstDay()
    #expect(try scenario.when(.statement("a", .credit("S1", eur(1)))) == [])
  }
}

extension [PaymentIntake.Event] {
  /// The closing of a cut, where it is the last that happened.
  var closing: CutClosing? {
    if case .cutClosed(let closing)? = last { closing } else { nil }
  }
}

extension Array {
  /// All orders of the elements.
  var permutations: [[Element]] {
    guard count > 1 else { return [self] }
    return indices.flatMap { index in
      var rest = self
      let element = rest.remove(at: index)
      return rest.permutations.map { [element] + $0 }
    }
  }
}
