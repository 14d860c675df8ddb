import BankFormats
import DomainKit
import OperatorKit
import Testing

@Suite("Whatever format a bank writes, the payments are the same")
struct RoundTripTests {
  private static let seeds = UInt64(1)...200

  @Test("camt")
  func camt() throws {
    try expectSame("camt.053.001.08") { story in
      var writer = BankStatementWriter(iban: story.iban, opening: story.opening)
      return writer.statement(of: story.date, story.lines).content
    }
  }

  @Test("MT940")
  func mt940() throws {
    try expectSame("mt940") { Array(MT940Writer.text($0).utf8) }
  }

  @Test("BAI2")
  func bai2() throws {
    try expectSame("bai2") { Array(BAI2Writer.text($0).utf8) }
  }

  @Test("OFX 1")
  func ofx1() throws {
    try expectSame("ofx-1.6.0", but: [.returns, .endToEndID]) { story in
      Array(OFXWriter(isXML: false).text(story).utf8)
    }
  }

  @Test("OFX 2")
  func ofx2() throws {
    try expectSame("ofx-2.2.0", but: [.returns, .endToEndID]) { story in
      Array(OFXWriter(isXML: true).text(story).utf8)
    }
  }

  private func expectSame(
    _ format: String,
    but silence: ToldPayment.Silence = [],
    _ written: (StatementStory) -> [UInt8]
  ) throws {
    for seed in Self.seeds {
      let story = StatementStory(seed: seed)
      let file = try BankFileInPieces.recognised(written(story), size: Int(seed))
      let report = try file.check()
      #expect(report.format == format)
      #expect(report.isAccepted, "seed \(seed): \(report.refusals)")
      let told = try file.rows(report).map { ToldPayment($0, but: silence) }
      let expected = story.lines.map { line in
        var line = line
        if format == "mt940", let reason = line.returnReason {
          line.returnReason = StatementStory.returnReasons.first { $0.0 == reason }?.1
        }
        return ToldPayment(line, of: story, but: silence)
      }
      #expect(told == expected, "seed \(seed)")
    }
  }
}
