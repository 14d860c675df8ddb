/// A word of a remittance text, letters and digits without a break, and what stands before it.
struct RemittanceToken {
  enum Shape: UInt8 {
    case digits
    case letters
    case mixed
  }

  /// What stands between this word and the one before it.
  enum Gap: UInt8 {
    /// Another text begins.
    case source
    /// Nothing: an amount and its currency.
    case none
    case space
    case line
    case hyphen
    case slash
    case dot
    case underscore
    case comma
    case apostrophe
    /// A comma and a space, or another sign between the elements of a list.
    case list
    case spacedSlash
    /// A hyphen with spaces, or dots: from one number to another.
    case dash
    case colon
    case other

    /// Keeps the parts of one number together.
    var isGlue: Bool {
      switch self {
      case .hyphen, .slash, .dot, .underscore: true
      case .source, .none, .space, .line, .comma, .apostrophe, .list, .spacedSlash, .dash, .colon,
        .other:
        false
      }
    }
  }

  /// Signs in the gap before a word that matter to amounts.
  struct Marks: OptionSet {
    let rawValue: UInt8

    static let minus = Marks(rawValue: 1)
    /// A minus behind the word before.
    static let trailingMinus = Marks(rawValue: 2)
    static let opening = Marks(rawValue: 4)
    static let closing = Marks(rawValue: 8)
    static let percent = Marks(rawValue: 16)
    static let currency = Marks(rawValue: 32)
  }

  /// In bytes of all that was read.
  var start: Int32
  var end: Int32
  var gap: Gap
  var marks: Marks
  var shape: Shape
  /// Has letters that are not of A to Z.
  var isForeign = false
  /// The text or its line ends here, and is as long as such texts are cut.
  var endsCut = false
  var word = RemittanceWord.other
  /// The amount that it is part of.
  var amount: Int32 = -1

  var length: Int { Int(end - start) }
  var isDigits: Bool { shape == .digits }
  var isLetters: Bool { shape == .letters }
  var hasDigit: Bool { shape != .letters }
  var isFigure: Bool { hasDigit && length >= RemittanceReading.numberLengths.lowerBound }
}

/// Collects what stands between two words.
struct RemittanceGap {
  private var count = 0
  private var first: UInt8 = 0
  private var last: UInt8 = 0
  private var isSpaced = false
  private var isSpacedAfter = false
  private var isListed = false
  private var hasLine = false
  private var isSource: Bool
  private(set) var marks: RemittanceToken.Marks = []

  init(isSource: Bool = false) { self.isSource = isSource }

  /// A sign, or the plain one that means the same.
  mutating func add(_ sign: UInt8) {
    switch sign {
    case UInt8(ascii: " "), 0x09, 0x0D: space()
    case 0x0A:
      hasLine = true
      space()
    case RemittanceScanner.sourceBreak: isSource = true
    case UInt8(ascii: "#"): isSpacedAfter = true
    case UInt8(ascii: "$"): marks.insert(.currency)
    case UInt8(ascii: "%"): marks.insert(.percent)
    default: add(mark: sign)
    }
  }

  private mutating func space() {
    if count == 0 { isSpaced = true }
    isSpacedAfter = true
  }

  private mutating func add(mark sign: UInt8) {
    switch sign {
    case UInt8(ascii: "("): marks.insert(.opening)
    case UInt8(ascii: ")"): marks.insert(.closing)
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "+"), UInt8(ascii: "&"): isListed = true
    default: break
    }
    // A minus stands at the word before, or at the one that follows.
    if sign == UInt8(ascii: "-"), count == 0, !isSpaced { marks.insert(.trailingMinus) }
    if count == 0 { first = sign }
    count += 1
    last = sign
    isSpacedAfter = false
  }

  /// What it all is, once the next word or the end is reached.
  mutating func close() -> (gap: RemittanceToken.Gap, marks: RemittanceToken.Marks) {
    if last == UInt8(ascii: "-"), !isSpacedAfter {
      // `2026-42` has no minus, `INV -500` has one.
      if count > 1 || isSpaced || isSource { marks.insert(.minus) }
      if count == 1 { marks.remove(.trailingMinus) }
    }
    return (isSource ? .source : kind, marks)
  }

  private var kind: RemittanceToken.Gap {
    switch count {
    case 0: return spaces
    case 1: return oneSign
    default:
      if isListed { return .list }
      let isDash = first == UInt8(ascii: ".") || first == UInt8(ascii: "-")
      return isDash && first == last ? .dash : .other
    }
  }

  private var spaces: RemittanceToken.Gap {
    if hasLine { return .line }
    return isSpaced || isSpacedAfter || marks.contains(.currency) || marks.contains(.percent)
      ? .space : .none
  }

  private var oneSign: RemittanceToken.Gap {
    let isTight = !isSpaced && !isSpacedAfter
    switch first {
    case UInt8(ascii: "-"):
      if hasLine { return .line }
      return isTight ? .hyphen : isSpacedAfter ? .dash : .space
    case UInt8(ascii: "/"): return hasLine ? .line : isTight ? .slash : .spacedSlash
    case UInt8(ascii: "."): return isTight ? .dot : spaces
    case UInt8(ascii: "_"), UInt8(ascii: "\\"): return isTight ? .underscore : .other
    case UInt8(ascii: ","): return isTight ? .comma : .list
    case UInt8(ascii: "'"): return isTight ? .apostrophe : .other
    case UInt8(ascii: ";"), UInt8(ascii: "+"), UInt8(ascii: "&"), UInt8(ascii: "|"): return .list
    case UInt8(ascii: ":"), UInt8(ascii: "="): return .colon
    case UInt8(ascii: "~"): return .dash
    default: return .other
    }
  }
}
