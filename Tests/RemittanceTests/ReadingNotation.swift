import DomainKit
import Remittance
import Testing

/// A text and what is read in it.
///
/// Numbers are written by their keys: `INV101` as it stands there, `~INV101` of several pieces,
/// `+INV102` completed from the one before, `:INV103` within a range; with `-` before a credit,
/// `…` behind what may be cut, and `=500.00` for the amount beside it.
struct Row: Sendable, CustomTestStringConvertible {
  let text: String
  let expected: String
  /// The amounts of the text, where they are told apart from the numbers.
  let amounts: String

  init(_ text: String, _ expected: String, _ amounts: String = "") {
    self.text = text
    self.expected = expected
    self.amounts = amounts
  }

  var testDescription: String { text }
  var reading: RemittanceReading { RemittanceReading(lines: [text], currency: .euro) }
}

extension RemittanceReading {
  var numbers: String { mentions.map(\.notation).joined(separator: " ") }

  var figures: String { amounts.map(\.notation).joined(separator: " ") }

  var labels: String {
    mentions.map { "\($0.key) \($0.label?.rawValue ?? "-")" }.joined(separator: ", ")
  }

  /// What the money is for, the months, and the instalments.
  var purposes: String {
    let names: [(Topics, String)] = [
      (.balance, "balance"), (.advance, "advance"), (.partPayment, "part"),
      (.creditNote, "credit"), (.discount, "discount"), (.charges, "charges"),
    ]
    let topics = names.filter { self.topics.contains($0.0) }.map(\.1)
    let months = self.months.map { "\($0.month)/\($0.year.map(String.init) ?? "-")" }
    let parts = instalments.map { "\($0.number) of \($0.count.map(String.init) ?? "-")" }
    return (topics + months + parts).joined(separator: ", ")
  }
}

extension RemittanceReading.Mention {
  fileprivate var notation: String {
    let mark =
      switch form {
      case .whole: ""
      case .joined: "~"
      case .listed: "+"
      case .range: ":"
      }
    let amount = self.amount.map { "=\($0.notation)" } ?? ""
    return "\(isCredit ? "-" : "")\(mark)\(key)\(mayBeCut ? "…" : "")\(amount)"
  }
}

extension RemittanceReading.Amount {
  /// `1234.56EUR`, without a currency where none is written.
  fileprivate var notation: String {
    let exponent = (currency ?? .euro).exponent
    let digits = String(minorUnits.magnitude)
    let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
    let decimals = exponent == 0 ? "" : ".\(padded.suffix(exponent))"
    let sign = minorUnits < 0 ? "-" : ""
    return "\(sign)\(padded.dropLast(exponent))\(decimals)\(currency?.code ?? "")"
  }
}
