import DomainKit
import InvoicingDomain
import Terms
import Testing

@Suite("Agreed terms")
struct AgreedTermsTests {
  private func opened(_ date: String, closes: String) -> Invoicing.Command {
    .opened("\(date)/1", closes: "\(closes)/1")
  }

  private static func change(
    from date: String,
    _ terms: CreditTerms? = nil,
    lateChargeRate: String? = nil
  ) -> Invoicing.Command {
    .changeTerms(
      Invoicing.TermsChange(
        account: "C-1",
        from: day(date),
        terms: terms,
        lateChargeRate: lateChargeRate.map { percent($0) }
      )
    )
  }

  @Test("the first terms hold from the beginning, others from the day on which they are told")
  func undated() throws {
    let scenario = try Scenario(
      .account(terms: .net(30)),
      opened("2026-03-10", closes: "2026-03-01"),
      .account(revision: 2, terms: .net(60)),
      .invoice("A", issued: "2025-12-31"),
      .invoice("B", issued: "2026-03-09"),
      .invoice("C", issued: "2026-03-10")
    )
    #expect(scenario.item("A")?.dueDate == day("2026-01-30"))
    #expect(scenario.item("B")?.dueDate == day("2026-04-08"))
    #expect(scenario.item("C")?.dueDate == day("2026-05-09"))
  }

  @Test("terms with a date of their own hold from it, and before it what held before")
  func dated() throws {
    let scenario = try Scenario(
      .account(terms: .net(30)),
      .account(revision: 2, terms: .net(60)) { $0.termsFrom = day("2026-04-01") },
      .account(revision: 3, terms: .net(10)) { $0.termsFrom = day("2026-02-01") },
      .invoice("A", issued: "2026-01-31"),
      .invoice("B", issued: "2026-02-01"),
      .invoice("C", issued: "2026-04-01")
    )
    #expect(scenario.item("A")?.dueDate == day("2026-03-02"))
    #expect(scenario.item("B")?.dueDate == day("2026-02-11"))
    #expect(scenario.item("C")?.dueDate == day("2026-04-11"), "what is told last holds")
  }

  @Test("what credit control decides holds from its date, whatever billing repeats")
  func creditControl() throws {
    var scenario = try Scenario(
      .account(terms: .net(30)) { $0.lateChargeRate = percent("12.15") },
      Self.change(from: "2026-03-10", .net(15)),
      Self.change(from: "2026-03-20", lateChargeRate: "15"),
      opened("2026-03-20", closes: "2026-03-01"),
      .account(revision: 2, name: "Ateliers Morel SAS", terms: .net(30)) {
        $0.lateChargeRate = percent("12.15")
      }
    )
    for (number, date) in [("A", "2026-03-09"), ("B", "2026-03-10"), ("C", "2026-03-20")] {
      try scenario.when(.invoice(InvoiceNumber(number), issued: date))
    }
    #expect(scenario.item("A")?.dueDate == day("2026-04-08"))
    #expect(scenario.item("B")?.dueDate == day("2026-03-25"))
    #expect(scenario.item("C")?.dueDate == day("2026-04-04"))
    #expect(scenario.issued("B")?.lateChargeRate == percent("12.15"))
    #expect(scenario.issued("C")?.lateChargeRate == percent("15"))
  }

  @Test("billing's own change comes after credit control's")
  func renegotiated() throws {
    let scenario = try Scenario(
      .account(terms: .net(30)),
      Self.change(from: "2026-03-10", .net(15)),
      opened("2026-03-20", closes: "2026-03-01"),
      .account(revision: 2, terms: .net(45)),
      .invoice("A", issued: "2026-03-20")
    )
    #expect(scenario.item("A")?.dueDate == day("2026-05-04"))
  }

  /// From when on which net days and late charges hold: `2026-04-01: 15, 12 %`.
  private static func agreed(_ scenario: Scenario) -> [String] {
    (scenario.state.accounts["C-1"]?.agreedTerms.byDate ?? []).map { agreed in
      let net = agreed.terms.map { "\($0.lines.last?.due.days ?? 0)" } ?? "-"
      let rate = agreed.lateChargeRate.map { ", \($0) %" } ?? ""
      return "\(agreed.from.map { "\($0)" } ?? "always"): \(net)\(rate)"
    }
  }

