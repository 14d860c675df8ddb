import Crypto
import DomainKit
package import InvoicingDomain
package import Messages

extension InvoicingService {
  package static func command(for envelope: Envelope) throws(Malformed) -> Invoicing.Command? {
    let body = envelope.body
    switch envelope.type {
    case BillingAccountUpserted.type:
      let account = try JSONCoding.decode(BillingAccountUpserted.self, from: body)
      return .registerAccount(revision(account, try contentHash(account)))
    case BillingInvoiceIssued.type:
      let invoice = try JSONCoding.decode(BillingInvoiceIssued.self, from: body)
      return .issueInvoice(billed(invoice, try contentHash(invoice)))
    case BillingCreditNoteIssued.type:
      let note = try JSONCoding.decode(BillingCreditNoteIssued.self, from: body)
      return .issueCreditNote(billed(note, try contentHash(note)))
    case CreditTermsChanged.type:
      let change = try JSONCoding.decode(CreditTermsChanged.self, from: body)
      return .changeTerms(
        Invoicing.TermsChange(
          account: change.account,
          from: change.from,
          terms: change.terms,
          lateChargeRate: change.lateChargeRate
        )
      )
    case PaymentReturned.type:
      let returned = try JSONCoding.decode(PaymentReturned.self, from: body)
      return try charge(returned).map { .chargeReturn($0) }
    case DayOpened.type:
      let day = try JSONCoding.decode(DayOpened.self, from: body)
      return .closeCut(closes: day.closes, opens: day.opens)
    case CutCalled.type:
      let cut = try JSONCoding.decode(CutCalled.self, from: body)
      return .closeCut(closes: cut.closes, opens: cut.opens)
    default: return nil
    }
  }

  private static func charge(
    _ returned: PaymentReturned
  ) throws(Malformed) -> Invoicing.ReturnCharge? {
    guard let charges = returned.charges else { return nil }
    return Invoicing.ReturnCharge(
      reversal: returned.reversal,
      payment: returned.payment,
      account: returned.account,
      amount: charges,
      content: try contentHash(returned)
    )
  }

  /// SHA-256 of what was understood, in the one canonical encoding: neither the order of fields nor
  /// spaces nor fields that nobody here knows make the same fact another one.
  static func contentHash(
    _ message: some Encodable
  ) throws(Malformed) -> Invoicing.ContentHash {
    do {
      let digest = SHA256.hash(data: try JSONCoding.encode(message))
      return Invoicing.ContentHash(digest.map(hexadecimal).joined())
    } catch {
      throw Malformed(.data, "the content cannot be encoded: \(error)")
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  static func revision(
    _ account: BillingAccountUpserted,
    _ content: Invoicing.ContentHash
  ) -> Invoicing.AccountRevision {
    Invoicing.AccountRevision(
      account: account.account,
      revision: account.revision,
      name: account.name,
      currency: account.currency,
      country: account.country,
      ibans: account.ibans ?? [],
      aliases: account.aliases ?? [],
      terms: account.terms,
      termsFrom: account.termsFrom,
      lateChargeRate: account.lateChargeRate,
      creditLimit: account.creditLimit,
      head: account.head,
      paidByHead: account.paidByHead ?? [],
      content: content
    )
  }

  static func billed(
    _ invoice: BillingInvoiceIssued,
    _ content: Invoicing.ContentHash
  ) -> Invoicing.BilledInvoice {
    Invoicing.BilledInvoice(
      invoice: invoice.invoice,
      account: invoice.account,
      issueDate: invoice.issueDate,
      lines: lines(invoice.lines),
      net: invoice.net,
      tax: invoice.tax,
      gross: invoice.gross,
      terms: invoice.terms,
      dueDate: invoice.dueDate,
      paymentReference: invoice.paymentReference,
      order: invoice.order.map { Invoicing.OrderShare(order: $0.order, amount: $0.amount) },
      kind: invoice.kind ?? .invoice,
      precedingInvoice: invoice.precedingInvoice,
      deposits: (invoice.deposits ?? []).map {
        Invoicing.DepositShare(invoice: $0.invoice, amount: $0.amount)
      },
      exchange: invoice.exchange,
      content: content
    )
  }

  static func billed(
    _ note: BillingCreditNoteIssued,
    _ content: Invoicing.ContentHash
  ) -> Invoicing.BilledCreditNote {
    Invoicing.BilledCreditNote(
      creditNote: note.creditNote,
      account: note.account,
      invoice: note.invoice,
      issueDate: note.issueDate,
      lines: lines(note.lines),
      net: note.net,
      tax: note.tax,
      gross: note.gross,
      terms: note.terms,
      reason: note.reason,
      spread: note.spread ?? .lastFirst,
      exchange: note.exchange,
      content: content
    )
  }

  static func lines(_ lines: [InvoiceLine]?) -> [Invoicing.BilledLine] {
    (lines ?? []).map {
      Invoicing.BilledLine(description: $0.description, net: $0.net, taxRate: $0.taxRate)
    }
  }
}
