import DomainKit
import PaymentIntakeDomain
import ServiceKit

/// Three cuts of a small house, drawn from a seed: customers who name what they pay in every way or
/// not at all, a bank that tells everything twice, and money that comes back.
struct RandomFacts {
  /// What comes within each cut; any order is as good as this one.
  private(set) var cuts: [[PaymentIntake.Command]] = [[], [], []]
  private var random: SplitMix64
  private var paid: [(facts: PaymentFacts, reference: String, cut: Int)] = []
  private var files = 0

  private static let accounts = 6
  private static let invoices = 18

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    for number in 0..<Self.accounts { addAccount(number) }
    for number in 0..<Self.invoices { addInvoice(number) }
    for number in 0..<30 { addPayment(number) }
    for number in 0..<8 { addCapture(number) }
    for number in 0..<4 { addBatch(number) }
    for number in 0..<8 { addAdvice(number) }
    for number in 0..<8 { addReturn(number) }
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func someCut(from first: Int = 0) -> Int {
    Int.random(in: first..<cuts.count, using: &random)
  }

  private static func account(_ number: Int) -> AccountID { AccountID("C-100\(number)") }
  private static let aliases = [
    "ATELIERS MOREL", "ATELIERS MORET", "CHARPENTES LEROUX", "GARAGE LAFAYETTE", "IMPRIMERIE DUVAL",
    "MENUISERIE BONNET",
  ]
  private static func iban(_ number: Int) -> PayerIBAN { PayerIBAN("XX00IBAN\(number)") }
  private static func invoice(_ number: Int) -> InvoiceNumber {
    InvoiceNumber("INV-2026-\(1000 + number)")
  }

  /// Some accounts share an IBAN or a name, some head others, and some change.
  private mutating func addAccount(_ number: Int) {
    for revision in 1...(chance(40) ? 2 : 1) {
      let account = PaymentIntake.Command.account(
        Self.account(number),
        revision: revision,
        partition: number % 2,
        head: number == 1 ? Self.account(0) : nil,
        ibans: chance(80) ? [Self.iban(chance(20) ? 0 : number)] : [],
        name: chance(50) ? "NAME \(chance(20) ? 0 : number)" : "",
        aliases: chance(50) ? [Self.aliases[chance(20) ? 0 : number]] : []
      )
      cuts[someCut()].append(account)
    }
  }

  private mutating func addInvoice(_ number: Int) {
    let owner = number % Self.accounts
    cuts[someCut()].append(
      .invoice(Self.invoice(number), of: Self.account(owner), partition: owner % 2)
    )
  }

