import Foundation
import Testing
import XMLStream

@Suite("XML as it comes")
struct XMLStreamReaderTests {
  @Test("names come without their prefix, with their namespace; text with its entities resolved")
  func namesAndText() throws {
    let recorder = Recorder()
    try recorder.read(
      """
      <?xml version="1.0"?>
      <a:Order xmlns:a="urn:orders" number="7" a:kind="R&amp;D &lt; &#34;x&#34;">
        <a:Line>Ren&#233;e &amp; <![CDATA[<Co>]]></a:Line><Note/>
      </a:Order>
      """
    )
    #expect(
      recorder.log == [
        #"2 {urn:orders}Order number=7 {urn:orders}kind=R&D < "x""#, "3 {urn:orders}Line",
        "3 /{urn:orders}Line 'Renée & <Co>'", "3 {}Note", "3 /{}Note ''", "4 /{urn:orders}Order ''",
      ]
    )
  }

  @Test("a document read byte by byte is the document read at once", arguments: [1, 2, 3, 7, 1000])
  func pieces(size: Int) throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <r xmlns="urn:r"><!-- nothing --><a b="é">x<i/>y</a><?p q?><a>\u{1F4B6}</a></r>
      """
    let whole = Recorder()
    try whole.read(text)
    let pieces = Recorder()
    try pieces.read(Array(text.utf8), size: size)
    #expect(pieces.log == whole.log)
    #expect(whole.log.contains("2 /{urn:r}a 'xy'"))
  }

  @Test("what is skipped is neither told nor kept, however much it is")
  func skipped() throws {
    let recorder = Recorder(limits: XMLLimits(textBytes: 10), skipping: ["Envelope"])
    let much = String(repeating: "<x>0123456789abcdef</x>", count: 1000)
    try recorder.read("<r><Envelope>\(much)</Envelope><a>kept</a></r>")
    #expect(recorder.log == ["1 {}r", "1 {}Envelope", "1 {}a", "1 /{}a 'kept'", "1 /{}r ''"])
  }

  @Test(
    "any encoding that the document declares or marks",
    arguments: [
      ("ISO-8859-1", String.Encoding.isoLatin1), ("windows-1252", .windowsCP1252),
      ("UTF-16", .utf16), ("UTF-16LE", .utf16LittleEndian), ("UTF-8", .utf8),
    ]
  )
  func encodings(name: String, encoding: String.Encoding) throws {
    let text = "<?xml version=\"1.0\" encoding=\"\(name)\"?><r><a>Société Générale</a></r>"
    let bytes = Array(try #require(text.data(using: encoding)))
    for size in [1, 5, 4096] {
      let recorder = Recorder()
      try recorder.read(bytes, size: size)
      #expect(recorder.log.contains("1 /{}a 'Société Générale'"), "\(name) by \(size)")
    }
  }

  @Test("a byte order mark is no text")
  func byteOrderMark() throws {
    let recorder = Recorder()
    try recorder.read([0xEF, 0xBB, 0xBF] + Array("<r/>".utf8))
    #expect(recorder.log == ["1 {}r", "1 /{}r ''"])
  }

  @Test("what the handler throws ends the reading, and comes again on every later call")
  func handlerThrows() throws {
    struct Enough: Error {}
    final class Stopper: XMLContentHandler {
      var seen = 0
      func elementBegan(
        _ name: XMLName,
        attributes: [XMLAttribute],
        line: Int
      ) throws -> XMLInterest {
        seen += 1
        if name.local == "stop" { throw Enough() }
        return .children
      }
      func elementEnded(_ name: XMLName, text: String, line: Int) {}
    }
    let stopper = Stopper()
    let reader = XMLStreamReader(handler: stopper)
    #expect(throws: Enough.self) { try reader.feed(Array("<r><stop/><more/></r>".utf8)) }
    #expect(throws: Enough.self) { try reader.feed(Array("<r/>".utf8)) }
    #expect(throws: Enough.self) { try reader.finish() }
    #expect(stopper.seen == 2)
  }
}
