import DomainKit
import Remittance
import Terms

extension Invoicing {
  /// What becomes of an account's revision.
  private enum Registration {
    case known
    /// A newer one is known: only what was agreed is news.
    case late(TermsStatement)
    case registered(RegisteredAccount)
    case rejected(RejectedAccount)
  }

  static func register(_ revision: AccountRevision, _ state: State) throws(Rejection) -> [Event] {
    guard let open = state.openCut else { return try keep(revision, state) }
    switch registration(of: revision, state, on: open.date) {
    case .known: return []
    case .late(let statement): return [.termsStated(statement, of: revision.account)]
    case .rejected(let rejected): throw .account(rejected)
    case .registered(let account):
      var working = Working(state)
      working.happen(.accountRegistered(account))
      issueKept(working.state.keptNumbers[account.account]?.sorted() ?? [], &working)
      let notes = working.state.keptCreditsByAccount[account.account]?.sorted() ?? []
      issueKept(creditNotes: notes, &working)
      return working.events
    }
  }

  /// Before the first day nothing can be dated: the revision is kept, each once.
  private static func keep(
    _ revision: AccountRevision,
    _ state: State
  ) throws(Rejection) -> [Event] {
    guard let kept = state.keptAccounts[RevisionKey(revision.account, revision.revision)] else {
      return [.accountKept(revision)]
    }
    guard kept.content != revision.content else { return [] }
    throw .account(RejectedAccount(revision, partition: nil, faults: [reused(revision)]))
  }

  /// Registers what was kept, in the order of accounts and revisions, whatever order it came in.
  static func registerKept(_ working: inout Working, on date: CalendarDate) {
    for key in working.state.keptAccounts.keys.sorted() {
      guard let revision = working.state.keptAccounts[key] else { continue }
      switch registration(of: revision, working.state, on: date) {
      case .known, .late:
        preconditionFailure("kept revisions are distinct, and taken in their order")
      case .registered(let account): working.happen(.accountRegistered(account))
      case .rejected(let rejected): working.happen(.accountRejected(rejected))
      }
    }
  }

  private static func registration(
    of revision: AccountRevision,
    _ state: State,
    on date: CalendarDate
  ) -> Registration {
    let known = state.accounts[revision.account]
    if let known {
      if revision.revision < known.revision,
        known.agreedTerms.knows(revision: revision.revision)
      {
        return .known
      }
      if revision.revision == known.revision {
        return revision.content == known.content
          ? .known
          : .rejected(
            RejectedAccount(revision, partition: known.partition, faults: [reused(revision)])
          )
      }
    }
    let resolved = resolve(revision.terms, in: revision.currency, state)
    let faults = faults(of: revision, known: known) + resolved.faults
    guard faults.isEmpty else {
      return .rejected(RejectedAccount(revision, partition: known?.partition, faults: faults))
    }
    let statement = TermsStatement(
      revision: revision.revision,
      from: revision.termsFrom,
      terms: resolved.terms,
      lateChargeRate: revision.lateChargeRate,
      told: date
    )
    if let known, revision.revision < known.revision { return .late(statement) }
    let partition =
      known?.partition
      ?? Partition(of: revision.head ?? revision.account, count: state.partitionCount)
    var agreedTerms = known?.agreedTerms ?? TermsRecord()
    agreedTerms.take(statement)
    return .registered(
      RegisteredAccount(
        revision,
        ibans: Set(revision.ibans.compactMap { IBAN($0)?.text }).sorted(),
        partition: partition,
        agreedTerms: agreedTerms
      )
    )
  }

  private static func reused(_ revision: AccountRevision) -> Fault {
    Fault(
      "revision",
      .revisionReused,
      "revision \(revision.revision) of \(revision.account) is known with other content"
    )
  }

