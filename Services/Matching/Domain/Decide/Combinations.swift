/// Sets of amounts that add up to one amount.
///
/// The search is bounded and its order fixed, so that the same amounts give the same answer.
enum Combinations {
  /// Index sets of two and more of the positive `amounts` that add up to `target`, as many as
  /// a suggestion offers; an incomplete search finds fewer.
  static func find(_ amounts: [Int64], adding target: Int64) -> [[Int]] {
    var search = Search(amounts: Array(amounts.prefix(Matching.Limits.combinationItems)))
    search.descend(from: 0, rest: target)
    return search.found
  }

  private struct Search {
    let amounts: [Int64]
    private(set) var found: [[Int]] = []
    private var chosen: [Int] = []
    private var steps = 0

    init(amounts: [Int64]) { self.amounts = amounts }

    mutating func descend(from start: Int, rest: Int64) {
      for index in start..<max(start, amounts.count) where amounts[index] <= rest {
        steps += 1
        guard steps <= Matching.Limits.combinationSteps,
          found.count < Matching.Limits.suggestedMatches
        else { return }
        chosen.append(index)
        if amounts[index] == rest {
          if chosen.count > 1 { found.append(chosen) }
        } else if chosen.count < Matching.Limits.combinationSize {
          descend(from: index + 1, rest: rest - amounts[index])
        }
        chosen.removeLast()
      }
    }
  }
}
