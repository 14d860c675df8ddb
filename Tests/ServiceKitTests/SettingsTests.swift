import DomainKit
import Foundation
import Messages
import Remittance
import ServiceHost
import ServiceKit
import Terms
import Testing

@Suite("The table of settings")
struct SettingsTests {
  @Test("a setting is one thing under its three names")
  func names() throws {
    let setting = try #require(Settings.table.first { $0.name == "broker.passwordFile" })
    #expect(setting.flag == "--broker-password-file")
    #expect(setting.variable == "ENCOURS_BROKER_PASSWORD_FILE")
  }

  @Test("the policy of references is read, and refused when it is none")
  func references() async throws {
    func read(_ policy: String) async throws -> ReferencePolicy {
      try await Settings.read(
        for: .invoicing,
        arguments: ["invoicing", "--invoicing-references", policy],
        environment: [:]
      ).references
    }
    #expect(try await read("iso-11649 BE=ogm") == ReferencePolicy(byCountry: ["BE": .belgian]))
    await #expect(throws: SettingsError.self) { try await read("iso-11649 BE=giro") }
  }

  @Test("references qrr are given only with a QR-IBAN that they are paid to")
  func qrAccount() async throws {
    func read(_ policy: String, _ account: String?) async throws -> ReferencePolicy {
      let named = account.map { ["--invoicing-qr-account", $0] } ?? []
      return try await Settings.read(
        for: .invoicing,
        arguments: ["invoicing", "--invoicing-references", policy] + named,
        environment: [:]
      ).references
    }
    let byCountry = ReferencePolicy(byCountry: ["CH": .swiss])
    #expect(try await read("iso-11649 CH=qrr", "CH44 3199 9123 0008 8901 2") == byCountry)
    #expect(try await read("iso-11649", nil) == ReferencePolicy())
    #expect(try await read("ogm", "CH4431999123000889012") == ReferencePolicy(.belgian))
    for policy in ["qrr", "iso-11649 CH=qrr"] {
      let error = await #expect(throws: SettingsError.self) { try await read(policy, nil) }
      #expect(error?.name == "invoicing.qrAccount")
      for other in ["CH4929999123000889012", "CH9300762011623852957", "CH44"] {
        await #expect(throws: SettingsError.self) { try await read(policy, other) }
      }
    }
    let error = await #expect(throws: SettingsError.self) {
      try await read("iso-11649", "CH9300762011623852957")
    }
    #expect(error?.value == "CH…2957")
  }

  @Test("the file of names for terms is read; one that is missing or wrong is refused")
  func termsFile() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "terms-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    func read() async throws -> [String] {
      try await Settings.read(
        for: .invoicing,
        arguments: ["invoicing", "--invoicing-terms-file", file.path],
        environment: [:]
      ).terms.termsByName.keys.sorted()
    }
    await #expect(throws: SettingsError.self) { try await read() }
    try Data("NT30 = net 30\nZ045 = 45 jours fin de mois\n".utf8).write(to: file)
    #expect(try await read() == ["NT30", "Z045"])
    try Data("NT30 = net soon\n".utf8).write(to: file)
    let error = await #expect(throws: SettingsError.self) { try await read() }
    #expect(error?.expected.contains("line 1: 'soon' is not a word of terms") == true)
    try Data([0x4E, 0xFF]).write(to: file)
    await #expect(throws: SettingsError.self) { try await read() }
  }

  @Test("the currency of the books is one of ISO 4217, or none")
  func baseCurrency() async throws {
    func read(_ arguments: String...) async throws -> Currency? {
      try await Settings.read(
        for: .invoicing,
        arguments: ["invoicing"] + arguments,
        environment: [:]
      ).baseCurrency
    }
    #expect(try await read() == nil)
    #expect(try await read("--invoicing-base-currency", "EUR") == .euro)
    let error = await #expect(throws: SettingsError.self) {
      try await read("--invoicing-base-currency", "euro")
    }
    #expect(error?.name == "invoicing.baseCurrency")
  }

  @Test("matching's policy is read; an amount below zero and a key of nothing are refused")
  func policyFile() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "policy-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    func read(_ text: String) async throws -> MatchingPolicy {
      try Data(text.utf8).write(to: file)
      return try await Settings.read(
        for: .matching,
        arguments: ["matching", "--matching-policy-file", file.path],
        environment: [:]
      ).matchingPolicy
    }
    #expect(try await read("{}") == MatchingPolicy())
    let policy = try await read(
      """
      {"oldestFirst": true, "tolerances": [
        {"amounts": [{"amount": "5.00", "currency": "EUR"}], "percent": "1"}
      ]}
      """
    )
    let tolerance = MatchingPolicy.Tolerance(
      amounts: [Money(500, .euro)],
      percent: Percentage(literal: "1")
    )
    #expect(policy == MatchingPolicy(oldestFirst: true, tolerances: [tolerance]))
    for (text, words) in [
      (#"{"oldestfirst": true}"#, "'oldestfirst' is no key of it"),
      (
        #"{"tolerances": [{"amounts": [{"amount": "-5.00", "currency": "EUR"}]}]}"#,
        "-5.00 EUR is below zero"
      ),
    ] {
      let error = await #expect(throws: SettingsError.self) { try await read(text) }
      #expect(error?.expected.contains(words) == true, "\(error.map { "\($0)" } ?? "")")
    }
  }

  @Test("the issuer's profile is read; one that could put no document out is refused, and says why")
  func profileFile() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "profile-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    func read(_ country: String = "FR", notes: String = "[]") async throws -> IssuerMentions? {
      let text = """
        {"seller": {"name": "A", "address": {"country": "\(country)"}}, "buyers": {},
         "notes": \(notes)}
        """
      try Data(text.utf8).write(to: file)
      return try await Settings.read(
        for: .invoicing,
        arguments: ["invoicing", "--invoicing-profile-file", file.path],
        environment: [:]
      ).issuer?.mentions
    }
    let rate = "Taux des pénalités : 12,15 %"
    #expect(
      try await read(notes: #"[{"subject": "PMD", "text": "\#(rate)"}, {"text": "Merci"}]"#)
        == IssuerMentions(country: "FR", notes: [DocumentNote(rate, subject: "PMD")])
    )
    let fees = #"[{"subject": "PMT", "text": "Frais : 30 €"}]"#
    #expect(try await read("BE", notes: fees)?.isFrench == false)
    for (country, notes, words) in [
      ("FR", fees, "the note PMT does not state the fixed indemnity of EUR 40"),
      ("FR", #"[{"sujet": "PMD", "text": "a"}]"#, "unknown: notes[0].sujet"),
      ("fr", "[]", "seller.address.country is 'fr': expected two capital letters"),
      ("France", "[]", "seller.address.country is 'France'"),
    ] {
      let error = await #expect(throws: SettingsError.self) {
        try await read(country, notes: notes)
      }
      #expect(error?.name == "invoicing.profileFile")
      #expect(error?.expected.contains(words) == true, "\(error.map { "\($0)" } ?? "")")
    }
    try FileManager.default.removeItem(at: file)
    let missing = await #expect(throws: SettingsError.self) {
      try await Settings.read(
        for: .invoicing,
        arguments: ["invoicing", "--invoicing-profile-file", file.path],
        environment: [:]
      )
    }
    #expect(missing?.expected == "a file that can be read")
  }

  @Test("the README tells every setting with its default", arguments: Settings.table.map(\.name))
  func readme(name: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let setting = try #require(Settings.table.first { $0.name == name })
    let fallback = setting.fallback.isEmpty ? "| |" : "| `\(setting.fallback)` |"
    #expect(text.contains("\n| `\(name)` \(fallback)"))
  }
}
