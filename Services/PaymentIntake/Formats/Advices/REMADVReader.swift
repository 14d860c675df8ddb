import DomainKit

/// Reads EDIFACT REMADV, remittance advice (UN/EDIFACT, directories D.93A and later), in the
/// interchange around it.
///
/// The sum of what is paid on documents must be the payment, and every count and reference the one
/// that is stated.
package struct REMADVReader: AdviceReader {
  package init() {}

  package var name: String { "edifact-remadv" }

  package func recognises(_ head: [UInt8]) -> Bool {
    guard let (marks, rest) = Self.marks(head) else { return false }
    let first = marks.segments(rest).prefix(3)
    guard let message = first.first(where: { $0.name == "UNH" }) else { return first.count < 2 }
    return message.text(2) == "REMADV"
  }

  package func read(_ bytes: [UInt8]) -> BankAdviceReport {
    guard let (marks, rest) = Self.marks(bytes) else {
      return BankAdviceReport(
        format: name,
        findings: [BankFinding(.refusal, .malformed, text: "the interchange has no header UNB")]
      )
    }
    var interchange = REMADVInterchange(SegmentReader(marks.segments(rest)), marks.decimal)
    let advices = interchange.read()
    let findings = interchange.reader.findings
    return BankAdviceReport(
      format: "\(name)-\(interchange.version ?? "")",
      advices: findings.hasRefusal ? [] : advices,
      findings: findings.all
    )
  }

  /// UNA says what divides the rest; without it the usual characters do.
  private static func marks(_ bytes: [UInt8]) -> (SegmentMarks, ArraySlice<UInt8>)? {
    let rest = bytes[...].drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }
    var marks = SegmentMarks(
      segment: UInt8(ascii: "'"),
      element: UInt8(ascii: "+"),
      component: UInt8(ascii: ":"),
      release: UInt8(ascii: "?")
    )
    if rest.starts(with: Array("UNB".utf8)) { return (marks, rest) }
    guard rest.count >= 9, rest.starts(with: Array("UNA".utf8)) else { return nil }
    let said = Array(rest.prefix(9))
    (marks.component, marks.element, marks.decimal) = (said[3], said[4], said[5])
    (marks.release, marks.segment) = (said[6] == 0x20 ? nil : said[6], said[8])
    guard Set([marks.segment, marks.element, marks.component]).count == 3 else { return nil }
    return (marks, rest.dropFirst(9))
  }
}

/// An interchange (UNB to UNZ) of messages (UNH to UNT).
private struct REMADVInterchange {
  var reader: SegmentReader
  private(set) var version: String?
  private let decimal: UInt8
  private var advices: [BankAdvice] = []

  init(_ reader: SegmentReader, _ decimal: UInt8) {
    self.reader = reader
    self.decimal = decimal
  }

  mutating func read() -> [BankAdvice] {
    do throws(BankFinding) {
      let header = try reader.require("UNB")
      var messages = 0
      while reader.peek?.name == "UNH" {
        try message(sender: header.text(2))
        messages += 1
      }
      let trailer = try reader.require("UNZ")
      reader.expect(trailer, count: messages, "messages", control: header.text(5))
      if let rest = reader.take() {
        reader.refuse(.malformed, rest, "stands behind the end of the interchange, UNZ")
      }
    } catch {
      reader.refuse(error)
    }
    return advices
  }

  private mutating func message(sender: String) throws(BankFinding) {
    let header = try reader.require("UNH")
    guard header.text(2) == "REMADV" else {
      throw BankFinding(
        .refusal,
        .unknownFormat,
        line: header.number,
        path: "UNH",
        text: "'\(header.text(2))' is no message that is read: expected REMADV"
      )
    }
    version = version ?? header.text(2, 2) + header.text(2, 3)
    let advice = try reader.advice(
      REMADVAdvice(try reader.require("BGM"), sender: sender, decimal: decimal),
      header: header,
      control: header.text(1),
      trailer: "UNT",
      ends: ["UNH", "UNZ"]
    )
    if let advice { advices.append(advice) }
  }
}
