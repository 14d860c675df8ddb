import DomainKit
import Foundation
import Testing

@testable import MatchQualityKit

@Suite("A made-up ledger and its payments")
struct GeneratorTests {
  private static func make(seed: UInt64, items: Int = 600) -> Ledger {
    var generator = LedgerGenerator(openItems: items, seed: seed, usesOneNumbering: seed % 2 == 0)
    return generator.make()
  }

  @Test("follow from the seed alone")
  func seeds() {
    let (one, other) = (Self.make(seed: 5), Self.make(seed: 5))
    #expect(one.accounts == other.accounts && one.invoices == other.invoices)
    var first = RemittanceGenerator(one, mix: Mix(), seed: 9)
    var second = RemittanceGenerator(other, mix: Mix(), seed: 9)
    for _ in 0..<200 { #expect(first.next() == second.next()) }
    #expect(Self.make(seed: 6).invoices != one.invoices)
  }

  @Test("have about as many open items as wanted, few on most accounts", arguments: UInt64(1)...6)
  func sizes(seed: UInt64) {
    let ledger = Self.make(seed: seed, items: 5000)
    #expect((4000...6000).contains(ledger.openItems))
    let register = Register(ledger)
    let sizes = register.accounts.map(\.items.count).sorted()
    #expect(sizes[sizes.count / 2] <= 5)
    #expect((sizes.last ?? 0) > 80)
    #expect(register.items.allSatisfy { $0.open > 0 })
  }

  @Test("agree with their truth, and the clerk with both", arguments: UInt64(1)...12)
  func truth(seed: UInt64) {
    let ledger = Self.make(seed: seed)
    var generator = RemittanceGenerator(ledger, mix: Mix(), seed: seed)
    var kinds: Set<String> = []
    for _ in 0..<400 {
      let made = generator.next()
      kinds.insert(made.kind)
      let cash = made.truth.allocations.reduce(eur(0)) { $0 + $1.cash }
      let credited = ledger.creditNotes.filter { made.truth.creditNotes.contains($0.number) }
        .reduce(eur(0)) { $0 + $1.amount }
      if made.kind == Kind.overpayment.rawValue || made.kind == Kind.paidTwice.rawValue {
        #expect(cash < made.amount)
      } else {
        #expect(cash == made.amount + credited, "\(made)")
      }
      #expect(made.text.count <= 140, "\(made)")
      #expect((made.decidable == false) == (made.because != nil))
    }
    #expect(kinds.count > 18)
    #expect(generator.redrawn < 20)
  }

  @Test("references have the check digits of the rules (R23)")
  func references() {
    let creditor = ReferenceStyle.creditor.reference(number: "INV-2026-0042", sequence: 1)
    #expect(creditor == "RF73INV20260042")
    let belgian = ReferenceStyle.belgian.reference(number: "", sequence: 909_337_554)
    #expect(ReferenceStyle.belgian.printed(belgian) == "+++090/9337/55493+++")
    #expect(ReferenceStyle.belgian.reference(number: "", sequence: 97) == "000000009797")
    let swiss = ReferenceStyle.swiss.reference(number: "", sequence: 313_947_143_000_901)
    #expect(swiss == "210000000003139471430009017")
  }

  @Test("a mention is what arrives of it")
  func writing() {
    var writing = Writing()
    writing.add("Règlement")
    writing.add("INV-2026-0042", .number)
    writing.breakLines(every: 16)
    #expect(writing.finished().text == "Règlement INV-20 26-0042")
    #expect(writing.finished().mentions == [Mention(.number, "INV-20 26-0042")])
    writing.cut(at: 19)
    writing.makePlain()
    #expect(writing.finished().text == "REGLEMENT INV-20 26")
    #expect(writing.finished().mentions == [Mention(.number, "INV-20 26", isCut: true)])
  }

  @Test("a mix names kinds and their weights")
  func mixes() {
    #expect(Mix().weights.reduce(0, +) == 106)
    #expect(Mix("clean-number=3,range=1")?.weights.reduce(0, +) == 4)
    for wrong in ["", "clean-number", "clean=1", "range=-1", "range=0"] {
      #expect(Mix(wrong) == nil)
    }
  }

  @Test("go through files unchanged")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "encours-match-quality-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let ledger = Self.make(seed: 3)
    var generator = RemittanceGenerator(ledger, mix: Mix(), seed: 3)
    let payments = (0..<50).map { _ in generator.next() }
    let (first, second) = (folder.appending(path: "ledger"), folder.appending(path: "payments"))
    try Files.write(ledger, to: first)
    try Files.write(payments, to: second)
    let read = try Files.ledger(from: first)
    #expect(read.accounts == ledger.accounts && read.invoices == ledger.invoices)
    #expect(try Files.remittances(from: second, of: read) == payments)
    let unlabelled = payments.map { payment in
      var payment = payment
      (payment.decidable, payment.because) = (nil, nil)
      return payment
    }
    try Files.write(unlabelled, to: second)
    #expect(try Files.remittances(from: second, of: read) == payments)
    try Data("{}\n{\"payment\":1}\n".utf8).write(to: second)
    #expect(throws: UnreadableLine.self) { try Files.remittances(from: second, of: read) }
  }
}

@Suite("The judge")
struct JudgeTests {
  private let ledger = Ledger.of(
    LedgerInvoice("INV-2026-0042", 10_000),
    LedgerInvoice("INV-2026-0043", 25_000),
    LedgerInvoice("INV-2026-0044", 10_000)
  )

  private func verdict(_ remittance: Remittance) throws -> Judge.Verdict? {
    var judge = try Judge(ledger)
    var found: Judge.Verdict?
    try judge.judge([remittance]) { found = $0.verdict }
    return found
  }

  @Test("tells right from wrong")
  func verdicts() throws {
    let named = "INV-2026-0042"
    #expect(try verdict(payment(10_000, text: named, truth: [("INV-2026-0042", 10_000)])) == .right)
    #expect(try verdict(payment(10_000, text: named, truth: [("INV-2026-0044", 10_000)])) == .wrong)
    #expect(try verdict(payment(10_000, text: named, truth: [("INV-2026-0042", 9000)])) == .wrong)
    #expect(try verdict(payment(10_000, truth: [("INV-2026-0042", 10_000)])) == .suggestedFirst)
    #expect(try verdict(payment(10_000, truth: [("INV-2026-0044", 10_000)])) == .suggestedElse)
    #expect(try verdict(payment(10_000, by: "DE-X", truth: [("INV-2026-0042", 10_000)])) == .left)
  }

  @Test("each payment meets the ledger as it was in the beginning")
  func batches() throws {
    var judge = try Judge(ledger)
    var verdicts: [Judge.Verdict] = []
    let payments = (1...3).map { number in
      var named = payment(25_000, text: "INV-2026-0043", truth: [("INV-2026-0043", 25_000)])
      named.payment = PaymentID("bank:\(number)")
      return named
    }
    try judge.judge(payments) { verdicts.append($0.verdict) }
    #expect(verdicts == [.right, .right, .right])
  }
}
