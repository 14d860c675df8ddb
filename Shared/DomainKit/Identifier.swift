/// A name for one kind of thing: an invoice number cannot stand where a payment's is due.
///
/// 1 to 128 bytes of UTF-8 without control characters or surrounding spaces, as the other side
/// wrote it: identifiers are compared byte by byte, never folded.
package struct Identifier<Entity>: Hashable, Sendable, RawRepresentable {
  package let rawValue: String

  package static var maximumBytes: Int { 128 }

  package init?(rawValue: String) {
    let bytes = rawValue.utf8
    guard (1...Self.maximumBytes).contains(bytes.count), bytes.first != 0x20, bytes.last != 0x20,
      bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    self.rawValue = rawValue
  }

  /// For names that the program derives; traps on one that is no identifier.
  package init(_ rawValue: String) {
    guard let identifier = Identifier(rawValue: rawValue) else {
      preconditionFailure("'\(rawValue)' is not an identifier")
    }
    self = identifier
  }
}

extension Identifier: Comparable {
  package static func < (lhs: Identifier, rhs: Identifier) -> Bool { lhs.rawValue < rhs.rawValue }
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
