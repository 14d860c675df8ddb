import DomainKit

/// How decisions and their undoings are named.
///
/// Derived from what they tell, so that a repeated decision repeats its name. Whoever reads a
/// payment's messages may count each name once: two that tell different things have two names. A
/// name fits an identifier.
struct DecisionName {
  private let stem: String

  /// For the decision at that place among its payment's, from 1, after so many closed cuts.
  ///
  /// What the closing cut decides may be what was decided on arrival and taken back since: it has
  /// names of its own.
  init(_ payment: PaymentID, cut: Int, place: Int, isClosing: Bool = false) {
    stem = "\(Self.short(payment))>\(cut).\(place)\(isClosing ? "c" : "")"
  }

  /// The name of the decision that tells these things.
  func of(_ parts: [String]) -> String { "\(stem):\(Self.hash(parts.joined(separator: "\n")))" }

  /// Taken off account for the decision to come.
  func taking(_ decision: Matching.Decision) -> String {
    "\(decision.id)<\(Self.hash(stem))"
  }

  /// Taken back by a return.
  static func taking(_ decision: String, by reversal: PaymentID) -> String {
    "\(decision)<\(hash(reversal.rawValue))"
  }

  /// Taken back because the cut decided otherwise.
  static func correcting(_ decision: String, at cut: Int) -> String {
    "\(decision)<\(hash("cut \(cut)"))"
  }

  /// Applied again by the cut, with other amounts left.
  static func repeating(_ decision: String, at cut: Int) -> String {
    "\(decision)~\(hash("cut \(cut)"))"
  }

  /// Applied again because the return that took it back is undone.
  static func restoring(_ taking: String, by credit: PaymentID) -> String {
    "\(taking)~\(hash(credit.rawValue))"
  }

  /// A return of a payment on which nothing had been decided.
  static func taking(_ payment: PaymentID, by reversal: PaymentID) -> String {
    taking(short(payment), by: reversal)
  }

  /// What a payment left open of an item.
  static func deduction(of item: ItemID, by payment: PaymentID) -> String {
    "\(hash(payment.rawValue))-\(hash(item.rawValue))"
  }

  private static func hash(_ text: String) -> String {
    String(FNV1a.hash(text.utf8), radix: 16)
  }

  /// Long names of banks leave no room for what distinguishes a decision.
  private static func short(_ payment: PaymentID) -> String {
    let name = payment.rawValue
    guard name.utf8.count > 64 else { return name }
    return "\(hash(name)):\(String(decoding: name.utf8.suffix(40), as: UTF8.self))"
  }
}

extension Matching.State {
  func nextDecision(on payment: Matching.Payment) -> DecisionName {
    DecisionName(payment.id, cut: cutsClosed, place: payment.decisions.count + 1)
  }

  /// For what is decided while the cut closes.
  func closingDecision(on payment: Matching.Payment) -> DecisionName {
    DecisionName(
      payment.id,
      cut: cutsClosed,
      place: payment.decisions.count + 1,
      isClosing: true
    )
  }
}
