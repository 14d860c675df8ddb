import DomainKit
import MatchingDomain
import Terms
import Testing

/// Random cuts, told in every order: the books after the cut must not know in which.
@Suite("The same facts give the same books in whatever order they arrive")
struct OrderTests {
  /// Seeds of the normal run; `ENCOURS_NIGHTLY` in the environment multiplies them.
  static let seeds = 0..<UInt64(Nightly.isOn ? 20_000 : 240)

  @Test("random facts in random orders", arguments: Chunk.chunks(of: seeds, count: 8))
  func randomFacts(chunk: Chunk) throws {
    for seed in chunk.seeds {
      var random = SplitMix(seed: seed)
      let script = Script(random: &random)
      let expected = try run(script, shuffling: nil)
      for order in 1...4 {
        var shuffling = SplitMix(seed: seed &* 1000 &+ UInt64(order))
        let books = try run(script, shuffling: &shuffling)
        guard books == expected else {
          Issue.record("seed \(seed), order \(order): \(script)")
          describe(books, expected)
          return
        }
      }
    }
  }

  /// What remains of a run: the books, what the world thinks of them, and the archive.
  struct Outcome: Equatable {
    var states: [Matching.State] = []
    var standing: [String] = []
    var archive: [String: [UInt8]] = [:]
  }

  private func run(_ script: Script, shuffling: SplitMix?) throws -> Outcome {
    var none = shuffling ?? SplitMix(seed: 0)
    return try run(script, shuffles: shuffling != nil, &none)
  }

  private func run(_ script: Script, shuffling: inout SplitMix) throws -> Outcome {
    try run(script, shuffles: true, &shuffling)
  }

  private func run(
    _ script: Script,
    shuffles: Bool,
    _ random: inout SplitMix
  ) throws -> Outcome {
    var books = try Books(script.policy)
    books.auditsEveryEvent = script.auditsEveryEvent
    var outcome = Outcome()
    for facts in script.cuts {
      for fact in shuffles ? facts.shuffled(using: &random) : facts { try books.take(fact) }
      try books.cut()
      outcome.states.append(books.state)
    }
    outcome.standing = books.world.standing
    outcome.archive = books.archive
    return outcome
  }

  private func describe(_ outcome: Outcome, _ expected: Outcome) {
    for (state, other) in zip(outcome.states, expected.states) where state != other {
      for (id, payment) in state.payments.rows where other.payments[id] != payment {
        Issue.record("\(payment)\nis expected as\n\(String(describing: other.payments[id]))")
      }
      for (id, item) in state.items.rows where other.items[id] != item {
        Issue.record("\(item)\nis expected as\n\(String(describing: other.items[id]))")
      }
      break
    }
    if outcome.standing != expected.standing {
      Issue.record("\(Set(outcome.standing).symmetricDifference(expected.standing))")
    }
  }
}

/// A part of the seeds, so that parts run side by side.
struct Chunk: Sendable, CustomTestStringConvertible {
  let seeds: Range<UInt64>

  static func chunks(of seeds: Range<UInt64>, count: UInt64) -> [Chunk] {
    let size = (UInt64(seeds.count) + count - 1) / count
    return (0..<count).map { part in
      let start = min(seeds.lowerBound + part * size, seeds.upperBound)
      return Chunk(seeds: start..<min(start + size, seeds.upperBound))
    }
  }

  var testDescription: String { "seeds \(seeds)" }
}

/// Facts of some cuts over few names and few amounts, so that they collide all the time.
struct Script: CustomStringConvertible {
  private(set) var cuts: [[Matching.Command]] = []
  let policy: Matching.Policy
  let auditsEveryEvent: Bool

  private static let accounts: [AccountID] = ["A", "B"]
  private static let amounts: [Int64] = [
    100_00, 150_00, 250_00, 98_00, 245_00, 350_00, 40_00, 5_00,
  ]
  private static let valueDates = ["2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12"]

