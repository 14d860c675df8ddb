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

/// What a payment says. It is read again whenever it is needed, and kept nowhere.
extension Matching.Payment {
  /// What its references, its text and the payer's advice say, taken apart.
  var reading: RemittanceReading {
    reading(of: details.references + (advice?.numbers ?? []))
  }

  /// Without its advice.
  var ownReading: RemittanceReading { reading(of: details.references) }

  private func reading(of references: [String]) -> RemittanceReading {
    let isNote = creditNote != nil
    return RemittanceReading(
      lines: isNote ? [] : [details.text],
      references: isNote ? [] : references,
      currency: amount.currency
    )
  }

  /// Everything that it names, references first.
  package var evidence: [Matching.EvidenceKey] {
    if let creditNote { return creditNote.invoice.map { [Matching.EvidenceKey(number: $0)] } ?? [] }
    return reading.evidence
  }

  /// What it waits for while it has money.
  package var awaited: ArraySlice<Matching.EvidenceKey> {
    evidence.prefix(Matching.Limits.awaitedKeys)
  }
}

/// The names of documents in what a payer says.
extension RemittanceReading {
  /// Everything that may be one, references first.
  package var evidence: [Matching.EvidenceKey] {
    let numbers = mentions.filter(\.isNumber).map { Matching.EvidenceKey(.number, $0.key) }
    return (referenceKeys + numbers).withoutRepetitions
  }

  /// Structured references with valid check digits.
  var referenceKeys: [Matching.EvidenceKey] {
    references.map(\.evidence).withoutRepetitions
  }

  /// The numbers that are somebody's, in order of mention; of those that share a word the longest.
  func numberKeys(_ isKnown: (Matching.EvidenceKey) -> Bool) -> [Matching.EvidenceKey] {
    known { isKnown(Matching.EvidenceKey(.number, $0.key)) }
      .map { Matching.EvidenceKey(.number, $0.key) }.withoutRepetitions
  }

  /// References that nobody writes by chance: others pass their check once in ten.
  var tellingReferences: [Matching.EvidenceKey] {
    references.filter { reference in
      let kind = reference.reference.kind
      return reference.isTelling && (kind == .creditor || kind == .belgian)
    }.map(\.evidence)
  }
}

extension RemittanceReading.Reference {
  fileprivate var evidence: Matching.EvidenceKey {
    Matching.EvidenceKey(.reference, reference.key)
  }
}

extension [Matching.EvidenceKey] {
  fileprivate var withoutRepetitions: Self {
    var seen: Set<Matching.EvidenceKey> = []
    return filter { seen.insert($0).inserted }
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
