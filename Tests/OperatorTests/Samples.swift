import DomainKit
import Messages

@testable import ServiceKit

/// Replies that are rendered.
enum Samples {
  static func eur(_ cents: Int64) -> Money { Money(cents, .euro) }
  static func usd(_ cents: Int64) -> Money { Money(cents, Currency(literal: "USD")) }
  static func day(_ text: StaticString) -> CalendarDate { CalendarDate(literal: text) }

  static func row(
    _ buckets: [Int64],
    unapplied: Int64 = 0,
    onAccount: Int64 = 0,
    _ currency: Currency = .euro
  ) -> AgingRow {
    func money(_ cents: Int64) -> Money { Money(cents, currency) }
    let total = buckets.reduce(0, +)
    return AgingRow(
      notDue: money(buckets[0]),
      days1To30: money(buckets[1]),
      days31To60: money(buckets[2]),
      days61To90: money(buckets[3]),
      over90: money(buckets[4]),
      total: money(total),
      unapplied: money(unapplied),
      onAccount: money(onAccount),
      net: money(total - unapplied - onAccount)
    )
  }

  static var aging: GetAging.Reply {
    GetAging.Reply(
      asOf: day("2026-03-31"),
      closed: DayCut(date: day("2026-03-31")),
      accounts: [
        AccountAging(
          account: "C-1001",
          name: "Ateliers Morel SARL",
          row: row([1_200_000_00, 0, 0, 0, 5_50], unapplied: 150_00, onAccount: 20_00)
        ),
        AccountAging(account: "C-1002", name: "Bois & Cie", row: row([0, 300_000_00, 0, 0, 0])),
      ],
      totals: [row([1_200_000_00, 300_000_00, 0, 0, 5_50], unapplied: 150_00, onAccount: 20_00)]
    )
  }

  static var statement: GetStatement.Reply {
    var balance = eur(1_000_00)
    let lines: [(StaticString, StatementMovement.Kind, String, Int64)] = [
      ("2026-03-02", .invoice, "INV-2026-0042", 1_200_00),
      ("2026-03-10", .payment, "NL26VAYB8060476890:AAAASESS-0001:0", -1_176_00),
      ("2026-03-10", .discount, "INV-2026-0042", -24_00),
    ]
    let movements = lines.map { date, kind, document, cents in
      balance += eur(cents)
      return StatementMovement(
        accountingDate: day(date),
        businessDate: day(date),
        valueDate: day("2026-03-01"),
        kind: kind,
        document: document,
        amount: eur(cents),
        balance: balance
      )
    }
    return GetStatement.Reply(
      account: "C-1001",
      name: "Ateliers Morel SARL",
      currencies: [
        StatementOfCurrency(opening: eur(1_000_00), movements: movements, closing: balance)
      ]
    )
  }

  static func reconciliation(isProven: Bool) -> GetReconciliation.Reply {
    let stated = eur(isProven ? 70_000_00 : 70_000_01)
    return GetReconciliation.Reply(
      report: ReportReconciliation(
        cut: DayCut(date: day("2026-03-31")),
        checks: [
          ReconciliationCheck(
            name: "stream payment.identified.v1",
            stated: [eur(1_234_56), usd(10_00)],
            computed: [eur(1_234_56), usd(10_00)],
            statedCount: 1200,
            computedCount: 1200
          ),
          ReconciliationCheck(name: "discount", stated: [], computed: []),
          ReconciliationCheck(name: "open-items", stated: [stated], computed: [eur(70_000_00)]),
        ],
        isProven: isProven,
        exceptions: isProven
          ? []
          : [
            ParkedException(
              messageID: "3f1",
              service: .matching,
              account: "C-1001",
              reason: "sequence 7 is odd"
            )
          ]
      ),
      unproven: isProven ? [] : [DayCut(date: day("2026-03-31"))]
    )
  }

  static var overdue: ListOverdue.Reply {
    ListOverdue.Reply(
      items: [
        OverdueItem(
          account: "C-1001",
          item: "INV-2025-0999",
          dueDate: day("2025-12-01"),
          daysLate: 120,
          open: eur(12_345_67),
          unappliedOfAccount: eur(500_00)
        ),
        OverdueItem(
          account: "C-1002",
          item: "INV-2026-0042",
          dueDate: day("2026-03-30"),
          daysLate: 1,
          open: usd(1_20),
          unappliedOfAccount: usd(0)
        ),
      ],
      count: 1_002,
      sums: [eur(98_765_43), usd(1_20)]
    )
  }

  static var activity: GetActivity.Reply {
    GetActivity.Reply(
      accounts: 40,
      invoices: 1_523,
      rejectedInvoices: 2,
      paymentsReceived: 1_311,
      paymentsIdentified: 1_290,
      paymentsReturned: 12,
      decisionsByRule: [
        RuleCount(rule: "structured-reference", count: 900),
        RuleCount(rule: "exact-amount", count: 300),
      ],
      suggestions: 17,
      closed: DayCut(date: day("2026-03-31"))
    )
  }

  static var explanation: ExplainPayment.Reply {
    ExplainPayment.Reply(
      details: .example,
      account: "C-1001",
      decisions: [.example],
      suggestion: .example,
      unapplied: eur(1_00),
      onAccount: eur(5_00)
    )
  }

  static var unidentified: ListUnidentified.Reply {
    ListUnidentified.Reply(
      payments: [
        UnidentifiedPayment(details: .example, reason: "two accounts share this IBAN")
      ],
      count: 3,
      sums: [eur(3_528_00)],
      returns: [
        UnmatchedReturn(
          reversal: "RET-1",
          amount: eur(20_00),
          valueDate: day("2026-03-25"),
          reason: "no payment of this amount"
        )
      ],
      returnCount: 1
    )
  }

  static var statuses: [(service: ServiceName, partition: Partition?, status: GetStatus.Reply)] {
    func status(_ held: [String], _ exceptions: [ParkedException]) -> GetStatus.Reply {
      GetStatus.Reply(
        source: "/encours/matching/07/1",
        epoch: 3,
        openCut: DayCut(date: day("2026-03-31")),
        outboxDepth: 12_345,
        held: held,
        exceptions: exceptions,
        readUpTo: []
      )
    }
    return [
      (.invoicing, nil, status([], [])),
      (
        .matching, Partition(literal: 7),
        status(
          ["payment.applied.v1.07 is not complete up to 12"],
          [ParkedException(messageID: "m", service: .matching, account: nil, reason: "odd")]
        )
      ),
    ]
  }
}
