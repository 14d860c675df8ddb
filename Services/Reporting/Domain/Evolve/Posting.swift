import DomainKit

/// Rows come and go here, and nowhere else, so that the index follows.
extension Ledger {
  mutating func issue(_ item: ItemID, _ issue: Issue) {
    post([.item(item)]) { $0.items[item, default: ItemRow()].issue = issue }
  }

  /// Adds what is known of a payment itself.
  mutating func receive(_ payment: PaymentID, _ receipt: Receipt) {
    post([.payment(payment)]) { ledger in
      var row = ledger.payments[payment] ?? PaymentRow()
      row.receipt = row.receipt.merged(with: receipt)
      ledger.payments[payment] = row
    }
  }

  mutating func takeBack(_ reversal: PaymentID, _ row: ReturnRow) {
    post([.payment(row.payment)]) { ledger in
      ledger.returns[reversal] = row
      ledger.payments[row.payment, default: PaymentRow()].returns.insert(reversal)
    }
  }

  mutating func decide(_ key: DecisionKey, _ row: DecisionRow) {
    post(row.documents) { ledger in
      ledger.decisions[key] = row
      ledger.payments[row.payment, default: PaymentRow()].decisions.insert(key)
      for clearing in row.clearings {
        ledger.items[clearing.item, default: ItemRow()].decisions.insert(key)
      }
    }
    if key.isReversal { reversals[key.recorded, default: []].insert(key) }
  }

  /// Takes a decision out as if it had never been.
  mutating func withdraw(_ key: DecisionKey) {
    guard let row = decisions[key] else { return }
    post(row.documents) { ledger in
      ledger.decisions[key] = nil
      ledger.payments[row.payment]?.decisions.remove(key)
      if ledger.payments[row.payment]?.isEmpty == true { ledger.payments[row.payment] = nil }
      for clearing in row.clearings {
        ledger.items[clearing.item]?.decisions.remove(key)
        if ledger.items[clearing.item]?.isEmpty == true { ledger.items[clearing.item] = nil }
      }
    }
    reversals[key.recorded]?.remove(key)
    if reversals[key.recorded]?.isEmpty == true { reversals[key.recorded] = nil }
  }

  /// Makes a change to the rows of these documents and moves their traces in the books.
  private mutating func post(_ documents: [Document], _ change: (inout Ledger) -> Void) {
    let before = documents.map { traces(of: $0) }
    change(&self)
    for (document, old) in zip(documents, before) {
      let new = traces(of: document)
      guard new != old else { continue }
      for (account, trace) in old { books[account, default: Book()].erase(document, trace) }
      for (account, trace) in new { books[account, default: Book()].enter(document, trace) }
      for account in old.keys where books[account]?.isEmpty == true { books[account] = nil }
    }
  }

  private func traces(of document: Document) -> [AccountID: Trace] {
    var traces: [AccountID: Trace] = [:]
    forEachEntry(of: document) { traces[$0.account, default: Trace()].add($0) }
    return traces
  }
}

extension DecisionRow {
  /// Whatever it touches, each once.
  fileprivate var documents: [Document] {
    var documents = [Document.payment(payment)]
    for (index, clearing) in clearings.enumerated()
    where index == 0 || clearings[index - 1].item != clearing.item {
      documents.append(.item(clearing.item))
    }
    return documents
  }
}
