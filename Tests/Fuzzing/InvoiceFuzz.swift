import DomainKit
import EInvoices

/// Any bytes at all as an electronic invoice: nothing crashes, what is accepted adds up, and what
/// is written of it reads back the same.
///
/// A PDF is looked into by a process of its own, which the fuzzer does not see.
enum InvoiceFuzz {
  static func run(_ bytes: [UInt8]) {
    guard !bytes.starts(with: "%PDF-".utf8) else { return }
    let reading = EInvoices.read(bytes)
    _ = reading.invoice?.frenchMentionFaults
    precondition(reading.invoice != nil || !reading.refusals.isEmpty, "refused without a reason")
    guard reading.isAccepted, let invoice = reading.invoice else { return }
    var rest = bytes[...]
    let inPieces = EInvoices.read { () -> [UInt8] in
      defer { rest = rest.dropFirst(61) }
      return Array(rest.prefix(61))
    }
    precondition(inPieces == reading, "the pieces that a document comes in change something")
    let totals = invoice.totals
    let zero = Money.zero(totals.due.currency)
    precondition(totals.withVAT == totals.withoutVAT + (totals.vat ?? zero))
    precondition(
      totals.due == totals.withVAT - (totals.prepaid ?? zero) + (totals.rounding ?? zero)
    )
    for syntax in [InvoiceSyntax.ubl, .cii] {
      guard let written = try? EInvoices.write(invoice, as: syntax) else { continue }
      let again = EInvoices.read(written)
      precondition(again.isAccepted && again.invoice == invoice, "written is not what was read")
    }
  }
}
