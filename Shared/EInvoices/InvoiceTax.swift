package import DomainKit

/// How something is treated for value added tax, by its code of UNTDID 5305.
package enum VATCategory: String, CaseIterable, Hashable, Sendable {
  case standard = "S"
  case zeroRated = "Z"
  case exempt = "E"
  case reverseCharge = "AE"
  case intraCommunity = "K"
  case export = "G"
  case outsideScope = "O"
  /// IGIC of the Canary Islands.
  case canaryIslands = "L"
  /// IPSI of Ceuta and Melilla.
  case ceutaAndMelilla = "M"
  /// Italian VAT that the buyer transfers to the tax office.
  case splitPayment = "B"

  /// Whether a breakdown must say why no tax is due (rules BR-E-10, BR-AE-10 and so on).
  package var needsReason: Bool {
    switch self {
    case .exempt, .reverseCharge, .intraCommunity, .export, .outsideScope: true
    case .standard, .zeroRated, .canaryIslands, .ceutaAndMelilla, .splitPayment: false
    }
  }
}

/// A category with its rate: BT-118 and BT-119, BT-151 and BT-152, BT-95 and BT-96, BT-102 and
/// BT-103.
package struct VATRate: Hashable, Sendable {
  package var category: VATCategory
  /// Nil only outside the scope of VAT.
  package var percent: Percentage?

  package init(_ category: VATCategory, _ percent: Percentage?) {
    self.category = category
    self.percent = percent
  }
}

/// What is taxed at one rate, and the tax: BG-23.
package struct VATBreakdown: Hashable, Sendable {
  /// BT-118 and BT-119.
  package var rate: VATRate
  /// BT-116.
  package var taxable: Money
  /// BT-117.
  package var tax: Money
  /// Why no tax is due: BT-120.
  package var exemptionReason: String?
  /// The same as a code of the VATEX list: BT-121.
  package var exemptionCode: String?

  package init(_ rate: VATRate, taxable: Money, tax: Money) {
    self.rate = rate
    self.taxable = taxable
    self.tax = tax
  }
}

/// When the tax falls due where that is not the issue date: BT-7 or BT-8, which exclude each other
/// (rule BR-CO-03).
package enum TaxPoint: Hashable, Sendable {
  /// BT-7.
  case date(CalendarDate)
  /// BT-8.
  case event(TaxPointEvent)
}

/// BT-8, which UBL writes in codes of UNTDID 2005 and CII in codes of UNTDID 2475.
package enum TaxPointEvent: CaseIterable, Hashable, Sendable {
  case invoiceDate, delivery, payment
}
