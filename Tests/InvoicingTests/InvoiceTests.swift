import DomainKit
import InvoicingDomain
import Testing

@Suite("Invoices")
struct InvoiceTests {
  typealias Line = Invoicing.BilledInvoice.Line

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
          amount: eur(1_200_00),
          discount: nil
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
    do {
      try scenario.when(.invoice(net: eur(100_00), tax: eur(20_00), gross: eur(121_00)))
      Issue.record("the invoice was issued")
    } catch {
      guard case .invoice(let rejected) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(
        rejected.faults.map(\.text)
          == ["net 100.00 EUR plus tax 20.00 EUR is 120.00 EUR, not 121.00 EUR"]
      )
      #expect(rejected.partition == Partition(of: "C-1", count: 16))
    }
  }

  @Test("the same invoice again changes nothing, other content under its number is rejected")
  func repeated() throws {
    var scenario = try Scenario(.account())
    try scenario.when(.invoice())
    let once = scenario.state
    #expect(try scenario.when(.invoice()).isEmpty)
    #expect(scenario.faults(.invoice(net: eur(1_000_01))) == ["invoice: number-reused"])
    #expect(
      scenario.faults(.invoice(gross: eur(1)))
        == ["invoice: number-reused", "gross: total-mismatch"]
    )
    #expect(scenario.state == once)
  }

  @Test("a rejected invoice may come again, corrected, under its number")
  func corrected() throws {
    var scenario = try Scenario(.account())
    #expect(scenario.faults(.invoice(gross: eur(1))) == ["gross: total-mismatch"])
    #expect(scenario.faults(.invoice(gross: eur(1))) == ["gross: total-mismatch"])
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
    #expect(scenario.item("B")?.discount?.lastDate == day("2026-03-06"))
  }
}

@Suite("Terms")
struct TermsTests {
  @Test("2/10 net 30 of 1 March: discount to the 11th inclusive, due on the 31st (rules R3)")
  func discountDate() throws {
    let scenario = try Scenario(
      .account(),
      .invoice(
        net: eur(1_000_00),
        tax: eur(0),
        issued: "2026-03-01",
        terms: .discounted("2", 10, net: 30)
      )
    )
    #expect(
      scenario.item("INV-1")
        == Invoicing.IssuedInvoice.Item(
          item: "INV-1",
          dueDate: day("2026-03-31"),
          amount: eur(1_000_00),
          discount: Invoicing.IssuedInvoice.Discount(
            percent: percent("2"),
            lastDate: day("2026-03-11"),
            amount: eur(20_00)
          )
        )
    )
  }

  @Test(
    "the discount is rounded once, half-up (rules R1)",
    arguments: [
      (1_234_55, 24_69), (1_000_25, 20_01), (1_000_24, 20_00), (1, 0), (24, 0), (25, 1),
    ]
  )
  func rounding(gross: Int, discount: Int) throws {
    let scenario = try Scenario(
      .account(),
      .invoice(net: eur(Int64(gross)), tax: eur(0), terms: .discounted("2", 10, net: 30))
    )
    #expect(scenario.item("INV-1")?.discount?.amount == eur(Int64(discount)))
  }

  @Test("the discount of a currency without decimals is rounded to whole units")
  func yen() throws {
    let yen = try #require(Currency("JPY"))
    let scenario = try Scenario(
      .account(currency: yen),
      .invoice(net: Money(1025, yen), tax: Money(0, yen), terms: .discounted("2", 10, net: 30))
    )
    #expect(scenario.item("INV-1")?.discount?.amount == Money(21, yen))
  }

  @Test("an invoice's own terms count before its account's")
  func ownTerms() throws {
    let scenario = try Scenario(
      .account(terms: .discounted("2", 10, net: 30)),
      .invoice("A"),
      .invoice("B", terms: .net(7))
    )
    #expect(scenario.item("A")?.dueDate == day("2026-03-31"))
    #expect(scenario.item("A")?.discount != nil)
    #expect(scenario.item("B")?.dueDate == day("2026-03-08"))
    #expect(scenario.item("B")?.discount == nil)
  }

  @Test("net days run over the ends of months and years")
  func calendar() throws {
    let scenario = try Scenario(
      .account(),
      .invoice("A", issued: "2026-01-31", terms: .net(28)),
      .invoice("B", issued: "2027-12-31", terms: .net(60)),
      .invoice("C", terms: .net(0))
    )
    #expect(scenario.item("A")?.dueDate == day("2026-02-28"))
    #expect(scenario.item("B")?.dueDate == day("2028-02-29"))
    #expect(scenario.item("C")?.dueDate == day("2026-03-01"))
  }

  @Test("a due date overrides the terms'; the discount ends with it at the latest")
  func dueDate() throws {
    var scenario = try Scenario(.account(terms: .discounted("2", 10, net: 30)))
    try scenario.when(.invoice("A") { $0.dueDate = day("2026-06-01") })
    #expect(scenario.item("A")?.dueDate == day("2026-06-01"))
    #expect(scenario.item("A")?.discount?.lastDate == day("2026-03-11"))
    try scenario.when(.invoice("B") { $0.dueDate = day("2026-03-05") })
    #expect(scenario.item("B")?.discount?.lastDate == day("2026-03-05"))
    #expect(
      scenario.faults(.invoice("C") { $0.dueDate = day("2026-02-28") })
        == ["dueDate: due-before-issue"]
    )
    #expect(scenario.faults(.invoice("D") { $0.dueDate = day("2026-03-01") }) == [])
  }

  @Test("without terms anywhere an invoice needs a due date")
  func missing() throws {
    var scenario = try Scenario(.account(terms: nil))
    #expect(scenario.faults(.invoice("A")) == ["terms: terms-missing"])
    #expect(scenario.faults(.invoice("B") { $0.dueDate = day("2026-04-15") }) == [])
    #expect(scenario.item("B")?.dueDate == day("2026-04-15"))
    #expect(scenario.item("B")?.discount == nil)
    #expect(scenario.faults(.invoice("C", terms: .net(10))) == [])
  }
}

