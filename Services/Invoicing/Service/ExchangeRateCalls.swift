import DomainKit
import InvoicingDomain
import Messages
import ServiceKit

/// Calls about the table of rates, which invoicing owns.
extension InvoicingService {
  static var setExchangeRates: CallHandler<Invoicing> {
    .mutation(
      SetExchangeRates.self,
      command: { call, request in
        guard (1...Invoicing.Limits.noteBytes).contains(call.note.utf8.count) else {
          let bytes = "1 to \(Invoicing.Limits.noteBytes) bytes"
          throw CallStatus(.invalidArgument, "note: expected \(bytes) that say where from, or why")
        }
        return .setRates(Invoicing.RateSetting(call.rates, by: request.user, note: call.note))
      },
      reply: { _, _, events, _ in
        SetExchangeRates.Reply(
          set: events.compactMap { if case .rateSet(let rate) = $0 { told(rate) } else { nil } }
        )
      },
      refusal: status
    )
  }

  static var listExchangeRates: CallHandler<Invoicing> {
    .query(ListExchangeRates.self) { call, _, state in
      try check(limit: call.limit)
      let keys = state.rates.keys.filter { key in
        call.currency.map { $0 == key.first || $0 == key.second } ?? true
      }
      let isHistory = call.isHistory ?? false
      let rates = keys.sorted().flatMap { key -> [Invoicing.RateRevision] in
        let revisions = state.rates[key] ?? []
        return isHistory ? revisions.reversed() : revisions.suffix(1)
      }
      return ListExchangeRates.Reply(
        rates: rates.prefix(call.limit).map { told($0) },
        count: rates.count,
        baseCurrency: state.baseCurrency
      )
    }
  }
}
