import DomainKit
import ServiceKit
import Terms
import Testing

@Suite("Customary notations of terms")
struct NotationTests {
  private static let plainTerms: [(String, CreditTerms)] = [
    ("net 30", CreditTerms.net(30)), ("NET 30 DAYS", .net(30)), ("n/30", .net(30)),
    ("n30", .net(30)), ("30 days", .net(30)), ("30 days net", .net(30)), ("30", .net(30)),
    ("30 jours", .net(30)), ("30 jours nets", .net(30)), ("à 30 jours", .net(30)),
    ("30 j.", .net(30)), ("30 jours date de facture", .net(30)), ("net 2 weeks", .net(14)),
    ("payable within 45 days", .net(45)), ("net 30 days from invoice date", .net(30)),
    ("COD", .net(0)), ("Cash on delivery", .net(0)), ("CIA", .net(0)), ("comptant", .net(0)),
    ("à réception de facture", .net(0)), ("Due on receipt", .net(0)), ("net 0", .net(0)),
    ("2/10 net 30", .net(30, .within(10, "2"))), ("2/10, n/30", .net(30, .within(10, "2"))),
    ("2/10,n/30", .net(30, .within(10, "2"))), ("2/10 n30", .net(30, .within(10, "2"))),
    ("2% 10, net 30", .net(30, .within(10, "2"))),
    ("2 % within 10 days, 30 days net", .net(30, .within(10, "2"))),
    ("2,5/10 net 30", .net(30, .within(10, "2.5"))),
    ("2.5%/10 net 30", .net(30, .within(10, "2.5"))),
    ("2/5 1/14 net 30", .net(30, .within(5, "2"), .within(14, "1"))),
    ("1/14, 2/5, net 30", .net(30, .within(5, "2"), .within(14, "1"))),
    ("2/5,1/14,n/30", .net(30, .within(5, "2"), .within(14, "1"))),
    ("1/10 net 30", .net(30, .within(10, "1"))), ("1/10, 30 days", .net(30, .within(10, "1"))),
    ("2 % d’escompte sous 10 jours, 30 jours net", .net(30, .within(10, "2"))),
  ]

  private static let dueDates: [(String, DateRule)] = [
    ("EOM", DateRule(endOfMonth: .beforeDays)),
    ("fin de mois", DateRule(endOfMonth: .beforeDays)),
    ("NET EOM 10", DateRule(days: 10, endOfMonth: .beforeDays)),
    ("10 EOM", DateRule(days: 10, endOfMonth: .beforeDays)),
    ("net 30 EOM", DateRule(days: 30, endOfMonth: .beforeDays)),
    ("30 days end of month", DateRule(days: 30, endOfMonth: .beforeDays)),
    ("30 jours fin de mois", DateRule(days: 30, endOfMonth: .afterDays)),
    ("45 j FDM", DateRule(days: 45, endOfMonth: .afterDays)),
    ("fin de mois + 45 jours", DateRule(days: 45, endOfMonth: .beforeDays)),
    ("fin de mois 45 jours", DateRule(days: 45, endOfMonth: .beforeDays)),
    ("45 jours après fin de mois", DateRule(days: 45, endOfMonth: .beforeDays)),
    ("45 jours fin de mois le 15", DateRule(days: 45, endOfMonth: .afterDays, dayOfMonth: 15)),
    ("10 prox", DateRule(endOfMonth: .beforeDays, dayOfMonth: 10)),
    ("prox 10", DateRule(endOfMonth: .beforeDays, dayOfMonth: 10)),
    ("15 MFI", DateRule(endOfMonth: .beforeDays, dayOfMonth: 15)),
    (
      "on the 15th of the following month",
      DateRule(endOfMonth: .beforeDays, dayOfMonth: 15)
    ),
    ("le 10 du mois suivant", DateRule(endOfMonth: .beforeDays, dayOfMonth: 10)),
    ("30 jours le 10 du mois suivant", DateRule(days: 30, endOfMonth: .afterDays, dayOfMonth: 10)),
    (
      "45 jours fin de mois le 10 du mois suivant",
      DateRule(days: 45, endOfMonth: .afterDays, dayOfMonth: 10)
    ),
    ("payable le 15", DateRule(dayOfMonth: 15)),
    ("30 days on Friday", DateRule(days: 30, weekday: 5)),
    ("30 jours le vendredi", DateRule(days: 30, weekday: 5)),
    ("2 months", DateRule(months: 2)),
    ("3 mois fin de mois", DateRule(months: 3, endOfMonth: .afterDays)),
  ]

