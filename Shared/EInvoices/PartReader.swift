import DomainKit

/// Reads the parts that have the same shape in both syntaxes.
struct PartReader {
  let fields: FieldReader
  let names: PartNames

  func period(_ node: InvoiceNode) -> InvoicePeriod? {
    let names = names.period
    let start = fields.optional(node, names.start, "the period's start", fields.date)
    let end = fields.optional(node, names.end, "the period's end", fields.date)
    return start == nil && end == nil ? nil : InvoicePeriod(from: start, to: end)
  }

  /// A category with its rate, which only what is outside the scope of VAT has none of.
  func rate(_ node: InvoiceNode, _ term: String) -> VATRate? {
    let category = fields.required(node, names.rate.category, term, fields.category)
    let percent = fields.optional(node, names.rate.percent, "BT-119 VAT rate", fields.percentage)
    guard let category else { return nil }
    if percent == nil, category != .outsideScope {
      fields.note(
        .refusal,
        .missingField,
        node,
        "BT-119 VAT rate is missing: only the category O has none"
      )
      return nil
    }
    // Some write 0 % for what is not taxed at all; that says the same.
    return VATRate(category, category == .outsideScope ? nil : percent)
  }

  func change(_ node: InvoiceNode) -> AllowanceCharge? {
    let names = names.change
    let indicator = "whether it is a charge"
    let isCharge = fields.required(node, names.indicator, indicator, fields.flag)
    let term = "the amount of a charge"
    let amount = fields.required(node, names.amount, term, fields.amount)
    guard let isCharge, let amount else { return nil }
    var change = AllowanceCharge(isCharge ? .charge : .allowance, amount)
    change.base = fields.optional(node, names.base, "its base", fields.amount)
    change.percent = fields.optional(node, names.percent, "its percentage", fields.decimal)
    change.reason = fields.texts(node.all(names.reason))
    change.reasonCode = fields.text(node, names.reasonCode)
    change.vat = fields.optional(node, names.rate, "its VAT category", rate)
    return change
  }

  func breakdown(_ node: InvoiceNode) -> VATBreakdown? {
    let names = names.breakdown
    let term = "BT-118 VAT category"
    let rate =
      names.rate.isEmpty ? rate(node, term) : fields.required(node, names.rate, term, self.rate)
    let taxable = fields.required(node, names.taxable, "BT-116 taxable amount", fields.amount)
    let tax = fields.required(node, names.tax, "BT-117 VAT", fields.amount)
    guard let rate, let taxable, let tax else { return nil }
    var breakdown = VATBreakdown(rate, taxable: taxable, tax: tax)
    breakdown.exemptionReason = fields.texts(node.all(names.reason))
    breakdown.exemptionCode = fields.text(node, names.reasonCode)
    return breakdown
  }

  /// All but the tax.
  ///
  /// `linesAreStated` is false where a profile leaves out the sum of the lines, and `dueIsStated`
  /// where what is left to pay is what is due.
  func totals(
    _ node: InvoiceNode,
    linesAreStated: Bool = true,
    dueIsStated: Bool = true
  ) -> InvoiceTotals? {
    let names = names.totals
    func optional(_ path: String, _ term: String) -> Money? {
      fields.optional(node, path, term, fields.amount)
    }
    func required(_ path: String, _ term: String) -> Money? {
      fields.required(node, path, term, fields.amount)
    }
    let withoutVAT = required(names.withoutVAT, "BT-109 total without VAT")
    let withVAT = required(names.withVAT, "BT-112 total with VAT")
    let prepaid = optional(names.prepaid, "BT-113 prepaid")
    let due =
      dueIsStated
      ? required(names.due, "BT-115 amount due")
      : withVAT.map { $0 - (prepaid ?? .zero($0.currency)) }
    guard let withoutVAT, let withVAT, let due else { return nil }
    var totals = InvoiceTotals(withoutVAT: withoutVAT, withVAT: withVAT, due: due)
    totals.lines = (linesAreStated ? required : optional)(names.lines, "BT-106 sum of lines")
    totals.allowances = optional(names.allowances, "BT-107 allowances")
    totals.charges = optional(names.charges, "BT-108 charges")
    totals.prepaid = prepaid
    totals.rounding = optional(names.rounding, "BT-114 rounding")
    return totals
  }

  // MARK: - Lines

  func line(_ node: InvoiceNode) -> InvoiceLine? {
    let names = names.line
    let identifier = fields.required(node, names.identifier, "BT-126 line", fields.words)
    let quantity = fields.required(node, names.quantity, "BT-129 quantity", fields.quantity)
    let net = fields.required(node, names.net, "BT-131 line amount", fields.amount)
    let price = fields.required(node, names.price, "BG-29 price") { node, _ in
      self.price(node, unit: quantity?.unit)
    }
    let item = fields.required(node, names.item, "BG-31 item") { node, _ in self.item(node) }
    let vat = fields.required(node, names.rate, "BT-151 VAT category", rate)
    guard let identifier, let quantity, let net, let price, let item, let vat else { return nil }
    var line = InvoiceLine(identifier, item, quantity: quantity, price: price, net: net, vat: vat)
    line.note = fields.texts(node.all(names.note))
    line.orderLine = fields.text(node, names.orderLine)
    line.buyerAccount = fields.text(node, names.buyerAccount)
    line.period = fields.find(node, names.period).flatMap(period)
    line.allowancesAndCharges = node.all(names.changes).compactMap(change)
    return line
  }

  private func price(_ node: InvoiceNode, unit: String?) -> InvoicePrice? {
    let names = names.price
    guard let net = fields.required(node, names.net, "BT-146 price", fields.decimal) else {
      return nil
    }
    let base = names.baseQuantities.lazy.compactMap { fields.find(node, $0) }.first
    let discount = fields.optional(node, names.discount, "BT-147 discount", fields.decimal)
    let gross = fields.optional(node, names.gross, "BT-148 gross price", fields.decimal)
    var price = InvoicePrice(net)
    price.baseQuantity = fields.baseQuantity(base, unit: unit)
    // UBL cannot state a gross price without a discount, nor CII a discount without a gross price.
    price.discount = discount == .zero ? nil : discount
    price.gross = gross ?? price.discount.flatMap { net.adding($0) }
    return price
  }

  private func item(_ node: InvoiceNode) -> InvoiceItem? {
    let names = names.item
    guard let name = fields.required(node, names.name, "BT-153 item", fields.words) else {
      return nil
    }
    var item = InvoiceItem(name)
    item.description = fields.texts(node.all(names.description))
    item.sellerIdentifier = fields.text(node, names.sellerIdentifier)
    item.buyerIdentifier = fields.text(node, names.buyerIdentifier)
    let standard = names.standardIdentifier
    item.standardIdentifier = fields.optional(node, standard, "BT-157 item", fields.identifier)
    item.classifications = node.all(names.classifications).map {
      ItemClassification(
        $0.text,
        list: $0.attribute("listID"),
        version: $0.attribute("listVersionID")
      )
    }
    item.origin = fields.text(node, names.origin)
    item.attributes = node.all(names.attributes).compactMap { property in
      let term = "BT-160 attribute"
      let name = fields.required(property, names.attributeName, term, fields.words)
      let value = fields.required(property, "Value", "BT-161 attribute", fields.words)
      guard let name, let value else { return nil }
      return ItemAttribute(name, value)
    }
    return item
  }
}
