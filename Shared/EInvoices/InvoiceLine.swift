package import DomainKit

/// One position of an invoice: BG-25.
package struct InvoiceLine: Hashable, Sendable {
  /// BT-126.
  package var identifier: String
  /// BT-127.
  package var note: String?
  /// What is invoiced, such as a subscription or a meter: BT-128.
  package var object: SchemedIdentifier?
  /// BT-129 in the unit BT-130.
  package var quantity: Quantity
  /// The line's amount without VAT, its allowances and charges included: BT-131.
  package var net: Money
  /// The line of the order that this one answers: BT-132.
  package var orderLine: String?
  /// Where the buyer books it: BT-133.
  package var buyerAccount: String?
  /// BG-26.
  package var period: InvoicePeriod?
  /// BG-27 and BG-28.
  package var allowancesAndCharges: [AllowanceCharge] = []
  /// BG-29.
  package var price: InvoicePrice
  /// BT-151 and BT-152.
  package var vat: VATRate
  /// BG-31.
  package var item: InvoiceItem

  package init(
    _ identifier: String,
    _ item: InvoiceItem,
    quantity: Quantity,
    price: InvoicePrice,
    net: Money,
    vat: VATRate
  ) {
    self.identifier = identifier
    self.item = item
    self.quantity = quantity
    self.price = price
    self.net = net
    self.vat = vat
  }
}

/// So much of a unit of UN/ECE Recommendation 20 or 21: `C62` is a piece, `HUR` an hour.
package struct Quantity: Hashable, Sendable {
  package var value: ExactDecimal
  package var unit: String

  package init(_ value: ExactDecimal, unit: String) {
    self.value = value
    self.unit = unit
  }
}

/// What one unit costs, without VAT: BG-29.
package struct InvoicePrice: Hashable, Sendable {
  /// BT-146; not negative.
  package var net: ExactDecimal
  /// What was taken off the gross price: BT-147.
  package var discount: ExactDecimal?
  /// BT-148.
  package var gross: ExactDecimal?
  /// The price is for so many of the line's units: BT-149.
  package var baseQuantity: ExactDecimal?

  package init(_ net: ExactDecimal) { self.net = net }
}

/// What was sold: BG-31.
package struct InvoiceItem: Hashable, Sendable {
  /// BT-153.
  package var name: String
  /// BT-154.
  package var description: String?
  /// BT-155.
  package var sellerIdentifier: String?
  /// BT-156.
  package var buyerIdentifier: String?
  /// Such as a GTIN: BT-157.
  package var standardIdentifier: SchemedIdentifier?
  /// BT-158.
  package var classifications: [ItemClassification] = []
  /// Two letters of ISO 3166-1: BT-159.
  package var origin: String?
  /// BG-32.
  package var attributes: [ItemAttribute] = []

  package init(_ name: String) { self.name = name }
}

/// A class that an item belongs to: BT-158 of the list BT-158-1 in its version BT-158-2.
package struct ItemClassification: Hashable, Sendable {
  package var code: String
  package var list: String?
  package var version: String?

  package init(_ code: String, list: String? = nil, version: String? = nil) {
    self.code = code
    self.list = list
    self.version = version
  }
}

/// A property of an item: BT-160 and BT-161.
package struct ItemAttribute: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// Days from the first to the last, of which one may be open: BG-14, BG-26.
package struct InvoicePeriod: Hashable, Sendable {
  /// BT-73, BT-134.
  package var start: CalendarDate?
  /// BT-74, BT-135.
  package var end: CalendarDate?

  package init(from start: CalendarDate?, to end: CalendarDate?) {
    self.start = start
    self.end = end
  }
}