  @Test("what billing changes beside the terms leaves credit control's alone, whichever came first")
  func lateChargeAlone() throws {
    let decided = Self.change(from: "2026-03-02", .net(15))
    let revised = Invoicing.Command.account(revision: 2) { $0.lateChargeRate = percent("12") }
    let first = try Scenario(.account(), decided, revised)
    let last = try Scenario(.account(), revised, decided)
    #expect(Self.agreed(first) == ["always: 30", "2026-03-01: 30, 12 %", "2026-03-02: 15, 12 %"])
    #expect(first.state == last.state)
    let later = try Scenario(
      .account(),
      decided,
      opened("2026-03-10", closes: "2026-03-01"),
      revised,
      .invoice("A", issued: "2026-03-10")
    )
    #expect(Self.agreed(later) == ["always: 30", "2026-03-02: 15", "2026-03-10: 15, 12 %"])
    #expect(later.item("A")?.dueDate == day("2026-03-25"))
  }

  @Test("what billing agreed for a later date stays, whatever credit control decides before it")
  func laterDated() throws {
    let planned = Invoicing.Command.account(revision: 2, terms: .net(60)) {
      $0.termsFrom = day("2026-05-01")
    }
    let decided = Self.change(from: "2026-04-01", .net(15), lateChargeRate: "15")
    let first = try Scenario(.account(), planned, decided)
    #expect(
      Self.agreed(first) == ["always: 30", "2026-04-01: 15, 15 %", "2026-05-01: 60, 15 %"]
    )
    #expect(first.state == (try Scenario(.account(), decided, planned)).state)
  }

  @Test("of one date credit control's decision holds")
  func sameDate() throws {
    let planned = Invoicing.Command.account(revision: 2, terms: .net(60)) {
      $0.termsFrom = day("2026-04-01")
    }
    let decided = Self.change(from: "2026-04-01", .net(15))
    for facts in [[planned, decided], [decided, planned]] {
      var scenario = try Scenario(.account())
      for fact in facts { try scenario.when(fact) }
      #expect(Self.agreed(scenario) == ["always: 30", "2026-04-01: 15"])
    }
  }

  @Test("credit control's later decision takes the place of what it had decided for later dates")
  func decidedAgain() throws {
    let scenario = try Scenario(
      .account(),
      Self.change(from: "2026-04-01", .net(20), lateChargeRate: "10"),
      Self.change(from: "2026-05-01", .net(15), lateChargeRate: "15"),
      Self.change(from: "2026-04-15", .net(10)),
      Self.change(from: "2026-04-01", lateChargeRate: "12")
    )
    #expect(
      Self.agreed(scenario) == ["always: 30", "2026-04-01: 20, 12 %", "2026-04-15: 10, 12 %"]
    )
  }

  @Test("a late revision is put where it belongs, with its date")
  func lateRevision() throws {
    let facts: [Invoicing.Command] = [
      .account(revision: 1),
      .account(revision: 2, terms: .net(60)) { $0.termsFrom = day("2026-04-01") },
      .account(revision: 3, terms: .net(10)) { $0.termsFrom = day("2026-05-01") },
    ]
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    for order in orders {
      var scenario = try Scenario()
      for index in order { try scenario.when(facts[index]) }
      #expect(
        Self.agreed(scenario) == ["always: 30", "2026-04-01: 60", "2026-05-01: 10"],
        "\(order)"
      )
      #expect(scenario.state.accounts["C-1"]?.revision == 3)
    }
  }

  @Test("billing moves the date of terms that it states again, and leaves it out otherwise")
  func movedDate() throws {
    var scenario = try Scenario(
      .account(),
      .account(revision: 2, terms: .net(60)) { $0.termsFrom = day("2026-04-01") },
      .account(revision: 3, name: "Morel", terms: .net(60))
    )
    #expect(Self.agreed(scenario) == ["always: 30", "2026-04-01: 60"])
    let moved = Invoicing.Command.account(revision: 4, terms: .net(60)) {
      $0.termsFrom = day("2026-06-01")
    }
    try scenario.when(moved)
    #expect(Self.agreed(scenario) == ["always: 30", "2026-06-01: 60"])
  }

  @Test("terms that billing takes back hold no longer; revisions that say the same are kept as one")
  func takenBack() throws {
    let scenario = try Scenario(
      .account(),
      .account(revision: 2, name: "A"),
      .account(revision: 4, name: "B"),
      .account(revision: 3, name: "C"),
      opened("2026-03-10", closes: "2026-03-01"),
      .account(revision: 5, terms: nil)
    )
    #expect(Self.agreed(scenario) == ["always: 30", "2026-03-10: -"])
    #expect(
      scenario.state.accounts["C-1"]?.agreedTerms.stated.map(\.revisions) == [1...4, 5...5]
    )
  }

  @Test("an account without terms gets its first ones from the beginning")
  func firstTerms() throws {
    let scenario = try Scenario(
      .account(terms: nil),
      opened("2026-03-10", closes: "2026-03-01"),
      .account(revision: 2, terms: .net(20)),
      .invoice("A", issued: "2026-02-01")
    )
    #expect(Self.agreed(scenario) == ["always: 20"])
    #expect(scenario.item("A")?.dueDate == day("2026-02-21"))
    #expect(Self.agreed(try Scenario(.account(terms: nil))) == [])
  }

  @Test("terms of an account that nobody knows change nothing")
  func unknown() throws {
    var scenario = try Scenario()
    #expect(throws: Invoicing.Rejection.accountUnknown("C-1")) {
      try scenario.when(Self.change(from: "2026-04-01", .net(15)))
    }
  }

  @Test("an invoice that is due or discounted otherwise than agreed is a finding")
  func deviation() throws {
    var scenario = try Scenario(.account(terms: .discounted("2", 10, net: 30)))
    let events = try scenario.when(.invoice(net: eur(100_00), tax: eur(20_00), terms: .net(60)))
    let issued = try #require(scenario.issued("INV-1"))
    let agreed = Instalment(
      dueDate: day("2026-03-31"),
      amount: eur(120_00),
      discounts: [DiscountOffer("2", of: eur(120_00), eur(2_40), until: "2026-03-11")]
    )
    let deviation = Invoicing.TermsDeviation(
      invoice: "INV-1",
      account: "C-1",
      partition: issued.partition,
      issueDate: day("2026-03-01"),
      agreed: [agreed],
      invoiced: [Instalment(dueDate: day("2026-04-30"), amount: eur(120_00))]
    )
    #expect(events == [.invoiceIssued(issued), .termsDeviated(deviation)])
  }

  @Test(
    "what comes to the same is none",
    arguments: [nil, "2/10 net 30", .discounted("2", 10, net: 30)] as [StatedTerms?]
  )
  func same(terms: StatedTerms?) throws {
    var scenario = try Scenario(.account(terms: .discounted("2", 10, net: 30)))
    #expect(try scenario.when(.invoice("A", terms: terms)).count == 1)
    let early = Invoicing.Command.invoice("B", terms: terms) { $0.dueDate = day("2026-03-30") }
    #expect(try scenario.when(early).count == 2)
  }

  @Test("without agreed terms there is nothing to deviate from")
  func nothingAgreed() throws {
    var scenario = try Scenario(.account(terms: nil))
    #expect(try scenario.when(.invoice(terms: .net(60))).count == 1)
  }

  @Test("names of the registry are understood, as they were when the invoice was issued")
  func registry() throws {
    var scenario = try Scenario(
      .configure(partitionCount: 16, terms: try TermsRegistry(mapping: "Z045 = net 45")),
      .account(terms: "z045"),
      .invoice("A"),
      .configure(partitionCount: 16, terms: try TermsRegistry(mapping: "Z045 = net 50"))
    )
    try scenario.when(.invoice("B"))
    try scenario.when(.invoice("C", terms: "Z045"))
    #expect(scenario.item("A")?.dueDate == day("2026-04-15"))
    #expect(scenario.item("B")?.dueDate == day("2026-04-15"), "agreed is agreed")
    #expect(scenario.item("C")?.dueDate == day("2026-04-20"))
    #expect(scenario.faults(.invoice("D", terms: "Z046")) == ["terms: terms-unfit"])
  }
}
