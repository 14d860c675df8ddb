package import DomainKit

/// Why a payment is in the pool, for a person.
package enum PoolReason: Equatable, Sendable {
  /// It stands for several payments whose details are not known; 0 when even their number is not.
  case batchWithoutDetails(Int)
  /// It names invoices of several accounts.
  case namesSeveralAccounts([AccountID])
  /// It names an invoice of one account, and its IBAN or name belongs to others.
  case payerDiffers(named: AccountID, payers: [AccountID])
  case ibanOfSeveralAccounts([AccountID])
  case nameOfSeveralAccounts([AccountID])
  /// Payments like it were several accounts'.
  case paysForSeveralAccounts(PayerTrait, [AccountID])
  case statedAccountUnknown(AccountID)
  /// The payer's name is almost that of these accounts, and nothing else tells one of them.
  case nameResembles([AccountID])
  /// It mentions a number that may be that of one of these accounts, or anything else.
  case mayMention([AccountID])
  /// What the payer quotes was one account's, and the name is that of others.
  case referenceDiffers(AccountID, payers: [AccountID])
  case noEvidence
  /// Money that we had paid out is no customer's payment, whoever sent it back and whatever it
  /// names.
  case ownMoneyReturned
  /// Evidence that counts at the cut only.
  case decidedAtCut(AccountID, Evidence)
}

/// Whose a payment is, as far as it can be told.
enum Judgement: Equatable {
  case owned(AccountID, Evidence)
  case open(PoolReason)
}

// Whose a payment is.
//
// What a payment says itself decides on arrival, but only when all of it is understood: a number
// that is no invoice yet could still become another account's. Everything else decides at the cut.
extension PaymentIntake.State {
  /// On arrival, and whenever an invoice or account comes that the payment waited for.
  ///
  /// Rests on facts that are never revised, and on the directory as it stood when the cut began, so
  /// that it does not matter what else of the cut was there already. Nil: the cut decides.
  func judgementAtOnce(on row: PaymentRow, _ claims: Claims) -> Judgement? {
    guard row.receipt.batched == nil, row.facts.isCustomers else { return nil }
    if let stated = claims.statedAccount { return judgement(onStated: stated) }
    let named = claims.naming(in: invoices)
    guard named.isUnderstood, let account = owner(row, naming: named.accounts, directoryAtCut),
      let evidence = named.evidence, strangers(row, to: account, directoryAtCut) == nil
    else { return nil }
    return .owned(account, evidence)
  }

  /// At the cut, when all that bears it is known.
  ///
  /// Each kind of evidence decides only where the stronger ones say nothing; what contradicts
  /// itself stays with a person.
  func judgementAtCut(on row: PaymentRow, _ claims: Claims) -> Judgement {
    if !row.facts.isCustomers { return .open(.ownMoneyReturned) }
    if let batched = row.receipt.batched { return .open(.batchWithoutDetails(batched)) }
    if let judgement = claims.statedAccount.flatMap({ judgement(onStated: $0) }) {
      return judgement
    }
    let named = claims.naming(in: invoices)
    let mentioned = mentions(of: row.facts).telling
    guard let evidence = named.evidence else {
      return judgement(onMention: mentioned, of: row) ?? judgement(onPayerOf: row, claims)
    }
    guard let account = owner(row, naming: named.accounts, directory) else {
      return .open(.namesSeveralAccounts(named.accounts))
    }
    if let payers = strangers(row, to: account, directory) {
      return .open(.payerDiffers(named: account, payers: payers))
    }
    let others = mentioned.filter { directory.head(of: $0) != directory.head(of: account) }
    guard others.isEmpty else { return .open(.namesSeveralAccounts(([account] + others).sorted())) }
    return .owned(account, evidence)
  }

  /// The account that a provider stated, if it is one of ours.
  private func judgement(onStated account: AccountID) -> Judgement? {
    directory.accounts[account].map { _ in
      .owned(account, Evidence(.statedAccount, account.rawValue))
    }
  }

