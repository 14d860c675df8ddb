import DomainKit
import Remittance

extension Matching {
  /// A name by which payers speak of invoices, normalised: what indexes are kept by.
  package struct EvidenceKey: Hashable, Sendable {
    package enum Kind: String, Sendable {
      /// A structured reference with valid check digits.
      case reference
      /// An invoice number.
      case number
    }
    package let kind: Kind
    package let text: String

    package init(_ kind: Kind, _ text: String) {
      self.kind = kind
      self.text = text
    }
  }
}

extension Matching.EvidenceKey {
  /// The names by which payers may speak of an invoice.
  static func keys(ofInvoice number: InvoiceNumber, reference: String) -> [Self] {
    let references = StructuredReference(reference).map { [Self(.reference, $0.key)] } ?? []
    return references + [Self(number: number)]
  }

  init(number: InvoiceNumber) { self.init(.number, DocumentNumber.key(number.rawValue)) }
}

/// What a payment names. It is read again whenever it is needed, and kept nowhere.
extension Matching.Payment {
  /// Structured references with valid check digits, quoted as such or in the text.
  package var references: [Matching.EvidenceKey] {
    structuredReferences.map { Matching.EvidenceKey(.reference, $0.key) }.withoutRepetitions
  }

  /// What its references, its text and the payer's advice say, taken apart.
  var reading: RemittanceReading { reading(of: details.references + (advice?.numbers ?? [])) }

  private func reading(of references: [String]) -> RemittanceReading {
    let isNote = creditNote != nil
    return RemittanceReading(
      lines: isNote ? [] : [details.text],
      references: isNote ? [] : references,
      currency: amount.currency
    )
  }

  /// Whatever may be an invoice number, in order of mention.
  package var words: [Matching.EvidenceKey] {
    if let creditNote { return creditNote.invoice.map { [Matching.EvidenceKey(number: $0)] } ?? [] }
    return reading.mentions.filter(\.isNumber).map { Matching.EvidenceKey(.number, $0.key) }
      .withoutRepetitions
  }

  /// Everything that the payment names, references first.
  package var evidence: [Matching.EvidenceKey] { references + words }

  /// What the payment waits for while it has money.
  package var awaited: ArraySlice<Matching.EvidenceKey> {
    evidence.prefix(Matching.Limits.awaitedKeys)
  }

  /// The numbers that are somebody's, in order of mention; of those that share a word the longest.
  func knownWords(_ isKnown: (Matching.EvidenceKey) -> Bool) -> [Matching.EvidenceKey] {
    Self.keys(of: reading.known { isKnown(Matching.EvidenceKey(.number, $0)) })
  }

  /// What is known of what the payment itself names, apart from its advice.
  func ownKeys(_ isKnown: (Matching.EvidenceKey) -> Bool) -> [Matching.EvidenceKey] {
    let own = reading(of: details.references)
    return quotedReferences.map { Matching.EvidenceKey(.reference, $0.key) }.filter(isKnown)
      + Self.keys(of: own.known { isKnown(Matching.EvidenceKey(.number, $0)) })
  }

  private static func keys(of mentions: [RemittanceReading.Mention]) -> [Matching.EvidenceKey] {
    mentions.map { Matching.EvidenceKey(.number, $0.key) }.withoutRepetitions
  }

  /// References that nobody writes by chance: other kinds pass their check once in ten.
  var tellingReferences: [Matching.EvidenceKey] {
    structuredReferences.filter { $0.kind == .creditor || $0.kind == .belgian }
      .map { Matching.EvidenceKey(.reference, $0.key) }
  }

  private var structuredReferences: [StructuredReference] {
    quotedReferences + (advice?.numbers ?? []).compactMap { StructuredReference($0) }
  }

  /// In the payment itself.
  private var quotedReferences: [StructuredReference] {
    guard creditNote == nil else { return [] }
    let quoted = details.references.compactMap { StructuredReference($0) }
    guard details.text.mentionsCreditorReference else { return quoted }
    return quoted + RemittanceText.creditorReferences(in: details.text)
  }
}

extension RemittanceReading.Mention {
  /// Long enough for a number, or announced as one.
  fileprivate var isNumber: Bool {
    RemittanceText.keyBytes.contains(key.utf8.count)
      || label == .invoice && key.utf8.count <= RemittanceText.keyBytes.upperBound
  }
}

extension [Matching.EvidenceKey] {
  fileprivate var withoutRepetitions: Self {
    var seen: Set<Matching.EvidenceKey> = []
    return filter { seen.insert($0).inserted }
  }
}

extension String {
  /// `RF` in upper or lower case, as every creditor reference begins.
  fileprivate var mentionsCreditorReference: Bool {
    var previous: UInt8 = 0
    for byte in utf8 {
      let letter = byte & 0xDF
      if previous == UInt8(ascii: "R"), letter == UInt8(ascii: "F") { return true }
      previous = letter
    }
    return false
  }
}

extension Matching.EvidenceKey: RowKey {
  /// Such as `reference:RF73INV20260042`; the archive's index uses the same keys.
  package var rowKey: String { "\(kind.rawValue):\(text)" }

  package init?(rowKey: String) {
    guard let colon = rowKey.firstIndex(of: ":"),
      let kind = Kind(rawValue: String(rowKey[..<colon]))
    else { return nil }
    self.init(kind, String(rowKey[rowKey.index(after: colon)...]))
  }
}

extension Matching.EvidenceKey: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let key = Self(rowKey: text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "'\(text)' is neither reference:… nor number:…"
      )
    }
    self = key
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rowKey)
  }
}
