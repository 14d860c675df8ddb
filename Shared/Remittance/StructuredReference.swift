/// A payment reference whose check digits tell it from a typing error.
///
/// A reference that passes is trusted as far as it was given to somebody: numbers without a prefix
/// pass by chance once in ten, so one counts only where an open item bears it.
package struct StructuredReference: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// ISO 11649 creditor reference: `RF`, two check digits, up to 21 letters and digits.
    case creditor = "iso-11649"
    /// Belgian structured communication: ten digits and two check digits, modulo 97 (0 is 97).
    case belgian = "ogm"
    /// Swiss QR reference and its forerunner ESR: up to 26 digits and one, recursive modulo 10.
    case swiss = "qrr"
    /// Finnish reference (Finance Finland): 3 to 19 digits and one, weights 7-3-1.
    case finnish = "fi"
    /// Norwegian KID (Bits): 2 to 25 digits, modulo 10 or modulo 11.
    case norwegian = "kid"
    /// Swedish OCR reference (Bankgirot): 2 to 25 digits, modulo 10.
    case swedish = "ocr"
  }

  private static let maximumBytes = 100
  /// Of a KID and of an OCR reference, in digits.
  static let nordicLengths = 2...25

  package let kind: Kind
  /// Without spaces and separators, letters in upper case.
  package let text: String

  /// The first kind, in the order of ``Kind``, whose form and check digits fit.
  package init?(_ text: String) {
    for kind in Kind.allCases {
      if let reference = StructuredReference(text, as: kind) {
        self = reference
        return
      }
    }
    return nil
  }

  /// Nil when form or check digits do not fit this kind.
  package init?(_ written: String, as kind: Kind) {
    guard let text = Self.compact(written, kind), Self.isValid(text, kind) else { return nil }
    self.kind = kind
    self.text = text
  }

  /// What is compared: the same reference padded with zeros has the same key, and so has a Finnish
  /// reference that was written as the creditor reference around it.
  package var key: String {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "0") }
    switch kind {
    case .creditor:
      let body = text.dropFirst(4).drop { $0 == "0" }
      let isFinnish = StructuredReference(String(body), as: .finnish) != nil
      return isFinnish ? String(body) : "\(text.prefix(4))\(body)"
    case .swiss, .finnish: return String(Substring(digits))
    case .belgian, .norwegian, .swedish: return text
    }
  }

  /// Whether the digit before the check digit tells the length, as the stricter of Bankgirot's two
  /// levels of control wants it.
  package var hasLengthDigit: Bool {
    guard kind == .swedish, text.utf8.count >= 2, let digit = text.utf8.dropLast().last else {
      return false
    }
    return Int(digit) - 0x30 == text.utf8.count % 10
  }

  /// As it is printed: `RF18 5390 0754 7034`, `+++090/9337/55493+++`,
  /// `21 00000 00003 13947 14300 09017`.
  package var printed: String {
    switch kind {
    case .creditor: return Self.grouped(text, by: 4, first: 4)
    case .belgian:
      let middle = text.dropFirst(3)
      return "+++\(text.prefix(3))/\(middle.prefix(4))/\(middle.dropFirst(4))+++"
    case .swiss, .finnish:
      // Groups of five from the right (Swiss Payment Standards; Finance Finland).
      let first = text.utf8.count % 5
      return Self.grouped(text, by: 5, first: first == 0 ? 5 : first)
    case .norwegian, .swedish: return text
    }
  }

  private static func grouped(_ text: String, by size: Int, first: Int) -> String {
    var groups: [Substring] = [text.prefix(first)]
    var rest = text.dropFirst(first)
    while !rest.isEmpty {
      groups.append(rest.prefix(size))
      rest = rest.dropFirst(size)
    }
    return groups.joined(separator: " ")
  }

  /// A length that an agreement on a KID or an OCR reference may fix, as it is written.
  static func nordicLength(_ text: Substring) -> Int? {
    guard text.utf8.count <= 2, text.utf8.allSatisfy(isDigit), text.first != "0" else { return nil }
    return Int(text).flatMap { nordicLengths.contains($0) ? $0 : nil }
  }

  /// Drops what people and banks write between the characters: nothing else may stand there.
  private static func compact(_ written: String, _ kind: Kind) -> String? {
    // No reference is that long, however it is spaced.
    guard written.utf8.count <= maximumBytes else { return nil }
    let bytes = written.utf8.filter { !(kind == .belgian ? " +*/" : " ").utf8.contains($0) }
    guard (2...35).contains(bytes.count), bytes.allSatisfy(isReferenceCharacter) else { return nil }
    return String(decoding: bytes.map { isLower($0) ? $0 - 32 : $0 }, as: UTF8.self)
  }

  private static func isValid(_ text: String, _ kind: Kind) -> Bool {
    if kind == .creditor { return ISO11649.isValid(text) }
    if kind == .norwegian, text.hasSuffix("-") {
      return isValidKID(Array(text.utf8.dropLast()), 10)
    }
    let digits = text.utf8.map { Int($0) - 0x30 }
    guard digits.allSatisfy((0...9).contains), let check = digits.last else { return false }
    let body = Array(digits.dropLast())
    // Nothing but zeros fits every check digit and is nobody's reference.
    guard body.contains(where: { $0 != 0 }) else { return false }
    switch kind {
    case .creditor: return false
    case .belgian: return isValidOGM(digits)
    case .swiss:
      return digits.count <= 27 && CheckDigits.recursiveMod10(body) == check
    case .finnish:
      return (4...20).contains(digits.count) && CheckDigits.weighted731(body) == check
    case .norwegian:
      return nordicLengths.contains(digits.count)
        && (CheckDigits.luhn(digits) == 0 || CheckDigits.mod11(body) == check)
    case .swedish: return nordicLengths.contains(digits.count) && CheckDigits.luhn(digits) == 0
    }
  }

  private static func isValidOGM(_ digits: [Int]) -> Bool {
    guard digits.count == 12 else { return false }
    let body = digits.prefix(10).reduce(0) { $0 * 10 + $1 } % 97
    return (body == 0 ? 97 : body) == digits[10] * 10 + digits[11]
  }

  private static func isValidKID(_ bytes: [UInt8], _ check: Int) -> Bool {
    let digits = bytes.map { Int($0) - 0x30 }
    return (1...24).contains(digits.count) && digits.allSatisfy((0...9).contains)
      && CheckDigits.mod11(digits) == check
  }

  private static func isReferenceCharacter(_ byte: UInt8) -> Bool {
    isDigit(byte) || isUpper(byte) || isLower(byte) || byte == UInt8(ascii: "-")
  }
}

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
