import Remittance
import Testing

@Suite("What a payer wrote")
struct RemittanceTextTests {
  @Test(
    "an invoice's number is found however it is written",
    arguments: [
      "INV-2026-0042", "inv 2026 0042", "INV20260042", "Payment for INV.2026/0042, thank you",
      "RE INV-2026-00 42", "(inv2026-0042)", "Rechnung:INV-2026-0042;2%Skonto",
    ]
  )
  func oneNumber(text: String) {
    #expect(found(in: text, ["INV20260042"]) == ["INV20260042"])
  }

  @Test("several numbers come in the order in which they are mentioned")
  func severalNumbers() {
    let text = "INV-2026-0044 and INV-2026-0042, less credit CN 17/2026; INV-2026-0043"
    #expect(
      found(in: text, ["INV20260042", "INV20260043", "INV20260044", "CN172026"])
        == ["INV20260044", "INV20260042", "CN172026", "INV20260043"]
    )
  }

  @Test("a number inside a longer one is another number")
  func wholeWords() {
    #expect(found(in: "45126", ["4512", "5126", "12"]).isEmpty)
    #expect(found(in: "INV-2026-00421", ["INV20260042", "20260042"]).isEmpty)
    #expect(found(in: "XINV20260042", ["INV20260042"]).isEmpty)
  }

  @Test("less than four characters, or no digit, is no number to look for")
  func tooLittle() {
    #expect(RemittanceText.candidates(in: "12").isEmpty)
    #expect(RemittanceText.candidates(in: "a 1 b").allSatisfy { $0.key.utf8.count >= 4 })
    #expect(RemittanceText.candidates(in: "thank you very much").isEmpty)
    #expect(RemittanceText.candidates(in: "").isEmpty)
    #expect(RemittanceText.candidates(in: "1234").map(\.key) == ["1234"])
  }

  @Test("the longer of two readings that share a word counts, once")
  func overlapping() {
    #expect(found(in: "2026 0042 0043", ["20260042", "00420043", "0042"]) == ["20260042"])
    #expect(found(in: "2026 0042 0043", ["0042", "0043"]) == ["0042", "0043"])
    #expect(found(in: "0042 0042", ["0042"]) == ["0042", "0042"])
  }

  @Test("creditor references stand in the text as they stand on paper")
  func creditorReferences() {
    let text = "Ref: RF18 5390 0754 7034, RF73INV20260042 and RF19 5390 0754 7034 (2026)"
    #expect(
      RemittanceText.creditorReferences(in: text).map(\.text)
        == ["RF18539007547034", "RF73INV20260042"]
    )
  }

  @Test("a reference in one word ends there, whatever follows")
  func referenceInOneWord() {
    for following in 0...999 {
      let text = "RF73INV20260042 \(following)"
      #expect(RemittanceText.creditorReferences(in: text).map(\.text) == ["RF73INV20260042"])
    }
  }

  @Test("a text of any length is read up to a bound")
  func bounded() {
    let text = (0..<100_000).map { "A\($0)" }.joined(separator: " ")
    let candidates = RemittanceText.candidates(in: text)
    #expect(
      candidates.count <= RemittanceText.maximumTextWords * RemittanceText.maximumWords
    )
    #expect(candidates.allSatisfy { RemittanceText.keyBytes.contains($0.key.utf8.count) })
    #expect(RemittanceText.creditorReferences(in: text).count <= RemittanceText.maximumTextWords)
  }

  private func found(in text: String, _ numbers: Set<String>) -> [String] {
    RemittanceText.known(in: text) { numbers.contains($0) }.map(\.key)
  }
}
