import DomainKit
import Terms

/// What the law wants a document of this house to say of its payment, looked for before its number
/// is drawn.
///
/// Nothing is looked for in what billing issued: it has its number, and has gone out.
extension Invoicing {
  /// The rate for late payment is the one agreed with the account, or stands in the issuer's notes;
  /// due date and discounts are those of the draft's terms.
  static func mentionFaults(
    of invoice: BilledInvoice,
    _ terms: InvoiceTerms,
    _ state: State
  ) -> [Fault] {
    state.issuer.faults(
      lateChargeRate: terms.agreed.lateChargeRate,
      // Whatever they are, Encours states the discounts that it gives.
      discounts: [],
      lacksDueDate: terms.terms == nil && invoice.terms == nil && invoice.dueDate == nil
    ).map { fault in
      switch (fault.mention, fault.kind) {
      case (.dueDate, _):
        Fault("dueDate", .mentionMissing, "\(fault), expected with the draft or its terms")
      case (.latePenalty, .missing):
        Fault(
          "lateChargeRate",
          .mentionMissing,
          "\(fault), expected as agreed with the account or as a note of the issuer's profile"
        )
      default: noteFault(fault)
      }
    }
  }

  /// A credit note has no rate of its own: whatever it credits, the issuer's notes say it.
  static func creditNoteMentionFaults(_ state: State) -> [Fault] {
    state.issuer.faults(lateChargeRate: nil, discounts: [], lacksDueDate: false).map(noteFault)
  }

  private static func noteFault(_ fault: MentionFault) -> Fault {
    guard fault.kind == .missing else {
      return Fault("notes", .mentionUnfit, "\(fault), expected of the issuer's profile")
    }
    return Fault("notes", .mentionMissing, "\(fault), expected as a note of the issuer's profile")
  }

  /// Issues, or tells what the law misses beside everything else that is wrong.
  static func lookingFor(
    _ mentions: [Fault],
    _ issue: () throws(Rejection) -> Void
  ) throws(Rejection) {
    do throws(Rejection) {
      try issue()
    } catch {
      guard case .document(let faults) = error else { throw error }
      throw .document(faults + mentions)
    }
    guard mentions.isEmpty else { throw .document(mentions) }
  }
}
