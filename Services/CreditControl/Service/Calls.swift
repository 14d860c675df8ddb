package import CreditControlDomain
import DomainKit
import Messages
package import ServiceKit
import Terms

extension CreditControlService {
  package static var calls: [CallHandler<CreditControl>] {
    [
      checkOrder, openDay, callCut, closePeriod, setCreditLimit, setCreditTerms, getDay,
      getExposure,
      listOverdue,
    ]
  }

  private static var checkOrder: CallHandler<CreditControl> {
    .mutation(
      CheckOrder.self,
      command: { call, _ in
        guard call.amount.minorUnits <= CreditControl.Limits.orderMinorUnits else {
          throw CallStatus(.invalidArgument, "\(call.amount) is more than any order may be")
        }
        return .checkOrder(
          CreditControl.OrderKey(call.account, call.order),
          amount: call.amount
        )
      },
      reply: { call, request, _, state in
        let key = CreditControl.OrderKey(call.account, call.order)
        guard let decision = state.orders[key]?.decision else {
          throw CallStatus(.internal, "the order was not decided")
        }
        return CheckOrder.Reply(
          isApproved: decision.isApproved,
          exposure: composition(decision.exposure),
          limit: decision.limit,
          reason: decision.reason,
          readUpTo: request.readUpTo
        )
      },
      refusal: status
    )
  }

  private static var openDay: CallHandler<CreditControl> {
    .mutation(
      OpenDay.self,
      command: { call, _ in .openDay(call.date) },
      reply: { _, _, events, _ in
        guard case .dayOpened(let closes, let opens)? = events.first else {
          throw CallStatus(.internal, "no day was opened")
        }
        return OpenDay.Reply(closes: closes, opens: opens)
      },
      refusal: status
    )
  }

  private static var callCut: CallHandler<CreditControl> {
    .mutation(
      CallCut.self,
      command: { _, _ in .callCut },
      reply: { _, _, events, _ in
        guard case .cutCalled(let closes, let opens)? = events.first else {
          throw CallStatus(.internal, "no cut was called")
        }
        return CallCut.Reply(closes: closes, opens: opens)
      },
      refusal: status
    )
  }

  private static var closePeriod: CallHandler<CreditControl> {
    .mutation(
      ClosePeriod.self,
      command: { call, request in .closePeriod(lastDay: call.lastDay, by: try user(request)) },
      reply: { call, _, _, _ in
        ClosePeriod.Reply(firstDay: call.lastDay.startOfMonth, lastDay: call.lastDay)
      },
      refusal: status
    )
  }

  private static var setCreditLimit: CallHandler<CreditControl> {
    .mutation(
      SetCreditLimit.self,
      command: { call, request in
        .setCreditLimit(
          call.account,
          limit: call.limit,
          by: try user(request),
          reason: call.reason
        )
      },
      reply: { _, _, events, _ in
        guard case .creditLimitChanged(let change)? = events.first else {
          throw CallStatus(.internal, "no limit was set")
        }
        return SetCreditLimit.Reply(previous: change.previous)
      },
      refusal: status
    )
  }

  private static var setCreditTerms: CallHandler<CreditControl> {
    .mutation(
      SetCreditTerms.self,
      command: { call, request in
        .setCreditTerms(
          call.account,
          CreditControl.NewTerms(
            try terms(call.terms),
            lateChargeRate: call.lateChargeRate,
            from: call.from
          ),
          by: try user(request),
          reason: call.reason
        )
      },
      reply: { _, _, events, _ in
        guard case .creditTermsChanged(let change)? = events.first else {
          throw CallStatus(.internal, "no terms were set")
        }
        return SetCreditTerms.Reply(terms: change.terms.terms)
      },
      refusal: status
    )
  }

  /// Names that billing has for terms are invoicing's to know; an analyst writes a notation.
  private static func terms(_ stated: StatedTerms?) throws(CallStatus) -> CreditTerms? {
    guard let stated else { return nil }
    do throws(StatedTermsError) {
      return try TermsRegistry().terms(stated)
    } catch {
      throw CallStatus(.invalidArgument, "terms: \(error)")
    }
  }

