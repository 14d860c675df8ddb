import DomainKit

/// A cut closes when both markers have come: everything of it is there, so everything that had to
/// wait for the whole picture is decided.
extension Draft {
  mutating func close(_ marker: Matching.Marker) throws(Matching.Rejection) {
    guard marker.closes < marker.opens else {
      throw .markerReversed(marker.closes, opens: marker.opens)
    }
    if let open = state.openCut {
      guard marker.closes >= open else { return }
      guard marker.closes == open else { throw .markerEarly(marker.closes, open: open) }
    }
    guard !state.markers.contains(where: { $0.source == marker.source }) else { return }
    record(.markerArrived(marker))
    guard Matching.Marker.Source.allCases.count == state.markers.count else { return }
    let rewound = state.rewound()
    let named = state.paymentsNamedByNewInvoices(since: rewound)
    restate(from: rewound, named: named)
    bookLeftovers(of: state.accountsToDecide(with: named))
    settleDifferences()
    suggest(on: state.accountsToDecide(with: named))
    let (settled, consumed) = (state.invoicesSettledNow, state.paymentsConsumedNow)
    archive(except: settled, consumed)
    record(.cutClosed(closing(marker, settled, consumed)))
  }

  private func closing(
    _ marker: Matching.Marker,
    _ settled: Set<InvoiceNumber>,
    _ consumed: Set<PaymentID>
  ) -> Matching.CutClosing {
    Matching.CutClosing(
      closes: marker.closes,
      opens: state.markers.map(\.opens).max() ?? marker.opens,
      totals: [
        state.total(.openItems) { $0.openItems }, state.total(.unapplied) { $0.unapplied },
        state.total(.onAccount) { $0.onAccount }, state.total(.applied) { $0.applied },
        state.total(.discount) { $0.discount }, state.total(.credited) { $0.credited },
        state.total(.writtenOff) { $0.writtenOff },
      ],
      exceptions: Set(state.markers.flatMap(\.exceptions)).sorted {
        ($0.message, $0.service) < ($1.message, $1.service)
      },
      settled: settled.sorted(),
      consumed: consumed.sorted()
    )
  }

  /// What was settled so many cuts ago, or came back from the archive for nothing, leaves the
  /// state.
  private mutating func archive(
    except settledNow: Set<InvoiceNumber>,
    _ consumedNow: Set<PaymentID>
  ) {
    let dueCount = max(0, state.closedCuts.count + 1 - state.policy.cutsUntilArchived)
    let kept = Set(state.closedCuts.dropFirst(dueCount))
    let due = state.closedCuts.prefix(dueCount).compactMap { state.settled[$0] } + [state.restored]
    let invoices = Set(due.flatMap(\.invoices)).subtracting(settledNow).filter { number in
      guard let invoice = state.invoices[number], let cut = invoice.settledAt else { return false }
      return !kept.contains(cut) && state.isSettled(invoice)
    }
    let payments = Set(due.flatMap(\.payments)).subtracting(consumedNow).filter { id in
      guard let payment = state.payments[id], let cut = payment.consumedAt else { return false }
      return !kept.contains(cut) && !payment.hasMoney
    }
    guard !invoices.isEmpty || !payments.isEmpty else { return }
    record(.archived(invoices: invoices.sorted(), payments: payments.sorted()))
  }
}

extension Matching.State {
  /// The accounts on which something happened, be it that money is pending, or all with leftovers
  /// when the policy changed.
  ///
  /// Not those that were merely touched on the way: that depends on the order of arrival.
  fileprivate func accountsToDecide(with named: Set<PaymentID>) -> [AccountID] {
    let changedItems = openingItems.rows.filter { $1.isNew || items[$0] != $1.record }
    let changedPayments = openingPayments.rows.filter { $1.isNew || payments[$0] != $1.record }
    var accounts = Set(changedItems.map(\.1.record.account))
    accounts.formUnion(changedPayments.map(\.1.record.account))
    accounts.formUnion(named.compactMap { payments[$0]?.account })
    accounts.formUnion(changedPending)
    accounts.formUnion(changedPending.flatMap { members[$0] ?? [] })
    accounts.formUnion(accounts.compactMap { self.accounts[$0]?.head })
    accounts.formUnion(changedHeads)
    if isPolicyNew { accounts.formUnion(ledgers.keys) }
    return accounts.sorted()
  }

  fileprivate func total(
    _ name: Matching.Total.Name,
    _ count: (Matching.Balance) -> Matching.Count
  ) -> Matching.Total {
    let counts = balances.map(count)
    return Matching.Total(
      name: name,
      count: counts.reduce(0) { $0 + $1.count },
      sums: counts.map(\.sum).filter { !$0.isZero }
    )
  }

  func isSettled(_ invoice: Matching.Invoice) -> Bool {
    invoice.items.allSatisfy { items[$0]?.open.isZero ?? true }
  }

  /// Invoices whose last open item this cut settled.
  fileprivate var invoicesSettledNow: Set<InvoiceNumber> {
    let changed = openingItems.rows.filter { $1.isNew || items[$0] != $1.record }
    return Set(changed.map(\.record.record.invoice)).filter { number in
      invoices[number].map(isSettled) ?? false
    }
  }

  /// Payments of which this cut applied or returned the last.
  fileprivate var paymentsConsumedNow: Set<PaymentID> {
    Set(
      openingPayments.rows.filter { id, opening in
        guard let payment = payments[id], !payment.hasMoney else { return false }
        return opening.isNew || payment != opening.record
      }
      .map(\.key)
    )
  }
}
