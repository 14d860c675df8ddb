import DomainKit
import Messages
import ReportingDomain
import ServiceKit
import Testing

@testable import ReportingService

@Suite("Calls")
struct CallsTests {
  private static var story: Scenario {
    var story = Scenario()
    story.during("2026-03-01/1", .registered("A", "Ateliers Morel"), .registered("B", "Bois"))
    for number in 1...5 {
      story.during(
        "2026-03-0\(number)/1",
        .invoice(InvoiceNumber("INV-\(number)"), eur(100), due: "2026-03-31"),
        .invoice(InvoiceNumber("INV-\(number)-USD"), usd(10), due: "2026-03-31")
      )
    }
    story.during("2026-03-05/1", .invoice("INV-B", eur(7), of: "B", due: "2026-03-01"))
    story.during("2026-03-06/1", .invoice("INV-C", eur(3), of: "C", due: "2026-03-01"))
    return story
  }

  @Test("aging comes in pages, with the totals on the first")
  func aging() throws {
    let state = Self.story.state
    let first = try ReportingService.answer(GetAging(asOf: day("2026-03-31"), limit: 2), state)
    #expect(
      first.accounts.map { "\($0.account) \($0.name) \($0.row.total)" } == [
        "A Ateliers Morel 5.00 EUR", "A Ateliers Morel 0.50 USD", "B Bois 0.07 EUR",
      ]
    )
    #expect(first.totals.map(\.total) == [eur(510), usd(50)])
    #expect(first.next == "B")
    #expect(first.closed == nil)
    let second = try ReportingService.answer(
      GetAging(asOf: day("2026-03-31"), after: first.next, limit: 2),
      state
    )
    #expect(second.accounts.map(\.account) == ["C"])
    #expect(second.accounts.map(\.name) == [""])
    #expect(second.totals == [])
    #expect(second.next == nil)
  }

  @Test("aging of one account is its rows and their totals")
  func agingOfOne() throws {
    let reply = try ReportingService.answer(
      GetAging(asOf: day("2026-03-03"), account: "A"),
      Self.story.state
    )
    #expect(reply.accounts.map(\.row.total) == [eur(300), usd(30)])
    #expect(reply.totals.map(\.total) == [eur(300), usd(30)])
  }

  @Test("the largest page of the longest names stays below a message's limit")
  func largestPage() throws {
    var story = Scenario()
    let wide = eur(999_999_999_999)
    for number in 0..<GetAging.maximumLimit + 1 {
      let digits = String(number + 1000)
      let account = AccountID(String(repeating: "x", count: 124) + digits)
      story.during(
        "2026-03-01/1",
        .registered(account, String(repeating: "n", count: 300)),
        .invoice(InvoiceNumber("INV-\(number)"), wide, of: account, due: "2026-03-31")
      )
    }
    let reply = try ReportingService.answer(GetAging(asOf: day("2026-03-31")), story.state)
    #expect(reply.accounts.count == GetAging.maximumLimit)
    #expect(reply.next != nil)
    #expect(try JSONCoding.encode(reply).count < Limits.bodyBytes)
  }

  @Test("a statement comes in pages that join to the whole", arguments: 1...12)
  func statement(limit: Int) throws {
    let state = Self.story.state
    let whole = try ReportingService.answer(
      GetStatement(account: "A", from: day("2026-03-02"), to: day("2026-03-04")),
      state
    )
    #expect(whole.next == nil)
    #expect(whole.currencies.map(\.opening) == [eur(100), usd(10)])
    #expect(whole.currencies.map(\.closing) == [eur(400), usd(40)])
    var joined: [StatementMovement] = []
    var call = GetStatement(
      account: "A",
      from: day("2026-03-02"),
      to: day("2026-03-04"),
      limit: limit
    )
    repeat {
      let page = try ReportingService.answer(call, state)
      #expect(page.currencies.flatMap(\.movements).count <= limit)
      joined += page.currencies.flatMap(\.movements)
      call.after = page.next
    } while call.after != nil
    #expect(joined == whole.currencies.flatMap(\.movements))
    #expect(joined.map(\.balance) == [200, 300, 400].map(eur) + [20, 30, 40].map(usd))
  }

  @Test("the largest page of a statement stays below a message's limit")
  func largestStatement() throws {
    var story = Scenario()
    for number in 0...GetStatement.maximumLimit {
      let name = String(repeating: "x", count: 120) + String(number + 1000)
      story.during(
        "2026-03-01/1",
        .invoice(InvoiceNumber(name), eur(99_999_999), due: "2026-03-31")
      )
    }
    let reply = try ReportingService.answer(
      GetStatement(account: "A", from: day("2026-03-01"), to: day("2026-03-01")),
      story.state
    )
    #expect(reply.next != nil)
    #expect(try JSONCoding.encode(reply).count < Limits.bodyBytes)
  }

  @Test("an account without a movement in the period shows its balance")
  func quiet() throws {
    let reply = try ReportingService.answer(
      GetStatement(account: "B", from: day("2026-04-01"), to: day("2026-04-30")),
      Self.story.state
    )
    #expect(reply.currencies.map(\.opening) == [eur(7)])
    #expect(reply.currencies.map(\.closing) == [eur(7)])
  }

  @Test("what cannot be answered says why")
  func refusals() {
    let state = Self.story.state
    let (march, april) = (day("2026-03-01"), day("2026-04-01"))
    func expect(_ code: CallStatus.Code, _ answer: () throws -> Void) {
      let status = #expect(throws: CallStatus.self) { try answer() }
      #expect(status?.code == code)
    }
    expect(.invalidArgument) {
      _ = try ReportingService.answer(GetAging(asOf: march, limit: 0), state)
    }
    expect(.invalidArgument) {
      _ = try ReportingService.answer(GetAging(asOf: march, limit: 501), state)
    }
    expect(.notFound) {
      _ = try ReportingService.answer(GetAging(asOf: march, account: "Z"), state)
    }
    expect(.invalidArgument) {
      _ = try ReportingService.answer(GetStatement(account: "A", from: april, to: march), state)
    }
    expect(.invalidArgument) {
      let call = GetStatement(account: "A", from: march, to: march, limit: 1001)
      _ = try ReportingService.answer(call, state)
    }
    expect(.notFound) {
      _ = try ReportingService.answer(GetStatement(account: "Z", from: march, to: march), state)
    }
    expect(.notFound) { _ = try ReportingService.answer(GetReconciliation(), state) }
  }

  @Test("an open cut has no proof yet, and the refusal names what is missing")
  func openCut() {
    var story = Scenario()
    story.run(.configure(partitions: 1))
    story.record(.opened(cut: cut("2026-03-10/1"), closes: nil), cut: nil)
    let status = #expect(throws: CallStatus.self) {
      try ReportingService.answer(GetReconciliation(cut: cut("2026-03-10/1")), story.state)
    }
    #expect(
      status?.text
        == "2026-03-10/1 is not closed: 5 markers are missing, the first is invoicing all"
    )
  }

  @Test("every call has its handler")
  func handlers() {
    #expect(
      ReportingService.calls.map(\.path)
        == [GetAging.path, GetStatement.path, GetReconciliation.path, GetActivity.path]
    )
  }
}
