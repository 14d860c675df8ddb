import DomainKit
import ReportingDomain
import Testing

@Suite("Money between bank and item")
struct PaymentTests {
  @Test("unidentified, unapplied and applied are different balances (R7)")
  func states() {
    var story = Scenario("2026-03-01/1", .invoice("INV-1", eur(1200_00), due: "2026-03-31"))

    story.during("2026-03-02/1", .received("PAY-1", eur(500_00)))
    #expect(story.aging("2026-03-05").total == eur(1200_00))
    #expect(story.aging("2026-03-05").unapplied == eur(0))
    #expect(story.aging("2026-03-05").net == eur(1200_00))

    story.during("2026-03-03/1", .identified("PAY-1", eur(500_00)))
    #expect(story.aging("2026-03-05").total == eur(1200_00))
    #expect(story.aging("2026-03-05").unapplied == eur(500_00))
    #expect(story.aging("2026-03-05").net == eur(700_00))

    story.during("2026-03-04/1", .applied("D-1", "PAY-1", [.of("INV-1", eur(500_00))]))
    #expect(story.aging("2026-03-05").total == eur(700_00))
    #expect(story.aging("2026-03-05").unapplied == eur(0))
    #expect(story.aging("2026-03-05").net == eur(700_00))
    // Each day keeps what it was.
    #expect(story.aging("2026-03-03").net == eur(700_00))
    #expect(story.aging("2026-03-02").net == eur(1200_00))
  }

  @Test("a return opens the item again with its due date, discount included (R8)")
  func returned() {
    var story = Scenario("2026-03-01/1", .invoice("INV-1", eur(1000_00), due: "2026-03-31"))
    let clearing = [Clearing.of("INV-1", eur(980_00), discount: eur(20_00))]
    story.during(
      "2026-03-10/1",
      .identified("PAY-1", eur(980_00)),
      .applied("D-1", "PAY-1", clearing)
    )
    #expect(story.aging("2026-03-10").total == eur(0))

    story.during(
      "2026-03-25/1",
      .returned("PAY-1", eur(980_00), as: "RET-1"),
      .unapplied("U-1", "PAY-1", clearing)
    )
    #expect(story.aging("2026-03-25").buckets == [1000_00, 0, 0, 0, 0])
    #expect(story.aging("2026-03-25").unapplied == eur(0))
    #expect(story.aging("2026-04-10").buckets == [0, 1000_00, 0, 0, 0])
    #expect(story.statement("2026-03-25", "2026-03-25").first?.closing == eur(1000_00))
  }

  @Test("a credit note lowers the item, and stands in the statement as what it is (R9)")
  func creditNote() {
    var story = Scenario("2026-03-01/1", .invoice("INV-1", eur(1200_00), due: "2026-03-31"))
    let note = PaymentID(creditNote: "CN-1")
    story.during("2026-03-08/1", .identified(note, eur(500_00)))
    #expect(story.aging("2026-03-08").total == eur(1200_00))
    #expect(story.aging("2026-03-08").net == eur(700_00))

    let clearing = [Clearing.of("INV-1", eur(300_00))]
    story.during("2026-03-09/1", .applied("D-1", note, clearing, onAccount: eur(200_00)))
    #expect(story.aging("2026-03-09").total == eur(900_00))
    #expect(story.aging("2026-03-09").onAccount == eur(200_00))
    #expect(story.aging("2026-03-09").net == eur(700_00))
    let statement = story.statement("2026-03-01", "2026-03-31").first
    #expect(statement?.movements.map(\.kind) == [.invoice, .creditNote])
    #expect(statement?.closing == eur(700_00))
  }

  @Test("a partial return leaves the item closed and the account owing the money")
  func partialReturn() {
    var story = Scenario("2026-03-01/1", .invoice("INV-1", eur(980_00), due: "2026-03-31"))
    story.during(
      "2026-03-10/1",
      .identified("PAY-1", eur(980_00)),
      .applied("D-1", "PAY-1", [.of("INV-1", eur(980_00))])
    )
    story.during("2026-03-12/1", .returned("PAY-1", eur(300_00), as: "RET-1"))
    let row = story.aging("2026-03-12")
    #expect(row.total == eur(0))
    #expect(row.unapplied == eur(-300_00))
    #expect(row.net == eur(300_00))
    #expect(story.statement("2026-03-12", "2026-03-12").first?.closing == eur(300_00))
  }

  @Test("a parent's payment clears the children's items: each balance is its own (R21)")
  func parentPays() {
    let story = Scenario(
      "2026-03-01/1",
      .invoice("INV-1", eur(900_00), of: "C1", due: "2026-03-31"),
      .invoice("INV-2", eur(500_00), of: "C2", due: "2026-03-31"),
      .identified("PAY-1", eur(1500_00), of: "P"),
      .applied(
        "D-1",
        "PAY-1",
        [.of("INV-1", eur(890_00), discount: eur(10_00)), .of("INV-2", eur(500_00))],
        of: "P",
        onAccount: eur(110_00)
      )
    )
    for child: AccountID in ["C1", "C2"] {
      #expect(story.aging("2026-03-01", of: child).net == eur(0))
      #expect(story.statement("2026-03-01", "2026-03-01", of: child).first?.closing == eur(0))
    }
    #expect(story.aging("2026-03-01", of: "P").onAccount == eur(110_00))
    let parent = story.statement("2026-03-01", "2026-03-01", of: "P")
    #expect(parent.first?.closing == eur(-110_00))
    #expect(parent.first?.movements.map(\.kind) == [.payment, .transfer])
    let child = story.statement("2026-03-01", "2026-03-01", of: "C1")
    #expect(child.first?.movements.map(\.kind) == [.invoice, .discount, .transfer])
    #expect(child.first?.movements.map(\.amount) == [eur(900_00), eur(-10_00), eur(-890_00)])
  }

  @Test("a match that is taken back in the next cut shows on the day it stood")
  func takenBack() {
    var story = Scenario("2026-03-01/1", .invoice("INV-1", eur(100_00), due: "2026-03-31"))
    story.during("2026-03-02/1", .identified("PAY-1", eur(100_00)))
    story.during("2026-03-02/1", .applied("D-1", "PAY-1", [.of("INV-1", eur(100_00))]))
    story.during("2026-03-03/1", .unapplied("U-1", "PAY-1", [.of("INV-1", eur(100_00))]))
    // Decided once more, under the same name: a later cut, so no repetition.
    story.during("2026-03-04/1", .applied("D-1", "PAY-1", [.of("INV-1", eur(100_00))]))
    let open = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"].map {
      story.aging($0).total.minorUnits
    }
    #expect(open == [100_00, 0, 100_00, 0])
  }
}
