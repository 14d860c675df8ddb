import Terms
import Testing

@Suite("Named terms")
struct RegistryTests {
  @Test("a mapping gives codes their terms; other texts are read as notations")
  func mapping() throws {
    let registry = try TermsRegistry(
      mapping: """
        # Codes of the billing system
        0001 = COD
        NT30 = net 30   # the usual
        Z045 = 45 jours fin de mois le 15

        zb 1 = 2/10 net 30
        """
    )
    #expect(registry.termsByName.count == 4)
    #expect(try registry.terms("nt30 ") == .net(30))
    #expect(try registry.terms("0001") == .net(0))
    #expect(try registry.terms("ZB 1") == .net(30, .within(10, "2")))
    #expect(try registry.terms("net 60") == .net(60))
    #expect(throws: NotationError.unknownWord("z")) { try registry.terms("Z046") }
  }

  @Test("every line that is wrong is told at once")
  func faults() {
    let mapping = "A = net 30\nB\na = net 60\n= net 5\nC = net soon\n"
    let error = #expect(throws: TermsMappingError.self) { try TermsRegistry(mapping: mapping) }
    #expect(
      error?.description
        == "line 2: expected NAME = NOTATION; line 3: A stands there twice;"
        + " line 4: expected NAME = NOTATION; line 5: 'soon' is not a word of terms"
    )
  }
}
