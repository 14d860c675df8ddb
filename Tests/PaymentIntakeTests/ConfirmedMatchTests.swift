import DomainKit
import PaymentIntakeDomain
import Testing

/// What matching's decisions teach about payers who were known by weak evidence alone.
@Suite("Payers learnt from confirmed matches")
struct ConfirmedMatchTests {
  private let iban: PayerIBAN = "FR7630006000011234567890189"

  private func paid(
    _ payment: PaymentID,
    name: String? = "MOREL",
    iban: PayerIBAN? = "FR7630006000011234567890189",
    _ amount: Money = eur(500_00),
    _ text: String = ""
  ) -> PaymentIntake.Command {
    .captured(payment, amount) { facts in
      facts.payerIBAN = iban
      facts.comparableNames = [name].compactMap(\.self)
      facts.text = text
    }
  }

  private func takingBack(
    _ payment: PaymentID,
    _ amount: Money,
    as reversal: String
  ) -> [PaymentIntake.Command] {
    [
      .statement(reversal, .returned(reversal, amount)),
      .settleReturn(
        ReturnSettlement(
          reversal: .reversal(reversal),
          payment: payment,
          record: ManualRecord(user: "a.martin", note: "seen", time: "2026-03-12T09:00:00Z")
        )
      ),
    ]
  }

  /// Payments of 10 March that are C-1's by its name alone, from an IBAN that nobody knows.
  private func house(_ payments: PaymentID...) throws -> Scenario {
    var scenario = try Scenario(.account("C-1", name: "MOREL"), .account("C-2"))
    for payment in payments { try scenario.when(paid(payment)) }
    try scenario.cut(opening: "2026-03-11/1")
    for payment in payments { #expect(scenario.evidence(of: payment) == .name) }
    #expect(scenario.state.learntPayers.lessons.isEmpty, "a name alone teaches nothing")
    return scenario
  }

  private func lesson(_ scenario: Scenario) -> PayerLesson? {
    scenario.state.learntPayers.lessons[.iban(iban)]?.first
  }

  @Test("two confirmed matches teach an IBAN, by which the next payment is known")
  func learnt() throws {
    var scenario = try house("p:1", "p:2")
    try scenario.when(.matched("p:1", in: "2026-03-10/1"))
    try scenario.when(.matched("p:2", by: "likely-number", in: "2026-03-10/1"))
    try scenario.when(paid("p:3", name: nil))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.pool == ["p:3"], "it counts for what comes after the close")
    #expect(lesson(scenario)?.payments == 2)
    #expect(lesson(scenario)?.matches == 2)
    #expect(lesson(scenario)?.isByPerson == false)
    #expect(lesson(scenario)?.latest?.payment == "p:2")
    #expect(scenario.state.matches.isEmpty, "what is learnt is not kept")
    try scenario.cut(opening: "2026-03-13/1")
    #expect(scenario.owner(of: "p:3") == "C-1")
    #expect(scenario.evidence(of: "p:3") == .learntIBAN)
  }

