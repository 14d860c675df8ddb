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

extension PaymentIntake {
  /// Certain payments that it takes until an IBAN, a name or a reference tells an account.
  package static let tellingPayments = 2
  /// Of one payment, by which its payer may be known again.
  package static let payerReferences = 3
  /// Days after which what a payment taught is not taken back any more: thirteen months, within
  /// which a payer may claim a debit back that he had not authorised (Directive (EU) 2015/2366,
  /// article 71).
  package static let teachingDays = 396

  /// A payment of the cut is so old at that day.
  static func isTeachingSettled(of cut: DayCut, at date: CalendarDate) -> Bool {
    cut.date.days(until: date) > teachingDays
  }
}

/// The payer directory: what payments have taught about who pays for whom, beside what accounts are
/// registered with.
///
/// Every certain payment of a closed cut has taught, and every one that a match confirmed; what an
/// account is registered with counts before it.
package struct LearntPayers: PersistentState {
  /// For each trait, one lesson an account, in the accounts' order.
  package private(set) var lessons: TreeDictionary<PayerTrait, [PayerLesson]> = [:]
  /// What payments taught that can still be taken back.
  package private(set) var teachings: TreeDictionary<PaymentID, PayerTeaching> = [:]
  /// They, by the cut in which they came.
  private var teachersByCut: TreeDictionary<DayCut, PaymentSet> = [:]
  /// What was forgotten in the open cut, and of whom it had told: what was matched before does not
  /// bring it back.
  package private(set) var forgotten: TreeDictionary<PayerTrait, [AccountID]> = [:]

  package init() {}

  package static var sections: [Section<Self>] {
    [
      .table("lessons", \.lessons), .table("forgotten", \.forgotten),
      .rows(
        "teachings",
        forEach: { payers, row in
          for (key, value) in payers.teachings { try row(key, value) }
        },
        load: { payers, payment, teaching in payers.remember(teaching, of: payment) }
      ),
    ]
  }

  mutating func learn(_ teacher: PayerTeacher, for account: AccountID, by traits: [PayerTrait]) {
    for trait in traits {
      change(account, by: trait) { $0.add(teacher) }
    }
  }

  /// Only what this payment taught is gone; what others taught stays.
  mutating func unlearn(_ payment: PaymentID, for account: AccountID, by traits: [PayerTrait]) {
    for trait in traits where lessons[trait] != nil {
      change(account, by: trait) { $0.remove(payment) }
    }
  }

  mutating func remember(_ teaching: PayerTeaching?, of payment: PaymentID) {
    if let before = teachings[payment] { teachersByCut.remove(payment, from: [before.cut]) }
    teachings[payment] = teaching
    if let teaching { teachersByCut.insert(payment, at: [teaching.cut]) }
  }

  /// What older payments taught stays, and they themselves are remembered no longer.
  mutating func settle(at date: CalendarDate) {
    let old = teachersByCut.filter { PaymentIntake.isTeachingSettled(of: $0.key, at: date) }
    for payment in old.values.flatMap({ $0 }).sorted() {
      guard let teaching = teachings[payment] else { continue }
      for trait in teaching.traits where lessons[trait] != nil {
        change(teaching.account, by: trait) { $0.settle(payment) }
      }
      remember(nil, of: payment)
    }
  }

  mutating func forget(_ trait: PayerTrait) {
    forgotten[trait] = lessons[trait]?.map(\.account)
    lessons[trait] = nil
  }

  mutating func endForgetting() { forgotten = [:] }

  private mutating func change(
    _ account: AccountID,
    by trait: PayerTrait,
    _ change: (inout PayerLesson) -> Void
  ) {
    var known = lessons[trait] ?? []
    let place = known.firstIndex { $0.account >= account } ?? known.endIndex
    if place == known.endIndex || known[place].account != account {
      known.insert(PayerLesson(account: account), at: place)
    }
    change(&known[place])
    if known[place].payments == 0 { known.remove(at: place) }
    lessons[trait] = known.isEmpty ? nil : known
  }

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
