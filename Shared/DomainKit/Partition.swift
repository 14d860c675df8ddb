/// One of the shares into which accounts are spread, so that matching can run on several processes.
///
/// Only invoicing computes it, when it registers an account; everybody else is told.
package struct Partition: Hashable, Sendable {
  package let number: Int

  /// The number of partitions unless configured otherwise.
  package static let defaultCount = 16
  /// Two digits name a partition in routing keys.
  package static let maximumCount = 100

  package init?(_ number: Int) {
    guard (0..<Self.maximumCount).contains(number) else { return nil }
    self.number = number
  }

  /// For a partition that the program states; traps on a number that none has.
  package init(literal number: Int) {
    precondition((0..<Self.maximumCount).contains(number), "\(number) names no partition")
    self.number = number
  }

  /// The partition of the account that heads a paying group: FNV-1a (64 bits) over the UTF-8 bytes
  /// of its identifier, modulo `count`.
  ///
  /// FNV-1a: start from 0xcbf29ce484222325; for each byte, exclusive-or it in, then multiply by
  /// 0x100000001b3 modulo 2^64 (draft-eastlake-fnv). Test vectors: `PartitionTests`.
  package init(of head: AccountID, count: Int = defaultCount) {
    precondition((1...Self.maximumCount).contains(count), "1 to \(Self.maximumCount) partitions")
    number = Int(FNV1a.hash(head.rawValue.utf8) % UInt64(count))
  }

  /// The two digits that end a routing key: `07`.
  package var name: String { number < 10 ? "0\(number)" : String(number) }
}

/// The Fowler-Noll-Vo hash, variant 1a, 64 bits: fixed for ever, unlike `Hasher`, which is seeded
/// anew in each process.
package enum FNV1a {
  package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

extension Partition: Comparable {
  package static func < (lhs: Partition, rhs: Partition) -> Bool { lhs.number < rhs.number }
}

extension Partition: CustomStringConvertible {
  package var description: String { name }
}

extension Partition: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let number = try container.decode(Int.self)
    guard let partition = Partition(number) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "a partition is 0 to \(Self.maximumCount - 1)"
      )
    }
    self = partition
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}
