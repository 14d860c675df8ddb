package import DomainKit

/// Payment intake decides what of a bank's or provider's lines is new money, whose it is, and which
/// payment a return takes back.
///
/// **Evidence decides at once, leftovers decide at the cut.** What is told once and never revised
/// (an issued invoice, a registered account) may decide on arrival. What may still change within
/// the cut (which account owns an IBAN or a name, which payments a return may mean) decides at the
/// cut, in the order of value date and name. So the same facts give the same state in any order.
package enum PaymentIntake: Decider {
  package enum Command: Equatable, Sendable {
    case registerAccount(AccountRegistration)
    case registerInvoice(InvoiceRegistration)
    /// A provider took money for us.
    case takeCaptured(PaymentFacts)
    /// The next lines of a bank file that passed every check.
    case takeStatement(StatementChunk)
    case rejectStatement(StatementRefusal)
    /// A file of remittance advices that passed every check.
    case takeAdvices(AdviceFile)
    /// A file came whose content is known: its `number`th copy.
    case sightFileAgain(ContentHash, number: Int)
    /// A person says whose a payment is.
    case assign(PaymentAssignment)
    /// A person says which payment a return takes back.
    case settleReturn(ReturnSettlement)
    /// A person says which return a credit undoes.
    case undoReturn(UndoingSettlement)
    /// A person says whether two payments that may be one are.
    case settleSuspicion(SuspicionSettlement)
    /// What was learnt of a payer does not count any more.
    case forgetPayer(PayerTrait)
    case announceCut(CutAnnouncement)
    /// Invoicing has told everything of a cut: of one partition, or of what concerns no account.
    case closeInvoicing(DayCut, partition: Partition?)
    /// Matching applied money of a payment, or took it back.
    case takeMatch(MatchTelling)
    /// A partition of matching has told everything of a cut.
    case closeMatching(DayCut, partition: Partition)
    /// All that lay in the inbox folder when the cut was due has been read.
    case closeCut(DayCut)
    /// Into how many partitions invoicing spreads the accounts.
    case configure(partitions: Int)
  }

  package enum Event: Codable, Equatable, Sendable {
    case accountRegistered(AccountRegistration)
    case invoiceRegistered(InvoiceRegistration)
    /// A payment came before the first business day: it is taken when that day opens.
    case captureDeferred(PaymentFacts)
    case paymentReceived(PaymentReceipt)
    /// Another delivery told more of a payment than the first.
    case paymentDetailed(PaymentReceipt)
    case paymentIdentified(Identification)
    case payerForgotten(PayerTrait)
    case paymentPending(PendingPayment)
    /// It is known whose pending money will be.
    case pendingIdentified(PendingIdentification)
    /// Pending money was booked, or nobody booked it in time.
    case pendingEnded(PendingEnd)
    /// A return came; the payment that it takes back is still to be found.
    case returnReceived(ReturnFacts)
    /// A person found the payment that a return takes back.
    case returnSettled(PaymentID, SettledReturn)
    case paymentReturned(PaymentReturn)
    /// Money left the pool before anybody knew whose it was.
    case paymentWithdrawn(PaymentWithdrawal)
    /// A return stood for several, which are known now and count instead.
    case returnReplaced(PaymentID)
    /// Money that a return had taken back came again.
    case returnUndone(ReturnUndoing)
    /// An entry of the bank was told; later copies of it are no new money.
    case entryTold(EntryKey, EntryRow)
    /// The bank gave an entry the name of another, which is told.
    case namesakeTold(EntryKey, of: EntryKey)
    case adviceReceived(RemittanceAdvice)
    /// An advice and its payment have found each other.
    case adviceMet(AdviceMeeting)
    /// A payment may be another that was told under another name; both count.
    case duplicateSuspected(Suspicion)
    /// A person decided about the suspicion on the payment.
    case suspicionSettled(PaymentID, SuspicionVerdict)
    case statementAdvanced(StatementImport)
    case statementImported(StatementImport)
    case statementRejected(StatementImport)
    case fileSeenAgain(ContentHash, number: Int)
    case configured(partitions: Int)
    case cutAnnounced(CutAnnouncement)
    case invoicingClosed(DayCut, partition: Partition?)
    case matchTold(MatchTelling)
    case matchingClosed(DayCut, partition: Partition)
    /// The first business day began.
    case cutOpened(DayCut)
    case cutClosed(CutClosing)
  }

  package enum Rejection: Error, Equatable, Sendable {
    /// Other content under the name of a payment that is known; the first telling stays.
    case contradictsKnownPayment(told: PaymentFacts, known: PaymentFacts)
    /// A payment of nothing, or of less.
    case amountNotPositive(PaymentFacts)
    case paymentUnknown(PaymentID)
    case accountUnknown(AccountID)
    case identifiedAlready(PaymentID, AccountID)
    case takenBackAlready(PaymentID)
    /// It has found its payment, or never came.
    case returnNotWaiting(PaymentID)
    case returnSettledAlready(PaymentID, PaymentID)
    /// Another currency, or not what is left of the payment.
    case returnDoesNotFit(ReturnFacts, PaymentID, remaining: Money)
    case returnUnknown(PaymentID)
    case returnUndoneAlready(PaymentID, by: PaymentID)
    /// It is a customer's payment, or has gone from the pool.
    case notOwnMoney(PaymentID)
    /// Another currency or amount than the return took.
    case creditDoesNotFit(PaymentID, amount: Money, ReturnFacts)
    /// Nobody suspects that the two are one.
    case notSuspected(PaymentID, PaymentID)
    case suspicionSettledAlready(PaymentID)
    /// Of two copies of each other one has to stay.
    case isCopyItself(PaymentID)
    case payerUnknown(PayerTrait)
  }
}
