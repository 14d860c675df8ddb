import DomainKit

extension EInvoices {
  /// Writes an invoice in UBL or CII.
  ///
  /// What comes out was read again and is the same invoice: nothing that the syntax cannot state is
  /// left out in silence, and no sums that contradict each other go out.
  package static func write(
    _ invoice: ElectronicInvoice,
    as syntax: InvoiceSyntax
  ) throws(RefusedInvoice) -> [UInt8] {
    let broken = paymentMeansFindings(invoice)
    guard broken.isEmpty else { throw RefusedInvoice(broken) }
    let xml: InvoiceXML
    switch syntax {
    case .ubl:
      let writer = UBLWriter(invoice: invoice)
      writer.write()
      xml = writer.xml
    case .cii:
      let writer = CIIWriter(invoice: invoice)
      writer.write()
      xml = writer.xml
    case .zugferd1:
      throw RefusedInvoice([
        InvoiceFinding(.refusal, .unknownVersion, text: "\(syntax.rawValue) is only read")
      ])
    }
    if let scalar = xml.unwritable {
      let text = "XML cannot hold the character U+\(String(scalar.value, radix: 16))"
      throw RefusedInvoice([InvoiceFinding(.refusal, .invalidField, text: text)])
    }
    let reading = read(xml.bytes)
    let lost = reading.invoice.map { Self.lost(of: invoice, in: $0, syntax) } ?? []
    guard reading.isAccepted, lost.isEmpty else {
      throw RefusedInvoice(reading.refusals + lost)
    }
    return xml.bytes
  }

  /// EN 16931 has one means of payment with several accounts; both syntaxes repeat it for each.
  private static func paymentMeansFindings(_ invoice: ElectronicInvoice) -> [InvoiceFinding] {
    func check(_ term: String, _ rules: String, _ isOne: Bool) -> InvoiceFinding? {
      let text = "\(term): all means of payment have the same (\(rules))"
      return isOne ? nil : InvoiceFinding(.refusal, .brokenRule, text: text)
    }
    let means = invoice.paymentMeans
    return [
      check("BT-81", "UBL-SR-47, CII-SR-467", Set(means.map(\.code)).count <= 1),
      check("BT-82", "UBL-SR-46, CII-SR-468", Set(means.map(\.text)).count <= 1),
    ]
    .compactMap { $0 }
  }

  private static func lost(
    of invoice: ElectronicInvoice,
    in read: ElectronicInvoice,
    _ syntax: InvoiceSyntax
  ) -> [InvoiceFinding] {
    guard invoice != read else { return [] }
    let terms = Self.terms.filter { _, field in
      invoice[keyPath: field] as? AnyHashable != read[keyPath: field] as? AnyHashable
    }
    return terms.map { term, _ in
      InvoiceFinding(
        .refusal,
        .notExpressible,
        text: "\(term): \(syntax.rawValue) cannot state it as it is"
      )
    }
  }

  /// Every property of an invoice, as the standard calls it.
  private static var terms: [(term: String, field: PartialKeyPath<ElectronicInvoice>)] {
    [
      ("BG-2 process control", \.specification), ("BT-1 number", \.number),
      ("BT-2 issue date", \.issueDate), ("BT-3 type", \.type), ("BT-5 currency", \.currency),
      ("BT-6 VAT currency", \.taxCurrency), ("BT-7 tax point", \.taxPoint),
      ("BT-9 due date", \.dueDate), ("BT-20 terms", \.terms),
      ("BT-10 to BT-19 references", \.references), ("BG-1 notes", \.notes),
      ("BG-3 preceding invoices", \.precedingInvoices), ("BG-4 seller", \.seller),
      ("BG-7 buyer", \.buyer), ("BG-10 payee", \.payee),
      ("BG-11 tax representative", \.taxRepresentative), ("BG-13 delivery", \.delivery),
      ("BG-14 period", \.period), ("BG-16 payment means", \.paymentMeans),
      ("BT-83 remittance", \.remittance), ("BG-19 direct debit", \.directDebit),
      ("a discount in figures", \.statedDiscounts),
      ("BG-20 allowances and charges", \.allowancesAndCharges), ("BG-22 totals", \.totals),
      ("BG-23 VAT breakdown", \.vatBreakdown), ("BG-24 documents", \.supportingDocuments),
      ("BG-25 lines", \.lines),
    ]
  }
}
