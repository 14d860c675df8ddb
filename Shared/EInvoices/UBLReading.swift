import DomainKit

/// Reads an Invoice or CreditNote of UBL 2.1 (the binding of CEN/TS 16931-3-2).
struct UBLReading {
  let root: InvoiceNode
  let fields: FieldReader

  private var isCreditNote: Bool { root.name == "CreditNote" }
  var parts: PartReader {
    PartReader(fields: fields, names: .ubl(isCreditNote: isCreditNote))
  }
  private var lineName: String { isCreditNote ? "CreditNoteLine" : "InvoiceLine" }

  /// Nil where something is missing without which it is no invoice; the reasons are noted.
  func invoice() -> ElectronicInvoice? {
    let currency = fields.required(root, "DocumentCurrencyCode", "BT-5 currency", fields.currency)
    fields.currency = currency
    let typeName = isCreditNote ? "CreditNoteTypeCode" : "InvoiceTypeCode"
    let type = fields.required(root, typeName, "BT-3 type", fields.type)
    let number = fields.required(root, "ID", "BT-1 number", fields.number)
    let issueDate = fields.required(root, "IssueDate", "BT-2 issue date", fields.date)
    let taxCurrency = fields.optional(
      root,
      "TaxCurrencyCode",
      "BT-6 VAT currency",
      fields.currency
    )
    let seller = fields.required(root, "AccountingSupplierParty/Party", "BG-4 seller", party)
    let buyer = fields.required(root, "AccountingCustomerParty/Party", "BG-7 buyer", party)
    let totals = fields.required(root, "LegalMonetaryTotal", "BG-22 totals") { node, _ in
      self.totals(node, taxCurrency: taxCurrency)
    }
    let lines = root.all(lineName).map(line)
    guard let currency, let type, let number, let issueDate, let seller, let buyer, let totals
    else { return nil }
    var invoice = ElectronicInvoice(
      number,
      specification: specification,
      type: type,
      issueDate: issueDate,
      currency: currency,
      seller: seller,
      buyer: buyer,
      totals: totals
    )
    invoice.taxCurrency = taxCurrency
    addHead(to: &invoice)
    addPayment(to: &invoice)
    invoice.allowancesAndCharges = root.all("AllowanceCharge").compactMap(parts.change)
    invoice.vatBreakdown = taxTotal?.all("TaxSubtotal").compactMap(parts.breakdown) ?? []
    invoice.lines = lines.compactMap { $0 }
    return invoice
  }

  private var specification: Specification {
    Specification(
      fields.text(root, "CustomizationID") ?? "",
      process: fields.text(root, "ProfileID")
    )
  }

  private func addHead(to invoice: inout ElectronicInvoice) {
    invoice.dueDate =
      isCreditNote
      ? root.first("PaymentMeans/PaymentDueDate").flatMap { fields.date($0, "BT-9 due date") }
      : fields.optional(root, "DueDate", "BT-9 due date", fields.date)
    invoice.terms = fields.texts(root.all("PaymentTerms/Note"))
    invoice.taxPoint = taxPoint
    invoice.notes = root.all("Note").map { InvoiceNote(ubl: $0.text) }
    invoice.references = references
    invoice.precedingInvoices = root.all("BillingReference").compactMap { reference in
      let document = fields.find(reference, "InvoiceDocumentReference")
      let number = fields.required(document, "ID", "BT-25 preceding invoice", fields.number)
      let date = fields.optional(document, "IssueDate", "BT-26 its date", fields.date)
      return number.map { PrecedingInvoice($0, issueDate: date) }
    }
    invoice.payee = fields.optional(root, "PayeeParty", "BG-10 payee", party)
    invoice.taxRepresentative = fields.optional(
      root,
      "TaxRepresentativeParty",
      "BG-11 tax representative",
      party
    )
    invoice.delivery = delivery
    invoice.period = fields.find(root, "InvoicePeriod").flatMap(parts.period)
    invoice.supportingDocuments = supportingDocuments
  }

  private var taxPoint: TaxPoint? {
    if let date = fields.optional(root, "TaxPointDate", "BT-7 tax point", fields.date) {
      return .date(date)
    }
    guard let code = fields.find(root, "InvoicePeriod/DescriptionCode") else { return nil }
    let event = TaxPointEvent.allCases.first { $0.ublCode == code.text }
    if event == nil {
      fields.note(.refusal, .invalidField, code, "BT-8 is '\(code.text)', expected 3, 35 or 432")
    }
    return event.map { .event($0) }
  }

  private var references: InvoiceReferences {
    var references = InvoiceReferences()
    references.buyer = fields.text(root, "BuyerReference")
    references.project =
      fields.text(root, "ProjectReference/ID") ?? additional("50").first?.first("ID")?.text
    references.contract = fields.text(root, "ContractDocumentReference/ID")
    references.order = fields.text(root, "OrderReference/ID")
    references.salesOrder = fields.text(root, "OrderReference/SalesOrderID")
    if references.salesOrder != nil, references.order == UBLNames.noOrder { references.order = nil }
    references.receivingAdvice = fields.text(root, "ReceiptDocumentReference/ID")
    references.despatchAdvice = fields.text(root, "DespatchDocumentReference/ID")
    references.tender = fields.text(root, "OriginatorDocumentReference/ID")
    references.object = additional("130").first.flatMap {
      fields.optional($0, "ID", "BT-18 object", fields.identifier)
    }
    references.buyerAccount = fields.text(root, "AccountingCost")
    return references
  }

