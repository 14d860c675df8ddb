/// Reads Norwegian OCR giro, the payments that Nets collects under an agreement with a payee (Nets,
/// system specification OCR giro, service 09): records of 80 columns.
package enum OCRGiroReader: BankFormatReader {
  package static let name = "ocr-giro"

  package static func recognises(_ head: [UInt8]) -> Bool {
    LineReader.firstLine(of: head)?.text.hasPrefix("NY000010") == true
  }

  package static func check(_ source: @escaping ByteSource) throws -> BankFileReport {
    try StatementCheck.report(source, Lines<OCRGiroScanner>.self, format: name)
  }

  package static func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader {
    StatementRows<Lines<OCRGiroScanner>>(source, after: cursor)
  }
}
