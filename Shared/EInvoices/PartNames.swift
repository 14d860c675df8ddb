/// What a syntax calls the parts that have the same shape in both, as paths from the group they
/// stand in.
struct PartNames: Sendable {
  var period: Period
  var rate: Rate
  var change: Change
  var breakdown: Breakdown
  var totals: Totals
  var line: Line
  var item: Item
  var price: Price

  struct Period: Sendable {
    var start, end: String
  }

  struct Rate: Sendable {
    var category, percent: String
  }

  /// An allowance or a charge.
  struct Change: Sendable {
    var indicator, amount, base, percent, reason, reasonCode, rate: String
  }

  struct Breakdown: Sendable {
    /// The group that states the rate; empty where that is the breakdown itself.
    var rate: String
    var taxable, tax, reason, reasonCode: String
  }

  struct Totals: Sendable {
    var lines, withoutVAT, withVAT, allowances, charges, prepaid, rounding, due: String
  }

  struct Line: Sendable {
    var identifier, note, quantity, net, orderLine, buyerAccount, period, changes: String
    var price, item, rate: String
  }

  struct Item: Sendable {
    var name, description, sellerIdentifier, buyerIdentifier, standardIdentifier: String
    var classifications, origin, attributes, attributeName: String
  }

  struct Price: Sendable {
    var net, discount, gross: String
    /// The first that is there counts.
    var baseQuantities: [String]
  }
}

extension PartNames {
  static func ubl(isCreditNote: Bool) -> PartNames {
    PartNames(
      period: Period(start: "StartDate", end: "EndDate"),
      rate: Rate(category: "ID", percent: "Percent"),
      change: Change(
        indicator: "ChargeIndicator",
        amount: "Amount",
        base: "BaseAmount",
        percent: "MultiplierFactorNumeric",
        reason: "AllowanceChargeReason",
        reasonCode: "AllowanceChargeReasonCode",
        rate: "TaxCategory"
      ),
      breakdown: Breakdown(
        rate: "TaxCategory",
        taxable: "TaxableAmount",
        tax: "TaxAmount",
        reason: "TaxCategory/TaxExemptionReason",
        reasonCode: "TaxCategory/TaxExemptionReasonCode"
      ),
      totals: Totals(
        lines: "LineExtensionAmount",
        withoutVAT: "TaxExclusiveAmount",
        withVAT: "TaxInclusiveAmount",
        allowances: "AllowanceTotalAmount",
        charges: "ChargeTotalAmount",
        prepaid: "PrepaidAmount",
        rounding: "PayableRoundingAmount",
        due: "PayableAmount"
      ),
      line: ublLine(isCreditNote: isCreditNote),
      item: Item(
        name: "Name",
        description: "Description",
        sellerIdentifier: "SellersItemIdentification/ID",
        buyerIdentifier: "BuyersItemIdentification/ID",
        standardIdentifier: "StandardItemIdentification/ID",
        classifications: "CommodityClassification/ItemClassificationCode",
        origin: "OriginCountry/IdentificationCode",
        attributes: "AdditionalItemProperty",
        attributeName: "Name"
      ),
      price: Price(
        net: "PriceAmount",
        discount: "AllowanceCharge/Amount",
        gross: "AllowanceCharge/BaseAmount",
        baseQuantities: ["BaseQuantity"]
      )
    )
  }

  private static func ublLine(isCreditNote: Bool) -> Line {
    Line(
      identifier: "ID",
      note: "Note",
      quantity: isCreditNote ? "CreditedQuantity" : "InvoicedQuantity",
      net: "LineExtensionAmount",
      orderLine: "OrderLineReference/LineID",
      buyerAccount: "AccountingCost",
      period: "InvoicePeriod",
      changes: "AllowanceCharge",
      price: "Price",
      item: "Item",
      rate: "Item/ClassifiedTaxCategory"
    )
  }

  static let cii = PartNames(
    period: Period(start: "StartDateTime", end: "EndDateTime"),
    rate: Rate(category: "CategoryCode", percent: "RateApplicablePercent"),
    change: Change(
      indicator: "ChargeIndicator/Indicator",
      amount: "ActualAmount",
      base: "BasisAmount",
      percent: "CalculationPercent",
      reason: "Reason",
      reasonCode: "ReasonCode",
      rate: "CategoryTradeTax"
    ),
    breakdown: Breakdown(
      rate: "",
      taxable: "BasisAmount",
      tax: "CalculatedAmount",
      reason: "ExemptionReason",
      reasonCode: "ExemptionReasonCode"
    ),
    totals: Totals(
      lines: "LineTotalAmount",
      withoutVAT: "TaxBasisTotalAmount",
      withVAT: "GrandTotalAmount",
      allowances: "AllowanceTotalAmount",
      charges: "ChargeTotalAmount",
      prepaid: "TotalPrepaidAmount",
      rounding: "RoundingAmount",
      due: "DuePayableAmount"
    ),
    line: ciiLine,
    item: Item(
      name: "Name",
      description: "Description",
      sellerIdentifier: "SellerAssignedID",
      buyerIdentifier: "BuyerAssignedID",
      standardIdentifier: "GlobalID",
      classifications: "DesignatedProductClassification/ClassCode",
      origin: "OriginTradeCountry/ID",
      attributes: "ApplicableProductCharacteristic",
      attributeName: "Description"
    ),
    price: Price(
      net: "NetPriceProductTradePrice/ChargeAmount",
      discount: "GrossPriceProductTradePrice/AppliedTradeAllowanceCharge/ActualAmount",
      gross: "GrossPriceProductTradePrice/ChargeAmount",
      baseQuantities: [
        "NetPriceProductTradePrice/BasisQuantity", "GrossPriceProductTradePrice/BasisQuantity",
      ]
    )
  )

  private static let ciiLine = Line(
    identifier: "AssociatedDocumentLineDocument/LineID",
    note: "AssociatedDocumentLineDocument/IncludedNote/Content",
    quantity: "SpecifiedLineTradeDelivery/BilledQuantity",
    net: "\(ciiLineSettlement)/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
    orderLine: "SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument/LineID",
    buyerAccount: "\(ciiLineSettlement)/ReceivableSpecifiedTradeAccountingAccount/ID",
    period: "\(ciiLineSettlement)/BillingSpecifiedPeriod",
    changes: "\(ciiLineSettlement)/SpecifiedTradeAllowanceCharge",
    price: "SpecifiedLineTradeAgreement",
    item: "SpecifiedTradeProduct",
    rate: "\(ciiLineSettlement)/ApplicableTradeTax"
  )

  static let ciiLineSettlement = "SpecifiedLineTradeSettlement"
}
