import DomainKit
package import Messages
import Remittance

extension Rendering {
  /// Payers that were learnt, and whose their payments are taken to be.
  package static func payers(_ reply: ListPayers.Reply, style: Style = .plain) -> String {
    guard reply.count > 0 else { return "Nothing is learnt of any payer." }
    var table = Table([
      .text("By"), .flexible("Payer", atLeast: 16), .flexible("Account", atLeast: 8),
      .flexible("Learnt from", atLeast: 24), .text("Last"),
    ])
    for learnt in reply.payers {
      for (index, lesson) in learnt.lessons.enumerated() {
        let isFirst = index == 0
        table.add([
          isFirst ? learnt.payer.kind.rawValue : "", isFirst ? payer(learnt.payer, style) : "",
          lesson.account.rawValue, origin(of: lesson, learnt), "\(lesson.latestValueDate)",
        ])
      }
    }
    let rest = reply.count - reply.payers.count
    return page([
      table.text(style), rest > 0 ? "\(DisplayText.count(rest, "more payer")) not listed." : "",
    ])
  }

  private static func payer(_ payer: LearntPayer.Trait, _ style: Style) -> String {
    switch payer.kind {
    case .iban: MaskedText.masked(payer.value, style)
    case .name, .reference: payer.value
    }
  }

  private static func origin(of lesson: LearntPayer.Lesson, _ learnt: LearntPayer) -> String {
    let matches = lesson.matches.map { ", \($0) by their match" } ?? ""
    let person = lesson.isByPerson ? ", assigned by hand" : ""
    let origin = DisplayText.count(lesson.payments, "payment") + matches + person
    guard learnt.account == nil else { return origin }
    return origin
      + (learnt.lessons.count > 1 ? "; pays for several" : "; too few to tell")
  }

  /// Unidentified payments, and returns of unknown payments, by their names, which a narrow table
  /// has no room for.
  package static func unidentifiedNames(
    _ reply: ListUnidentified.Reply,
    style: Style = .plain
  ) -> String {
    guard reply.count > 0 || reply.returnCount > 0 else { return "Every payment is identified." }
    let payments = reply.payments.map { payment in
      let details = payment.details
      let payer = details.payer.name ?? details.payer.iban ?? ""
      return list(
        [
          ("Payment", details.payment.rawValue),
          ("Amount", "\(details.amount.grouped) \(details.amount.currency), \(details.valueDate)"),
          ("Payer", MaskedText.masked(payer, style)),
          ("Text", MaskedText.masked(details.text, style)),
          ("Unidentified", payment.reason),
        ],
        style
      )
    }
    let rest = reply.count - reply.payments.count
    let hidden = rest > 0 ? "\(DisplayText.count(rest, "more payment")) not listed." : ""
    return page(payments + [hidden] + returns(named: reply, style))
  }

  private static func returns(named reply: ListUnidentified.Reply, _ style: Style) -> [String] {
    let returns = reply.returns.map { entry in
      list(
        [
          ("Return", entry.reversal.rawValue),
          ("Amount", "\(entry.amount.grouped) \(entry.amount.currency), \(entry.valueDate)"),
          ("Waits", entry.reason),
        ],
        style
      )
    }
    let rest = reply.returnCount - reply.returns.count
    return returns + [rest > 0 ? "\(DisplayText.count(rest, "more return")) not listed." : ""]
  }
}
