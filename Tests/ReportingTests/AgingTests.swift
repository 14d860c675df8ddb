import DomainKit
import ReportingDomain
import Testing

@Suite("Aging by due date")
struct AgingTests {
  @Test(
    "day 0 is not due, and every day past due has its bucket (R12)",
    arguments: [
      ("2026-05-15", 0), ("2026-04-30", 0), ("2026-04-29", 1), ("2026-03-31", 1),
      ("2026-03-30", 2), ("2026-03-01", 2), ("2026-02-28", 3), ("2026-01-30", 3),
      ("2026-01-29", 4), ("2019-01-01", 4), ("2030-12-31", 0),
    ]
  )
  func buckets(due: String, bucket: Int) {
    let story = Scenario("2026-01-05/1", .invoice("INV-1", eur(100_00), due: due))
    var expected: [Int64] = [0, 0, 0, 0, 0]
    expected[bucket] = 100_00
    #expect(story.aging("2026-04-30").buckets == expected)
  }

  @Test("seven items of 100.00 are 200/200/100/100/100, and unapplied money stands beside (R12)")
  func sevenItems() {
    let dues = [
      "2026-05-15", "2026-04-30", "2026-04-29", "2026-03-31", "2026-03-30", "2026-01-30",
      "2026-01-29",
    ]
    var story = Scenario()
    for (index, due) in dues.enumerated() {
      story.during("2026-01-05/1", .invoice(InvoiceNumber("INV-\(index)"), eur(100_00), due: due))
    }
    #expect(story.aging("2026-04-30").buckets == [200_00, 200_00, 100_00, 100_00, 100_00])

    story.during("2026-04-30/1", .identified("PAY-1", eur(150_00)))

    let row = story.aging("2026-04-30")
    #expect(row.buckets == [200_00, 200_00, 100_00, 100_00, 100_00])
    #expect(row.total == eur(700_00))
    #expect(row.unapplied == eur(150_00))
    #expect(row.net == eur(550_00))
  }

  /// R13's receipt, invoice, application and return, each in a cut of its own day.
  private static var pastDates: Scenario {
    var story = Scenario(
      "2026-01-10/1",
      .invoice("INV-1", eur(1000_00), issued: "2026-01-10", due: "2026-02-09")
    )
    let clearing = [Clearing.of("INV-1", eur(1000_00))]
    story.during("2026-03-05/1", .identified("PAY-1", eur(1000_00), value: "2026-03-05"))
    story.during("2026-03-07/1", .applied("D-1", "PAY-1", clearing, value: "2026-03-05"))
    story.during(
      "2026-03-20/1",
      .unapplied("U-1", "PAY-1", clearing, value: "2026-03-20"),
      .returned("PAY-1", eur(1000_00), as: "RET-1", value: "2026-03-20")
    )
    return story
  }

  @Test(
    "a past day shows what was open then, by the days on which cash was applied (R13)",
    arguments: [
      ("2026-01-09", [0, 0, 0, 0, 0], 0), ("2026-01-10", [1000_00, 0, 0, 0, 0], 0),
      ("2026-02-09", [1000_00, 0, 0, 0, 0], 0), ("2026-02-28", [0, 1000_00, 0, 0, 0], 0),
      ("2026-03-04", [0, 1000_00, 0, 0, 0], 0), ("2026-03-06", [0, 1000_00, 0, 0, 0], 1000_00),
      ("2026-03-07", [0, 0, 0, 0, 0], 0), ("2026-03-10", [0, 0, 0, 0, 0], 0),
      ("2026-03-19", [0, 0, 0, 0, 0], 0), ("2026-03-20", [0, 0, 1000_00, 0, 0], 0),
      ("2026-03-31", [0, 0, 1000_00, 0, 0], 0), ("2026-05-11", [0, 0, 0, 0, 1000_00], 0),
    ] as [(String, [Int64], Int64)]
  )
  func pastDates(asOf: String, buckets: [Int64], unapplied: Int64) {
    let row = Self.pastDates.aging(asOf)
    #expect(row.buckets == buckets)
    #expect(row.unapplied == eur(unapplied))
    #expect(row.net.minorUnits == buckets.reduce(0, +) - unapplied)
  }

  @Test(
    "what was known on an earlier day is kept apart from the day that is asked for (R13)",
    arguments: [
      ("2026-03-10", "2026-03-15", 0, 0), ("2026-03-31", "2026-03-19", 0, 0),
      ("2026-03-31", "2026-03-31", 2, 1000_00), ("2026-03-31", "2026-03-06", 2, 1000_00),
      ("2026-03-06", "2026-12-31", 1, 1000_00),
    ] as [(String, String, Int, Int64)]
  )
  func asKnown(asOf: String, knownOn: String, bucket: Int, open: Int64) {
    var expected: [Int64] = [0, 0, 0, 0, 0]
    expected[bucket] = open
    #expect(Self.pastDates.aging(asOf, knownOn: knownOn).buckets == expected)
  }

