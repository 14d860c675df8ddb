import EInvoices
import Foundation
import PDFAttachments
import Testing

@Suite("Invoices inside a PDF")
struct InvoicePDFTests {
  @Test("the file in it is read, whatever the case of its name", arguments: ["F", "UF"])
  func attachment(key: String) throws {
    let xml = InvoiceText.ubl()
    let pdf = PDFText(key: key, name: "Factur-X.XML", stream: xml).bytes
    let reading = EInvoices.read(pdf)
    #expect(reading == EInvoices.read(xml))
    #expect(reading.isAccepted)
    var rest = pdf[...]
    let inPieces = EInvoices.read { () -> [UInt8] in
      defer { rest = rest.dropFirst(61) }
      return Array(rest.prefix(61))
    }
    #expect(inPieces == reading)
  }

  @Test("a PDF that only lists the file as associated with the document")
  func associated() {
    let pdf = PDFText(name: "factur-x.xml", stream: InvoiceText.ubl(), isAssociated: true).bytes
    #expect(EInvoices.read(pdf).isAccepted)
  }

  @Test("a PDF with another file, cut short, or holding a PDF is refused with the reason")
  func refusals() {
    let other = PDFText(name: "order-x.xml", stream: InvoiceText.ubl()).bytes
    expect(other, .unknownFormat, "no invoice is inside")
    let pdf = PDFText(name: "factur-x.xml", stream: InvoiceText.ubl()).bytes
    expect(Array(pdf.prefix(60)), .malformed, "damaged")
    expect(PDFText(name: "factur-x.xml", stream: pdf).bytes, .unknownFormat, "a PDF itself")
    let limit = InvoiceLimits.pdfBytes
    expect(pdf + Array(repeating: 0x20, count: limit), .forbidden, "more than 32 MiB")
  }

  private func expect(_ pdf: [UInt8], _ code: InvoiceFinding.Code, _ text: String) {
    let findings = EInvoices.read(pdf).findings
    #expect(findings.map(\.code) == [code], "\(findings)")
    #expect(findings.first?.text.contains(text) == true, "\(findings)")
  }

  @Test("a file larger than allowed does not come out")
  func tooLarge() {
    let pdf = PDFText(name: "a", stream: Array(repeating: 0x41, count: 1001)).bytes
    #expect(throws: PDFFailure.tooLarge) {
      try PDFAttachments.file(named: ["a"], in: pdf, limits: .init(attachmentBytes: 1000))
    }
    #expect(throws: Never.self) {
      try PDFAttachments.file(named: ["a"], in: pdf, limits: .init(attachmentBytes: 1001))
    }
  }

  @Test("bytes that unpack beyond the memory that they may take end the process that unpacks them")
  func bomb() throws {
    // Each run of 128 equal bytes takes two (ISO 32000-1, 7.4.5).
    let runs = Array(repeating: [UInt8](arrayLiteral: 129, 0x41), count: 500_000).joined()
    let pdf = PDFText(name: "a", stream: Array(runs), filter: "RunLengthDecode").bytes
    let limits = PDFAttachments.Limits(attachmentBytes: 1 << 30, memoryBytes: 16 << 20)
    #expect(throws: PDFFailure.unreadable) {
      try PDFAttachments.file(named: ["a"], in: pdf, limits: limits)
    }
    let enough = PDFAttachments.Limits(attachmentBytes: 1 << 30, memoryBytes: 1 << 30)
    let file = try PDFAttachments.file(named: ["a"], in: pdf, limits: enough)
    #expect(file.count == 64_000_000)
  }

  @Test("names that point at each other in a circle end")
  func circle() {
    let pdf = PDFText(name: "a", stream: [], kids: "[3 0 R 3 0 R]").bytes
    #expect(throws: PDFFailure.notThere) {
      try PDFAttachments.file(named: ["b"], in: pdf, limits: .init(attachmentBytes: 1))
    }
  }
}

/// The smallest PDF with one file inside.
private struct PDFText {
  private(set) var bytes = Array("%PDF-1.7\n".utf8)
  private var offsets: [Int] = []

  init(
    key: String = "UF",
    name: String,
    stream: [UInt8],
    isAssociated: Bool = false,
    filter: String? = nil,
    kids: String? = nil
  ) {
    let place = isAssociated ? "/AF [4 0 R]" : "/Names << /EmbeddedFiles 3 0 R >>"
    add("<< /Type /Catalog /Pages 2 0 R \(place) >>")
    add("<< /Type /Pages /Kids [] /Count 0 >>")
    add("<< /Names [(\(name)) 4 0 R] \(kids.map { "/Kids \($0)" } ?? "") >>")
    add("<< /Type /Filespec /\(key) (\(name)) /EF << /\(key) 5 0 R >> >>")
    let packed = filter.map { "/Filter /\($0) " } ?? ""
    add("<< /Type /EmbeddedFile \(packed)/Length \(stream.count) >>\nstream\n", stream)
    let table = bytes.count
    bytes += "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n".utf8
    for offset in offsets {
      let digits = String(offset)
      bytes += (String(repeating: "0", count: 10 - digits.count) + "\(digits) 00000 n \n").utf8
    }
    bytes += "trailer\n<< /Size \(offsets.count + 1) /Root 1 0 R >>\n".utf8
    bytes += "startxref\n\(table)\n%%EOF\n".utf8
  }

  private mutating func add(_ object: String, _ stream: [UInt8]? = nil) {
    offsets.append(bytes.count)
    bytes += "\(offsets.count) 0 obj\n\(object)".utf8
    if let stream { bytes += stream + Array("\nendstream".utf8) }
    bytes += "\nendobj\n".utf8
  }
}
