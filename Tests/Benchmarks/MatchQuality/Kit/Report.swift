import DomainKit
import Foundation

/// Findings counted by kind, as a table.
package struct Report: Sendable {
  private struct Row: Sendable {
    var count = 0
    var decidable = 0
    var unlabelled = 0
    var verdicts: [Judge.Verdict: Int] = [:]
    /// Of the decidable ones.
    var decidableRight = 0
    var undecidableBooked = 0
    var undecidableSuggested = 0
    var undecidableFirst = 0

    mutating func add(_ finding: Judge.Finding) {
      count += 1
      verdicts[finding.verdict, default: 0] += 1
      let isBooked = finding.verdict == .right || finding.verdict == .wrong
      switch finding.remittance.decidable {
      case true?:
        decidable += 1
        if finding.verdict == .right { decidableRight += 1 }
      case false?:
        if isBooked { undecidableBooked += 1 }
        if finding.verdict == .suggestedFirst { undecidableFirst += 1 }
        if finding.verdict == .suggestedFirst || finding.verdict == .suggestedElse {
          undecidableSuggested += 1
        }
      case nil: unlabelled += 1
      }
    }
  }

  private var rows: [String: Row] = [:]
  private var total = Row()
  private let wanted: Int
  package private(set) var examples: [String] = []

  /// `examples`: how many payments that went wrong or were missed are kept in full.
  package init(examples wanted: Int = 0) { self.wanted = wanted }

  package mutating func add(_ finding: Judge.Finding) {
    rows[finding.remittance.kind, default: Row()].add(finding)
    total.add(finding)
    if examples.count < wanted, finding.isFault { examples.append(finding.description) }
  }

  /// The table, then the figures of the targets.
  package var text: String {
    let order = Kind.allCases.map(\.rawValue)
    let kinds = order.filter { rows[$0] != nil } + rows.keys.filter { !order.contains($0) }.sorted()
    let lines = kinds.map { line($0, rows[$0] ?? Row()) }
    return ([Self.head] + lines + [line("all", total), "", targets]).joined(separator: "\n")
  }

  private static let columns = [
    "count", "decidable", "right", "wrong", "1st", "other", "left", "missed", "booked",
  ]
  private static let head = row("kind", columns)

  private static func row(_ name: String, _ cells: [String]) -> String {
    name.padding(toLength: 22, withPad: " ", startingAt: 0)
      + cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
  }

  private func line(_ name: String, _ row: Row) -> String {
    let verdicts = Judge.Verdict.allCases.map { row.verdicts[$0] ?? 0 }
    let counts =
      [row.count, row.decidable] + verdicts
      + [row.decidable - row.decidableRight, row.undecidableBooked]
    return Self.row(name, counts.map(String.init))
  }

  private var targets: String {
    let wrong = total.verdicts[.wrong] ?? 0
    let found = total.decidable == 0 ? 1 : Double(total.decidableRight) / Double(total.decidable)
    let suggested = total.undecidableSuggested
    let first = suggested == 0 ? 1 : Double(total.undecidableFirst) / Double(suggested)
    return """
      \(mark(found >= 0.99)) decidable, automatic and right: \(percent(found)) of \
      \(total.decidable) (at least 99 %)
      \(mark(wrong == 0)) automatic and wrong: \(wrong) of \(total.count) (none)
      \(mark(total.undecidableBooked == 0)) undecidable and booked: \(total.undecidableBooked) of \
      \(total.count - total.decidable - total.unlabelled) (none)
      \(mark(first >= 0.9)) undecidable and suggested, the truth first: \(percent(first)) of \
      \(suggested) (at least 90 %)
      """
  }

  private func mark(_ isMet: Bool) -> String { isMet ? "PASS" : "MISS" }

  private func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }

  package static let legend = """
    right, wrong: booked without asking; 1st, other: suggested with the truth first, or elsewhere or
    not at all; left: nothing said; missed: decidable and not right; booked: undecidable and booked.
    """
}

extension Judge.Finding {
  /// It went wrong, or was missed.
  package var isFault: Bool {
    switch verdict {
    case .wrong: true
    case .right: remittance.decidable == false
    case .suggestedFirst, .left: remittance.decidable == true
    case .suggestedElse: true
    }
  }

  package var description: String {
    let truth = remittance.truth.allocations.map { "\($0.item) \($0.cash) \($0.discount)" }
    let booked = answer.allocations.map { "\($0.item) \($0.cash) \($0.discount)" }
    let label = remittance.decidable == true ? "decidable" : remittance.because ?? "not labelled"
    return """
      \(remittance.payment) \(remittance.kind): \(verdict.rawValue); \(label)
        \(remittance.amount) on \(remittance.valueDate) of \(remittance.payerName ?? "?") \
      \(remittance.payerIBAN ?? "")
        references \(remittance.references), text '\(remittance.text)'
        truth:  \(truth.joined(separator: "; ")) \(remittance.truth.creditNotes)
        booked: \(booked.joined(separator: "; ")), on account \(answer.onAccount), by \
      \(answer.account?.rawValue ?? "nobody")
        \(answer.explanation)
      """
  }
}
