import DomainKit

/// Reads a Cross Industry Invoice D16B (the binding of CEN/TS 16931-3-3), or the head of its
/// ancestor ZUGFeRD 1.0, which has other names for the same groups.
struct CIIReading {
  let root: InvoiceNode
  let fields: FieldReader

  var parts: PartReader { PartReader(fields: fields, names: .cii) }
  var isLegacy: Bool { fields.syntax == .zugferd1 }

  private var context: InvoiceNode? {
    root.first(isLegacy ? "SpecifiedExchangedDocumentContext" : "ExchangedDocumentContext")
  }
  private var document: InvoiceNode {
    root.first(isLegacy ? "HeaderExchangedDocument" : "ExchangedDocument") ?? root
  }
  private var trade: InvoiceNode {
    root.first(isLegacy ? "SpecifiedSupplyChainTradeTransaction" : "SupplyChainTradeTransaction")
      ?? root
  }
  private var agreement: InvoiceNode { group("Agreement") }
  private var delivery: InvoiceNode { group("Delivery") }
  var settlement: InvoiceNode { group("Settlement") }

  /// The root in place of one that is missing: what is missed is then noted there.
  private func group(_ name: String) -> InvoiceNode {
    trade.first((isLegacy ? "ApplicableSupplyChainTrade" : "ApplicableHeaderTrade") + name) ?? root
  }

  /// Nil where something is missing without which it is no invoice; the reasons are noted.
  func invoice() -> ElectronicInvoice? {
    let currency = fields.required(
      settlement,
      "InvoiceCurrencyCode",
      "BT-5 currency",
      fields.currency
    )
    fields.currency = currency
    let type = fields.required(document, "TypeCode", "BT-3 type", fields.type)
    let number = fields.required(document, "ID", "BT-1 number", fields.number)
    let issueDate = fields.required(document, "IssueDateTime", "BT-2 issue date", fields.date)
    let taxCurrency = fields.optional(
      settlement,
      "TaxCurrencyCode",
      "BT-6 VAT currency",
      fields.currency
    )
    let seller = fields.required(agreement, "SellerTradeParty", "BG-4 seller", party)
    let buyer = fields.required(agreement, "BuyerTradeParty", "BG-7 buyer", party)
    let totalsName =
      isLegacy
      ? "SpecifiedTradeSettlementMonetarySummation"
      : "SpecifiedTradeSettlementHeaderMonetarySummation"
    let totals = fields.required(settlement, totalsName, "BG-22 totals") { node, _ in
      self.totals(node, taxCurrency: taxCurrency)
    }
    let lines = readLines()
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
    if !isLegacy {
      invoice.allowancesAndCharges = allowancesAndCharges
      invoice.vatBreakdown = settlement.all("ApplicableTradeTax").compactMap(parts.breakdown)
    }
    invoice.lines = lines
    return invoice
  }

  private var specification: Specification {
    let parameter = "SpecifiedDocumentContextParameter/ID"
    return Specification(
      fields.text(context, "Guideline\(parameter)") ?? "",
      process: fields.text(context, "BusinessProcess\(parameter)")
    )
  }

  private func addHead(to invoice: inout ElectronicInvoice) {
    let terms = settlement.all("SpecifiedTradePaymentTerms")
    let dueDates = terms.flatMap { $0.all("DueDateDateTime") }
    invoice.dueDate = dueDates.first.flatMap { fields.date($0, "BT-9 due date") }
    if dueDates.count > 1 {
      fields.note(
        .remark,
        .passedOver,
        dueDates[1],
        "\(dueDates.count) due dates are stated: the first one is the invoice's"
      )
    }
    invoice.terms = fields.texts(terms.flatMap { $0.all("Description") })
    invoice.statedDiscounts = terms.flatMap { $0.all("ApplicableTradePaymentDiscountTerms") }
      .map(discount)
    invoice.taxPoint = taxPoint
    invoice.notes = document.all("IncludedNote").compactMap { note in
      fields.texts(note.all("Content")).map {
        InvoiceNote($0, subject: fields.text(note, "SubjectCode"))
      }
    }
    invoice.references = references
    invoice.precedingInvoices = settlement.all("InvoiceReferencedDocument").compactMap {
      let number = fields.required(
        $0,
        "IssuerAssignedID",
        "BT-25 preceding invoice",
        fields.number
      )
      let date = fields.optional($0, "FormattedIssueDateTime", "BT-26 its date", fields.date)
      return number.map { PrecedingInvoice($0, issueDate: date) }
    }
    invoice.payee = fields.optional(settlement, "PayeeTradeParty", "BG-10 payee", party)
    invoice.taxRepresentative = fields.optional(
      agreement,
      "SellerTaxRepresentativeTradeParty",
      "BG-11 tax representative",
      party
    )
    invoice.delivery = readDelivery()
    invoice.period = fields.find(settlement, "BillingSpecifiedPeriod").flatMap(parts.period)
    invoice.supportingDocuments = supportingDocuments
  }

