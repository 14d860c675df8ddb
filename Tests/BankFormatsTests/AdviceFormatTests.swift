import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("Files of remittance advices")
struct AdviceFormatTests {
  private static let dollar = Currency(literal: "USD")

  private func text(_ name: String) throws -> String {
    String(decoding: try OwnFiles.bytes(name), as: UTF8.self)
  }

  private func read(
    _ name: String,
    _ text: String = "",
    _ other: String = ""
  ) throws
    -> BankAdviceReport
  {
    var whole = try self.text(name)
    if !text.isEmpty {
      try #require(whole.contains(text))
      whole = whole.replacing(text, with: other, maxReplacements: 1)
    }
    let bytes = Array(whole.utf8)
    let reader = try #require(AdviceFormats.reader(for: bytes))
    return reader.read(bytes)
  }

  @Test("X12 820: invoices with discount and adjustment, a credit taken, the payment's own charge")
  func x12() throws {
    let report = try read("advice.820")
    #expect(report.format == "x12-820-004010")
    #expect(report.findings == [])
    #expect(report.advices.count == 2)
    let advice = report.advices[0]
    #expect(advice.number == "TRACE-4711")
    #expect(advice.amount == Money(1_500_00, Self.dollar))
    #expect(advice.date == CalendarDate("2026-03-10"))
    #expect(advice.payer.name == "HARBOR & SONS INC")
    #expect(advice.payee.name == "ENCOURS INC")
    #expect(
      advice.documents == [
        BankReferredDocument(
          number: "INV-2026-0042",
          type: "CINV",
          date: CalendarDate("2026-02-10"),
          dueAmount: Money(1200_00, Self.dollar),
          discountApplied: Money(24_00, Self.dollar),
          remittedAmount: Money(1176_00, Self.dollar)
        ),
        BankReferredDocument(
          number: "INV-2026-0043",
          type: "CINV",
          dueAmount: Money(500_50, Self.dollar),
          remittedAmount: Money(450_50, Self.dollar),
          adjustments: [BankAdjustment(amount: Money(-50_00, Self.dollar), reason: "01")]
        ),
        BankReferredDocument(
          number: "CN-2026-0007",
          type: "CREN",
          remittedAmount: Money(-100_00, Self.dollar)
        ),
      ]
    )
    #expect(
      advice.adjustments == [BankAdjustment(amount: Money(-26_50, Self.dollar), reason: "L5")]
    )
    #expect(report.advices[1].documents.map(\.number) == ["2026-0044"])
  }

  @Test("REMADV: documents with payable and remitted amounts, a credit note, a released character")
  func remadv() throws {
    let report = try read("advice.remadv")
    #expect(report.format == "edifact-remadv-D96A")
    #expect(report.findings == [])
    let advice = try #require(report.advices.first)
    #expect(advice.number == "RA-2026-031")
    #expect(advice.references == ["PAY-77", "RA-2026-031"])
    #expect(advice.amount == Money(1_076_00, .euro))
    #expect(advice.date == CalendarDate("2026-03-10"))
    #expect(
      advice.payer
        == BankParty(name: "L'Atelier + Morel", iban: "FR7630006000011234567890189")
    )
    #expect(advice.documents.map(\.number) == ["INV-2026-0042", "CN-2026-0007"])
    #expect(advice.documents.map(\.type) == ["CINV", "CREN"])
    #expect(
      advice.documents.map(\.remittedAmount) == [Money(1176_00, .euro), Money(-100_00, .euro)]
    )
    #expect(advice.documents[0].dueAmount == Money(1200_00, .euro))
    #expect(advice.documents[0].discountApplied == Money(24_00, .euro))
    #expect(
      advice.documents[1].adjustments
        == [BankAdjustment(amount: Money(100_00, .euro), reason: "9")]
    )
  }

  @Test(
    "what is wrong is refused with its segment",
    arguments: [
      ("advice.820", "BPR*I*1500*", "BPR*I*1500.01*", .controlMismatch, "ST"),
      ("advice.820", "SE*17*0001", "SE*16*0001", .controlMismatch, "SE"),
      ("advice.820", "SE*17*0001", "SE*17*0002", .controlMismatch, "SE"),
      ("advice.820", "GE*2*1", "GE*1*1", .controlMismatch, "GE"),
      ("advice.820", "IEA*1*000000001", "IEA*1*000000002", .controlMismatch, "IEA"),
      ("advice.820", "ST*820*0002", "ST*835*0002", .unknownFormat, "ST"),
      ("advice.820", "1176*1200", "11x6*1200", .invalidAmount, "RMR"),
      ("advice.820", "1176*1200*24", "1176*12x0*24", .invalidAmount, "RMR"),
      ("advice.820", "CUR*PR*USD", "CUR*PR*XYZ", .invalidCurrency, "CUR"),
      ("advice.820", "20260210", "20260231", .invalidDate, "DTM"),
      ("advice.820", "TRN*1*TRACE-4711", "TRN*1*", .missingField, "ST"),
      ("advice.remadv", "UNT+21+1", "UNT+20+1", .controlMismatch, "UNT"),
      ("advice.remadv", "UNZ+1+4711", "UNZ+1+4712", .controlMismatch, "UNZ"),
      ("advice.remadv", "MOA+12:1076", "MOA+12:1077", .controlMismatch, "UNH"),
      ("advice.remadv", "20260310:102", "20261310:102", .invalidDate, "DTM"),
      ("advice.remadv", "CUX+2:EUR", "CUX+2:EUX", .invalidCurrency, "CUX"),
      ("advice.remadv", "UNS+S", "UNX+S", .missingField, "UNH"),
      ("advice.remadv", "1176,00", "1176.00", .invalidAmount, "MOA"),
    ] as [(String, String, String, BankFinding.Code, String)]
  )
  func refused(
    name: String,
    text: String,
    other: String,
    code: BankFinding.Code,
    path: String
  )
    throws
  {
    let report = try read(name, text, other)
    let finding = try #require(report.findings.first { $0.severity == .refusal })
    #expect(finding.code == code, "\(report.findings)")
    #expect(finding.path == path)
    #expect(report.advices == [], "nothing of a refused file is taken")
  }

  @Test("a file cut off anywhere is refused", arguments: ["advice.820", "advice.remadv"])
  func cutOff(name: String) throws {
    let bytes = try OwnFiles.bytes(name)
    let reader = try #require(AdviceFormats.reader(for: bytes))
    let last = try #require(bytes.lastIndex { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "'") })
    for length in 1...last {
      #expect(!reader.read(Array(bytes.prefix(length))).isAccepted, "cut after \(length) bytes")
    }
    #expect(reader.read(bytes).isAccepted)
  }

  @Test("other files are no advices, and advices are no bank files")
  func recognised() throws {
    for name in ["statement.xml", "statement.bai", "payments.lockbox", "statement.sta"] {
      #expect(AdviceFormats.reader(for: try OwnFiles.bytes(name)) == nil, "\(name)")
    }
    let other = try text("advice.820").replacing("ST*820", with: "ST*810")
    #expect(AdviceFormats.reader(for: Array(other.utf8)) == nil)
    let invoice = try text("advice.remadv").replacing("REMADV", with: "INVOIC")
    #expect(AdviceFormats.reader(for: Array(invoice.utf8)) == nil)
    for name in ["advice.820", "advice.remadv"] {
      #expect(throws: BankFinding.self) { try BankFormats().reader(for: OwnFiles.bytes(name)) }
    }
  }
}
