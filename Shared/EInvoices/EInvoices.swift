import XMLStream

/// What was found in a document that should be an electronic invoice.
package struct InvoiceReading: Hashable, Sendable {
  /// Nil where the document is none that is read.
  package var syntax: InvoiceSyntax?
  /// What could be read, whether or not it is accepted; nil where something is missing without
  /// which it is no invoice.
  package var invoice: ElectronicInvoice?
  /// Everything that is wrong with it or worth knowing, in the order of its lines.
  package var findings: [InvoiceFinding]

  package init(
    syntax: InvoiceSyntax? = nil,
    invoice: ElectronicInvoice? = nil,
    findings: [InvoiceFinding]
  ) {
    self.syntax = syntax
    self.invoice = invoice
    self.findings = findings
  }

  /// Whether nothing speaks against taking the invoice.
  package var isAccepted: Bool { invoice != nil && refusals.isEmpty }
  package var refusals: [InvoiceFinding] { findings.filter { $0.severity == .refusal } }
  package var remarks: [InvoiceFinding] { findings.filter { $0.severity == .remark } }
}

/// Electronic invoices of EN 16931, in UBL and in CII, the latter also inside a PDF (Factur-X,
/// ZUGFeRD).
package enum EInvoices {
  /// Reads a document, recognised by its content.
  package static func read(_ bytes: [UInt8]) -> InvoiceReading {
    var rest = bytes[...]
    return read { () -> [UInt8] in
      defer { rest = rest.dropFirst(XMLLimits.chunkBytes) }
      return Array(rest.prefix(XMLLimits.chunkBytes))
    }
  }

  /// Reads a document from `source`, which gives its next bytes, and none at its end.
  package static func read<Failure: Error>(
    from source: () throws(Failure) -> [UInt8]
  ) throws(Failure) -> InvoiceReading {
    var reader = InvoiceDocument()
    while true {
      let bytes = try source()
      guard !bytes.isEmpty, reader.take(bytes) else { return reader.reading() }
    }
  }
}

/// A document while its bytes come.
private struct InvoiceDocument {
  private let tree: InvoiceTree
  private let reader: XMLStreamReader
  private var count = 0
  /// The first bytes, until they say what the document is.
  private var head: [UInt8] = []
  private var failure: InvoiceFinding?
  /// All of it where the document is a PDF, which has its table of contents at its end.
  private var pdf: [UInt8] = []

  init() {
    tree = InvoiceTree()
    reader = XMLStreamReader(
      handler: tree,
      limits: XMLLimits(
        depth: InvoiceLimits.depth,
        textBytes: InvoiceLimits.textBytes,
        attributes: InvoiceLimits.attributes
      )
    )
  }

  /// Whether more bytes are wanted.
  mutating func take(_ bytes: [UInt8]) -> Bool {
    count += bytes.count
    guard count <= InvoiceLimits.documentBytes else {
      failure = InvoiceFinding(
        .refusal,
        .forbidden,
        text: "more than \(InvoiceLimits.documentBytes / 1024 / 1024) MiB"
      )
      return false
    }
    guard pdf.isEmpty else { return keep(bytes) }
    guard head.count < Self.headBytes else { return feed(bytes) }
    head += bytes
    guard head.count >= Self.headBytes else { return true }
    guard !InvoicePDF.begins(with: head) else { return keep(head) }
    if let finding = InvoiceFinding(beginning: head) {
      failure = finding
      return false
    }
    return feed(head)
  }

  /// Enough to tell XML from what is none, after some white space.
  private static let headBytes = 16

  private mutating func feed(_ bytes: [UInt8]) -> Bool {
    let reader = reader
    return attempt { try reader.feed(bytes) }
  }

  private mutating func keep(_ bytes: [UInt8]) -> Bool {
    pdf += bytes
    guard pdf.count > InvoiceLimits.pdfBytes else { return true }
    let text = "a PDF of more than \(InvoiceLimits.pdfBytes / 1024 / 1024) MiB"
    failure = InvoiceFinding(.refusal, .forbidden, text: text)
    return false
  }

  mutating func reading() -> InvoiceReading {
    let reader = reader
    if failure == nil, !pdf.isEmpty { return InvoicePDF.reading(of: pdf) }
    if failure == nil, head.count < Self.headBytes {
      failure = InvoiceFinding(beginning: head)
      if failure == nil { _ = feed(head) }
    }
    if failure == nil { _ = attempt { try reader.finish() } }
    if let failure { return InvoiceReading(syntax: tree.syntax, findings: [failure]) }
    guard let syntax = tree.syntax, let root = tree.root else {
      return InvoiceReading(findings: [InvoiceFinding(.refusal, .malformed, text: "no element")])
    }
    let fields = FieldReader(syntax)
    let invoice =
      switch syntax {
      case .ubl: UBLReading(root: root, fields: fields).invoice()
      case .cii, .zugferd1: CIIReading(root: root, fields: fields).invoice()
      }
    if let invoice { check(invoice, root, fields) }
    return InvoiceReading(syntax: syntax, invoice: invoice, findings: fields.findings)
  }

  /// Sums of what was refused already would only be wrong once more.
  private func check(_ invoice: ElectronicInvoice, _ root: InvoiceNode, _ fields: FieldReader) {
    guard !fields.hasRefusal else { return }
    let broken =
      fields.syntax == .zugferd1
      ? InvoiceArithmetic.brokenTotals(invoice.totals) : InvoiceArithmetic.brokenRules(invoice)
    let totals = root.totals
    for rule in broken {
      fields.note(
        .refusal,
        rule.isArithmetic ? .totalsMismatch : .brokenRule,
        totals,
        "\(rule.rule): \(rule.text)"
      )
    }
  }

  private mutating func attempt(_ step: () throws -> Void) -> Bool {
    do {
      try step()
      return true
    } catch let finding as InvoiceFinding {
      failure = finding
    } catch let error as XMLStreamError {
      failure = InvoiceFinding(error)
    } catch {
      failure = InvoiceFinding(.refusal, .malformed, text: "\(error)")
    }
    return false
  }
}

extension InvoiceNode {
  /// Where an invoice states its totals.
  fileprivate var totals: InvoiceNode? {
    let settlement = ["SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction"]
      .compactMap(first).flatMap(\.children).first { $0.name.hasSuffix("Settlement") }
    return first("LegalMonetaryTotal")
      ?? settlement?.children.first { $0.name.hasSuffix("MonetarySummation") }
  }
}

extension InvoiceFinding {
  /// Why a document that begins like this cannot be XML; nil where it may be.
  fileprivate init?(beginning bytes: [UInt8]) {
    let head = bytes.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(4)
    let expected = "expected UBL or CII in XML, or a Factur-X PDF"
    if head.starts(with: "UNA".utf8) || head.starts(with: "UNB".utf8) {
      self.init(
        .refusal,
        .unknownFormat,
        line: 1,
        text: "an interchange in EDIFACT's own syntax: \(expected)"
      )
      return
    }
    // A document in UTF-16 begins with a mark or a zero.
    guard let first = head.first, first != UInt8(ascii: "<"), first != 0, first < 0xEF else {
      return nil
    }
    self.init(.refusal, .unknownFormat, line: 1, text: "no XML: \(expected)")
  }

  init(_ error: XMLStreamError) {
    let code: Code =
      switch error.kind {
      case .empty, .truncated, .encoding, .malformed: .malformed
      case .documentType, .tooDeep, .textTooLong, .tooManyAttributes: .forbidden
      }
    self.init(.refusal, code, line: error.line, path: error.path, text: error.text)
  }
}