  private func judgement(onPayerOf row: PaymentRow, _ claims: Claims) -> Judgement {
    if let iban = row.facts.payerIBAN {
      if let payers = directory.payers[iban] {
        guard let account = payers.first, payers.count == 1 else {
          return .open(.ibanOfSeveralAccounts(payers))
        }
        return .owned(account, Evidence(.iban, iban.rawValue))
      }
      let learnt = judgement(onLearnt: .iban(iban), Evidence(.learntIBAN, iban.rawValue))
      if let learnt { return learnt }
    }
    if let judgement = judgement(onQuotesOf: row.facts) { return judgement }
    for name in row.facts.comparableNames {
      guard let namesakes = directory.names[name] else { continue }
      guard let account = namesakes.first, namesakes.count == 1 else {
        return .open(.nameOfSeveralAccounts(namesakes))
      }
      return .owned(account, Evidence(.name, row.facts.payerName ?? name))
    }
    if let name = row.facts.comparableNames.first {
      let evidence = Evidence(.learntName, row.facts.payerName ?? name)
      if let learnt = judgement(onLearnt: .name(name), evidence) { return learnt }
    }
    if let stated = claims.statedAccount { return .open(.statedAccountUnknown(stated)) }
    return judgement(onLikenessOf: row.facts)
  }

  /// What earlier payments of the payer tell; nil when they tell nothing.
  private func judgement(onLearnt trait: PayerTrait, _ evidence: Evidence) -> Judgement? {
    let accounts = learntPayers.accounts(by: trait)
    guard let account = accounts.first else { return nil }
    guard accounts.count == 1 else { return .open(.paysForSeveralAccounts(trait, accounts)) }
    return .owned(account, evidence)
  }

  /// Whose the money is: the account whose invoices are named; the head of its paying group when it
  /// is the payer, or when invoices of several accounts of the group are named.
  func owner(
    _ row: PaymentRow,
    naming accounts: [AccountID],
    _ directory: Directory
  ) -> AccountID? {
    let heads = Set(accounts.map { directory.head(of: $0) })
    guard let head = heads.first, heads.count == 1 else { return nil }
    guard let account = accounts.first, accounts.count == 1 else {
      return directory.accounts[head] == nil ? nil : head
    }
    let payers = payers(of: row, directory) ?? []
    return payers.contains(head) && !payers.contains(account) ? head : account
  }

  /// The accounts that own the payer's IBAN, or else its name, when none of them pays for
  /// `account`.
  ///
  /// A reference that belongs to another customer than the payer is a proposal for a person, not a
  /// decision. Accounts of one paying group pay for each other.
  func strangers(
    _ row: PaymentRow,
    to account: AccountID,
    _ directory: Directory
  ) -> [AccountID]? {
    guard let payers = payers(of: row, directory) else { return nil }
    let head = directory.head(of: account)
    return payers.contains { directory.head(of: $0) == head } ? nil : payers
  }

  /// The accounts with the payer's IBAN, or else with its name.
  private func payers(of row: PaymentRow, _ directory: Directory) -> [AccountID]? {
    row.facts.payerIBAN.flatMap { directory.payers[$0] }
      ?? row.facts.comparableNames.lazy.compactMap { directory.names[$0] }.first
  }

  /// Why the payment has no owner; nil when it has one, or is unknown.
  package func poolReason(of payment: PaymentID) -> PoolReason? {
    guard let row = payments[payment], let claims = payments.pool[payment] else { return nil }
    return switch judgementAtCut(on: row, claims) {
    case .owned(let account, let evidence): .decidedAtCut(account, evidence)
    case .open(let reason): reason
    }
  }
}

extension Draft {
  mutating func identifyAtOnce(_ payment: PaymentID) {
    guard let row = state.payments[payment], let claims = state.payments.pool[payment] else {
      return
    }
    hand(payment, over: state.judgementAtOnce(on: row, claims))
  }

  /// Decides on everything in the pool, in the order of value date and name.
  mutating func identifyLeftovers() {
    for row in state.unidentified { identifyAtCut(row.facts.payment) }
  }

  mutating func identifyAtCut(_ payment: PaymentID) {
    guard let row = state.payments[payment], let claims = state.payments.pool[payment] else {
      return
    }
    hand(payment, over: state.judgementAtCut(on: row, claims))
  }

  private mutating func hand(_ payment: PaymentID, over judgement: Judgement?) {
    guard case .owned(let account, let evidence)? = judgement,
      let partition = state.partition(of: account)
    else { return }
    let owner = Owner(account: account, partition: partition)
    emit(
      .paymentIdentified(
        Identification(
          payment: payment,
          owner: owner,
          evidence: evidence,
          teaches: evidence.kind.isCertain
        )
      )
    )
  }
}
