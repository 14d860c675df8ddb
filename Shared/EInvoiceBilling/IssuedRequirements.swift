import DomainKit
import EInvoices
import ServiceKit
import Terms

/// What a document of this house needs before it may go out.
extension ElectronicInvoice {
  /// Everything that keeps it from going out, at once.
  func ready(in profile: IssuerProfile) throws(RefusedInvoice) -> ElectronicInvoice {
    let peppol = specification == .peppolBilling ? missingForPeppol : []
    let fields = (peppol + missingParties + missingTaxes).map { "the profile has no \($0)" }
    let mentions = profile.isFrench ? frenchMentionFaults.map(\.description) : []
    let faults = fields + lineFaults + mentions
    guard faults.isEmpty else {
      throw RefusedInvoice(faults.map { InvoiceFinding(.refusal, .missingField, text: $0) })
    }
    return self
  }

  private var missingForPeppol: [String] {
    var missing: [String] = []
    if seller.electronicAddress == nil { missing.append("seller.electronicAddress (BT-34)") }
    if buyer.electronicAddress == nil { missing.append("electronicAddress of the buyer (BT-49)") }
    if references.buyer == nil { missing.append("reference of the buyer (BT-10)") }
    return missing.map { "\($0), which Peppol wants" }
  }

  private var missingParties: [String] {
    var missing: [String] = []
    if let address = seller.electronicAddress, address.scheme == nil {
      missing.append("scheme of seller.electronicAddress (BR-62)")
    }
    if let address = buyer.electronicAddress, address.scheme == nil {
      missing.append("scheme of the buyer's electronicAddress (BR-63)")
    }
    if seller.legalRegistration == nil, seller.vatIdentifier == nil {
      missing.append("seller.legalRegistration, nor a VAT identifier that may be stated (BR-CO-26)")
    }
    for (name, identifier) in [
      ("seller.vatIdentifier", seller.vatIdentifier),
      ("vatIdentifier of the buyer", buyer.vatIdentifier),
    ] {
      guard let identifier, !identifier.prefix(2).allSatisfy({ ("A"..."Z").contains($0) }) else {
        continue
      }
      missing.append("\(name) that begins with its country (BR-CO-09): '\(identifier)'")
    }
    return missing
  }

  private var missingTaxes: [String] {
    var missing: [String] = []
    let categories = vatBreakdown.map(\.rate.category)
    for (category, part) in zip(categories, vatBreakdown) {
      let code = category.rawValue
      if category != .outsideScope, seller.vatIdentifier == nil {
        missing.append("seller.vatIdentifier (BR-\(code)-02)")
      }
      if category == .reverseCharge, buyer.vatIdentifier == nil, buyer.legalRegistration == nil {
        missing.append("vatIdentifier or legalRegistration of the buyer (BR-AE-02)")
      }
      if category.needsReason, part.exemptionReason == nil, part.exemptionCode == nil {
        missing.append("reason why no tax is due (BR-\(code)-10)")
      }
    }
    return missing
  }

  private var lineFaults: [String] {
    let unnamed = lines.filter { $0.item.name.allSatisfy(\.isWhitespace) }.map {
      "line \($0.identifier) has no description (BR-25)"
    }
    let categories = Set(vatBreakdown.map(\.rate.category))
    guard categories.contains(.outsideScope), categories.count > 1 else { return unnamed }
    return unnamed + ["what is outside the scope of VAT stands beside other lines (BR-O-11)"]
  }
}
