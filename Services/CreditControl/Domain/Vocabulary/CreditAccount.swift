package import DomainKit
package import Terms

extension CreditControl {
  /// An account as invoicing registered it.
  package struct RegisteredAccount: Codable, Equatable, Sendable {
    package var account: AccountID
    package var revision: Int
    package var partition: Partition
    package var currency: Currency
    package var creditLimit: Money?

    package init(
      account: AccountID,
      revision: Int,
      partition: Partition,
      currency: Currency,
      creditLimit: Money? = nil
    ) {
      self.account = account
      self.revision = revision
      self.partition = partition
      self.currency = currency
      self.creditLimit = creditLimit
    }
  }

  /// A limit that a person set, or lifted.
  package struct CreditLimitChange: Codable, Equatable, Sendable {
    package var account: AccountID
    /// None: there was no limit.
    package var previous: Money?
    /// None: no limit.
    package var limit: Money?
    package var changedBy: UserName
    package var reason: String
    /// Counts the changes of this account's limit, from 1.
    package var ordinal: Int

    package init(
      account: AccountID,
      previous: Money?,
      limit: Money?,
      changedBy: UserName,
      reason: String,
      ordinal: Int
    ) {
      self.account = account
      self.previous = previous
      self.limit = limit
      self.changedBy = changedBy
      self.reason = reason
      self.ordinal = ordinal
    }
  }

  /// What shall hold for an account's invoices of a date and later.
  package struct NewTerms: Codable, Equatable, Sendable {
    /// None: they stay as they are.
    package var terms: CreditTerms?
    /// What late payments are charged, in percent a year; none: it stays as it is.
    package var lateChargeRate: Percentage?
    package var from: CalendarDate

    package init(
      _ terms: CreditTerms? = nil,
      lateChargeRate: Percentage? = nil,
      from: CalendarDate
    ) {
      self.terms = terms
      self.lateChargeRate = lateChargeRate
      self.from = from
    }
  }

  /// Terms that a person set.
  package struct CreditTermsChange: Codable, Equatable, Sendable {
    package var account: AccountID
    package var terms: NewTerms
    package var changedBy: UserName
    package var reason: String
    /// Counts the changes of this account's terms, from 1.
    package var ordinal: Int

    package init(
      account: AccountID,
      terms: NewTerms,
      changedBy: UserName,
      reason: String,
      ordinal: Int
    ) {
      self.account = account
      self.terms = terms
      self.changedBy = changedBy
      self.reason = reason
      self.ordinal = ordinal
    }
  }

  /// What credit control knows of an account; its ledgers may run ahead of its registration.
  package struct CreditAccount: Codable, Equatable, Sendable {
    package var registration: RegisteredAccount?
    /// None: no limit.
    package var limit: Money?
    /// How often a person set the limit; from the first time on, billing's no longer counts.
    package var limitChanges = 0
    /// How often a person set the terms.
    package var termsChanges = 0
    /// One a currency, in the currencies' order, none that is all zero; they are never netted.
    package private(set) var exposures: [Exposure] = []
    /// Orders placed before the account was registered: they are decided when it is.
    package var undecidedOrders: NameSet<OrderID> = []

    package init() {}

    package func exposure(in currency: Currency) -> Exposure {
      exposures.first { $0.currency == currency } ?? Exposure(currency: currency)
    }

    /// Adds to the ledgers of one currency.
    package mutating func post(_ change: Exposure) {
      let sum = exposure(in: change.currency) + change
      exposures.removeAll { $0.currency == change.currency }
      guard !sum.isZero else { return }
      let index = exposures.firstIndex { sum.currency < $0.currency } ?? exposures.endIndex
      exposures.insert(sum, at: index)
    }
  }
}
