import Configuration
import DomainKit
import Foundation
package import Messages
import Remittance
package import ServiceKit
import SystemPackage
import Terms

extension Settings {
  /// Reads the settings of a service; `--config FILE` or `ENCOURS_CONFIG` names a JSON file.
  package static func read(
    for service: ServiceName,
    arguments: [String] = CommandLine.arguments,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) async throws -> Settings {
    let flags = CommandLineArgumentsProvider(arguments: arguments)
    let variables = EnvironmentVariablesProvider(environmentVariables: environment)
      .prefixKeys(with: "encours")
    var providers: [any ConfigProvider] = [flags, variables]
    if let path = ConfigReader(providers: providers).string(forKey: "config") {
      providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(path)))
    }
    return try Settings(service, ConfigReader(providers: providers))
  }

  private init(_ service: ServiceName, _ reader: ConfigReader) throws {
    func text(_ name: String) -> String {
      guard let setting = Self.table.first(where: { $0.name == name }) else {
        preconditionFailure("the table of settings lacks '\(name)'")
      }
      return reader.string(forKey: ConfigKey(name), default: setting.fallback)
    }
    func optional(_ name: String) -> String? {
      let value = text(name)
      return value.isEmpty ? nil : value
    }
    func choice<Value>(
      _ name: String,
      _ expected: String,
      _ read: (String) -> Value?
    ) throws
      -> Value
    {
      guard let value = read(text(name)) else {
        throw SettingsError(name: name, value: text(name), expected: expected)
      }
      return value
    }
    self.init(service: service)
    brokerURL = text("broker.url")
    brokerPasswordFile = optional("broker.passwordFile")
    stateFolder = text("state.folder")
    inboxFolder = text("inbox.folder")
    layoutsFolder = optional("inbox.layouts")
    healthAddress = text("health.address")
    partitions = try choice("partitions", "1 to \(Partition.maximumCount)") {
      Int($0).flatMap { (1...Partition.maximumCount).contains($0) ? $0 : nil }
    }
    references = try choice(
      "invoicing.references",
      "a scheme such as iso-11649, then others by country such as BE=ogm"
    ) { ReferencePolicy($0) }
    try Self.check(qrAccount: optional("invoicing.qrAccount"), for: references)
    terms = try Self.terms(optional("invoicing.termsFile"))
    chargesReturns = try choice("invoicing.chargesReturns", "true or false") { Bool($0) }
    baseCurrency = try optional("invoicing.baseCurrency").map { try Self.currency($0) }
    issuer = try Self.issuer(optional("invoicing.profileFile"))
    matchingPolicy = try Self.policy(optional("matching.policyFile"))
    isCalendarAutomatic = try choice("calendar.mode", "automatic or manual") {
      ["automatic": true, "manual": false][$0]
    }
    calendarZone = try choice("calendar.zone", "a zone of the IANA database") {
      TimeZone(identifier: $0) == nil ? nil : $0
    }
    logLevel = try choice("log.level", "trace, debug, info, notice, warning or error") {
      ["trace", "debug", "info", "notice", "warning", "error"].contains($0) ? $0 : nil
    }
  }

  private static func currency(_ text: String) throws -> Currency {
    if let currency = Currency(text) { return currency }
    throw SettingsError(
      name: "invoicing.baseCurrency",
      value: text,
      expected: Currency.expected
    )
  }

  /// Payments with a QR reference to any other account come back.
  private static func check(qrAccount: String?, for references: ReferencePolicy) throws {
    let iban = qrAccount.flatMap { IBAN($0) }
    if iban?.isQRIBAN == true { return }
    guard qrAccount != nil || references.gives(.swiss) else { return }
    throw SettingsError(
      name: "invoicing.qrAccount",
      value: iban?.masked ?? qrAccount ?? "",
      expected: "the QR-IBAN (institution 30000 to 31999) that payments with references qrr go to"
    )
  }

  private static func policy(_ file: String?) throws -> MatchingPolicy {
    guard let file else { return MatchingPolicy() }
    func refused(_ expected: String) -> SettingsError {
      SettingsError(name: "matching.policyFile", value: file, expected: expected)
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw refused("a file that can be read")
    }
    do throws(MatchingPolicyError) {
      return try MatchingPolicy(json: [UInt8](data))
    } catch {
      throw refused("a policy of matching in JSON; \(error)")
    }
  }

  /// A note that does not say what the law wants of it would keep every document from going out.
  private static func issuer(_ file: String?) throws -> IssuerProfile? {
    guard let file else { return nil }
    func refused(_ expected: String) -> SettingsError {
      SettingsError(name: "invoicing.profileFile", value: file, expected: expected)
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw refused("a file that can be read")
    }
    let profile: IssuerProfile
    do throws(RefusedProfile) {
      profile = try IssuerProfile(json: [UInt8](data))
    } catch {
      throw refused("a profile of the issuer in JSON; \(error)")
    }
    let faults = profile.mentions.faults
    guard faults.isEmpty else {
      let texts = faults.map(\.description).joined(separator: "; ")
      throw refused("notes that say what the law wants; \(texts)")
    }
    return profile
  }

  private static func terms(_ file: String?) throws -> TermsRegistry {
    guard let file else { return TermsRegistry() }
    func refused(_ expected: String) -> SettingsError {
      SettingsError(name: "invoicing.termsFile", value: file, expected: expected)
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw refused("a file that can be read")
    }
    guard let mapping = String(validating: data, as: UTF8.self) else {
      throw refused("a file of UTF-8 text")
    }
    do throws(TermsMappingError) {
      return try TermsRegistry(mapping: mapping)
    } catch {
      throw refused("a mapping of names to terms; \(error)")
    }
  }
}
