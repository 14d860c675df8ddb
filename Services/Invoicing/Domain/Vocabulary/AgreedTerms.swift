package import DomainKit
package import Terms

extension Invoicing {
  /// What was agreed with an account for its invoices of a date and later.
  package struct AgreedTerms: Codable, Equatable, Sendable {
    /// None: from the beginning.
    package var from: CalendarDate?
    /// None: each invoice has terms or a due date of its own.
    package var terms: CreditTerms?
    /// What late payments are charged, in percent a year; none: nothing is agreed.
    package var lateChargeRate: Percentage?

    package init(
      from: CalendarDate? = nil,
      terms: CreditTerms? = nil,
      lateChargeRate: Percentage? = nil
    ) {
      self.from = from
      self.terms = terms
      self.lateChargeRate = lateChargeRate
    }
  }

  /// Other terms for an account's invoices of a date and later, which credit control decided.
  package struct TermsChange: Codable, Equatable, Sendable {
    package var account: AccountID
    package var from: CalendarDate
    /// None: they stay as they are.
    package var terms: CreditTerms?
    /// None: it stays as it is.
    package var lateChargeRate: Percentage?

    package init(
      account: AccountID,
      from: CalendarDate,
      terms: CreditTerms? = nil,
      lateChargeRate: Percentage? = nil
    ) {
      self.account = account
      self.from = from
      self.terms = terms
      self.lateChargeRate = lateChargeRate
    }
  }

  /// An invoice has other instalments than the agreed terms give it.
  package struct TermsDeviation: Codable, Equatable, Sendable {
    package var invoice: InvoiceNumber
    package var account: AccountID
    package var partition: Partition
    package var issueDate: CalendarDate
    package var agreed: [Instalment]
    package var invoiced: [Instalment]

    package init(
      invoice: InvoiceNumber,
      account: AccountID,
      partition: Partition,
      issueDate: CalendarDate,
      agreed: [Instalment],
      invoiced: [Instalment]
    ) {
      self.invoice = invoice
      self.account = account
      self.partition = partition
      self.issueDate = issueDate
      self.agreed = agreed
      self.invoiced = invoiced
    }
  }
}
