import DomainKit
import Messages
import OperatorKit
import Terms
import Testing

@Suite("Accounts that a person changes")
struct AccountChangeTests {
  private static func change(_ say: (inout AccountChange) -> Void) -> AccountChange {
    var change = AccountChange()
    say(&change)
    return change
  }

  private static var stated: BillingAccountUpserted {
    var account = BillingAccountUpserted.example
    account.revision = 4
    return account
  }

  @Test("what is not said stays; the next revision follows")
  func stays() throws {
    let next = try #require(Self.change { $0.name = "Morel SAS" }.next(of: Self.stated))
    var expected = Self.stated
    (expected.revision, expected.name) = (5, "Morel SAS")
    #expect(next == expected)
    #expect(Self.change { $0.name = Self.stated.name }.next(of: Self.stated) == nil, "it is so")
    #expect(AccountChange().next(of: Self.stated) == nil)
  }

  @Test("other terms have their own date, or none; what has no terms keeps the one it has")
  func dates() {
    func date(_ say: (inout AccountChange) -> Void) -> CalendarDate? {
      Self.change(say).applied(to: Self.stated).termsFrom
    }
    let later = CalendarDate(literal: "2026-05-01")
    #expect(date { $0.country = "BE" } == Self.stated.termsFrom)
    #expect(date { $0.terms = "net 10" } == nil)
    #expect(date { $0.lateChargeRate = Percentage(literal: "15") } == nil)
    #expect(date { ($0.terms, $0.termsFrom) = ("net 10", later) } == later)
    #expect(date { $0.termsFrom = later } == later)
  }

  @Test("lists are said whole, and what is taken away is gone")
  func lists() {
    let period = PayingPeriod(from: CalendarDate(literal: "2026-07-01"))
    let changed = Self.change {
      $0.ibans = ["NL91ABNA0417164300"]
      $0.aliases = ["Morel", "AM"]
      $0.paidByHead = [period]
      $0.head = "C-2000"
      $0.creditLimit = Money(1, .euro)
    }
    .applied(to: Self.stated)
    #expect(changed.ibans == ["NL91ABNA0417164300"])
    #expect(changed.aliases == ["AM", "Morel"])
    #expect(changed.paidByHead == [period])
    #expect(changed.head == "C-2000")
    #expect(changed.creditLimit == Money(1, .euro))
    let bare = Self.change { $0.without = Set(AccountChange.Field.allCases) }
      .applied(to: Self.stated)
    var expected = BillingAccountUpserted(
      account: Self.stated.account,
      revision: 4,
      name: Self.stated.name,
      currency: .euro
    )
    expected.head = Self.stated.head
    #expect(bare == expected)
  }

  @Test(
    "periods as they are typed",
    arguments: [
      ("2026-01-01..2026-12-31", "2026-01-01", "2026-12-31"), ("2026-01-01..", "2026-01-01", nil),
      ("..2026-12-31", nil, "2026-12-31"), ("..", nil, nil),
    ] as [(String, String?, String?)]
  )
  func periods(text: String, from: String?, to: String?) {
    #expect(
      PayingPeriod(typed: text)
        == PayingPeriod(
          from: from.flatMap { CalendarDate($0) },
          to: to.flatMap { CalendarDate($0) }
        )
    )
  }

  @Test("what is no period", arguments: ["", "2026-01-01", "2026-01-01..soon", "2026-13-01.."])
  func noPeriod(text: String) { #expect(PayingPeriod(typed: text) == nil) }
}

@Suite("Invoices that a person corrects")
struct CorrectedDraftTests {
  private static let today = CalendarDate(literal: "2026-04-15")
  private static let draft = DraftedInvoice(account: "C-1001", lines: [])

  private static var wrong: GetInvoice.Reply {
    var reply = GetInvoice.exampleReply
    reply.issued.kind = .debitNote
    reply.terms = CreditTerms(due: DateRule(days: 60))
    reply.dueDate = CalendarDate(literal: "2026-05-20")
    return reply
  }

  @Test("kind, order, terms and due date are kept unless something else is said")
  func kept() {
    let kept = Self.draft.correcting(Self.wrong, on: Self.today)
    #expect(kept.kind == .debitNote)
    #expect(kept.order == InvoiceIssued.example.order)
    #expect(kept.terms == .lines(CreditTerms(due: DateRule(days: 60))))
    #expect(kept.dueDate == CalendarDate(literal: "2026-05-20"))
    #expect(kept.lines == Self.draft.lines)
  }

  @Test("what is said counts; other terms leave no due date behind")
  func said() {
    var draft = Self.draft
    draft.kind = .invoice
    draft.order = BilledOrder(order: "SO-9", amount: Money(1, .euro))
    draft.terms = "net 10"
    #expect(draft.correcting(Self.wrong, on: Self.today) == draft)
    var dated = Self.draft
    dated.dueDate = CalendarDate(literal: "2026-06-01")
    #expect(dated.correcting(Self.wrong, on: Self.today).dueDate == dated.dueDate)
  }

  @Test("a due date that has passed is today")
  func passed() {
    var wrong = Self.wrong
    wrong.dueDate = CalendarDate(literal: "2026-04-14")
    #expect(Self.draft.correcting(wrong, on: Self.today).dueDate == Self.today)
    wrong.dueDate = nil
    #expect(Self.draft.correcting(wrong, on: Self.today).dueDate == nil)
  }
}
