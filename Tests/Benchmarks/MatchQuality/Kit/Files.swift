import DomainKit
package import Foundation
import Messages

/// Ledgers and payments as files of JSON Lines.
///
/// A ledger has one object a line, with one member that says what it is, in any order:
///
///     {"account":{"id":"C1","name":"Ateliers Morel SARL","ibans":["FR76…"],"head":"C1",
///       "paidByHead":[{"from":"2025-01-01"}]}}
///     {"invoice":{"number":"INV-2026-0042","account":"C1","issued":"2026-03-01",
///       "reference":"RF73INV20260042","purchaseOrder":"PO-4711","items":[{"id":"INV-2026-0042",
///       "due":"2026-03-31","amount":{"amount":"1000.00","currency":"EUR"},"discounts":[{
///       "percent":"2","base":{…},"amount":{…},"lastDate":"2026-03-11",
///       "lastGraceDate":"2026-03-14"}]}],"paidBy":{"payment":"past:1","valueDate":"2026-03-08"}}}
///     {"creditNote":{"number":"AV-1","account":"C1","issued":"2026-03-05","amount":{…},
///       "invoice":"INV-2026-0042"}}
///
/// `purchaseOrder`, `paidBy` (the invoice was settled in full) and a credit note's `invoice` (none:
/// on account) may be missing. Payments have one object a line:
///
///     {"payment":"bank:1","kind":"clean-number","amount":{…},"valueDate":"2026-03-10",
///      "payerName":"MOREL ATELIERS","payerIBAN":"FR76…","references":[],"text":"Facture 42",
///      "truth":{"allocations":[{"item":"INV-2026-0042","cash":{…},"discount":{…}}],
///      "creditNotes":[]},"decidable":true,
///      "mentions":[{"form":"number","text":"42","isCut":false}]}
///
/// `payerName`, `payerIBAN`, `mentions`, `decidable` and `because` may be missing. Where
/// `decidable` is missing and `mentions` is not, the clerk's rule labels the payment.
package enum Files {
  private struct LedgerLine: Codable {
    var account: LedgerAccount?
    var invoice: LedgerInvoice?
    var creditNote: LedgerCreditNote?
  }

  package static func write(_ ledger: Ledger, to url: URL) throws {
    let lines =
      ledger.accounts.map { LedgerLine(account: $0) }
      + ledger.invoices.map { LedgerLine(invoice: $0) }
      + ledger.creditNotes.map { LedgerLine(creditNote: $0) }
    try write(lines, to: url)
  }

  package static func write(_ values: [some Encodable], to url: URL) throws {
    var bytes: [UInt8] = []
    for value in values { bytes += try JSONCoding.encode(value) + [UInt8(ascii: "\n")] }
    try Data(bytes).write(to: url)
  }

  package static func ledger(from url: URL) throws -> Ledger {
    var ledger = Ledger()
    for line in try read(LedgerLine.self, from: url) {
      if let account = line.account { ledger.accounts.append(account) }
      if let invoice = line.invoice { ledger.invoices.append(invoice) }
      if let note = line.creditNote { ledger.creditNotes.append(note) }
    }
    return ledger
  }

  package static func remittances(from url: URL, of ledger: Ledger) throws -> [Remittance] {
    let clerk = Clerk(register: Register(ledger))
    return try read(Remittance.self, from: url).map { remittance in
      var remittance = remittance
      guard remittance.decidable == nil, let mentions = remittance.mentions else {
        return remittance
      }
      switch clerk.answer(remittance, mentions) {
      case .books: remittance.decidable = true
      case .asks(let reason): (remittance.decidable, remittance.because) = (false, reason)
      }
      return remittance
    }
  }

  private static func read<Value: Decodable>(_ type: Value.Type, from url: URL) throws -> [Value] {
    try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).enumerated().map { line, bytes in
      do {
        return try JSONCoding.decode(type, from: Array(bytes))
      } catch {
        throw UnreadableLine(file: url.lastPathComponent, line: line + 1, reason: "\(error)")
      }
    }
  }
}

/// A line of a file that is not what its layout says.
package struct UnreadableLine: Error, CustomStringConvertible {
  let file: String
  let line: Int
  let reason: String

  package var description: String { "\(file):\(line): \(reason)" }
}
