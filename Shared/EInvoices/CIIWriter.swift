import DomainKit

/// Writes a Cross Industry Invoice D16B in the order of Factur-X's schema of the profile EN 16931,
/// which is that of the whole standard with fewer elements.
struct CIIWriter {
  let invoice: ElectronicInvoice
  let xml = InvoiceXML(text: "ram:", group: "ram:")

  func write() {
    let names: InvoiceXML.Attributes = [
      ("xmlns:rsm", CIINames.message), ("xmlns:ram", CIINames.aggregate),
      ("xmlns:udt", CIINames.basic), ("xmlns:qdt", CIINames.qualified),
    ]
    xml.root("rsm:CrossIndustryInvoice", names) {
      head()
      xml.group("rsm:SupplyChainTradeTransaction") {
        for line in invoice.lines { self.line(line) }
        xml.group("ApplicableHeaderTradeAgreement") { agreement() }
        xml.group("ApplicableHeaderTradeDelivery", isRequired: true) { delivery() }
        xml.group("ApplicableHeaderTradeSettlement") { settlement() }
      }
    }
  }

  private func head() {
    xml.group("rsm:ExchangedDocumentContext") {
      let parameter = "SpecifiedDocumentContextParameter/ID"
      xml.element("BusinessProcess\(parameter)", invoice.specification.process)
      xml.element("Guideline\(parameter)", invoice.specification.identifier)
    }
    xml.group("rsm:ExchangedDocument") {
      xml.element("ID", invoice.number.rawValue)
      xml.element("TypeCode", invoice.type.code)
      day("IssueDateTime", invoice.issueDate)
      for note in invoice.notes {
        xml.group("IncludedNote") {
          xml.element("Content", note.text)
          xml.element("SubjectCode", note.subject)
        }
      }
    }
  }

  private func agreement() {
    let references = invoice.references
    xml.element("BuyerReference", references.buyer)
    xml.group("SellerTradeParty") { party(invoice.seller) }
    xml.group("BuyerTradeParty") { party(invoice.buyer) }
    if let representative = invoice.taxRepresentative {
      xml.group("SellerTaxRepresentativeTradeParty") { party(representative) }
    }
    xml.element("SellerOrderReferencedDocument/IssuerAssignedID", references.salesOrder)
    xml.element("BuyerOrderReferencedDocument/IssuerAssignedID", references.order)
    xml.element("ContractReferencedDocument/IssuerAssignedID", references.contract)
    for document in invoice.supportingDocuments {
      xml.group("AdditionalReferencedDocument") {
        xml.element("IssuerAssignedID", document.reference)
        xml.element("URIID", document.location)
        xml.element("TypeCode", "916")
        xml.element("Name", document.description)
      }
    }
    referenced(references.tender.map { SchemedIdentifier($0) }, "50")
    referenced(references.object, "130")
    if let project = references.project {
      xml.group("SpecifiedProcuringProject") {
        xml.element("ID", project)
        // The schema wants a name, which EN 16931 does not know.
        xml.element("Name", "Project reference")
      }
    }
  }

  private func delivery() {
    xml.group("ShipToTradeParty") {
      identifiers(invoice.delivery?.location.map { [$0] } ?? [])
      xml.element("Name", invoice.delivery?.recipient)
      address(invoice.delivery?.address)
    }
    day("ActualDeliverySupplyChainEvent/OccurrenceDateTime", invoice.delivery?.date)
    let references = invoice.references
    xml.element("DespatchAdviceReferencedDocument/IssuerAssignedID", references.despatchAdvice)
    xml.element("ReceivingAdviceReferencedDocument/IssuerAssignedID", references.receivingAdvice)
  }

  private func settlement() {
    xml.element("CreditorReferenceID", invoice.directDebit?.creditor)
    xml.element("PaymentReference", invoice.remittance)
    xml.element("TaxCurrencyCode", invoice.taxCurrency?.code)
    xml.element("InvoiceCurrencyCode", invoice.currency.code)
    if let payee = invoice.payee { xml.group("PayeeTradeParty") { party(payee) } }
    for means in invoice.paymentMeans { paymentMeans(means) }
    for part in invoice.vatBreakdown { breakdown(part) }
    period(invoice.period)
    for change in invoice.allowancesAndCharges { allowanceCharge(change) }
    xml.group("SpecifiedTradePaymentTerms") {
      xml.element("Description", invoice.terms)
      day("DueDateDateTime", invoice.dueDate)
      xml.element("DirectDebitMandateID", invoice.directDebit?.mandate)
    }
    xml.group("SpecifiedTradeSettlementHeaderMonetarySummation") { totals() }
    for preceding in invoice.precedingInvoices {
      xml.group("InvoiceReferencedDocument") {
        xml.element("IssuerAssignedID", preceding.number.rawValue)
        day("FormattedIssueDateTime", preceding.issueDate, "qdt:DateTimeString")
      }
    }
    let account = invoice.references.buyerAccount
    xml.element("ReceivableSpecifiedTradeAccountingAccount/ID", account)
  }

  private func paymentMeans(_ means: PaymentMeans) {
    xml.group("SpecifiedTradeSettlementPaymentMeans") {
      xml.element("TypeCode", means.code)
      xml.element("Information", means.text)
      xml.group("ApplicableTradeSettlementFinancialCard") {
        xml.element("ID", means.card?.number)
        xml.element("CardholderName", means.card?.holder)
      }
      xml.element("PayerPartyDebtorFinancialAccount/IBANID", means.debitedAccount)
      guard let account = means.account else { return }
      xml.group("PayeePartyCreditorFinancialAccount") {
        xml.element("IBANID", account.isIBAN ? account.number : nil)
        xml.element("AccountName", account.name)
        xml.element("ProprietaryID", account.isIBAN ? nil : account.number)
      }
      xml.element("PayeeSpecifiedCreditorFinancialInstitution/BICID", account.institution)
    }
  }

  private func breakdown(_ part: VATBreakdown) {
    xml.group("ApplicableTradeTax") {
      xml.element("CalculatedAmount", part.tax.decimal)
      xml.element("TypeCode", "VAT")
      xml.element("ExemptionReason", part.exemptionReason)
      xml.element("BasisAmount", part.taxable.decimal)
      xml.element("CategoryCode", part.rate.category.rawValue)
      xml.element("ExemptionReasonCode", part.exemptionCode)
      switch invoice.taxPoint {
      case .date(let date): day("TaxPointDate", date, "udt:DateString")
      case .event(let event): xml.element("DueDateTypeCode", event.ciiCode)
      case nil: break
      }
      xml.element("RateApplicablePercent", part.rate.percent?.description)
    }
  }

  private func totals() {
    let totals = invoice.totals
    xml.element("LineTotalAmount", totals.lines?.decimal)
    xml.element("ChargeTotalAmount", totals.charges?.decimal)
    xml.element("AllowanceTotalAmount", totals.allowances?.decimal)
    xml.element("TaxBasisTotalAmount", totals.withoutVAT.decimal)
    for vat in [totals.vat, totals.vatInTaxCurrency] {
      xml.element("TaxTotalAmount", vat?.decimal, [("currencyID", vat?.currency.code)])
    }
    xml.element("RoundingAmount", totals.rounding?.decimal)
    xml.element("GrandTotalAmount", totals.withVAT.decimal)
    xml.element("TotalPrepaidAmount", totals.prepaid?.decimal)
    xml.element("DuePayableAmount", totals.due.decimal)
  }
}
