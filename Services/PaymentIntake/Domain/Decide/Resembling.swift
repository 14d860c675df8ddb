import DomainKit
import Remittance

// Weaker signs of whose a payment is: an account's own number, what a payer always quotes, a name
// that is almost an account's.
//
// A wrong owner is worse than none: what could be chance is proposed to a person, and decides only
// where a second sign, of another kind, says the same.
extension PaymentIntake.State {
  /// The accounts whose numbers a payment mentions, in the order of their names.
  struct Mentions: Equatable {
    /// Letters and digits together: nobody writes them by chance.
    var telling: [AccountID] = []
    /// Digits alone, which may be a date, an order or anything.
    var possible: [AccountID] = []
  }

  func mentions(of facts: PaymentFacts) -> Mentions {
    var telling: Set<AccountID> = []
    var possible: Set<AccountID> = []
    for key in facts.accountNumbers where invoices.byNumber[key] == nil {
      guard key.utf8.count >= PaymentIntake.accountNumberBytes, key.contains(where: \.isNumber)
      else { continue }
      let accounts = directory.numbers[key] ?? []
      if key.contains(where: \.isLetter) {
        telling.formUnion(accounts)
      } else {
        possible.formUnion(accounts)
      }
    }
    return Mentions(telling: telling.sorted(), possible: possible.sorted())
  }

  /// Nil when no account is mentioned.
  func judgement(onMention accounts: [AccountID], of row: PaymentRow) -> Judgement? {
    guard let first = accounts.first else { return nil }
    guard let account = owner(row, naming: accounts, directory) else {
      return .open(.namesSeveralAccounts(accounts))
    }
    if let payers = strangers(row, to: account, directory) {
      return .open(.payerDiffers(named: account, payers: payers))
    }
    return .owned(account, Evidence(.accountNumber, first.rawValue))
  }

  /// What the payer always quotes, where it was one account's only.
  func judgement(onQuotesOf facts: PaymentFacts) -> Judgement? {
    let learnt = facts.payerReferences(besides: invoices).compactMap { trait in
      learntPayers.account(by: trait).map { (account: $0, trait: trait) }
    }
    guard let (account, trait) = learnt.first, learnt.allSatisfy({ $0.account == account }) else {
      return nil
    }
    let namesakes = facts.comparableNames.lazy.compactMap { directory.names[$0] }.first ?? []
    let head = directory.head(of: account)
    guard namesakes.isEmpty || namesakes.contains(where: { directory.head(of: $0) == head }) else {
      return .open(.referenceDiffers(account, payers: namesakes))
    }
    guard case .reference(let reference) = trait else { return nil }
    return .owned(account, Evidence(.learntReference, reference))
  }

  /// A name that is almost that of one account decides when something else points there, too.
  func judgement(onLikenessOf facts: PaymentFacts) -> Judgement {
    let possible = mentions(of: facts).possible
    let like =
      facts.comparableNames.lazy
      .map { directory.accounts(like: $0, isCut: facts.isNameCut) }.first { !$0.isEmpty } ?? []
    guard let account = like.first else {
      return .open(possible.isEmpty ? .noEvidence : .mayMention(possible))
    }
    let isAgreed = possible == [account] || hasPaid(facts, for: account)
    guard like.count == 1, isAgreed, possible.allSatisfy({ $0 == account }) else {
      return .open(.nameResembles(like))
    }
    return .owned(account, Evidence(.likeName, facts.payerName ?? ""))
  }

  /// Whether a certain payment of the same IBAN or reference was the account's, and none another's;
  /// one alone does not decide by itself.
  private func hasPaid(_ facts: PaymentFacts, for account: AccountID) -> Bool {
    facts.payerTraits(besides: invoices).contains { trait in
      (learntPayers.lessons[trait] ?? []).map(\.account) == [account]
    }
  }
}

extension PaymentIntake {
  /// Letters and digits that an account's number needs to be told from other words.
  package static let accountNumberBytes = 5
}

extension PaymentFacts {
  /// Whether a bank's field may have cut the payer's name: it is as long as one, or a space less.
  var isNameCut: Bool {
    let length = payerName?.count ?? 0
    return NameLikeness.fieldLengths.contains(length)
      || NameLikeness.fieldLengths.contains(length + 1)
  }

  /// Whatever may be an account's number, as numbers are compared: words, and two side by side.
  ///
  /// What stands between spaces is one word, so that `C-1001` is not found in `C-1001-7`.
  fileprivate var accountNumbers: Set<String> {
    var numbers: Set<String> = []
    for line in references + [text] {
      let words = line.split { $0.isWhitespace || ",;:()".contains($0) }
        .prefix(RemittanceReading.maximumWords).map { DocumentNumber.key(String($0)) }
      numbers.formUnion(words)
      numbers.formUnion(zip(words, words.dropFirst()).map { $0 + $1 })
    }
    return numbers
  }
}
