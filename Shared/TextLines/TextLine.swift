/// A line of a text file, without its end.
package struct TextLine: Equatable {
  /// Counted from 1.
  package var number: Int
  /// Without control characters: each is a space, so that columns stay where they are.
  package var text: String
  /// The bytes are no UTF-8, and were taken for Windows-1252, which holds ISO 8859-1.
  package var isLegacy: Bool

  /// Reads bytes as UTF-8 where they are, whatever the file says of itself: banks declare one
  /// character set and write another.
  package init(number: Int, bytes: ArraySlice<UInt8>, keepsTabs: Bool = false) {
    self.number = number
    isLegacy = false
    guard bytes.contains(where: { $0 < 0x20 || $0 > 0x7E }) else {
      text = String(decoding: bytes, as: UTF8.self)
      return
    }
    let utf8 = String(validating: bytes, as: UTF8.self)
    isLegacy = utf8 == nil
    var kept = String.UnicodeScalarView()
    for scalar in utf8?.unicodeScalars ?? Windows1252.scalars(bytes) {
      let isKept = !Self.isControl(scalar) || keepsTabs && scalar == "\t"
      kept.append(isKept ? scalar : " ")
    }
    text = String(kept)
  }

  package var isBlank: Bool { text.utf8.allSatisfy { $0 == 0x20 } }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}

/// The character set of Western banks' files that are no UTF-8.
enum Windows1252 {
  static func scalars(_ bytes: ArraySlice<UInt8>) -> String.UnicodeScalarView {
    var scalars = String.UnicodeScalarView()
    for byte in bytes {
      let isHigh = (0x80...0x9F).contains(byte)
      scalars.append(isHigh ? high[Int(byte) - 0x80] : Unicode.Scalar(byte))
    }
    return scalars
  }

  /// 0x80 to 0x9F; the five that mean nothing are replacement characters.
  private static let high = Array(
    ("\u{20AC}\u{FFFD}\u{201A}\u{0192}\u{201E}\u{2026}\u{2020}\u{2021}"
      + "\u{02C6}\u{2030}\u{0160}\u{2039}\u{0152}\u{FFFD}\u{017D}\u{FFFD}"
      + "\u{FFFD}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}"
      + "\u{02DC}\u{2122}\u{0161}\u{203A}\u{0153}\u{FFFD}\u{017E}\u{0178}").unicodeScalars
  )
}