  private static let instalmentTerms: [(String, CreditTerms)] = [
    ("1/3 30 60 90", CreditTerms.parts(["1/3", "1/3"], days(30), days(60), days(90))),
    ("1/3 30, 60, 90 days", .parts(["1/3", "1/3"], days(30), days(60), days(90))),
    ("30/60/90", .parts(["1/3", "1/3"], days(30), days(60), days(90))),
    ("1/2 30 60", .parts(["50"], days(30), days(60))),
    ("1/3 comptant, 30, 60", .parts(["1/3", "1/3"], days(0), days(30), days(60))),
    (
      "1/2 30 60 jours fin de mois",
      .parts(
        ["1/2"],
        DateRule(days: 30, endOfMonth: .afterDays),
        DateRule(days: 60, endOfMonth: .afterDays)
      )
    ),
    ("30 % on receipt, 70 % 30 days", .parts(["30"], days(0), days(30))),
    ("30% COD, balance 30 days", .parts(["30"], days(0), days(30))),
    ("30 % à la commande, le solde à 45 jours", .parts(["30"], days(0), days(45))),
    ("20 % 0, 30 % 30, 50 % 60", .parts(["20", "30"], days(0), days(30), days(60))),
  ]

  private static let refusals: [(String, String)] = [
    ("", "there is nothing to read"),
    (" , ", "the due date, such as 'net 30' is missing at the end"),
    ("payable", "there is nothing to read"),
    ("net thirty", "'thirty' is not a word of terms"),
    ("net", "a number of days or a date is missing at the end"),
    ("2/10", "the due date, such as 'net 30' is missing at the end"),
    ("2/ net 30", "a number of days or a date is missing before 'net'"),
    ("2/10 30", "'30' means nothing at its place"),
    ("net 30 net 60", NotationError.severalDueDates.description),
    ("30 60 90", NotationError.severalDueDates.description),
    ("1/3 30 60", "1/3 announces 3 due dates, but there are 2"),
    ("1/2 30 60 90", "1/2 announces 2 due dates, but there are 3"),
    ("30 % COD, 60 % 30 days", "the due date, such as 'net 30' is missing at the end"),
    ("30 % COD, balance", "the balance's due date is missing at the end"),
    ("2/40 net 30", "lines[0].discounts[0].lastDate: 40 days are later than the 30 net days"),
    ("2/10 2/20 net 30", "lines[0].discounts[1].percent: 2 % is not less than 2 %"),
    ("0/10 net 30", "'0' means nothing at its place"),
    ("net 1000", "lines[0].due.days: 1000 is not 0 to 999"),
    ("net 99999999999999999999", "'99999999999999999999' means nothing at its place"),
    ("net 30.5", "'30.5' means nothing at its place"),
    ("net 30!", "'!' means nothing at its place"),
    ("le 32", "lines[0].due.dayOfMonth: 32 is not 1 to 31"),
    ("30 jours fin de mois le", "a day is missing at the end"),
    (
      "fin de mois + 30 jours le 10 du mois suivant",
      "'du mois suivant' means nothing at its place"
    ),
    ("days 30", "'days' means nothing at its place"),
    (String(repeating: "n", count: 201), "more than 200 bytes are no notation"),
  ]

  @Test("one due date, with discounts or none", arguments: plainTerms)
  func plain(notation: String, terms: CreditTerms) throws {
    #expect(try CreditTerms(notation: notation) == terms)
  }

  @Test(
    "dates by the month's end, the day of the month and the day of the week",
    arguments: dueDates
  )
  func dates(notation: String, due: DateRule) throws {
    #expect(try CreditTerms(notation: notation) == CreditTerms(due: due))
  }

  /// Of day N of the following month, invoices dated in months that have it or lack it.
  private static let followingMonths: [(Int, String, String)] = [
    (10, "2026-04-05", "2026-05-10"), (10, "2026-04-30", "2026-05-10"),
    (28, "2026-02-10", "2026-03-28"), (28, "2026-02-28", "2026-03-28"),
    (28, "2026-01-31", "2026-02-28"), (28, "2028-02-29", "2028-03-28"),
    (29, "2026-01-15", "2026-02-28"), (29, "2028-01-15", "2028-02-29"),
    (29, "2026-02-28", "2026-03-29"), (29, "2028-02-10", "2028-03-29"),
    (30, "2026-04-05", "2026-05-30"), (30, "2026-04-30", "2026-05-30"),
    (30, "2026-01-30", "2026-02-28"), (30, "2026-02-01", "2026-03-30"),
    (31, "2026-04-05", "2026-05-31"), (31, "2026-05-31", "2026-06-30"),
    (31, "2026-01-31", "2026-02-28"), (31, "2028-01-31", "2028-02-29"),
    (31, "2026-12-01", "2027-01-31"), (31, "2026-11-30", "2026-12-31"),
  ]

