import DomainKit
import EInvoiceBilling
import EInvoices
import Messages
import Terms
import Testing

@Suite("Discounts in lines of the terms, as XRechnung has them (BR-DE-18)")
struct DiscountLinesTests {
  /// Issued on 2026-12-01, 100.00 and VAT 20 %, due on 2026-12-31.
  private static func invoice(_ terms: String) throws -> ElectronicInvoice {
    var invoice = try #require(EInvoices.read(InvoiceText.ubl()).invoice)
    invoice.terms = terms
    return invoice
  }

  private static func refusals(_ invoice: ElectronicInvoice) -> [String] {
    do throws(RefusedInvoice) {
      _ = try EInvoiceBilling.issued(invoice, to: "C-1")
      return []
    } catch {
      return error.findings.map(\.text)
    }
  }

  private static func terms(
    _ discounts: [(percent: StaticString, days: Int)],
    base: DiscountBase = .taxIncluded,
    due: DateRule = DateRule(days: 30)
  ) -> CreditTerms {
    CreditTerms(
      due: due,
      discounts: discounts.map {
        DiscountTier(Percentage(literal: $0.percent), until: DateRule(days: $0.days))
      },
      discountBase: base
    )
  }

  @Test(
    "they are discounts beside the due date, whatever else the terms say",
    arguments: [
      "#SKONTO#TAGE=14#PROZENT=2.00#", "#SKONTO#TAGE=14#PROZENT=2.00#\n",
      "Zahlbar wie vereinbart\r\n #SKONTO#TAGE=14#PROZENT=2.00# \r\n",
      "#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=120.00#\nDanke",
      "#SKONTO#TAGE=14#PROZENT=2.00#\n#SKONTO#TAGE=14#PROZENT=2.00#\n",
      "#SKONTO#TAGE=14#PROZENT=2.00#\n#VERZUG#TAGE=30#PROZENT=9.00#\n",
    ]
  )
  func oneTier(text: String) throws {
    let message = try EInvoiceBilling.issued(try Self.invoice(text), to: "C-1")
    #expect(message.terms == .lines(Self.terms([("2", 14)])))
    #expect(message.dueDate?.description == "2026-12-31")
  }

  @Test("several are tiers, the best first")
  func tiers() throws {
    let text = "#SKONTO#TAGE=14#PROZENT=2.25#\n#SKONTO#TAGE=7#PROZENT=3.00#\n"
    let message = try EInvoiceBilling.issued(try Self.invoice(text), to: "C-1")
    #expect(message.terms == .lines(Self.terms([("3", 7), ("2.25", 14)])))
  }

