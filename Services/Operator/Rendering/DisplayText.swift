import DomainKit

/// Text as it may stand in a terminal.
enum DisplayText {
  /// Names and remittance texts come from outside: a control character or a change of direction
  /// would act on the terminal instead of being shown.
  static func safe(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      safe.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
    }
    return String(safe)
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: return false
    // Bidirectional embeddings, overrides and isolates (UAX #9).
    case .format: return !(0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value)
    default: return true
    }
  }

  /// Columns that the text takes in a terminal.
  static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  /// Two for wide letters (UAX #11, "W" and "F": East Asian scripts, fullwidth forms, emoji).
  static func width(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default:
      return 1
    }
  }

  /// The text within so many columns, with an ellipsis for what had no room.
  static func fitted(_ text: String, _ columns: Int) -> String {
    guard width(text) > columns else { return text }
    var fitted = ""
    var used = 0
    for character in text {
      guard used + width(character) < columns else { break }
      fitted.append(character)
      used += width(character)
    }
    return fitted + "…"
  }

  /// The text in lines of so many columns, broken between words where there are any.
  static func wrapped(_ text: String, _ columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let word = fitted(String(word), columns)
      if !line.isEmpty, width(line) + 1 + width(word) > columns {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? word : " \(word)"
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// `3 payments`, `1 payment`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(String(number))) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Sums of several currencies; `nothing` of none.
  static func sums(_ sums: [Money]) -> String {
    sums.isEmpty ? "nothing" : sums.map { "\($0.grouped) \($0.currency)" }.joined(separator: ", ")
  }

  /// The digits in threes from the right.
  static func grouped(_ digits: String) -> String {
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      let left = digits.count - index
      if index > 0, left % 3 == 0, digits.first != "-" || index > 1 { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped
  }
}

extension Money {
  /// The amount with thousands separators and as many decimals as the currency has: `-1,234.50`.
  var grouped: String {
    let parts = magnitude.decimal.split(separator: ".")
    let decimals = parts.count == 2 ? ".\(parts[1])" : ""
    return (isNegative ? "-" : "") + DisplayText.grouped(String(parts[0])) + decimals
  }
}
