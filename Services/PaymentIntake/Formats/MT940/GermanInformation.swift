import TextLines

/// Field 86 as the German banks' agreement has it (DFÜ-Abkommen, annex 3): a code of three digits,
/// then fields that begin with a mark and two digits: `166?00GUTSCHRIFT?20Rechnung 1?32Muster AG`.
struct GermanInformation {
  /// The code of the kind of movement.
  let code: String
  private var fields: [(number: Int, value: String)] = []

  /// Movements that undo earlier ones: charged back (009), returned SEPA direct debits of
  /// companies and of consumers (108, 109), returned transfers (159), direct debits credited again
  /// (181, 184).
  static let returns: Set<String> = ["009", "108", "109", "159", "181", "184"]
  /// The length of one field of the purpose.
  static let purposeLength = 27

  /// Nil for another layout.
  init?(_ lines: [String]) {
    let bytes = Array(lines.joined().utf8.drop { $0 == 0x20 })
    guard bytes.count >= 6, bytes[..<3].allSatisfy({ FieldValue.isDigit($0) }),
      Self.isMark(bytes[3]), bytes[4..<6].allSatisfy({ FieldValue.isDigit($0) })
    else { return nil }
    code = String(decoding: bytes[..<3], as: UTF8.self)
    let mark = bytes[3]
    var starts: [Int] = []
    for index in bytes.indices.dropFirst(3).dropLast(2) where bytes[index] == mark {
      if FieldValue.isDigit(bytes[index + 1]), FieldValue.isDigit(bytes[index + 2]) {
        starts.append(index)
      }
    }
    for (start, end) in zip(starts, starts.dropFirst() + [bytes.count]) {
      let number = Int(bytes[start + 1] - 0x30) * 10 + Int(bytes[start + 2] - 0x30)
      fields.append((number, String(decoding: bytes[(start + 3)..<end], as: UTF8.self)))
    }
  }

  func values(_ numbers: ClosedRange<Int>) -> [String] {
    fields.filter { numbers.contains($0.number) }.map(\.value)
  }

  /// The fields of the purpose, 20 to 29 and 60 to 63; a full one goes on in the next without a
  /// space, unless the next begins with a word such as `SVWZ+`.
  var purpose: String {
    var text = ""
    var isFull = true
    for value in values(20...29) + values(60...63) {
      if !isFull || (!text.isEmpty && SEPAKeywords.begins(value)) { text += " " }
      text += value
      isFull = value.count >= Self.purposeLength
    }
    return text.trimmed
  }

  /// `?` at most banks; any printable character but letters, digits and the space.
  private static func isMark(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !FieldValue.isDigit(byte)
      && !(0x41...0x5A).contains(byte) && !(0x61...0x7A).contains(byte)
  }
}

/// The words by which a SEPA payment's parts are told within the purpose: `EREF+…`, `SVWZ+…`.
struct SEPAKeywords {
  /// The purpose proper: what follows `SVWZ+`, and what stands before the first word.
  let text: String
  private var values: [String: String] = [:]

  private static let words: Set<String> = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "IBAN", "BREF",
    "RREF", "PURP",
  ]

  init(_ purpose: String) {
    let bytes = Array(purpose.utf8)
    let starts = bytes.indices.filter { Self.word(bytes, at: $0) != nil }
    guard let first = starts.first else {
      text = purpose
      return
    }
    for (start, end) in zip(starts, starts.dropFirst() + [bytes.count]) {
      guard let word = Self.word(bytes, at: start), values[word] == nil else { continue }
      values[word] = String(decoding: bytes[(start + 5)..<end], as: UTF8.self).trimmed
    }
    let before = String(decoding: bytes[..<first], as: UTF8.self).trimmed
    text = [before, values["SVWZ"] ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Nil where it is not told, or empty.
  subscript(word: String) -> String? { values[word]?.nonEmpty }

  /// Whether a field begins with one of the words.
  static func begins(_ field: String) -> Bool { word(Array(field.utf8.prefix(5)), at: 0) != nil }

  /// A word stands at the beginning, or behind a space or an empty one's plus sign.
  private static func word(_ bytes: [UInt8], at index: Int) -> String? {
    guard index + 4 < bytes.count, bytes[index + 4] == UInt8(ascii: "+") else { return nil }
    if index > 0, bytes[index - 1] != 0x20, bytes[index - 1] != UInt8(ascii: "+") { return nil }
    let word = String(decoding: bytes[index..<(index + 4)], as: UTF8.self)
    return words.contains(word) ? word : nil
  }
}
