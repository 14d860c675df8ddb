import DomainKit
import Messages
package import PaymentIntakeDomain
package import ServiceKit

extension PaymentIntakeService {
  package static var calls: [CallHandler<PaymentIntake>] {
    [
      .query(ListUnidentified.self) { call, _, state in try reply(to: call, state) },
      .query(ListAdvices.self) { call, _, state in try reply(to: call, state) },
      .query(Locate.self) { call, _, state in try reply(to: call, state) },
      assignPayment, settleReturn, undoReturn, listSuspected, settleSuspicion, listPayers,
      forgetPayer,
    ]
  }

  private static func reply(
    to call: ListUnidentified,
    _ state: PaymentIntake.State
  ) throws -> ListUnidentified.Reply {
    guard (1...1000).contains(call.limit) else {
      throw CallStatus(.invalidArgument, "limit is \(call.limit), expected 1 to 1000")
    }
    let pool = state.unidentified
    let waiting = state.unmatchedReturns
    let pending = state.pendingOfNobody
    var tally = Tally()
    for row in pool { tally.add(row.remaining) }
    return ListUnidentified.Reply(
      payments: pool.prefix(call.limit).map {
        UnidentifiedPayment(
          details: PaymentDetails($0.facts),
          reason: state.poolReason(of: $0.facts.payment)?.text ?? ""
        )
      },
      count: tally.count,
      sums: tally.sums,
      returns: waiting.prefix(call.limit).map {
        UnmatchedReturn(
          reversal: $0.reversal,
          amount: $0.amount,
          valueDate: $0.valueDate,
          reason: state.waitingReason(of: $0).text
        )
      },
      returnCount: waiting.count,
      pending: pending.prefix(call.limit).map {
        UnidentifiedPayment(
          details: PaymentDetails($0.facts),
          reason: state.pendingReason(of: $0)?.text ?? ""
        )
      },
      pendingCount: pending.count
    )
  }

  private static func reply(
    to call: ListAdvices,
    _ state: PaymentIntake.State
  ) throws -> ListAdvices.Reply {
    guard (1...1000).contains(call.limit) else {
      throw CallStatus(.invalidArgument, "limit is \(call.limit), expected 1 to 1000")
    }
    let waiting = state.waitingAdvices
    var tally = Tally()
    for (advice, _) in waiting { tally.add(advice.amount) }
    return ListAdvices.Reply(
      advices: waiting.prefix(call.limit).map { advice, reason in
        WaitingAdvice(
          advice: advice.advice.rawValue,
          date: advice.date,
          amount: advice.amount,
          payer: Payer(name: advice.payerName, iban: advice.payerIBAN?.rawValue),
          references: advice.references,
          documents: advice.documents.map(\.number).filter { !$0.isEmpty },
          reason: reason.text
        )
      },
      count: tally.count,
      sums: tally.sums
    )
  }

  private static func reply(
    to call: Locate,
    _ state: PaymentIntake.State
  ) throws -> Locate.Reply {
    if let row = state.payments[call.payment] {
      return Locate.Reply(account: row.owner?.account, partition: row.owner?.partition)
    }
    guard state.deferred[call.payment] != nil else {
      throw CallStatus(.notFound, "\(call.payment) is no payment that was received")
    }
    return Locate.Reply()
  }
}

extension PoolReason {
  /// A sentence for a person; IBANs and names stay out of it.
  var text: String {
    switch self {
    case .batchWithoutDetails(0): "a batch whose details are not known"
    case .batchWithoutDetails(let count): "a batch of \(count) payments whose details are not known"
    case .namesSeveralAccounts(let accounts): "names invoices or numbers of \(Self.list(accounts))"
    case .payerDiffers(let named, let payers):
      "names \(named) or an invoice of it, but the payer is \(Self.list(payers))"
    case .ibanOfSeveralAccounts(let accounts):
      "the payer's IBAN is that of \(Self.list(accounts))"
    case .nameOfSeveralAccounts(let accounts):
      "the payer's name is that of \(Self.list(accounts))"
    case .paysForSeveralAccounts(.iban, let accounts):
      "payments from the payer's IBAN were those of \(Self.list(accounts))"
    case .paysForSeveralAccounts(.name, let accounts):
      "payments under the payer's name were those of \(Self.list(accounts))"
    case .paysForSeveralAccounts(.reference, let accounts):
      "payments with the payer's reference were those of \(Self.list(accounts))"
    case .statedAccountUnknown(let account): "the stated account \(account) is not registered"
    case .nameResembles(let accounts):
      "the payer's name resembles that of \(Self.list(accounts)): a person decides"
    case .mayMention(let accounts):
      "mentions what may be the number of \(Self.list(accounts)): a person decides"
    case .referenceDiffers(let account, let payers):
      "quotes what payments of \(account) did, but the payer's name is that of \(Self.list(payers))"
    case .noEvidence: "no evidence of a known account"
    case .ownMoneyReturned: "money that we had paid came back: it is no customer's payment"
    case .decidedAtCut(let account, let evidence):
      "\(account) by \(evidence.kind.rawValue), decided at the cut"
    }
  }

  private static func list(_ accounts: [AccountID]) -> String {
    accounts.map(\.rawValue).joined(separator: ", ")
  }
}

extension AdviceReason {
  /// A sentence for a person.
  fileprivate var text: String {
    switch self {
    case .noPaymentFits: "no payment of this amount bears its references, IBAN or name"
    case .severalFit(let payments):
      "fits \(payments.count) payments equally: \(payments.map(\.rawValue).joined(separator: ", "))"
    case .contested(let payment): "fits \(payment), as other advices do"
    case .givenUp: "older than \(PaymentIntake.adviceDays) days: no payment is looked for any more"
    case .meetsAtCut(let payment): "speaks of \(payment), decided at the cut"
    }
  }
}

extension WaitingReason {
  var text: String {
    switch self {
    case .batchWithoutDetails: "a batch of returns whose details are not known"
    case .severalFit(let payments):
      "fits \(payments.count) payments equally: \(payments.map(\.rawValue).joined(separator: ", "))"
    case .noneFits: "no payment fits"
    case .decidedAtCut(let payment): "takes back \(payment), decided at the cut"
    }
  }
}