  private func discount(_ node: InvoiceNode) -> StatedDiscount {
    StatedDiscount(
      from: fields.optional(node, "BasisDateTime", "the discount's first day", fields.date),
      period: fields.optional(node, "BasisPeriodMeasure", "its period", fields.quantity),
      percent: fields.optional(node, "CalculationPercent", "its percentage", fields.decimal)
    )
  }

  /// CII states it with every rate; EN 16931 has one.
  private var taxPoint: TaxPoint? {
    if let date = settlement.first("ApplicableTradeTax/TaxPointDate") {
      return fields.date(date, "BT-7 tax point").map { .date($0) }
    }
    guard let code = settlement.first("ApplicableTradeTax/DueDateTypeCode") else { return nil }
    let event = TaxPointEvent.allCases.first { $0.ciiCode == code.text }
    if event == nil {
      fields.note(.refusal, .invalidField, code, "BT-8 is '\(code.text)', expected 5, 29 or 72")
    }
    return event.map { .event($0) }
  }

  private var references: InvoiceReferences {
    let number = isLegacy ? "ID" : "IssuerAssignedID"
    var references = InvoiceReferences()
    references.buyer = fields.text(agreement, "BuyerReference")
    references.project = fields.text(agreement, "SpecifiedProcuringProject/ID")
    references.contract = fields.text(agreement, "ContractReferencedDocument/\(number)")
    references.order = fields.text(agreement, "BuyerOrderReferencedDocument/\(number)")
    references.salesOrder = fields.text(agreement, "SellerOrderReferencedDocument/\(number)")
    references.receivingAdvice = fields.text(
      delivery,
      "ReceivingAdviceReferencedDocument/\(number)"
    )
    references.despatchAdvice = fields.text(
      delivery,
      "DespatchAdviceReferencedDocument/\(number)"
    )
    references.tender = additional("50").first.flatMap { fields.text($0, number) }
    references.object = additional("130").first.flatMap { referencedObject($0) }
    references.buyerAccount = settlement.first("ReceivableSpecifiedTradeAccountingAccount/ID")?.text
    return references
  }

  /// AdditionalReferencedDocument serves three terms, told apart by a code: 50 the tender, 130 the
  /// invoiced object, 916 a supporting document.
  private func additional(_ code: String) -> [InvoiceNode] {
    agreement.all("AdditionalReferencedDocument").filter { $0.first("TypeCode")?.text == code }
  }

  private var supportingDocuments: [SupportingDocument] {
    additional("916").compactMap { node in
      let term = "BT-122 supporting document"
      guard let reference = fields.required(node, "IssuerAssignedID", term, fields.words) else {
        return nil
      }
      return SupportingDocument(
        reference,
        description: fields.text(node, "Name"),
        location: fields.text(node, "URIID")
      )
    }
  }

  private func readDelivery() -> InvoiceDelivery? {
    var result = InvoiceDelivery()
    if let place = fields.find(delivery, "ShipToTradeParty") {
      result.recipient = fields.text(place, "Name")
      result.location = identifiers(place, "BT-71 delivery location").first
      result.address = fields.find(place, "PostalTradeAddress").map(address)
    }
    result.date = fields.optional(
      delivery,
      "ActualDeliverySupplyChainEvent/OccurrenceDateTime",
      "BT-72 delivery date",
      fields.date
    )
    return result == InvoiceDelivery() ? nil : result
  }

