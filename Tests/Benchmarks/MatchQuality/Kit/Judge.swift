import DomainKit
import MatchingDomain

/// Runs payments through the house and holds what it books against the truth.
///
/// Payments are taken in batches of which no two concern one group of accounts; each batch meets
/// the ledger as it was in the beginning (states are persistent: going back costs nothing), comes
/// in one bank file, and is closed by a cut.
package struct Judge {
  package enum Verdict: String, CaseIterable, Sendable {
    case right, wrong, suggestedFirst, suggestedElse, left
  }

  /// One payment judged.
  package struct Finding: Sendable {
    package let remittance: Remittance
    package let answer: House.Answer
    package let verdict: Verdict
  }

  /// What was measured on the way.
  package struct Timing: Sendable {
    package var identifying = Stretch()
    package var matchingAlone = Stretch()
    package var matching = Stretch()
    package var closingIntake = Stretch()
    package var closingMatching = Stretch()
  }

  private let base: House
  private let register: Register
  package private(set) var timing = Timing()
  /// For speed and not for quality: batches are as large as can be, of which no two payments are of
  /// one item, and decisions are made once more without being taken in, to be measured alone.
  package var isMeasuring = false

  package init(_ ledger: Ledger) throws {
    base = try House(ledger)
    register = Register(ledger)
  }

  package mutating func judge(
    _ remittances: [Remittance],
    _ found: (Finding) throws -> Void
  ) throws {
    for batch in batches(of: remittances) {
      let house = try run(batch)
      for remittance in batch {
        let answer = house.answer(on: remittance.payment, remittance.amount.currency)
        let verdict = Self.verdict(on: answer, remittance)
        try found(Finding(remittance: remittance, answer: answer, verdict: verdict))
      }
    }
  }

  private mutating func run(_ batch: [Remittance]) throws -> House {
    var house = base
    let statement = House.statement(of: batch)
    var told: [Matching.Command] = []
    try timing.identifying.measure(batch.count) {
      for chunk in statement { told += try house.identify(chunk) }
    }
    if isMeasuring {
      let state = house.matching
      try timing.matchingAlone.measure(told.count) {
        for command in told { _ = try Matching.decide(command, state) }
      }
    }
    try timing.matching.measure(told.count) { try house.match(told) }
    let late = try timing.closingIntake.measure(batch.count) { try house.closeIntake() }
    try timing.matching.measure(late.count) { try house.match(late) }
    try timing.closingMatching.measure(batch.count) { try house.closeMatching() }
    return house
  }

  /// Each payment goes into the first batch after all that concern one of its groups, or items.
  private func batches(of remittances: [Remittance]) -> [[Remittance]] {
    var next: [Int: Int] = [:]
    var batches: [[Remittance]] = []
    for remittance in remittances {
      let parts = isMeasuring ? items(of: remittance) : groups(of: remittance)
      let place = parts.map { next[$0] ?? 0 }.max() ?? 0
      for part in parts { next[part] = place + 1 }
      if place == batches.count { batches.append([]) }
      batches[place].append(remittance)
    }
    return batches
  }

  private func items(of remittance: Remittance) -> Set<Int> {
    Set(remittance.truth.allocations.compactMap { register.itemByID[$0.item] })
  }

  private func groups(of remittance: Remittance) -> Set<Int> {
    var accounts = remittance.truth.allocations.compactMap { allocation in
      register.itemByID[allocation.item].map { register.items[$0].account }
    }
    accounts += remittance.payerIBAN.flatMap { register.byIBAN[$0] } ?? []
    accounts += remittance.payerName.flatMap { register.byPayerName[Names.compared($0)] } ?? []
    for mention in remittance.mentions ?? [] {
      accounts += (register.byName[compact(mention.text)] ?? [])
        .map { register.invoices[$0].account }
    }
    return Set(accounts.map { register.group(of: $0) })
  }

  /// What is booked is right when it is all of the truth and nothing else.
  static func verdict(on answer: House.Answer, _ remittance: Remittance) -> Verdict {
    let truth = remittance.truth
    let items = truth.allocations.map(\.item).sorted()
    if !answer.allocations.isEmpty || answer.onAccount.isPositive {
      return isRight(answer, remittance) ? .right : .wrong
    }
    guard let first = answer.suggested.first else { return .left }
    // A suggestion names the first of many items only.
    let isFirst =
      first.sorted() == items || first.count >= 20 && Set(first).isSubset(of: items)
    return isFirst ? .suggestedFirst : .suggestedElse
  }

  private static func isRight(_ answer: House.Answer, _ remittance: Remittance) -> Bool {
    let truth = remittance.truth
    guard truth.creditNotes.isEmpty else {
      let cash = answer.allocations.reduce(Money.zero(remittance.amount.currency)) { $0 + $1.cash }
      return cash == remittance.amount
        && Set(answer.allocations.map(\.item)) == Set(truth.allocations.map(\.item))
    }
    return Set(answer.allocations) == Set(truth.allocations)
  }
}
