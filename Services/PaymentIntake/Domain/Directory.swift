package import DomainKit
import Remittance

/// An account as invoicing registered it, in one revision.
package struct AccountRegistration: Codable, Equatable, Sendable {
  package var account: AccountID
  /// A later revision replaces an earlier one, whichever comes first.
  package var revision: Int
  package var partition: Partition
  /// The account that heads the paying group.
  package var head: AccountID
  package var ibans: [PayerIBAN]
  /// What it is called, its own name first, in the form in which names are compared; none when
  /// nothing is left of them.
  package var comparableNames: [String]

  package init(
    account: AccountID,
    revision: Int,
    partition: Partition,
    head: AccountID,
    ibans: [PayerIBAN],
    comparableNames: [String]
  ) {
    self.account = account
    self.revision = revision
    self.partition = partition
    self.head = head
    self.ibans = ibans
    self.comparableNames = comparableNames
  }
}

/// What of an issued invoice tells whose a payment is.
package struct InvoiceRegistration: Codable, Equatable, Sendable {
  package var invoice: InvoiceNumber
  package var account: AccountID
  package var partition: Partition
  /// The number in the form in which numbers are compared.
  package var numberKey: String
  /// The structured reference in its electronic form.
  package var reference: String

  package init(
    invoice: InvoiceNumber,
    account: AccountID,
    partition: Partition,
    numberKey: String,
    reference: String
  ) {
    self.invoice = invoice
    self.account = account
    self.partition = partition
    self.numberKey = numberKey
    self.reference = reference
  }
}

/// The accounts that are known, from which IBANs they pay, and what they are called.
package struct Directory: PersistentState {
  package private(set) var accounts: TreeDictionary<AccountID, AccountRegistration> = [:]
  /// Accounts in the order of their names; a group may pay from one IBAN.
  package private(set) var payers: TreeDictionary<PayerIBAN, [AccountID]> = [:]
  /// Accounts by their comparable name.
  package private(set) var names: TreeDictionary<String, [AccountID]> = [:]
  /// Accounts by their own number, as numbers are compared.
  package private(set) var numbers: TreeDictionary<String, [AccountID]> = [:]
  /// Accounts by the beginnings and ends of the words of their names: names may be mistyped.
  private var likeNames: TreeDictionary<String, TreeSet<AccountID>> = [:]

  package init() {}

  package static var sections: [Section<Self>] {
    [
      .rows(
        "accounts",
        forEach: { directory, row in
          for (key, value) in directory.accounts { try row(key, value) }
        },
        load: { directory, _, value in directory.register(value) }
      )
    ]
  }

  /// Puts this revision of an account in the place of the one before.
  mutating func register(_ registration: AccountRegistration) {
    let account = registration.account
    if let before = accounts[account] {
      for iban in before.ibans { payers.remove(account, at: iban) }
      for name in before.comparableNames {
        names.remove(account, at: name)
        for trace in NameLikeness.traces(of: name) {
          likeNames[trace]?.remove(account)
          if likeNames[trace]?.isEmpty == true { likeNames[trace] = nil }
        }
      }
    }
    accounts[account] = registration
    for iban in registration.ibans { payers.insert(account, at: iban) }
    for name in registration.comparableNames {
      names.insert(account, at: name)
      for trace in NameLikeness.traces(of: name) {
        likeNames[trace, default: TreeSet()].insert(account)
      }
    }
    numbers.insert(account, at: DocumentNumber.key(account.rawValue))
  }

  /// Accounts whose name is probably this one, mistyped or cut; in the order of their names.
  func accounts(like name: String, isCut: Bool) -> [AccountID] {
    let near = NameLikeness.traces(of: name).reduce(into: Set<AccountID>()) { accounts, trace in
      accounts.formUnion(likeNames[trace] ?? [])
    }
    return near.filter { account in
      (accounts[account]?.comparableNames ?? []).contains {
        NameLikeness.isLike(name, $0, isCut: isCut)
      }
    }.sorted()
  }

  /// Whether accounts are registered with it, so that nothing learnt of it counts.
  package func isRegistered(_ trait: PayerTrait) -> Bool {
    switch trait {
    case .iban(let iban): payers[iban] != nil
    case .name(let name): names[name] != nil
    case .reference: false
    }
  }

  /// The account that heads the paying group of `account`.
  func head(of account: AccountID) -> AccountID { accounts[account]?.head ?? account }
}

extension TreeDictionary where Value == [AccountID] {
  /// Adds the account to the row, which stays in the order of names.
  mutating func insert(_ account: AccountID, at key: Key) {
    var row = self[key] ?? []
    guard !row.contains(account) else { return }
    row.append(account)
    row.sort()
    self[key] = row
  }

  mutating func remove(_ account: AccountID, at key: Key) {
    guard var row = self[key] else { return }
    row.removeAll { $0 == account }
    self[key] = row.isEmpty ? nil : row
  }
}