  @Test("day N of the following month, however it is said", arguments: followingMonths)
  func followingMonth(number: Int, issued: String, due: String) throws {
    for notation in [
      "\(number) prox", "prox \(number)", "\(number) MFI", "le \(number) du mois suivant",
      "on the \(number)th of the following month", "fin de mois le \(number)",
    ] {
      let terms = try CreditTerms(notation: notation)
      let dates = terms.instalments(of: eur(1_00), issued: issued).map(\.dueDate)
      #expect(dates == [day(due)], "\(notation)")
    }
  }

  @Test(
    "N days after the month's end, and no day of a month",
    arguments: [
      ("NET EOM 10", "2026-04-05", "2026-05-10"), ("NET EOM 10", "2026-01-31", "2026-02-10"),
      ("NET EOM 10", "2028-02-29", "2028-03-10"), ("10 EOM", "2026-12-31", "2027-01-10"),
      ("NET EOM 28", "2026-01-15", "2026-02-28"), ("NET EOM 30", "2026-01-15", "2026-03-02"),
      ("NET EOM 30", "2028-01-15", "2028-03-01"), ("NET EOM 31", "2026-04-05", "2026-05-31"),
    ]
  )
  func daysAfterMonthEnd(notation: String, issued: String, due: String) throws {
    let terms = try CreditTerms(notation: notation)
    #expect(terms.instalments(of: eur(1_00), issued: issued).map(\.dueDate) == [day(due)])
  }

  @Test("days, then a day of the month after the one in which they end")
  func daysAndFollowingMonth() throws {
    func due(_ notation: String, _ issued: String) throws -> [CalendarDate] {
      try CreditTerms(notation: notation).instalments(of: eur(1_00), issued: issued).map(\.dueDate)
    }
    #expect(try due("30 jours le 15 du mois suivant", "2026-03-01") == [day("2026-04-15")])
    #expect(try due("45 jours fin de mois le 15", "2026-01-10") == [day("2026-03-15")])
    #expect(
      try due("45 jours fin de mois le 15 du mois suivant", "2026-01-10") == [day("2026-03-15")]
    )
    #expect(try due("45 jours fin de mois le 31", "2026-01-20") == [day("2026-04-30")])
  }

  @Test("a discount has a date of the same kinds")
  func discountDates() throws {
    let eom = DiscountTier(percent("2"), until: DateRule(days: 10, endOfMonth: .beforeDays))
    let due = DateRule(days: 30, endOfMonth: .beforeDays)
    #expect(
      try CreditTerms(notation: "2/10 EOM, net 30 EOM") == CreditTerms(due: due, discounts: [eom])
    )
    let prox = DiscountTier(percent("2"), until: DateRule(endOfMonth: .beforeDays, dayOfMonth: 10))
    #expect(
      try CreditTerms(notation: "2/10 prox net 60")
        == CreditTerms(due: days(60), discounts: [prox])
    )
  }

  @Test(
    "instalments: equal parts, or shares that are the whole together",
    arguments: instalmentTerms
  )
  func instalments(notation: String, terms: CreditTerms) throws {
    #expect(try CreditTerms(notation: notation) == terms)
  }

  @Test("what the discount is of, and days of grace")
  func modifiers() throws {
    var terms = CreditTerms.net(30, .within(10, "2"))
    terms.discountBase = .taxExcluded
    terms.graceDays = 3
    #expect(try CreditTerms(notation: "2/10 net 30 HT grace 3 days") == terms)
    #expect(try CreditTerms(notation: "2/10 net 30, tax excluded, grace 3") == terms)
    terms.discountBase = .mixed
    #expect(try CreditTerms(notation: "2/10 net 30 mixed grace 3") == terms)
    terms.discountBase = .taxIncluded
    #expect(try CreditTerms(notation: "2/10 net 30 TTC, 3 jours de grâce") == terms)
  }

  @Test("what is not understood is told", arguments: refusals)
  func refused(notation: String, text: String) {
    let error = #expect(throws: NotationError.self) { try CreditTerms(notation: notation) }
    #expect(error?.description == text)
  }

  @Test(
    "no text of the notations' words and signs crashes the reader",
    arguments: 0..<20 as Range<UInt64>
  )
  func anyText(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let words = [
      "2", "10", "1", "3", "/", "%", ",", "+", " ", "net", "n", "fin", "de", "mois", "eom", "le",
      "prox", "cod", "balance", "grace", "jours", "ht", "friday", "30", ".", "é", "months",
    ]
    for _ in 0..<2_000 {
      let count = Int.random(in: 1...9, using: &random)
      let text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }
        .joined(separator: " ")
      guard let terms = try? CreditTerms(notation: text) else { continue }
      #expect(terms.faults().isEmpty, "\(text)")
    }
  }
}
