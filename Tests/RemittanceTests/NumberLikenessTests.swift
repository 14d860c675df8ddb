import Remittance
import ServiceKit
import Testing

@Suite("How a written number is like a document's")
struct NumberLikenessTests {
  /// What is written, the number, and the likeness with the digits that agree.
  struct Pair: Sendable, CustomTestStringConvertible {
    let written: String
    let number: String
    let expected: String

    init(_ written: String, _ number: String, _ expected: String) {
      self.written = written
      self.number = number
      self.expected = expected
    }

    var testDescription: String { "\(written) for \(number)" }
    var likeness: String {
      DocumentNumber.likeness(of: written, to: number).map { "\($0.form) \($0.agreeing)" } ?? "-"
    }
  }

  @Test(
    "each way to write a number is told, with the digits that agree",
    arguments: [
      Pair("INV-2026-0042", "INV-2026-0042", "same 8"),
      Pair("inv 2026/0042", "INV-2026-0042", "same 8"),
      Pair("INV20260042", "INV-2026-0042", "same 8"),
      Pair("FÄ-17", "fä 17", "same 2"),
      Pair("20260042", "INV-2026-0042", "digitsOnly 8"),
      Pair("Facture 2026-0042", "FA-2026-0042", "digitsOnly 8"),
      Pair("FA20260042", "INV-2026-0042", "digitsOnly 8"),
      Pair("12345", "F-12345", "digitsOnly 5"),
      Pair("202603117", "R2026.03.117", "digitsOnly 9"),
      Pair("123", "AB12-C3", "digitsOnly 3"),
      Pair("INV-2026-42", "INV-2026-0042", "withoutZeros 6"),
      Pair("INV202642", "INV-2026-0042", "withoutZeros 6"),
      Pair("INV2026/042", "INV-2026-0042", "withoutZeros 7"),
      Pair("INV-2026-0042", "INV-2026-42", "withoutZeros 6"),
      Pair("202642", "FA20260042", "withoutZeros 6"),
      Pair("F-42", "F-00042", "withoutZeros 2"),
      Pair("R2026.3.117", "R2026.03.117", "withoutZeros 8"),
      Pair("42", "INV-2026-0042", "serial 2"),
      Pair("0042", "INV-2026-0042", "serial 4"),
      Pair("INV 42", "INV-2026-0042", "serial 2"),
      Pair("Rechnung 42", "RE-2026-0042", "serial 2"),
      Pair("26-42", "INV-2026-0042", "serial 4"),
      Pair("260042", "INV-2026-0042", "serial 6"),
      Pair("INV-26-0042", "INV-2026-0042", "serial 6"),
      Pair("42/2026", "INV-2026-0042", "serial 6"),
      Pair("42/26", "INV-2026-0042", "serial 4"),
      Pair("101", "101/2026", "serial 3"),
      Pair("2026/101", "101/2026", "serial 7"),
      Pair("117", "R2026.03.117", "serial 3"),
      Pair("03.117", "R2026.03.117", "serial 5"),
      Pair("08563", "900008563", "serial 5"),
      Pair("17423", "900017423", "serial 5"),
      Pair("00017423", "900017423", "missing 8"),
      Pair("Facture 8563", "900008563", "serial 4"),
      Pair("INV-2O26-OO42", "INV-2026-0042", "lettersForDigits 5"),
      Pair("lNV-2026-0042", "INV-2026-0042", "lettersForDigits 8"),
      Pair("FAZ0260042", "FA-2026-0042", "lettersForDigits 7"),
      Pair("2O26OO42", "INV-2026-0042", "lettersForDigits 5"),
      Pair("F-I2345", "F-12345", "lettersForDigits 4"),
      Pair("F-1Z34S", "F-12345", "lettersForDigits 3"),
      Pair("A812-C3", "AB12-C3", "lettersForDigits 3"),
      Pair("INV-2026-O42", "INV-2026-0042", "lettersForDigits 6"),
      Pair("INV-2026-0", "INV-2026-0042", "cut 5"),
      Pair("INV-2026-004", "INV-2026-0042", "cut 7"),
      Pair("9000174", "900017423", "cut 7"),
      Pair("INV-2026-0024", "INV-2026-0042", "swapped 6"),
      Pair("20620042", "INV-2026-0042", "swapped 6"),
      Pair("900017432", "900017423", "swapped 7"),
      Pair("INV-2026-00442", "INV-2026-0042", "doubled 8"),
      Pair("9000174233", "900017423", "doubled 9"),
      Pair("90017423", "900017423", "missing 8"),
      Pair("INV-226-0042", "INV-2026-0042", "missing 7"),
      Pair("INV-2026-0043", "INV-2026-0042", "mistyped 7"),
      Pair("F-12945", "F-12345", "mistyped 4"),
      Pair("900017523", "900017423", "mistyped 8"),
    ]
  )
  func alike(pair: Pair) {
    #expect(pair.likeness == pair.expected)
  }