  init(random: inout SplitMix) {
    policy = Matching.Policy(
      allowsOldestFirst: random.chance(4),
      breaksTiesByDueDate: random.chance(4),
      cutsUntilArchived: random.chance(2) ? 1 : 2
    )
    auditsEveryEvent = random.chance(10)
    let isGroup = random.chance(2)
    // Two invoices of one name, and one number that begins another.
    let numbers = (1...6).map { "INV-\($0)" } + ["INV.1", "INV.2", "INV-1-2"]
    var invoices = numbers.map { InvoiceNumber($0) }.shuffled(using: &random)
    var payments = (1...9).map { PaymentID("P-\($0)") }.shuffled(using: &random)
    var unadvised = payments.shuffled(using: &random)
    var notes = random.chance(2) ? (1...3).map { InvoiceNumber("CN-\($0)") } : []
    // A credit note never comes before the cut of its invoice.
    var issued: [Matching.IssuedInvoice] = []
    var returns: [Matching.Return] = []
    for cut in 0..<Int.random(in: 1...4, using: &random) {
      var facts: [Matching.Command] = []
      for number in invoices.removeSome(&random) {
        let invoice = Self.invoice(number, &random)
        issued.append(invoice)
        facts.append(.open(invoice, partition))
      }
      for number in notes.removeSome(&random) {
        let note = Self.creditNote(number, on: issued, &random)
        facts.append(.identify(note, partition, supplied: .init()))
      }
      if isGroup, random.chance(2) {
        facts.append(.register(Self.member(revision: cut + 1, &random), partition))
      }
      for id in payments.removeSome(&random) {
        facts.append(.identify(Self.payment(id, &random), partition, supplied: .init()))
      }
      facts += Self.pending(in: cut, &random)
      for _ in 0..<Int.random(in: 0...3, using: &random) where !unadvised.isEmpty {
        let advising = Self.advising(unadvised.removeLast(), &random)
        facts.append(.advise(advising, partition, supplied: .init()))
      }
      for number in 0..<Int.random(in: 0...3, using: &random) {
        let entry = Self.entry(PaymentID("R-\(cut)-\(number)"), &random)
        facts.append(.takeBack(entry, partition, supplied: .init()))
        returns.append(entry)
      }
      for entry in returns where random.chance(4) {
        returns.removeAll { $0.reversal == entry.reversal }
        facts.append(.reinstate(Self.undoing(entry, &random), partition, supplied: .init()))
      }
      // Some facts are told twice.
      cuts.append(facts + facts.filter { _ in random.chance(8) })
    }
  }

  /// B, for which A pays on some days.
  private static func member(revision: Int, _ random: inout SplitMix) -> Matching.Account {
    let from = random.chance(2) ? day(valueDates.pick(&random)) : nil
    let to = random.chance(2) ? day(valueDates.pick(&random)) : nil
    return Matching.Account(
      id: "B",
      revision: revision,
      partition: partition,
      currency: .euro,
      head: "A",
      paidByHead: random.chance(4) ? [] : [PayingPeriod(from: from, to: to)]
    )
  }

  private static func invoice(
    _ number: InvoiceNumber,
    _ random: inout SplitMix
  ) -> Matching.IssuedInvoice {
    let currency = random.chance(10) ? Currency(literal: "USD") : .euro
    let account: AccountID = random.chance(5) ? "B" : "A"
    let items = (0...(random.chance(5) ? 1 : 0)).map { index in
      let amount = Money(amounts.pick(&random), currency)
      let isForPartialPayments = !random.chance(4)
      let discounts = zip(
        ["2", "1"],
        Set([valueDates.pick(&random), valueDates.pick(&random)]).sorted()
      )
      .map { percent, until in
        var offer = DiscountOffer(
          percent,
          of: amount,
          until: until,
          grace: random.chance(3) ? 1 : 0
        )
        offer.isForPartialPayments = isForPartialPayments
        return offer
      }
      return Matching.Item(
        id: ItemID(index == 0 ? number.rawValue : "\(number)/\(index)"),
        invoice: number,
        account: account,
        dueDate: day(random.chance(2) ? "2026-03-31" : "2026-04-30"),
        amount: amount,
        discounts: random.chance(2) ? discounts : []
      )
    }
    return Matching.IssuedInvoice(
      number: number,
      account: account,
      issueDate: day(random.chance(2) ? "2026-03-01" : "2026-03-02"),
      reference: reference(to: number),
      items: items
    )
  }