@Suite("Payment references")
struct ReferenceTests {
  @Test(
    "an invoice without a reference gets RF of its number's letters and digits (rules R23)",
    arguments: [
      ("INV20260042", "RF73INV20260042"), ("INV-2026-0042", "RF73INV20260042"),
      ("inv/2026.0042", "RF73INV20260042"),
    ]
  )
  func derived(number: String, reference: String) throws {
    let scenario = try Scenario(.account(), .invoice(InvoiceNumber(number)))
    #expect(
      scenario.issued(InvoiceNumber(number))?.paymentReference.rawValue == reference
    )
  }

  @Test(
    "a number that does not fit gets a reference of its hash",
    arguments: ["INV-2026-0042-AND-SOME-MORE", "Rechnung-Ä-1", "---", "請求書1"]
  )
  func hashed(number: String) throws {
    let scenario = try Scenario(.account(), .invoice(InvoiceNumber(number)))
    let reference = try #require(scenario.issued(InvoiceNumber(number))?.paymentReference)
    #expect(reference.rawValue.hasPrefix("RF"))
    #expect((5...25).contains(reference.rawValue.utf8.count))
    let again = try Scenario(.account("C-9"), .invoice(InvoiceNumber(number), of: "C-9"))
    #expect(again.issued(InvoiceNumber(number))?.paymentReference == reference)
  }

  @Test("no two invoices get the same derived reference")
  func distinct() throws {
    let numbers: [InvoiceNumber] = ["INV-1", "INV1", "INV 1", "inv1", "I-N-V-1"]
    var scenario = try Scenario(.account("C-1"), .account("C-2"))
    for (index, number) in numbers.enumerated() {
      try scenario.when(.invoice(number, of: index % 2 == 0 ? "C-1" : "C-2"))
    }
    let references = numbers.compactMap { scenario.issued($0)?.paymentReference }
    #expect(Set(references).count == numbers.count)
  }

  @Test("a given reference is kept without spaces, in capitals")
  func given() throws {
    let scenario = try Scenario(
      .account(),
      .invoice { $0.paymentReference = "rf18 5390 0754 7034" }
    )
    #expect(scenario.issued("INV-1")?.paymentReference == "RF18539007547034")
  }

  @Test(
    "other structured references are kept too, when their check digits are right",
    arguments: [
      ("+++090/9337/55493+++", true), ("+++090/9337/55494+++", false),
      ("21 00000 00003 13947 14300 09017", true), ("21 00000 00003 13947 14300 09018", false),
      ("RF19539007547034", false), ("RF18", false), ("Snippet1", false), ("", false),
    ]
  )
  func kinds(reference: String, isFit: Bool) throws {
    var scenario = try Scenario(.account())
    let faults = scenario.faults(.invoice { $0.paymentReference = reference })
    #expect(faults == (isFit ? [] : ["paymentReference: reference-unfit"]))
  }

  @Test("a reference of another account's invoice is refused, one of the same account's is not")
  func used() throws {
    var scenario = try Scenario(.account("C-1"), .account("C-2"))
    try scenario.when(.invoice("A", of: "C-1") { $0.paymentReference = "RF18539007547034" })
    #expect(
      scenario.faults(.invoice("B", of: "C-2") { $0.paymentReference = "RF18 5390 0754 7034" })
        == ["paymentReference: reference-used"]
    )
    #expect(
      scenario.faults(.invoice("C", of: "C-1") { $0.paymentReference = "RF18539007547034" }) == []
    )
  }

  @Test("a derived reference gives way to one that billing gave, and keeps its own from others")
  func derivedAndGiven() throws {
    var scenario = try Scenario(.account("C-1"), .account("C-2"))
    try scenario.when(
      .invoice("A", of: "C-1") { $0.paymentReference = "RF73INV20260042" }
    )
    try scenario.when(.invoice("INV-2026-0042", of: "C-2"))
    let derived = try #require(scenario.issued("INV-2026-0042")?.paymentReference)
    #expect(derived != "RF73INV20260042")
    #expect(
      scenario.faults(.invoice("B", of: "C-1") { $0.paymentReference = derived.rawValue })
        == ["paymentReference: reference-used"]
    )
  }
}
