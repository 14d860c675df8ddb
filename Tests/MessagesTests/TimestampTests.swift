import DomainKit
import Messages
import Testing

@Suite("Instants as RFC 3339 writes them")
struct TimestampTests {
  @Test("an instant is written in UTC with milliseconds and read back")
  func canonicalForm() throws {
    let instant = try #require(Timestamp("2026-03-10T18:43:50.123Z"))
    #expect(instant.milliseconds == 1_773_168_230_123)
    #expect(instant.description == "2026-03-10T18:43:50.123Z")
    #expect(instant.date == CalendarDate("2026-03-10"))
  }

  @Test(
    "offsets, fractions and leap seconds come to the same notation",
    arguments: [
      ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
      ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
      ("2026-03-10t18:43:50z", "2026-03-10T18:43:50.000Z"),
      ("2026-03-10T18:43:50.1Z", "2026-03-10T18:43:50.100Z"),
      ("2026-03-10T18:43:50.1239999Z", "2026-03-10T18:43:50.123Z"),
      ("2026-03-11T00:13:50+05:30", "2026-03-10T18:43:50.000Z"),
      ("2026-03-10T18:43:50-00:00", "2026-03-10T18:43:50.000Z"),
      ("2025-12-31T16:00:00-08:00", "2026-01-01T00:00:00.000Z"),
      // RFC 3339 section 5.8: the same leap second, twice.
      ("1990-12-31T23:59:60Z", "1991-01-01T00:00:00.000Z"),
      ("1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00.000Z"),
      ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870Z"),
      ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
      ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
    ]
  )
  func accepted(_ text: String, _ canonical: String) {
    #expect(Timestamp(text)?.description == canonical)
  }

  @Test(
    "what is no instant is refused",
    arguments: [
      "", "2026-03-10", "2026-03-10T18:43Z", "2026-03-10 18:43:50Z", "2026-03-10T18:43:50",
      "2026-03-10T18:43:50.Z", "2026-03-10T18:43:50,1Z", "2026-03-10T24:00:00Z",
      "2026-03-10T18:60:00Z", "2026-03-10T18:43:60Z", "2026-03-10T18:43:61Z",
      "2026-02-29T00:00:00Z", "2026-03-10T18:43:50+0530", "2026-03-10T18:43:50+24:00",
      "2026-03-10T18:43:50ZZ", "2026-03-10T18:43:50Z ", "0001-01-01T00:00:00+00:01",
      "9999-12-31T23:59:59-00:01", "2026-03-10T18:43:50.123", "\u{0662}026-03-10T18:43:50Z",
    ]
  )
  func refused(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test("in JSON an instant is that string, and nothing else is read")
  func coding() throws {
    let instant = Timestamp(milliseconds: -1)
    let bytes = try JSONCoding.encode([instant])
    #expect(String(decoding: bytes, as: UTF8.self) == #"["1969-12-31T23:59:59.999Z"]"#)
    #expect(try JSONCoding.decode([Timestamp].self, from: bytes) == [instant])
    #expect(throws: Malformed.self) {
      try JSONCoding.decode([Timestamp].self, from: Array("[0]".utf8))
    }
  }
}
