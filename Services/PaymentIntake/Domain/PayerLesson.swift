package import DomainKit

/// A payment from which something is known of its payer.
package struct PayerTeacher: Codable, Equatable, Sendable {
  /// What made it certain whose the payment is.
  package enum Basis: String, Codable, Sendable {
    /// A person said it.
    case person
    /// The payment itself, by what it names or its provider states.
    case evidence
    /// What matching found for it, where its payer alone had told the account.
    case match
  }
  package var payment: PaymentID
  package var valueDate: CalendarDate
  package var basis: Basis

  package init(payment: PaymentID, valueDate: CalendarDate, basis: Basis) {
    self.payment = payment
    self.valueDate = valueDate
    self.basis = basis
  }
}

extension PayerTeacher: Comparable {
  package static func < (lhs: Self, rhs: Self) -> Bool {
    (lhs.valueDate, lhs.payment) < (rhs.valueDate, rhs.payment)
  }
}

/// What one payment has taught, for as long as it can be taken back.
package struct PayerTeaching: Codable, Equatable, Sendable {
  package var account: AccountID
  package var basis: PayerTeacher.Basis
  /// By what its payer is known again.
  package var traits: [PayerTrait]
  /// Cash of it that is applied by rules that confirm it; none: matching has told of none.
  package var confirmed: Money?
  /// The cut in which the payment came.
  package var cut: DayCut

  package init(
    account: AccountID,
    basis: PayerTeacher.Basis,
    traits: [PayerTrait],
    confirmed: Money?,
    cut: DayCut
  ) {
    self.account = account
    self.basis = basis
    self.traits = traits
    self.confirmed = confirmed
    self.cut = cut
  }
}

/// What is known of one account from payments that bear a trait.
package struct PayerLesson: Codable, Equatable, Sendable {
  package var account: AccountID
  /// Payments that taught it and may still be taken back, by value date and name.
  package private(set) var teachers: [PayerTeacher] = []
  /// Those that will not be any more.
  package private(set) var settled: SettledTeachers?

  init(account: AccountID) { self.account = account }

  /// Payments of which it is certain that they are the account's.
  package var payments: Int { teachers.count + (settled?.payments ?? 0) }

  /// Those of them that only their match made certain.
  package var matches: Int {
    teachers.count { $0.basis == .match } + (settled?.matches ?? 0)
  }

  /// A person assigned one of them.
  package var isByPerson: Bool {
    settled?.isByPerson == true || teachers.contains { $0.basis == .person }
  }

  /// The last of them by value date and name.
  package var latest: PayerTeacher? {
    [teachers.last, settled?.latest].compactMap(\.self).max()
  }

  /// Whether a payment by the trait goes to the account.
  ///
  /// Once is chance: a purse or an agent pays for many, and the first payment shows only one of
  /// them. A person knows.
  package var isTelling: Bool { payments >= PaymentIntake.tellingPayments || isByPerson }

  /// A payment teaches once.
  mutating func add(_ teacher: PayerTeacher) {
    let place = teachers.firstIndex { $0 >= teacher } ?? teachers.endIndex
    if place < teachers.endIndex, teachers[place].payment == teacher.payment { return }
    teachers.insert(teacher, at: place)
  }

  mutating func remove(_ payment: PaymentID) {
    teachers.removeAll { $0.payment == payment }
  }

  /// Keeps what the payment taught without the payment.
  mutating func settle(_ payment: PaymentID) {
    guard let place = teachers.firstIndex(where: { $0.payment == payment }) else { return }
    settled = SettledTeachers(teachers.remove(at: place), after: settled)
  }
}

/// Payments that taught a lesson and are too old to be taken back.
package struct SettledTeachers: Codable, Equatable, Sendable {
  package var payments: Int
  /// Those of them that only their match made certain.
  package var matches: Int
  package var isByPerson: Bool
  /// The last of them by value date and name.
  package var latest: PayerTeacher

  init(_ teacher: PayerTeacher, after before: SettledTeachers?) {
    payments = (before?.payments ?? 0) + 1
    matches = (before?.matches ?? 0) + (teacher.basis == .match ? 1 : 0)
    isByPerson = before?.isByPerson == true || teacher.basis == .person
    latest = max(before?.latest ?? teacher, teacher)
  }
}
