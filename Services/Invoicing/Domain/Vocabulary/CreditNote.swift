package import DomainKit

extension Invoicing {
  /// A credit note as billing sent it, not yet checked; its amounts are positive.
  package struct BilledCreditNote: BilledDocument, Codable, Equatable, Sendable {
    package var creditNote: InvoiceNumber
    package var account: AccountID
    /// None: it stands on account.
    package var invoice: InvoiceNumber?
    package var issueDate: CalendarDate
    /// None: only the totals are known.
    package var lines: [BilledLine]
    package var net: Money
    package var tax: Money
    package var gross: Money
    package var reason: CreditReason
    package var spread: CreditSpread
    package var content: ContentHash

    package init(
      creditNote: InvoiceNumber,
      account: AccountID,
      invoice: InvoiceNumber? = nil,
      issueDate: CalendarDate,
      lines: [BilledLine] = [],
      net: Money,
      tax: Money,
      gross: Money,
      reason: CreditReason,
      spread: CreditSpread = .lastFirst,
      content: ContentHash
    ) {
      self.creditNote = creditNote
      self.account = account
      self.invoice = invoice
      self.issueDate = issueDate
      self.lines = lines
      self.net = net
      self.tax = tax
      self.gross = gross
      self.reason = reason
      self.spread = spread
      self.content = content
    }
  }

  /// A credit note that passed every check.
  package struct IssuedCreditNote: Codable, Equatable, Sendable {
    package var creditNote: InvoiceNumber
    package var account: AccountID
    package var partition: Partition
    package var invoice: InvoiceNumber?
    package var issueDate: CalendarDate
    package var net: Money
    package var tax: Money
    package var gross: Money
    package var reason: CreditReason
    package var spread: CreditSpread
    package var content: ContentHash

    package init(_ billed: BilledCreditNote, partition: Partition) {
      creditNote = billed.creditNote
      account = billed.account
      self.partition = partition
      invoice = billed.invoice
      issueDate = billed.issueDate
      net = billed.net
      tax = billed.tax
      gross = billed.gross
      reason = billed.reason
      spread = billed.spread
      content = billed.content
    }
  }

  /// A credit note that broke rules, with every one of them.
  package struct RejectedCreditNote: Codable, Equatable, Sendable {
    package var creditNote: InvoiceNumber
    package var account: AccountID
    /// None: the account is not registered.
    package var partition: Partition?
    package var content: ContentHash
    package var faults: [Fault]

    package init(_ creditNote: BilledCreditNote, partition: Partition?, faults: [Fault]) {
      self.creditNote = creditNote.creditNote
      account = creditNote.account
      self.partition = partition
      content = creditNote.content
      self.faults = faults
    }
  }
}
