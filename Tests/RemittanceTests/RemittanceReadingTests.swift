import DomainKit
import Remittance
import ServiceKit
import Testing

@Suite("A remittance text taken apart")
struct RemittanceReadingTests {
  @Test("a mention says what was written, where, and how it came")
  func mention() throws {
    let text = "Règlement FA-2026-0042, 43 : 120,00 €"
    let reading = RemittanceReading(lines: [text], currency: .euro)
    #expect(reading.mentions.map(\.key) == ["FA20260042", "43", "FA20260043"])
    #expect(reading.mentions.map(\.written) == ["FA-2026-0042", "43", "43"])
    #expect(reading.mentions.map(\.words) == [1...3, 4...4, 4...4])
    #expect(reading.mentions.map(\.form) == [.whole, .whole, .listed])
    #expect(reading.mentions.map(\.label) == [.invoice, .invoice, .invoice])
    #expect(reading.amounts.map(\.words) == [5...6])
  }

  @Test("references come first, each alone; the words of all are counted through")
  func references() {
    let reading = RemittanceReading(
      lines: ["FA-2026-0042 du", "mois, 43"],
      references: ["PO 4711", "4712"],
      currency: .euro
    )
    #expect(reading.numbers == "~PO4711 4711 4712 FA20260042 43")
    #expect(reading.labels.hasPrefix("PO4711 purchaseOrder, 4711 purchaseOrder, 4712 -"))
    #expect(reading.mentions.map(\.words.lowerBound) == [0, 1, 2, 3, 8])
  }

  @Test("a line's end parts no number, and a text with line ends is several lines")
  func lines() {
    let parts = ["VIREMENT FA-20", "26-0042"]
    let one = RemittanceReading(lines: parts, currency: .euro)
    let other = RemittanceReading(lines: [parts.joined(separator: "\n")], currency: .euro)
    #expect(one == other)
    #expect(one.mentions.first?.key == "FA20260042")
    #expect(one.mentions.first?.written == "FA-20\n26-0042")
  }

  @Test("an amount is in minor units of the currency written, else of the reading's")
  func currencies() {
    func units(_ text: String, _ currency: Currency) -> [Int64] {
      RemittanceReading(lines: [text], currency: currency).amounts.map(\.minorUnits)
    }
    let (yen, dinar) = (Currency(literal: "JPY"), Currency(literal: "KWD"))
    #expect(units("1,234 JPY", .euro) == [1234])
    #expect(units("JPY 1,234", yen) == [1234])
    #expect(units("1,234.567", dinar) == [1_234_567])
    #expect(units("12,345 KWD", .euro) == [12_345])
    #expect(units("12,34 EUR", yen) == [1234])
    #expect(units("12,34", yen) == [])
    #expect(units("999 999 999 999,99 EUR", .euro) == [99_999_999_999_999])
    #expect(units("9999999999999999,99 EUR", .euro) == [])
  }

  @Test("every number of a text of numbers, however many, is found in its order")
  func many() {
    let numbers = (101...180).map { "INV-2026-0\($0)" }
    let text = numbers.joined(separator: ", ")
    let reading = RemittanceReading(lines: [text], currency: .euro)
    #expect(reading.mentions.map(\.key) == numbers.map(DocumentNumber.key))
  }

  @Test("the last number of a text of 140 characters, or of its last line, may be cut")
  func cut() {
    let numbers = (42...60).map { "FA-2026-00\($0)" }
    let text = String("FACTURES \(numbers.joined(separator: ", "))".prefix(140))
    let reading = RemittanceReading(lines: [text], currency: .euro)
    #expect(reading.mentions.filter(\.mayBeCut).map(\.key) == ["FA20"])
    let lines = RemittanceReading(
      lines: [String(text.prefix(100)), "FA-2026-0042, FA-2026-0043, FA-2026-0044"],
      currency: .euro
    )
    #expect(lines.mentions.filter(\.mayBeCut).map(\.key) == ["FA20260044"])
  }

