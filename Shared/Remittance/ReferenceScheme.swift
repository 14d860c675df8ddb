/// How a creditor makes its payment references: their kind, and what was agreed about them with the
/// bank.
///
/// Written as in settings: `iso-11649`, `qrr`, `ogm`, `fi`, `fi-rf`, `ocr`, `ocr-length`, `ocr-12`,
/// `ocr-12/15`, `kid-mod10`, `kid-mod11`, `kid-mod10-15`.
package enum ReferenceScheme: Hashable, Sendable {
  /// ISO 11649.
  case creditor
  /// Belgian structured communication.
  case belgian
  /// Swiss QR reference: 27 digits. Banks take it on a QR-IBAN only (Swiss Payment Standards).
  case swiss
  case finnish
  /// A Finnish reference within a creditor reference, for payers abroad.
  case finnishCreditor
  case swedish(SwedishControl)
  /// The agreement names the modulus; where it fixes a length, zeros stand before the number.
  case norwegian(KIDModulus, length: Int? = nil)

  /// Beyond this many digits a hash would not be spread evenly.
  private static let hashDigits = 18

  /// The reference of a document's number: of its letters and digits (``DocumentNumber/key(_:)``),
  /// or of its digits alone where the kind has no letters.
  ///
  /// Nil when nothing is left, and when it is too long: one cut short could be two documents'.
  /// Numbers that differ in letters only have one reference: the caller tells them apart.
  package func reference(for number: String) -> StructuredReference? {
    guard let digitCounts else {
      return ISO11649.creditorReference(for: number).flatMap {
        StructuredReference($0, as: .creditor)
      }
    }
    return reference(ofDigits: number.utf8.filter(isDigit), digitCounts)
  }

  /// A reference for a document whose number makes none: `hash` tells documents apart.
  package func reference(ofHash hash: UInt64) -> StructuredReference? {
    guard let digitCounts else {
      return reference(for: String(hash, radix: 36, uppercase: true))
    }
    let count = min(digitCounts.upperBound, Self.hashDigits)
    let modulus = (0..<count).reduce(UInt64(1)) { power, _ in power * 10 }
    return reference(ofDigits: Array(String(hash % modulus).utf8), digitCounts)
  }

  /// How many digits a reference tells, without those that check them; nil: letters too.
  private var digitCounts: ClosedRange<Int>? {
    switch self {
    case .creditor: nil
    case .belgian: 1...10
    case .swiss: 1...26
    case .finnish, .finnishCreditor: 3...19
    case .swedish(let control): control.digitCounts
    case .norwegian(_, let length): 1...(length ?? StructuredReference.nordicLengths.upperBound) - 1
    }
  }

  private func reference(
    ofDigits digits: [UInt8],
    _ counts: ClosedRange<Int>
  ) -> StructuredReference? {
    let significant = Array(digits.drop { $0 == UInt8(ascii: "0") })
    // Zeros that stand first are lost on the way where only the value counts.
    let body = isPadded ? significant : digits
    guard counts.contains(body.count), !significant.isEmpty else { return nil }
    return written(body.map { Int($0 - UInt8(ascii: "0")) })
  }

  /// Whether zeros before a number mean nothing: `0042` and `42` have one reference.
  private var isPadded: Bool {
    switch self {
    case .creditor: false
    case .belgian, .swiss, .finnish, .finnishCreditor: true
    case .swedish(let control): control.lengths != nil
    case .norwegian(_, let length): length != nil
    }
  }

  private func written(_ body: [Int]) -> StructuredReference? {
    switch self {
    case .creditor: return nil
    case .belgian:
      let remainder = CheckDigits.mod97(text(padded(body, to: 10)).utf8)
      let check = remainder == 0 ? 97 : remainder
      return StructuredReference(
        text(padded(body, to: 10) + [check / 10, check % 10]),
        as: .belgian
      )
    case .swiss:
      let padded = padded(body, to: 26)
      return StructuredReference(
        text(padded + [CheckDigits.recursiveMod10(padded)]),
        as: .swiss
      )
    case .finnish:
      return StructuredReference(text(body + [CheckDigits.weighted731(body)]), as: .finnish)
    case .finnishCreditor:
      let national = text(body + [CheckDigits.weighted731(body)])
      return ISO11649.creditorReference(for: national).flatMap {
        StructuredReference($0, as: .creditor)
      }
    case .swedish(let control):
      return StructuredReference(text(control.completed(body)), as: .swedish)
    case .norwegian(let modulus, let length):
      let padded = padded(body, to: (length ?? 0) - 1)
      return StructuredReference(text(padded) + modulus.check(of: padded), as: .norwegian)
    }
  }

  private func padded(_ digits: [Int], to count: Int) -> [Int] {
    Array(repeating: 0, count: max(0, count - digits.count)) + digits
  }

  private func text(_ digits: [Int]) -> String { digits.map(String.init).joined() }
}

/// By which modulus a Norwegian KID is checked; the agreement with the bank says.
package enum KIDModulus: String, CaseIterable, Sendable {
  case mod10, mod11

  /// Modulus 11 has eleven checks: the last is a dash.
  fileprivate func check(of digits: [Int]) -> String {
    switch self {
    case .mod10: return String(CheckDigits.luhnCheck(of: digits))
    case .mod11:
      let check = CheckDigits.mod11(digits)
      return check == 10 ? "-" : String(check)
    }
  }
}

extension ReferenceScheme: LosslessStringConvertible {
  package init?(_ description: String) {
    let parts = description.split(
      separator: "-",
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    switch (parts.first, parts.dropFirst().first) {
    case ("iso", "11649"): self = .creditor
    case ("ogm", nil): self = .belgian
    case ("qrr", nil): self = .swiss
    case ("fi", nil): self = .finnish
    case ("fi", "rf"): self = .finnishCreditor
    case ("ocr", nil): self = .swedish(.checkDigit)
    case ("ocr", let agreement?):
      guard !agreement.isEmpty, let control = SwedishControl(String(agreement)) else { return nil }
      self = .swedish(control)
    case ("kid", let agreement?):
      let terms = agreement.split(separator: "-", omittingEmptySubsequences: false)
      guard terms.count <= 2, let modulus = KIDModulus(rawValue: String(terms[0])) else {
        return nil
      }
      let length = terms.dropFirst().first.flatMap { StructuredReference.nordicLength($0) }
      guard terms.count == 1 || length != nil else { return nil }
      self = .norwegian(modulus, length: length)
    default: return nil
    }
  }

  package var description: String {
    switch self {
    case .creditor: "iso-11649"
    case .belgian: "ogm"
    case .swiss: "qrr"
    case .finnish: "fi"
    case .finnishCreditor: "fi-rf"
    case .swedish(let control): control.description.isEmpty ? "ocr" : "ocr-\(control)"
    case .norwegian(let modulus, let length):
      "kid-\(modulus.rawValue)" + (length.map { "-\($0)" } ?? "")
    }
  }
}