  @Test("of the amount before tax they are such; of any other amount no terms have them")
  func base() throws {
    func text(_ base: String) -> String { "#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=\(base)#" }
    let net = try EInvoiceBilling.issued(try Self.invoice(text("100.00")), to: "C-1")
    #expect(net.terms == .lines(Self.terms([("2", 14)], base: .taxExcluded)))
    for refused in [text("60.00"), "\(text("100.00"))\n#SKONTO#TAGE=7#PROZENT=3.00#"] {
      #expect(
        Self.refusals(try Self.invoice(refused)) == [
          "BT-20: a discount is of another BASISBETRAG than all that is due, or all before tax"
        ]
      )
    }
  }

  @Test("known words give the due date where none is stated")
  func words() throws {
    var invoice = try Self.invoice("net 45\n#SKONTO#TAGE=14#PROZENT=2.00#")
    invoice.dueDate = nil
    let message = try EInvoiceBilling.issued(invoice, to: "C-1")
    #expect(message.terms == .lines(Self.terms([("2", 14)], due: DateRule(days: 45))))
    #expect(message.dueDate == nil)
    invoice.terms = "#SKONTO#TAGE=14#PROZENT=2.00#"
    #expect(
      Self.refusals(invoice) == [
        "BT-20: discounts (#SKONTO) beside no one date on which all is due"
      ]
    )
    invoice.terms = "1/3 30 60 90\n#SKONTO#TAGE=14#PROZENT=2.00#"
    #expect(Self.refusals(invoice).count == 1)
  }

  @Test(
    "one that is written otherwise is refused, not passed over",
    arguments: [
      "#SKONTO#TAGE=14#PROZENT=2,00#", "#SKONTO#TAGE=14#PROZENT=2.00", "#SKONTO#14#2.00#",
      "#SKONTO#PROZENT=2.00#TAGE=14#", "#SKONTO#TAGE=-1#PROZENT=2.00#",
      "#SKONTO#TAGE=#PROZENT=2.00#",
      "#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=1,00#", "#SKONTO#TAGE=14#PROZENT=200.00#",
      "#SKONTO#TAGE=99999999999999999999#PROZENT=2.00#", "#SKONTO#TAGE=14#PROZENT=2.00#X=1#",
    ]
  )
  func unreadable(line: String) throws {
    #expect(
      Self.refusals(try Self.invoice(line)) == [
        "BT-20: '\(line)': expected #SKONTO#TAGE=14#PROZENT=2.00#, as XRechnung writes it "
          + "(BR-DE-18)"
      ]
    )
  }

  @Test(
    "discounts that no terms can have are refused with what is wrong",
    arguments: [
      ("#SKONTO#TAGE=31#PROZENT=2.00#", "BT-20: 31 days are later than the 30 net days"),
      ("#SKONTO#TAGE=14#PROZENT=0.00#", "BT-20: 0 % is not above 0 and below 100"),
      (
        "#SKONTO#TAGE=7#PROZENT=2.00#\n#SKONTO#TAGE=14#PROZENT=2.00#",
        "BT-20: 2 % is not less than 2 %"
      ),
    ]
  )
  func unfit(text: String, fault: String) throws {
    #expect(Self.refusals(try Self.invoice(text)) == [fault])
  }

  // MARK: - Writing

  private static func issued(_ discounts: [DiscountOffer], instalments: Int = 1) -> InvoiceIssued {
    var issued = InvoiceIssued.example
    issued.issueDate = CalendarDate(literal: "2026-12-01")
    let item = IssuedItem(
      item: "INV-1/1",
      dueDate: CalendarDate(literal: "2026-12-31"),
      amount: Money(120_00, .euro),
      discounts: discounts
    )
    issued.items = Array(repeating: item, count: instalments)
    return issued
  }

  private static func offer(
    _ percent: StaticString,
    _ lastDate: StaticString,
    base cents: Int64 = 120_00
  ) -> DiscountOffer {
    let base = Money(cents, .euro)
    return DiscountOffer(
      percent: Percentage(literal: percent),
      base: base,
      amount: base.share(Percentage(literal: percent)),
      lastDate: CalendarDate(literal: lastDate),
      lastGraceDate: CalendarDate(literal: lastDate)
    )
  }

  @Test("what is written is read as the same discounts")
  func written() throws {
    let offers = [Self.offer("3", "2026-12-08"), Self.offer("2.05", "2026-12-15")]
    let text = try #require(
      EInvoiceBilling.termsWithDiscountLines("3 % less until 2026-12-08", of: Self.issued(offers))
    )
    #expect(
      text == """
        #SKONTO#TAGE=7#PROZENT=3.00#
        #SKONTO#TAGE=14#PROZENT=2.05#
        3 % less until 2026-12-08
        """
    )
    var invoice = try Self.invoice(text)
    for syntax in WritingTests.syntaxes {
      let read = try #require(EInvoices.read(try EInvoices.write(invoice, as: syntax)).invoice)
      let message = try EInvoiceBilling.issued(read, to: "C-1")
      #expect(message.terms == .lines(Self.terms([("3", 7), ("2.05", 14)])))
    }
    invoice.terms = EInvoiceBilling.termsWithDiscountLines(
      "words",
      of: Self.issued([Self.offer("2", "2026-12-15", base: 100_00)])
    )
    #expect(invoice.terms?.hasPrefix("#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=100.00#\n") == true)
    #expect(
      try EInvoiceBilling.issued(invoice, to: "C-1").terms
        == .lines(Self.terms([("2", 14)], base: .taxExcluded))
    )
  }

  @Test("what such lines cannot say is not written")
  func unwritable() {
    func text(_ issued: InvoiceIssued, words: String = "words") -> String? {
      EInvoiceBilling.termsWithDiscountLines(words, of: issued)
    }
    #expect(text(Self.issued([])) == nil)
    #expect(text(Self.issued([Self.offer("2", "2026-12-15")], instalments: 2)) == nil)
    #expect(text(Self.issued([Self.offer("2.125", "2026-12-15")])) == nil)
    #expect(text(Self.issued([Self.offer("2", "2026-11-30")])) == nil)
    #expect(text(Self.issued([Self.offer("2", "2026-12-15")]), words: "# 1") == nil)
  }
}
