import DomainKit
import Foundation
import Terms
import Testing

@Suite("Terms in JSON")
struct CodingTests {
  private func written(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func read<Value: Decodable>(_ text: String, as _: Value.Type) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  }

  @Test("what is usual is not said")
  func short() throws {
    let text = #"{"lines":[{"due":{"days":30}}]}"#
    #expect(try written(CreditTerms.net(30)) == text)
    #expect(try read(text, as: CreditTerms.self) == .net(30))
  }

  @Test("each share has its name, and what is left has none")
  func shares() throws {
    let terms = CreditTerms(
      lines: [
        TermsLine(.fixed(eur(400_00)), due: DateRule()),
        TermsLine(.ofTotal(portion("1/3")), due: DateRule(months: 1, dayOfMonth: 10)),
        TermsLine(.ofRemainder(portion("33.3")), due: DateRule(endOfMonth: .afterDays, weekday: 5)),
        TermsLine(.remainder, due: days(60), discounts: [.within(10, "2")]),
      ],
      discountBase: .mixed,
      graceDays: 3
    )
    let text =
      #"{"discountBase":"mixed","graceDays":3,"lines":["#
      + #"{"due":{},"fixed":{"amount":"400.00","currency":"EUR"}},"#
      + #"{"due":{"dayOfMonth":10,"months":1},"ofTotal":"1/3"},"#
      + #"{"due":{"endOfMonth":"after-days","weekday":5},"ofRemainder":"33.3"},"#
      + #"{"discounts":[{"lastDate":{"days":10},"percent":"2"}],"due":{"days":60}}]}"#
    #expect(try written(terms) == text)
    #expect(try read(text, as: CreditTerms.self) == terms)
  }

  @Test("discounts that are only for paying the whole say so")
  func wholeOnly() throws {
    var terms = CreditTerms.net(30, .within(10, "2"))
    terms.partialDiscounts = false
    let text =
      #"{"lines":[{"discounts":[{"lastDate":{"days":10},"percent":"2"}],"due":{"days":30}}],"#
      + #""partialDiscounts":false}"#
    #expect(try written(terms) == text)
    #expect(try read(text, as: CreditTerms.self) == terms)
    let offer = try #require(terms.instalments(of: eur(100_00)).first?.discounts.first)
    #expect(!offer.isForPartialPayments)
    #expect(try written(offer).contains(#""isForPartialPayments":false"#))
    #expect(try read(try written(offer), as: DiscountOffer.self) == offer)
    let usual = try #require(
      CreditTerms.net(30, .within(10, "2")).instalments(of: eur(100_00)).first?.discounts.first
    )
    #expect(usual.isForPartialPayments)
    #expect(try !written(usual).contains("isForPartialPayments"))
  }

  @Test("a line with two shares is none")
  func twoShares() {
    let text = #"{"lines":[{"due":{},"ofTotal":"10","ofRemainder":"10"},{"due":{}}]}"#
    #expect(throws: DecodingError.self) { try read(text, as: CreditTerms.self) }
  }

  @Test("stated terms are a text or lines")
  func stated() throws {
    #expect(try read(#""2/10 net 30""#, as: StatedTerms.self) == "2/10 net 30")
    #expect(try read(#"{"lines":[{"due":{"days":9}}]}"#, as: StatedTerms.self) == .lines(.net(9)))
    #expect(try written(StatedTerms.lines(.net(9))) == #"{"lines":[{"due":{"days":9}}]}"#)
    #expect(throws: DecodingError.self) { try read("30", as: StatedTerms.self) }
  }

  @Test("stated terms mean what the registry, the notation or the lines say")
  func meaning() throws {
    let registry = try TermsRegistry(mapping: "NT30 = net 30")
    #expect(try registry.terms("NT30" as StatedTerms) == .net(30))
    #expect(try registry.terms("net 9" as StatedTerms) == .net(9))
    #expect(try registry.terms(.lines(.net(9)), in: .euro) == .net(9))
    #expect(throws: StatedTermsError.self) { try registry.terms(.lines(.net(-9))) }
    #expect(throws: StatedTermsError.self) { try registry.terms("net soon" as StatedTerms) }
  }
}
