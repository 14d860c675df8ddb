/// Folders whose code decides and reckons: no input or output, no clock, no chance.
private func isPure(_ path: String) -> Bool {
  path.hasPrefix("Shared/DomainKit/") || path.hasPrefix("Shared/Remittance/")
    || path.hasPrefix("Shared/Terms/")
    || path.wholeMatch(of: /Services\/\w+\/Domain\/.*/) != nil
}

extension Rule {
  /// The package manager does not hold this: a test that reads the sources does.
  static let pureImports = Rule(
    name: "a domain imports nothing but domains and collections",
    applies: isPure,
    check: {
      $0.matches(
        \.code,
        #"^ *(@\w+ +)?(\w+ +)?import\b"#,
        but: #"import (DomainKit|Remittance|Terms|HashTreeCollections)$"#
      )
    },
    refuses: [
      Sample("Services/Matching/Domain/Evolve.swift", "import Foundation"),
      Sample("Services/Matching/Domain/Decide/Cut.swift", "package import Dispatch"),
      Sample("Shared/DomainKit/Money.swift", "import Glibc"),
      Sample("Shared/Remittance/Names.swift", "@preconcurrency import Synchronization"),
      Sample("Shared/Terms/DateRule.swift", "import Foundation"),
      Sample("Services/Matching/Domain/Evolve.swift", "import struct Foundation.Date"),
      Sample("Services/Matching/Domain/Evolve.swift", "import Messages"),
    ],
    takes: [
      Sample(
        "Services/Matching/Domain/Evolve.swift",
        "package import DomainKit\nimport Remittance"
      ),
      Sample("Shared/DomainKit/Rows.swift", "@_exported public import HashTreeCollections"),
      Sample("Services/Matching/Service/Inbox.swift", "import Foundation"),
      Sample("Services/Matching/Domain/Evolve.swift", "// import Foundation\nlet a = \"import X\""),
    ]
  )

  static let pureWords = Rule(
    name: "a domain has no floating-point numbers, no clock, no chance, no input or output",
    applies: isPure,
    check: {
      $0.matches(
        \.code,
        #"\b(Double|Float\d*|CGFloat|Decimal|Date|UUID|\w*Clock|\w*RandomNumberGenerator|Hasher"#
          + #"|Task|Thread|DispatchQueue|Process|ProcessInfo|CommandLine|FileManager|FileHandle)\b"#
          + #"|\.(random|randomElement|shuffled?|hashValue)\b|\b(print|debugPrint|dump|readLine)\("#
          + #"|\b(async|await)\b"#,
        but: #"func hash\(into hasher: inout Hasher\)"#
      )
    },
    refuses: [
      "let rate = Double(amount)", "var share: Float = 0", "let now = Date()",
      "func f(_: Decimal) {}",
      "let id = UUID().uuidString", "ContinuousClock.now", "Int.random(in: 0..<9)",
      "rows.shuffled()",
      "print(amount)", "let order = key.hashValue", "func decide() async {}", "Task { }",
    ].map { Sample("Services/Matching/Domain/Decide.swift", $0) },
    takes: [
      Sample("Services/Matching/Domain/Decide.swift", "let due: CalendarDate // no Date() here"),
      Sample(
        "Services/Matching/Domain/Decide.swift",
        "let text = \"Double\"; let isDoubled = true"
      ),
      Sample("Shared/DomainKit/Name.swift", "package func hash(into hasher: inout Hasher) {}"),
      Sample("Services/Matching/Service/Outbox.swift", "let now = Date()"),
    ]
  )

  static let foreignLibraries = Rule(
    name: "each C library is imported in one folder",
    applies: { _ in true },
    check: { file in
      let homes = [
        "CRabbitMQ": ["Shared/AMQP/"], "CLibXML2": ["Shared/XMLStream/"],
        "CQPDF": ["Shared/PDFAttachments/"], "CStatFS": ["Shared/StateFiles/"],
      ]
      return homes.sorted { $0.key < $1.key }.flatMap { library, folders in
        folders.contains { file.path.hasPrefix($0) }
          ? [] : file.matches(\.code, #"\bimport \#(library)\b"#)
      }
    },
    refuses: [
      Sample("Shared/ServiceKit/Pump.swift", "import CRabbitMQ"),
      Sample("Services/PaymentIntake/Formats/CamtReader.swift", "private import CLibXML2"),
      Sample("Shared/AMQP/Connection.swift", "import CStatFS"),
      Sample("Shared/EInvoices/EInvoices.swift", "import CQPDF"),
    ],
    takes: [
      Sample("Shared/AMQP/Connection.swift", "import CRabbitMQ"),
      Sample("Shared/XMLStream/Reader.swift", "import CLibXML2"),
    ]
  )

  static let nothingPublic = Rule(
    name: "what targets share is package, never public",
    applies: { _ in true },
    check: {
      $0.matches(
        \.code,
        #"\b(public|open) +(\w+ +)*"#
          + #"(struct|enum|class|protocol|func|var|let|init|import|typealias)\b"#,
        but: #"@_exported public import"#
      )
    },
    refuses: [
      Sample("Shared/DomainKit/Money.swift", "public struct Money {}"),
      Sample("Shared/DomainKit/Money.swift", "  public init?(text: String) {"),
      Sample("Shared/AMQP/Connection.swift", "open class Connection {}"),
    ],
    takes: [
      Sample("Shared/DomainKit/Rows.swift", "@_exported public import HashTreeCollections"),
      Sample("Shared/DomainKit/Money.swift", "package struct Money {} // public in effect"),
      Sample("Shared/DomainKit/Money.swift", "guard let open else { return }"),
    ]
  )

  static let swiftTesting = Rule(
    name: "tests are written with Swift Testing",
    applies: { $0.hasPrefix("Tests/") },
    check: { $0.matches(\.code, #"\bimport XC"#) },
    refuses: [Sample("Tests/MatchingTests/CutTests.swift", "import XC" + "Test")],
    takes: [Sample("Tests/MatchingTests/CutTests.swift", "import Testing")]
  )
}
