package import DomainKit

/// What became of a bank file that was put into the inbox folder.
package struct GetImport: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "GetImport"
  package static let isMutating = false
  /// SHA-256 of the file, lower-case hexadecimal.
  package var contentHash: String

  package init(contentHash: String) {
    self.contentHash = contentHash
  }

  package struct Reply: Codable, Equatable, Sendable {
    package enum State: String, Codable, CaseIterable, Sendable {
      case unknown, reading, imported, rejected
    }
    package var state: State
    package var imported: StatementImported?
    package var rejected: StatementRejected?
    /// While payment intake works on the file.
    package var progress: ImportProgress?
    /// Why the rest of a half-read file is left where it is, until a person has mended it.
    package var halted: String?

    package init(
      state: State,
      imported: StatementImported? = nil,
      rejected: StatementRejected? = nil,
      progress: ImportProgress? = nil,
      halted: String? = nil
    ) {
      self.state = state
      self.imported = imported
      self.rejected = rejected
      self.progress = progress
      self.halted = halted
    }
  }

  package static var example: Self { Self(contentHash: StatementImported.example.contentHash) }
  package static var exampleReply: Reply {
    Reply(state: .imported, imported: .example, rejected: nil)
  }
}

/// How far the work on a bank file is.
package struct ImportProgress: Codable, Equatable, Sendable {
  package enum Step: String, Codable, CaseIterable, Sendable {
    /// The file is read once to find out whether anything is wrong with it.
    case checking
    /// It is read again, and its payments are taken in.
    case takingIn = "taking-in"
  }
  package var step: Step
  /// Bytes of the file that are read.
  package var done: Int
  package var total: Int

  package init(step: Step, done: Int, total: Int) {
    self.step = step
    self.done = done
    self.total = total
  }
}

/// The pool of payments whose account is unknown, and the returns whose payment is.
package struct ListUnidentified: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "ListUnidentified"
  package static let isMutating = false
  /// At most this many rows, 1 to 1000.
  package var limit: Int

  package init(limit: Int) {
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// The earliest value date first.
    package var payments: [UnidentifiedPayment]
    /// All of the pool, whatever the limit; sums one a currency.
    package var count: Int
    package var sums: [Money]
    /// Money taken back of which it is not known what payment it was; at most the limit, too.
    package var returns: [UnmatchedReturn]
    package var returnCount: Int
    /// Money that is announced and not booked, whose account is unknown; at most the limit, too.
    package var pending: [UnidentifiedPayment]
    package var pendingCount: Int

    package init(
      payments: [UnidentifiedPayment],
      count: Int,
      sums: [Money],
      returns: [UnmatchedReturn] = [],
      returnCount: Int = 0,
      pending: [UnidentifiedPayment] = [],
      pendingCount: Int = 0
    ) {
      self.payments = payments
      self.count = count
      self.sums = sums
      self.returns = returns
      self.returnCount = returnCount
      self.pending = pending
      self.pendingCount = pendingCount
    }
  }

  package static var example: Self { Self(limit: 100) }
  package static var exampleReply: Reply {
    Reply(
      payments: [UnidentifiedPayment(details: .example, reason: "no evidence of a known account")],
      count: 1,
      sums: [PaymentDetails.example.amount],
      returns: [
        UnmatchedReturn(
          reversal: "NL26VAYB8060476890:AAAASESS-0099:0:D",
          amount: Money(5000, .euro),
          valueDate: CalendarDate(literal: "2026-03-25"),
          reason: "no payment fits"
        )
      ],
      returnCount: 1,
      pending: [UnidentifiedPayment(details: .example, reason: "no evidence of a known account")],
      pendingCount: 1
    )
  }
}

/// A payment whose account is unknown, and why.
package struct UnidentifiedPayment: Codable, Equatable, Sendable {
  package var details: PaymentDetails
  package var reason: String

  package init(details: PaymentDetails, reason: String) {
    self.details = details
    self.reason = reason
  }
}

/// A return that waits for the payment that it takes back.
package struct UnmatchedReturn: Codable, Equatable, Sendable {
  package var reversal: PaymentID
  package var amount: Money
  package var valueDate: CalendarDate
  /// Why it is not matched.
  package var reason: String

  package init(reversal: PaymentID, amount: Money, valueDate: CalendarDate, reason: String) {
    self.reversal = reversal
    self.amount = amount
    self.valueDate = valueDate
    self.reason = reason
  }
}

/// The remittance advices that wait for their payments.
package struct ListAdvices: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "ListAdvices"
  package static let isMutating = false
  /// At most this many rows, 1 to 1000.
  package var limit: Int

  package init(limit: Int) {
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// The earliest first.
    package var advices: [WaitingAdvice]
    /// All of them, whatever the limit; sums one a currency.
    package var count: Int
    package var sums: [Money]

    package init(advices: [WaitingAdvice], count: Int, sums: [Money]) {
      self.advices = advices
      self.count = count
      self.sums = sums
    }
  }

  package static var example: Self { Self(limit: 100) }
  package static var exampleReply: Reply {
    Reply(advices: [.example], count: 1, sums: [WaitingAdvice.example.amount])
  }
}

/// An advice whose payment has not come, or cannot be told.
package struct WaitingAdvice: Codable, Equatable, Sendable {
  /// Named after the payer, his number of it and its day.
  package var advice: String
  package var date: CalendarDate
  /// Of the payment that it speaks of.
  package var amount: Money
  package var payer: Payer
  /// By which the payment can be known.
  package var references: [String]
  /// The numbers of what is paid, as the payer writes them.
  package var documents: [String]
  /// Why it waits.
  package var reason: String

  package init(
    advice: String,
    date: CalendarDate,
    amount: Money,
    payer: Payer,
    references: [String],
    documents: [String],
    reason: String
  ) {
    self.advice = advice
    self.date = date
    self.amount = amount
    self.payer = payer
    self.references = references
    self.documents = documents
    self.reason = reason
  }

  package static var example: Self {
    Self(
      advice: RemittanceAdvised.example.advice,
      date: CalendarDate(literal: "2026-03-10"),
      amount: PaymentDetails.example.amount,
      payer: PaymentDetails.example.payer,
      references: ["TRACE-4711"],
      documents: ["INV-2026-0042", "CN-2026-0007"],
      reason: "no payment of this amount bears its references, IBAN or name"
    )
  }
}

/// Where a payment is: its account and that account's partition.
package struct Locate: Call {
  package static let service = ServiceName.paymentIntake
  package static let method = "Locate"
  package static let isMutating = false
  package var payment: PaymentID

  package init(payment: PaymentID) {
    self.payment = payment
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// None: unidentified.
    package var account: AccountID?
    package var partition: Partition?

    package init(account: AccountID? = nil, partition: Partition? = nil) {
      self.account = account
      self.partition = partition
    }
  }

  package static var example: Self { Self(payment: PaymentDetails.example.payment) }
  package static var exampleReply: Reply {
    Reply(account: "C-1001", partition: Partition(literal: 7))
  }
}
