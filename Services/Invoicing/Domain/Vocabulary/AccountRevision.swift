package import DomainKit
package import Terms

extension Invoicing {
  /// An account as billing describes it, not yet checked.
  package struct AccountRevision: Codable, Equatable, Sendable {
    package var account: AccountID
    /// Counts the changes of this account, from 1.
    package var revision: Int
    package var name: String
    package var currency: Currency
    /// ISO 3166-1 alpha-2.
    package var country: String?
    /// ISO 13616 accounts from which this customer pays.
    package var ibans: [String]
    /// Other names under which this customer pays.
    package var aliases: [String]
    package var terms: StatedTerms?
    /// The first issue date of which the terms and the rate hold, where billing says it.
    package var termsFrom: CalendarDate?
    /// What late payments are charged, in percent a year.
    package var lateChargeRate: Percentage?
    package var creditLimit: Money?
    /// Heads the account's paying group; none: the account itself.
    package var head: AccountID?
    /// When the head pays for this account.
    package var paidByHead: [PayingPeriod]
    package var content: ContentHash

    package init(
      account: AccountID,
      revision: Int,
      name: String,
      currency: Currency,
      country: String? = nil,
      ibans: [String] = [],
      aliases: [String] = [],
      terms: StatedTerms? = nil,
      termsFrom: CalendarDate? = nil,
      lateChargeRate: Percentage? = nil,
      creditLimit: Money? = nil,
      head: AccountID? = nil,
      paidByHead: [PayingPeriod] = [],
      content: ContentHash
    ) {
      self.account = account
      self.revision = revision
      self.name = name
      self.currency = currency
      self.country = country
      self.ibans = ibans
      self.aliases = aliases
      self.terms = terms
      self.termsFrom = termsFrom
      self.lateChargeRate = lateChargeRate
      self.creditLimit = creditLimit
      self.head = head
      self.paidByHead = paidByHead
      self.content = content
    }
  }

  /// An account that passed every check, in its newest revision; of older ones it knows the terms.
  package struct RegisteredAccount: Codable, Equatable, Sendable {
    package var account: AccountID
    package var revision: Int
    package var name: String
    package var partition: Partition
    package var currency: Currency
    package var country: String?
    /// In electronic form (ISO 13616), each once, in order.
    package var ibans: [String]
    /// Other names, each once, in order.
    package var aliases: [String]
    package var agreedTerms: TermsRecord
    package var creditLimit: Money?
    package var head: AccountID
    package var paidByHead: [PayingPeriod]
    package var content: ContentHash

    package init(
      _ revision: AccountRevision,
      ibans: [String],
      partition: Partition,
      agreedTerms: TermsRecord
    ) {
      account = revision.account
      self.revision = revision.revision
      name = revision.name
      self.partition = partition
      currency = revision.currency
      country = revision.country
      self.ibans = ibans
      aliases = Set(revision.aliases).subtracting([revision.name]).sorted()
      self.agreedTerms = agreedTerms
      creditLimit = revision.creditLimit
      head = revision.head ?? revision.account
      paidByHead = revision.paidByHead
      content = revision.content
    }
  }

  /// A revision of an account that broke rules; what was registered before stays.
  package struct RejectedAccount: Codable, Equatable, Sendable {
    package var account: AccountID
    package var revision: Int
    /// None: the account is not registered.
    package var partition: Partition?
    package var content: ContentHash
    package var faults: [Fault]

    package init(_ revision: AccountRevision, partition: Partition?, faults: [Fault]) {
      account = revision.account
      self.revision = revision.revision
      self.partition = partition
      content = revision.content
      self.faults = faults
    }
  }

  /// Names one revision of one account; sorts by account, then by revision.
  package struct RevisionKey: Hashable, Comparable, Sendable {
    package var account: AccountID
    package var revision: Int

    package init(_ account: AccountID, _ revision: Int) {
      self.account = account
      self.revision = revision
    }

    package static func < (lhs: RevisionKey, rhs: RevisionKey) -> Bool {
      (lhs.account, lhs.revision) < (rhs.account, rhs.revision)
    }
  }
}

extension Invoicing.RevisionKey: RowKey {
  /// A tab parts the two: identifiers have no control characters.
  package var rowKey: String { "\(account)\t\(revision)" }

  package init?(rowKey: String) {
    let parts = rowKey.split(separator: "\t", omittingEmptySubsequences: false)
    guard parts.count == 2, let account = AccountID(rawValue: String(parts[0])),
      let revision = Int(parts[1])
    else { return nil }
    self.account = account
    self.revision = revision
  }
}
