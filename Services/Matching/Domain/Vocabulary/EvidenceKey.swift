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
    let references = StructuredReference(reference).map { [Self(.reference, $0.text)] } ?? []
    return references + [Self(.number, RemittanceText.key(number.rawValue))]
  }

  /// What a payment names, in order of mention: structured references with valid check digits, then
  /// whatever may be an invoice number.
  static func keys(ofPayment details: Matching.Details) -> [Self] {
    let references = details.references.compactMap { StructuredReference($0)?.text }
    let words = (details.references + [details.text]).flatMap { RemittanceText.candidates(in: $0) }
    let keys = references.map { Self(.reference, $0) } + words.map { Self(.number, $0) }
    var seen: Set<Self> = []
    return Array(keys.filter { seen.insert($0).inserted }.prefix(Matching.Limits.evidenceKeys))
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