  private static func payment(_ id: PaymentID, _ random: inout SplitMix) -> Matching.Payment {
    let named = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      InvoiceNumber(
        random.chance(6) ? "INV 1 2" : "INV-\(Int.random(in: 1...7, using: &random))"
      )
    }
    let quotesReference = random.chance(2)
    let amount =
      amounts.pick(&random)
      + (random.chance(3) ? amounts.pick(&random) : 0)
    return MatchingTests.payment(
      id,
      random.chance(12) ? usd(amount) : eur(amount),
      of: random.chance(6) ? "B" : "A",
      on: valueDates.pick(&random),
      quotesReference ? named.prefix(1).map { reference(to: $0) } : [],
      (quotesReference ? named.dropFirst() : named[...]).map(\.rawValue).joined(separator: " ")
    )
  }

  /// Announced in the cut; some of it is over within it.
  private static func pending(in cut: Int, _ random: inout SplitMix) -> [Matching.Command] {
    var facts: [Matching.Command] = []
    for number in 0..<Int.random(in: 0...2, using: &random) {
      let money = payment(PaymentID("N-\(cut)-\(number)"), &random)
      facts.append(.announce(money, partition))
      guard random.chance(3) else { continue }
      let end = Matching.PendingEnd(payment: money.id, account: money.account)
      facts.append(.endPending(end, partition))
    }
    return facts
  }

  /// Of whatever payment, with amounts that now and then are the whole of it.
  private static func advising(_ id: PaymentID, _ random: inout SplitMix) -> Matching.Advising {
    let documents = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      Matching.Advice.Document(
        number: "INV-\(Int.random(in: 1...7, using: &random))",
        paid: random.chance(8) ? nil : eur(amounts.pick(&random))
      )
    }
    return Matching.Advising(
      payment: id,
      advice: Matching.Advice(id: "PAYER:\(id)", documents: documents)
    )
  }

  private static func creditNote(
    _ number: InvoiceNumber,
    on issued: [Matching.IssuedInvoice],
    _ random: inout SplitMix
  ) -> Matching.Payment {
    let invoice = random.chance(6) || issued.isEmpty ? nil : issued.pick(&random).invoice
    let amount = eur(amounts.pick(&random))
    let until = valueDates.pick(&random)
    let own = DiscountOffer("3", of: amount, until: until, grace: random.chance(2) ? 2 : 0)
    return MatchingTests.creditNote(
      number,
      amount,
      on: invoice?.number,
      CreditSpread.allCases.pick(&random),
      of: invoice?.account ?? "A",
      date: valueDates.pick(&random),
      discounts: random.chance(2) ? [own] : []
    )
  }

  private static func entry(_ reversal: PaymentID, _ random: inout SplitMix) -> Matching.Return {
    Matching.Return(
      reversal: reversal,
      payment: PaymentID("P-\(Int.random(in: 1...9, using: &random))"),
      amount: eur(amounts.pick(&random)),
      valueDate: day(valueDates.pick(&random)),
      reason: random.chance(2) ? "MS03" : nil
    )
  }

  /// Now and then of an earlier day than the return.
  private static func undoing(
    _ entry: Matching.Return,
    _ random: inout SplitMix
  ) -> Matching.Reinstatement {
    Matching.Reinstatement(
      credit: PaymentID("C-\(entry.reversal)"),
      reversal: entry.reversal,
      payment: entry.payment,
      valueDate: random.chance(2) ? entry.valueDate : day(valueDates.pick(&random))
    )
  }

  var description: String {
    cuts.enumerated().map { cut, facts in
      "cut \(cut + 1)\n" + facts.map { "  \(Self.line($0))" }.joined(separator: "\n")
    }
    .joined(separator: "\n")
  }

  private static func line(_ fact: Matching.Command) -> String {
    switch fact {
    case .open(let file, _):
      let items = file.items.map { item in
        "\(item.open) due \(item.dueDate)"
          + item.discounts.map { " less \($0.amount) until \($0.lastDate)" }.joined()
      }
      return "\(file.invoice.number) of \(file.invoice.account): \(items.joined(separator: ", "))"
    case .identify(let payment, _, _):
      let words = (payment.details.references + [payment.details.text]).joined(separator: " ")
      return
        "\(payment.id) of \(payment.account) on \(payment.valueDate): \(payment.amount) \(words)"
    case .takeBack(let entry, _, _):
      return "\(entry.reversal) takes \(entry.amount) of \(entry.payment) on \(entry.valueDate)"
    case .reinstate(let entry, _, _):
      return "\(entry.credit) undoes \(entry.reversal) of \(entry.payment) on \(entry.valueDate)"
    case .announce(let payment, _):
      return "\(payment.id) of \(payment.account) is pending: \(payment.amount)"
    case .endPending(let end, _): return "\(end.payment) of \(end.account) is pending no more"
    case .advise(let advising, _, _):
      let documents = advising.advice.documents.map {
        "\($0.number) \($0.paid.map { "\($0)" } ?? "")"
      }
      return "\(advising.payment) is for \(documents.joined(separator: ", "))"
    case .register, .close, .adopt: return "\(fact)"
    }
  }
}

/// Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// True once in so many times.
  mutating func chance(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }
}

extension Array {
  fileprivate func pick(_ random: inout SplitMix) -> Element {
    self[Int.random(in: 0..<count, using: &random)]
  }

  fileprivate mutating func removeSome(_ random: inout SplitMix) -> [Element] {
    (0..<Int.random(in: 0...Swift.min(4, count), using: &random)).map { _ in removeLast() }
  }
}
