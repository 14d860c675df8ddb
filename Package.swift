// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors, and every file says what it imports and to whom it shows it.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)
let configuration = Target.Dependency.product(
  name: "Configuration",
  package: "swift-configuration"
)
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let deques = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let hashTrees = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// A library of `Shared/`.
func shared(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  exclude: [String] = [],
  memory: [SwiftSetting] = []
) -> Target {
  .target(
    name: name,
    dependencies: dependencies,
    path: "Shared/\(name)",
    exclude: exclude,
    swiftSettings: settings + memory
  )
}

/// The two targets of one service: its pure domain, and the executable around it.
func service(
  _ name: String,
  domain: [Target.Dependency] = [],
  shell: [Target.Dependency] = []
) -> [Target] {
  [
    .target(
      name: "\(name)Domain",
      dependencies: ["DomainKit"] + domain,
      path: "Services/\(name)/Domain",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "\(name)Service",
      dependencies: [
        .target(name: "\(name)Domain"), "DomainKit", "Messages", "ServiceKit", "ServiceHost",
        "StateFiles",
      ] + shell,
      path: "Services/\(name)/Service",
      swiftSettings: settings
    ),
  ]
}

/// The tests of one module, in a folder of the module's name.
func tests(
  _ name: String,
  _ dependencies: [Target.Dependency],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: dependencies,
    path: "Tests/\(name)Tests",
    exclude: exclude,
    swiftSettings: settings
  )
}

/// Only `Tests/Fuzzing/run` builds the fuzz targets: libFuzzer brings a main function of its own.
let isFuzzing = Context.environment["ENCOURS_FUZZING"] != nil
let fuzzing = Target.target(
  name: "Fuzzing",
  dependencies: ["BankFormats", "Contracts", "DomainKit", "EInvoices", "Messages", "Remittance"],
  path: "Tests/Fuzzing",
  exclude: [
    "aeb43.dict", "bai-lockbox.dict", "bai2.dict", "bgmax.dict", "camt.dict", "coda.dict",
    "csv.dict", "edifact-remadv.dict", "einvoice.dict", "einvoice.seeds", "esr.dict", "ktl.dict",
    "message.seeds", "mt940.dict", "ocr-giro.dict", "ofx.dict", "remittance.seeds", "run",
    "x12-820.dict",
  ],
  swiftSettings: settings
)