  /// Says whose it is in one of many ways.
  private mutating func explain(_ facts: inout PaymentFacts) {
    let number = Int.random(in: 0..<Self.invoices, using: &random)
    let other = Int.random(in: 0..<Self.invoices, using: &random)
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1: facts.references = [InvoiceNames.reference(Self.invoice(number))]
    case 2: facts.text = "Facture \(Self.invoice(number)) merci"
    case 3: facts.text = "\(Self.invoice(number)) et \(Self.invoice(other))"
    case 4: facts.text = "\(Self.invoice(number)) client 4711\(other)"
    case 8:
      facts.text = "\(Self.invoice(number))"
      facts.references = ["KD-471\(number % Self.accounts)"]
    case 9: facts.references = ["KD-471\(number % Self.accounts)"]
    case 10: facts.comparableNames = ["\(Self.aliases[number % Self.accounts].dropLast())"]
    case 11: facts.text = "client \(Self.account(number % Self.accounts))"
    case 5: facts.comparableNames = ["NAME \(number % Self.accounts)"]
    case 6:
      facts.references = [InvoiceNames.reference(Self.invoice(number))]
      facts.text = "\(Self.invoice(other))"
    default: break
    }
    if chance(50) { facts.payerIBAN = Self.iban(number % (Self.accounts + 1)) }
  }

  private mutating func amount() -> Money {
    let cents = Int64.random(in: 1...5, using: &random) * 1000
    return chance(80) ? eur(cents) : usd(cents)
  }

  private mutating func addFile(_ lines: [StatementLine], in cut: Int) {
    files += 1
    cuts[cut].append(.takeStatement(.whole("file-\(files)", lines)))
  }

  /// Told by one file or two, now and then announced before.
  private mutating func addPayment(_ number: Int) {
    let reference = "S\(number)"
    let amount = amount()
    var explained = PaymentFacts(.bank(reference), amount)
    explain(&explained)
    if chance(60) { explained.endToEndID = "E2E-\(number / 2)" }
    let line = StatementLine.credit(reference, amount) { $0 = explained }
    let cut = someCut()
    addFile([line], in: cut)
    if chance(20) { addFile([.pending(reference, amount)], in: cut) }
    if chance(20) {
      let pending = StatementLine.pending("#\(number):0", amount) {
        $0 = explained
        $0.payment = .bank("#\(number):0")
      }
      addFile([pending], in: someCut())
    }
    if chance(30) {
      let copy = StatementLine.credit(reference, amount, channel: "camt.052") {
        $0.endToEndID = explained.endToEndID
      }
      addFile([copy], in: someCut(from: cut))
    }
    paid.append((explained, reference, cut))
  }

  private mutating func addCapture(_ number: Int) {
    var facts = PaymentFacts(PaymentID("cardpay:\(number)"), amount(), channel: "captured")
    explain(&facts)
    if chance(40) {
      facts.statedAccount = Self.account(Int.random(in: 0...Self.accounts, using: &random))
    }
    cuts[someCut()].append(.takeCaptured(facts))
  }

  /// A batch told without its details, and perhaps with them.
  private mutating func addBatch(_ number: Int) {
    let reference = "B\(number)"
    let parts = [amount(), amount(), amount()].map { eur($0.minorUnits) }
    let total = eur(parts.reduce(0) { $0 + $1.minorUnits })
    let cut = someCut()
    addFile([.batch(reference, total, count: 3)], in: cut)
    guard chance(70) else { return }
    let details = parts.enumerated().map { index, amount in
      StatementLine.detail(reference, index, amount, of: total) { explain(&$0) }
    }
    addFile(details, in: someCut(from: cut))
  }

  /// Of a payment that came, before it or after; now and then of one that several fit.
  private mutating func addAdvice(_ number: Int) {
    let (facts, _, _) = paid[Int.random(in: 0..<paid.count, using: &random)]
    let invoice = Self.invoice(Int.random(in: 0..<Self.invoices, using: &random))
    let advice = RemittanceAdvice(
      advice: AdviceID("PAYER:RA-\(number)"),
      references: chance(60) ? [facts.endToEndID ?? "NONE"] : [],
      date: facts.valueDate,
      amount: facts.amount,
      comparableNames: chance(50) ? facts.comparableNames : [],
      payerIBAN: chance(50) ? facts.payerIBAN : nil,
      documents: [AdvisedDocument(number: invoice.rawValue)]
    )
    files += 1
    let file = AdviceFile(
      file: "advice-\(files)",
      hash: .named("advice-\(files)"),
      format: "x12-820-004010",
      advices: [advice]
    )
    cuts[someCut()].append(.takeAdvices(file))
  }

  /// Of a payment that came, in whatever cut, or of none; each names one payment or nothing.
  ///
  /// Some are undone.
  private mutating func addReturn(_ number: Int) {
    let origin = Int.random(in: 0..<paid.count, using: &random)
    let (facts, reference, cut) = paid.remove(at: origin)
    let evidence = Int.random(in: 0..<5, using: &random)
    let line = StatementLine.returned("R\(number)", facts.amount) {
      switch evidence {
      case 0: $0.endToEndID = facts.endToEndID
      case 1:
        $0.endToEndID = facts.endToEndID
        $0.references = facts.references
      case 2: $0.place.references.append(reference)
      case 3: $0.payerIBAN = facts.payerIBAN
      default: break
      }
    }
    let back = someCut(from: max(0, cut - 1))
    addFile([line], in: back)
    guard chance(50) else { return }
    let again = StatementLine.credit("U\(number)", facts.amount) {
      $0.nature = .ownMoneyReturned
      if evidence < 2 { $0.endToEndID = facts.endToEndID }
    }
    addFile([again], in: someCut(from: max(0, back - 1)))
  }

  // MARK: Playing

  /// What the house believes at the end of each cut, and what it decided: nothing of it depends on
  /// the order within a cut.
  struct Outcome: Equatable {
    var states: [PaymentIntake.State] = []
    var decisions: [Set<String>] = []
  }

  /// Plays the cuts one after the other, each in an order of the generator's; `check` sees the
  /// state after every command.
  ///
  /// Matching tells what it decided in a cut while the next is open, or earlier.
  func play(
    shuffledBy generator: inout SplitMix64,
    check: (PaymentIntake.State) -> Void = { _ in }
  ) throws -> Outcome {
    var scenario = try Scenario(.configure(partitions: 2))
    var outcome = Outcome()
    var (matches, late): ([PaymentIntake.Command], [PaymentIntake.Command]) = ([], [])
    for (index, facts) in cuts.enumerated() {
      var decided: [PaymentIntake.Event] = []
      for fact in (facts + matches).shuffled(using: &generator) {
        decided += try scenario.when(fact)
        check(scenario.state)
      }
      decided += try scenario.cut(opening: "2026-03-1\(index + 1)/1")
      check(scenario.state)
      matches = late
      late = []
      for (match, isOfNext) in scenario.matches(of: decided, in: index) {
        if isOfNext, Bool.random(using: &generator) {
          late.append(match)
        } else {
          matches.append(match)
        }
      }
      outcome.states.append(scenario.state.withoutFiles)
      outcome.decisions.append(Set(decided.compactMap(\.decision)))
    }
    return outcome
  }
}

