import DomainKit
import EInvoices
import Terms
import Testing

@Suite("Legal mentions of France")
struct FrenchMentionsTests {
  static let recovery = InvoiceNote(
    "Indemnité forfaitaire pour frais de recouvrement : 40 €.",
    subject: "PMT"
  )
  static let penalty = InvoiceNote("Pénalités : trois fois le taux légal.", subject: "PMD")
  static let discount = InvoiceNote("Pas d'escompte pour paiement anticipé.", subject: "AAB")

  static func invoice(
    _ notes: [InvoiceNote],
    type: DocumentType = .invoice,
    due: Bool = true
  )
    -> ElectronicInvoice
  {
    let amount = Money(120_00, .euro)
    var invoice = ElectronicInvoice(
      "INV-1",
      type: type,
      issueDate: CalendarDate(literal: "2026-12-01"),
      currency: .euro,
      seller: InvoiceParty(name: "Vendeur"),
      buyer: InvoiceParty(name: "Client"),
      totals: InvoiceTotals(withoutVAT: amount, withVAT: amount, due: amount)
    )
    invoice.notes = notes
    invoice.dueDate = due ? CalendarDate(literal: "2026-12-31") : nil
    return invoice
  }

  @Test("due date and the three notes let an invoice go out")
  func complete() {
    let notes = [Self.recovery, Self.penalty, Self.discount]
    #expect(Self.invoice(notes).frenchMentionFaults == [])
    #expect(Self.invoice(notes, type: .creditNote, due: false).frenchMentionFaults == [])
  }

  @Test("every one that is missing is told, with the law that asks for it")
  func missing() {
    let faults = Self.invoice([], due: false).frenchMentionFaults
    #expect(faults.map(\.mention) == FrenchMention.allCases)
    #expect(faults.allSatisfy { $0.kind == .missing })
    #expect(faults.map(\.description).allSatisfy { $0.contains("Code de commerce, L441-") })
    let one = Self.invoice([Self.recovery, Self.penalty]).frenchMentionFaults
    #expect(one == [MentionFault(mention: .discount, kind: .missing)])
    let text = InvoiceNote(Self.discount.text)
    let noSubject = Self.invoice([Self.recovery, Self.penalty, text]).frenchMentionFaults
    #expect(noSubject == one)
  }

  @Test("a second note on the same subject is told")
  func repeated() {
    let notes = [Self.recovery, Self.penalty, Self.discount, Self.penalty]
    let faults = Self.invoice(notes).frenchMentionFaults
    #expect(faults == [MentionFault(mention: .latePenalty, kind: .repeated)])
  }

  @Test(
    "the indemnity is forty euros, no more and no less",
    arguments: [
      ("40 €", true), ("40,00 EUR", true), ("EUR 40", true), ("40.00 euros.", true),
      ("40", false), ("140 €", false), ("40,50 €", false), ("quarante euros", false),
    ]
  )
  func fortyEuros(text: String, isStated: Bool) {
    let note = InvoiceNote("Frais de recouvrement : \(text)", subject: "PMT")
    let faults = Self.invoice([note, Self.penalty, Self.discount]).frenchMentionFaults
    #expect(faults.isEmpty == isStated, "\(faults)")
  }
}
