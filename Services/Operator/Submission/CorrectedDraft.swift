package import DomainKit
package import Messages
import Terms

extension DraftedInvoice {
  /// What it does not say, as the invoice that it corrects has it.
  ///
  /// A due date that has passed is today: nothing is due before it is issued.
  package func correcting(_ wrong: GetInvoice.Reply, on today: CalendarDate) -> DraftedInvoice {
    var draft = self
    draft.kind = kind ?? wrong.issued.kind
    draft.order = order ?? wrong.issued.order
    guard terms == nil else { return draft }
    draft.terms = wrong.terms.map { .lines($0) }
    draft.dueDate = dueDate ?? wrong.dueDate.map { max($0, today) }
    return draft
  }
}
