import Remittance
import Testing

@Suite("Structured references")
struct StructuredReferenceTests {
  @Test(
    "the creditor reference of an invoice number",
    arguments: [
      ("INV20260042", "RF73INV20260042"), ("INV-2026-0042", "RF73INV20260042"),
      ("inv 2026/0042", "RF73INV20260042"), ("539007547034", "RF18539007547034"),
      ("1", "RF741"), ("123456789012345678901", "RF40123456789012345678901"),
    ]
  )
  func creditorReference(number: String, reference: String) {
    #expect(ISO11649.creditorReference(for: number) == reference)
    #expect(StructuredReference(reference)?.kind == .creditor)
  }

  @Test(
    "numbers that make no creditor reference: none, too long to be told apart, not of its letters",
    arguments: ["", "---", "1234567890123456789012", "FAKTÚRA1", "№ 7٣"]
  )
  func noCreditorReference(number: String) {
    #expect(ISO11649.creditorReference(for: number) == nil)
  }

  @Test("every creditor reference that is made is valid, and none with one character changed")
  func changedCharacter() throws {
    for number in 1...500 {
      let reference = try #require(ISO11649.creditorReference(for: "INV2026\(number)"))
      #expect(StructuredReference(reference, as: .creditor) != nil)
      var changed = Array(reference)
      let place = 4 + number % (changed.count - 4)
      changed[place] = changed[place] == "7" ? "8" : "7"
      #expect(StructuredReference(String(changed), as: .creditor) == nil, "\(changed)")
    }
  }

  @Test("RF18 5390 0754 7034, as it is written on paper and in any case")
  func paperForm() {
    for text in ["RF18 5390 0754 7034", "rf18539007547034", "RF18539007547034"] {
      #expect(StructuredReference(text)?.text == "RF18539007547034")
      #expect(StructuredReference(text)?.kind == .creditor)
    }
    #expect(StructuredReference("RF18-5390-0754-7034") == nil)
  }

  @Test("the Belgian check is the remainder of 97, and 97 where the remainder is 0")
  func belgian() {
    #expect(StructuredReference("+++090/9337/55493+++")?.text == "090933755493")
    #expect(StructuredReference("+++090/9337/55493+++")?.kind == .belgian)
    // 0000000097 leaves 0.
    #expect(StructuredReference("000000009797", as: .belgian) != nil)
    #expect(StructuredReference("000000009700", as: .belgian) == nil)
    #expect(StructuredReference("90933755493", as: .belgian) == nil)
  }

  @Test("the Swiss QR reference 21 00000 00003 13947 14300 0901 has the check digit 7")
  func swiss() {
    let reference = StructuredReference("21 00000 00003 13947 14300 09017")
    #expect(reference?.kind == .swiss)
    #expect(reference?.text == "210000000003139471430009017")
    for check in [0, 1, 2, 3, 4, 5, 6, 8, 9] {
      #expect(StructuredReference("21000000000313947143000901\(check)", as: .swiss) == nil)
    }
  }

  @Test("a Norwegian KID of modulo 11 may end with a dash")
  func norwegianDash() {
    // 12340000: weights 2 to 7 from the right leave 1, for which no digit is left.
    let dashed = (10_000...99_999).lazy.map { StructuredReference("\($0)-", as: .norwegian) }
      .first { $0 != nil }
    #expect(dashed??.text.hasSuffix("-") == true)
    #expect(StructuredReference("-", as: .norwegian) == nil)
    #expect(StructuredReference("1-2", as: .norwegian) == nil)
  }

  @Test("nothing but zeros is nobody's reference, although the check digits fit")
  func zeros() {
    for kind in StructuredReference.Kind.allCases {
      for count in 2...27 {
        #expect(StructuredReference(String(repeating: "0", count: count), as: kind) == nil)
      }
    }
  }

  @Test("a reference has one key however it is padded, and a Finnish one inside RF too")
  func keys() {
    let padded = StructuredReference("RF33 0000 0000 0000 0234 8236")
    #expect(padded?.key == StructuredReference("RF33 2348 236")?.key)
    #expect(padded?.text == "RF3300000000000002348236")
    #expect(StructuredReference("RF341234561")?.key == "1234561")
    #expect(StructuredReference("1234561", as: .finnish)?.key == "1234561")
    #expect(StructuredReference("0001234561", as: .finnish)?.key == "1234561")
    #expect(
      StructuredReference("000000000000000000112233442", as: .swiss)?.key
        == StructuredReference("112233442", as: .swiss)?.key
    )
    #expect(StructuredReference("RF73INV20260042")?.key == "RF73INV20260042")
  }

  @Test("what is no reference", arguments: ["", " ", "INV-2026-0042", "RF", "RF12", "é", "12a4"])
  func none(text: String) {
    #expect(StructuredReference(text) == nil)
  }

  @Test("a text of any length is refused quickly")
  func long() {
    #expect(StructuredReference(String(repeating: "1", count: 1_000_000)) == nil)
    #expect(StructuredReference(String(repeating: " ", count: 1_000_000)) == nil)
  }
}
