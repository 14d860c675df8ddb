import Remittance
import Testing

@Suite("References that are given")
struct ReferenceSchemeTests {
  @Test(
    "a document's number becomes a reference of the scheme",
    arguments: [
      ("iso-11649", "INV-2026-0042", "RF73INV20260042"),
      ("ogm", "0909337554", "090933755493"), ("ogm", "909337554", "090933755493"),
      ("ogm", "97", "000000009797"), ("ogm", "1", "000000000101"),
      ("qrr", "21000000000313947143000901", "210000000003139471430009017"),
      ("qrr", "11223344", "000000000000000000112233442"),
      ("fi", "123456", "1234561"), ("fi", "INV-123456", "1234561"),
      ("fi", "000123456", "1234561"), ("fi-rf", "123456", "RF341234561"),
      ("ocr", "123", "1230"), ("ocr", "456", "4564"), ("ocr", "0123", "01230"),
      ("ocr-length", "1234567890", "123456789023"), ("ocr-length", "1230", "123067"),
      ("ocr-length", "12345678900", "1234567890037"), ("ocr-length", "4560", "456061"),
      ("ocr-6", "123", "001230"), ("ocr-6", "0000123", "001230"),
      ("ocr-4/6", "123", "1230"), ("ocr-6/4", "4560", "045609"),
      ("kid-mod10", "60224", "602243"), ("kid-mod10-15", "60224", "000000000602243"),
      ("kid-mod11", "1234567", "12345674"), ("kid-mod11", "6", "6-"),
      ("kid-mod11-4", "6", "006-"),
    ]
  )
  func given(scheme: String, number: String, reference: String) throws {
    #expect(try #require(ReferenceScheme(scheme)).reference(for: number)?.text == reference)
  }

  @Test(
    "a number that is too short or too long by one digit makes none",
    arguments: [
      ("iso-11649", 1...21), ("ogm", 1...10), ("qrr", 1...26), ("fi", 3...19), ("fi-rf", 3...19),
      ("ocr", 1...24), ("ocr-length", 1...23), ("ocr-12", 1...11), ("ocr-12/15", 1...14),
      ("ocr-25", 1...24), ("kid-mod10", 1...24), ("kid-mod11-15", 1...14), ("kid-mod10-25", 1...24),
    ]
  )
  func lengths(scheme: String, digits: ClosedRange<Int>) throws {
    let scheme = try #require(ReferenceScheme(scheme))
    for count in 0...30 {
      let number = String(repeating: "7", count: count)
      #expect((scheme.reference(for: number) != nil) == digits.contains(count), "\(number)")
    }
  }

  @Test("a number without digits, or of zeros alone, makes none", arguments: Samples.digitSchemes)
  func nothing(scheme: String) throws {
    let scheme = try #require(ReferenceScheme(scheme))
    for number in ["", "INV", "---", "0", "INV-0000", "٣"] {
      #expect(scheme.reference(for: number) == nil, "\(number)")
    }
  }

  @Test("a hash makes a valid reference of the scheme", arguments: Samples.schemes)
  func hashed(text: String) throws {
    let scheme = try #require(ReferenceScheme(text))
    var seen: Set<String> = []
    for index in UInt64(1)...300 {
      guard let reference = scheme.reference(ofHash: index &* 0x9E37_79B9_7F4A_7C15) else {
        continue
      }
      #expect(StructuredReference(reference.text, as: reference.kind) == reference)
      seen.insert(reference.text)
    }
    // The shortest schemes have a few thousand references only.
    #expect(seen.count > 250)
  }

  @Test("a scheme is written as it is read", arguments: Samples.schemes)
  func written(text: String) throws {
    #expect(try #require(ReferenceScheme(text)).description == text)
  }

  @Test(
    "what is no scheme",
    arguments: [
      "", "iso", "iso-11648", "OGM", "qrr-1", "fi-", "ocr-", "ocr-1", "ocr-26", "ocr-012",
      "ocr-12/12", "ocr-12/15/18", "ocr-12/", "kid", "kid-mod12", "kid-mod10-1", "kid-mod10-26",
      "kid-mod10-", "kid-mod10-15-15",
    ]
  )
  func refused(text: String) {
    #expect(ReferenceScheme(text) == nil)
  }

