import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit
import Testing

@Suite("The README's example of a billing system", .serialized)
struct PublishingExampleTests {
  private static let script = "publish_invoice.py"

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: House.root.appending(path: path), encoding: .utf8)
  }

  @Test("it is the program that is tested, letter by letter")
  func same() throws {
    let program = try Self.text("Tests/SystemTests/\(Self.script)")
    #expect(try Self.text("README.md").contains("\n```python\n\(program)```\n"))
  }

  @Test("run as it stands, it makes an open item; run again, it changes nothing")
  func opensItem() throws {
    let bench = try RubbishBench(port: 26_974)
    defer { bench.close() }
    let partition = Partition(of: RubbishBench.account, count: bench.house.partitions)
    let openItems = {
      try bench.calls.call(ListOpenItems(account: RubbishBench.account), partition: partition).items
    }
    try bench.runPython(Self.script)
    let deadline = ContinuousClock.now + .seconds(20)
    while try !openItems().contains(where: { $0.invoice == "INV-2026-9001" }) {
      try #require(ContinuousClock.now < deadline, "the invoice did not become an open item")
    }
    let items = try openItems()
    let item = try #require(items.first { $0.invoice == "INV-2026-9001" })
    #expect((item.amount, item.open) == (Money(12_000, .euro), Money(12_000, .euro)))
    #expect(item.dueDate == CalendarDate("2026-05-01"))

    try bench.runPython(Self.script)
    try bench.goOn()
    #expect(try openItems().count == items.count + 1)
    #expect(try bench.leftInBins() == [])
  }
}
