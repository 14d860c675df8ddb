import DomainKit
import Foundation
import Testing

@Suite("What stands in a row is written in order")
struct NameSetTests {
  private let names = (1...40).map { InvoiceNumber("INV-\(100 + $0)") }

  @Test("a set, whatever came first")
  func set() throws {
    var set: NameSet<InvoiceNumber> = []
    for name in names.shuffled() { set.insert(name) }
    set.insert(names[3])
    set.remove(names[0])
    let data = try JSONEncoder().encode(set)
    let sorted = names.dropFirst().map { "\"\($0)\"" }.joined(separator: ",")
    #expect(String(decoding: data, as: UTF8.self) == "[\(sorted)]")
    #expect(try JSONDecoder().decode(NameSet<InvoiceNumber>.self, from: data) == set)
    #expect(set.contains(names[3]))
    #expect(!set.contains(names[0]))
  }

  @Test("amounts by name, as one object")
  func dictionary() throws {
    let table = TreeDictionary(uniqueKeysWithValues: names.map { ($0, 1) })
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(table)
    let sorted = names.map { "\"\($0)\":1" }.joined(separator: ",")
    #expect(String(decoding: data, as: UTF8.self) == "{\(sorted)}")
    #expect(try JSONDecoder().decode(TreeDictionary<InvoiceNumber, Int>.self, from: data) == table)
  }
}
