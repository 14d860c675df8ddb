import DomainKit
import Messages
import PaymentIntakeDomain
import Remittance
import ServiceKit

/// Calls about whose payments are, and what was learnt of payers.
extension PaymentIntakeService {
  static var assignPayment: CallHandler<PaymentIntake> {
    .mutation(
      AssignPayment.self,
      command: { call, request in
        let record = try ManualRecord(call.note, request)
        return .assign(
          PaymentAssignment(
            payment: call.payment,
            account: call.account,
            user: record.user,
            note: record.note,
            teaches: call.teaches
          )
        )
      },
      reply: { call, _, _, state in
        guard let owner = state.payments[call.payment]?.owner else {
          throw CallStatus(.internal, "\(call.payment) was not handed over")
        }
        return AssignPayment.Reply(account: owner.account, partition: owner.partition)
      },
      refusal: status
    )
  }

  static var listPayers: CallHandler<PaymentIntake> {
    .query(ListPayers.self) { call, _, state in
      guard (1...1000).contains(call.limit) else {
        throw CallStatus(.invalidArgument, "limit is \(call.limit), expected 1 to 1000")
      }
      let learnt = state.learntPayers.lessons.filter { trait, lessons in
        !state.directory.isRegistered(trait)
          && (call.account.map { account in lessons.contains { $0.account == account } } ?? true)
      }
      return ListPayers.Reply(
        payers: learnt.keys.sorted().prefix(call.limit).map { trait in
          LearntPayer(
            payer: LearntPayer.Trait(trait),
            lessons: (learnt[trait] ?? []).compactMap { LearntPayer.Lesson($0) },
            account: state.learntPayers.account(by: trait)
          )
        },
        count: learnt.count
      )
    }
  }

  static var forgetPayer: CallHandler<PaymentIntake> {
    .mutation(
      ForgetPayer.self,
      command: { call, _ in
        guard let trait = PayerTrait(call.payer) else {
          throw CallStatus(
            .invalidArgument,
            "payer.value: expected an IBAN, a name's words or a reference"
          )
        }
        return .forgetPayer(trait)
      },
      reply: { call, _, _, _ in ForgetPayer.Reply(payer: call.payer) },
      refusal: status
    )
  }

  static func status(_ rejection: PaymentIntake.Rejection) -> CallStatus {
    switch rejection {
    case .paymentUnknown(let payment):
      CallStatus(.notFound, "\(payment) is no payment that was received")
    case .accountUnknown(let account):
      CallStatus(.notFound, "account \(account) is not registered")
    case .identifiedAlready(let payment, let account):
      CallStatus(.failedPrecondition, "\(payment) is identified already: it is \(account)'s")
    case .takenBackAlready(let payment):
      CallStatus(.failedPrecondition, "\(payment) was taken back by the payer's bank")
    case .returnNotWaiting(let reversal):
      CallStatus(.notFound, "\(reversal) is no return that waits for its payment")
    case .returnSettledAlready(let reversal, let payment):
      CallStatus(.failedPrecondition, "\(reversal) is settled already: it took back \(payment)")
    case .returnDoesNotFit(let telling, let payment, let remaining):
      CallStatus(
        .failedPrecondition,
        "\(telling.reversal) is of \(telling.amount): of \(payment), \(remaining) can be taken back"
      )
    case .returnUnknown(let reversal):
      CallStatus(.notFound, "\(reversal) is no return that the bank told")
    case .returnUndoneAlready(let reversal, let credit):
      CallStatus(.failedPrecondition, "\(reversal) is undone already, by \(credit)")
    case .notOwnMoney(let credit):
      CallStatus(
        .failedPrecondition,
        "\(credit) undoes no return: expected money of our own in the pool that came back"
      )
    case .creditDoesNotFit(let credit, let amount, let telling):
      CallStatus(
        .failedPrecondition,
        "\(credit) is of \(amount), expected what \(telling.reversal) took: it was of"
          + " \(telling.amount)"
      )
    case .notSuspected(let payment, let other):
      CallStatus(.notFound, "\(payment) is not suspected to be \(other)")
    case .suspicionSettledAlready(let payment):
      CallStatus(.failedPrecondition, "the suspicion on \(payment) is settled already, otherwise")
    case .isCopyItself(let other):
      CallStatus(.failedPrecondition, "\(other) was withdrawn as a copy itself")
    case .payerUnknown(let trait):
      CallStatus(.notFound, "nothing was learnt of the payer's \(LearntPayer.Trait(trait).kind)")
    case .contradictsKnownPayment, .amountNotPositive:
      CallStatus(.internal, String(describing: rejection))
    }
  }
}

extension ManualRecord {
  /// Of the words in which a person says why.
  private static let noteBytes = 1...1000

  /// What a call says, and who called when.
  init(_ note: String, _ request: CallRequest) throws {
    guard Self.noteBytes.contains(note.utf8.count), !note.allSatisfy(\.isWhitespace) else {
      throw CallStatus(
        .invalidArgument,
        "note: expected 1 to \(Self.noteBytes.upperBound) bytes that say why"
      )
    }
    self.init(user: request.user, note: note, time: "\(request.time)")
  }
}

extension LearntPayer.Trait {
  init(_ trait: PayerTrait) {
    switch trait {
    case .iban(let iban): self.init(kind: .iban, value: iban.rawValue)
    case .name(let name): self.init(kind: .name, value: name)
    case .reference(let reference): self.init(kind: .reference, value: reference)
    }
  }
}

extension PayerTrait {
  /// As a person writes it.
  init?(_ trait: LearntPayer.Trait) {
    switch trait.kind {
    case .iban:
      guard let iban = PayerIBAN(written: trait.value) else { return nil }
      self = .iban(iban)
    case .name:
      guard let name = ComparableNames.of([trait.value]).first else { return nil }
      self = .name(name)
    case .reference:
      let key = DocumentNumber.key(trait.value)
      guard !key.isEmpty else { return nil }
      self = .reference(key)
    }
  }
}

extension LearntPayer.Lesson {
  /// Nil where no payment has taught it.
  init?(_ lesson: PayerLesson) {
    guard let latest = lesson.latest else { return nil }
    self.init(
      account: lesson.account,
      payments: lesson.payments,
      matches: lesson.matches > 0 ? lesson.matches : nil,
      isByPerson: lesson.isByPerson,
      latest: latest.payment,
      latestValueDate: latest.valueDate
    )
  }
}
