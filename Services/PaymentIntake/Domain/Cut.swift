package import DomainKit

/// Credit control announced the end of a stretch of business and the beginning of the next.
package struct CutAnnouncement: Codable, Equatable, Sendable {
  /// None on the very first day.
  package var closes: DayCut?
  package var opens: DayCut

  package init(closes: DayCut?, opens: DayCut) {
    self.closes = closes
    self.opens = opens
  }
}

/// A cut is closed: everything that bears it is decided.
package struct CutClosing: Codable, Equatable, Sendable {
  package var closes: DayCut
  package var opens: DayCut
  package var partitions: Int
  package var totals: CutTotals
  /// The payments that have no owner at the cut.
  package var unidentified: Tally

  package init(
    closes: DayCut,
    opens: DayCut,
    partitions: Int,
    totals: CutTotals,
    unidentified: Tally
  ) {
    self.closes = closes
    self.opens = opens
    self.partitions = partitions
    self.totals = totals
    self.unidentified = unidentified
  }
}

/// What moved since the cut before, each as often as it was told to the world.
///
/// The pool at the end = the pool at the beginning + received - handed over - withdrawn.
package struct CutTotals: Codable, Equatable, Sendable {
  package var received = Tally()
  package var handedOver = Tally()
  /// Taken back from owners; positive amounts.
  package var returned = Tally()
  /// Gone from the pool without an owner; positive amounts.
  package var withdrawn = Tally()

  package init() {}
}

/// How many, and how much in each currency.
package struct Tally: Codable, Equatable, Sendable {
  package private(set) var count = 0
  /// One a currency, in the currencies' order.
  package private(set) var sums: [Money] = []

  package init() {}

  package mutating func add(_ amount: Money) {
    count += 1
    if let index = sums.firstIndex(where: { $0.currency == amount.currency }) {
      sums[index] += amount
    } else {
      sums.append(amount)
      sums.sort { $0.currency < $1.currency }
    }
  }
}

/// Which of invoicing's markers of one cut have come.
package struct InvoicingMarkers: Codable, Equatable, Sendable {
  /// The marker of what concerns no account.
  package var isGeneralClosed = false
  /// In their order.
  package var partitions: [Partition] = []

  package init() {}

  /// Whether every fact of the cut is in, of partitions 0 up to `count`.
  func areComplete(partitions count: Int) -> Bool {
    isGeneralClosed && partitions.map(\.number).filter { $0 < count }.count == count
  }
}
