import Crypto
import DomainKit
import OperatorKit

/// A bank file that must not be taken, and why.
struct RubbishFile {
  var name: String
  var file: BankFile
  /// The code of one of its errors, and words of the reasons.
  var code: String
  var says: String

  /// What payment intake calls the file's content.
  var hash: String {
    SHA256.hash(data: file.content)
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      .joined()
  }

  init(_ name: String, _ code: String, says: String, _ content: [UInt8]) {
    self.name = name
    self.code = code
    self.says = says
    file = BankFile(name: "\(name.replacing(" ", with: "-")).xml", content: content)
  }

  /// A statement without fault; each number another.
  static func good(number: Int) -> RubbishFile {
    RubbishFile("good \(number)", "", says: "", Array(statement(number + 1).utf8))
  }

  private static func statement(_ number: Int) -> String {
    let euro = Currency(literal: "EUR")
    var writer = BankStatementWriter(iban: "FR7630004000031234567890143", opening: .zero(euro))
    let day = CalendarDate(literal: "2026-03-02")
    let line = BankStatementWriter.Line(
      amount: Money(Int64(number), euro),
      valueDate: day,
      servicerReference: "REF-\(number)"
    )
    return String(decoding: writer.statement(of: day, [line]).content, as: UTF8.self)
  }

  /// A statement in which one text stands for another.
  private static func statement(_ found: String, _ wrong: String) -> [UInt8] {
    let text = statement(1_000_000)
    precondition(text.contains(found), "'\(found)' is not in the statement")
    return Array(text.replacing(found, with: wrong).utf8)
  }

  private static let declaration = #"<?xml version="1.0" encoding="UTF-8"?>"#

  static var all: [RubbishFile] {
    [
      RubbishFile(
        "a truncated statement",
        "malformed",
        says: "the file ends too early",
        Array(statement(1_000_000).utf8.dropLast(120))
      ),
      RubbishFile(
        "a statement with a wrong balance",
        "balance-mismatch",
        says: "closing says",
        statement(
          #"<Amt Ccy="EUR">10000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>"#,
          #"<Amt Ccy="EUR">10000.01</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>"#
        )
      ),
      RubbishFile(
        "a statement on 31 February",
        "invalid-date",
        says: "2026-02-31",
        statement("<BookgDt><Dt>2026-03-02", "<BookgDt><Dt>2026-02-31")
      ),
      RubbishFile(
        "a statement of a version that is not known",
        "unknown-version",
        says: "camt.053.001.99",
        statement("camt.053.001.08", "camt.053.001.99")
      ),
      RubbishFile(
        "a billion laughs",
        "forbidden",
        says: "document type declaration",
        statement(
          declaration,
          declaration + "<!DOCTYPE Document [<!ENTITY a \"ha\">"
            + "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
            + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
        )
      ),
      RubbishFile(
        "an external entity",
        "forbidden",
        says: "document type declaration",
        Array(
          statement(1_000_000)
            .replacing(
              declaration,
              with: declaration + #"<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#
            )
            .replacing("REF-1000000", with: "&x;").utf8
        )
      ),
      RubbishFile("no XML", "unknown-format", says: "is no bank file", Array("Dear bank,".utf8)),
      RubbishFile("another XML", "unknown-format", says: "invoice", Array("<invoice/>".utf8)),
      RubbishFile("a line break alone", "unknown-format", says: "begins with the bytes 0a", [0x0A]),
      RubbishFile("an archive", "unknown-format", says: "a gzip archive", [0x1F, 0x8B, 8, 0, 0]),
    ]
  }
}
