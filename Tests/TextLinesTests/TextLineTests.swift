import Testing
import TextLines

@Suite("Lines of text")
struct TextLineTests {
  @Test("lines end in any way, in any pieces", arguments: [1, 2, 3, 100])
  func ends(piece: Int) throws {
    let bytes = Array("\u{FEFF}one\r\ntwo\nthree\rfour".utf8)
    var reader = LineReader()
    var lines: [TextLine] = []
    for start in stride(from: 0, to: bytes.count, by: piece) {
      lines += try reader.lines(Array(bytes[start..<min(start + piece, bytes.count)]))
    }
    if let last = try reader.last() { lines.append(last) }
    #expect(lines.map(\.text) == ["one", "two", "three", "four"])
    #expect(lines.map(\.number) == [1, 2, 3, 4])
  }

  @Test("bytes that are no UTF-8 are Windows-1252; controls are spaces, tabs where they count not")
  func charset() {
    let legacy = TextLine(number: 1, bytes: [0x4D, 0xFC, 0x80, 0x07])
    #expect(legacy.text == "Mü€ ")
    #expect(legacy.isLegacy)
    #expect(TextLine(number: 1, bytes: [0x61, 0x09, 0x62]).text == "a b")
    #expect(TextLine(number: 1, bytes: [0x61, 0x09, 0x62], keepsTabs: true).text == "a\tb")
  }

  @Test(
    "UTF-16 is refused",
    arguments: [[0xFE, 0xFF, 0, 0x61], [0xFF, 0xFE, 0x61, 0]] as [[UInt8]]
  )
  func utf16(bytes: [UInt8]) {
    var reader = LineReader()
    let error = #expect(throws: TextLineError.self) { try reader.lines(bytes + [0x0A]) }
    #expect(error?.kind == .malformed)
  }
}
