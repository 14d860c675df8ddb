import Remittance
import Testing

@Suite("Payers' names and accounts")
struct PayerTests {
  @Test(
    "a name has one key whatever its order, case, punctuation and legal form",
    arguments: [
      "ATELIERS MOREL", "Ateliers Morel SARL", "MOREL ATELIERS S.A.R.L.", "Sarl Ateliers-Morel",
      "ateliers  morel s a r l", "Ateliers Morel, SARL",
    ]
  )
  func oneKey(name: String) {
    #expect(PayerName.key(name) == "ATELIERS MOREL")
  }

  @Test("initials are one word, with dots and without; joined by a sign they are two")
  func initials() {
    #expect(PayerName.key("J.B. Morel") == PayerName.key("JB Morel"))
    #expect(PayerName.key("J. B. Morel") == PayerName.key("Morel, JB"))
    #expect(PayerName.key("Muller GmbH & Co. KG") == "MULLER")
    #expect(PayerName.key("3M Deutschland GmbH") == "3M DEUTSCHLAND")
  }

  @Test("other names have other keys")
  func otherNames() {
    let names = ["Ateliers Morel", "Ateliers Morin", "Morel", "Morel et Fils", "SAS Morel Sud"]
    #expect(Set(names.map(PayerName.key)).count == names.count)
  }

  @Test("a name of nothing but a legal form tells nothing", arguments: ["", "S.A.", "GmbH", " - "])
  func emptyKey(name: String) {
    #expect(PayerName.key(name).isEmpty)
  }

  @Test(
    "a valid IBAN, with spaces and in any case",
    arguments: [
      "FR76 3000 6000 0112 3456 7890 189", "fr7630006000011234567890189", "NL26VAYB8060476890",
      "GB82 WEST 1234 5698 7654 32", "NO9386011117947", "MT84MALT011000012345MTLCAST001S",
    ]
  )
  func validIBAN(text: String) {
    #expect(IBAN(text) != nil)
  }

  @Test(
    "a QR-IBAN is one of institution 30000 to 31999 in Switzerland or Liechtenstein",
    arguments: [
      ("CH44 3199 9123 0008 8901 2", true), ("LI5731999123000889012", true),
      ("CH5730000123000889012", true), ("LI7030000123000889012", true),
      ("CH4929999123000889012", false), ("CH5232000123000889012", false),
      ("CH9300762011623852957", false), ("LI21 0881 0000 2324 013A A", false),
      ("DE37310000000000000000", false), ("FR7630006000011234567890189", false),
    ]
  )
  func qrIBAN(text: String, isOne: Bool) throws {
    #expect(try #require(IBAN(text)).isQRIBAN == isOne)
  }

  @Test("one wrong digit, two exchanged digits, and what is no IBAN")
  func invalidIBAN() {
    let valid = "FR7630006000011234567890189"
    for place in 4..<valid.count {
      var characters = Array(valid)
      characters[place] = characters[place] == "5" ? "6" : "5"
      #expect(IBAN(String(characters)) == nil)
    }
    #expect(IBAN("FR7630006000011234567890198") == nil)
    for text in ["", "FR76", "7630006000011234567890189FR", "FR76-3000", "DES1234567890"] {
      #expect(IBAN(text) == nil)
    }
    #expect(IBAN(String(repeating: "A", count: 1_000_000)) == nil)
  }

  @Test("only the country and the end of an account are shown")
  func masked() {
    #expect(IBAN("FR7630006000011234567890189")?.masked == "FR…0189")
  }
}
