import DomainKit
import EInvoices
import Testing

@Suite(
  "What is written, before the official rules of EN 16931",
  .enabled(if: OfficialRules.python != nil, "no Python with the rules: see compose/test")
)
struct OfficialRulesTests {
  @Test("any invoice written passes the schema and every rule", arguments: WritingTests.syntaxes)
  func generated(syntax: InvoiceSyntax) throws {
    var documents: [String: [UInt8]] = [:]
    for seed in UInt64(0)..<200 {
      let invoice = GeneratedInvoice.invoice(seed: seed, .written(as: syntax))
      documents["seed \(seed)"] = try EInvoices.write(invoice, as: syntax)
    }
    for (name, faults) in try OfficialRules.faults(of: documents) {
      #expect(faults == [], "\(name)")
    }
  }

  @Test(
    "the rules do refuse: a broken document is named with the rule that it breaks",
    arguments: WritingTests.syntaxes
  )
  func refusals(syntax: InvoiceSyntax) throws {
    let invoice = GeneratedInvoice.invoice(seed: 0, .written(as: syntax))
    let text = String(decoding: try EInvoices.write(invoice, as: syntax), as: UTF8.self)
    let isUBL = syntax == .ubl
    let breaks = [
      "BR-CO-16": (isUBL ? "PayableAmount" : "DuePayableAmount", "123456.78"),
      "BR-CO-15": (isUBL ? "TaxInclusiveAmount" : "GrandTotalAmount", "123456.78"),
      isUBL ? "BR-CL-01" : "FX-SCH-A-000555": (isUBL ? "InvoiceTypeCode" : "TypeCode", "999"),
      "schema": (isUBL ? "IssueDate" : "DuePayableAmount", "soon"),
    ]
    let documents = try breaks.mapValues { element, value in
      Array(try Self.replacing(element, by: value, in: text).utf8)
    }
    let faults = try OfficialRules.faults(of: documents)
    for rule in breaks.keys {
      #expect(faults[rule]!.contains { $0.rule == rule }, "\(rule): \(faults[rule]!)")
    }
  }

  /// Another text in the first element of a name.
  private static func replacing(
    _ name: String,
    by value: String,
    in text: String
  ) throws -> String {
    let start = try #require(text.firstRange(of: ":\(name)")).upperBound
    let open = try #require(text[start...].firstIndex(of: ">"))
    let close = try #require(text[open...].firstRange(of: "</")).lowerBound
    return text[...open] + value + text[close...]
  }

  /// Samples that only the rules of their own syntax take.
  private static let refusedElsewhere = [
    "eInvoicing-EN16931/ubl/examples/sample-discount-price.xml as CII":
      "it has a VAT currency (BT-6) without the VAT in it (BT-111), which only CII's BR-53 minds"
  ]

  @Test(
    "what others wrote and the rules take, they take as Encours writes it, in both syntaxes",
    .enabled(if: SharedInvoices.arePresent, "the samples are not beside this checkout")
  )
  func samples() throws {
    var originals: [String: [UInt8]] = [:]
    var written: [String: [UInt8]] = [:]
    for (name, reading) in try SharedInvoices.readings() where reading.isAccepted {
      guard let invoice = reading.invoice, reading.syntax != .zugferd1 else { continue }
      originals[name] = try SharedInvoices.bytes(name)
      for syntax in WritingTests.syntaxes {
        var copy = invoice
        copy.statedDiscounts = []
        if syntax != reading.syntax {
          guard copy.specification.detail == .lines else { continue }
          copy.specification = .en16931
        }
        written["\(name) as \(syntax.rawValue)"] = try? EInvoices.write(copy, as: syntax)
      }
    }
    let taken = try OfficialRules.faults(of: originals).filter { $0.value.isEmpty }.keys
    let faults = try OfficialRules.faults(of: written)
    var passed = 0
    for name in taken {
      for syntax in WritingTests.syntaxes {
        if Self.refusedElsewhere["\(name) as \(syntax.rawValue)"] != nil { continue }
        let found = faults["\(name) as \(syntax.rawValue)"]
        if found == [] { passed += 1 }
        #expect(found == [], "\(name) as \(syntax.rawValue)")
      }
    }
    print("official rules: \(originals.count) samples, \(taken.count) taken; \(passed) written")
    #expect(taken.count >= 50)
  }
}
