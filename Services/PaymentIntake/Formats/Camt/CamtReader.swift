import XMLStream

/// Reads ISO 20022 bank-to-customer messages: camt.052 interim report, camt.053 statement, camt.054
/// notification, versions 1 to 13.
package struct CamtReader: BankFormatReader {
  package static let name = "camt"

  package init() {}

  package var name: String { Self.name }

  package func recognises(_ head: [UInt8]) -> Bool {
    XMLHead(head).elements.contains { element in
      element.local == "Document" && element.namespace.flatMap { CamtNamespace($0) } != nil
    }
  }

  package func check(_ source: @escaping ByteSource) throws -> BankFileReport {
    let check = CamtCheck()
    let scanner = CamtScanner(sink: check)
    let reader = XMLStreamReader(handler: scanner)
    do {
      while true {
        let bytes = try source()
        guard !bytes.isEmpty else { break }
        try reader.feed(bytes)
      }
      try reader.finish()
      if !scanner.hasDocument { check.found(.unknownFormat(root: scanner.root)) }
    } catch let error as XMLStreamError {
      check.found(BankFinding(error))
    }
    return check.result(format: scanner.namespace?.name)
  }

  package func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader {
    CamtRows(source, report: report, after: cursor)
  }
}
