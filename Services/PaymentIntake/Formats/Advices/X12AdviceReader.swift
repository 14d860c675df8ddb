import DomainKit

/// Reads X12 820, payment order and remittance advice (ASC X12, transaction set 820), in the
/// interchange and groups around it.
///
/// The sum of what is paid on documents and of the payment's own adjustments must be the payment,
/// and every count and control number the one that is stated.
package struct X12AdviceReader: AdviceReader {
  package init() {}

  package var name: String { "x12-820" }

  package func recognises(_ head: [UInt8]) -> Bool {
    guard let marks = Self.marks(head) else { return false }
    let first = marks.segments(head[...]).prefix(3)
    return first.count < 3 || first.contains { $0.name == "ST" && $0.text(1) == "820" }
  }

  package func read(_ bytes: [UInt8]) -> BankAdviceReport {
    guard let marks = Self.marks(bytes) else {
      return BankAdviceReport(
        format: name,
        findings: [
          BankFinding(.refusal, .malformed, text: "the interchange has no header ISA of 106 bytes")
        ]
      )
    }
    var interchange = X12Interchange(SegmentReader(marks.segments(bytes[...])))
    let advices = interchange.read()
    let findings = interchange.reader.findings
    return BankAdviceReport(
      format: "\(name)-\(interchange.version ?? "")",
      advices: findings.hasRefusal ? [] : advices,
      findings: findings.all
    )
  }

  /// The header has a fixed length, so that it can say what divides the rest.
  private static func marks(_ bytes: [UInt8]) -> SegmentMarks? {
    guard bytes.count >= 106, bytes.starts(with: Array("ISA".utf8)) else { return nil }
    let marks = SegmentMarks(segment: bytes[105], element: bytes[3], component: bytes[104])
    return Set([marks.segment, marks.element, marks.component]).count == 3 ? marks : nil
  }
}

/// An interchange (ISA to IEA) of groups (GS to GE) of transaction sets (ST to SE).
private struct X12Interchange {
  var reader: SegmentReader
  private(set) var version: String?
  private var advices: [BankAdvice] = []

  init(_ reader: SegmentReader) { self.reader = reader }

  mutating func read() -> [BankAdvice] {
    do throws(BankFinding) {
      try interchange()
    } catch {
      reader.refuse(error)
    }
    return advices
  }

  private mutating func interchange() throws(BankFinding) {
    let header = try reader.require("ISA")
    var groups = 0
    while reader.peek?.name == "GS" {
      try group(sender: header.text(6))
      groups += 1
    }
    let trailer = try reader.require("IEA")
    reader.expect(trailer, count: groups, "groups", control: header.text(13))
    if let rest = reader.take() {
      reader.refuse(.malformed, rest, "stands behind the end of the interchange, IEA")
    }
  }

  private mutating func group(sender: String) throws(BankFinding) {
    let header = try reader.require("GS")
    version = version ?? header.text(8)
    var sets = 0
    while reader.peek?.name == "ST" {
      try transactionSet(sender: sender)
      sets += 1
    }
    let trailer = try reader.require("GE")
    reader.expect(trailer, count: sets, "transaction sets", control: header.text(6))
  }

  private mutating func transactionSet(sender: String) throws(BankFinding) {
    let header = try reader.require("ST")
    guard header.text(1) == "820" else {
      throw BankFinding(
        .refusal,
        .unknownFormat,
        line: header.number,
        path: "ST",
        text: "'\(header.text(1))' is no transaction set that is read: expected 820"
      )
    }
    let advice = try reader.advice(
      X12Advice(try reader.require("BPR"), sender: sender),
      header: header,
      control: header.text(2),
      trailer: "SE",
      ends: ["ST", "GE", "IEA"]
    )
    if let advice { advices.append(advice) }
  }
}
