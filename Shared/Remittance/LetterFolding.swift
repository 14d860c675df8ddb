/// Letters of French, German, Spanish and the Nordic languages as the plain ones of A to Z.
///
/// So older systems write them, and people in a hurry: `É` is `E`, `ß` is `SS`, `Ø` is `O`.
enum LetterFolding {
  /// What the scalar beginning at a byte that is not ASCII is to a reader.
  struct Scalar {
    /// In bytes.
    var length: Int
    var meaning: Meaning
  }

  enum Meaning: Equatable {
    /// One or two plain letters; the second is 0 where there is one.
    case letters(UInt8, UInt8)
    /// An accent that stands behind its letter.
    case accent
    /// A letter or numeral that has no plain one.
    case foreign
    /// Written between words: a plain character that means the same; `$` is any sign of a currency,
    /// `#` that of a number, `~` three dots.
    case sign(UInt8)
  }

  static func scalar(in bytes: [UInt8], at place: Int) -> Scalar {
    let lead = bytes[place]
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard place + length <= bytes.count else {
      return Scalar(length: bytes.count - place, meaning: .sign(UInt8(ascii: "?")))
    }
    var value = UInt32(lead & (0xFF >> UInt8(length + 1)))
    for next in bytes[(place + 1)..<(place + length)] { value = value << 6 | UInt32(next & 0x3F) }
    return Scalar(length: length, meaning: meaning(of: value))
  }

  static func meaning(of scalar: UInt32) -> Meaning {
    switch scalar {
    case 0xB0, 0xBA: return .sign(UInt8(ascii: "#"))
    case 0xC0...0xFF:
      // Lower case stands 32 behind upper case, but for ß and ÿ.
      let first = latin[Int(scalar - 0xC0)]
      return first == UInt8(ascii: "*") ? .sign(first) : .letters(first, second(scalar))
    case 0x152, 0x153: return .letters(UInt8(ascii: "O"), UInt8(ascii: "E"))
    case 0x160, 0x161: return .letters(UInt8(ascii: "S"), 0)
    case 0x17D, 0x17E: return .letters(UInt8(ascii: "Z"), 0)
    case 0x178: return .letters(UInt8(ascii: "Y"), 0)
    case 0x300...0x36F: return .accent
    case 0xA0, 0x2000...0x200A, 0x202F, 0x3000: return .sign(UInt8(ascii: " "))
    case 0x2010...0x2015, 0x2212: return .sign(UInt8(ascii: "-"))
    case 0x2018, 0x2019, 0xB4: return .sign(UInt8(ascii: "'"))
    case 0x2026: return .sign(UInt8(ascii: "~"))
    case 0x20AC, 0xA2...0xA5: return .sign(UInt8(ascii: "$"))
    default: return isWritten(scalar) ? .foreign : .sign(UInt8(ascii: "*"))
    }
  }

  /// U+00C0 to U+00FF; a star where there is no letter.
  private static let latin = Array(
    "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO*OUUUUYTY".utf8
  )

  private static func second(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case 0xC6, 0xE6: UInt8(ascii: "E")
    case 0xDE, 0xFE: UInt8(ascii: "H")
    case 0xDF: UInt8(ascii: "S")
    default: 0
    }
  }

  private static func isWritten(_ scalar: UInt32) -> Bool {
    guard let properties = Unicode.Scalar(scalar)?.properties else { return false }
    return properties.isAlphabetic || properties.numericType != nil
  }
}
