import DomainKit

/// Gives the entries of one statement their keys, in the statement's order.
struct EntryNaming {
  /// The references that have come, by a 64-bit digest: a statement of a gigabyte has millions.
  private var references: Set<UInt64> = []
  /// How often those have come that came more than once.
  private var repetitions: [UInt64: Int] = [:]
  /// How often the last named reference has come by now; 0 when there was none.
  private(set) var lastOccurrence = 0

  /// Nil when the parts make no identifier.
  mutating func key(
    account: BankAccount,
    statement: String,
    position: Int,
    reference: String?,
    amount: Money,
    direction: BankDirection,
    status: BankEntry.Status,
    valueDate: CalendarDate
  ) -> BankEntryKey? {
    guard let reference else {
      lastOccurrence = 0
      return BankKey.entry(
        account: account,
        statement: statement,
        position: position,
        amount: amount,
        direction: direction,
        valueDate: valueDate
      )
    }
    // Pending and booked copies of one entry may stand in one report, and share their key.
    let digest = Self.digest("\(direction.rawValue) \(status.rawValue) \(reference)")
    lastOccurrence = 1
    if !references.insert(digest).inserted {
      lastOccurrence = repetitions[digest, default: 1] + 1
      repetitions[digest] = lastOccurrence
    }
    return BankKey.entry(
      account: account,
      reference: reference,
      occurrence: lastOccurrence,
      direction: direction
    )
  }

  /// FNV-1a, 64 bits: the same on every machine, so that keys are.
  static func digest(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