  /// The lines of EN 16931: those that only group or explain others state no amount of their own.
  private func readLines() -> [InvoiceLine] {
    let nodes = trade.all("IncludedSupplyChainTradeLineItem")
    guard !isLegacy else {
      if let first = nodes.first {
        fields.note(
          .remark,
          .passedOver,
          first,
          "ZUGFeRD 1.0 is older than EN 16931: lines, charges and VAT rates are not read"
        )
      }
      return []
    }
    return nodes.compactMap { node in
      let status = "AssociatedDocumentLineDocument/LineStatusReasonCode"
      if let code = node.first(status), ["GROUP", "INFORMATION"].contains(code.text) {
        fields.note(.remark, .passedOver, code, "a line of the kind \(code.text) is not read")
        return nil
      }
      return line(node)
    }
  }

  // MARK: - Payment

  private func addPayment(to invoice: inout ElectronicInvoice) {
    let means = settlement.all("SpecifiedTradeSettlementPaymentMeans")
    invoice.paymentMeans = means.compactMap(paymentMeans).sharingText
    invoice.remittance = fields.text(settlement, "PaymentReference")
    let debit = DirectDebit(
      mandate: settlement.first("SpecifiedTradePaymentTerms/DirectDebitMandateID")?.text,
      creditor: fields.text(settlement, "CreditorReferenceID")
    )
    invoice.directDebit = debit == DirectDebit() ? nil : debit
  }

  private func paymentMeans(_ node: InvoiceNode) -> PaymentMeans? {
    let code =
      isLegacy
      ? fields.text(node, "TypeCode") ?? PaymentMeans.undefined
      : fields.required(node, "TypeCode", "BT-81 payment means", fields.words)
    guard let code else { return nil }
    var means = PaymentMeans(code: code)
    means.text = fields.texts(node.all("Information"))
    if let account = fields.find(node, "PayeePartyCreditorFinancialAccount") {
      let number = fields.text(account, "IBANID") ?? fields.text(account, "ProprietaryID")
      means.account = number.map {
        PaymentAccount(
          number: $0,
          name: fields.text(account, "AccountName"),
          institution: fields.text(node, "PayeeSpecifiedCreditorFinancialInstitution/BICID")
        )
      }
    }
    if let card = fields.find(node, "ApplicableTradeSettlementFinancialCard") {
      means.card = fields.required(card, "ID", "BT-87 card", fields.words).map {
        PaymentCard(number: $0, holder: fields.text(card, "CardholderName"))
      }
    }
    means.debitedAccount = fields.text(node, "PayerPartyDebtorFinancialAccount/IBANID")
    return means
  }

  // MARK: - Totals and tax

  private func totals(_ node: InvoiceNode, taxCurrency: Currency?) -> InvoiceTotals? {
    let totals = parts.totals(
      node,
      linesAreStated: specification.detail != .totals,
      // ZUGFeRD 1.0 may leave it out.
      dueIsStated: !isLegacy || node.first("DuePayableAmount") != nil
    )
    guard var totals else { return nil }
    addVAT(of: node, to: &totals, taxCurrency: taxCurrency)
    return totals
  }

  private func addVAT(of node: InvoiceNode, to totals: inout InvoiceTotals, taxCurrency: Currency?)
  {
    for amount in node.all("TaxTotalAmount") {
      let stated = amount.attribute("currencyID") ?? fields.currency?.code
      if stated == fields.currency?.code, totals.vat == nil {
        totals.vat = fields.amount(amount, "BT-110 VAT")
      } else if let taxCurrency, stated == taxCurrency.code, totals.vatInTaxCurrency == nil {
        totals.vatInTaxCurrency = fields.amount(amount, "BT-111 VAT", in: taxCurrency)
      } else {
        fields.note(
          .refusal,
          .repeatedField,
          amount,
          "a TaxTotalAmount in \(stated ?? "no currency"), expected one in the invoice's currency"
            + " and at most one in the VAT currency (BT-6)"
        )
      }
    }
    // UBL has no breakdown without its total, and 0 is what it must be (BR-CO-14).
    if totals.vat == nil, settlement.first("ApplicableTradeTax") != nil {
      totals.vat = .zero(totals.due.currency)
    }
  }
}
