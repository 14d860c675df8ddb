import DomainKit
import PaymentIntakeDomain

/// A bank file under the hash of its content: `HASH.N-NAME`.
struct StagedFile: Equatable {
  let hash: ContentHash
  /// The `number`th file with this content.
  let number: Int
  /// What it was called in the inbox folder.
  let original: String

  init(_ hash: ContentHash, number: Int, _ original: String) {
    self.hash = hash
    self.number = number
    self.original = Self.shortened(original)
  }

  /// Nil for a file that somebody else put there.
  init?(name: String) {
    let parts = name.split(separator: "-", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let head = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard head.count == 2, head[0].utf8.count == 64,
      let hash = ContentHash(rawValue: String(head[0])), let number = Int(head[1]), number > 0
    else { return nil }
    self.init(hash, number: number, String(parts[1]))
  }

  var name: String { "\(hash).\(number)-\(original)" }

  /// The end of a name that would be too long with the hash before it: a file's name has at most
  /// 255 bytes on Linux.
  private static func shortened(_ name: String) -> String {
    var short = Substring(name)
    while short.utf8.count > 160 { short.removeFirst() }
    return String(short)
  }
}

extension StagedFile: Comparable {
  /// By the names that people gave, which begin with a date more often than not.
  static func < (lhs: StagedFile, rhs: StagedFile) -> Bool {
    (lhs.original, lhs.hash, lhs.number) < (rhs.original, rhs.hash, rhs.number)
  }
}
