import DomainKit

/// Writes an Invoice or CreditNote in the order of UBL 2.1's schema (the binding of CEN/TS
/// 16931-3-2, which Peppol BIS Billing 3 follows).
struct UBLWriter {
  let invoice: ElectronicInvoice
  let xml = InvoiceXML(text: "cbc:", group: "cac:")

  private var isCreditNote: Bool { invoice.type.isCreditNote }

  func write() {
    let name = isCreditNote ? "CreditNote" : "Invoice"
    let names: InvoiceXML.Attributes = [
      ("xmlns", isCreditNote ? UBLNames.creditNote : UBLNames.invoice),
      ("xmlns:cac", UBLNames.aggregate), ("xmlns:cbc", UBLNames.basic),
    ]
    xml.root(name, names) {
      head()
      references()
      parties()
      delivery()
      payment()
      for change in invoice.allowancesAndCharges { allowanceCharge(change) }
      tax()
      totals()
      for line in invoice.lines { self.line(line) }
    }
  }

  private func head() {
    xml.element("CustomizationID", invoice.specification.identifier)
    xml.element("ProfileID", invoice.specification.process)
    xml.element("ID", invoice.number.rawValue)
    xml.element("IssueDate", invoice.issueDate.description)
    if isCreditNote {
      taxPointDate()
      xml.element("CreditNoteTypeCode", invoice.type.code)
    } else {
      xml.element("DueDate", invoice.dueDate?.description)
      xml.element("InvoiceTypeCode", invoice.type.code)
    }
    for note in invoice.notes { xml.element("Note", note.ublText) }
    if !isCreditNote { taxPointDate() }
    xml.element("DocumentCurrencyCode", invoice.currency.code)
    xml.element("TaxCurrencyCode", invoice.taxCurrency?.code)
    xml.element("AccountingCost", invoice.references.buyerAccount)
    xml.element("BuyerReference", invoice.references.buyer)
    xml.group("InvoicePeriod") {
      period(invoice.period)
      if case .event(let event) = invoice.taxPoint {
        xml.element("DescriptionCode", event.ublCode)
      }
    }
  }

  private func taxPointDate() {
    if case .date(let date) = invoice.taxPoint { xml.element("TaxPointDate", date.description) }
  }

  private func references() {
    let references = invoice.references
    xml.group("OrderReference") {
      // The schema wants an order where there is a sales order.
      let none = references.salesOrder == nil ? nil : UBLNames.noOrder
      xml.element("ID", references.order ?? none)
      xml.element("SalesOrderID", references.salesOrder)
    }
    for preceding in invoice.precedingInvoices {
      xml.group("BillingReference/InvoiceDocumentReference") {
        xml.element("ID", preceding.number.rawValue)
        xml.element("IssueDate", preceding.issueDate?.description)
      }
    }
    xml.element("DespatchDocumentReference/ID", references.despatchAdvice)
    xml.element("ReceiptDocumentReference/ID", references.receivingAdvice)
    if !isCreditNote { xml.element("OriginatorDocumentReference/ID", references.tender) }
    xml.element("ContractDocumentReference/ID", references.contract)
    additional(references.object, "130")
    if isCreditNote { additional(references.project.map { SchemedIdentifier($0) }, "50") }
    for document in invoice.supportingDocuments {
      xml.group("AdditionalDocumentReference") {
        xml.element("ID", document.reference)
        xml.element("DocumentDescription", document.description)
        xml.element("Attachment/ExternalReference/URI", document.location)
      }
    }
    if isCreditNote {
      xml.element("OriginatorDocumentReference/ID", references.tender)
    } else {
      xml.element("ProjectReference/ID", references.project)
    }
  }

  private func additional(_ identifier: SchemedIdentifier?, _ code: String) {
    guard let identifier else { return }
    xml.group("AdditionalDocumentReference") {
      xml.identifier("ID", identifier)
      xml.element("DocumentTypeCode", code)
    }
  }

  private func parties() {
    xml.group("AccountingSupplierParty/Party") {
      party(invoice.seller, creditor: invoice.payee == nil ? invoice.directDebit?.creditor : nil)
    }
    xml.group("AccountingCustomerParty/Party") { party(invoice.buyer) }
    if let payee = invoice.payee {
      xml.group("PayeeParty") {
        party(payee, isRegistered: false, creditor: invoice.directDebit?.creditor)
      }
    }
    if let representative = invoice.taxRepresentative {
      xml.group("TaxRepresentativeParty") { party(representative, isRegistered: false) }
    }
  }

  private func delivery() {
    guard let delivery = invoice.delivery else { return }
    xml.group("Delivery") {
      xml.element("ActualDeliveryDate", delivery.date?.description)
      xml.group("DeliveryLocation") {
        xml.identifier("ID", delivery.location)
        address("Address", delivery.address)
      }
      xml.element("DeliveryParty/PartyName/Name", delivery.recipient)
    }
  }

  private func payment() {
    let debit = invoice.paymentMeans.firstIndex { $0.debitedAccount != nil || $0.isDirectDebit }
    for (index, means) in invoice.paymentMeans.enumerated() {
      xml.group("PaymentMeans") {
        // The first one's words count for all (UBL-SR-46).
        xml.element("PaymentMeansCode", means.code, [("name", index == 0 ? means.text : nil)])
        // An invoice states the day in its head, and none states it twice (UBL-SR-45).
        if isCreditNote, index == 0 { xml.element("PaymentDueDate", invoice.dueDate?.description) }
        xml.element("PaymentID", invoice.remittance)
        if let card = means.card {
          xml.group("CardAccount") {
            xml.element("PrimaryAccountNumberID", card.number)
            // The schema wants the card's network, which EN 16931 does not know.
            xml.element("NetworkID", "NA")
            xml.element("HolderName", card.holder)
          }
        }
        xml.group("PayeeFinancialAccount") {
          xml.element("ID", means.account?.number)
          xml.element("Name", means.account?.name)
          xml.element("FinancialInstitutionBranch/ID", means.account?.institution)
        }
        xml.group("PaymentMandate") {
          xml.element("ID", index == debit ?? 0 ? invoice.directDebit?.mandate : nil)
          xml.element("PayerFinancialAccount/ID", means.debitedAccount)
        }
      }
    }
    xml.element("PaymentTerms/Note", invoice.terms)
  }

  private func tax() {
    xml.group("TaxTotal") {
      amount("TaxAmount", invoice.totals.vat)
      for part in invoice.vatBreakdown {
        xml.group("TaxSubtotal") {
          amount("TaxableAmount", part.taxable)
          amount("TaxAmount", part.tax)
          category("TaxCategory", part.rate) {
            xml.element("TaxExemptionReasonCode", part.exemptionCode)
            xml.element("TaxExemptionReason", part.exemptionReason)
          }
        }
      }
    }
    amount("TaxTotal/TaxAmount", invoice.totals.vatInTaxCurrency)
  }

  private func totals() {
    let totals = invoice.totals
    xml.group("LegalMonetaryTotal") {
      amount("LineExtensionAmount", totals.lines)
      amount("TaxExclusiveAmount", totals.withoutVAT)
      amount("TaxInclusiveAmount", totals.withVAT)
      amount("AllowanceTotalAmount", totals.allowances)
      amount("ChargeTotalAmount", totals.charges)
      amount("PrepaidAmount", totals.prepaid)
      amount("PayableRoundingAmount", totals.rounding)
      amount("PayableAmount", totals.due)
    }
  }
}
