/// Every message and every call of Encours, so that contracts, tests and tools miss none.
package enum MessageCatalog {
  package static let messages: [any Message.Type] =
    billing + invoicing + paymentIntake + matching + creditControl + reporting + days

  package static let calls: [any Call.Type] = [
    AssignPayment.self, CallCut.self, CancelInvoice.self, CheckOrder.self, ClosePeriod.self,
    CorrectInvoice.self, ExplainPayment.self, ForgetPayer.self, GetAccount.self, GetActivity.self,
    GetAging.self, GetCreditNote.self, GetDay.self, GetExposure.self, GetImport.self,
    GetInvoice.self, GetReconciliation.self, GetStatement.self, IssueCreditNote.self,
    IssueInvoice.self, ListAdvices.self, ListDeviations.self, ListExchangeRates.self,
    ListInvoices.self, ListOpenItems.self, ListOverdue.self, ListPayers.self, ListRejected.self,
    ListSuspected.self, ListUnidentified.self, ListWaiting.self, Locate.self, OpenDay.self,
    PreviewInvoice.self, SetCreditLimit.self, SetCreditTerms.self, SetExchangeRates.self,
    SettleReturn.self,
    SettleSuspicion.self, SubmitAccount.self, SubmitCreditNote.self, SubmitInvoice.self,
    UndoReturn.self, ValidateCreditNote.self, ValidateInvoice.self,
  ]

  package static func message(of type: String) -> (any Message.Type)? {
    messages.first { $0.type == type }
  }

  private static let billing: [any Message.Type] = [
    BillingAccountUpserted.self, BillingCreditNoteIssued.self, BillingInvoiceIssued.self,
    BillingOrderClosed.self, BillingOrderPlaced.self, BillingOrderShipped.self,
    BillingPaymentCaptured.self,
  ]

  private static let invoicing: [any Message.Type] = [
    AccountRegistered.self, AccountRejected.self, CreditNoteIssued.self, CreditNoteRejected.self,
    ExchangeRateSet.self, InvoiceIssued.self, InvoiceRejected.self, TermsDeviated.self,
  ]

  private static let paymentIntake: [any Message.Type] = [
    PaymentIdentified.self, PaymentPending.self, PaymentReceived.self, PaymentReinstated.self,
    PaymentRejected.self, PaymentReturned.self, PaymentSuspected.self, PaymentWithdrawn.self,
    PendingPaymentEnded.self, RemittanceAdvised.self, StatementImported.self,
    StatementRejected.self,
  ]

  private static let matching: [any Message.Type] = [
    CreditApplied.self, CreditUnapplied.self, DeductionOpened.self, DeductionWithdrawn.self,
    MatchSuggested.self, PaymentApplied.self, PaymentUnapplied.self,
  ]

  private static let creditControl: [any Message.Type] = [
    CreditLimitChanged.self, CreditTermsChanged.self, OrderApproved.self, OrderHeld.self,
  ]

  private static let reporting: [any Message.Type] = [
    ReportAging.self, ReportReconciliation.self,
  ]

  private static let days: [any Message.Type] = [
    CutCalled.self, DayClosed.self, DayOpened.self, IntakeClosed.self, PeriodClosed.self,
  ]
}
