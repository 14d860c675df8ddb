import DomainKit

/// A number, a sign or a word of a notation, whatever language it is in.
struct Lexeme: Equatable {
  enum Kind: Equatable {
    /// As it is written, with a point before its decimals.
    case number(String)
    case slash, percent, plus, separator
    case days, weeks, months
    case net, on, grace, balance
    case immediately
    /// Where days stand before it, in which order it and they count.
    case endOfMonth(afterNumber: DateRule.EndOfMonth)
    case monthAfter
    case weekday(Int)
    case base(DiscountBase)
  }

  let kind: Kind
  /// As it is written.
  let text: String
}

extension Lexeme {
  /// The lexemes of a notation; words that say nothing are left out.
  static func all(in notation: String) throws(NotationError) -> [Lexeme] {
    guard notation.utf8.count <= Limits.notationBytes else { throw .tooLong }
    let pieces = try pieces(of: notation)
    var lexemes: [Lexeme] = []
    var index = 0
    while index < pieces.count {
      if let kind = pieces[index].kind {
        lexemes.append(Lexeme(kind: kind, text: pieces[index].text))
        index += 1
      } else {
        let words = pieces[index...].prefix { $0.kind == nil }.map(\.text)
        guard let phrase = Phrase.longest(at: words) else { throw .unknownWord(words[0]) }
        if let kind = phrase.kind {
          lexemes.append(Lexeme(kind: kind, text: phrase.words.joined(separator: " ")))
        }
        index += phrase.words.count
      }
    }
    return lexemes
  }

  /// Numbers and signs, and words without a kind as yet, in lower case without accents.
  private static func pieces(
    of notation: String
  ) throws(NotationError) -> [(kind: Kind?, text: String)] {
    var pieces: [(kind: Kind?, text: String)] = []
    var rest = Substring(notation.lowercased())
    while let character = rest.first {
      if character.isLetter {
        let word = rest.prefix(while: \.isLetter)
        pieces.append((nil, folded(word)))
        rest = rest.dropFirst(word.count)
      } else if character.isASCII, character.isNumber {
        let number = numberText(rest, mayHaveDecimals: pieces.last?.kind != .slash)
        pieces.append((.number(number.replacing(",", with: ".")), number))
        rest = rest.dropFirst(number.count)
      } else {
        rest = rest.dropFirst()
        if let kind = try sign(character) { pieces.append((kind, String(character))) }
      }
    }
    return pieces
  }

  /// Digits, and where decimals may be a point or a comma with a digit behind it.
  private static func numberText(_ rest: Substring, mayHaveDecimals: Bool) -> String {
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    let after = rest.dropFirst(whole.count)
    guard mayHaveDecimals, let mark = after.first, mark == "." || mark == "," else {
      return String(whole)
    }
    let decimals = after.dropFirst().prefix { $0.isASCII && $0.isNumber }
    return decimals.isEmpty ? String(whole) : "\(whole)\(mark)\(decimals)"
  }

  /// None for what only parts or ends words.
  private static func sign(_ character: Character) throws(NotationError) -> Kind? {
    switch character {
    case "/": return .slash
    case "%": return .percent
    case "+": return .plus
    case ",", ";": return .separator
    case " ", "\t", "\u{A0}", "\u{202F}", ".", ":", "'", "\u{2019}", "(", ")", "-": return nil
    default: throw .unexpected(String(character))
    }
  }

  private static let unaccented: [Character: Character] = [
    "à": "a", "â": "a", "ä": "a", "ç": "c", "é": "e", "è": "e", "ê": "e", "ë": "e", "î": "i",
    "ï": "i", "ô": "o", "ö": "o", "ù": "u", "û": "u", "ü": "u",
  ]

  private static func folded(_ word: Substring) -> String {
    String(word.map { unaccented[$0] ?? $0 })
  }
}
