import DomainKit

/// Takes the fields of an invoice out of its elements, and notes everything that is wrong with them
/// instead of stopping at the first.
final class FieldReader {
  let syntax: InvoiceSyntax
  /// Of the amounts that state none; set as soon as it is known.
  var currency: Currency?
  private var kept: [InvoiceFinding] = []
  private var counts: [InvoiceFinding.Severity: Int] = [:]

  init(_ syntax: InvoiceSyntax) { self.syntax = syntax }

  var hasRefusal: Bool { (counts[.refusal] ?? 0) > 0 }

  /// In the order of the document's lines, with a last one for what was left out.
  var findings: [InvoiceFinding] {
    let left = [InvoiceFinding.Severity.refusal, .remark].compactMap { severity in
      let more = (counts[severity] ?? 0) - InvoiceLimits.findings
      return more > 0
        ? InvoiceFinding(severity, .tooMany, text: "\(more) more of severity \(severity.rawValue)")
        : nil
    }
    return kept.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element) + left
  }

  func note(
    _ severity: InvoiceFinding.Severity,
    _ code: InvoiceFinding.Code,
    _ node: InvoiceNode?,
    _ text: String
  ) {
    counts[severity, default: 0] += 1
    guard (counts[severity] ?? 0) <= InvoiceLimits.findings else { return }
    kept.append(
      InvoiceFinding(severity, code, line: node?.line ?? 0, path: node?.path ?? "", text: text)
    )
  }

  // MARK: - Finding elements

  /// The one element at a path; a second one is refused, not overlooked.
  func find(_ group: InvoiceNode?, _ path: String) -> InvoiceNode? {
    guard let found = group?.all(path) else { return nil }
    if found.count > 1 {
      note(.refusal, .repeatedField, found[1], "stated \(found.count) times, expected once")
    }
    return found.first
  }

  /// What `read` makes of the element at a path, which must be there.
  func required<Value>(
    _ group: InvoiceNode?,
    _ path: String,
    _ term: String,
    _ read: (InvoiceNode, String) -> Value?
  ) -> Value? {
    if let node = find(group, path) { return read(node, term) }
    if let group { note(.refusal, .missingField, group, "\(term) is missing: expected \(path)") }
    return nil
  }

  /// What `read` makes of the element at a path, if it is there.
  func optional<Value>(
    _ group: InvoiceNode?,
    _ path: String,
    _ term: String,
    _ read: (InvoiceNode, String) -> Value?
  ) -> Value? {
    find(group, path).flatMap { read($0, term) }
  }

  // MARK: - Reading values

  func text(_ group: InvoiceNode?, _ path: String) -> String? {
    find(group, path).flatMap { $0.text.isEmpty ? nil : $0.text }
  }

  /// Several texts, one a line.
  func texts(_ nodes: [InvoiceNode]) -> String? {
    let texts = nodes.map(\.text).filter { !$0.isEmpty }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }

  func words(_ node: InvoiceNode, _ term: String) -> String? {
    node.text.isEmpty ? invalid(node, term, "a text") : node.text
  }

  func identifier(_ node: InvoiceNode, _ term: String) -> SchemedIdentifier? {
    words(node, term).map { SchemedIdentifier($0, scheme: node.attribute("schemeID")) }
  }

  func number(_ node: InvoiceNode, _ term: String) -> InvoiceNumber? {
    InvoiceNumber(rawValue: node.text)
      ?? invalid(node, term, "1 to \(InvoiceNumber.maximumBytes) bytes in one line")
  }

  func type(_ node: InvoiceNode, _ term: String) -> DocumentType? {
    DocumentType(node.text) ?? invalid(node, term, "a code of UNTDID 1001 that EN 16931 allows")
  }

  func currency(_ node: InvoiceNode, _ term: String) -> Currency? {
    if let currency = Currency(node.text) { return currency }
    note(.refusal, .invalidCurrency, node, "\(term) '\(short(node))' is no currency of ISO 4217")
    return nil
  }

  /// A day: in UBL the element's text, in CII that of the DateTimeString inside.
  func date(_ node: InvoiceNode, _ term: String) -> CalendarDate? {
    if syntax == .ubl {
      let day = node.text.prefix(10)
      let zone = node.text.dropFirst(10)
      let isZone = zone.isEmpty || zone == "Z" || zone.utf8.count == 6 && zone.contains(":")
      if isZone, let date = CalendarDate(String(day)) { return date }
      return invalidDate(node, term, "a day as YYYY-MM-DD")
    }
    let inner = node.children.first { ["DateTimeString", "DateString"].contains($0.name) }
    guard let inner, inner.attribute("format") == "102" else {
      return invalidDate(inner ?? node, term, "a DateTimeString in the format 102")
    }
    let digits = inner.text
    guard digits.utf8.count == 8,
      let date = CalendarDate(
        "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
      )
    else { return invalidDate(inner, term, "a day as YYYYMMDD") }
    return date
  }

  func decimal(_ node: InvoiceNode, _ term: String) -> ExactDecimal? {
    if let number = ExactDecimal(node.text) { return number }
    return invalid(node, term, "a decimal number of at most \(ExactDecimal.maximumDigits) digits")
  }

  func percentage(_ node: InvoiceNode, _ term: String) -> Percentage? {
    guard let number = ExactDecimal(node.text) else {
      return invalid(node, term, "a percentage, such as 20.00")
    }
    return Percentage(number.description)
      ?? invalid(node, term, "a percentage from 0 to 100 with at most four decimals")
  }

  func quantity(_ node: InvoiceNode, _ term: String) -> Quantity? {
    guard let value = decimal(node, term) else { return nil }
    guard let unit = node.attribute("unitCode") else {
      return invalid(node, term, "a number with its unitCode")
    }
    return Quantity(value, unit: unit)
  }

  func flag(_ node: InvoiceNode, _ term: String) -> Bool? {
    switch node.text {
    case "true", "1": true
    case "false", "0": false
    default: invalid(node, term, "true or false")
    }
  }

  /// An amount in the invoice's currency.
  func amount(_ node: InvoiceNode, _ term: String) -> Money? {
    currency.flatMap { amount(node, term, in: $0) }
  }

  func amount(_ node: InvoiceNode, _ term: String, in currency: Currency) -> Money? {
    if let stated = node.attribute("currencyID"), stated != currency.code {
      note(.refusal, .invalidCurrency, node, "\(term) is in \(stated), expected \(currency)")
      return nil
    }
    guard let number = ExactDecimal(node.text) else {
      note(.refusal, .invalidAmount, node, "\(term) '\(short(node))' is no decimal number")
      return nil
    }
    do {
      return try Money(decimal: number.description, currency: currency)
    } catch {
      note(.refusal, .invalidAmount, node, "\(term): \(error)")
      return nil
    }
  }

  // MARK: - Refusing

  private func invalid<Value>(_ node: InvoiceNode, _ term: String, _ expected: String) -> Value? {
    note(.refusal, .invalidField, node, "\(term) is '\(short(node))', expected \(expected)")
    return nil
  }

  private func invalidDate(_ node: InvoiceNode, _ term: String, _ expected: String) -> CalendarDate?
  {
    note(.refusal, .invalidDate, node, "\(term) is '\(short(node))', expected \(expected)")
    return nil
  }

  /// Enough of a text to recognise it by.
  private func short(_ node: InvoiceNode) -> String {
    node.text.count > 40 ? "\(node.text.prefix(40))…" : node.text
  }
}
