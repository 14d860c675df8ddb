import DomainKit
import InvoicingDomain
import Terms
import Testing

@Suite("Invoices before their account")
struct WaitingTests {
  static func labels(_ events: [Invoicing.Event]) -> [String] {
    events.map { event in
      switch event {
      case .accountRegistered(let account): "registered \(account.account)/\(account.revision)"
      case .accountRejected(let account): "refused \(account.account)/\(account.revision)"
      case .invoiceIssued(let invoice): "issued \(invoice.invoice)"
      case .invoiceRejected(let invoice): "rejected \(invoice.invoice)"
      case .invoiceKept(let invoice): "kept \(invoice.invoice)"
      case .creditNoteKept(let note): "kept \(note.creditNote)"
      case .creditNoteIssued(let note): "issued \(note.creditNote)"
      case .creditNoteRejected(let note): "rejected \(note.creditNote)"
      case .accountKept(let account): "kept \(account.account)/\(account.revision)"
      case .cutOpened(let cut): "opened \(cut)"
      case .cutClosed(let closes, let opens): "closed \(closes), opened \(opens)"
      case .partitionCountSet(let count): "\(count) partitions"
      case .referencePolicySet(let policy): "references \(policy)"
      case .termsRegistrySet(let registry): "\(registry.termsByName.count) names of terms"
      case .termsStated(let statement, let account):
        "\(account)/\(statement.revisions.lowerBound) came late"
      case .termsChanged(let change): "terms of \(change.account) from \(change.from)"
      case .numberDrawn(let drawn): "drew \(drawn.number)"
      case .returnChargePolicySet(let isOn): "charges returns: \(isOn)"
      case .baseCurrencySet(let currency): "books in \(currency)"
      case .baseCurrencyUnset: "books in no currency of their own"
      case .rateSet(let rate): "set \(rate.exchange), revision \(rate.revision)"
      case .issuerSet(let issuer): "issuer in \(issuer.country ?? "no country")"
      case .returnCharged(let charge, let note): "charged \(charge.reversal) by \(note)"
      case .termsDeviated(let deviation): "deviation of \(deviation.invoice)"
      }
    }
  }

  @Test("wait, and are issued with it, by number")
  func waits() throws {
    var scenario = try Scenario()
    #expect(Self.labels(try scenario.when(.invoice("INV-2"))) == ["kept INV-2"])
    try scenario.when(.invoice("INV-1"))
    try scenario.when(.invoice("INV-3", of: "C-2"))
    #expect(try scenario.when(.invoice("INV-2")).isEmpty, "it waits already")
    #expect(
      Self.labels(try scenario.when(.account()))
        == ["registered C-1/1", "issued INV-1", "issued INV-2"]
    )
    #expect(Array(scenario.state.keptInvoices.keys) == ["INV-3"])
    #expect(Array(scenario.state.keptNumbers.keys) == ["C-2"])
  }

  @Test("are rejected with it when they are wrong, with the faults that they would have had")
  func wrong() throws {
    let wrong = Invoicing.Command.invoice("INV-1", gross: usd(1))
    var after = try Scenario(.account())
    let first = after.faults(wrong)
    #expect(!first.isEmpty)
    var before = try Scenario(wrong, .invoice("INV-2"))
    let events = try before.when(.account())
    #expect(Self.labels(events) == ["registered C-1/1", "rejected INV-1", "issued INV-2"])
    guard case .invoiceRejected(let rejected) = events[1] else { return }
    #expect(rejected.faults.map(\.label) == first)
    #expect(rejected.partition == Partition(of: "C-1", count: 16))
    #expect(before.state.keptInvoices.isEmpty)
    #expect(try before.when(.invoice("INV-1")).count == 1, "corrected, it is issued")
  }

  @Test("the first of two contents under one number stays")
  func conflict() throws {
    var scenario = try Scenario(.invoice())
    #expect(scenario.faults(.invoice(net: eur(1))) == ["invoice: number-reused"])
    #expect(scenario.faults(.invoice(of: "C-2")) == ["invoice: number-reused"])
    try scenario.when(.account())
    #expect(scenario.issued("INV-1")?.net == eur(1_000_00))
  }

  @Test("a refused account lets them wait on")
  func refusedAccount() throws {
    var scenario = try Scenario(.invoice())
    #expect(scenario.faults(.account(name: "")) == ["name: text-unfit"])
    #expect(scenario.state.keptInvoices.count == 1)
    #expect(try scenario.when(.account()).count == 2)
  }

  @Test("the outcome does not depend on whether the account or the invoice came first")
  func eitherFirst() throws {
    let account = Invoicing.Command.account(terms: .discounted("3", 5, net: 45))
    let accountFirst = try Scenario(account, .invoice())
    let invoiceFirst = try Scenario(.invoice(), account)
    #expect(accountFirst.state == invoiceFirst.state)
  }
}

