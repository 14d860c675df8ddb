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

  package func makeCheck() -> any BankFileCheck { CamtFileCheck() }

  package func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader {
    CamtRows(source, report: report, after: cursor)
  }
}

/// Feeds the first reading of a camt file.
private final class CamtFileCheck: BankFileCheck {
  private let check: CamtCheck
  private let scanner: CamtScanner
  private let reader: XMLStreamReader
  private var isBroken = false

  init() {
    check = CamtCheck()
    scanner = CamtScanner(sink: check)
    reader = XMLStreamReader(handler: scanner)
  }

  func feed(_ bytes: [UInt8]) { attempt { try reader.feed(bytes) } }

  func finish() -> BankFileReport {
    attempt {
      try reader.finish()
      if !scanner.hasDocument { check.found(.unknownFormat(root: scanner.root)) }
    }
    return check.result(format: scanner.namespace?.name)
  }

  private func attempt(_ step: () throws -> Void) {
    guard !isBroken else { return }
    do {
      try step()
    } catch let error as XMLStreamError {
      isBroken = true
      check.found(BankFinding(error))
    } catch {
      preconditionFailure("a check keeps what is wrong and throws nothing: \(error)")
    }
  }
}