  @Test("references are printed in the groups that people know, and read back")
  func printed() throws {
    let printed = [
      ("iso-11649", "539007547034", "RF18 5390 0754 7034"),
      ("ogm", "0909337554", "+++090/9337/55493+++"),
      ("qrr", "21000000000313947143000901", "21 00000 00003 13947 14300 09017"),
      ("fi", "775847479064748", "7 75847 47906 47489"),
      ("ocr", "123", "1230"), ("kid-mod11", "6", "6-"),
    ]
    for (scheme, number, text) in printed {
      let reference = try #require(ReferenceScheme(scheme)?.reference(for: number))
      #expect(reference.printed == text)
      #expect(StructuredReference(text, as: reference.kind) == reference)
    }
  }

  @Test("neighbours that are exchanged are found out, but for what the check cannot see")
  func exchanged() throws {
    let blind: [String: (Int, Int) -> Bool] = [
      "iso-11649": { _, _ in false }, "ogm": { _, _ in false },
      // Luhn takes 09 for 90; with weights 7, 3, 1 five apart is the same.
      "ocr": { abs($0 - $1) == 9 }, "fi": { abs($0 - $1) == 5 },
    ]
    for (scheme, isBlind) in blind {
      for number in stride(from: 100_003, to: 999_999, by: 4_999) {
        let reference = try #require(ReferenceScheme(scheme)?.reference(for: String(number)))
        let digits = Array(reference.text)
        for place in digits.indices.dropLast() where digits[place] != digits[place + 1] {
          guard let one = digits[place].wholeNumberValue,
            let other = digits[place + 1].wholeNumberValue
          else { continue }
          var swapped = digits
          swapped.swapAt(place, place + 1)
          let read = StructuredReference(String(swapped), as: reference.kind)
          #expect((read != nil) == isBlind(one, other), "\(String(swapped)) of \(reference.text)")
        }
      }
    }
  }
}

@Suite("What Bankgirot checks")
struct SwedishControlTests {
  @Test(
    "under soft control a wrong reference is taken, under hard control refused",
    arguments: [
      ("", "1230", true), ("", "1231", false), ("", "ORDER 12", false),
      ("length", "123067", true), ("length", "1230", false), ("length", "12369", false),
      ("4", "1230", true), ("5", "1230", false), ("3/4", "1230", true), ("4/6", "123067", true),
      ("4/6", "01230", false),
    ]
  )
  func verdict(control: String, reference: String, isRight: Bool) throws {
    let control = try #require(SwedishControl(control))
    #expect(control.verdict(on: reference, isHard: true) == (isRight ? .right : .refused))
    #expect(control.verdict(on: reference, isHard: false) == (isRight ? .right : .wrongButTaken))
  }
}

@Suite("The policy of references")
struct ReferencePolicyTests {
  @Test("is written as it is read", arguments: ["iso-11649", "qrr", "iso-11649 BE=ogm FI=fi-rf"])
  func written(text: String) throws {
    #expect(try #require(ReferencePolicy(text)).description == text)
  }

  @Test("has a scheme for every country, and another for some")
  func countries() throws {
    let policy = try #require(ReferencePolicy("BE=ogm iso-11649  NO=kid-mod10-15"))
    #expect(policy.scheme(for: "BE") == .belgian)
    #expect(policy.scheme(for: "NO") == .norwegian(.mod10, length: 15))
    #expect(policy.scheme(for: "FR") == .creditor)
    #expect(policy.scheme(for: nil) == .creditor)
    #expect(policy.description == "iso-11649 BE=ogm NO=kid-mod10-15")
  }

  @Test(
    "what is no policy: no scheme or two for all, a country twice or misspelt",
    arguments: [
      "", " ", "BE=ogm", "iso-11649 ogm", "iso-11649 BE=ogm BE=qrr", "iso-11649 be=ogm",
      "iso-11649 BEL=ogm", "iso-11649 =ogm", "iso-11649 BE=", "iso-11649 BE=ogm=qrr",
    ]
  )
  func refused(text: String) {
    #expect(ReferencePolicy(text) == nil)
  }
}

private enum Samples {
  static let digitSchemes = [
    "ogm", "qrr", "fi", "fi-rf", "ocr", "ocr-length", "ocr-12", "ocr-12/15", "kid-mod10",
    "kid-mod11", "kid-mod10-15", "kid-mod11-9",
  ]
  static let schemes = ["iso-11649"] + digitSchemes
}
