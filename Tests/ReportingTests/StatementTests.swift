import DomainKit
import ReportingDomain
import Testing

@Suite("Statement of account")
struct StatementTests {
  private static var account: Scenario {
    var story = Scenario(
      "2026-03-01/1",
      .periodClosed("2026-02-28", in: "2026-03-01/1"),
      .invoice("INV-2", eur(500_00), issued: "2026-02-27", due: "2026-03-31"),
      .invoice("INV-1", eur(1000_00), issued: "2026-03-01", due: "2026-03-31")
    )
    story.during(
      "2026-03-10/1",
      .identified("PAY-1", eur(980_00), value: "2026-03-09"),
      .applied(
        "D-1",
        "PAY-1",
        [.of("INV-1", eur(980_00), discount: eur(20_00))],
        value: "2026-03-09"
      )
    )
    story.during(
      "2026-04-02/1",
      .unapplied(
        "U-1",
        "PAY-1",
        [.of("INV-1", eur(980_00), discount: eur(20_00))],
        value: "2026-04-01"
      ),
      .returned("PAY-1", eur(980_00), as: "RET-1", value: "2026-04-01")
    )
    return story
  }

  private func lines(_ statement: Statement?) -> [String] {
    statement?.movements.map {
      "\($0.accountingDate) \($0.valueDate) \($0.kind) \($0.document) \($0.amount.decimal)"
        + ($0.isLate ? " late" : "")
    } ?? []
  }

