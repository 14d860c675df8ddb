package import DomainKit

/// What lowers or raises an amount: of the document (BG-20, BG-21) or of a line (BG-27, BG-28).
package struct AllowanceCharge: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case allowance, charge }

  package var kind: Kind
  /// BT-92, BT-99, BT-136, BT-141; not negative.
  package var amount: Money
  /// What the percentage is of: BT-93, BT-100, BT-137, BT-142.
  package var base: Money?
  /// BT-94, BT-101, BT-138, BT-143.
  package var percent: ExactDecimal?
  /// BT-97, BT-104, BT-139, BT-144.
  package var reason: String?
  /// Of UNTDID 5189 for allowances, 7161 for charges: BT-98, BT-105, BT-140, BT-145.
  package var reasonCode: String?
  /// Of the document's: BT-95 and BT-96, BT-102 and BT-103; a line's share the line's.
  package var vat: VATRate?

  package init(_ kind: Kind, _ amount: Money, reason: String? = nil, vat: VATRate? = nil) {
    self.kind = kind
    self.amount = amount
    self.reason = reason
    self.vat = vat
  }

  /// The amount with the sign by which it changes a sum.
  package var signed: Money { kind == .charge ? amount : -amount }
}
