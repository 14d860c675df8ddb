import DomainKit
import Remittance
import ServiceKit
import Testing

@Suite("Structured references in what a payer says")
struct ReferenceReadingTests {
  @Test("creditor references stand in the text as they stand on paper")
  func creditorReferences() {
    let text = "Ref: RF18 5390 0754 7034, rf73inv20260042 and RF19 5390 0754 7034 (2026)"
    let reading = RemittanceReading(lines: [text], currency: .euro)
    let telling = reading.references.filter(\.isTelling)
    #expect(telling.map(\.reference.text) == ["RF18539007547034", "RF73INV20260042"])
    #expect(telling.map(\.written) == ["RF18 5390 0754 7034", "rf73inv20260042"])
    #expect(telling.map(\.words) == [1...4, 5...5])
  }

  @Test("a reference in one word ends there, whatever follows")
  func referenceInOneWord() {
    for following in 0...999 {
      let text = "RF73INV20260042 \(following)"
      let references = RemittanceReading(lines: [text], currency: .euro).references
      #expect(references.first?.reference.text == "RF73INV20260042")
      #expect(references.allSatisfy { !$0.isTelling || $0.words == 0...0 })
    }
  }

  @Test(
    "the references of each country are read as they are printed, among other words",
    arguments: [
      ("+++090/9337/55493+++", StructuredReference.Kind.belgian, "090933755493"),
      ("***090/9337/55493***", .belgian, "090933755493"),
      ("090933755493", .belgian, "090933755493"),
      ("21 00000 00003 13947 14300 09017", .swiss, "210000000003139471430009017"),
      ("210000000003139471430009017", .swiss, "210000000003139471430009017"),
      ("12 34561", .finnish, "1234561"),
      ("1234561", .finnish, "1234561"),
    ]
  )
  func printed(written: String, kind: StructuredReference.Kind, text: String) throws {
    let line = "Merci pour mars, \(written) de Morel"
    let reading = RemittanceReading(lines: [line], currency: .euro)
    let expected = try #require(StructuredReference(text, as: kind))
    #expect(reading.references.map(\.reference).contains(expected))
  }

  @Test("digits that pass by chance tell nothing; the Belgian form does")
  func telling() {
    func telling(_ text: String) -> [Bool] {
      RemittanceReading(lines: [text], currency: .euro).references.map(\.isTelling)
    }
    #expect(telling("+++090/9337/55493+++") == [true])
    #expect(telling("090933755493") == [false])
    #expect(telling("090/9337/55494").isEmpty)
    #expect(telling("1234561") == [false])
    #expect(telling("1234562").isEmpty)
  }

  @Test("what is given as a reference is one as a whole, of any kind, and stands alone")
  func quoted() {
    let reading = RemittanceReading(
      lines: ["5390 0754 7034"],
      references: [
        "1234561", "RF18", "no reference", "+++090/9337/55493+++", "RF18 5390 0754 7034",
      ],
      currency: .euro
    )
    let telling = reading.references.filter(\.isTelling)
    #expect(telling.map(\.reference.kind) == [.finnish, .belgian, .creditor])
    #expect(telling.map(\.words) == [0...0, 4...6, 7...10])
  }

  @Test("every reference is what it says is written", arguments: 0..<300)
  func references(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "RF18", "5390", "0754", "7034", " ", " ", "/", "+++", "090", "9337", "55493", "12", "34561",
      "21", "00000", "00003", "13947", "14300", "09017", "é", "\n", "inv", "-",
    ]
    for _ in 0..<20 {
      let text = (0..<Int.random(in: 0...25, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let reading = RemittanceReading(lines: [text], references: [text], currency: .euro)
      for reference in reading.references {
        // A Norwegian one may end with a hyphen.
        let key = DocumentNumber.key(reference.reference.text)
        #expect(key == DocumentNumber.key(reference.written), "\(text)")
      }
    }
  }

  @Test("a text of any length is read up to a bound")
  func bounded() {
    for piece in ["RF18 ", "12345 ", "1234561 ", "090/9337/55493/"] {
      let text = String(repeating: piece, count: 20_000)
      let reading = RemittanceReading(lines: [text], currency: .euro)
      #expect(reading.references.count <= RemittanceReading.maximumWords * 6)
    }
  }

  @Test("words that look like a number by themselves")
  func figures() {
    let text = "merci 2026 pour INV42, 42 A1 et 500EUR"
    #expect(RemittanceReading(lines: [text], currency: .euro).figureWords == [1, 3])
  }
}
