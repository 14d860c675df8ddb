import DomainKit
import Foundation
import InvoicingDomain
import InvoicingService
import Messages
import ServiceKit
import Terms
import Testing

@Suite("Legal mentions, before an invoice has its number")
struct MentionTests {
  private static let freight = DraftedInvoice(
    account: "C-1",
    lines: [InvoiceLine(description: "Freight", net: eur(50_00), taxRate: percent("20"))]
  )
  private static let issue = IssueInvoice(draft: freight, note: "freight was forgotten")
  private static let noRate = """
    the note PMD is missing: it states the rate of the penalties for late payment \
    (Code de commerce, L441-9 I and L441-10 II)
    """
  private static let notForty = """
    the note PMT does not state the fixed indemnity of EUR 40 for the costs of recovery \
    (Code de commerce, L441-10 II and D441-5)
    """

  private static func configuration(
    _ notes: String = "[]",
    country: String = "FR"
  ) throws -> Invoicing.Command {
    try configuration(
      text: """
        {
          "seller": {"name": "Encours SAS", "address": {"country": "\(country)"}},
          "buyers": {}, "notes": \(notes)
        }
        """
    )
  }

  private static func configuration(text: String) throws -> Invoicing.Command {
    let file = FileManager.default.temporaryDirectory.appending(path: "issuer-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    return try configuration(file: file.path)
  }

  private static func configuration(file: String) throws -> Invoicing.Command {
    var settings = Settings(service: .invoicing)
    settings.issuerFile = file
    return try #require(try InvoicingService.configuration(settings))
  }

  private static func refusal(_ call: some Call, _ scenario: inout Scenario) -> String? {
    let refused = #expect(throws: CallStatus.self) { try CallTests.answer(call, &scenario) }
    #expect(refused?.code == .invalidArgument)
    return refused?.text
  }

  @Test("without a late-charge rate nothing is issued and no number is drawn")
  func rate() throws {
    var scenario = try Scenario(try Self.configuration(), .account())
    #expect(Self.refusal(Self.issue, &scenario) == "mentions.late-penalty: \(Self.noRate)")
    #expect(scenario.state.drawnNumbers.isEmpty)
    try scenario.when(
      .changeTerms(
        Invoicing.TermsChange(
          account: "C-1",
          from: day("2026-03-01"),
          lateChargeRate: percent("12.15")
        )
      )
    )
    #expect(try CallTests.answer(Self.issue, &scenario).issued.invoice == "EI-2026-000001")
  }

  @Test("all that is wrong is told at once, the draft's own faults first")
  func together() throws {
    let notes = #"[{"subject": "PMT", "text": "Frais de recouvrement : 45 €"}]"#
    var scenario = try Scenario(try Self.configuration(notes), .account(terms: nil))
    #expect(
      Self.refusal(Self.issue, &scenario) == """
        terms: neither the invoice nor account C-1 has terms or a due date; \
        mentions.late-penalty: \(Self.noRate); mentions.recovery-costs: \(Self.notForty)
        """
    )
    #expect(scenario.state.drawnNumbers.isEmpty)
  }

  @Test("a rate does not mend a note that is not as law wants it")
  func wrongNote() throws {
    let notes = #"[{"subject": "PMT", "text": "Frais de recouvrement : 45 €"}]"#
    let account = Invoicing.Command.account { $0.lateChargeRate = percent("12.15") }
    var scenario = try Scenario(try Self.configuration(notes), account)
    #expect(Self.refusal(Self.issue, &scenario) == "mentions.recovery-costs: \(Self.notForty)")
  }

  @Test("a correction that lacks a mention leaves the invoice as it was; cancelling needs none")
  func correction() throws {
    var scenario = try Scenario(try Self.configuration(), .account(), .invoice())
    let correct = CorrectInvoice(invoice: "INV-1", corrected: Self.freight, note: "wrong price")
    #expect(Self.refusal(correct, &scenario) == "mentions.late-penalty: \(Self.noRate)")
    #expect(scenario.issued("INV-1")?.creditable == eur(1_200_00))
    #expect(scenario.state.creditNotes.isEmpty && scenario.state.drawnNumbers.isEmpty)
    let cancel = CancelInvoice(invoice: "INV-1", note: "ordered twice")
    #expect(try CallTests.answer(cancel, &scenario).creditNote.gross == eur(1_200_00))
  }

  @Test("a note that states the rate will do, and a seller elsewhere owes no mention")
  func stated() throws {
    let note = #"[{"subject": "PMD", "text": "Taux des pénalités : 12,15 % par an"}]"#
    for configuration in [
      try Self.configuration(note), try Self.configuration(country: "DE"),
      .configure(partitionCount: 16),
    ] {
      var scenario = try Scenario(configuration, .account())
      #expect(try CallTests.answer(Self.issue, &scenario).issued.invoice == "EI-2026-000001")
    }
  }

  @Test("taking the setting back, or the same again")
  func configured() throws {
    let french = try Self.configuration()
    var scenario = try Scenario(french, .account())
    #expect(try scenario.when(french).isEmpty)
    #expect(
      try scenario.when(.configure(partitionCount: 16))
        == [.missingMentionsSet(Invoicing.MissingMentions())]
    )
    #expect(try CallTests.answer(Self.issue, &scenario).issued.invoice == "EI-2026-000001")
  }

  @Test("a profile that cannot be used is no profile to begin with")
  func unusable() throws {
    let file = "/nowhere/house.json"
    let absent = #expect(throws: SettingsError.self) { try Self.configuration(file: file) }
    #expect(
      absent?.description
        == "invoicing.issuerFile is '/nowhere/house.json', expected a file that can be read"
    )
    let text = """
      {"seller": {"name": "Encours", "address": {"country": "FR"}}, "buyers": {}, "note": []}
      """
    let unknown = #expect(throws: SettingsError.self) { try Self.configuration(text: text) }
    #expect(unknown?.expected == "a profile of the house in JSON; unknown: note")
  }
}