  private static var getDay: CallHandler<CreditControl> {
    .query(GetDay.self) { _, _, state in
      GetDay.Reply(
        open: state.calendar.open,
        closed: state.calendar.closed,
        awaited: state.calendar.awaited
      )
    }
  }

  private static var getExposure: CallHandler<CreditControl> {
    .query(GetExposure.self) { call, request, state in
      guard let account = state.accounts[call.account], let registration = account.registration
      else { throw status(.accountUnknown(call.account)) }
      return GetExposure.Reply(
        exposure: composition(account.exposure(in: registration.currency)),
        limit: account.limit,
        readUpTo: request.readUpTo
      )
    }
  }

  private static var listOverdue: CallHandler<CreditControl> {
    .query(ListOverdue.self) { call, _, state in
      let allowed = CreditControl.Limits.overdueRows
      guard allowed.contains(call.limit) else {
        throw CallStatus(
          .invalidArgument,
          "limit is \(call.limit), expected \(allowed.lowerBound) to \(allowed.upperBound)"
        )
      }
      if let account = call.account, state.registration(of: account) == nil {
        throw status(.accountUnknown(account))
      }
      let rows = state.overdue(asOf: call.asOf, account: call.account)
      return ListOverdue.Reply(
        items: rows.prefix(call.limit).map {
          OverdueItem(
            account: $0.account,
            item: $0.item,
            dueDate: $0.dueDate,
            daysLate: $0.daysLate,
            open: $0.open,
            unappliedOfAccount: $0.unappliedOfAccount
          )
        },
        count: rows.count,
        sums: CreditControl.State.sums(of: rows)
      )
    }
  }

  private static func user(_ request: CallRequest) throws(CallStatus) -> CreditControl.UserName {
    guard let user = CreditControl.UserName(rawValue: request.user) else {
      throw CallStatus(.unauthenticated, "the caller's name cannot be put on record")
    }
    return user
  }
}

// MARK: - Refusals

extension CreditControlService {
  /// The status that tells a caller why, in words for a person.
  static func status(_ rejection: CreditControl.Rejection) -> CallStatus {
    func invalid(_ text: String) -> CallStatus { CallStatus(.invalidArgument, text) }
    func failed(_ text: String) -> CallStatus { CallStatus(.failedPrecondition, text) }
    return switch rejection {
    case .partitionCountOutOfRange(let count):
      invalid("\(count) partitions, expected 1 to \(Partition.maximumCount)")
    case .partitionCountFixed(let count, let asked):
      failed("days are cut in \(count) partitions already, not in \(asked)")

    case .dayNotLater(let date, let open):
      failed("\(date) is not later than the open day, \(open.date)")
    case .noDayOpen: failed("no day is open")
    case .cutAwaited(let cut, let partitions):
      failed("cut \(cut) is not closed yet by: \(partitions.map(\.name).joined(separator: ", "))")
    case .closingUnexpected(let cut, let partition):
      failed("partition \(partition) closed \(cut), which is not closing")
    case .notEndOfMonth(let date): invalid("\(date) is not the last day of a month")
    case .periodNotEnded(let date, let open): failed("on \(open.date) \(date) has not ended")
    case .periodOutOfSequence(let date, let next):
      failed("the month to \(next) is to be closed next, not the one to \(date)")

    case .accountUnknown(let account):
      CallStatus(.notFound, "account \(account) is not registered")
    case .limitNegative(let limit): invalid("the limit \(limit) is negative")
    case .limitInOtherCurrency(let limit, let currency):
      invalid("the limit \(limit) is not in the account's \(currency)")
    case .nothingToChange: invalid("neither terms nor a rate of late charges is given")
    case .termsUnfit(let faults):
      invalid(faults.map { "terms.\($0.field): \($0.text)" }.joined(separator: "; "))
    case .termsNotLater(let date, let open):
      invalid("terms from \(date), expected a day after the open one, \(open.date)")
    case .reasonUnfit(let maximumBytes):
      invalid("a reason of 1 to \(maximumBytes) bytes is required")

    case .amountNotPositive(let amount): invalid("the amount \(amount) is not more than zero")
    case .orderClosed(let key):
      failed("order \(key.order) of \(key.account) is closed; a new one needs a new number")
    case .clearingInOtherCurrency(let item, let currency):
      failed("item \(item) is not in \(currency)")
    }
  }
}
