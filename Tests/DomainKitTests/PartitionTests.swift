import DomainKit
import Testing

@Suite("Partitions")
struct PartitionTests {
  /// Vectors of draft-eastlake-fnv, appendix C, and of the authors' own test program.
  @Test(
    "FNV-1a as its authors compute it",
    arguments: [
      ("", UInt64(0xcbf2_9ce4_8422_2325)), ("a", 0xaf63_dc4c_8601_ec8c),
      ("b", 0xaf63_df4c_8601_f1a5), ("c", 0xaf63_de4c_8601_eff2), ("d", 0xaf63_d94c_8601_e773),
      ("f", 0xaf63_db4c_8601_ead9), ("fo", 0x0898_5907_b541_d342),
      ("foo", 0xdcb2_7518_fed9_d577), ("foob", 0xdd12_0e79_0c25_12af),
      ("fooba", 0xcac1_65af_a2fe_f40a), ("foobar", 0x8594_4171_f739_67e8),
    ]
  )
  func hashes(_ text: String, _ hash: UInt64) {
    #expect(FNV1a.hash(text.utf8) == hash)
  }

  /// For who computes partitions elsewhere: these never change.
  @Test(
    "accounts fall where they always fell",
    arguments: [
      ("a", 16, "12"), ("foobar", 16, "08"), ("C-1001", 16, "15"), ("C-1002", 16, "02"),
      ("Müller", 16, "12"), ("foobar", 1, "00"), ("foobar", 100, "68"), ("foobar", 7, "06"),
    ]
  )
  func vectors(_ account: String, _ count: Int, _ name: String) {
    #expect(Partition(of: AccountID(account), count: count).name == name)
  }

  @Test("sixteen partitions are evenly filled by numbered accounts")
  func spread() {
    var sizes = Array(repeating: 0, count: 16)
    for number in 0..<16_000 { sizes[Partition(of: AccountID("C-\(number)")).number] += 1 }
    #expect(sizes.allSatisfy { (800...1200).contains($0) })
  }

  @Test("a name has two digits, a number is 0 to 99")
  func names() {
    #expect(Partition(7)?.name == "07")
    #expect(Partition(99)?.description == "99")
    #expect(Partition(100) == nil)
    #expect(Partition(-1) == nil)
    #expect(Partition(3)! < Partition(10)!)
  }

  @Test("no partitions, or more than have names, stop the program")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Partition(of: "x", count: 0) }
    await #expect(processExitsWith: .failure) { _ = Partition(of: "x", count: 101) }
    await #expect(processExitsWith: .failure) { _ = Partition(literal: 100) }
  }
}

@Suite("Percentages")
struct PercentageTests {
  @Test(
    "percentages are read exactly and written shortest",
    arguments: [
      ("0", Int64(0), "0"), ("2", 20_000, "2"), ("1.5", 15_000, "1.5"), ("0.25", 2500, "0.25"),
      ("0.0001", 1, "0.0001"), ("100", 1_000_000, "100"), ("100.0000", 1_000_000, "100"),
      ("02.50", 25_000, "2.5"), ("99.9999", 999_999, "99.9999"), ("0.0500", 500, "0.05"),
    ]
  )
  func notation(_ text: String, _ partsPerMillion: Int64, _ shortest: String) throws {
    let percentage = try #require(Percentage(text))
    #expect(percentage.partsPerMillion == partsPerMillion)
    #expect(percentage.description == shortest)
    #expect(Percentage(shortest) == percentage)
  }

  @Test(
    "what is no percentage from 0 to 100 is refused",
    arguments: [
      "", ".", "2.", ".5", "-1", "+1", "100.0001", "101", "999", "0.00001", "1000", "2 %", "2%",
      "1e1", "1,5", "٢", "1.5.0",
    ]
  )
  func refused(_ text: String) {
    #expect(Percentage(text) == nil)
  }

  @Test("parts per million outside 0 to a million are none")
  func bounds() {
    #expect(Percentage(partsPerMillion: -1) == nil)
    #expect(Percentage(partsPerMillion: 0)?.description == "0")
    #expect(Percentage(partsPerMillion: 1_000_001) == nil)
  }

  @Test("a literal that is no percentage stops the program")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Percentage(literal: "101") }
  }
}
