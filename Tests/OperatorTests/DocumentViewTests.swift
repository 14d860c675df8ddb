import DomainKit
import Messages
import OperatorKit
import Terms
import Testing

@Suite("Documents and accounts on the page")
struct DocumentViewTests {
  @Test("an invoice shows its instalments, what is deducted until when, and who issued it")
  func invoice() {
    let page = Rendering.invoice(GetInvoice.exampleReply)
    let issued = InvoiceIssued.example
    #expect(page.hasPrefix("Invoice \(issued.invoice)\n"))
    for item in issued.items {
      #expect(page.contains("\(item.item)"))
      #expect(page.contains("\(item.dueDate)"))
      for discount in item.discounts {
        #expect(page.contains("\(discount.amount.decimal) by \(discount.lastDate)"))
      }
    }
    #expect(page.contains("Issued by    a.martin\n"))
    #expect(page.contains("Because      freight was not billed"))
  }

  @Test("an invoice shows what was agreed where it has other instalments")
  func deviatingInvoice() {
    var reply = GetInvoice.exampleReply
    #expect(!Rendering.invoice(reply).contains("Agreed"))
    reply.agreed = TermsDeviated.example.agreed
    #expect(
      Rendering.invoice(reply).hasSuffix(
        """


        Agreed, but not invoiced:
        Due         Amount EUR  Discount
        ----------  ----------  --------
        2026-03-31    1,200.00  -
        """
      )
    )
  }

  @Test("deviations show what was agreed beside what was invoiced")
  func deviations() {
    #expect(
      Rendering.deviations(ListDeviations.Reply(deviations: [], count: 0))
        == "No invoice deviates from the terms agreed on."
    )
    func page(_ change: (inout TermsDeviated) -> Void) -> String {
      var deviation = TermsDeviated.example
      change(&deviation)
      return Rendering.deviations(ListDeviations.Reply(deviations: [deviation], count: 1_001))
    }
    let discounted = page { $0.agreed[0].discounts = InvoiceIssued.example.items[0].discounts }
    #expect(discounted.contains("2026-03-31, 24.00 off by 2026-03-11  2026-04-30\n"))
    #expect(discounted.hasSuffix("\n\n1,000 more are not listed."))
    let halves = page {
      $0.invoiced = ["2026-04-30", "2026-05-31"].map {
        Instalment(dueDate: CalendarDate(literal: $0), amount: Samples.eur(600_00))
      }
    }
    #expect(halves.contains("2026-03-31  600.00 2026-04-30; 600.00 2026-05-31\n"))
  }

  @Test("invoices of an account, and how many more there are")
  func invoices() {
    #expect(
      Rendering.invoices(ListInvoices.Reply(invoices: [], count: 0))
        == "The account has no invoices."
    )
    #expect(
      Rendering.invoices(ListInvoices.Reply(invoices: [.example], count: 1_235)) == """
        Invoice        Kind     Issued      Due           Amount  Credited
        -------------  -------  ----------  ----------  --------  --------  ---
        INV-2026-0042  invoice  2026-03-01  2026-03-31  1,200.00    300.00  EUR

        1,234 more are not listed.
        """
    )
  }

  @Test("what is rejected is told with every fault")
  func rejected() {
    let none = ListRejected.Reply(accounts: [], invoices: [], creditNotes: [], count: 0)
    #expect(Rendering.rejected(none) == "Nothing is rejected.")
    var reply = ListRejected.exampleReply
    reply.creditNotes = []
    #expect(
      Rendering.rejected(reply) == """
        account C-1001, revision 2
          creditLimit: the limit is in USD, the account in EUR
        invoice INV-2026-0043 of C-1001
          gross: net 100.00 EUR plus tax 20.00 EUR is 120.00 EUR, not 121.00 EUR

        1 more are not listed.
        """
    )
  }

  @Test("a credit note shows what it credits, and why")
  func creditNote() {
    var reply = GetCreditNote.exampleReply
    let page = Rendering.creditNote(reply)
    #expect(page.contains("Credits      \(reply.issued.invoice?.rawValue ?? "-")\n"))
    #expect(page.contains("Reason       \(reply.issued.reason.rawValue)\n"))
    reply.issued.invoice = nil
    #expect(Rendering.creditNote(reply).contains("Credits    the account\n"))
    #expect(!Rendering.creditNote(reply).contains("Instalments"), "it clears none")
  }

  @Test("an account shows its terms by date")
  func account() {
    #expect(
      Rendering.account(GetAccount.exampleReply).contains(
        """
        From           Terms    Late charge
        -------------  -------  -----------
        the beginning  30 days            -
        2026-04-01     15 days         15 %
        """
      )
    )
  }

  @Test(
    "terms are told in words",
    arguments: [
      ("2/10 net 30", ["30 days; 2 % by 10 days"]),
      ("45 jours fin de mois", ["45 days end of month"]),
      ("fin de mois 45 jours", ["end of month 45 days"]),
      ("COD", ["at once"]),
    ]
  )
  func terms(notation: String, texts: [String]) throws {
    let terms = try TermsRegistry().terms(.written(notation))
    #expect(Rendering.terms(terms) == texts.joined(separator: ", "))
  }

  @Test("shares, a base before tax and days of grace are told")
  func manyTerms() throws {
    let terms = CreditTerms(
      lines: [
        TermsLine(.fixed(Samples.eur(100_00)), due: DateRule()),
        TermsLine(
          .ofTotal(try #require(Portion(1, over: 2))),
          due: DateRule(months: 1, weekday: 1)
        ),
        TermsLine(
          .remainder,
          due: DateRule(days: 60, dayOfMonth: 15),
          discounts: [DiscountTier(Percentage(literal: "2"), until: DateRule(days: 8))]
        ),
      ],
      discountBase: .taxExcluded,
      graceDays: 3
    )
    #expect(
      Rendering.terms(terms) == """
        100.00 EUR: at once, 50 % of the total: 1 month then the next Monday, \
        the remainder: 60 days then the next day 15 of a month; 2 % by 8 days, \
        discounts are of the amount before tax, which stays, with 3 days of grace
        """
    )
  }

  @Test("what waits says for what; an empty list says so")
  func waiting() {
    #expect(Rendering.waiting(ListWaiting.Reply(invoices: [], count: 0)) == "Nothing waits.")
    var reply = ListWaiting.exampleReply
    #expect(
      Rendering.waiting(reply) == """
        Waits        Number         For
        -----------  -------------  ---------------------------------------
        invoice      INV-2026-0050  account C-1099
        credit note  CN-2026-0008   account C-1099 or invoice INV-2026-0050
        """
    )
    reply.count = 1500
    #expect(Rendering.waiting(reply).hasSuffix("\n\n1499 more are not listed."))
  }
}
