import DomainKit
import InvoicingDomain
import Terms
import Testing

@Suite("Invoices")
struct InvoiceTests {
  typealias Line = Invoicing.BilledLine

  @Test("an invoice becomes one item of its gross amount, under its number")
  func oneItem() throws {
    var scenario = try Scenario(.account())
    let events = try scenario.when(.invoice { $0.order = .init(order: "SO-7", amount: eur(9_00)) })
    let issued = try #require(scenario.issued("INV-1"))
    #expect(events == [.invoiceIssued(issued)])
    #expect(issued.partition == Partition(of: "C-1", count: 16))
    #expect(issued.gross == eur(1_200_00))
    #expect(issued.order == Invoicing.OrderShare(order: "SO-7", amount: eur(9_00)))
    #expect(
      issued.items == [
        Invoicing.IssuedInvoice.Item(
          item: "INV-1",
          dueDate: day("2026-03-31"),
          amount: eur(1_200_00)
        )
      ]
    )
  }

  @Test("net plus tax is gross, to the cent")
  func totals() throws {
    var scenario = try Scenario(.account())
    #expect(scenario.faults(.invoice("A", gross: eur(1_200_01))) == ["gross: total-mismatch"])
    #expect(scenario.faults(.invoice("A", gross: eur(1_199_99))) == ["gross: total-mismatch"])
    #expect(scenario.faults(.invoice("A", tax: eur(0), gross: eur(1_000_00))) == [])
  }

  @Test("an invoice is for more than nothing")
  func positive() throws {
    var scenario = try Scenario(.account())
    #expect(
      scenario.faults(.invoice(net: eur(0), tax: eur(0))) == ["gross: gross-not-positive"]
    )
    #expect(
      scenario.faults(.invoice(net: eur(-10), tax: eur(-2))) == ["gross: gross-not-positive"]
    )
    #expect(scenario.faults(.invoice(net: eur(1), tax: eur(0))) == [])
  }

  @Test("the lines add up to the net amount")
  func linesSum() throws {
    var scenario = try Scenario(.account())
    #expect(
      scenario.faults(
        .invoice { $0.lines = [Line(eur(600_00), at: "20"), Line(eur(400_00), at: "20")] }
      ) == []
    )
    #expect(
      scenario.faults(
        .invoice("B") { $0.lines = [Line(eur(600_00), at: "20"), Line(eur(400_01), at: "20")] }
      )
        == ["net: net-mismatch"]
    )
  }

  @Test("tax is rounded half-up once a rate, on the sum of the rate's lines")
  func taxPerRate() throws {
    var scenario = try Scenario(.account())
    // Three lines of 0.33 at 20 %: 0.198 on the sum, 0.21 if each line were rounded.
    let thirds = Array(repeating: Line(eur(33), at: "20"), count: 3)
    #expect(scenario.faults(.invoice("A", net: eur(99), tax: eur(20)) { $0.lines = thirds }) == [])
    #expect(
      scenario.faults(.invoice("B", net: eur(99), tax: eur(21)) { $0.lines = thirds })
        == ["tax: tax-mismatch"]
    )
    // 0.125 at 5 % of 2.50 is half a cent up: 0.13.
    let half = [Line(eur(2_50), at: "5")]
    #expect(scenario.faults(.invoice("C", net: eur(2_50), tax: eur(13)) { $0.lines = half }) == [])
    #expect(
      scenario.faults(.invoice("D", net: eur(2_50), tax: eur(12)) { $0.lines = half })
        == ["tax: tax-mismatch"]
    )
    // Two rates (rules R2): 100.00 at 20 % and 50.00 at 5.5 %.
    let rates = [Line(eur(100_00), at: "20"), Line(eur(50_00), at: "5.5")]
    #expect(
      scenario.faults(.invoice("E", net: eur(150_00), tax: eur(22_75)) { $0.lines = rates }) == []
    )
    // Two rates whose halves are rounded up one by one: 0.005 and 0.005 are 0.02.
    let halves = [Line(eur(10), at: "5"), Line(eur(5), at: "10")]
    #expect(scenario.faults(.invoice("F", net: eur(15), tax: eur(2)) { $0.lines = halves }) == [])
  }

  @Test("a line may be an allowance, and one of no tax")
  func allowance() throws {
    var scenario = try Scenario(.account())
    let lines = [
      Line(eur(100_00), at: "20"), Line(eur(-10_01), at: "20"), Line(eur(5_00), at: "0"),
    ]
    #expect(
      scenario.faults(.invoice(net: eur(94_99), tax: eur(18_00)) { $0.lines = lines }) == []
    )
  }

  @Test("one currency, the account's")
  func currencies() throws {
    var scenario = try Scenario(.account())
    #expect(
      scenario.faults(.invoice(tax: usd(200_00), gross: eur(1_200_00)))
        == ["tax: mixed-currencies"]
    )
    #expect(
      scenario.faults(
        .invoice {
          $0.lines = [Line(eur(1_000_00), at: "20"), Line(usd(1), at: "20")]
          $0.order = .init(order: "SO-1", amount: usd(1))
        }
      ) == ["lines[1].net: mixed-currencies", "order.amount: mixed-currencies"]
    )
    #expect(
      scenario.faults(.invoice(net: usd(1_000_00), tax: usd(200_00)))
        == ["gross: currency-mismatch"]
    )
  }

  @Test("an order's share is more than nothing and at most the gross amount")
  func orderShare() throws {
    var scenario = try Scenario(.account())
    func share(_ cents: Int64) -> Invoicing.Command {
      .invoice { $0.order = .init(order: "SO-1", amount: eur(cents)) }
    }
    #expect(scenario.faults(share(0)) == ["order.amount: order-not-positive"])
    #expect(scenario.faults(share(-1)) == ["order.amount: order-not-positive"])
    #expect(scenario.faults(share(1_200_01)) == ["order.amount: order-exceeds-gross"])
    #expect(scenario.faults(share(1_200_00)) == [])
  }

  @Test("lines, descriptions, amounts and dates have limits")
  func limits() throws {
    var scenario = try Scenario(.account())
    func lines(_ count: Int) -> Invoicing.Command {
      .invoice(InvoiceNumber("L-\(count)"), net: eur(Int64(count)), tax: eur(0)) {
        $0.lines = Array(repeating: Line(eur(1), at: "0"), count: count)
      }
    }
    #expect(scenario.faults(lines(1000)) == [])
    #expect(scenario.faults(lines(1001)) == ["lines: too-many-lines"])

    func described(_ bytes: Int) -> Invoicing.Command {
      .invoice(InvoiceNumber("D-\(bytes)")) {
        $0.lines = [
          Line(
            description: String(repeating: "x", count: bytes),
            net: eur(1_000_00),
            taxRate: percent("20")
          )
        ]
      }
    }
    #expect(scenario.faults(described(1000)) == [])
    #expect(scenario.faults(described(1001)) == ["lines[0].description: text-unfit"])

    let largest = Invoicing.Limits.minorUnits
    #expect(scenario.faults(.invoice("M", net: eur(largest), tax: eur(0))) == [])
    #expect(
      scenario.faults(.invoice("N", net: eur(largest + 1), tax: eur(0)))
        == ["gross: amount-too-large", "net: amount-too-large"]
    )
    let huge = Array(repeating: Line(eur(largest), at: "20"), count: 11)
    #expect(
      scenario.faults(.invoice("O") { $0.lines = huge }) == ["lines: amount-too-large"]
    )
    let cancelling = huge + Array(repeating: Line(eur(-largest), at: "10"), count: 11)
    #expect(
      scenario.faults(.invoice("P", net: eur(1), tax: eur(0)) { $0.lines = cancelling })
        == ["net: net-mismatch", "lines: amount-too-large"]
    )

    #expect(
      scenario.faults(.invoice("Q", issued: "1969-12-31")) == ["issueDate: date-out-of-range"]
    )
    #expect(scenario.faults(.invoice("R", issued: "1970-01-01")) == [])
    #expect(scenario.faults(.invoice("S", issued: "2999-12-31")) == [])
    #expect(
      scenario.faults(.invoice("T", issued: "9999-12-31", terms: .net(366)))
        == ["issueDate: date-out-of-range"]
    )
    #expect(
      scenario.faults(.invoice("U") { $0.dueDate = day("3000-01-01") })
        == ["dueDate: date-out-of-range"]
    )
  }

  @Test("every fault of an invoice is told at once")
  func everyFault() throws {
    var scenario = try Scenario(.account(terms: nil))
    #expect(
      scenario.faults(
        .invoice(gross: eur(-5)) {
          $0.lines = [Line(eur(1), at: "20")]
          $0.paymentReference = "RF00INV20260042"
          $0.order = .init(order: "SO-1", amount: eur(1))
        }
      ) == [
        "gross: total-mismatch", "gross: gross-not-positive", "net: net-mismatch",
        "tax: tax-mismatch", "order.amount: order-exceeds-gross", "terms: terms-missing",
        "paymentReference: reference-unfit",
      ]
    )
    #expect(scenario.state.invoices.isEmpty)
  }

  @Test("the texts say what was expected and found")
  func texts() throws {
    var scenario = try Scenario(.account())
    let wrong = Invoicing.Command.invoice(net: eur(100_00), tax: eur(20_00), gross: eur(121_00))
    let events = try scenario.when(wrong)
    guard case .invoiceRejected(let rejected)? = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(
      rejected.faults.map(\.text)
        == ["net 100.00 EUR plus tax 20.00 EUR is 120.00 EUR, not 121.00 EUR"]
    )
    #expect(rejected.partition == Partition(of: "C-1", count: 16))
  }

  @Test("the same invoice again changes nothing, other content under its number is rejected")
  func repeated() throws {
    var scenario = try Scenario(.account())
    try scenario.when(.invoice())
    let once = scenario.state.invoices
    #expect(try scenario.when(.invoice()).isEmpty)
    #expect(scenario.faults(.invoice(net: eur(1_000_01))) == ["invoice: number-reused"])
    #expect(
      scenario.faults(.invoice(gross: eur(1)))
        == ["invoice: number-reused", "gross: total-mismatch"]
    )
    #expect(scenario.state.invoices == once)
  }

  @Test("a rejected invoice may come again, corrected, under its number")
  func corrected() throws {
    var scenario = try Scenario(.account())
    #expect(scenario.faults(.invoice(gross: eur(1))) == ["gross: total-mismatch"])
    #expect(scenario.faults(.invoice(gross: eur(1))) == [], "it is told once")
    #expect(scenario.faults(.invoice()) == [])
  }

  @Test("an invoice of an account whose terms changed keeps its own dates (rules R3)")
  func frozen() throws {
    var scenario = try Scenario(.account(terms: .discounted("2", 10, net: 30)), .invoice("A"))
    let before = scenario.item("A")
    try scenario.when(.account(revision: 2, terms: .discounted("2", 5, net: 60)))
    #expect(scenario.item("A") == before)
    try scenario.when(.invoice("B"))
    #expect(scenario.item("B")?.dueDate == day("2026-04-30"))
    #expect(scenario.item("B")?.discounts.first?.lastDate == day("2026-03-06"))
  }
}
