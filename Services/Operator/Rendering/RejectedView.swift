package import Messages

extension Rendering {
  /// What of billing broke rules, with every fault.
  package static func rejected(_ reply: ListRejected.Reply, style: Style = .plain) -> String {
    guard reply.count > 0 else { return "Nothing is rejected." }
    let texts =
      reply.accounts.map {
        text("account \($0.account), revision \($0.revision)", $0.errors, style)
      }
      + reply.invoices.map { text("invoice \($0.invoice) of \($0.account)", $0.errors, style) }
      + reply.creditNotes.map {
        text("credit note \($0.creditNote) of \($0.account)", $0.errors, style)
      }
    let hidden = reply.count - texts.count
    let rest = hidden > 0 ? "\(DisplayText.grouped(String(hidden))) more are not listed." : ""
    return page([texts.joined(separator: "\n"), rest])
  }

  private static func text(_ name: String, _ errors: [FieldError], _ style: Style) -> String {
    let faults = errors.map { error in
      indented(MaskedText.masked("\(error.field): \(error.text)", style), style)
    }
    return ([DisplayText.safe(name)] + faults).joined(separator: "\n")
  }
}
