import PDFAttachments

/// A PDF for people with the invoice in CII inside: Factur-X, ZUGFeRD.
enum InvoicePDF {
  /// What the standards call the file: Factur-X and ZUGFeRD from 2.1 on, ZUGFeRD before, XRechnung.
  static let names = ["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"]

  static func begins(with bytes: [UInt8]) -> Bool { bytes.starts(with: "%PDF-".utf8) }

  /// The reading of the file inside; its lines are those of that file.
  static func reading(of pdf: [UInt8]) -> InvoiceReading {
    do throws(PDFFailure) {
      let limits = PDFAttachments.Limits(attachmentBytes: InvoiceLimits.documentBytes)
      let file = try PDFAttachments.file(named: names, in: pdf, limits: limits)
      // A PDF as the invoice of a PDF would be one without end.
      guard !begins(with: file) else { return refusal(.unknownFormat, "the file is a PDF itself") }
      return EInvoices.read(file)
    } catch {
      switch error {
      case .notThere:
        let expected = names.joined(separator: ", ")
        return refusal(.unknownFormat, "no invoice is inside: expected one of \(expected)")
      case .unreadable:
        return refusal(.malformed, "it is damaged, encrypted, or packed beyond every measure")
      case .tooLarge:
        let limit = InvoiceLimits.documentBytes / 1024 / 1024
        return refusal(.forbidden, "the invoice inside has more than \(limit) MiB")
      case .exhausted: return refusal(.forbidden, "it takes more time or memory than a PDF may")
      case .noProcess: return refusal(.malformed, "the system has no process to read it with")
      }
    }
  }

  private static func refusal(_ code: InvoiceFinding.Code, _ text: String) -> InvoiceReading {
    InvoiceReading(findings: [InvoiceFinding(.refusal, code, text: "a PDF: \(text)")])
  }
}
