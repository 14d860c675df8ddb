import Foundation

/// What becomes of a number between an invoice and a bank's form.
enum Noise {
  /// One or two of the liberties that people take.
  static func noisy(_ number: String, _ chance: inout Chance) -> String {
    let once = liberty(number, chance.int(0...9), &chance)
    guard chance.happens(30) || once == number else { return once }
    return liberty(once, chance.int(0...9), &chance)
  }

  private static func liberty(_ number: String, _ which: Int, _ chance: inout Chance) -> String {
    switch which {
    case 0: return number.lowercased()
    case 1: return separated(number, by: " ")
    case 2: return separated(number, by: "")
    case 3: return separated(number, by: chance.pick(["/", ".", "_", " - ", "-"]))
    case 4: return withoutZeros(number)
    case 5: return withoutPrefix(number)
    case 6: return lastDigits(number, keepsZeros: chance.happens(50))
    case 7: return shortYear(number)
    case 8: return spaced(number, every: chance.pick([2, 3, 4]))
    default: return "(\(number))"
    }
  }

  private static func runs(_ number: String) -> [Substring] {
    number.split { !($0.isLetter || $0.isNumber) }
  }

  private static func separated(_ number: String, by separator: String) -> String {
    runs(number).joined(separator: separator)
  }

  /// `INV-2026-0042` as `INV-2026-42`.
  private static func withoutZeros(_ number: String) -> String {
    guard let last = runs(number).last, runs(number).count > 1, last.allSatisfy(\.isNumber) else {
      return number
    }
    let significant = last.drop { $0 == "0" }
    return significant.isEmpty ? number : String(number.dropLast(last.count)) + significant
  }

  private static func withoutPrefix(_ number: String) -> String {
    let rest = number.drop { !$0.isNumber }
    return rest.count > 2 ? String(rest) : number
  }

  /// `INV-2026-0042` as `0042` or `42`.
  private static func lastDigits(_ number: String, keepsZeros: Bool) -> String {
    guard let last = runs(number).last else { return number }
    var digits = last.drop { !$0.isNumber }
    if digits.count >= 8, digits.hasPrefix("202") { digits = digits.dropFirst(4) }
    let significant = digits.drop { $0 == "0" }
    guard !significant.isEmpty, digits.count < 9 else { return number }
    return String(keepsZeros ? digits : significant)
  }

  private static func shortYear(_ number: String) -> String {
    guard let place = number.range(of: "2026") ?? number.range(of: "2025"),
      number[place.upperBound...].first.map({ !$0.isNumber }) ?? false
    else { return number }
    return number.replacingCharacters(in: place, with: number[place].suffix(2))
  }

  private static func spaced(_ number: String, every size: Int) -> String {
    guard let last = runs(number).last, last.count > size else { return number }
    return number.dropLast(last.count) + grouped(String(last), by: size)
  }

  /// One slip of the finger among the last digits.
  static func mistyped(_ number: String, _ chance: inout Chance) -> String {
    var characters = Array(number)
    let digits = characters.indices.filter { characters[$0].isNumber }.suffix(5)
    guard digits.count > 2 else { return number }
    let place = chance.pick(Array(digits))
    switch chance.int(0...9) {
    case 0...4:
      let digit = (characters[place].wholeNumberValue ?? 0) + chance.int(1...9)
      characters[place] = Character(String(digit % 10))
    case 5...7:
      let other = digits.first { $0 > place } ?? digits[digits.endIndex - 2]
      guard characters[place] != characters[other] else { return mistyped(number, &chance) }
      characters.swapAt(place, other)
    case 8: characters.remove(at: place)
    default: characters.insert(characters[place], at: place)
    }
    return String(characters)
  }

  /// A letter O for one zero or for all.
  static func withLetterO(_ number: String, _ chance: inout Chance) -> String? {
    let zeros = number.indices.filter { number[$0] == "0" }
    guard !zeros.isEmpty else { return nil }
    let chosen = chance.happens(50) ? Set(zeros) : [chance.pick(zeros)]
    let letter: Character = chance.happens(75) ? "O" : "o"
    return String(number.indices.map { chosen.contains($0) ? letter : number[$0] })
  }
}