  @Test("one confirmed match is chance, and with a certain payment it is not")
  func once() throws {
    var scenario = try house("p:1")
    try scenario.when(.matched("p:1", in: "2026-03-10/1"))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.state.learntPayers.account(by: .iban(iban)) == nil)
    try scenario.when(.invoice("INV-11"))
    try scenario.when(paid("p:2", eur(20), "INV-11"))
    try scenario.cut(opening: "2026-03-13/1")
    #expect(scenario.state.learntPayers.account(by: .iban(iban)) == "C-1")
    #expect(lesson(scenario)?.payments == 2)
    #expect(lesson(scenario)?.matches == 1)
  }

  @Test(
    "which rules confirm",
    arguments: [
      ("remittance-advice", true), ("structured-reference", true), ("invoice-number", true),
      ("likely-number", true), ("purchase-order", true), ("month", true), ("exact-amount", true),
      ("combination", false), ("account-total", false), ("oldest-first", false),
      ("offset", false), ("credit-note", false), ("tolerance", false), ("a-later-rule", false),
    ]
  )
  func rules(rule: String, confirms: Bool) throws {
    var scenario = try house("p:1")
    let events = try scenario.when(.matched("p:1", by: rule, in: "2026-03-10/1"))
    #expect(events.count == (confirms ? 1 : 0))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(lesson(scenario)?.payments == (confirms ? 1 : nil))
  }

  @Test("money on account, another's payment, unknown ones and another currency confirm nothing")
  func nothing() throws {
    var scenario = try house("p:1")
    #expect(try scenario.when(.matched("p:1", eur(0), in: "2026-03-10/1")) == [])
    #expect(try scenario.when(.matched("p:1", by: nil, in: "2026-03-10/1")) == [])
    try scenario.when(.matched("p:1", of: "C-2", in: "2026-03-10/1"))
    try scenario.when(.matched("p:1", usd(500_00), in: "2026-03-10/1"))
    try scenario.when(.matched("p:9", in: "2026-03-10/1"))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.state.learntPayers.lessons.isEmpty)
    #expect(scenario.state.learntPayers.teachings.isEmpty)
    #expect(scenario.state.matches.isEmpty)
  }

  @Test("what matching decides in the open cut counts a cut later, however early it is told")
  func early() throws {
    var scenario = try Scenario(.account("C-1", name: "MOREL"))
    try scenario.when(paid("p:1"))
    try scenario.when(.matched("p:1", in: "2026-03-10/1"))
    try scenario.cut(opening: "2026-03-11/1")
    #expect(scenario.state.learntPayers.lessons.isEmpty)
    try scenario.cut(opening: "2026-03-12/1")
    #expect(lesson(scenario)?.payments == 1)
  }

  @Test("what is taken back in its cut never teaches, in whichever order it is told")
  func takenBackAtOnce() throws {
    let told: [PaymentIntake.Command] = [
      .matched("p:1", in: "2026-03-10/1", decision: "1"),
      .matched("p:1", eur(-500_00), in: "2026-03-10/1", decision: "1<"),
    ]
    for order in told.permutations {
      var scenario = try house("p:1")
      for command in order {
        #expect(try scenario.when(command).count == 1)
        #expect(try scenario.when(command) == [], "the same again")
      }
      try scenario.cut(opening: "2026-03-12/1")
      #expect(scenario.state.learntPayers.lessons.isEmpty)
    }
  }

  @Test("what is taken back and matched anew in one cut teaches")
  func matchedAnew() throws {
    var scenario = try house("p:1")
    try scenario.when(.matched("p:1", in: "2026-03-10/1", decision: "1"))
    try scenario.when(.matched("p:1", eur(-500_00), in: "2026-03-10/1", decision: "1<"))
    try scenario.when(
      .matched("p:1", eur(480_00), by: "remittance-advice", in: "2026-03-10/1", decision: "2")
    )
    try scenario.cut(opening: "2026-03-12/1")
    #expect(lesson(scenario)?.payments == 1)
  }

  @Test("a match that is taken back later takes back what this payment taught, and no other's")
  func takenBackLater() throws {
    var scenario = try house("p:1", "p:2", "p:3")
    for payment: PaymentID in ["p:1", "p:2", "p:3"] {
      try scenario.when(.matched(payment, in: "2026-03-10/1"))
    }
    try scenario.cut(opening: "2026-03-12/1")
    #expect(lesson(scenario)?.latest?.payment == "p:3")
    // A part of it that is left confirms as well as the whole.
    try scenario.when(.matched("p:3", eur(-499_00), in: "2026-03-11/1"))
    try scenario.cut(opening: "2026-03-13/1")
    #expect(lesson(scenario)?.payments == 3)
    try scenario.when(.matched("p:3", eur(-1_00), in: "2026-03-12/1"))
    // What another rule had applied is none of it.
    try scenario.when(.matched("p:2", eur(-500_00), by: "oldest-first", in: "2026-03-12/1"))
    try scenario.cut(opening: "2026-03-14/1")
    #expect(lesson(scenario)?.payments == 2)
    #expect(lesson(scenario)?.latest?.payment == "p:2")
    #expect(scenario.state.learntPayers.account(by: .iban(iban)) == "C-1")
    try scenario.when(.matched("p:2", eur(-500_00), in: "2026-03-13/1"))
    try scenario.cut(opening: "2026-03-15/1")
    #expect(scenario.state.learntPayers.account(by: .iban(iban)) == nil, "one is chance")
    try scenario.when(.matched("p:1", eur(-500_00), in: "2026-03-14/1"))
    try scenario.cut(opening: "2026-03-16/1")
    #expect(scenario.state.learntPayers.lessons.isEmpty)
    #expect(scenario.state.learntPayers.teachings.isEmpty)
    // Matched again, it teaches anew.
    try scenario.when(.matched("p:1", eur(500_00), in: "2026-03-15/1"))
    try scenario.cut(opening: "2026-03-17/1")
    #expect(lesson(scenario)?.payments == 1)
  }

  @Test("a payment of which nothing is left teaches no longer, whatever made it certain")
  func returned() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-11"), .invoice("INV-12"))
    try scenario.when(paid("p:1", eur(31), "INV-11"))
    try scenario.when(paid("p:2", eur(41), "INV-12"))
    try scenario.cut(opening: "2026-03-11/1")
    #expect(lesson(scenario)?.payments == 2)
    for command in takingBack("p:1", eur(30), as: "R1") { try scenario.when(command) }
    try scenario.cut(opening: "2026-03-12/1")
    #expect(lesson(scenario)?.payments == 2, "a cent of it is left")
    for command in takingBack("p:1", eur(1), as: "R2") { try scenario.when(command) }
    #expect(lesson(scenario)?.payments == 2, "until the cut closes")
    try scenario.cut(opening: "2026-03-13/1")
    #expect(lesson(scenario)?.payments == 1)
    #expect(lesson(scenario)?.latest?.payment == "p:2")
    #expect(scenario.state.takenBack.isEmpty)
  }

  @Test("a certain payment teaches once; matching has the last word on it")
  func certain() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-11"))
    try scenario.when(paid("p:1", eur(31), "INV-11"))
    try scenario.cut(opening: "2026-03-11/1")
    try scenario.when(.matched("p:1", eur(31), by: "invoice-number", in: "2026-03-10/1"))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(lesson(scenario)?.payments == 1)
    #expect(lesson(scenario)?.matches == 0)
    try scenario.when(.matched("p:1", eur(-31), by: "invoice-number", in: "2026-03-11/1"))
    try scenario.cut(opening: "2026-03-13/1")
    #expect(scenario.state.learntPayers.lessons.isEmpty)
  }

  @Test("what a person said stays, and what he handed over for this once never teaches")
  func person() throws {
    let cases: [(teaches: Bool, payments: Int?)] = [(true, 1), (false, nil)]
    for (teaches, payments) in cases {
      var scenario = try Scenario(.account("C-1"))
      try scenario.when(paid("p:1"))
      let assignment = PaymentAssignment(
        payment: "p:1",
        account: "C-1",
        user: "a.martin",
        note: "phoned",
        teaches: teaches
      )
      try scenario.when(.assign(assignment))
      try scenario.cut(opening: "2026-03-11/1")
      try scenario.when(.matched("p:1", in: "2026-03-10/1"))
      try scenario.cut(opening: "2026-03-12/1")
      #expect(lesson(scenario)?.payments == payments)
      try scenario.when(.matched("p:1", eur(-500_00), in: "2026-03-11/1"))
      try scenario.cut(opening: "2026-03-13/1")
      #expect(lesson(scenario)?.payments == payments)
    }
  }

  @Test("what is forgotten stays forgotten until another payment teaches it")
  func forgotten() throws {
    var scenario = try house("p:1", "p:2", "p:3")
    try scenario.when(.matched("p:1", in: "2026-03-10/1"))
    try scenario.cut(opening: "2026-03-12/1")
    // Matched before it was forgotten, told before or after.
    try scenario.when(.matched("p:2", in: "2026-03-11/1"))
    try scenario.when(.forgetPayer(.iban(iban)))
    try scenario.when(.matched("p:3", in: "2026-03-11/1"))
    try scenario.cut(opening: "2026-03-13/1")
    #expect(lesson(scenario) == nil)
    #expect(
      scenario.state.learntPayers.lessons[.name("MOREL")]?.first?.payments == 3,
      "the name was not forgotten"
    )
    // A payment teaches once: more of it applied is no new lesson.
    try scenario.when(.matched("p:1", eur(1), in: "2026-03-12/1"))
    try scenario.when(paid("p:4"))
    try scenario.cut(opening: "2026-03-14/1")
    #expect(lesson(scenario) == nil)
    try scenario.when(.matched("p:4", in: "2026-03-13/1"))
    try scenario.cut(opening: "2026-03-15/1")
    #expect(lesson(scenario)?.payments == 1)
    // What taught before the forgetting takes nothing back from what was learnt after it.
    try scenario.when(.matched("p:1", eur(-501_00), in: "2026-03-14/1"))
    try scenario.cut(opening: "2026-03-16/1")
    #expect(lesson(scenario)?.payments == 1)
  }

  @Test("after thirteen months a lesson stays, and its payment is remembered no longer")
  func settled() throws {
    var scenario = try house("p:1")
    try scenario.when(.matched("p:1", in: "2026-03-10/1"))
    // 396 days after 10 March 2026, and one more.
    try scenario.cut(opening: "2027-04-10/1")
    try scenario.cut(opening: "2027-04-11/1")
    #expect(scenario.state.learntPayers.teachings.count == 1)
    try scenario.cut(opening: "2027-04-12/1")
    #expect(scenario.state.learntPayers.teachings.isEmpty)
    #expect(lesson(scenario)?.teachers.isEmpty == true)
    #expect(lesson(scenario)?.payments == 1)
    #expect(lesson(scenario)?.matches == 1)
    #expect(lesson(scenario)?.latest?.payment == "p:1")
    // Too late to take it back, or to teach it twice.
    try scenario.when(.matched("p:1", eur(-500_00), in: "2027-04-11/1"))
    try scenario.cut(opening: "2027-04-13/1")
    #expect(lesson(scenario)?.payments == 1)
    try scenario.when(.matched("p:1", eur(500_00), in: "2027-04-12/1"))
    try scenario.cut(opening: "2027-04-14/1")
    #expect(lesson(scenario)?.payments == 1)
  }

  @Test("what had been set aside and comes late counts when the open cut closes")
  func late() throws {
    var scenario = try house("p:1")
    try scenario.cut(opening: "2026-03-12/1")
    try scenario.when(.matched("p:1", in: "2026-03-10/1"))
    #expect(scenario.state.matches.values.map(\.cut) == [cut("2026-03-11/1")])
    try scenario.cut(opening: "2026-03-13/1")
    #expect(lesson(scenario)?.payments == 1)
  }
}
