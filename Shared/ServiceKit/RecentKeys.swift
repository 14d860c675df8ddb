package import DomainKit

/// The latest keys of something, the oldest forgotten first.
package struct RecentKeys: PersistentState {
  /// By key: its number.
  private var numbers: TreeDictionary<String, UInt64> = [:]
  /// By number: its key.
  private var keys: TreeDictionary<String, String> = [:]
  private var last: UInt64 = 0

  package init() {}

  package static var sections: [Section<RecentKeys>] {
    [.table("numbers", \.numbers), .table("keys", \.keys), .value("last", \.last)]
  }

  package func contains(_ key: String) -> Bool { numbers[key] != nil }

  /// Remembers a key; the one that is forgotten for it, if any.
  package mutating func insert(_ key: String, limit: Int) -> String? {
    guard !contains(key) else { return nil }
    last += 1
    numbers[key] = last
    keys[HeldMessage.slotName(last)] = key
    guard last > UInt64(limit),
      let oldest = keys.removeValue(forKey: HeldMessage.slotName(last - UInt64(limit)))
    else { return nil }
    numbers[oldest] = nil
    return oldest
  }
}
