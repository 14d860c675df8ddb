import DomainKit
import InvoicingDomain
import Terms
import Testing

@Suite("Accounts")
struct AccountTests {
  @Test("an account gets the partition of its head, once")
  func partitionOfHead() throws {
    var scenario = try Scenario(
      .account("C-1"),
      .account("C-2") { $0.head = "C-1" }
    )
    let first = try #require(scenario.state.accounts["C-1"])
    let second = try #require(scenario.state.accounts["C-2"])
    #expect(first.head == "C-1")
    #expect(first.partition == Partition(of: "C-1", count: 16))
    #expect(second.partition == first.partition)
    #expect(Partition(of: "C-2", count: 16) != first.partition)

    try scenario.when(.account("C-1", revision: 2, name: "Morel & Fils"))
    #expect(scenario.state.accounts["C-1"]?.name == "Morel & Fils")
    #expect(scenario.state.accounts["C-1"]?.partition == first.partition)
  }

  @Test("the partition count comes with the settings, and is fixed by the first account")
  func partitionCount() throws {
    var scenario = try Scenario.beforeTheFirstDay(.configure(partitionCount: 3))
    #expect(try scenario.when(.configure(partitionCount: 3)).isEmpty)
    for count in [0, -1, 101] {
      #expect(throws: Invoicing.Rejection.partitionCountOutOfRange(count)) {
        try scenario.when(.configure(partitionCount: count))
      }
    }
    try scenario.when(.opened("2026-03-01/1"))
    try scenario.when(.account("C-7"))
    #expect(scenario.state.accounts["C-7"]?.partition == Partition(of: "C-7", count: 3))
    #expect(try scenario.when(.configure(partitionCount: 3)).isEmpty)
    #expect(throws: Invoicing.Rejection.partitionCountFixed(3, asked: 4)) {
      try scenario.when(.configure(partitionCount: 4))
    }
  }

  @Test("a head pays for a member in periods that are possible (rules R21)")
  func payingPeriods() throws {
    var scenario = try Scenario()
    let march = PayingPeriod(from: day("2026-03-01"), to: day("2026-03-31"))
    let reversed = PayingPeriod(from: day("2026-03-02"), to: day("2026-03-01"))
    let oneDay = PayingPeriod(from: day("2026-03-01"), to: day("2026-03-01"))
    let member = { (revision: Int, periods: [PayingPeriod]) in
      Invoicing.Command.account("C-2", revision: revision) {
        ($0.head, $0.paidByHead) = ("C-1", periods)
      }
    }
    #expect(
      scenario.faults(member(1, [march, reversed])) == ["paidByHead[1]: paying-period-unfit"]
    )
    #expect(
      scenario.faults(member(1, Array(repeating: march, count: 101)))
        == ["paidByHead: paying-period-unfit"]
    )
    #expect(scenario.faults(member(1, [march, oneDay, PayingPeriod()])) == [])
    #expect(scenario.state.accounts["C-2"]?.paidByHead == [march, oneDay, PayingPeriod()])
    #expect(scenario.faults(member(2, [])) == [])
    #expect(
      scenario.faults(.account("C-3") { $0.paidByHead = [march] })
        == ["paidByHead: paying-period-unfit"]
    )
  }

  @Test("a changed head is refused, and the account stays as it was")
  func changedHead() throws {
    var scenario = try Scenario(.account("C-2") { $0.head = "C-1" })
    let before = scenario.state.accounts
    #expect(scenario.faults(.account("C-2", revision: 2)) == ["head: head-changed"])
    #expect(
      scenario.faults(.account("C-2", revision: 2) { $0.head = "C-3" }) == ["head: head-changed"]
    )
    #expect(scenario.state.accounts == before)
    #expect(scenario.faults(.account("C-2", revision: 2) { $0.head = "C-1" }) == [])
  }

  @Test("an account keeps its currency, in which its items are")
  func changedCurrency() throws {
    var scenario = try Scenario(.account())
    #expect(
      scenario.faults(.account(revision: 2, currency: .dollar)) == ["currency: currency-changed"]
    )
  }

  @Test("an older revision tells only which terms were agreed; the same again changes nothing")
  func olderRevision() throws {
    var scenario = try Scenario(.account(revision: 2, name: "New"))
    #expect(scenario.faults(.account(revision: 1, name: "")) == ["name: text-unfit"])
    #expect(
      WaitingTests.labels(try scenario.when(.account(revision: 1, name: "Old")))
        == ["C-1/1 came late"]
    )
    let known = scenario.state
    #expect(known.accounts["C-1"]?.name == "New")
    #expect(try scenario.when(.account(revision: 2, name: "New")).isEmpty)
    #expect(try scenario.when(.account(revision: 1, name: "Old")).isEmpty)
    #expect(scenario.state == known)
  }

  @Test("the same revision with other content is refused")
  func reusedRevision() throws {
    var scenario = try Scenario(.account(revision: 2, name: "One"))
    #expect(
      scenario.faults(.account(revision: 2, name: "Two")) == ["revision: revision-reused"]
    )
    #expect(scenario.state.accounts["C-1"]?.name == "One")
  }

  @Test("every fault of a revision is told at once, with the partition that is known")
  func everyFault() throws {
    var scenario = try Scenario(.account())
    let wrong = Invoicing.Command.account(
      revision: 2,
      name: "",
      terms: .discounted("0", 31, net: 30)
    ) {
      $0.country = "fr"
      $0.ibans = ["FR7630006000011234567890189", "FR7630006000011234567890188"]
      $0.creditLimit = usd(-1)
    }
    let events = try scenario.when(wrong)
    guard case .accountRejected(let rejected)? = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(rejected.partition == scenario.state.accounts["C-1"]?.partition)
    #expect(rejected.revision == 2)
    #expect(
      rejected.faults.map(\.label) == [
        "name: text-unfit", "country: country-unfit", "ibans[1]: iban-unfit",
        "creditLimit: currency-mismatch", "creditLimit: limit-negative",
        "terms.lines[0].discounts[0].percent: terms-unfit",
        "terms.lines[0].discounts[0].lastDate: terms-unfit",
      ]
    )
  }

  @Test("names", arguments: [("A", true), ("", false), (" ", false), ("A\u{7}B", false)])
  func names(name: String, isFit: Bool) throws {
    var scenario = try Scenario()
    #expect(scenario.faults(.account(name: name)).isEmpty == isFit)
  }

  @Test("a name has at most 256 bytes, an account at most 100 IBANs, and revisions count from 1")
  func limits() throws {
    var scenario = try Scenario()
    #expect(scenario.faults(.account("A", name: String(repeating: "é", count: 128))) == [])
    #expect(
      scenario.faults(.account("B", name: String(repeating: "é", count: 128) + "x"))
        == ["name: text-unfit"]
    )
    let iban = "FR7630006000011234567890189"
    #expect(
      scenario.faults(.account("C") { $0.ibans = Array(repeating: iban, count: 100) }) == []
    )
    #expect(
      scenario.faults(.account("D") { $0.ibans = Array(repeating: iban, count: 101) })
        == ["ibans: iban-unfit"]
    )
    #expect(scenario.faults(.account("E", revision: 0)) == ["revision: revision-unfit"])
    #expect(scenario.faults(.account("F") { $0.creditLimit = eur(0) }) == [])
  }

  @Test(
    "countries are two capital letters",
    arguments: [("FR", true), ("fr", false), ("F", false), ("FRA", false), ("F1", false)]
  )
  func countries(code: String, isFit: Bool) throws {
    var scenario = try Scenario()
    #expect(scenario.faults(.account { $0.country = code }).isEmpty == isFit)
  }

  @Test(
    "terms are 0 to 999 days net, a discount within them of more than 0 and less than 100 %",
    arguments: [
      (StatedTerms.net(0), true), (.net(999), true), (.net(1000), false), (.net(-1), false),
      (.discounted("2", 30, net: 30), true), (.discounted("2", 0, net: 30), true),
      (.discounted("2", 31, net: 30), false), (.discounted("2", -1, net: 30), false),
      (.discounted("99.9999", 1, net: 30), true), (.discounted("100", 1, net: 30), false),
      (.discounted("0.0001", 1, net: 30), true), (.discounted("0", 1, net: 30), false),
    ]
  )
  func terms(terms: StatedTerms, isFit: Bool) throws {
    var scenario = try Scenario()
    #expect(scenario.faults(.account("C-1", terms: terms)).isEmpty == isFit)
    try scenario.when(.account("C-2"))
    #expect(scenario.faults(.invoice(of: "C-2", terms: terms)).isEmpty == isFit)
  }

  @Test("IBANs are kept in electronic form, each once, in order")
  func ibans() throws {
    let scenario = try Scenario(
      .account {
        $0.ibans = [
          "nl91 abna 0417 1643 00", "FR76 3000 6000 0112 3456 7890 189", "NL91ABNA0417164300",
        ]
      }
    )
    #expect(
      scenario.state.accounts["C-1"]?.ibans
        == ["FR7630006000011234567890189", "NL91ABNA0417164300"]
    )
  }

  @Test("other names are kept each once, in order, without the account's own; each is a name")
  func aliases() throws {
    var scenario = try Scenario(
      .account(name: "Ateliers Morel") {
        $0.aliases = ["Morel Mobilier", "AM", "Ateliers Morel", "AM"]
      }
    )
    #expect(scenario.state.accounts["C-1"]?.aliases == ["AM", "Morel Mobilier"])
    #expect(
      scenario.faults(.account(revision: 2) { $0.aliases = ["AM", " ", "A\u{7}M"] })
        == ["aliases[1]: text-unfit", "aliases[2]: text-unfit"]
    )
    let names = (0...Invoicing.Limits.aliases).map { "Name \($0)" }
    #expect(
      scenario.faults(.account(revision: 2) { $0.aliases = names }) == ["aliases: text-unfit"]
    )
    try scenario.when(.account(revision: 2) { $0.aliases = Array(names.dropLast()) })
    #expect(scenario.state.accounts["C-1"]?.aliases.count == Invoicing.Limits.aliases)
  }

  @Test(
    "an IBAN has its form and check digits (ISO 13616, examples of its registry)",
    arguments: [
      ("GB29NWBK60161331926819", true), ("DE89370400440532013000", true),
      ("NO9386011117947", true), ("MT84MALT011000012345MTLCAST001S", true),
      ("GB29NWBK60161331926818", false), ("GB92NWBK60161331926819", false),
      ("GB29-NWBK60161331926819", false), ("1B29NWBK60161331926819", false),
      ("GBX9NWBK60161331926819", false), ("NO938601111794", false), ("", false),
      ("GB29NWBK60161331926819é", false),
    ]
  )
  func iban(text: String, isFit: Bool) throws {
    var scenario = try Scenario()
    let faults = scenario.faults(.account { $0.ibans = [text] })
    #expect(faults == (isFit ? [] : ["ibans[0]: iban-unfit"]))
  }
}
