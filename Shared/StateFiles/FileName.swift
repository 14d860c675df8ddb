/// The name of a file in a state folder, and what it says.
enum FileName: Hashable {
  /// Lines from `first` on.
  case journal(first: Int)
  /// The state after the record `sequence`.
  case snapshot(sequence: Int)
  /// The rows of the archive, file by file from 1.
  case archive(Int)
  /// The keys of the archive files `first` to `last`.
  case index(first: Int, last: Int)
  /// The torn end of a file, set aside.
  case broken(of: String, copy: Int)
  /// A file that was never finished.
  case temporary(of: String)
  case lock
  case lineage
  case reserve

  init?(_ text: String) {
    switch text {
    case "lock": self = .lock
    case "lineage": self = .lineage
    case "reserve": self = .reserve
    default:
      guard let name = Self.numbered(text) ?? Self.derived(text) else { return nil }
      self = name
    }
    // One name for one thing: `journal-07.jsonl` is none of ours.
    guard self.text == text else { return nil }
  }

  var text: String {
    switch self {
    case .journal(let first): "journal-\(first).jsonl"
    case .snapshot(let sequence): "snapshot-\(sequence).json"
    case .archive(let number): "archive-\(number).jsonl"
    case .index(let first, let last): "archive-\(first)-\(last).index"
    case .broken(let stem, let copy): "\(stem).broken-\(copy)"
    case .temporary(let name): "\(name).tmp"
    case .lock: "lock"
    case .lineage: "lineage"
    case .reserve: "reserve"
    }
  }

  /// The name without what follows its first dot: `journal-17`.
  var stem: String { String(text.prefix { $0 != "." }) }

  private static func numbered(_ text: String) -> FileName? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let words = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    let numbers = words.dropFirst().compactMap { Int($0) }
    guard numbers.count == words.count - 1, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    switch (words[0], parts[1], numbers.count) {
    case ("journal", "jsonl", 1): return .journal(first: numbers[0])
    case ("snapshot", "json", 1): return .snapshot(sequence: numbers[0])
    case ("archive", "jsonl", 1): return .archive(numbers[0])
    case ("archive", "index", 2) where numbers[0] <= numbers[1]:
      return .index(first: numbers[0], last: numbers[1])
    default: return nil
    }
  }

  private static func derived(_ text: String) -> FileName? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count > 1, parts.last == "tmp" {
      return .temporary(of: parts.dropLast().joined(separator: "."))
    }
    guard parts.count == 2, parts[1].hasPrefix("broken-"),
      let copy = Int(parts[1].dropFirst("broken-".count))
    else { return nil }
    return .broken(of: String(parts[0]), copy: copy)
  }
}
