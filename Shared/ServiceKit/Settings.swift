package import DomainKit
package import Messages
package import Remittance
package import Terms

/// What an operator can set, the same for all services: flags over environment over file over
/// defaults.
///
/// `--state-folder`, `ENCOURS_STATE_FOLDER` and `{"state":{"folder":…}}` are one setting.
package struct Settings: Sendable {
  package var service: ServiceName
  /// `amqp://user:password@host:port/vhost`, or `amqps:` with `?cacertfile=`, `certfile=` and
  /// `keyfile=` ("RabbitMQ URI Query Parameters").
  package var brokerURL: String
  /// A file with the broker's password, so that it stands in no command line.
  package var brokerPasswordFile: String?
  /// Below it each service has its own folder.
  package var stateFolder: String
  /// Where bank files are put; payment intake's alone.
  package var inboxFolder: String
  /// Where the CSV layouts of a house's banks are described; payment intake's alone.
  package var layoutsFolder: String?
  /// `host:port` of health and metrics; port 0 gives any.
  package var healthAddress: String
  package var partitions: Int
  /// Which structured references invoices get; invoicing's alone.
  package var references: ReferencePolicy
  /// The names under which billing speaks of terms; invoicing's alone.
  package var terms: TermsRegistry
  /// What a bank takes for a returned payment is charged on to the customer; invoicing's alone.
  package var chargesReturns: Bool
  /// In which the house keeps its books; none: documents are told in their own currencies alone;
  /// invoicing's alone.
  package var baseCurrency: Currency?
  /// Who issues documents, and what stands on each; invoicing's alone.
  package var issuer: IssuerProfile?
  /// What is agreed on where the rules leave a choice; matching's alone.
  package var matchingPolicy: MatchingPolicy
  /// `automatic` opens each day at midnight of the zone; `manual` leaves it to the operator.
  package var isCalendarAutomatic: Bool
  package var calendarZone: String
  package var logLevel: String

  /// Every setting with its default and meaning; the README's table is made of it.
  package static let table: [Setting] = [
    Setting(
      "broker.url",
      "amqp://guest:guest@127.0.0.1:5672/",
      "where RabbitMQ is, as whom; amqps: too"
    ),
    Setting("broker.passwordFile", "", "file with the password, instead of the URL's"),
    Setting("state.folder", "state", "folder of all state; a service's own is below it"),
    Setting("inbox.folder", "inbox", "folder in which bank files are put (payment intake)"),
    Setting("inbox.layouts", "", "folder of CSV layouts, each a .json file (payment intake)"),
    Setting("health.address", "127.0.0.1:0", "where /healthz, /readyz and /metrics are served"),
    Setting("partitions", "16", "shares of the accounts, 1 to 100 (invoicing decides)"),
    Setting(
      "invoicing.references",
      "iso-11649",
      "references given to invoices; by country after it: iso-11649 BE=ogm FI=fi-rf NO=kid-mod10"
    ),
    Setting(
      "invoicing.qrAccount",
      "",
      "the QR-IBAN that payments with references qrr go to, without which none are given"
    ),
    Setting(
      "invoicing.termsFile",
      "",
      "file of names that terms have, a line each: NT30 = net 30; # begins a comment"
    ),
    Setting(
      "invoicing.chargesReturns",
      "false",
      "what a bank takes for a returned payment is charged on, by a debit note"
    ),
    Setting(
      "invoicing.baseCurrency",
      "",
      "currency of the books: documents in others have a rate, or are rejected; EUR"
    ),
    Setting(
      "invoicing.profileFile",
      "",
      "JSON file of who issues; what its law wants on a document is checked before it has a number"
    ),
    Setting(
      "matching.policyFile",
      "",
      "JSON file of what is agreed on for matching: oldestFirst, earliestOfEqual, tolerances"
    ),
    Setting("calendar.mode", "manual", "automatic opens each day at midnight, manual by command"),
    Setting("calendar.zone", "Europe/Paris", "the zone whose midnight it is"),
    Setting("log.level", "info", "trace, debug, info, notice, warning or error"),
  ]

  /// Tests and tools make settings; services read them.
  package init(service: ServiceName) {
    self.service = service
    brokerURL = "amqp://guest:guest@127.0.0.1:5672/"
    stateFolder = "state"
    inboxFolder = "inbox"
    healthAddress = "127.0.0.1:0"
    partitions = Partition.defaultCount
    references = ReferencePolicy()
    terms = TermsRegistry()
    chargesReturns = false
    matchingPolicy = MatchingPolicy()
    isCalendarAutomatic = false
    calendarZone = "Europe/Paris"
    logLevel = "info"
  }

  /// The folder of a service, or of one partition of matching.
  package func folder(_ partition: Partition? = nil) -> String {
    "\(stateFolder)/\(service.rawValue)" + (partition.map { "/\($0.name)" } ?? "")
  }
}

/// A setting's name, its default and what it means.
package struct Setting: Sendable {
  package let name: String
  package let fallback: String
  package let meaning: String

  init(_ name: String, _ fallback: String, _ meaning: String) {
    self.name = name
    self.fallback = fallback
    self.meaning = meaning
  }

  /// The flag of `broker.passwordFile` is `--broker-password-file`.
  package var flag: String { "--" + words.joined(separator: "-") }
  /// The variable of `broker.passwordFile` is `ENCOURS_BROKER_PASSWORD_FILE`.
  package var variable: String { "ENCOURS_" + words.joined(separator: "_").uppercased() }

  private var words: [String] {
    var words: [String] = [""]
    for character in name {
      if character == "." {
        words.append("")
      } else if character.isUppercase {
        words.append(character.lowercased())
      } else {
        words[words.count - 1].append(character)
      }
    }
    return words
  }
}

/// A setting that cannot be used.
package struct SettingsError: Error, CustomStringConvertible {
  package let name: String
  package let value: String
  package let expected: String

  package init(name: String, value: String, expected: String) {
    self.name = name
    self.value = value
    self.expected = expected
  }

  package var description: String { "\(name) is '\(value)', expected \(expected)" }
}
