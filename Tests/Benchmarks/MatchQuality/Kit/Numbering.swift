/// How a house numbers its invoices.
enum Numbering: CaseIterable, Sendable {
  case prefixYearSequence
  case letterYearSequence
  case yearSlash
  case plain
  case yearMonth
  case shortYear

  /// `sequence` is the house's count of invoices; `month` counts from 1.
  func number(_ sequence: Int, year: Int, month: Int) -> String {
    switch self {
    case .prefixYearSequence: "INV-\(year)-\(padded(sequence, 4))"
    case .letterYearSequence: "FA\(year)\(padded(sequence, 5))"
    case .yearSlash: "\(year)/\(100 + sequence)"
    case .plain: String(900_000_000 + sequence)
    case .yearMonth: "F\(padded(year % 100, 2))\(padded(month, 2))-\(padded(sequence, 5))"
    case .shortYear: "VK/\(padded(year % 100, 2))/\(padded(sequence, 6))"
    }
  }
}

func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// A number as its characters are compared: letters and digits of ASCII, in upper case.
func compact(_ text: some StringProtocol) -> [UInt8] {
  text.utf8.compactMap { byte in
    switch byte {
    case 0x30...0x39, 0x41...0x5A: byte
    case 0x61...0x7A: byte - 0x20
    default: nil
    }
  }
}

/// References with check digits, made as their standards say.
enum ReferenceStyle: CaseIterable, Sendable {
  case creditor
  case belgian
  case swiss
  case finnish

  /// Without spaces.
  func reference(number: String, sequence: Int) -> String {
    switch self {
    case .creditor:
      let body = String(decoding: compact(number), as: UTF8.self)
      let check = 98 - remainder(of: "\(body)RF00")
      return "RF\(padded(check, 2))\(body)"
    case .belgian:
      let body = padded(sequence, 10)
      let check = sequence % 97
      return body + padded(check == 0 ? 97 : check, 2)
    case .swiss:
      let table = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5]
      let body = "21" + padded(sequence, 24)
      let carry = body.utf8.reduce(0) { table[($0 + Int($1) - 0x30) % 10] }
      return body + String((10 - carry) % 10)
    case .finnish:
      let body = String(1000 + sequence)
      let sum = body.utf8.reversed().enumerated().reduce(0) { sum, digit in
        sum + (Int(digit.element) - 0x30) * [7, 3, 1][digit.offset % 3]
      }
      return body + String((10 - sum % 10) % 10)
    }
  }

  /// As it is printed on an invoice, and typed from there.
  func printed(_ reference: String) -> String {
    switch self {
    case .creditor: grouped(reference, by: 4)
    case .belgian:
      "+++\(reference.prefix(3))/\(reference.dropFirst(3).prefix(4))/\(reference.suffix(5))+++"
    case .swiss: "\(reference.prefix(2)) " + grouped(String(reference.dropFirst(2)), by: 5)
    case .finnish: reference
    }
  }

  private func remainder(of text: String) -> Int {
    text.utf8.reduce(0) { remainder, byte in
      byte < 0x3A
        ? (remainder * 10 + Int(byte) - 0x30) % 97 : (remainder * 100 + Int(byte) - 0x37) % 97
    }
  }
}

func grouped(_ text: String, by size: Int) -> String {
  var groups: [Substring] = []
  var rest = text[...]
  while !rest.isEmpty {
    groups.append(rest.prefix(size))
    rest = rest.dropFirst(size)
  }
  return groups.joined(separator: " ")
}

/// An account number of a country with right check digits (ISO 13616).
enum IBANMaker {
  static func make(_ chance: inout Chance) -> String {
    let (country, length) = chance.pick([("FR", 23), ("FR", 23), ("BE", 12), ("DE", 18)])
    let body = (0..<length).map { _ in String(chance.int(0...9)) }.joined()
    let remainder = (body + country + "00").utf8.reduce(0) { remainder, byte in
      byte < 0x3A
        ? (remainder * 10 + Int(byte) - 0x30) % 97 : (remainder * 100 + Int(byte) - 0x37) % 97
    }
    return country + padded(98 - remainder, 2) + body
  }
}
