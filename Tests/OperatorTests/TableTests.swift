import DomainKit
import Messages
import Testing

@testable import OperatorKit

@Suite("Text in columns")
struct TableTests {
  @Test(
    "amounts have separators between thousands and their currency's decimals",
    arguments: [
      (0, "EUR", "0.00"), (5, "EUR", "0.05"), (-5, "EUR", "-0.05"), (999_99, "EUR", "999.99"),
      (1_000_00, "EUR", "1,000.00"), (-123_456_78, "EUR", "-123,456.78"),
      (1_234_567_89, "EUR", "1,234,567.89"), (-1_000_000, "JPY", "-1,000,000"),
      (100, "JPY", "100"), (1_234_567, "KWD", "1,234.567"),
      (1_000_000_000_000_000, "EUR", "10,000,000,000,000.00"),
    ] as [(Int64, String, String)]
  )
  func grouped(units: Int64, code: String, text: String) throws {
    let currency = try #require(Currency(code))
    #expect(Money(units, currency).grouped == text)
  }

  @Test(
    "a page is 80 to 120 columns wide",
    arguments: [(0, 80), (79, 80), (80, 80), (99, 99), (120, 120), (500, 120)]
  )
  func widths(columns: Int, width: Int) {
    #expect(Rendering.Style.terminal(columns: columns, hasColors: true).width == width)
  }

  @Test("no page has colours unless it is for a terminal that has them")
  func colors() {
    let pages = { (style: Rendering.Style) in
      [
        Rendering.aging(Samples.aging, style: style),
        Rendering.statement(Samples.statement, style: style),
        Rendering.reconciliation(Samples.reconciliation(isProven: false), style: style),
        Rendering.reconciliation(Samples.reconciliation(isProven: true), style: style),
        Rendering.overdue(Samples.overdue, asOf: Samples.day("2026-03-31"), style: style),
        Rendering.status(Samples.statuses, style: style),
        Rendering.orderCheck(CheckOrder.exampleReply, order: "SO-1", style: style),
      ]
    }
    #expect(pages(.plain).filter { $0.contains("\u{1B}") } == [])
    let colored = pages(.terminal(columns: 100, hasColors: true))
    #expect(colored.filter { $0.contains("\u{1B}") }.count == 6)
    // Colours change nothing else.
    let stripped = colored.map { page in
      ["\u{1B}[31m", "\u{1B}[32m", "\u{1B}[0m"].reduce(page) { $0.replacing($1, with: "") }
    }
    #expect(stripped == pages(.plain))
  }

  @Test("text from outside cannot act on the terminal")
  func harmless() {
    var reply = Samples.statement
    reply.name = "Evil\u{1B}[2J\r\n\u{202E}Ltd\u{7F}\u{9B}"
    let page = Rendering.statement(reply)
    #expect(page.hasPrefix("Statement of account C-1001, Evil�[2J���Ltd��\n"))

    var table = Table([.flexible("A", atLeast: 3)])
    table.add(["tab\there"])
    #expect(table.text(.plain).hasSuffix("tab�here"))
  }

  @Test("wide and combined letters keep the columns straight")
  func letters() {
    var table = Table([.text("Name"), .amount("Amount")])
    table.add(["株式会社", "1.00"])
    table.add(["E\u{301}ric", "22.00"])
    #expect(
      table.text(.plain) == """
        Name      Amount
        --------  ------
        株式会社    1.00
        E\u{301}ric       22.00
        """
    )
  }

  @Test("what does not fit is cut with an ellipsis, the widest column first")
  func cut() {
    var table = Table([
      .flexible("One", atLeast: 5), .flexible("Two", atLeast: 5), .amount("Amount"),
    ])
    table.add([
      String(repeating: "a", count: 90), String(repeating: "b", count: 20), "1,000.00",
    ])
    let narrow = table.text(.terminal(columns: 80, hasColors: false))
    let last = narrow.split(separator: "\n").last ?? ""
    #expect(last.count == 80)
    #expect(last.hasSuffix("\(String(repeating: "b", count: 20))  1,000.00"))
    #expect(last.contains("aaa…  bbb"))
  }

  @Test("amounts are never cut, though the page be too narrow for them")
  func uncut() {
    var table = Table((0..<9).map { _ in .amount("") })
    table.add((0..<9).map { _ in "1,000,000,000.00" })
    let lines = table.text(.plain).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last?.filter { $0 == "1" }.count == 9)
    #expect(!table.text(.plain).contains("…"))
  }

  @Test(
    "a bar is as long as its share, and never empty for something",
    arguments: [
      (0, 100, ""), (1, 100, "#"), (50, 100, "#####"), (100, 100, "##########"),
      (94, 100, "#########"), (95, 100, "##########"), (150, 100, "##########"), (-1, 100, ""),
      (1, 0, ""), (Int64.max, Int64.max, "##########"),
    ] as [(Int64, Int64, String)]
  )
  func bar(part: Int64, whole: Int64, text: String) {
    #expect(Bar.text(part, of: whole, columns: 10) == text)
  }

  @Test(
    "shares are whole percents, half up",
    arguments: [
      (0, 8, "0 %"), (1, 8, "13 %"), (1, 3, "33 %"), (2, 3, "67 %"), (8, 8, "100 %"), (1, 0, ""),
      (-1, 8, ""),
    ] as [(Int64, Int64, String)]
  )
  func percent(part: Int64, whole: Int64, text: String) {
    #expect(Bar.percent(part, of: whole) == text)
  }

  @Test("long values run on below themselves")
  func wrapped() {
    let style = Rendering.Style.terminal(columns: 80, hasColors: false)
    let words = Array(repeating: "word", count: 30).joined(separator: " ")
    let lines = Rendering.list([("Text", words), ("Empty", "")], style).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("Text  word"))
    #expect(lines[1].hasPrefix("      word"))
    #expect(lines.allSatisfy { $0.count <= 80 })
  }
}
