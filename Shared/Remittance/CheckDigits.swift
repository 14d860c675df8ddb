/// The check-digit methods of payment references, on digits from left to right.
enum CheckDigits {
  /// ISO/IEC 7064 MOD 97-10 of letters and digits, letters as 10 (A) to 35 (Z).
  static func mod97(_ text: some Sequence<UInt8>) -> Int {
    text.reduce(0) { remainder, byte in
      byte <= UInt8(ascii: "9")
        ? (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97
        : (remainder * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
    }
  }

  /// Luhn's sum (ISO/IEC 7812-1, annex B) of digits whose last is the check digit; 0 is valid.
  static func luhn(_ digits: [Int]) -> Int {
    digits.reversed().enumerated().reduce(0) { sum, element in
      let doubled = element.offset % 2 == 1 ? element.element * 2 : element.element
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    } % 10
  }

  /// The digit after which ``luhn(_:)`` is 0.
  static func luhnCheck(of digits: [Int]) -> Int { (10 - luhn(digits + [0])) % 10 }

  /// The check digit of the recursive modulo 10 of Swiss payment slips.
  static func recursiveMod10(_ digits: some Sequence<Int>) -> Int {
    let table = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5]
    return (10 - digits.reduce(0) { table[($0 + $1) % 10] }) % 10
  }

  /// The check digit of the Finnish reference: weights 7, 3, 1 from the right.
  static func weighted731(_ digits: [Int]) -> Int {
    let weights = [7, 3, 1]
    let sum = digits.reversed().enumerated().reduce(0) { $0 + $1.element * weights[$1.offset % 3] }
    return (10 - sum % 10) % 10
  }

  /// The check digit of modulo 11 with weights 2 to 7 from the right; 10 means `-` (Norwegian KID).
  static func mod11(_ digits: [Int]) -> Int {
    let sum = digits.reversed().enumerated().reduce(0) { $0 + $1.element * (2 + $1.offset % 6) }
    return (11 - sum % 11) % 11
  }
}