  @Test("opening and movements are closing; an application of cash is no movement")
  func march() throws {
    let statement = try #require(Self.account.statement("2026-03-01", "2026-03-31").first)
    #expect(statement.opening == eur(0))
    #expect(
      lines(statement) == [
        "2026-03-01 2026-03-01 invoice INV-1 1000.00",
        "2026-03-01 2026-02-27 invoice INV-2 500.00 late",
        "2026-03-09 2026-03-09 payment PAY-1 -980.00",
        "2026-03-09 2026-03-09 discount INV-1 -20.00",
      ]
    )
    #expect(statement.closing == eur(500_00))
  }

  @Test("what came before the first day is the opening balance")
  func april() throws {
    let statement = try #require(Self.account.statement("2026-04-01", "2026-04-30").first)
    #expect(statement.opening == eur(500_00))
    #expect(
      lines(statement) == [
        "2026-04-01 2026-04-01 discount INV-1 20.00",
        "2026-04-01 2026-04-01 return RET-1 980.00",
      ]
    )
    #expect(statement.closing == eur(1500_00))
  }

  @Test(
    "wherever a statement is cut in two, the first closes where the second opens",
    arguments: ["2026-02-28", "2026-03-01", "2026-03-09", "2026-03-10", "2026-03-31", "2026-04-02"]
  )
  func continuous(lastDay: String) {
    let story = Self.account
    let next = day(lastDay).adding(days: 1)
    let before = story.state.statement(of: "A", from: day("2026-01-01"), to: day(lastDay)).first
    let after = story.state.statement(of: "A", from: next, to: day("2026-12-31")).first
    #expect((before?.closing ?? eur(0)) == (after?.opening ?? eur(0)))
    #expect((after?.closing ?? before?.closing) == eur(1500_00))
  }

  @Test("a discount that the days of grace let through is a movement of its own (rules R3)")
  func discountTolerance() throws {
    var story = Scenario(
      "2026-03-01/1",
      .invoice("INV-1", eur(1000_00), issued: "2026-03-01", due: "2026-03-31"),
      .invoice("INV-2", eur(500_00), issued: "2026-03-01", due: "2026-03-31")
    )
    let clearings = [
      Clearing.of("INV-1", eur(980_00), discount: eur(20_00), inGrace: eur(20_00)),
      .of("INV-2", eur(490_00), discount: eur(10_00)),
    ]
    story.during(
      "2026-03-14/1",
      .identified("PAY-1", eur(1470_00), value: "2026-03-14"),
      .applied("D-1", "PAY-1", clearings, value: "2026-03-14")
    )
    #expect(
      lines(story.statement("2026-03-14", "2026-03-31").first) == [
        "2026-03-14 2026-03-14 payment PAY-1 -1470.00",
        "2026-03-14 2026-03-14 discount INV-2 -10.00",
        "2026-03-14 2026-03-14 discountTolerance INV-1 -20.00",
      ]
    )
    #expect(story.statement("2026-03-14", "2026-03-31").first?.closing == eur(0))
    #expect(story.state.activityFigures.discountsInGrace == 1)
    story.during(
      "2026-03-20/1",
      .unapplied("U-1", "PAY-1", [clearings[0]], value: "2026-03-20"),
      .returned("PAY-1", eur(980_00), as: "RET-1", value: "2026-03-20")
    )
    #expect(
      lines(story.statement("2026-03-20", "2026-03-31").first) == [
        "2026-03-20 2026-03-20 discountTolerance INV-1 20.00",
        "2026-03-20 2026-03-20 return RET-1 980.00",
      ]
    )
    #expect(story.statement("2026-03-01", "2026-03-31").first?.closing == eur(1000_00))
    #expect(story.state.activityFigures.discountsInGrace == 0)
  }

  @Test("what a credit note gives up is owed again: 1,000.00 less 198.00 (rules R9)")
  func creditLessDiscount() throws {
    let note = PaymentID(creditNote: "CN-1")
    let story = Scenario(
      "2026-03-05/1",
      .invoice("INV-1", eur(1000_00), due: "2026-03-31"),
      .identified(note, eur(200_00)),
      .applied("D-1", note, [.of("INV-1", eur(200_00), discount: eur(-2_00))])
    )
    #expect(
      lines(story.statement("2026-03-05", "2026-03-31").first) == [
        "2026-03-05 2026-03-05 invoice INV-1 1000.00",
        "2026-03-05 2026-03-05 creditNote \(note) -200.00",
        "2026-03-05 2026-03-05 discount INV-1 2.00",
      ]
    )
    #expect(story.statement("2026-03-05", "2026-03-31").first?.closing == eur(802_00))
    #expect(story.aging("2026-03-31").notDue == eur(802_00))
    #expect(story.aging("2026-03-31").unapplied == eur(0))
  }

  @Test("an invoice of several items is one movement")
  func instalments() {
    let story = Scenario(
      "2026-03-01/1",
      .issued(
        invoice: IssuedInvoice(
          invoice: "INV-1",
          account: "A",
          issueDate: day("2026-03-01"),
          items: [
            IssuedItem(item: "INV-1/1", dueDate: day("2026-03-31"), amount: eur(333_33)),
            IssuedItem(item: "INV-1/2", dueDate: day("2026-04-30"), amount: eur(333_34)),
          ]
        )
      )
    )
    #expect(
      lines(story.statement("2026-03-01", "2026-03-31").first)
        == ["2026-03-01 2026-03-01 invoice INV-1 666.67"]
    )
  }

  @Test("each currency has its own, also when it only has an opening balance")
  func currencies() {
    var story = Scenario("2026-03-01/1", .invoice("INV-1", usd(70_00), due: "2026-03-31"))
    story.during("2026-03-02/1", .invoice("INV-2", eur(1), due: "2026-03-31"))
    let statements = story.statement("2026-03-02", "2026-03-31")
    #expect(statements.map(\.opening) == [eur(0), usd(70_00)])
    #expect(statements.map(\.closing) == [eur(1), usd(70_00)])
    #expect(statements.map(\.movements.count) == [1, 0])
  }

  @Test("the calendar's first day has nothing before it")
  func firstDay() {
    let story = Self.account
    let whole = story.state.statement(of: "A", from: day("0001-01-01"), to: day("9999-12-31"))
    #expect(whole.first?.opening == eur(0))
    #expect(whole.first?.closing == eur(1500_00))
  }

  @Test("an account without movements has no statement")
  func unknown() {
    #expect(Self.account.statement("2026-03-01", "2026-03-31", of: "B").isEmpty)
  }
}
