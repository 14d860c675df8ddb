import DomainKit
import Foundation
import InvoicingDomain
import Remittance
import ServiceKit
import Terms
import Testing

@Suite("What is stored")
struct SnapshotTests {
  static func states() throws -> [Invoicing.State] {
    let early = try Scenario.beforeTheFirstDay(
      .configure(
        partitionCount: 5,
        references: ReferencePolicy(.swiss, byCountry: ["SE": .swedish(.lengthDigit)]),
        issuer: IssuerMentions(country: "FR", notes: [DocumentNote("Escompte", subject: "AAB")])
      ),
      .account("C 1"),
      .account("C 1", revision: 2),
      .invoice(terms: .discounted("2", 10, net: 30))
    )
    let open = try Scenario(
      .account(terms: .discounted("2", 10, net: 30)) {
        $0.ibans = ["NL91ABNA0417164300"]
        $0.creditLimit = eur(1)
        $0.country = "FR"
      },
      .invoice {
        $0.lines = [.init(eur(1_000_00), at: "20")]
        $0.order = .init(order: "SO-1", amount: eur(1))
      },
      .account(revision: 2, terms: .net(10)) {
        ($0.termsFrom, $0.lateChargeRate) = (day("2026-04-01"), percent("12"))
      },
      .changeTerms(
        Invoicing.TermsChange(account: "C-1", from: day("2026-03-02"), terms: .net(5))
      ),
      .invoice("INV-4", terms: .net(60)),
      .invoice("INV-2", of: "C-2") { $0.lines = [.init(eur(1_000_00), at: "20")] },
      .invoice("INV-3", of: "C-2")
    )
    var dollars = try Scenario.beforeTheFirstDay(
      .configure(partitionCount: 16, baseCurrency: .euro)
    )
    for text in ["0.90", "0.91"] {
      let exchange = ExchangeRate(
        from: .dollar,
        to: .euro,
        rate: try #require(ExchangeFactor(text)),
        date: day("2026-03-01")
      )
      try dollars.when(
        .setRates(Invoicing.RateSetting([try #require(exchange)], by: "a.martin", note: "bank"))
      )
    }
    try dollars.when(.opened("2026-03-01/1"))
    try dollars.when(.account(currency: .dollar))
    try dollars.when(.invoice(net: usd(1_000_00), tax: usd(0)))
    try dollars.when(.creditNote("CN-1", usd(1_00)))
    return [Invoicing.State(), early.state, open.state, dollars.state]
  }

  private struct Row: RowDecoder {
    let json: Data
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try JSONDecoder().decode(type, from: json)
    }
  }

  @Test("reads back as it was")
  func roundTrip() throws {
    for state in try Self.states() {
      var restored = Invoicing.State()
      for section in Invoicing.State.sections {
        try section.forEachRow(state) { key, value in
          try section.load(&restored, key, Row(json: JSONEncoder().encode(value)))
        }
      }
      #expect(restored == state)
    }
  }

  @Test("no property of the state is missing in its sections")
  func complete() {
    let properties = Mirror(reflecting: Invoicing.State()).children.compactMap(\.label)
    #expect(Set(properties) == Set(Invoicing.State.sections.map(\.name)))
  }

  @Test("replaying the journal's events rebuilds the state")
  func replay() throws {
    var generator = SplitMix64(seed: 11)
    var scenario = try Scenario.beforeTheFirstDay()
    var replayed = Invoicing.State()
    var facts = AnyOrderTests.facts(using: &generator).shuffled(using: &generator)
    facts.insert(.opened("2026-03-01/1"), at: facts.count / 2)
    facts.append(.opened("2026-03-02/1", closes: "2026-03-01/1"))
    for fact in facts {
      let events = (try? scenario.when(fact)) ?? []
      for event in events {
        let read = try JSONDecoder().decode(
          Invoicing.Event.self,
          from: JSONEncoder().encode(event)
        )
        #expect(read == event)
        Invoicing.evolve(&replayed, read)
      }
    }
    #expect(replayed == scenario.state)
  }

  @Test("a revision's key reads back, with spaces and slashes in it")
  func revisionKey() {
    let key = Invoicing.RevisionKey("C 1/2", 12)
    #expect(Invoicing.RevisionKey(rowKey: key.rowKey) == key)
    #expect(Invoicing.RevisionKey(rowKey: "C-1") == nil)
    #expect(Invoicing.RevisionKey(rowKey: "C-1\tx") == nil)
    #expect(Invoicing.RevisionKey(rowKey: "\t1") == nil)
  }
}