  private static func faults(
    of revision: AccountRevision,
    known: RegisteredAccount?
  ) -> [Fault] {
    var faults: [Fault] = []
    if revision.revision < 1 {
      faults.append(
        Fault("revision", .revisionUnfit, "\(revision.revision) is less than 1")
      )
    }
    if !isName(revision.name) {
      faults.append(
        Fault(
          "name",
          .textUnfit,
          "a name has 1 to \(Limits.nameBytes) bytes, of which some are letters, none controls"
        )
      )
    }
    if let country = revision.country, !isCountry(country) {
      faults.append(
        Fault("country", .countryUnfit, "a country is two capital letters (ISO 3166-1 alpha-2)")
      )
    }
    faults += ibanFaults(revision.ibans)
    faults += aliasFaults(revision.aliases)
    faults += limitFaults(revision)
    faults += payingFaults(revision)
    if let known { faults += changeFaults(revision, known) }
    return faults
  }

  /// The number itself is not repeated: faults are logged, and it is personal data.
  private static func ibanFaults(_ ibans: [String]) -> [Fault] {
    guard ibans.count <= Limits.ibans else {
      return [
        Fault("ibans", .ibanUnfit, "\(ibans.count) accounts are more than \(Limits.ibans)")
      ]
    }
    return ibans.enumerated().compactMap { index, iban in
      IBAN(iban) == nil
        ? Fault("ibans[\(index)]", .ibanUnfit, "the form or the check digits are wrong (ISO 13616)")
        : nil
    }
  }

  private static func aliasFaults(_ aliases: [String]) -> [Fault] {
    guard aliases.count <= Limits.aliases else {
      return [
        Fault("aliases", .textUnfit, "\(aliases.count) names are more than \(Limits.aliases)")
      ]
    }
    return aliases.enumerated().compactMap { index, alias in
      isName(alias)
        ? nil
        : Fault(
          "aliases[\(index)]",
          .textUnfit,
          "a name has 1 to \(Limits.nameBytes) bytes, of which some are letters, none controls"
        )
    }
  }

  private static func limitFaults(_ revision: AccountRevision) -> [Fault] {
    guard let limit = revision.creditLimit else { return [] }
    var faults: [Fault] = []
    if limit.currency != revision.currency {
      faults.append(
        Fault(
          "creditLimit",
          .currencyMismatch,
          "the limit is in \(limit.currency), the account in \(revision.currency)"
        )
      )
    }
    if limit.isNegative {
      faults.append(Fault("creditLimit", .limitNegative, "the limit \(limit) is negative"))
    }
    return faults
  }

  private static func payingFaults(_ revision: AccountRevision) -> [Fault] {
    let periods = revision.paidByHead
    guard periods.isEmpty || revision.head ?? revision.account != revision.account else {
      let text = "the account heads its paying group itself: nobody pays for it"
      return [Fault("paidByHead", .payingPeriodUnfit, text)]
    }
    guard periods.count <= Limits.payingPeriods else {
      let text = "\(periods.count) periods are more than \(Limits.payingPeriods)"
      return [Fault("paidByHead", .payingPeriodUnfit, text)]
    }
    return periods.enumerated().compactMap { index, period in
      guard let from = period.from, let to = period.to, to < from else { return nil }
      let text = "\(to) is before \(from)"
      return Fault("paidByHead[\(index)]", .payingPeriodUnfit, text)
    }
  }

  /// What no later revision can change: the partition's head, and the currency that the account's
  /// items are in.
  private static func changeFaults(
    _ revision: AccountRevision,
    _ known: RegisteredAccount
  ) -> [Fault] {
    var faults: [Fault] = []
    let head = revision.head ?? revision.account
    if head != known.head {
      faults.append(
        Fault(
          "head",
          .headChanged,
          "the head is \(known.head): moving the account to \(head) would move its partition,"
            + " which is not supported"
        )
      )
    }
    if revision.currency != known.currency {
      faults.append(
        Fault(
          "currency",
          .currencyChanged,
          "the account is in \(known.currency) and stays so; another currency needs another account"
        )
      )
    }
    return faults
  }

  private static func isName(_ name: String) -> Bool {
    (1...Limits.nameBytes).contains(name.utf8.count)
      && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } && name.utf8.contains { $0 != 0x20 }
  }

  private static func isCountry(_ code: String) -> Bool {
    code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) }
  }
}
