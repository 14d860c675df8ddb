import DomainKit
import Remittance
import Testing

@Suite("The numbers in a text that somebody knows")
struct KnownNumbersTests {
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

  @Test("words before a number may belong to it")
  func documentWords() {
    #expect(found(in: "merci, INVOICE-0042", ["INVOICE0042", "0042"]) == ["INVOICE0042"])
    #expect(found(in: "merci, Rechnung/2026-42", ["RECHNUNG202642"]) == ["RECHNUNG202642"])
    #expect(found(in: "RECHNUNG-2026-42", ["202642"]) == ["202642"])
  }

  @Test("what was given as a reference is a number as a whole, whatever stands in it")
  func wholeReference() {
    func found(_ references: [String], _ number: String) -> [String] {
      RemittanceReading(references: references, currency: .euro).known { $0.key == number }
        .map(\.written)
    }
    for text in ["Client Morel no 7 / A", "1.234,56", "7", "mars 2026", "CONTRACTNUMBER/2026/7"] {
      #expect(found(["first", text, "2026"], DocumentNumber.key(text)) == [text])
    }
    #expect(found(["no digit"], "NODIGIT").isEmpty)
  }

  @Test("words that are taken already are not read again")
  func besides() {
    let reading = RemittanceReading(lines: ["2026 0042 0043"], currency: .euro)
    #expect(reading.known(besides: [1]) { _ in true }.map(\.key) == ["2026", "0043"])
  }

  @Test("the longer of two readings that share a word counts, once")
  func overlapping() {
    #expect(found(in: "2026 0042 0043", ["20260042", "00420043", "0042"]) == ["20260042"])
    #expect(found(in: "2026 0042 0043", ["0042", "0043"]) == ["0042", "0043"])
    #expect(found(in: "0042 0042", ["0042"]) == ["0042", "0042"])
  }

  private func found(in text: String, _ numbers: Set<String>) -> [String] {
    RemittanceReading(lines: [text], currency: .euro).known { numbers.contains($0.key) }
      .map(\.key)
  }
}
