import DomainKit
import Testing

@testable import PaymentIntakeDomain

@Suite("An exchange told twice")
struct MergedExchangeTests {
  private static func facts(_ instructed: Money?, _ rate: StaticString?) -> PaymentFacts {
    PaymentFacts(
      payment: .bank("S1"),
      amount: eur(920_00),
      instructed: instructed,
      exchange: rate.map {
        ExchangeRate(literal: $0, from: .dollar, to: .euro, date: "2026-03-10")
      },
      bookingDate: day("2026-03-10"),
      valueDate: day("2026-03-10"),
      channel: "camt.053"
    )
  }

  @Test("what only one telling says of the exchange is kept, whichever came first")
  func onlyOne() {
    let told = Self.facts(usd(1000_00), "0.92")
    let silent = Self.facts(nil, nil)
    for merged in [told.merged(with: silent), silent.merged(with: told)] {
      #expect(merged.instructed == usd(1000_00))
      #expect(merged.exchange?.rate == ExchangeFactor("0.92"))
    }
  }

  @Test("of two that differ the same one is kept, whichever came first")
  func both() {
    let one = Self.facts(usd(1000_00), "0.92")
    let other = Self.facts(usd(1001_00), "0.91")
    #expect(one.merged(with: other) == other.merged(with: one))
    #expect(one.merged(with: other).instructed == usd(1001_00))
    #expect(one.merged(with: other).exchange?.rate == ExchangeFactor("0.92"))
  }
}
