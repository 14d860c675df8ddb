import Remittance
import Testing

@Suite("Names that are almost one")
struct NameLikenessTests {
  private func isLike(_ written: String, _ registered: String, isCut: Bool = false) -> Bool {
    NameLikeness.isLike(PayerName.key(written), PayerName.key(registered), isCut: isCut)
  }

  @Test(
    "one slip, two in a long name, another order, a form dropped, words joined",
    arguments: [
      "ATELIERS MORELL", "ATELIER MOREL", "ATELEIRS MOREL", "MOREL ATELIERS SARL",
      "ATELIERSMOREL", "TELIERS MOREL",
    ]
  )
  func slips(written: String) {
    #expect(isLike(written, "Ateliers Morel"))
    #expect(isLike("Ateliers Morel", written), "likeness has no direction")
  }

  @Test("a second slip needs a long name", arguments: [("CHARPENTES LEROUX", 2), ("LEROUXVAL", 1)])
  func border(name: String, slips: Int) {
    // Letters that no name has, from the second on.
    var letters = Array(name)
    for slip in 0..<3 {
      letters[1 + 2 * slip] = "X"
      #expect(isLike(String(letters), name) == (slip < slips), "\(slip + 1) slips")
    }
  }

  @Test(
    "what makes another name",
    arguments: [
      ("MOREL", "MORELL"), ("DUPONT", "DUPOND"),
      ("TRANSPORTS DUPONT EST", "TRANSPORTS DUPONT OUEST"),
      ("GARAGE DU NORD", "GARAGE DU SUD"), ("HOTEL TERMINUS 12", "HOTEL TERMINUS 13"),
      ("ATELIERS MOREL", "ATELIERS MOREL FILS"), ("ATELIERS MOREL", "ATELIERS MARTIN"),
      ("", "ATELIERS MOREL"),
    ]
  )
  func others(one: String, two: String) {
    #expect(!isLike(one, two))
    #expect(!isLike(two, one))
  }

  @Test("seven letters tell nothing, eight do")
  func shortNames() {
    #expect(!isLike("LEROUXX", "LEROUXA"))
    #expect(isLike("LEROUXVX", "LEROUXVA"))
  }

  @Test("a field that cut the name took its last words, or a part of one")
  func cut() {
    let name = "ETABLISSEMENTS CHARPENTES LEROUX ET FILS SARL"
    for written in [
      "ETABLISSEMENTS CHARPENTES LEROUX", "ETABLISSEMENTS CHARPENTES LERO",
      "ETABLISSEMENTS CHARPENTES LEROUX ET FI", "ETABLISSEMENTS CHARPENTES LEROUX ET FILS SAR",
    ] {
      #expect(isLike(written, name, isCut: true), "\(written)")
    }
    #expect(!isLike("ETABLISSEMENTS CHARPENTES LEROUX", name), "nothing cut it")
    #expect(!isLike("ETABLISSEMENTS CHARPENTES MARTIN", name, isCut: true))
    #expect(!isLike(name, "ETABLISSEMENTS CHARPENTES", isCut: true), "a cut takes, it never adds")
  }

  @Test(
    "a swap of neighbours is one slip",
    arguments: [("ABCD", "ABDC", 1), ("ABCD", "BADC", 2), ("ABCD", "ABCD", 0), ("ABCD", "ABC", 1)]
  )
  func distance(one: String, two: String, expected: Int) {
    #expect(NameLikeness.distance(Array(one), Array(two), atMost: 2) == expected)
    #expect(NameLikeness.distance(Array(two), Array(one), atMost: expected) == expected)
    if expected > 0 {
      #expect(NameLikeness.distance(Array(one), Array(two), atMost: expected - 1) == nil)
    }
  }
}
