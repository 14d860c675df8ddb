import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("CSV by a layout")
struct CSVTests {
  private static let layout = """
    {"name": "house-bank", "delimiter": ";", "account": "DE89 3704 0044 0532 0130 00",
     "currency": "EUR", "dates": "DD.MM.YYYY", "decimalMark": ",", "groupingMark": ".",
     "leftOut": ["Endsaldo"],
     "columns": {"amount": "Betrag", "bookingDate": "Buchungstag", "valueDate": "Valuta",
       "payer": "Auftraggeber", "iban": "IBAN", "text": ["Verwendungszweck"],
       "bankReference": "Umsatz-ID", "balance": "Saldo"}}
    """

  static func reader(_ layout: String) throws -> CSVReader {
    CSVReader(try JSONDecoder().decode(CSVLayout.self, from: Data(layout.utf8)))
  }

  private func file(
    _ text: String? = nil,
    _ other: String = "",
    layout: String = layout
  ) throws -> BankFileInPieces {
    var whole = String(decoding: try OwnFiles.bytes("house-bank.csv"), as: UTF8.self)
    if let text {
      try #require(whole.contains(text))
      whole = whole.replacing(text, with: other, maxReplacements: 1)
    }
    var file = BankFileInPieces(whole)
    file.reader = try BankFormats(layouts: [Self.reader(layout).layout]).reader(for: file.bytes)
    return file
  }

  @Test("rows below a preamble, with quotes, line breaks in a field, and a running balance")
  func rows() throws {
    let file = try file()
    let report = try file.check()
    #expect(report.format == "csv-house-bank")
    #expect(report.findings == [])
    guard case .statementBegan(let statement, index: 0) = try file.events(report).first else {
      Issue.record("no statement")
      return
    }
    #expect(
      statement.account
        == BankAccount(number: "DE89370400440532013000", isIBAN: true, currency: .euro)
    )
    let rows = try file.rows(report)
    #expect(rows.map(\.nature) == [.payment, .otherDebit, .payment])
    #expect(rows.map(\.transaction.amount.minorUnits) == [1176_00, 9_90, 500_50])
    #expect(
      rows[0].transaction.debtor
        == BankParty(name: "Müller & Söhne", iban: "DE02120300000000202051")
    )
    #expect(
      rows.map(\.transaction.remittance.text)
        == [["INV-2026-0042; abzüglich 2 %"], ["Kontoführung"], ["Rechnung INV-2026-0043"]]
    )
    #expect(rows[2].transaction.debtor.name == "Bäckerei \"Am Markt\"")
    #expect(rows.map(\.entry.valueDate.description) == ["2026-03-10", "2026-03-11", "2026-03-11"])
    #expect(rows[0].entry.key.rawValue == "DE89370400440532013000:20260310-000001")
    #expect(rows[2].entry.key.rawValue.contains(":#"), "named by its place: the bank has no name")
  }

  @Test("in any pieces, with other line ends, with a byte order mark, in Windows-1252")
  func variants() throws {
    let file = try file()
    let report = try file.check()
    let rows = try file.rows(report)
    let text = String(decoding: file.bytes, as: UTF8.self)
    let latin = try #require(text.data(using: .windowsCP1252))
    var variants = [file.bytes, [0xEF, 0xBB, 0xBF] + file.bytes]
    variants.append(Array(text.replacing("\n", with: "\r\n").utf8))
    for bytes in variants {
      for size in [1, 13, 4096] {
        var other = BankFileInPieces(bytes, size: size)
        other.reader = file.reader
        #expect(try other.check().rows == 3)
        #expect(try other.rows().map(\.transaction) == rows.map(\.transaction))
      }
    }
    var legacy = BankFileInPieces(Array(latin))
    legacy.reader = file.reader
    #expect(try legacy.check().findings.map(\.code) == [.charsetAssumed])
    #expect(try legacy.rows().map(\.transaction) == rows.map(\.transaction))
    legacy.reader = try Self.reader(
      Self.layout.replacing("\"EUR\",", with: "\"EUR\", \"charset\": \"windows-1252\",")
    )
    #expect(try legacy.check().findings == [])
  }

  @Test(
    "what is wrong is refused with its line and column",
    arguments: [
      ("1.176,00;2", "1.176.00,0;2", .invalidAmount, 5, "Betrag"),
      ("1.176,00;2", ";2", .invalidAmount, 5, "Betrag"),
      ("2.166,10", "2.166,11", .balanceMismatch, 6, "Saldo"),
      ("11.03.2026;;", "31.02.2026;;", .invalidDate, 7, "Buchungstag"),
      ("11.03.2026;;", ";;", .missingField, 7, "Buchungstag"),
      (";-9,90;2.166,10;20260310-000002", ";-9,90", .malformed, 6, ""),
      ("-000002", "-000002;x", .malformed, 6, ""),
      ("2026-0043\";", "2026-0043;", .malformed, 7, ""),
      ("1.176,00;2", "1176.00;2", .invalidAmount, 5, "Betrag"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let refusal = try #require(try file(text, other).check().refusals.first)
    #expect(refusal.code == code, "\(refusal)")
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }

  @Test("a file is known by its titles; one that lacks a title is of no format")
  func unknown() throws {
    #expect(throws: BankFinding.self) { try file("Umsatz-ID", "Umsatz") }
    #expect(throws: BankFinding.self) { try file("Auftraggeber;IBAN", "Betrag;IBAN") }
  }

  @Test("the same rows from the last day to the first have the same balances")
  func backwards() throws {
    let whole = String(decoding: try OwnFiles.bytes("house-bank.csv"), as: UTF8.self)
    let header = whole.range(of: "Umsatz-ID\n")!.upperBound
    let rows = [
      "11.03.2026;;Eva;;3;500,50;2.666,60;", "10.03.2026;;Bank;;2;-9,90;2.166,10;",
      "10.03.2026;;Adam;;1;1.176,00;2.176,00;",
    ]
    var file = BankFileInPieces(whole[..<header] + rows.joined(separator: "\n"))
    file.reader = try Self.reader(Self.layout)
    #expect(try file.check().findings == [])
    file.bytes = Array(
      (whole[..<header] + [rows[0], rows[2], rows[1]].joined(separator: "\n")).utf8
    )
    #expect(try file.check().refusals.map(\.code) == [.balanceMismatch])
  }

  @Test(
    "a layout that is wrong says so",
    arguments: [
      ("\"delimiter\": \";\"", "\"delimiter\": \";;\""),
      ("\"dates\": \"DD.MM.YYYY\"", "\"dates\": \"DD.MM\""),
      ("\"decimalMark\": \",\"", "\"decimalMark\": \".\""),
      ("\"amount\": \"Betrag\", ", ""),
      ("\"payer\":", "\"payor\":"),
      ("\"leftOut\":", "\"leaveOut\":"),
      ("\"account\": \"DE89 3704 0044 0532 0130 00\",", ""),
      ("\"currency\": \"EUR\",", ""),
      ("\"name\": \"house-bank\"", "\"name\": \"House bank\""),
      ("\"amount\": \"Betrag\"", "\"credit\": \"Betrag\""),
      ("\"leftOut\"", "\"signs\": \"ignored\", \"leftOut\""),
    ]
  )
  func wrongLayout(text: String, other: String) throws {
    try #require(Self.layout.contains(text))
    #expect(throws: DecodingError.self) {
      try Self.reader(Self.layout.replacing(text, with: other))
    }
  }
}
