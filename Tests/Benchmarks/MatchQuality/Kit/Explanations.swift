import DomainKit

/// Every way in which what is open on an account has an amount.
///
/// Single items, all of them together, and any two to ``mostItems`` of them, each as it is open or
/// each as it may be paid on the day; credit notes on account may be taken off. Counted in full for
/// accounts of up to ``mostEntries``; of larger ones every amount is the sum of some four items.
struct Explanations {
  static let mostItems = 4
  static let mostEntries = 200

  /// Places in the list of entries, each set in rising order; the search ends with the second.
  private(set) var sets: [[Int]] = []
  private let values: [Int64]
  private let itemCount: Int
  private let target: Int64

  /// Sets of places among the `items`, which come first, and the `credits`, which count against
  /// them.
  ///
  /// Two at most. Nil: too many to count.
  static func of(
    _ target: Int64,
    items: [(open: Int64, payable: Int64)],
    credits: [Int64]
  ) -> [[Int]]? {
    guard items.count + credits.count <= mostEntries else { return nil }
    let taken = credits.map { -$0 }
    var found = Explanations(target, items.map(\.payable) + taken, itemCount: items.count)
    found.search()
    guard items.contains(where: { $0.open != $0.payable }) else { return found.sets }
    var gross = Explanations(target, items.map(\.open) + taken, itemCount: items.count)
    gross.search()
    return found.sets + gross.sets.filter { !found.sets.contains($0) }
  }

  private init(_ target: Int64, _ values: [Int64], itemCount: Int) {
    self.target = target
    self.values = values
    self.itemCount = itemCount
  }

  private mutating func search() {
    let places = Array(values.indices)
    for place in places.prefix(itemCount) where values[place] == target { take([place]) }
    if itemCount > 1 {
      if values.prefix(itemCount).reduce(0, +) == target { take(Array(places.prefix(itemCount))) }
      if values.count > itemCount, values.reduce(0, +) == target { take(places) }
    }
    let byValue = Dictionary(grouping: places) { values[$0] }
    seekPairsAndTriples(byValue)
    if sets.count < 2 { seekFours() }
  }

  private mutating func take(_ set: [Int]) {
    guard sets.count < 2, set.contains(where: { $0 < itemCount }), !sets.contains(set) else {
      return
    }
    sets.append(set)
  }

  private mutating func seekPairsAndTriples(_ byValue: [Int64: [Int]]) {
    for first in values.indices {
      for last in byValue[target - values[first]] ?? [] where last > first { take([first, last]) }
      for second in values.indices.dropFirst(first + 1) {
        guard sets.count < 2 else { return }
        for last in byValue[target - values[first] - values[second]] ?? [] where last > second {
          take([first, second, last])
        }
      }
    }
  }

  private mutating func seekFours() {
    var pairs: [(sum: Int64, first: Int, last: Int)] = []
    for first in values.indices {
      for last in values.indices.dropFirst(first + 1) {
        pairs.append((values[first] + values[last], first, last))
      }
    }
    pairs.sort { $0.sum < $1.sum }
    for pair in pairs {
      var place = pairs.partitioningIndex { $0.sum >= target - pair.sum }
      while place < pairs.count, pairs[place].sum == target - pair.sum {
        guard sets.count < 2 else { return }
        if pairs[place].first > pair.last {
          take([pair.first, pair.last, pairs[place].first, pairs[place].last])
        }
        place += 1
      }
    }
  }
}

extension Array {
  /// The first place from which on all elements do, of a list in which those that do come last.
  fileprivate func partitioningIndex(_ does: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if does(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
