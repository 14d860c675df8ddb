package import DomainKit

/// A person says to which account a payment belongs that is unidentified.
///
/// The same again changes nothing. Who said it stands in the payment's evidence.
package struct AssignPayment: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "AssignPayment"
  package static let isMutating = true
  package var payment: PaymentID
  package var account: AccountID
  /// Why, for the record.
  package var note: String
  /// Whether the payer directory learns that this payer pays for the account.
  package var teaches: Bool

  package init(payment: PaymentID, account: AccountID, note: String, teaches: Bool = true) {
    self.payment = payment
    self.account = account
    self.note = note
    self.teaches = teaches
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var account: AccountID
    package var partition: Partition

    package init(account: AccountID, partition: Partition) {
      self.account = account
      self.partition = partition
    }
  }

  package static var example: Self {
    Self(payment: PaymentDetails.example.payment, account: "C-1001", note: "phoned: it is theirs")
  }
  package static var exampleReply: Reply {
    Reply(account: "C-1001", partition: Partition(literal: 7))
  }
}

/// What payments have taught about a payer.
package struct LearntPayer: Codable, Equatable, Sendable {
  /// By what a payer is known again.
  package struct Trait: Codable, Equatable, Hashable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
      case iban
      case name
      case reference
    }
    package var kind: Kind
    /// An IBAN without spaces; a name's words as they are compared: upper case, in alphabetical
    /// order, without accents and legal forms; or the letters and digits of a reference or mandate
    /// that the payer quotes beside his invoices.
    package var value: String

    package init(kind: Kind, value: String) {
      self.kind = kind
      self.value = value
    }
  }

  /// One account that it was seen to pay for.
  package struct Lesson: Codable, Equatable, Sendable {
    package var account: AccountID
    /// Payments of which it was certain that they are the account's.
    package var payments: Int
    /// Those among them of which only what matching found for them made it certain; absent: none.
    package var matches: Int?
    /// A person assigned one of them.
    package var isByPerson: Bool
    /// The last of them.
    package var latest: PaymentID
    package var latestValueDate: CalendarDate

    package init(
      account: AccountID,
      payments: Int,
      matches: Int? = nil,
      isByPerson: Bool,
      latest: PaymentID,
      latestValueDate: CalendarDate
    ) {
      self.account = account
      self.payments = payments
      self.matches = matches
      self.isByPerson = isByPerson
      self.latest = latest
      self.latestValueDate = latestValueDate
    }
  }

  package var payer: Trait
  package var lessons: [Lesson]
  /// The account that a payment of this payer goes to when nothing stronger speaks.
  package var account: AccountID?

  package init(payer: Trait, lessons: [Lesson], account: AccountID? = nil) {
    self.payer = payer
    self.lessons = lessons
    self.account = account
  }

  package static var example: Self {
    Self(
      payer: Trait(kind: .name, value: "ATELIERS MOREL"),
      lessons: [
        Lesson(
          account: "C-1001",
          payments: 3,
          matches: 2,
          isByPerson: false,
          latest: PaymentDetails.example.payment,
          latestValueDate: PaymentDetails.example.valueDate
        )
      ],
      account: "C-1001"
    )
  }
}

/// The payer directory as far as it was learnt, without what accounts are registered with.
package struct ListPayers: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "ListPayers"
  package static let isMutating = false
  /// Only payers that were seen to pay for this account.
  package var account: AccountID?
  /// At most this many rows, 1 to 1000.
  package var limit: Int

  package init(account: AccountID? = nil, limit: Int) {
    self.account = account
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// IBANs first, then names and references, each in their order.
    package var payers: [LearntPayer]
    /// All of them, whatever the limit.
    package var count: Int

    package init(payers: [LearntPayer], count: Int) {
      self.payers = payers
      self.count = count
    }
  }

  package static var example: Self { Self(account: "C-1001", limit: 100) }
  package static var exampleReply: Reply { Reply(payers: [.example], count: 1) }
}

/// Forgets what was learnt of a payer; payments identified by it stay where they are.
package struct ForgetPayer: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "ForgetPayer"
  package static let isMutating = true
  package var payer: LearntPayer.Trait

  package init(payer: LearntPayer.Trait) {
    self.payer = payer
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var payer: LearntPayer.Trait

    package init(payer: LearntPayer.Trait) {
      self.payer = payer
    }
  }

  package static var example: Self { Self(payer: LearntPayer.example.payer) }
  package static var exampleReply: Reply { Reply(payer: LearntPayer.example.payer) }
}
