package import DomainKit
import Remittance

/// By what a payer is known again.
package enum PayerTrait: Hashable, Sendable {
  case iban(PayerIBAN)
  /// In the form in which names are compared; never empty.
  case name(String)
  /// What a payer always writes beside his invoices: a customer number, a mandate; as numbers are
  /// compared.
  case reference(String)
}

extension PayerTrait: TextCoded, RowKey, Comparable {
  package static let expected =
    "'iban', 'name' or 'reference' and what it is, such as 'name ATELIERS MOREL'"

  package init?(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "iban":
      guard let iban = PayerIBAN(rawValue: parts[1]) else { return nil }
      self = .iban(iban)
    case "name": self = .name(parts[1])
    case "reference": self = .reference(parts[1])
    default: return nil
    }
  }

  package var description: String {
    switch self {
    case .iban(let iban): "iban \(iban)"
    case .name(let name): "name \(name)"
    case .reference(let reference): "reference \(reference)"
    }
  }

  package init?(rowKey: String) { self.init(rowKey) }
  package var rowKey: String { description }

  package static func < (lhs: Self, rhs: Self) -> Bool { lhs.description < rhs.description }
}

/// What is known of one account from payments that bear a trait.
package struct PayerLesson: Codable, Equatable, Sendable {
  package var account: AccountID
  /// Payments of which it was certain that they are the account's.
  package var payments: Int
  /// A person assigned one of them.
  package var isByPerson: Bool
  /// The last of them by value date and name.
  package var latest: PaymentID
  package var latestValueDate: CalendarDate

  /// Told by one payment.
  init(account: AccountID, isByPerson: Bool, _ facts: PaymentFacts) {
    self.account = account
    payments = 1
    self.isByPerson = isByPerson
    latest = facts.payment
    latestValueDate = facts.valueDate
  }

  /// Whether a payment by the trait goes to the account.
  ///
  /// Once is chance: a purse or an agent pays for many, and the first payment shows only one of
  /// them. A person knows.
  package var isTelling: Bool { isByPerson || payments >= PaymentIntake.tellingPayments }

  fileprivate mutating func add(_ other: PayerLesson) {
    payments += other.payments
    isByPerson = isByPerson || other.isByPerson
    if (latestValueDate, latest) < (other.latestValueDate, other.latest) {
      (latest, latestValueDate) = (other.latest, other.latestValueDate)
    }
  }
}

extension PaymentIntake {
  /// Certain payments that it takes until an IBAN, a name or a reference tells an account.
  package static let tellingPayments = 2
  /// Of one payment, by which its payer may be known again.
  package static let payerReferences = 3
}

/// The payer directory: what payments have taught about who pays for whom, beside what accounts are
/// registered with.
///
/// Every certain payment of a closed cut has taught; what an account is registered with counts
/// before it.
package struct LearntPayers: PersistentState {
  /// For each trait, one lesson an account, in the accounts' order.
  package private(set) var lessons: TreeDictionary<PayerTrait, [PayerLesson]> = [:]

  package init() {}

  package static var sections: [Section<Self>] { [.table("lessons", \.lessons)] }

  mutating func learn(_ lesson: PayerLesson, by trait: PayerTrait) {
    var known = lessons[trait] ?? []
    if let index = known.firstIndex(where: { $0.account == lesson.account }) {
      known[index].add(lesson)
    } else {
      known.append(lesson)
      known.sort { $0.account < $1.account }
    }
    lessons[trait] = known
  }

  mutating func forget(_ trait: PayerTrait) { lessons[trait] = nil }

  /// The accounts that the trait tells; one that was seen to pay for several tells all of them, and
  /// one that was seen too seldom none.
  func accounts(by trait: PayerTrait) -> [AccountID] {
    let known = lessons[trait] ?? []
    return known.count > 1 || known.contains(where: \.isTelling) ? known.map(\.account) : []
  }

  /// The one account that the trait tells.
  package func account(by trait: PayerTrait) -> AccountID? {
    let told = accounts(by: trait)
    return told.count == 1 ? told.first : nil
  }
}

extension PaymentFacts {
  /// By what its payer is known again: his IBAN, the name in which the payment was made, and what
  /// he quotes that is no invoice's.
  func payerTraits(besides invoices: InvoiceRegister) -> [PayerTrait] {
    [payerIBAN.map(PayerTrait.iban), comparableNames.first.map(PayerTrait.name)].compactMap(\.self)
      + payerReferences(besides: invoices)
  }

  /// Structured references and the mandate, without those of invoices.
  func payerReferences(besides invoices: InvoiceRegister) -> [PayerTrait] {
    let told = references.filter { reference in
      let key = StructuredReference(reference)?.key ?? reference
      return invoices.byReference[key] == nil
        && invoices.byNumber[DocumentNumber.key(reference)] == nil
    }
    var seen: Set<String> = []
    return (told + [mandateID].compactMap(\.self)).map(DocumentNumber.key)
      .filter { Self.isTelling($0) && seen.insert($0).inserted }
      .prefix(PaymentIntake.payerReferences).map(PayerTrait.reference)
  }

  /// Short ones, and a digit repeated, are anybody's.
  private static func isTelling(_ reference: String) -> Bool {
    reference.utf8.count >= 5 && reference.contains(where: \.isNumber)
      && Set(reference).count > 2
  }
}

extension PaymentIntake.State {
  /// Takes in what the certain payments of the cut that closes have taught.
  mutating func learnPayers() {
    for (payment, kind) in teachers {
      guard let row = payments[payment], let owner = row.owner else { continue }
      let lesson = PayerLesson(
        account: owner.account,
        isByPerson: kind == .person,
        row.facts
      )
      for trait in row.facts.payerTraits(besides: invoices) {
        learntPayers.learn(lesson, by: trait)
      }
    }
    teachers = [:]
  }
}
