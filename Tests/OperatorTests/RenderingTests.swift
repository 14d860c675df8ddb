import DomainKit
import Messages
import OperatorKit
import ServiceKit
import Testing

/// Pages as an operator sees them.
@Suite("Rendering")
struct RenderingTests {
  @Test("aging shows each bucket with its share, then the accounts")
  func aging() {
    #expect(
      Rendering.aging(Samples.aging) == """
        Aging as of 2026-03-31, by due date; closed up to 2026-03-31/1

        EUR                 Amount  Share
        ------------  ------------  -----  ----------------------------------------
        not due       1,200,000.00   80 %  ########################################
        1-30 days       300,000.00   20 %  ##########
        31-60 days            0.00    0 %
        61-90 days            0.00    0 %
        over 90 days          5.50    0 %  #
        ------------  ------------  -----  ----------------------------------------
        open          1,500,005.50
        unapplied          -150.00
        on account          -20.00
        ------------  ------------  -----  ----------------------------------------
        net           1,499,835.50

        Account  Name                      Not due        1-30  31-60  61-90  Over 90  Credits       Net EUR
        -------  -------------------  ------------  ----------  -----  -----  -------  -------  ------------
        C-1001   Ateliers Morel SARL  1,200,000.00           -      -      -     5.50  -170.00  1,199,835.50
        C-1002   Bois & Cie                      -  300,000.00      -      -        -        -    300,000.00
        """
    )
  }

  @Test("a wide page keeps unapplied and on account apart, a narrow one gives up the names")
  func agingWidths() {
    let wide = Rendering.aging(Samples.aging, style: .terminal(columns: 120, hasColors: false))
    #expect(wide.contains("Over 90  Unapplied  On account       Net EUR"))
    let narrow = Rendering.aging(Samples.aging, style: .terminal(columns: 80, hasColors: false))
    #expect(narrow.contains("Account       Not due        1-30"))
    #expect(!narrow.contains("Ateliers"))
    #expect(narrow.contains("1,199,835.50"))
  }

  @Test("aging of several currencies has a table each, and says that more follows")
  func agingCurrencies() {
    var reply = Samples.aging
    reply.totals.append(Samples.row([0, 0, 0, 7_00, 0], Currency(literal: "USD")))
    reply.accounts.append(
      AccountAging(
        account: "C-1001",
        name: "Ateliers Morel SARL",
        row: Samples.row([0, 0, 0, 7_00, 0], Currency(literal: "USD"))
      )
    )
    reply.next = "C-1002"
    let page = Rendering.aging(reply)
    #expect(page.contains("\nUSD           Amount  Share\n"))
    #expect(page.contains("\n61-90 days      7.00  100 %  ####"))
    #expect(page.contains("Net USD\n"))
    #expect(page.hasSuffix("\n\nMore accounts follow after C-1002."))
  }

  @Test("nothing open is said in words")
  func agingOfNothing() {
    let reply = GetAging.Reply(asOf: Samples.day("2026-03-31"), accounts: [], totals: [])
    #expect(
      Rendering.aging(reply) == """
        Aging as of 2026-03-31, by due date; nothing closed yet

        Nothing is open.
        """
    )
  }

  @Test("a statement runs from opening to closing")
  func statement() {
    #expect(
      Rendering.statement(Samples.statement) == """
        Statement of account C-1001, Ateliers Morel SARL

        Booked      Value       What      Document                            Amount EUR   Balance
        ----------  ----------  --------  ----------------------------------  ----------  --------
                                opening                                                   1,000.00
        2026-03-02  2026-03-01  invoice   INV-2026-0042                         1,200.00  2,200.00
        2026-03-10  2026-03-01  payment   NL26VAYB8060476890:AAAASESS-0001:0   -1,176.00  1,024.00
        2026-03-10  2026-03-01  discount  INV-2026-0042                           -24.00  1,000.00
        ----------  ----------  --------  ----------------------------------  ----------  --------
                                closing                                                   1,000.00
        """
    )
  }

  @Test("what came when its month was closed says so")
  func lateMovement() {
    var reply = Samples.statement
    reply.currencies[0].movements[1].isLate = true
    let page = Rendering.statement(reply)
    #expect(page.contains("2026-03-10  2026-03-01  payment, late  NL26VAYB8060476890"))
    #expect(page.hasSuffix("late: its month was closed when it came; it counts from then on."))
    #expect(!Rendering.statement(Samples.statement).contains("late"))
  }

  @Test("long document names give way on a narrow page, amounts don't")
  func narrowStatement() {
    let page = Rendering.statement(
      Samples.statement,
      style: .terminal(columns: 80, hasColors: false)
    )
    #expect(
      page.contains(
        "2026-03-10  2026-03-01  payment   NL26VAYB8060476890:AAAA…   -1,176.00  1,024.00"
      )
    )
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("a proof shows both sides of every check")
  func proven() {
    #expect(
      Rendering.reconciliation(Samples.reconciliation(isProven: true)) == """
        Reconciliation of cut 2026-03-31/1: proven

        Check                            Stated   Computed  Currency
        ----------------------------  ---------  ---------  --------  --
        stream payment.identified.v1      1,200      1,200  count     ok
                                       1,234.56   1,234.56  EUR       ok
                                          10.00      10.00  USD       ok
        discount                              -          -            ok
        open-items                    70,000.00  70,000.00  EUR       ok

        Every cut is proven.
        """
    )
  }

  @Test("a proof that fails says where, what was set aside, and which cuts wait")
  func notProven() {
    #expect(
      Rendering.reconciliation(Samples.reconciliation(isProven: false)) == """
        Reconciliation of cut 2026-03-31/1: NOT PROVEN

        Check                            Stated   Computed  Currency
        ----------------------------  ---------  ---------  --------  -------
        stream payment.identified.v1      1,200      1,200  count     ok
                                       1,234.56   1,234.56  EUR       ok
                                          10.00      10.00  USD       ok
        discount                              -          -            ok
        open-items                    70,000.01  70,000.00  EUR       DIFFERS

        Set aside by  Account  Reason             Message
        ------------  -------  -----------------  -------
        matching      C-1001   sequence 7 is odd  3f1

        Not proven: 2026-03-31/1
        """
    )
  }

  @Test("a sum that one side alone knows differs from nothing")
  func oneSided() {
    var reply = Samples.reconciliation(isProven: true)
    reply.report.checks = [
      ReconciliationCheck(name: "unapplied", stated: [Samples.eur(1)], computed: [])
    ]
    #expect(
      Rendering.reconciliation(reply).contains("unapplied    0.01      0.00  EUR       DIFFERS")
    )
  }

  @Test("overdue items say how many there are beyond those listed")
  func overdue() {
    #expect(
      Rendering.overdue(Samples.overdue, asOf: Samples.day("2026-03-31")) == """
        Overdue as of 2026-03-31

        Account  Item           Due         Days       Open  Not applied
        -------  -------------  ----------  ----  ---------  -----------  ---
        C-1001   INV-2025-0999  2025-12-01   120  12,345.67       500.00  EUR
        C-1002   INV-2026-0042  2026-03-30     1       1.20            -  USD

        1,002 items, 98,765.43 EUR, 1.20 USD; 1,000 of them are not listed.
        """
    )
    let none = ListOverdue.Reply(items: [], count: 0, sums: [])
    #expect(
      Rendering.overdue(none, asOf: Samples.day("2026-03-31"))
        == "Nothing is overdue as of 2026-03-31."
    )
  }

  @Test("activity counts, and shows by which rules cash was applied")
  func activity() {
    #expect(
      Rendering.activity(Samples.activity) == """
        Activity; closed up to 2026-03-31/1

        So far               Number
        -------------------  ------
        accounts                 40
        invoices              1,523
        invoices refused          2
        payments received     1,311
        payments identified   1,290
        payments returned        12
        matches suggested        17

        Cash applied by       Times  Share
        --------------------  -----  -----  ----------------------------------
        structured-reference    900   75 %  ##################################
        exact-amount            300   25 %  ###########
        --------------------  -----  -----  ----------------------------------
        decisions             1,200
        """
    )
  }

  @Test("discounts that the days of grace let through are counted, listed and explained")
  func inGrace() {
    var activity = Samples.activity
    #expect(!Rendering.activity(activity).contains("grace"))
    activity.discountsInGrace = 3
    #expect(Rendering.activity(activity).contains("discounts in grace        3\n"))
    var statement = Samples.statement
    statement.currencies[0].movements[2].kind = .discountTolerance
    #expect(Rendering.statement(statement).contains("  discount-tolerance  INV-2026-0042  "))
    var explanation = Samples.explanation
    explanation.decisions[0].allocations[0].discountInGrace = Samples.eur(24_00)
    #expect(
      Rendering.explanation(explanation).contains("24.00  EUR  settled, discount in grace")
    )
  }

  @Test("a payment's explanation names the rule, the evidence and the losers")
  func explanation() {
    #expect(
      Rendering.explanation(Samples.explanation) == """
        Payment     NL26VAYB8060476890:AAAASESS-0001:0
        Amount      1,176.00 EUR
        Account     C-1001
        Value date  2026-03-10, booked 2026-03-10, by camt.053
        Payer       Ateliers Morel, FR…0189
        References  RF73INV20260042
        Text        INV-2026-0042 less 2 %
        End to end  E2E-1

        Left: 1.00 unapplied, 5.00 on account.

        Applied by  structured-reference, version 1
        Evidence    RF73INV20260042
        Item               Cash  Discount
        -------------  --------  --------  ---  -------
        INV-2026-0042  1,176.00     24.00  EUR  settled
        Not INV-2026-0031: not referred to

        Suggested items  Rule
        ---------------  ------------
        INV-7            exact-amount
        INV-9            exact-amount
        Not booked: two items have exactly this amount.
        """
    )
  }

  @Test("a payment in another currency shows what was ordered, and the rate with its day")
  func explanationOfExchange() {
    var reply = Samples.explanation
    reply.details.instructed = Money(1278_26, Currency(literal: "USD"))
    reply.details.exchange = ExchangeRate(
      literal: "0.92",
      from: Currency(literal: "USD"),
      to: .euro,
      date: "2026-03-09"
    )
    #expect(
      Rendering.explanation(reply).hasPrefix(
        """
        Payment       NL26VAYB8060476890:AAAASESS-0001:0
        Amount        1,176.00 EUR
        Ordered       1,278.26 USD
        Exchanged at  1 USD = 0.92 EUR on 2026-03-09
        Account       C-1001
        """
      )
    )
  }

  @Test("unidentified payments and unmatched returns are listed with their reasons")
  func unidentified() {
    #expect(
      Rendering.unidentified(Samples.unidentified) == """
        Unidentified payments

        Value       Payer           Text                      Amount       Why it is unidentified
        ----------  --------------  ----------------------  --------  ---  ----------------------------
        2026-03-10  Ateliers Morel  INV-2026-0042 less 2 %  1,176.00  EUR  two accounts share this IBAN

        3 payments, 3,528.00 EUR; 2 of them are not listed.

        Returns of unknown payments

        Value       Return  Amount       Why its payment is unknown
        ----------  ------  ------  ---  --------------------------
        2026-03-25  RET-1    20.00  EUR  no payment of this amount
        """
    )
    let none = ListUnidentified.Reply(
      payments: [],
      count: 0,
      sums: [],
      returns: [],
      returnCount: 0
    )
    #expect(Rendering.unidentified(none) == "Every payment is identified.")
    var pending = none
    pending.pending = Samples.unidentified.payments
    pending.pendingCount = 2
    let page = Rendering.unidentified(pending)
    #expect(page.hasPrefix("Pending, and unidentified\n"))
    #expect(page.contains("two accounts share this IBAN"))
    #expect(page.hasSuffix("1 more payment not listed."))
  }

  @Test("status shows what waits and what was set aside, with the reasons")
  func status() {
    #expect(
      Rendering.status(Samples.statuses) == """
        Service    Partition  Open cut      Unsent  Waiting  Set aside  Epoch
        ---------  ---------  ------------  ------  -------  ---------  -----
        invoicing  -          2026-03-31/1  12,345        0          0      3
        matching   07         2026-03-31/1  12,345        1          1      3

        Waiting in   For
        -----------  ----------------------------------------------
        matching 07  payment.applied.v1.07 is not complete up to 12

        Set aside by  Account  Reason  Message
        ------------  -------  ------  -------
        matching      -        odd     m
        """
    )
  }

  @Test("open items, the day, a bank file, exposure and an order's check")
  func smallPages() {
    #expect(
      Rendering.openItems(ListOpenItems.exampleReply) == """
        Open item      Invoice        Due           Amount    Open
        -------------  -------------  ----------  --------  ------  ---
        INV-2026-0042  INV-2026-0042  2026-03-31  1,200.00  200.00  EUR

        Payment                               Amount  Unapplied  On account
        ----------------------------------  --------  ---------  ----------  ---
        NL26VAYB8060476890:AAAASESS-0001:0  1,176.00       0.00       50.00  EUR

        Pending                             Value       Amount       Would pay
        ----------------------------------  ----------  ------  ---  -------------
        NL26VAYB8060476890:AAAASESS-0107:0  2026-03-12  200.00  EUR  INV-2026-0042
        """
    )
    #expect(
      Rendering.day(GetDay.exampleReply) == """
        Open    2026-03-11/1
        Closed  up to 2026-03-10/1
        """
    )
    #expect(
      Rendering.imported(GetImport.exampleReply, file: "a.xml") == """
        a.xml: imported, camt.053.001.08
          1 statement, 3 rows, 2 payments, 1 return, 0 pending, 0 known before, received 2,376.00 EUR
        """
    )
    #expect(
      Rendering.imported(
        GetImport.Reply(state: .rejected, rejected: .example),
        file: "broken.xml"
      )
        == """
        broken.xml: REFUSED, nothing of it is in
          line 12: opening 18.15 EUR plus entries 8.85 EUR is 27.00 EUR, closing says 27.01 EUR
          (balance-mismatch)
        """
    )
    #expect(
      Rendering.orderCheck(CheckOrder.exampleReply, order: "SO-78") == """
        Order SO-78: approved, 10000.00 EUR of 10000.00 EUR

        Part                 Amount EUR
        -------------------  ----------
        open items             6,000.00
        unapplied money         -300.00
        shipped, not billed    1,500.00
        open orders            2,000.00
        -------------------  ----------
        exposure               9,200.00
        limit                 10,000.00
        -------------------  ----------
        free                     800.00
        """
    )
    var reply = GetExposure.exampleReply
    reply.limit = nil
    #expect(Rendering.exposure(reply, of: "C-1001").hasSuffix("limit                      none"))
  }
}
