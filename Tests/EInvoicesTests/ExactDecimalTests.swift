import EInvoices
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
  @Test(
    "a number is written in the shortest way, however it was written before",
    arguments: [
      ("1", "1"), ("+2", "2"), ("-1.50", "-1.5"), (".5", "0.5"), ("3.", "3"), ("007.00", "7"),
      ("-0.00", "0"), ("0.0520", "0.052"), ("0.000000000000000001", "0.000000000000000001"),
      ("999999999999999999", "999999999999999999"), ("100000000.00000000000", "100000000"),
    ]
  )
  func shortest(written: String, shortest: String) {
    #expect(ExactDecimal(written)?.description == shortest)
    #expect(ExactDecimal(written) == ExactDecimal(shortest))
  }

  @Test(
    "what is no decimal number, or has more than 18 digits, is none",
    arguments: [
      "", "-", ".", "1,5", "1e3", "1 000", "0x1", "--1", "1.2.3", "NaN", "١",
      "1000000000000000000", "1.0000000000000000001",
    ]
  )
  func refused(written: String) { #expect(ExactDecimal(written) == nil) }

  @Test("sums are exact, and nil where 18 digits do not hold them")
  func sums() throws {
    let one = try #require(ExactDecimal("0.1"))
    let two = try #require(ExactDecimal("0.025"))
    #expect(one.adding(two)?.description == "0.125")
    #expect(one.adding(-two)?.description == "0.075")
    let most = try #require(ExactDecimal("999999999999999999"))
    #expect(most.adding(one) == nil)
    #expect(most.adding(most) == nil)
  }
}
