/// A name for one kind of thing: an invoice number cannot stand where a payment's is due.
///
/// 1 to 128 bytes of UTF-8 without control characters (C0, DEL, C1) or surrounding spaces, as the
/// other side wrote it: identifiers are compared byte by byte, never folded.
package struct Identifier<Entity>: Hashable, Sendable, RawRepresentable {
  package let rawValue: String

  package static var maximumBytes: Int { 128 }

  package init?(rawValue: String) {
    let bytes = rawValue.utf8
    guard (1...Self.maximumBytes).contains(bytes.count), bytes.first != 0x20, bytes.last != 0x20,
      !Self.hasControlCharacter(bytes)
    else { return nil }
    self.rawValue = rawValue
  }

  /// C1 controls are 0xC2 followed by 0x80 to 0x9F.
  private static func hasControlCharacter(_ bytes: String.UTF8View) -> Bool {
    var previous: UInt8 = 0
    for byte in bytes {
      if byte < 0x20 || byte == 0x7F || previous == 0xC2 && byte < 0xA0 { return true }
      previous = byte
    }
    return false
  }

  /// For names that the program derives; traps on one that is no identifier.
  package init(_ rawValue: String) {
    guard let identifier = Identifier(rawValue: rawValue) else {
      preconditionFailure("'\(rawValue)' is not an identifier")
    }
    self = identifier
  }
}

/// `String` takes differently composed letters for the same, and its order for Unicode's; a name is
/// its bytes.
extension Identifier: Comparable {
  package static func == (lhs: Identifier, rhs: Identifier) -> Bool {
    lhs.rawValue.utf8.elementsEqual(rhs.rawValue.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var text = rawValue
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    // Ends the name, so that no two names in a row are mistaken for two others.
    hasher.combine(UInt8.max)
  }

  package static func < (lhs: Identifier, rhs: Identifier) -> Bool {
    lhs.rawValue.utf8.lexicographicallyPrecedes(rhs.rawValue.utf8)
  }
}

extension Identifier: CustomStringConvertible {
  package var description: String { rawValue }
}

extension Identifier: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

extension Identifier: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let identifier = Identifier(rawValue: text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "an identifier has 1 to \(Self.maximumBytes) bytes, no control characters"
          + " and no surrounding spaces"
      )
    }
    self = identifier
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// A table by name is written as an object, whose members have an order, not as a list in the order
/// of the process.
extension Identifier: CodingKeyRepresentable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package var codingKey: any CodingKey { Key(stringValue: rawValue) }

  package init?(codingKey: some CodingKey) { self.init(rawValue: codingKey.stringValue) }
}

/// A customer's account, named by the billing system.
package enum Account {}
/// An invoice, named by its number.
package enum Invoice {}
/// A payment as received, named after the bank's or provider's own reference.
package enum Payment {}
/// A customer's order, named by the ordering system.
package enum Order {}
/// An open item of the receivables ledger: an invoice or one instalment of it.
package enum Item {}

package typealias AccountID = Identifier<Account>
package typealias InvoiceNumber = Identifier<Invoice>
package typealias PaymentID = Identifier<Payment>
package typealias OrderID = Identifier<Order>
package typealias ItemID = Identifier<Item>

extension PaymentID {
  private static var creditNotePrefix: String { "credit-note " }

  /// A credit note among the payments: it clears items as their money does.
  ///
  /// Other payments' names have a colon, this has none. Of a number that is too long its hash
  /// stands for it.
  package init(creditNote: InvoiceNumber) {
    let number = creditNote.rawValue
      .split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%25")
      .split(separator: ":", omittingEmptySubsequences: false).joined(separator: "%3A")
    let name = Self.creditNotePrefix + number
    self.init(
      name.utf8.count <= Self.maximumBytes
        ? name : Self.creditNotePrefix + "%" + String(FNV1a.hash(number.utf8), radix: 16)
    )
  }

  package var isCreditNote: Bool {
    rawValue.hasPrefix(Self.creditNotePrefix) && !rawValue.contains(":")
  }
}
