import Foundation
import Testing
import XMLStream

@Suite("XML that is refused")
struct XMLRefusalTests {
  @Test("a document type declaration is refused before it can define an entity")
  func entityBomb() {
    let bomb = """
      <?xml version="1.0"?>
      <!DOCTYPE r [
        <!ENTITY a "aaaaaaaaaaaaaaaa">
        <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
        <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
      ]>
      <r>&c;</r>
      """
    let error = refusal(of: bomb)
    #expect(error?.kind == .documentType)
    #expect(error?.line == 2)
  }

  @Test(
    "a file or address outside the document is never opened",
    arguments: [
      "<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/evil.dtd\"><r/>",
      "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><r>&e;</r>",
      "<!DOCTYPE r PUBLIC \"-//X//Y\" \"file:///etc/passwd\"><r/>", "<!DOCTYPE r><r/>",
      "<!DOCTYPE r [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]><r/>",
    ]
  )
  func externalEntity(text: String) {
    #expect(refusal(of: text)?.kind == .documentType)
    #expect(refusal(of: text, size: 1)?.kind == .documentType)
  }

  @Test("an entity that nobody defined")
  func undefinedEntity() {
    #expect(refusal(of: "<r>&eacute;</r>")?.kind == .malformed)
  }

  @Test("a document that ends too early, wherever it is cut")
  func truncated() {
    let text = "<?xml version=\"1.0\"?>\n<r>\n<a b=\"c\">text</a>\n</r>"
    for length in 1..<text.utf8.count {
      let error = refusal(ofBytes: Array(text.utf8.prefix(length)))
      #expect(error != nil, "cut after \(length) bytes")
      if length > 30 { #expect(error?.kind == .truncated, "cut after \(length) bytes") }
    }
    #expect(refusal(of: "<r><a>")?.path == "r/a")
  }

  @Test("no bytes, white space, and what is no XML")
  func nothing() {
    #expect(refusal(of: "")?.kind == .empty)
    #expect(refusal(of: "  \n ") != nil)
    #expect(refusal(of: "PK\u{3}\u{4}zip")?.kind == .malformed)
    #expect(refusal(of: "{\"json\": true}")?.kind == .malformed)
  }

  @Test(
    "bytes that are not of the declared encoding",
    arguments: [
      Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?><r>Soci\u{e9}t".utf8.dropLast(2)) + [
        0xE9, 0x74, 0x3C, 0x2F, 0x72, 0x3E,
      ],
      Array("<?xml version=\"1.0\" encoding=\"no-such\"?><r/>".utf8),
      Array("<?xml version=\"1.0\" encoding=\"US-ASCII\"?><r>".utf8) + [0xC3, 0xA9]
        + Array("</r>".utf8),
    ]
  )
  func wrongEncoding(bytes: [UInt8]) {
    #expect(refusal(ofBytes: bytes)?.kind == .encoding)
  }

  @Test(
    "a NUL, wherever it stands",
    arguments: ["<r>a\0b</r>", "<r a=\"\0\"/>", "\0<r/>", "<r/>\0"]
  )
  func nul(text: String) {
    #expect(refusal(of: text) != nil)
  }

  @Test("elements nested too deep, in what is read and in what is skipped")
  func tooDeep() throws {
    let deep = String(repeating: "<a>", count: 64) + String(repeating: "</a>", count: 64)
    #expect(refusal(of: deep) == nil)
    let deeper = "<a>\(deep)</a>"
    #expect(refusal(of: deeper)?.kind == .tooDeep)
    #expect(refusal(of: "<r><skip>\(deeper)</skip></r>", skipping: ["skip"])?.kind == .tooDeep)
    #expect(refusal(of: String(repeating: "<a>", count: 1_000_000))?.kind == .tooDeep)
  }

  @Test("more text in one element than is kept, and exactly as much")
  func textTooLong() {
    let limits = XMLLimits(textBytes: 100)
    let fits = "<r>\(String(repeating: "x", count: 100))</r>"
    #expect(refusal(of: fits, limits: limits) == nil)
    let long = "<r>\(String(repeating: "x", count: 101))</r>"
    let error = refusal(of: long, limits: limits)
    #expect(error?.kind == .textTooLong)
    #expect(error?.path == "r")
    // In pieces, so that no single one is too long.
    let pieces = "<r>\(String(repeating: "<![CDATA[xxxx]]>", count: 30))</r>"
    #expect(refusal(of: pieces, limits: limits)?.kind == .textTooLong)
  }

  @Test("more attributes than are kept")
  func tooManyAttributes() {
    let attributes = (1...65).map { "a\($0)=\"\"" }.joined(separator: " ")
    #expect(refusal(of: "<r \(attributes)/>")?.kind == .tooManyAttributes)
  }

  @Test("namespaces that are not declared, tags that do not match, two roots")
  func malformed() {
    #expect(refusal(of: "<p:r/>")?.kind == .malformed)
    let error = refusal(of: "<r>\n<a>\n</b>\n</r>")
    #expect(error?.kind == .malformed)
    #expect(error?.line == 3)
    #expect(error?.path == "r/a")
    #expect(error?.description.contains("line 3, in r/a") == true)
    #expect(refusal(of: "<r/><r/>")?.kind == .malformed)
    #expect(refusal(of: "<r a='1' a='2'/>")?.kind == .malformed)
  }

  private func refusal(
    of text: String,
    limits: XMLLimits = XMLLimits(),
    skipping: Set<String> = [],
    size: Int = 1 << 20
  ) -> XMLStreamError? {
    refusal(ofBytes: Array(text.utf8), limits: limits, skipping: skipping, size: size)
  }

  private func refusal(
    ofBytes bytes: [UInt8],
    limits: XMLLimits = XMLLimits(),
    skipping: Set<String> = [],
    size: Int = 1 << 20
  ) -> XMLStreamError? {
    do {
      try Recorder(limits: limits, skipping: skipping).read(bytes, size: size)
      return nil
    } catch {
      return error as? XMLStreamError
    }
  }
}
