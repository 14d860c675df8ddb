import Testing
import TextLines

@Suite("Rows of a table")
struct CSVRecordTests {
  private static func rows(_ text: String) throws -> [CSVRecord] {
    var reader = LineReader(keepsTabs: true)
    var lines = try reader.lines(Array(text.utf8))
    if let last = try reader.last() { lines.append(last) }
    var records = CSVRecordReader()
    var rows: [CSVRecord] = []
    for line in lines {
      if let record = try records.record(line) { rows.append(record) }
    }
    try records.end()
    return rows
  }

  @Test(
    "fields are as RFC 4180 has them",
    arguments: [
      ("a,b,c", ["a", "b", "c"]), ("a,,", ["a", "", ""]), ("\"a,b\",c", ["a,b", "c"]),
      ("\"say \"\"hi\"\"\",x", ["say \"hi\"", "x"]), (" \"a\" ,b", ["a ", "b"]),
      ("a\"b,c", ["a\"b", "c"]),
    ]
  )
  func fields(text: String, fields: [String]) throws {
    #expect(try Self.rows(text).map(\.fields) == [fields])
  }

  @Test("a field in quotes goes on over lines, and the row bears the first one's number")
  func severalLines() throws {
    let rows = try Self.rows("x,y\r\n\"one\r\ntwo\",2\r\nlast,3")
    #expect(rows.map(\.fields) == [["x", "y"], ["one two", "2"], ["last", "3"]])
    #expect(rows.map(\.line) == [1, 2, 4])
  }

  @Test("a field that nobody closes is refused with the line on which it begins")
  func unclosed() {
    let error = #expect(throws: TextLineError.self) { try Self.rows("a,b\n\"c\nd\ne") }
    #expect(error?.line == 2)
    #expect(error?.kind == .malformed)
  }

  @Test("rows and lines beyond all measure are refused")
  func limits() {
    let line = String(repeating: "x", count: LineReader.maximumBytes + 1)
    let fields = String(repeating: ",", count: CSVRecordReader.maximumFields)
    let row = "\"" + String(repeating: "12345678\n", count: 8000)
    for text in [line, fields, row] {
      let error = #expect(throws: TextLineError.self) { try Self.rows(text) }
      #expect(error?.kind == .tooLarge)
    }
  }

  @Test("a header has all that is needed, each once; rows may be short by what nobody needs")
  func header() throws {
    let rows = try Self.rows("a,b,c\n1,2,3\n1\n1,2,3,\n1,2,3,4")
    let header = try #require(CSVHeader(rows[0], needed: ["a", "c"]))
    #expect(rows.dropFirst().map(header.fits) == [true, false, true, false])
    #expect(header.text("c", rows[1]) == "3")
    #expect(header.text("c", rows[2]) == "")
    #expect(CSVHeader(rows[0], needed: ["a", "d"]) == nil)
    let twice = try Self.rows("a,b,a")[0]
    #expect(CSVHeader(twice, needed: ["a"]) == nil)
    #expect(CSVHeader(twice, needed: ["b"]) != nil)
  }
}