let package = Package(
  name: "encours",
  products: [
    .executable(name: "invoicing", targets: ["InvoicingService"]),
    .executable(name: "payment-intake", targets: ["PaymentIntakeService"]),
    .executable(name: "matching", targets: ["MatchingService"]),
    .executable(name: "credit-control", targets: ["CreditControlService"]),
    .executable(name: "reporting", targets: ["ReportingService"]),
    .executable(name: "encours", targets: ["Operator"]),
  ] + (isFuzzing ? [.library(name: "Fuzzing", type: .static, targets: ["Fuzzing"])] : []),
  dependencies: [
    // The operator's tool: subcommands, flags and their help, from one declaration.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Persistent tree dictionaries: an immutable copy of a large table costs nothing.
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    // Flags over environment over file over defaults, under the same names everywhere.
    .package(
      url: "https://github.com/apple/swift-configuration",
      from: "1.4.0",
      traits: ["JSON", "CommandLineArguments"]
    ),
    // SHA-256 of bank files, contents and snapshots; no cryptography of our own.
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    // The logging interface that every Swift server library speaks.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // File paths, as swift-configuration takes them.
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    // Health and metrics over HTTP: small, no dependencies, builds in seconds.
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CRabbitMQ",
      path: "Shared/CRabbitMQ",
      pkgConfig: "librabbitmq",
      providers: [.apt(["librabbitmq-dev"])]
    ),
    .systemLibrary(
      name: "CLibXML2",
      path: "Shared/CLibXML2",
      pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"])]
    ),
    .systemLibrary(
      name: "CQPDF",
      path: "Shared/CQPDF",
      pkgConfig: "libqpdf",
      providers: [.apt(["libqpdf-dev"])]
    ),
    .systemLibrary(name: "CStatFS", path: "Shared/CStatFS"),

    shared("DomainKit", [hashTrees]),
    shared("Remittance", ["DomainKit"]),
    shared("Terms", ["DomainKit"]),
    shared("Messages", ["DomainKit", "Terms"]),
    shared("ServiceKit", ["DomainKit", "Remittance", "Terms", "Messages", deques]),
    // What Encours promises to other languages, generated from Messages.
    .target(
      name: "Contracts",
      dependencies: ["DomainKit", "Messages", "ServiceKit", "Terms"],
      path: "Shared/Contracts",
      exclude: ["Published"],
      swiftSettings: settings
    ),
    shared("StateFiles", ["CStatFS", "DomainKit", "Messages", "ServiceKit", crypto]),
    shared("AMQP", ["CRabbitMQ", "DomainKit", "Messages", "ServiceKit", deques]),
    shared("XMLStream", ["CLibXML2"], memory: [.strictMemorySafety()]),
    shared("PDFAttachments", ["CQPDF"], memory: [.strictMemorySafety()]),
    shared("TextLines"),
    shared("EInvoices", ["DomainKit", "PDFAttachments", "Terms", "TextLines", "XMLStream"]),
    shared(
      "EInvoiceBilling",
      ["DomainKit", "EInvoices", "Messages", "Remittance", "ServiceKit", "Terms"]
    ),
    shared(
      "ServiceHost",
      [
        "DomainKit", "Remittance", "Terms", "Messages", "ServiceKit", "StateFiles", "AMQP",
        configuration, flyingFox, logging, systemPackage,
      ]
    ),

    .target(
      name: "BankFormats",
      dependencies: ["DomainKit", "TextLines", "XMLStream"],
      path: "Services/PaymentIntake/Formats",
      swiftSettings: settings
    ),
    .target(
      name: "OperatorKit",
      dependencies: [
        "DomainKit", "EInvoiceBilling", "EInvoices", "Messages", "Remittance", "ServiceKit",
        "Terms", "TextLines",
      ],
      path: "Services/Operator",
      exclude: ["Tool"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "Operator",
      dependencies: [
        "OperatorKit", "Contracts", "DomainKit", "EInvoiceBilling", "EInvoices", "Messages",
        "ServiceKit", "StateFiles", "Terms", "AMQP", argumentParser,
        crypto, "InvoicingDomain", "PaymentIntakeDomain", "MatchingDomain", "CreditControlDomain",
        "ReportingDomain",
      ],
      path: "Services/Operator/Tool",
      swiftSettings: settings
    ),

    // What tests share: a broker and files in memory that fail on purpose; a private RabbitMQ node;
    // the whole house in its own folder.
    .target(
      name: "SimulationKit",
      dependencies: ["DomainKit", "Messages", "ServiceKit", "StateFiles", deques],
      path: "Tests/SimulationKit",
      swiftSettings: settings
    ),
    .target(
      name: "BrokerKit",
      dependencies: ["AMQP", "ServiceKit"],
      path: "Tests/BrokerKit",
      swiftSettings: settings
    ),
    .target(
      name: "HouseKit",
      dependencies: ["AMQP", "BrokerKit", "DomainKit", "Messages", "OperatorKit", "ServiceKit"],
      path: "Tests/HouseKit",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "Benchmark",
      dependencies: [
        "DomainKit", "HouseKit", "Messages", "OperatorKit", "ServiceKit", "Terms", argumentParser,
      ],
      path: "Tests/Benchmarks",
      exclude: ["MatchQuality", "Readers", "ceiling.c", "match-quality", "readers.py", "run"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "ReaderBenchmark",
      dependencies: ["BankFormats", "Messages"],
      path: "Tests/Benchmarks/Readers",
      swiftSettings: settings
    ),
    // A made-up ledger and what its customers pay, held against the two domains that book it.
    .target(
      name: "MatchQualityKit",
      dependencies: [
        "DomainKit", "MatchingDomain", "Messages", "PaymentIntakeDomain", "Remittance", "Terms",
      ],
      path: "Tests/Benchmarks/MatchQuality/Kit",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "MatchQuality",
      dependencies: ["DomainKit", "MatchQualityKit", argumentParser],
      path: "Tests/Benchmarks/MatchQuality/Tool",
      swiftSettings: settings
    ),
    tests("DomainKit", ["DomainKit"]),
    tests(
      "Invoicing",
      [
        "DomainKit", "Messages", "Remittance", "ServiceKit", "Terms", "InvoicingDomain",
        "InvoicingService",
      ]
    ),
    tests(
      "Messages",
      ["Contracts", "DomainKit", "Messages", "ServiceKit"],
      exclude: ["Golden", "validate_contracts.py"]
    ),
    tests(
      "ServiceKit",
      [
        "DomainKit", "Messages", "Remittance", "ServiceHost", "ServiceKit", "SimulationKit",
        "StateFiles", "Terms", logging,
      ]
    ),
    tests("StateFiles", ["DomainKit", "Messages", "ServiceKit", "StateFiles", "SimulationKit"]),
    tests("Tidy", []),
    tests(
      "Broker",
      ["AMQP", "BrokerKit", "DomainKit", "Messages", "ServiceKit", "SimulationKit"]
    ),
    tests(
      "BankFormats",
      ["BankFormats", "DomainKit", "OperatorKit", "ServiceKit"],
      exclude: ["Samples"]
    ),
    tests("XMLStream", ["XMLStream"]),
    tests(
      "EInvoices",
      [
        "DomainKit", "EInvoiceBilling", "EInvoices", "Messages", "PDFAttachments",
        "ServiceKit", "Terms",
      ],
      exclude: ["validate_invoices.py"]
    ),
    tests("Remittance", ["DomainKit", "Remittance", "ServiceKit"]),
    tests("Terms", ["DomainKit", "ServiceKit", "Terms"]),
    tests("TextLines", ["TextLines"]),
    tests(
      "Operator",
      [
        "DomainKit", "EInvoiceBilling", "EInvoices", "Messages", "OperatorKit", "ServiceKit",
        "Terms",
      ]
    ),
    tests(
      "Simulation",
      [
        "DomainKit", "Messages", "OperatorKit", "Remittance", "ServiceKit", "SimulationKit",
        "StateFiles", "InvoicingService", "PaymentIntakeService", "MatchingService",
        "CreditControlDomain", "CreditControlService", "ReportingDomain", "ReportingService",
        "Terms",
      ]
    ),
    tests(
      "System",
      [
        "AMQP", "BrokerKit", "DomainKit", "HouseKit", "Messages", "OperatorKit", "Remittance",
        "ServiceKit", "Terms", crypto,
      ],
      exclude: ["ledger_aging.py", "publish_invoice.py", "send_raw.py"]
    ),
    tests(
      "CreditControl",
      [
        "CreditControlDomain", "CreditControlService", "DomainKit", "Messages", "ServiceKit",
        "SimulationKit", "Terms",
      ]
    ),
    tests(
      "Matching",
      ["MatchingDomain", "MatchingService", "DomainKit", "Messages", "ServiceKit", "Terms"]
    ),
    tests("MatchQuality", ["DomainKit", "MatchQualityKit", "Terms"]),
    tests(
      "PaymentIntake",
      [
        "BankFormats", "DomainKit", "Messages", "PaymentIntakeDomain", "PaymentIntakeService",
        "Remittance", "ServiceKit", "SimulationKit", "StateFiles", crypto,
      ]
    ),
    tests(
      "Reporting",
      [
        "ReportingDomain", "ReportingService", "DomainKit", "Messages", "ServiceKit",
        "SimulationKit",
      ]
    ),
  ]
    + service("Invoicing", domain: ["Remittance", "Terms"], shell: [crypto])
    + service(
      "PaymentIntake",
      domain: ["Remittance"],
      shell: ["BankFormats", "Remittance", crypto, logging]
    )
    + service("Matching", domain: ["Remittance", "Terms"], shell: ["Remittance"])
    + service("CreditControl", domain: ["Terms"], shell: ["Terms"])
    + service("Reporting")
    + (isFuzzing ? [fuzzing] : [])
)