  @Test("a discount clears its part of the item; what is left stays in the item's bucket")
  func discount() {
    var story = Scenario("2026-03-01/1", .invoice("INV-1", eur(1000_00), due: "2026-03-31"))
    story.during(
      "2026-03-10/1",
      .identified("PAY-1", eur(500_00)),
      .applied("D-1", "PAY-1", [.of("INV-1", eur(500_00), discount: eur(10_20))])
    )
    #expect(story.aging("2026-04-01").buckets == [0, 489_80, 0, 0, 0])
    #expect(story.aging("2026-04-01").unapplied == eur(0))
  }

  @Test("money on account has a column of its own and leaves unapplied")
  func onAccount() {
    let story = Scenario(
      "2026-03-01/1",
      .invoice("INV-1", eur(1000_00), due: "2026-03-31"),
      .identified("PAY-1", eur(1070_00)),
      .applied("D-1", "PAY-1", [.of("INV-1", eur(1000_00))], onAccount: eur(50_00))
    )
    let row = story.aging("2026-03-01")
    #expect(row.buckets == [0, 0, 0, 0, 0])
    #expect(row.onAccount == eur(50_00))
    #expect(row.unapplied == eur(20_00))
    #expect(row.net == eur(-70_00))
  }

  @Test("currencies are never added to one another")
  func currencies() {
    let story = Scenario(
      "2026-03-01/1",
      .invoice("INV-1", eur(100_00), due: "2026-03-31"),
      .invoice("INV-2", usd(70_00), due: "2026-01-31"),
      .identified("PAY-1", usd(10_00))
    )
    let rows = story.state.aging(of: "A", Horizon(asOf: day("2026-03-01")))
    #expect(rows.map(\.currency.code) == ["EUR", "USD"])
    #expect(rows.map(\.total) == [eur(100_00), usd(70_00)])
    #expect(rows.map(\.net) == [eur(100_00), usd(60_00)])
  }

  @Test("instalments age by their own due dates")
  func instalments() {
    let items = [("INV-1/1", "2026-01-31"), ("INV-1/2", "2026-02-28"), ("INV-1/3", "2026-03-31")]
    let story = Scenario(
      "2026-01-01/1",
      .issued(
        invoice: IssuedInvoice(
          invoice: "INV-1",
          account: "A",
          issueDate: day("2026-01-01"),
          items: items.map {
            IssuedItem(item: ItemID($0.0), dueDate: day($0.1), amount: eur(333_33))
          }
        )
      )
    )
    #expect(story.aging("2026-03-15").buckets == [333_33, 333_33, 333_33, 0, 0])
  }

  @Test("a later cut of the same day is no part of the cut before")
  func cutsWithinADay() {
    var story = Scenario("2026-03-01/1", .invoice("INV-1", eur(100_00), due: "2026-03-01"))
    story.during(
      "2026-03-01/2",
      .identified("PAY-1", eur(100_00)),
      .applied("D-1", "PAY-1", [.of("INV-1", eur(100_00))])
    )
    func open(_ closing: String) -> [Int64] {
      story.state.aging(of: "A", Horizon(closing: cut(closing))).map(\.total.minorUnits)
    }
    #expect(open("2026-03-01/1") == [100_00])
    #expect(open("2026-03-01/2") == [0])
    #expect(story.aging("2026-03-01").total == eur(0))
  }

  @Test("pages follow the accounts' names, and the last page says so")
  func pages() {
    var story = Scenario()
    for number in 1...7 {
      let account = AccountID("C-\(number)")
      story.during(
        "2026-03-01/1",
        .invoice(InvoiceNumber("INV-\(number)"), eur(100), of: account, due: "2026-03-01"),
        .invoice(InvoiceNumber("INV-\(number)-USD"), usd(100), of: account, due: "2026-03-01")
      )
    }
    // Paid in full: it has no aging, and no place on a page.
    story.during(
      "2026-03-01/1",
      .identified("PAY-1", eur(100), of: "C-4"),
      .applied("D-1", "PAY-1", [.of("INV-4", eur(100))], of: "C-4"),
      .identified("PAY-2", usd(100), of: "C-4"),
      .applied("D-2", "PAY-2", [.of("INV-4-USD", usd(100))], of: "C-4", onAccount: usd(0))
    )
    let horizon = Horizon(asOf: day("2026-03-01"))
    var pages: [[String]] = []
    var after: AccountID?
    repeat {
      let (rows, next) = story.state.aging(horizon, after: after, limit: 2)
      pages.append(rows.map { "\($0.account) \($0.columns.currency)" })
      after = next
    } while after != nil
    #expect(
      pages == [
        ["C-1 EUR", "C-1 USD", "C-2 EUR", "C-2 USD"],
        ["C-3 EUR", "C-3 USD", "C-5 EUR", "C-5 USD"],
        ["C-6 EUR", "C-6 USD", "C-7 EUR", "C-7 USD"],
      ]
    )
    #expect(story.state.agingTotals(horizon).map(\.total) == [eur(600), usd(600)])
  }
}
