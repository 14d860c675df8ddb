/// The sets of two and more amounts that add up to one amount.
///
/// The search is bounded and its order fixed, so that the same amounts give the same answer: of few
/// amounts every set is looked at, of more those of up to four, of too many none.
struct Combinations {
  /// Places in the given amounts, each set in their order; the smallest sets first, as many as a
  /// suggestion offers.
  private(set) var found: [[Int]] = []
  /// There are more than those in `found`.
  private(set) var hasMore = false
  private let amounts: [Int64]
  private let target: Int64

  /// Every amount is positive.
  init(_ amounts: [Int64], adding target: Int64) {
    self.amounts = amounts
    self.target = target
    guard target > 0 else { return }
    let usable = amounts.indices.filter { amounts[$0] <= target }
    if usable.count <= Matching.Limits.combinedAmounts {
      searchAll(usable)
    } else if usable.count <= Matching.Limits.comparedAmounts {
      search(usable, size: 2)
      search(usable, size: 3)
      searchFours(usable)
    }
  }

  /// Whether chance may have made the set: how many sets of its size and smaller ones there are,
  /// against how many amounts they are spread over.
  ///
  /// Ten invoices have 45 pairs; that one of them has just a given amount of some thousand is
  /// chance once in thousands. Fifty have 230,300 sets of four, of which some have any amount.
  func isTelling(_ set: [Int]) -> Bool {
    let usable = amounts.count { $0 <= target }
    let sets = (2...max(2, set.count)).reduce(Int64(0)) { sum, size in
      sum + min(Self.sets(of: size, among: usable), .max / 64)
    }
    return sets <= target / step / Matching.Limits.chancesPerCombination
  }

  /// Whether a set is one more explanation: a large one is not, where chance makes such sets.
  func counts(_ set: [Int]) -> Bool { set.count <= 4 || isTelling(set) }

  /// The largest amount of which all are multiples: round amounts meet by chance more often.
  private var step: Int64 {
    var step = target
    for amount in amounts where amount <= target {
      var rest = amount
      while rest != 0 { (step, rest) = (rest, step % rest) }
      if step == 1 { break }
    }
    return max(step, 1)
  }

  /// How many sets of a size there are; at most what fits.
  private static func sets(of size: Int, among count: Int) -> Int64 {
    guard size <= count else { return 0 }
    var sets: Int64 = 1
    for place in 0..<size {
      let (product, isTooLarge) = sets.multipliedReportingOverflow(by: Int64(count - place))
      guard !isTooLarge else { return .max / 64 }
      sets = product / Int64(place + 1)
    }
    return sets
  }

  private mutating func add(_ set: [Int]) {
    guard found.count < Matching.Limits.suggestedMatches else {
      hasMore = true
      return
    }
    found.append(set)
  }
}

// Every set of few amounts: sums of one half, in order, meet sums of the other.
extension Combinations {
  private struct Sum {
    var amount: Int64
    /// A bit for each amount of the half.
    var places: UInt32
  }

  private mutating func searchAll(_ usable: [Int]) {
    let (left, right) = (usable.prefix(usable.count / 2), usable.suffix(usable.count.halfUp))
    let (low, high) = (sums(of: Array(left)), sums(of: Array(right)))
    var sets: [[Int]] = []
    var end = high.endIndex
    for sum in low {
      while end > 0, high[end - 1].amount + sum.amount > target { end -= 1 }
      var index = end
      while index > 0, high[index - 1].amount + sum.amount == target {
        index -= 1
        let places = Self.places(sum.places, left) + Self.places(high[index].places, right)
        if places.count > 1 { sets.append(places) }
      }
      // So many explanations explain nothing.
      if sets.count > 5_000 { break }
    }
    sets.sort { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count }
    for set in sets { add(set) }
  }

  /// Sums up to the target, in order: each amount merges the sums without it and with it.
  private func sums(of places: [Int]) -> [Sum] {
    var sums = [Sum(amount: 0, places: 0)]
    for (bit, place) in places.enumerated() {
      let more = sums.lazy.map {
        Sum(amount: $0.amount + amounts[place], places: $0.places | 1 << UInt32(bit))
      }
      .prefix { $0.amount <= target }
      sums = Self.merged(sums, Array(more))
    }
    return sums
  }

  private static func merged(_ first: [Sum], _ second: [Sum]) -> [Sum] {
    var merged: [Sum] = []
    merged.reserveCapacity(first.count + second.count)
    var (left, right) = (0, 0)
    while left < first.count || right < second.count {
      let takesFirst =
        right == second.count
        || left < first.count && first[left].amount <= second[right].amount
      merged.append(takesFirst ? first[left] : second[right])
      if takesFirst { left += 1 } else { right += 1 }
    }
    return merged
  }

  private static func places(_ bits: UInt32, _ half: ArraySlice<Int>) -> [Int] {
    half.enumerated().filter { bits & 1 << UInt32($0.offset) != 0 }.map(\.element)
  }
}

// Small sets of many amounts: all but the last are chosen, the last is looked up.
extension Combinations {
  private mutating func search(_ usable: [Int], size: Int) {
    var lasts: [Int64: [Int]] = [:]
    for place in usable { lasts[amounts[place], default: []].append(place) }
    choose(usable, from: 0, [], rest: target, size, lasts)
  }

  private mutating func choose(
    _ usable: [Int],
    from start: Int,
    _ chosen: [Int],
    rest: Int64,
    _ size: Int,
    _ lasts: [Int64: [Int]]
  ) {
    guard chosen.count < size - 1 else {
      for last in lasts[rest] ?? [] where last > chosen[chosen.count - 1] { add(chosen + [last]) }
      return
    }
    for index in start..<max(start, usable.count) where !hasMore {
      let amount = amounts[usable[index]]
      if amount < rest {
        choose(usable, from: index + 1, chosen + [usable[index]], rest: rest - amount, size, lasts)
      }
    }
  }
}

// Pairs of many amounts meet pairs: the least place of the second is beyond the first.
extension Combinations {
  private mutating func searchFours(_ usable: [Int]) {
    guard !hasMore else { return }
    var pairs: [Int64: [(first: Int, last: Int)]] = [:]
    for (index, first) in usable.enumerated() {
      for last in usable[(index + 1)...] where amounts[first] + amounts[last] < target {
        pairs[amounts[first] + amounts[last], default: []].append((first, last))
      }
    }
    for (index, first) in usable.enumerated() {
      for second in usable[(index + 1)...] {
        for pair in pairs[target - amounts[first] - amounts[second]] ?? []
        where pair.first > second {
          add([first, second, pair.first, pair.last])
          if hasMore { return }
        }
      }
    }
  }
}

extension Int {
  fileprivate var halfUp: Int { self - self / 2 }
}