@Suite("Before the first day")
struct BeforeTheFirstDayTests {
  @Test("accounts and invoices are kept, and decided when it opens: accounts first, all by name")
  func kept() throws {
    var scenario = try Scenario.beforeTheFirstDay(
      .invoice("INV-2"),
      .account("C-2"),
      .account("C-1", revision: 2, terms: .net(60)),
      .invoice("INV-1", of: "C-2"),
      .account("C-1", revision: 1),
      .invoice("INV-3", of: "C-3")
    )
    #expect(scenario.state.accounts.isEmpty)
    #expect(scenario.state.invoices.isEmpty)
    #expect(
      WaitingTests.labels(try scenario.when(.opened("2026-03-01/1"))) == [
        "opened 2026-03-01/1", "registered C-1/1", "registered C-1/2", "registered C-2/1",
        "issued INV-1", "issued INV-2",
      ]
    )
    #expect(scenario.item("INV-2")?.dueDate == day("2026-04-30"), "the newest revision's terms")
    #expect(scenario.state.keptAccounts.isEmpty)
    #expect(Array(scenario.state.keptInvoices.keys) == ["INV-3"])
  }

  @Test("the same revision again changes nothing, with other content it is refused")
  func repeated() throws {
    var scenario = try Scenario.beforeTheFirstDay(.account(name: "One"))
    #expect(try scenario.when(.account(name: "One")).isEmpty)
    #expect(scenario.faults(.account(name: "Two")) == ["revision: revision-reused"])
    #expect(try scenario.when(.account(revision: 2, name: "Two")).count == 1)
  }

  @Test("what turns out wrong is refused then, and is kept no longer")
  func wrong() throws {
    var scenario = try Scenario.beforeTheFirstDay(
      .account("C-1", name: ""),
      .account("C-2"),
      .invoice("INV-1", of: "C-2", gross: eur(1)),
      .invoice("INV-2", of: "C-1")
    )
    #expect(
      WaitingTests.labels(try scenario.when(.opened("2026-03-01/1"))) == [
        "opened 2026-03-01/1", "refused C-1/1", "registered C-2/1", "rejected INV-1",
      ]
    )
    #expect(scenario.state.keptAccounts.isEmpty)
    #expect(Array(scenario.state.keptInvoices.keys) == ["INV-2"])
  }
}

@Suite("Cuts")
struct CutTests {
  @Test("the first announcement opens, each further one closes the open cut")
  func closing() throws {
    var scenario = try Scenario.beforeTheFirstDay()
    #expect(try scenario.when(.opened("2026-03-10/1")) == [.cutOpened(cut("2026-03-10/1"))])
    #expect(
      try scenario.when(.opened("2026-03-10/2", closes: "2026-03-10/1"))
        == [.cutClosed(closes: cut("2026-03-10/1"), opens: cut("2026-03-10/2"))]
    )
    #expect(
      try scenario.when(.opened("2026-03-12/1", closes: "2026-03-10/2"))
        == [.cutClosed(closes: cut("2026-03-10/2"), opens: cut("2026-03-12/1"))]
    )
    #expect(scenario.state.openCut == cut("2026-03-12/1"))
  }

  @Test("an announcement that was heard before changes nothing")
  func repeated() throws {
    var scenario = try Scenario()
    try scenario.when(.opened("2026-03-02/1", closes: "2026-03-01/1"))
    for announcement in [
      Invoicing.Command.opened("2026-03-01/1"),
      .opened("2026-03-02/1", closes: "2026-03-01/1"),
    ] {
      #expect(try scenario.when(announcement).isEmpty)
    }
  }

  @Test("an announcement that closes another cut than the open one is refused")
  func outOfSequence() throws {
    var scenario = try Scenario()
    for closes in ["2026-03-01/2", "2026-02-28/1", nil] {
      #expect(
        throws: Invoicing.Rejection.cutOutOfSequence(
          open: cut("2026-03-01/1"),
          closes: closes.map { cut($0) },
          opens: cut("2026-03-03/1")
        )
      ) { try scenario.when(.opened("2026-03-03/1", closes: closes)) }
    }
    var fresh = try Scenario.beforeTheFirstDay()
    #expect(
      throws: Invoicing.Rejection.cutOutOfSequence(
        open: nil,
        closes: cut("2026-03-03/1"),
        opens: cut("2026-03-03/1")
      )
    ) { try fresh.when(.opened("2026-03-03/1", closes: "2026-03-03/1")) }
  }

  @Test("a service that starts late closes the cut that the others wait for, then catches up")
  func lateStart() throws {
    var scenario = try Scenario.beforeTheFirstDay(.account())
    #expect(
      WaitingTests.labels(
        try scenario.when(.opened("2026-03-11/1", closes: "2026-03-10/1"))
      )
        == ["closed 2026-03-10/1, opened 2026-03-11/1", "registered C-1/1"]
    )
  }
}
