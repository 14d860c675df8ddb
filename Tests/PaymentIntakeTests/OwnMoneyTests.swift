import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Money of our own that comes back")
struct OwnMoneyTests {
  private static let iban: PayerIBAN = "DE89370400440532013000"
  private static let customer = PaymentIntake.Command.account("C-1", ibans: [iban], name: "MOREL")

  /// It says everything by which a payment is identified.
  private static let bounced = StatementLine.credit("S1", eur(100_00)) {
    $0.nature = .ownMoneyReturned
    $0.payerIBAN = iban
    $0.comparableNames = ["MOREL"]
    $0.references = [InvoiceNames.reference("INV-1")]
    $0.text = "INV-1"
  }

  @Test("a refund that bounced pays nothing, whatever it names and whoever sent it back")
  func neverIdentified() throws {
    var scenario = try Scenario(Self.customer, .invoice("INV-1"))
    try scenario.cut()
    try scenario.when(.statement("a", Self.bounced))
    try scenario.when(.invoice("INV-2"))
    let closing = try scenario.cut(opening: "2026-03-12/1").closing
    #expect(scenario.pool == [.bank("S1")])
    #expect(scenario.state.poolReason(of: .bank("S1")) == .ownMoneyReturned)
    #expect(closing?.totals.received.sums == [eur(100_00)], "it is in the house")
    #expect(closing?.unidentified.sums == [eur(100_00)])
  }

  @Test("an advice of the same amount is of another payment")
  func advice() throws {
    var scenario = try Scenario(.statement("a", Self.bounced))
    let advice = RemittanceAdvice(
      advice: "PAYER:RA-1",
      references: [],
      date: day("2026-03-10"),
      amount: eur(100_00),
      comparableNames: ["MOREL"],
      payerIBAN: Self.iban,
      documents: [AdvisedDocument(number: "INV-1")]
    )
    try scenario.when(
      .takeAdvices(
        AdviceFile(file: "b", hash: .named("b"), format: "x12-820-004010", advices: [advice])
      )
    )
    try scenario.cut()
    #expect(scenario.state.payments[.bank("S1")]?.advice == nil)
  }

  @Test("one telling that says so is enough, whichever comes first")
  func toldTwice() throws {
    let plain = PaymentIntake.Command.statement("a", .credit("S1", eur(100_00)))
    let told = PaymentIntake.Command.statement("b", Self.bounced)
    for order in [[plain, told], [told, plain]] {
      var scenario = try Scenario(Self.customer)
      for command in order { try scenario.when(command) }
      try scenario.cut()
      #expect(scenario.state.poolReason(of: .bank("S1")) == .ownMoneyReturned)
    }
  }

  @Test("a person may assign it, and nothing is learnt of it")
  func assigned() throws {
    var scenario = try Scenario(.account("C-2"), .statement("a", Self.bounced))
    try scenario.when(
      .assign(
        PaymentAssignment(
          payment: .bank("S1"),
          account: "C-2",
          user: "a.martin",
          note: "their refund bounced",
          teaches: true
        )
      )
    )
    try scenario.cut()
    #expect(scenario.owner(of: .bank("S1")) == "C-2")
    #expect(scenario.state.learntPayers.lessons.isEmpty)
  }

  @Test("from the bank's file to the pool: a reversed debit clears no invoice of its payee")
  func fromFile() throws {
    let stage = try InboxStage(scenario: try Scenario(Self.customer))
    let party = """
      <TxDtls><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty>\
      <Nm>Morel</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>\(Self.iban)</IBAN></Id></DbtrAcct>\
      </RltdPties></TxDtls>
      """
    let file = CamtFile(
      "STMT-1",
      CamtFile.Entry(cents: 100_00, reference: "S1", isReversal: true, details: party),
      CamtFile.Entry(cents: 100_00, reference: "S2", details: party)
    )
    try stage.drop("march.xml", file)
    try stage.settle()
    var scenario = stage.scenario
    try scenario.cut()
    #expect(scenario.pool == [.bank("S1")])
    #expect(scenario.owner(of: .bank("S2")) == "C-1", "an ordinary payment is")
    #expect(scenario.state.poolReason(of: .bank("S1")) == .ownMoneyReturned)
  }
}
