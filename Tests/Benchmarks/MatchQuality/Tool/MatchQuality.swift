import ArgumentParser
import DomainKit
import Foundation
import MatchQualityKit

/// How well payments find what they pay, and how fast.
@main
struct MatchQuality: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Holds what payment intake and matching book against what payers meant.",
    discussion: """
      Without a subcommand it makes a ledger and payments up, runs them through both domains and
      prints what became of each kind, with the targets. Files are JSON Lines. A ledger has lines
      {"account":{"id","name","ibans","head","paidByHead":[{"from","to"}]}},
      {"invoice":{"number","account","issued","reference","purchaseOrder","items":[{"id","due",
      "amount":{"amount","currency"},"discounts":[{"percent","base","amount","lastDate",
      "lastGraceDate"}]}],"paidBy":{"payment","valueDate"}}} and
      {"creditNote":{"number","account","issued","amount","invoice"}}; payments have lines
      {"payment","kind","amount","valueDate","payerName","payerIBAN","references","text",
      "truth":{"allocations":[{"item","cash","discount"}],"creditNotes"},"decidable",
      "mentions":[{"form","text","isCut"}]}.
      """,
    subcommands: [Quality.self, Speed.self],
    defaultSubcommand: Quality.self
  )
}

/// What ledgers and payments are made from.
struct Source: ParsableArguments {
  @Option(help: "What is made up follows from this number.")
  var seed: UInt64 = 1
  @Option(help: "Several ways of numbering in one ledger: 'one' or 'several'.")
  var numbering = "one"
  @Option(help: "Kinds with their weights, such as 'clean-number=3,range=1'; none: the usual mix.")
  var mix: String?

  func validate() throws {
    guard ["one", "several"].contains(numbering) else {
      throw ValidationError("numbering is 'one' or 'several'")
    }
    _ = try chosenMix()
  }

  func chosenMix() throws -> Mix {
    guard let mix else { return Mix() }
    guard let chosen = Mix(mix) else {
      let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("a mix is KIND=WEIGHT,…; kinds are \(kinds)")
    }
    return chosen
  }

  func ledger(_ openItems: Int, seed: UInt64) -> Ledger {
    var generator = LedgerGenerator(
      openItems: openItems,
      seed: seed,
      usesOneNumbering: numbering == "one"
    )
    return generator.make()
  }
}

struct Quality: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts what is booked right, booked wrong, suggested and left, by kind."
  )

  @OptionGroup var source: Source
  @Option(help: "Open items of the ledger, 100 to 1000000.")
  var items = 10_000
  @Option(help: "Payments of each ledger.")
  var payments = 20_000
  @Option(help: "Ledgers, each of the next seed: numbers and references differ with it.")
  var ledgers = 1
  @Option(help: "Prints the first payments that went wrong or were missed in full.")
  var wrong = 0
  @Option(help: "Reads the ledger from this file.", completion: .file())
  var ledger: String?
  @Option(help: "Reads the payments from this file; it goes with --ledger.", completion: .file())
  var remittances: String?
  @Option(help: "Writes ledger.jsonl and remittances.jsonl of the last ledger to this folder.")
  var write: String?

  /// Payments that are held in memory at once.
  private static let round = 100_000

  func validate() throws {
    guard (100...1_000_000).contains(items), payments > 0, ledgers > 0, wrong >= 0 else {
      throw ValidationError("items are 100 to 1000000, payments and ledgers at least 1")
    }
    guard remittances == nil || ledger != nil, ledger == nil || ledgers == 1 else {
      throw ValidationError("payments of a file are of the ledger of a file")
    }
  }

  func run() throws {
    var report = Report(examples: wrong)
    if let ledger {
      try judge(Files.ledger(from: URL(filePath: ledger)), seed: source.seed, &report)
    } else {
      for seed in source.seed..<source.seed + UInt64(ledgers) {
        try judge(source.ledger(items, seed: seed), seed: seed, &report)
      }
    }
    for example in report.examples { print("\n\(example)") }
    print("\n\(report.text)\n\n\(Report.legend)")
  }

  private func judge(_ ledger: Ledger, seed: UInt64, _ report: inout Report) throws {
    print(
      "seed \(seed): \(ledger.accounts.count) accounts, \(ledger.openItems) open items,"
        + " \(ledger.creditNotes.count) credit notes, such as"
        + " \(ledger.invoices.first?.number.rawValue ?? "-")"
        + " with \(ledger.invoices.first?.reference ?? "-")"
    )
    var judge = try Judge(ledger)
    if let remittances {
      let payments = try Files.remittances(from: URL(filePath: remittances), of: ledger)
      return try judge.judge(payments) { report.add($0) }
    }
    let mix = try source.chosenMix()
    var generator = RemittanceGenerator(ledger, mix: mix, seed: seed)
    var written: [Remittance] = []
    for start in stride(from: 0, to: payments, by: Self.round) {
      let round = (start..<min(start + Self.round, payments)).map { _ in generator.next() }
      if write != nil { written += round }
      try judge.judge(round) { report.add($0) }
    }
    print("  \(generator.redrawn) payments were drawn again: nobody could have found them out")
    if let write { try files(ledger, written, in: URL(filePath: write)) }
  }

  private func files(_ ledger: Ledger, _ payments: [Remittance], in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Files.write(ledger, to: folder.appending(path: "ledger.jsonl"))
    try Files.write(payments, to: folder.appending(path: "remittances.jsonl"))
  }
}

struct Speed: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Payments a second of the pure domains: exact references only, then the mix."
  )

  @OptionGroup var source: Source
  @Option(help: "Open items; may be given more than once.")
  var items = [10_000, 100_000, 1_000_000]
  @Option(help: "Payments of each run.")
  var payments = 100_000

  func run() throws {
    for size in items {
      let ledger = source.ledger(size, seed: source.seed)
      print("\(ledger.openItems) open items on \(ledger.accounts.count) accounts")
      var loading = Stretch()
      let judge = try loading.measure(ledger.openItems) { try Judge(ledger) }
      line("ledger taken in", loading)
      guard let exact = Mix("structured-reference=1") else { return }
      try measure("exact references", ledger, exact, judge)
      try measure("the mix", ledger, source.chosenMix(), judge)
    }
  }

  private func measure(_ name: String, _ ledger: Ledger, _ mix: Mix, _ fresh: Judge) throws {
    var generator = RemittanceGenerator(ledger, mix: mix, seed: source.seed)
    let remittances = (0..<payments).map { _ in generator.next() }
    var judge = fresh
    judge.isMeasuring = true
    try judge.judge(remittances) { _ in }
    let timing = judge.timing
    print("  \(name), \(payments) payments")
    line("identified", timing.identifying)
    line("matching decides", timing.matchingAlone)
    line("and takes it in", timing.matching)
    line("intake's cuts", timing.closingIntake)
    line("matching's cuts", timing.closingMatching)
    var matched = timing.matching
    matched.wall += timing.closingMatching.wall
    matched.cpu += timing.closingMatching.cpu
    matched.count = payments
    line("matched, cuts and all", matched)
    print("    peak memory \(peakMemory()) MiB")
  }

  private func line(_ name: String, _ stretch: Stretch) {
    let figures = String(
      format: "%9d a second of one core  %8.2f s wall  %8.2f s cpu",
      Int(stretch.rate),
      stretch.wall,
      stretch.cpu
    )
    print("    \(name.padding(toLength: 24, withPad: " ", startingAt: 0))\(figures)")
  }
}