  /// AdditionalDocumentReference serves three terms, told apart by a code: 130 the invoiced object,
  /// 50 a credit note's project, none a supporting document.
  private func additional(_ code: String) -> [InvoiceNode] {
    root.all("AdditionalDocumentReference").filter { $0.first("DocumentTypeCode")?.text == code }
  }

  private var supportingDocuments: [SupportingDocument] {
    root.all("AdditionalDocumentReference").compactMap { node in
      guard !["130", "50"].contains(node.first("DocumentTypeCode")?.text) else { return nil }
      guard
        let reference = fields.required(node, "ID", "BT-122 supporting document", fields.words)
      else { return nil }
      return SupportingDocument(
        reference,
        description: fields.text(node, "DocumentDescription"),
        location: fields.text(node, "Attachment/ExternalReference/URI")
      )
    }
  }

  private var delivery: InvoiceDelivery? {
    guard let node = root.first("Delivery") else { return nil }
    var delivery = InvoiceDelivery()
    delivery.recipient = fields.text(node, "DeliveryParty/PartyName/Name")
    delivery.location = fields.optional(
      node,
      "DeliveryLocation/ID",
      "BT-71 delivery location",
      fields.identifier
    )
    delivery.date = fields.optional(node, "ActualDeliveryDate", "BT-72 delivery date", fields.date)
    delivery.address = fields.find(node, "DeliveryLocation/Address").map(address)
    return delivery == InvoiceDelivery() ? nil : delivery
  }

  // MARK: - Payment

  private func addPayment(to invoice: inout ElectronicInvoice) {
    let means = root.all("PaymentMeans")
    invoice.paymentMeans = means.compactMap(paymentMeans).sharingText
    let remittances = means.flatMap { $0.all("PaymentID") }
    invoice.remittance = remittances.first?.text
    if let other = remittances.first(where: { $0.text != remittances[0].text }) {
      fields.note(
        .remark,
        .passedOver,
        other,
        "BT-83 '\(other.text)' is not used: the first one counts, '\(remittances[0].text)'"
      )
    }
    let creditors = ["AccountingSupplierParty/Party", "PayeeParty"].flatMap {
      root.all("\($0)/PartyIdentification/ID")
    }
    let debit = DirectDebit(
      mandate: means.compactMap { $0.first("PaymentMandate/ID")?.text }.first,
      creditor: creditors.first { $0.attribute("schemeID") == UBLNames.creditorScheme }?.text
    )
    invoice.directDebit = debit == DirectDebit() ? nil : debit
  }

  private func paymentMeans(_ node: InvoiceNode) -> PaymentMeans? {
    let code = fields.required(node, "PaymentMeansCode", "BT-81 payment means", fields.words)
    guard let code else { return nil }
    var means = PaymentMeans(code: code)
    means.text = node.first("PaymentMeansCode")?.attribute("name")
    if let account = fields.find(node, "PayeeFinancialAccount") {
      means.account = fields.required(account, "ID", "BT-84 account", fields.words).map {
        PaymentAccount(
          number: $0,
          name: fields.text(account, "Name"),
          institution: fields.text(account, "FinancialInstitutionBranch/ID")
        )
      }
    }
    if let card = fields.find(node, "CardAccount") {
      means.card = fields.required(card, "PrimaryAccountNumberID", "BT-87 card", fields.words).map {
        PaymentCard(number: $0, holder: fields.text(card, "HolderName"))
      }
    }
    means.debitedAccount = fields.text(node, "PaymentMandate/PayerFinancialAccount/ID")
    return means
  }

  // MARK: - Totals and tax

  /// The one in the invoice's currency; another one states the tax in the tax office's (BT-111).
  private var taxTotal: InvoiceNode? {
    root.all("TaxTotal").first { taxCurrency(of: $0) == fields.currency?.code }
  }

  private func taxCurrency(of total: InvoiceNode) -> String? {
    total.first("TaxAmount")?.attribute("currencyID") ?? fields.currency?.code
  }

  private func totals(_ node: InvoiceNode, taxCurrency: Currency?) -> InvoiceTotals? {
    guard var totals = parts.totals(node) else { return nil }
    addVAT(to: &totals, taxCurrency: taxCurrency)
    return totals
  }

  private func addVAT(to totals: inout InvoiceTotals, taxCurrency: Currency?) {
    totals.vat = fields.optional(taxTotal, "TaxAmount", "BT-110 VAT", fields.amount)
    for other in root.all("TaxTotal") where other !== taxTotal {
      if let taxCurrency, self.taxCurrency(of: other) == taxCurrency.code,
        totals.vatInTaxCurrency == nil
      {
        totals.vatInTaxCurrency = fields.optional(other, "TaxAmount", "BT-111 VAT") {
          fields.amount($0, $1, in: taxCurrency)
        }
      } else {
        fields.note(
          .refusal,
          .repeatedField,
          other,
          "a second TaxTotal, expected at most one more in the VAT currency (BT-6)"
        )
      }
    }
  }
}
