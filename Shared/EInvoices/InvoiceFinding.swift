/// One thing that is wrong with an electronic invoice, or worth knowing, and where.
package struct InvoiceFinding: Error, Hashable, Sendable {
  package enum Severity: String, Sendable {
    /// The invoice is refused.
    case refusal
    /// A person should know; the invoice is taken.
    case remark
  }

  package enum Code: String, CaseIterable, Sendable {
    /// Neither UBL nor CII.
    case unknownFormat = "unknown-format"
    /// The right format in a version that is not read.
    case unknownVersion = "unknown-version"
    /// Not well-formed: truncated, wrongly encoded, or damaged.
    case malformed
    /// A document type declaration, or more than the limits allow.
    case forbidden
    case missingField = "missing-field"
    /// Stated twice where one is allowed.
    case repeatedField = "repeated-field"
    case invalidField = "invalid-field"
    case invalidAmount = "invalid-amount"
    case invalidCurrency = "invalid-currency"
    case invalidDate = "invalid-date"
    /// The amounts contradict each other.
    case totalsMismatch = "totals-mismatch"
    /// Another rule of EN 16931 is broken.
    case brokenRule = "broken-rule"
    /// A part that is not read, since EN 16931 has no place for it.
    case passedOver = "passed-over"
    /// A part of an invoice that has no place in what is to be made of it.
    case notExpressible = "not-expressible"
    /// More findings than are kept.
    case tooMany = "too-many"
  }

  package var severity: Severity
  package var code: Code
  /// Counted from 1; 0 where there is no line to name.
  package var line: Int
  /// The element, such as `Invoice/InvoiceLine[2]/Price/PriceAmount`; empty where there is none.
  package var path: String
  /// What was found and what was expected, with the business term or the rule.
  package var text: String

  package init(
    _ severity: Severity,
    _ code: Code,
    line: Int = 0,
    path: String = "",
    text: String
  ) {
    self.severity = severity
    self.code = code
    self.line = line
    self.path = path
    self.text = text
  }
}

extension InvoiceFinding: CustomStringConvertible {
  package var description: String {
    let place = path.isEmpty ? "" : ", in \(path)"
    return line > 0 ? "line \(line)\(place): \(text)" : text
  }
}
