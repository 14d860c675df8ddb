import DomainKit
import Remittance

/// Any bytes at all as what a payer wrote, and as the number of a document: nothing crashes, and
/// what is offered is what is written.
enum RemittanceFuzz {
  static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let reading = RemittanceReading(lines: lines, references: [text], currency: .euro)
    let again = RemittanceReading(lines: lines, references: [text], currency: .euro)
    precondition(reading == again, "read twice, told otherwise")
    for mention in reading.mentions {
      precondition(RemittanceReading.numberLengths.upperBound >= mention.key.utf8.count)
      precondition(mention.key.contains(where: \.isNumber), "'\(mention.key)' is no number")
    }
    for reference in reading.references {
      let key = DocumentNumber.key(reference.reference.text)
      precondition(key == DocumentNumber.key(reference.written), "'\(key)' is not written")
    }
    let known = reading.known { _ in true }.filter { $0.form != .range }.map(\.words)
    precondition(known.reduce(0) { $0 + $1.count } == Set(known.joined()).count, "words read twice")
    let numbers = [text, "INV-2026-0042", "900008409", "FA202601124"]
    for number in numbers {
      _ = DocumentNumber.likeness(of: text, to: number)
      _ = DocumentNumber.likeness(of: number, to: text)
    }
    _ = DocumentNumber.serial(text)
  }
}
