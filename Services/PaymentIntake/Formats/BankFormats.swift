import XMLStream

/// The bank formats that are read: those that are standards, and the CSV layouts that a house has
/// described.
package struct BankFormats: Sendable {
  package let readers: [any BankFormatReader]

  /// Layouts are asked before the standards, in their order: they are a house's own word.
  package init(layouts: [CSVLayout] = []) {
    readers = layouts.map { CSVReader($0) } + Self.standards
  }

  private static let standards: [any BankFormatReader] = [
    CamtReader(), OFXReader(), OCRGiroReader(), MT940Reader(), LockboxReader(), BAI2Reader(),
    CODAReader(), AEB43Reader(), BgMaxReader(), ESRReader(), KTLReader(),
  ]

  /// The reader of a file, told from its beginning; throws a ``BankFinding`` that says what the
  /// file looks like when no reader knows it.
  ///
  /// `head` is the first ``Limits/head`` bytes, or all of a smaller file. What the file is called
  /// does not matter.
  package func reader(for head: [UInt8]) throws(BankFinding) -> any BankFormatReader {
    if let reader = readers.first(where: { $0.recognises(head) }) { return reader }
    guard !head.isEmpty else { throw BankFinding(.refusal, .empty, text: "the file is empty") }
    let xml = XMLHead(head)
    if let refused = xml.documentType { throw BankFinding(refused) }
    if let root = xml.elements.first { throw .unknownFormat(root: root) }
    throw BankFinding(
      .refusal,
      .unknownFormat,
      text: "\(Self.look(of: head)) is no bank file that is read: expected camt, MT940, MT942,"
        + " BAI2, BAI lockbox, CODA, OFX, OCR giro, AEB43, BgMax, ESR, KTL, X12 820, EDIFACT REMADV"
        + " or a CSV layout"
    )
  }

  package enum Limits {
    /// How much of a file's beginning is enough to recognise its format.
    package static let head = 64 * 1024
    /// Findings kept of one file and severity; the rest is counted as one more.
    package static let findings = 100
  }

  /// The first bytes in words, for the person who sent the wrong file.
  private static func look(of head: [UInt8]) -> String {
    let signatures: [(bytes: [UInt8], name: String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive"), ([0x1F, 0x8B], "a gzip archive"),
      ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
    ]
    if let known = signatures.first(where: { head.starts(with: $0.bytes) }) { return known.name }
    let hexadecimal = head.prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0\(digits)" : digits
    }
    return "a file that begins with the bytes \(hexadecimal.joined(separator: " "))"
  }
}