  @Test("a text may go on where it is as long as banks let through, or ends within a list")
  func goesOn() {
    func mayBeCut(_ text: String, _ references: [String] = []) -> Bool {
      RemittanceReading(lines: [text], references: references, currency: .euro).mayBeCut
    }
    #expect(mayBeCut(String(repeating: "ab ", count: 46) + "ab"))
    #expect(!mayBeCut(String(repeating: "ab ", count: 46) + "a"))
    for sign in [",", " &", " +", "/", " - "] { #expect(mayBeCut("FA-2026-0042\(sign)")) }
    #expect(!mayBeCut("FA-2026-0042."))
    #expect(!mayBeCut("merci", [String(repeating: "1", count: 27), "FA-42,"]))
    #expect(!mayBeCut(""))
  }

  @Test("a range is read up to its bound")
  func longRange() {
    func count(_ text: String) -> Int {
      RemittanceReading(lines: [text], currency: .euro).mentions.count { $0.form == .range }
    }
    #expect(count("1001 to 1100") == RemittanceReading.maximumRange - 1)
    #expect(count("1001 to 1101") == 0)
    #expect(count((1...90).map { "1001 to 1100 x\($0)," }.joined()) <= 1000)
  }

  @Test("a text of any length is read up to a bound")
  func bounded() {
    for piece in ["A1 ", "1 2 3 ", "1,", "1/2/", "100 to 199, ", "é", "€", "-", "1.", "2026-"] {
      let text = String(repeating: piece, count: 20_000)
      let reading = RemittanceReading(lines: [text], currency: .euro)
      #expect(reading.mentions.count <= RemittanceReading.maximumMentions)
      let last = reading.mentions.map(\.words.upperBound).max() ?? 0
      #expect(last < RemittanceReading.maximumWords)
      #expect(reading.mentions.allSatisfy { (1...35).contains($0.key.utf8.count) })
    }
  }

  @Test(
    "what is written in a number's own form is found so, among any other words",
    arguments: 0..<300
  )
  func found(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let serial = Int.random(in: 1000...9999, using: &random)
    let year = Int.random(in: 2020...2030, using: &random)
    let number =
      ["INV-\(year)-\(serial)", "FA\(year)\(serial)", "R\(year).03.\(serial)"]
      .randomElement(using: &random) ?? ""
    let words = ["merci", "Morel", "facture", "payment", "of", "your", "le 12.03.2026", "1.234,56"]
    func some() -> String {
      (0..<Int.random(in: 0...5, using: &random))
        .map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
    }
    let text = "\(some()) \(number) \(some())"
    let reading = RemittanceReading(lines: [text], currency: .euro)
    let key = DocumentNumber.key(number)
    #expect(reading.mentions.contains { $0.key == key && $0.form == .whole }, "\(text)")
  }

  @Test("every mention has the key of what it says is written", arguments: 0..<400)
  func keys(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "INV", "FA", "-", "/", ".", " ", " ", "2026", "0042", "43", "7", ",", ", ", " et ", "\n",
      "N° ",
      "é", "Ø", "€", "1.234,56", "(", ")", "a", "to", "..", "%", "avoir", "EUR", "mars", "ß",
      "\u{301}", "\u{A0}", "中", "٣", "👍", "O", "1ere", "echeance ",
    ]
    for _ in 0..<20 {
      let text = (0..<Int.random(in: 0...25, using: &random))
        .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let reading = RemittanceReading(lines: [text], references: [text], currency: .euro)
      for mention in reading.mentions {
        #expect(mention.key.contains { $0.isNumber }, "\(text)")
        #expect(DocumentNumber.key(mention.key) == mention.key, "\(text)")
        if mention.form == .whole { #expect(DocumentNumber.key(mention.written) == mention.key) }
      }
      let places = reading.mentions.map(\.words.lowerBound)
      #expect(places == places.sorted())
    }
  }

  @Test("no bytes are too strange to be read", arguments: 0..<200)
  func anyBytes(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let bytes = (0..<Int.random(in: 0...200, using: &random))
        .map { _ in UInt8.random(in: 0...255, using: &random) }
      let text = String(decoding: bytes, as: UTF8.self)
      let reading = RemittanceReading(lines: [text, text], references: [text], currency: .euro)
      #expect(reading.mentions.allSatisfy { !$0.written.isEmpty })
      _ = DocumentNumber.likeness(of: text, to: text)
      _ = DocumentNumber.serial(text)
    }
  }
}
