import DomainKit
import Testing

@Suite("Identifiers")
struct IdentifierTests {
  @Test(
    "names are taken as they are written",
    arguments: ["C-1001", "x", "a b", "INV/2026:42>", "Müller & Söhne", "客户一", "😀", "\u{A0}x"]
  )
  func taken(_ text: String) {
    #expect(AccountID(rawValue: text)?.rawValue == text)
  }

  @Test(
    "nothing, surrounding spaces and control characters are refused",
    arguments: [
      "", " ", " x", "x ", "a\nb", "a\u{0}", "\u{7F}", "a\u{80}b", "a\u{85}", "\u{9F}", "\tx",
    ]
  )
  func refused(_ text: String) {
    #expect(AccountID(rawValue: text) == nil)
  }

  @Test("letters beside the C1 controls are taken")
  func besideControls() {
    #expect(AccountID(rawValue: "\u{A0}") != nil)
    #expect(AccountID(rawValue: "\u{C0}\u{100}\u{2080}") != nil)
  }

  @Test("128 bytes are taken, not 128 letters")
  func length() {
    #expect(AccountID(rawValue: String(repeating: "x", count: 128)) != nil)
    #expect(AccountID(rawValue: String(repeating: "x", count: 129)) == nil)
    #expect(AccountID(rawValue: String(repeating: "é", count: 64)) != nil)
    #expect(AccountID(rawValue: String(repeating: "é", count: 65)) == nil)
  }

  @Test("names are compared byte by byte: case and composition count")
  func comparison() {
    let composed = AccountID("caf\u{E9}")
    let decomposed = AccountID("cafe\u{301}")
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, composed]).count == 2)
    #expect(decomposed < composed)
    #expect(AccountID("A") != AccountID("a"))
    #expect(AccountID("Z") < AccountID("a"))
    #expect(AccountID("a") < AccountID("aa"))
    #expect([AccountID("10"), "9", "1"].sorted() == ["1", "10", "9"])
  }

  @Test("a derived name that is none stops the program")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = AccountID("") }
    await #expect(processExitsWith: .failure) { _ = AccountID(" x") }
  }
}
