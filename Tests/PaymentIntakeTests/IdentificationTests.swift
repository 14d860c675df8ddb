import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Whose a payment is")
struct IdentificationTests {
  // MARK: At once

  @Test("a structured reference tells at once")
  func structuredReference() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-2026-0042", of: "C-1"))
    let events = try scenario.when(
      .statement("a", .credit("S1", eur(980_00)) { $0.references = ["RF73INV20260042"] })
    )
    #expect(
      events.contains(
        .paymentIdentified(
          Identification(
            payment: .bank("S1"),
            owner: Owner(account: "C-1", partition: partition(0)),
            evidence: Evidence(.structuredReference, "RF73INV20260042"),
            teaches: true
          )
        )
      )
    )
    #expect(scenario.pool == [])
  }

  @Test(
    "references of every scheme count when an invoice bears them",
    arguments: [
      ("RF18539007547034", "RF18 5390 0754 7034"), ("090933755493", "+++090/9337/55493+++"),
      ("210000000003139471430009017", "21 00000 00003 13947 14300 09017"),
      ("112233442", "000000000000000000112233442"), ("1234561", "00000000000001234561"),
      ("1234561", "RF34 1234 561"),
    ]
  )
  func schemes(reference: String, written: String) throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-1", reference: reference))
    try scenario.when(.captured { $0.references = [written] })
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
  }

  @Test("a reference with a wrong check digit is no reference")
  func mistypedReference() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-2026-0042"))
    try scenario.when(.captured { $0.references = ["RF74INV20260042"] })
    try scenario.cut()
    #expect(scenario.pool == ["cardpay:1"])
  }

  @Test(
    "a full invoice number in the text tells at once, however it is written",
    arguments: [
      "INV-2026-0042", "inv 2026/0042", "Facture INV20260042 merci", "INV-2026-0042 less 2 %",
      "reference RF73 INV2 0260 042",
    ]
  )
  func invoiceNumber(text: String) throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-2026-0042"))
    try scenario.when(.captured { $0.text = text })
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
  }

  @Test("part of a number is no number", arguments: ["INV-2026-004", "1INV-2026-0042", "0042"])
  func partOfANumber(text: String) throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-2026-0042"))
    try scenario.when(.captured { $0.text = text })
    try scenario.cut()
    #expect(scenario.pool == ["cardpay:1"])
  }

  @Test("an invoice number in the place of a structured reference is read as a number")
  func numberAsReference() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-2026-0042"))
    try scenario.when(.captured { $0.references = ["INV-2026-0042"] })
    #expect(scenario.evidence(of: "cardpay:1") == .invoiceNumber)
  }

  @Test("the account that a provider stated counts more than what the payer wrote")
  func statedAccount() throws {
    var scenario = try Scenario(.account("C-1"), .account("C-2"), .invoice("INV-1", of: "C-2"))
    try scenario.when(
      .captured {
        $0.statedAccount = "C-1"
        $0.text = "INV-1"
      }
    )
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
    #expect(scenario.evidence(of: "cardpay:1") == .statedAccount)
  }

  @Test("payments wait for the invoice, and for the account, that they name")
  func payFirst() throws {
    var scenario = try Scenario(
      .captured("cardpay:1") { $0.text = "INV-1234" },
      .captured("cardpay:2") { $0.references = [InvoiceNames.reference("INV-1234")] },
      .captured("cardpay:3") { $0.statedAccount = "C-9" }
    )
    #expect(scenario.pool == ["cardpay:1", "cardpay:2", "cardpay:3"])
    try scenario.when(.invoice("INV-1234", of: "C-1"))
    #expect(scenario.pool == ["cardpay:3"])
    try scenario.when(.account("C-9"))
    #expect(scenario.pool == [])
  }

  @Test("an invoice that comes days later still tells")
  func invoiceAfterTheCut() throws {
    var scenario = try Scenario(.captured { $0.text = "INV-1234" })
    try scenario.cut()
    #expect(scenario.pool == ["cardpay:1"])
    try scenario.when(.invoice("INV-1234"))
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
  }

  @Test("a number that nobody knows keeps a payment until the cut: it may become another's invoice")
  func puzzle() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-2026-0042", of: "C-1"))
    try scenario.when(.captured { $0.text = "INV-2026-0042, order 471100" })
    #expect(scenario.pool == ["cardpay:1"])
    try scenario.cut()
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
  }

  // MARK: For a person

  @Test("a payment that names invoices of two accounts is for a person")
  func twoAccounts() throws {
    var scenario = try Scenario(
      .account("C-1"),
      .account("C-2"),
      .invoice("INV-2026-0001", of: "C-1"),
      .invoice("INV-2026-0002", of: "C-2"),
      .captured { $0.text = "INV-2026-0001 INV-2026-0002" }
    )
    try scenario.cut()
    #expect(scenario.pool == ["cardpay:1"])
    #expect(scenario.state.poolReason(of: "cardpay:1") == .namesSeveralAccounts(["C-1", "C-2"]))
  }

  @Test("two invoices of one account are no contradiction")
  func twoInvoices() throws {
    var scenario = try Scenario(
      .account("C-1"),
      .invoice("INV-2026-0001"),
      .invoice("INV-2026-0002")
    )
    try scenario.when(.captured { $0.text = "INV-2026-0001 et INV-2026-0002" })
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
  }

  @Test("R23: a reference of another customer than the payer is a proposal, not a decision")
  func reference23() throws {
    var scenario = try Scenario(
      .account("C-1", ibans: ["FR7630006000011234567890189"]),
      .account("C-2"),
      .invoice("INV-2026-0042", of: "C-2")
    )
    try scenario.cut()
    try scenario.when(
      .captured {
        $0.references = ["RF73INV20260042"]
        $0.payerIBAN = "FR7630006000011234567890189"
      }
    )
    #expect(scenario.pool == ["cardpay:1"])
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.pool == ["cardpay:1"])
    #expect(
      scenario.state.poolReason(of: "cardpay:1") == .payerDiffers(named: "C-2", payers: ["C-1"])
    )
  }

  private func payment(
    from ibans: [PayerIBAN],
    of account: AccountID,
    _ other: AccountID
  ) throws -> AccountID? {
    var scenario = try Scenario(
      .account("C-1", ibans: account == "C-1" ? ibans : []),
      .account("C-2", head: "C-1", ibans: account == "C-2" || other == "C-2" ? ibans : []),
      .account("C-3", head: "C-1", ibans: account == "C-3" ? ibans : []),
      .invoice("INV-2026-0042", of: "C-2")
    )
    try scenario.cut()
    try scenario.when(
      .captured {
        $0.references = ["RF73INV20260042"]
        $0.payerIBAN = "FR7630006000011234567890189"
      }
    )
    return scenario.owner(of: "cardpay:1")
  }

  @Test("a head that pays for a member pays with money of its own (rules R21)")
  func payingGroup() throws {
    let ibans: [PayerIBAN] = ["FR7630006000011234567890189"]
    #expect(try payment(from: ibans, of: "C-1", "C-1") == "C-1", "the head's IBAN")
    #expect(try payment(from: ibans, of: "C-1", "C-2") == "C-2", "an IBAN that both use")
    #expect(try payment(from: ibans, of: "C-3", "C-3") == "C-2", "another member's IBAN")
    #expect(try payment(from: [], of: "C-1", "C-1") == "C-2", "nobody's IBAN")
  }

  @Test("a payment that names invoices of several members is their head's")
  func severalMembers() throws {
    var scenario = try Scenario(
      .account("C-1"),
      .account("C-2", head: "C-1"),
      .account("C-3", head: "C-1"),
      .account("C-4"),
      .invoice("INV-2026-0002", of: "C-2"),
      .invoice("INV-2026-0003", of: "C-3"),
      .invoice("INV-2026-0004", of: "C-4")
    )
    try scenario.when(.captured { $0.text = "INV-2026-0002 INV-2026-0003" })
    #expect(scenario.pool == ["cardpay:1"], "the directory counts from the next cut on")
    try scenario.cut()
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
    try scenario.when(
      .captured("cardpay:2") { $0.text = "INV-2026-0002 INV-2026-0003" }
    )
    #expect(scenario.owner(of: "cardpay:2") == "C-1")
    try scenario.when(.captured("cardpay:3") { $0.text = "INV-2026-0002 INV-2026-0004" })
    try scenario.cut(opening: "2026-03-12/1")
    #expect(
      scenario.state.poolReason(of: "cardpay:3") == .namesSeveralAccounts(["C-2", "C-4"])
    )
  }

  @Test("what the directory says counts from the next cut on, so its order does not matter")
  func directoryOfTheCut() throws {
    let told: [PaymentIntake.Command] = [
      .account("C-1", ibans: ["FR7630006000011234567890189"]),
      .captured {
        $0.references = ["RF73INV20260042"]
        $0.payerIBAN = "FR7630006000011234567890189"
      },
    ]
    for order in [told, told.reversed()] {
      var scenario = try Scenario(.account("C-2"), .invoice("INV-2026-0042", of: "C-2"))
      for command in order { try scenario.when(command) }
      #expect(scenario.owner(of: "cardpay:1") == "C-2")
    }
  }

  // MARK: At the cut

  @Test("an IBAN tells at the cut, when it is one account's")
  func iban() throws {
    var scenario = try Scenario(.account("C-1", ibans: ["FR7630006000011234567890189"]))
    try scenario.when(.captured { $0.payerIBAN = "FR7630006000011234567890189" })
    #expect(scenario.pool == ["cardpay:1"])
    #expect(
      scenario.state.poolReason(of: "cardpay:1")
        == .decidedAtCut("C-1", Evidence(.iban, "FR7630006000011234567890189"))
    )
    try scenario.cut()
    #expect(scenario.evidence(of: "cardpay:1") == .iban)
  }

  @Test("an IBAN of several accounts tells nothing, even if a name does")
  func sharedIBAN() throws {
    var scenario = try Scenario(
      .account("C-1", ibans: ["FR7630006000011234567890189"], name: "MOREL"),
      .account("C-2", ibans: ["FR7630006000011234567890189"])
    )
    try scenario.when(
      .captured {
        $0.payerIBAN = "FR7630006000011234567890189"
        $0.comparableNames = ["MOREL"]
      }
    )
    try scenario.cut()
    #expect(
      scenario.state.poolReason(of: "cardpay:1") == .ibanOfSeveralAccounts(["C-1", "C-2"])
    )
  }

  @Test("a name tells at the cut, when it is one account's and the IBAN is nobody's")
  func name() throws {
    var scenario = try Scenario(
      .account("C-1", name: "ATELIERS MOREL"),
      .account("C-2", name: "DUPONT"),
      .account("C-3", name: "DUPONT"),
      .captured("cardpay:1") {
        $0.comparableNames = ["ATELIERS MOREL"]
        $0.payerIBAN = "DE89370400440532013000"
      },
      .captured("cardpay:2") { $0.comparableNames = ["DUPONT"] }
    )
    try scenario.cut()
    #expect(scenario.evidence(of: "cardpay:1") == .name)
    #expect(
      scenario.state.poolReason(of: "cardpay:2") == .nameOfSeveralAccounts(["C-2", "C-3"])
    )
  }

  @Test("in whose name it was paid counts more than who paid")
  func ultimatePayer() throws {
    var scenario = try Scenario(.account("C-1", name: "CUSTOMER"), .account("C-2", name: "AGENT"))
    try scenario.when(.captured { $0.comparableNames = ["CUSTOMER", "AGENT"] })
    try scenario.cut()
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
  }

  @Test("a stated account that nobody registered leaves the rest of the evidence to the cut")
  func unknownStatedAccount() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-1234", of: "C-1"))
    try scenario.when(
      .captured("cardpay:1") {
        $0.statedAccount = "C-404"
        $0.text = "INV-1234"
      }
    )
    try scenario.when(.captured("cardpay:2") { $0.statedAccount = "C-404" })
    #expect(scenario.pool == ["cardpay:1", "cardpay:2"])
    try scenario.cut()
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
    #expect(scenario.state.poolReason(of: "cardpay:2") == .statedAccountUnknown("C-404"))
  }

  @Test("nothing known, nothing guessed")
  func nothing() throws {
    var scenario = try Scenario(.account("C-1", ibans: ["DE89370400440532013000"], name: "A"))
    try scenario.when(.captured { $0.text = "merci" })
    try scenario.cut()
    #expect(scenario.state.poolReason(of: "cardpay:1") == .noEvidence)
  }

  @Test("an IBAN or name that an account gave up is no longer its own")
  func revision() throws {
    var scenario = try Scenario(
      .account("C-1", revision: 2, name: "NEW"),
      .account("C-1", revision: 1, ibans: ["DE89370400440532013000"], name: "OLD"),
      .captured("cardpay:1") { $0.payerIBAN = "DE89370400440532013000" },
      .captured("cardpay:2") { $0.comparableNames = ["OLD"] },
      .captured("cardpay:3") { $0.comparableNames = ["NEW"] }
    )
    try scenario.when(.account("C-2", ibans: ["DE89370400440532013000"]))
    try scenario.when(.account("C-2", revision: 2))
    try scenario.cut()
    #expect(scenario.pool == ["cardpay:1", "cardpay:2"])
    #expect(scenario.owner(of: "cardpay:3") == "C-1")
  }

  @Test("R7: unidentified money is the house's, not yet the customer's")
  func balances() throws {
    var scenario = try Scenario(
      .account("C-1", ibans: ["DE89370400440532013000"]),
      .captured("cardpay:1", eur(500_00)) { $0.payerIBAN = "DE89370400440532013000" }
    )
    #expect(scenario.poolSum == [eur(500_00)])
    #expect(scenario.state.totals.handedOver.sums == [])
    let events = try scenario.cut()
    #expect(scenario.poolSum == [])
    guard case .cutClosed(let closing)? = events.last else {
      Issue.record("the cut is not closed")
      return
    }
    #expect(closing.totals.received.sums == [eur(500_00)])
    #expect(closing.totals.handedOver.sums == [eur(500_00)])
    #expect(closing.unidentified == Tally())
  }
}
