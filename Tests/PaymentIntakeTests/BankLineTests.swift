import BankFormats
import DomainKit
import PaymentIntakeDomain
import Testing

@testable import PaymentIntakeService

@Suite("What a bank's row means for receivables")
struct BankLineTests {
  static let own = BankAccount(number: "NL26VAYB8060476890", isIBAN: true, currency: .euro)

  static func statement(_ format: String = "camt.053.001.08") -> BankStatement {
    BankStatement(kind: .statement, format: format, id: "STMT", account: own)
  }

  /// A booked credit of 10.00 with the reference S1, changed as told.
  static func row(
    direction: BankDirection = .credit,
    status: BankEntry.Status = .booked,
    _ change: (inout BankTransaction) -> Void = { _ in }
  ) throws -> BankRow {
    let key = try #require(
      BankKey.entry(account: own, reference: "S1", occurrence: 1, direction: direction)
    )
    var transaction = BankTransaction(
      key: try #require(BankKey.payment(key, index: 0)),
      amount: eur(1000),
      direction: direction
    )
    change(&transaction)
    return BankRow(
      cursor: BankCursor(statement: 0, entry: 0, transaction: 0),
      entry: BankEntry(
        key: key,
        amount: transaction.amount,
        direction: direction,
        status: status,
        bookingDate: day("2026-03-10"),
        valueDate: day("2026-03-11"),
        servicerReference: "S1"
      ),
      transaction: transaction
    )
  }

  static func line(_ row: BankRow, _ format: String = "camt.053.001.08") -> StatementLine? {
    StatementLine(row, of: statement(format))
  }

  static func facts(_ row: BankRow) -> PaymentFacts? {
    switch line(row)?.movement {
    case .payment(let facts), .pending(let facts): facts
    default: nil
    }
  }

  static func returned(_ row: BankRow) -> ReturnFacts? {
    if case .returned(let facts)? = line(row)?.movement { facts } else { nil }
  }

  @Test("a booked credit is a payment")
  func payment() throws {
    let row = try Self.row {
      $0.endToEndID = "E2E-1"
      $0.debtor = BankParty(name: "Ateliers Mörel SARL", iban: "FR7630006000011234567890189")
      $0.remittance.references = [BankReference(value: "RF73 INV2 0260 042")]
      $0.remittance.text = ["less 2 %", "merci"]
      $0.servicerReference = "T1"
    }
    let line = try #require(Self.line(row))
    #expect(line.place.account == "NL26VAYB8060476890")
    #expect(line.place.entry == "NL26VAYB8060476890:S1")
    #expect(line.place.references == ["S1", "T1"])
    #expect(
      Self.facts(row)
        == PaymentFacts(
          payment: .bank("S1"),
          amount: eur(1000),
          bookingDate: day("2026-03-10"),
          valueDate: day("2026-03-11"),
          channel: "camt.053",
          payerName: "Ateliers Mörel SARL",
          comparableNames: ["ATELIERS MOREL"],
          payerIBAN: "FR7630006000011234567890189",
          references: ["RF73INV20260042"],
          text: "less 2 % merci",
          endToEndID: "E2E-1"
        )
    )
  }

  @Test("what is no customer's payment is left out")
  func others() throws {
    #expect(Self.line(try Self.row(direction: .debit)) == nil)
    #expect(Self.line(try Self.row(status: .information)) == nil)
    #expect(
      Self.line(try Self.row(direction: .debit, status: .pending) { $0.isReturn = true }) == nil
    )
    #expect(Self.line(try Self.row { $0.amount = eur(0) }) == nil)
  }

  @Test("an announced credit is pending")
  func pending() throws {
    let line = try #require(Self.line(try Self.row(status: .pending), "camt.052.001.08"))
    guard case .pending(let facts) = line.movement else {
      Issue.record("not pending")
      return
    }
    #expect(facts.channel == "camt.052")
  }

  @Test("a debit with return information takes a payment back; its charges are told apart")
  func taken() throws {
    let row = try Self.row(direction: .debit) {
      $0.amount = eur(1015)
      $0.isReturn = true
      $0.returnReason = "MS03"
      $0.endToEndID = "E2E-1"
      $0.debtor = BankParty(iban: "FR7630006000011234567890189")
      $0.charges = [
        BankCharge(amount: eur(15), isIncluded: true),
        BankCharge(amount: eur(3), isIncluded: false),
        BankCharge(amount: eur(4), direction: .credit, isIncluded: true),
        BankCharge(amount: usd(5), isIncluded: true),
      ]
    }
    let taken = try #require(Self.returned(row))
    #expect(taken.reversal == .reversal("S1"))
    #expect((taken.amount, taken.charges) == (eur(1015), eur(15)))
    #expect(taken.furtherCharges == eur(3))
    #expect(taken.reason == "MS03")
    #expect(taken.payerIBAN == "FR7630006000011234567890189")
    #expect(!taken.isBatch)
  }

  @Test(
    "a charge that may be part of a return: the payer's own amount tells, where it is told",
    arguments: [
      // Returned, ordered, charged, whether as part: of it, beside it.
      (53, 50, 3, nil, 3, 0), (50, 50, 3, nil, 0, 3), (53, nil, 3, nil, 3, 0),
      (53, 50, nil, nil, 3, 0), (53, 60, 3, nil, 3, 0), (53, 50, 2, nil, 3, 0),
      (53, 50, 2, true, 2, 0), (53, 50, 3, true, 3, 0), (53, 50, 3, false, 3, 3),
      (53, nil, nil, nil, 0, 0),
    ] as [(Int64, Int64?, Int64?, Bool?, Int64, Int64)]
  )
  func unsaidCharges(
    amount: Int64,
    ordered: Int64?,
    charge: Int64?,
    isIncluded: Bool?,
    included: Int64,
    beside: Int64
  ) throws {
    let row = try Self.row(direction: .debit) {
      $0.amount = eur(amount)
      $0.isReturn = true
      $0.instructedAmount = ordered.map { eur($0) }
      $0.charges = charge.map { [BankCharge(amount: eur($0), isIncluded: isIncluded)] } ?? []
    }
    let taken = try #require(Self.returned(row))
    #expect((taken.charges, taken.furtherCharges) == (eur(included), eur(beside)))
  }

  @Test("what was ordered in another currency says nothing of a return's charges")
  func otherCurrency() throws {
    let row = try Self.row(direction: .debit) {
      $0.isReturn = true
      $0.instructedAmount = usd(900)
    }
    #expect(Self.returned(row)?.charges == eur(0))
  }

  @Test("what was ordered in another currency, and the rate with its day, go with the payment")
  func exchange() throws {
    let dollars = BankExchange(
      unit: .dollar,
      quoted: .euro,
      rate: ExchangeFactor(literal: "0.92"),
      date: day("2026-03-09"),
      contract: "FX-7"
    )
    let told = Self.facts(
      try Self.row {
        $0.instructedAmount = usd(1087)
        $0.exchange = dollars
      }
    )
    #expect(told?.instructed == usd(1087))
    #expect(told?.exchange?.description == "1 USD = 0.92 EUR on 2026-03-09")

    var undated = dollars
    undated.date = nil
    let booked = Self.facts(try Self.row { $0.exchange = undated })
    #expect(booked?.exchange?.date == day("2026-03-10"), "the day of booking, not the value date")
    #expect(booked?.instructed == nil)
  }

  @Test("what was ordered in the account's own currency is no exchange")
  func noExchange() throws {
    let facts = Self.facts(try Self.row { $0.instructedAmount = eur(1015) })
    #expect(facts?.instructed == nil)
    #expect(facts?.exchange == nil)
    #expect(Self.facts(try Self.row { $0.instructedAmount = usd(0) })?.instructed == nil)
  }

  @Test("our own account is nobody's payer, whichever way round the bank tells the parties")
  func turnedRound() throws {
    let row = try Self.row(direction: .debit) {
      $0.isReversal = true
      $0.debtor = BankParty(name: "We", iban: "NL26VAYB8060476890")
      $0.creditor = BankParty(name: "Payer", iban: "FR7630006000011234567890189")
    }
    #expect(Self.returned(row)?.payerIBAN == "FR7630006000011234567890189")
  }

  @Test("a reversed or returned debit is money in the house, and no customer's payment")
  func reversedDebit() throws {
    let row = try Self.row {
      $0.isReversal = true
      $0.debtor = BankParty(name: "We", iban: "NL26VAYB8060476890")
      $0.creditor = BankParty(name: "Payer", iban: "FR7630006000011234567890189")
    }
    #expect(Self.facts(row)?.payerIBAN == "FR7630006000011234567890189")
    #expect(Self.facts(row)?.payerName == "Payer")
    #expect(Self.facts(row)?.nature == .ownMoneyReturned)
    #expect(Self.facts(try Self.row { $0.isReturn = true })?.nature == .ownMoneyReturned)
    #expect(Self.facts(try Self.row())?.nature == .payment)
  }

  @Test("a batch without details says so")
  func batch() throws {
    #expect(Self.line(try Self.row { $0.lumpedTransactions = 3 })?.batched == 3)
    #expect(
      Self.returned(
        try Self.row(direction: .debit) {
          $0.isReturn = true
          $0.lumpedTransactions = 0
        }
      )?.isBatch == true
    )
  }

  @Test(
    "an end-to-end reference that is not provided is none",
    arguments: ["NOTPROVIDED", "NONREF"]
  )
  func notProvided(text: String) throws {
    #expect(Self.facts(try Self.row { $0.endToEndID = text })?.endToEndID == nil)
  }

  @Test("documents that the payer lists are part of what he says")
  func documents() throws {
    let row = try Self.row {
      $0.remittance.documents = [BankReferredDocument(number: "INV-1")]
      $0.remittance.additional = ["thanks"]
      $0.additionalInformation = "SEPA CREDIT 123456"
    }
    #expect(Self.facts(row)?.text == "INV-1 thanks")
  }

  @Test("the bank's own words count where the payer says nothing")
  func additionalInformation() throws {
    let row = try Self.row { $0.additionalInformation = "INV-2026-0042 MOREL" }
    #expect(Self.facts(row)?.text == "INV-2026-0042 MOREL")
  }

  @Test("names are compared as who owes wrote them, then as who paid")
  func names() throws {
    let row = try Self.row {
      $0.debtor = BankParty(name: "Agent AG", ultimateName: "Müller & Söhne")
    }
    #expect(Self.facts(row)?.comparableNames == ["MULLER SOHNE", "AGENT"])
    #expect(Self.facts(row)?.payerName == "Agent AG")
    #expect(ComparableNames.of(["Société Générale SA", nil, "GENERALE", "SARL"]) == ["GENERALE"])
  }
}
