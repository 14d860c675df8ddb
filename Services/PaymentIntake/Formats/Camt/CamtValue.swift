import DomainKit

/// The simple types of camt: codes, dates, flags, as their lexical forms in XML Schema.
enum CamtValue {
  /// `CRDT` or `DBIT`.
  static func direction(_ text: String) -> BankDirection? {
    switch text {
    case "CRDT": .credit
    case "DBIT": .debit
    default: nil
    }
  }

  /// xs:boolean.
  static func flag(_ text: String) -> Bool? {
    switch text {
    case "true", "1": true
    case "false", "0": false
    default: nil
    }
  }

  static func status(_ text: String) -> BankEntry.Status? {
    switch text {
    case "BOOK": .booked
    case "PDNG": .pending
    // FUTR, from version 8 on: known to come, not even pending.
    case "INFO", "FUTR": .information
    default: nil
    }
  }

  /// xs:date or xs:dateTime: the day as the bank writes it, whatever the zone.
  static func date(_ text: String) -> CalendarDate? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, let date = CalendarDate(String(decoding: bytes[..<10], as: UTF8.self))
    else { return nil }
    var rest = bytes[10...]
    if rest.first == UInt8(ascii: "T") {
      guard let afterTime = skipTime(rest.dropFirst()) else { return nil }
      rest = afterTime
    }
    return isZone(rest) ? date : nil
  }

  /// `hh:mm:ss`, with any decimals of a second; nil when that is not what comes.
  private static func skipTime(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let time = Array(bytes.prefix(8))
    guard time.count == 8, time[2] == UInt8(ascii: ":"), time[5] == UInt8(ascii: ":"),
      [0, 1, 3, 4, 6, 7].allSatisfy({ isDigit(time[$0]) })
    else { return nil }
    var rest = bytes.dropFirst(8)
    if rest.first == UInt8(ascii: ".") {
      let decimals = rest.dropFirst().prefix { isDigit($0) }
      guard !decimals.isEmpty else { return nil }
      rest = rest.dropFirst(1 + decimals.count)
    }
    return rest
  }

  /// Nothing, `Z`, or `+hh:mm`.
  private static func isZone(_ bytes: ArraySlice<UInt8>) -> Bool {
    let zone = Array(bytes)
    guard !zone.isEmpty, zone != [UInt8(ascii: "Z")] else { return true }
    return zone.count == 6 && (zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-"))
      && zone[3] == UInt8(ascii: ":") && [1, 2, 4, 5].allSatisfy { isDigit(zone[$0]) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
