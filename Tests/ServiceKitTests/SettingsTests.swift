import Foundation
import Messages
import Remittance
import ServiceHost
import ServiceKit
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
