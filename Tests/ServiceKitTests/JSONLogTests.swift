import Logging
import Messages
import ServiceHost
import ServiceKit
import Synchronization
import Testing

@Suite("The log")
struct JSONLogTests {
  /// The fields of each line that was written.
  private final class Lines: Sendable {
    private let lines = Mutex<[[UInt8]]>([])

    func add(_ line: [UInt8]) { lines.withLock { $0.append(line) } }

    func fields() throws -> [[String: String]] {
      try lines.withLock { $0 }.map { line in
        #expect(line.last == UInt8(ascii: "\n"))
        return try JSONCoding.decode([String: String].self, from: Array(line.dropLast()))
      }
    }
  }

  @Test("no line bears an account number, in its message or in any of its fields")
  func accountNumbers() throws {
    let lines = Lines()
    var logger = Logger(
      label: "test",
      factory: { _ in
        JSONLog(service: .matching, level: .info, clock: StillClock()) { lines.add($0) }
      }
    )
    logger[metadataKey: "payer"] = "FR7630006000011234567890189"
    logger.warning(
      "FR76 3000 6000 0112 3456 7890 189 cannot be read",
      metadata: [
        "id": "payment.received/NL91ABNA0417164300:X-1:0",
        "reason": "data: $.date: 'DE89370400440532013000' is not a day of the calendar",
        "error": "refused([\"iban\": \"GB82WEST12345698765432\"])",
        "hash": "0b82be57",
      ]
    )
    logger.debug("FR7630006000011234567890189 is of no level that is written")
    let written = try lines.fields()
    #expect(written.count == 1)
    let line = try #require(written.first)
    #expect(line["message"] == "FR…0189 cannot be read")
    #expect(line["payer"] == "FR…0189")
    #expect(line["id"] == "payment.received/NL…4300:X-1:0")
    #expect(line["reason"] == "data: $.date: 'DE…3000' is not a day of the calendar")
    #expect(line["error"] == "refused([\"iban\": \"GB…5432\"])")
    #expect(line["hash"] == "0b82be57")
    #expect(line["service"] == "matching" && line["level"] == "warning")
  }
}