extension Scenario {
  /// What matching makes of the payments that were handed over in a cut: one in four is matched by
  /// a rule that confirms nothing, and of the others one is taken back at once and one in the next
  /// cut, which may be told before that cut closes.
  fileprivate func matches(
    of decided: [PaymentIntake.Event],
    in index: Int
  ) -> [(match: PaymentIntake.Command, isOfNext: Bool)] {
    var matches: [(PaymentIntake.Command, Bool)] = []
    for case .paymentIdentified(let identification) in decided {
      let payment = identification.payment
      guard let amount = state.payments[payment]?.facts.amount else { continue }
      func tell(_ cash: Money, by rule: String = "exact-amount", after cuts: Int = 0) {
        let told = PaymentIntake.Command.matched(
          payment,
          of: identification.owner.account,
          cash,
          by: rule,
          in: "2026-03-1\(index + cuts)/1"
        )
        matches.append((told, cuts > 0))
      }
      switch FNV1a.hash(payment.rawValue.utf8) % 4 {
      case 0: tell(amount, by: "oldest-first")
      case 1: tell(amount)
      case 2:
        tell(amount)
        tell(-amount)
      default:
        tell(amount)
        tell(-amount, after: 1)
      }
    }
    return matches
  }
}

extension PaymentIntake.State {
  /// Which file counts as the first to tell a line depends on which was read first; what matching
  /// told early is not learnt yet.
  var withoutFiles: PaymentIntake.State {
    var state = self
    state.imports = [:]
    state.matches = [:]
    return state
  }
}

extension PaymentIntake.Event {
  /// What was decided on money, without what the payment was known by then.
  fileprivate var decision: String? {
    switch self {
    case .adviceMet(let meeting): "\(meeting.advice) speaks of \(meeting.payment)"
    case .paymentIdentified(let identification):
      "\(identification.payment) is \(identification.owner.account)'s"
    case .paymentReturned(let taken):
      "\(taken.reversal) takes \(taken.amount) of \(taken.payment) from \(taken.owner.account)"
    case .paymentWithdrawn(let withdrawal):
      if case .returned(let reversal, _) = withdrawal.cause {
        "\(reversal) takes \(withdrawal.payment) from the pool"
      } else {
        nil
      }
    case .returnUndone(let undoing):
      "\(undoing.credit) undoes \(undoing.reversal) of \(undoing.payment.map { "\($0)" } ?? "none")"
    default: nil
    }
  }
}