  @Test(
    "another number, another kind of document or another year is not alike",
    arguments: [
      ("INV-2026-0099", "INV-2026-0042"), ("CN-2026-0042", "INV-2026-0042"),
      ("INV-2026-17", "CN-2026-17"), ("CN42", "INV-2026-0042"), ("25-42", "INV-2026-0042"),
      ("42/2025", "INV-2026-0042"), ("2642", "INV-2026-0042"), ("142", "INV-2026-0042"),
      ("4", "INV-2026-0042"), ("2", "INV-2026-0042"), ("2026", "INV-2026-0042"),
      ("INV-2026", "INV-2026-0042"), ("423", "900017423"), ("9000", "900017423"),
      ("123", "124"), ("21", "12"), ("C3", "AB12-C3"), ("BA12-C3", "AB12-C3"),
      ("A12B-C3", "AB12-C3"), ("2026-42", "F-0042"), ("", "INV-2026-0042"), ("INV", "INV-42"),
      ("FÄ-18", "FÄ-17"), ("INV-2026-00742", "INV-2026-0042"), ("INV-0620-2420", "INV-2026-0042"),
      ("INV-2026-0042", ""), ("MOREL-42", "INV-2026-0042"), ("-", "-"),
      ("R2026.03", "R2026.03.117"),
    ]
  )
  func unlike(written: String, number: String) {
    #expect(DocumentNumber.likeness(of: written, to: number) == nil)
  }

  @Test("the order of strength is that of the forms, then that of the digits that agree")
  func strength() {
    let forms = NumberLikeness.Form.allCases
    for (stronger, weaker) in zip(forms, forms.dropFirst()) {
      #expect(NumberLikeness(weaker, agreeing: 9) < NumberLikeness(stronger, agreeing: 1))
    }
    #expect(NumberLikeness(.serial, agreeing: 2) < NumberLikeness(.serial, agreeing: 4))
    #expect(forms.first == .same)
  }

  @Test("letters that look like digits make no other number")
  func lookalike() {
    #expect(DocumentNumber.lookalike(ofKey: "INV2O26OO42") == "1NV20260042")
    #expect(DocumentNumber.lookalike(ofKey: "INV20260042") == "1NV20260042")
    #expect(DocumentNumber.lookalike(ofKey: "OILSBZ") == "011582")
  }

  @Test(
    "a serial is the last two digits, those of a year aside",
    arguments: [
      ("INV-2026-0042", 42), ("FA20260042", 42), ("2026/101", 1), ("2026101", 1), ("F-12345", 45),
      ("900017423", 23), ("R2026.03.117", 17), ("AB12-C3", 3), ("0042/2026", 42), ("00422026", 42),
      ("INV-2026-7", 7), ("INV-2026-0007", 7), ("20267", 67), ("INV-2026-2027", 27),
      ("INV-2026-12026", 1), ("12026", 1),
      ("100", 0), ("2026", 26), ("F-7", 7), ("INV-2026-0100", 0),
    ]
  )
  func serials(number: String, serial: Int) {
    #expect(DocumentNumber.serial(number) == serial)
  }

