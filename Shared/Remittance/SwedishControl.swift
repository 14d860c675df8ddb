/// What Bankgirot checks of the OCR references of a bankgiro number, as agreed with the bank.
///
/// Written `` (check digit), `length` (check digit and length digit), `12` or `12/15` (check digit
/// and one or two fixed lengths).
package enum SwedishControl: Hashable, Sendable {
  case checkDigit
  /// The digit before the last is the last digit of the number of all digits.
  case lengthDigit
  case fixedLength(Int, or: Int? = nil)

  /// What becomes of a payment at the payer's bank.
  package enum Verdict: Equatable, Sendable {
    case right
    /// Soft control: the payer is warned, and may pay all the same.
    case wrongButTaken
    /// Hard control: the payment is not taken.
    case refused
  }

  /// Under soft control wrong references reach the creditor too: what comes is not yet right.
  package func verdict(on written: String, isHard: Bool) -> Verdict {
    if let reference = StructuredReference(written, as: .swedish), isMet(by: reference) {
      return .right
    }
    return isHard ? .refused : .wrongButTaken
  }

  private func isMet(by reference: StructuredReference) -> Bool {
    switch self {
    case .checkDigit: true
    case .lengthDigit: reference.hasLengthDigit
    case .fixedLength: lengths?.contains(reference.text.utf8.count) ?? true
    }
  }

  /// The lengths that are fixed, in rising order.
  var lengths: [Int]? {
    guard case .fixedLength(let one, let other) = self else { return nil }
    return ([one] + (other.map { [$0] } ?? [])).sorted()
  }

  /// How many digits a reference tells, without those that check them.
  var digitCounts: ClosedRange<Int> {
    let longest = lengths?.last ?? StructuredReference.nordicLengths.upperBound
    return 1...longest - (self == .lengthDigit ? 2 : 1)
  }

  /// The digits, the zeros before them where a length is fixed, and those that check them.
  func completed(_ body: [Int]) -> [Int] {
    var digits = body
    if let length = lengths?.first(where: { $0 > body.count }) {
      digits = Array(repeating: 0, count: length - 1 - body.count) + body
    }
    if self == .lengthDigit { digits.append((digits.count + 2) % 10) }
    return digits + [CheckDigits.luhnCheck(of: digits)]
  }
}

extension SwedishControl: LosslessStringConvertible {
  package init?(_ description: String) {
    switch description {
    case "": self = .checkDigit
    case "length": self = .lengthDigit
    default:
      let parts = description.split(separator: "/", omittingEmptySubsequences: false)
      let lengths = parts.compactMap { StructuredReference.nordicLength($0) }
      guard (1...2).contains(parts.count), lengths.count == parts.count,
        Set(lengths).count == lengths.count
      else { return nil }
      self = .fixedLength(lengths[0], or: lengths.dropFirst().first)
    }
  }

  package var description: String {
    switch self {
    case .checkDigit: ""
    case .lengthDigit: "length"
    case .fixedLength(let one, let other): String(one) + (other.map { "/\($0)" } ?? "")
    }
  }
}
