package import DomainKit

/// How bookings and payments are named.
///
/// An entry is `account:reference` for a credit and `account:reference:D` for a debit, where
/// `reference` is the account servicer's (AcctSvcrRef of the entry; of the transaction, when the
/// entry has none and holds only that one). Banks repeat it in the interim report, the notification
/// and the statement, so the copies of one entry have one key. The end-to-end reference is the
/// payer's and not unique: it never is part of a key. A payment is the entry's key and its index
/// within the entry; the row of a batch without details has the index `batch`, so that neither can
/// pass for the other. **An entry key that another delivery has told is a duplicate as a whole**,
/// whichever of the two held the details.
///
/// Credits and debits are apart because banks book a payment and its fee under one reference. When
/// a statement gives one reference to several entries of one direction, the second is
/// `reference~2`, and so on, in the statement's order.
///
/// Where the bank gives no reference, or one that says nothing (`NONREF`), the entry is named after
/// what the file says and where: `account:#statement:position:amount:valuedate`. The same file
/// delivered twice gives the same keys; another message about the same entry does not.
package enum BankKey {
  /// Nil when the parts make no identifier: too long, or with control characters.
  package static func entry(
    account: BankAccount,
    reference: String,
    occurrence: Int,
    direction: BankDirection
  ) -> BankEntryKey? {
    let repeated = occurrence > 1 ? "~\(occurrence)" : ""
    let suffix = direction == .debit ? ":D" : ""
    return BankEntryKey(
      rawValue: "\(escaped(account.number)):\(escaped(reference))\(repeated)\(suffix)"
    )
  }

  /// For an entry without a reference that names it.
  package static func entry(
    account: BankAccount,
    statement: String,
    position: Int,
    amount: Money,
    direction: BankDirection,
    valueDate: CalendarDate
  ) -> BankEntryKey? {
    let signed = direction == .debit ? -amount : amount
    return BankEntryKey(
      rawValue: "\(escaped(account.number)):#\(escaped(statement)):\(position)"
        + ":\(signed.decimal)\(signed.currency):\(valueDate)"
    )
  }

  /// Nil when the whole is longer than an identifier may be.
  package static func payment(_ entry: BankEntryKey, index: Int) -> PaymentID? {
    PaymentID(rawValue: "\(entry):\(index)")
  }

  /// The one row of a batch whose details the file does not hold.
  package static func batch(_ entry: BankEntryKey) -> PaymentID? {
    PaymentID(rawValue: "\(entry):batch")
  }

  /// Whether the servicer's reference says which entry it is.
  ///
  /// Banks that must write something and have nothing write one of a few words, or zeros.
  package static func identifies(_ reference: String) -> Bool {
    let bytes = reference.utf8.filter { isAlphanumeric($0) }
    if bytes.allSatisfy({ $0 == UInt8(ascii: "0") }) { return false }
    return !sayNothing.contains(String(decoding: bytes, as: UTF8.self).uppercased())
  }

  /// Whether a reference of the servicer names an entry for ever, where the format does not promise
  /// that: a short one is a serial number of the day.
  package static func isLasting(_ reference: String) -> Bool {
    identifies(reference) && reference.utf8.filter { isAlphanumeric($0) }.count >= 8
  }

  private static let sayNothing: Set<String> = [
    "NONREF", "NOREF", "NOREFERENCE", "NOTPROVIDED", "NOTAVAILABLE", "NOTAPPLICABLE", "NONE", "NA",
    "NULL", "UNKNOWN", "REF",
  ]

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte >= 0x80
  }

  /// Keeps the separators of a key out of its parts, so that no two lists of parts make one key.
  private static func escaped(_ part: String) -> String {
    guard part.utf8.contains(where: { needsEscape($0) }) else { return part }
    var text = ""
    for character in part.unicodeScalars {
      switch character {
      case "%": text += "%25"
      case ":": text += "%3A"
      case "#": text += "%23"
      case "~": text += "%7E"
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ":") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "~")
      || byte == UInt8(ascii: "%")
  }
}