  @Test("without a digit, with letters beyond A to Z or beyond 36 there is no serial")
  func noSerials() {
    for number in ["", "INV", "FÄ-17", String(repeating: "1", count: 37)] {
      #expect(DocumentNumber.serial(number) == nil)
    }
    #expect(DocumentNumber.serial(String(repeating: "1", count: 36)) == 11)
  }
}

@Suite("How a written number is like a document's, for any number")
struct NumberLikenessPropertyTests {
  /// A number in one of the shapes that houses give, and how people write it.
  private struct Number {
    let prefix: String
    let year: String
    let serial: String

    init(using random: inout SplitMix64) {
      prefix = ["INV-", "FA", "RE-", "R", "", "F/"].randomElement(using: &random) ?? ""
      year = String(Int.random(in: 2015...2035, using: &random))
      let width = Int.random(in: 2...6, using: &random)
      let value = Int.random(in: 10...1999, using: &random)
      let digits = String(value)
      serial = String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    var text: String { "\(prefix)\(year)-\(serial)" }
    var short: String { String(serial.drop { $0 == "0" }) }
  }

  @Test("a number is like itself in every form, and has one serial in all", arguments: 0..<500)
  func itself(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let number = Number(using: &random)
    let writings: [(String, NumberLikeness.Form)] = [
      (number.text, .same),
      (DocumentNumber.key(number.text).lowercased(), .same),
      ("\(number.year)\(number.serial)", .digitsOnly),
      ("\(number.prefix)\(number.year)/\(number.short)", .withoutZeros),
      ("\(number.year)\(number.short)", .withoutZeros),
      (number.short, .serial),
      (number.serial, .serial),
      ("\(number.year.suffix(2))-\(number.short)", .serial),
      ("\(number.year.suffix(2))\(number.serial)", .serial),
    ]
    for (written, weakest) in writings {
      let likeness = DocumentNumber.likeness(of: written, to: number.text)
      #expect(likeness.map { $0.form.rawValue <= weakest.rawValue } == true, "\(written)")
      #expect(
        DocumentNumber.serial(written) == DocumentNumber.serial(number.text),
        "\(written) for \(number.text)"
      )
    }
  }

  @Test("one wrong digit, one swap, one digit more or less is told as such", arguments: 0..<500)
  func mistakes(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let digits = (0..<Int.random(in: 5...12, using: &random))
      .map { _ in Character(String(Int.random(in: 1...9, using: &random))) }
    let number = "F-\(String(digits))"
    let place = Int.random(in: 0..<digits.count - 1, using: &random)
    func likeness(_ change: (inout [Character]) -> Void) -> NumberLikeness? {
      var written = digits
      change(&written)
      return DocumentNumber.likeness(of: "F\(String(written))", to: number)
    }
    let wrong = likeness { $0[place] = $0[place] == "9" ? "8" : "9" }
    #expect(wrong == NumberLikeness(.mistyped, agreeing: digits.count - 1))
    let swapped = likeness { $0.swapAt(place, place + 1) }
    let isChanged = digits[place] != digits[place + 1]
    #expect(swapped?.form == (isChanged ? .swapped : .same))
    #expect(likeness { $0.insert($0[place], at: place) }?.form == .doubled)
    #expect(likeness { $0.removeLast() }?.form == .cut)
    let missing = likeness { $0.remove(at: place) }?.form
    #expect(missing == .missing || missing == .cut)
  }

  @Test("only numbers of one key are the same, whatever bytes are compared", arguments: 0..<300)
  func onlySame(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let letters = Array("0012345678OIlSBZAINV-/. é2026")
    func text() -> String {
      let count = Int.random(in: 0...12, using: &random)
      return String((0..<count).map { _ in letters.randomElement(using: &random) ?? "0" })
    }
    for _ in 0..<50 {
      let (one, other) = (text(), text())
      let likeness = DocumentNumber.likeness(of: one, to: other)
      let (key, otherKey) = (DocumentNumber.key(one), DocumentNumber.key(other))
      #expect((likeness?.form == .same) == (key == otherKey && !key.isEmpty), "\(one), \(other)")
      #expect((likeness?.agreeing ?? 0) <= min(one.utf8.count, other.utf8.count))
    }
  }
}
