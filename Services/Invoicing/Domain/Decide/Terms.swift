import DomainKit
import Terms

extension Invoicing {
  /// What stated terms mean, or everything that is wrong with them.
  static func resolve(
    _ stated: StatedTerms?,
    in currency: Currency,
    _ state: State
  ) -> (terms: CreditTerms?, faults: [Fault]) {
    guard let stated else { return (nil, []) }
    do throws(StatedTermsError) {
      return (try state.termsRegistry.terms(stated, in: currency), [])
    } catch {
      switch error {
      case .written(let error): return (nil, [Fault("terms", .termsUnfit, "\(error)")])
      case .lines(let faults):
        return (nil, faults.map { Fault("terms.\($0.field)", .termsUnfit, $0.text) })
      }
    }
  }

  static func changeTerms(_ change: TermsChange, _ state: State) throws(Rejection) -> [Event] {
    guard state.accounts[change.account] != nil else { throw .accountUnknown(change.account) }
    return [.termsChanged(change)]
  }
}

extension Invoicing {
  /// An invoice's terms: its own, else those agreed with the account on the issue date.
  struct InvoiceTerms {
    /// None: there are faults.
    var terms: CreditTerms?
    var agreed: AgreedTerms
    /// The invoice's own, where they are not those agreed on.
    var own: CreditTerms?
    var faults: [Fault] = []
  }

  static func terms(
    of invoice: BilledInvoice,
    _ account: RegisteredAccount,
    _ state: State
  ) -> InvoiceTerms {
    let agreed = account.agreedTerms.holding(on: invoice.issueDate)
    let own = resolve(invoice.terms, in: invoice.gross.currency, state)
    guard own.faults.isEmpty else { return InvoiceTerms(agreed: agreed, faults: own.faults) }
    // A due date alone is terms too.
    let dueAlone = invoice.dueDate.map { _ in CreditTerms(due: DateRule()) }
    guard let terms = own.terms ?? agreed.terms ?? dueAlone else {
      return InvoiceTerms(agreed: agreed, faults: [missingTerms(account)])
    }
    guard invoice.dueDate == nil || terms.lines.count == 1 else {
      return InvoiceTerms(agreed: agreed, faults: [severalDueDates(terms)])
    }
    return InvoiceTerms(
      terms: terms,
      agreed: agreed,
      own: own.terms == agreed.terms ? nil : own.terms
    )
  }

  /// What the terms make of the invoice.
  ///
  /// Its amounts have no faults: whoever asks has looked.
  static func instalments(
    of invoice: BilledInvoice,
    _ terms: CreditTerms,
    due dueDate: CalendarDate? = nil
  ) -> [Instalment] {
    let payable = invoice.payable
    // All was billed ahead: the invoice is an item of nothing.
    guard payable.isPositive else {
      return [Instalment(dueDate: dueDate ?? invoice.issueDate, amount: payable)]
    }
    let instalments = terms.instalments(
      of: payable,
      net: invoice.net.scaled(by: payable.minorUnits, over: invoice.gross.minorUnits),
      issued: invoice.issueDate,
      due: dueDate
    )
    guard invoice.kind == .lateChargeNote else { return instalments }
    // Nothing is taken off for paying in time what is owed for paying late.
    return instalments.map { Instalment(dueDate: $0.dueDate, amount: $0.amount) }
  }

  private static func missingTerms(_ account: RegisteredAccount) -> Fault {
    Fault(
      "terms",
      .termsMissing,
      "neither the invoice nor account \(account.account) has terms or a due date"
    )
  }

  private static func severalDueDates(_ terms: CreditTerms) -> Fault {
    Fault(
      "dueDate",
      .dueDateOfSeveral,
      "one due date beside terms with \(terms.lines.count) instalments"
    )
  }
}
