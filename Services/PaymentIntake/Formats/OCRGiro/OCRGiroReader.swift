import TextLines

/// Reads Norwegian OCR giro, the payments that Nets collects under an agreement with a payee (Nets,
/// system specification OCR giro, service 09): records of 80 columns.
package struct OCRGiroReader: LineFormatReader {
  package static let name = "ocr-giro"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    LineReader.firstLine(of: head)?.text.hasPrefix("NY000010") == true
  }

  func record(_ sink: any StatementSink) -> OCRGiroScanner { OCRGiroScanner(sink: sink) }
}
