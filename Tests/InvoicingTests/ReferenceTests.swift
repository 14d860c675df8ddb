import DomainKit
import InvoicingDomain
import Remittance
import Testing

@Suite("Payment references")
struct ReferenceTests {
  @Test(
    "an invoice without a reference gets RF of its number's letters and digits (rules R23)",
    arguments: [
      ("INV20260042", "RF73INV20260042"), ("INV-2026-0042", "RF73INV20260042"),
      ("inv/2026.0042", "RF73INV20260042"),
    ]
  )
  func derived(number: String, reference: String) throws {
    let scenario = try Scenario(.account(), .invoice(InvoiceNumber(number)))
    #expect(
      scenario.issued(InvoiceNumber(number))?.paymentReference.rawValue == reference
    )
  }

  @Test(
    "a number that does not fit gets a reference of its hash",
    arguments: ["INV-2026-0042-AND-SOME-MORE", "Rechnung-Ä-1", "---", "請求書1"]
  )
  func hashed(number: String) throws {
    let scenario = try Scenario(.account(), .invoice(InvoiceNumber(number)))
    let reference = try #require(scenario.issued(InvoiceNumber(number))?.paymentReference)
    #expect(reference.rawValue.hasPrefix("RF"))
    #expect((5...25).contains(reference.rawValue.utf8.count))
    let again = try Scenario(.account("C-9"), .invoice(InvoiceNumber(number), of: "C-9"))
    #expect(again.issued(InvoiceNumber(number))?.paymentReference == reference)
  }

  @Test("no two invoices get the same derived reference")
  func distinct() throws {
    let numbers: [InvoiceNumber] = ["INV-1", "INV1", "INV 1", "inv1", "I-N-V-1"]
    var scenario = try Scenario(.account("C-1"), .account("C-2"))
    for (index, number) in numbers.enumerated() {
      try scenario.when(.invoice(number, of: index % 2 == 0 ? "C-1" : "C-2"))
    }
    let references = numbers.compactMap { scenario.issued($0)?.paymentReference }
    #expect(Set(references).count == numbers.count)
  }

  @Test("a given reference is kept without spaces, in capitals")
  func given() throws {
    let scenario = try Scenario(
      .account(),
      .invoice { $0.paymentReference = "rf18 5390 0754 7034" }
    )
    #expect(scenario.issued("INV-1")?.paymentReference == "RF18539007547034")
  }

  @Test(
    "other structured references are kept too, when their check digits are right",
    arguments: [
      ("+++090/9337/55493+++", true), ("+++090/9337/55494+++", false),
      ("21 00000 00003 13947 14300 09017", true), ("21 00000 00003 13947 14300 09018", false),
      ("RF19539007547034", false), ("RF18", false), ("Snippet1", false), ("", false),
    ]
  )
  func kinds(reference: String, isFit: Bool) throws {
    var scenario = try Scenario(.account())
    let faults = scenario.faults(.invoice { $0.paymentReference = reference })
    #expect(faults == (isFit ? [] : ["paymentReference: reference-unfit"]))
  }

  @Test("a reference of another account's invoice is refused, one of the same account's is not")
  func used() throws {
    var scenario = try Scenario(.account("C-1"), .account("C-2"))
    try scenario.when(.invoice("A", of: "C-1") { $0.paymentReference = "RF18539007547034" })
    #expect(
      scenario.faults(.invoice("B", of: "C-2") { $0.paymentReference = "RF18 5390 0754 7034" })
        == ["paymentReference: reference-used"]
    )
    #expect(
      scenario.faults(.invoice("C", of: "C-1") { $0.paymentReference = "RF18539007547034" }) == []
    )
  }

  @Test("a derived reference gives way to one that billing gave, and keeps its own from others")
  func derivedAndGiven() throws {
    var scenario = try Scenario(.account("C-1"), .account("C-2"))
    try scenario.when(
      .invoice("A", of: "C-1") { $0.paymentReference = "RF73INV20260042" }
    )
    try scenario.when(.invoice("INV-2026-0042", of: "C-2"))
    let derived = try #require(scenario.issued("INV-2026-0042")?.paymentReference)
    #expect(derived != "RF73INV20260042")
    #expect(
      scenario.faults(.invoice("B", of: "C-1") { $0.paymentReference = derived.rawValue })
        == ["paymentReference: reference-used"]
    )
  }

  @Test(
    "the account's country chooses the reference, where the policy names it",
    arguments: [
      ("BE", "002026004240"), ("FI", "RF46202600428"), ("CH", "000000000000000000202600427"),
      ("NO", "202600425"), ("FR", "RF73INV20260042"), (nil, "RF73INV20260042"),
    ]
  )
  func byCountry(country: String?, reference: String) throws {
    let policy = "iso-11649 BE=ogm FI=fi-rf CH=qrr NO=kid-mod10"
    let scenario = try Scenario(
      .references(policy),
      .account { $0.country = country },
      .invoice("INV-2026-0042")
    )
    #expect(scenario.issued("INV-2026-0042")?.paymentReference.rawValue == reference)
  }

  @Test("invoices whose numbers have the same digits get different references")
  func sameDigits() throws {
    let numbers: [InvoiceNumber] = ["INV-12-3", "INV-1-23", "CN-123", "0123"]
    var scenario = try Scenario(.references("ogm"), .account())
    for number in numbers { try scenario.when(.invoice(number)) }
    let references = numbers.compactMap { scenario.issued($0)?.paymentReference.rawValue }
    #expect(references.first == "000000012326")
    #expect(Set(references).count == numbers.count)
    for reference in references {
      #expect(StructuredReference(reference, as: .belgian) != nil, "\(reference)")
    }
  }

  @Test("a scheme that has no reference left gives way to ISO 11649")
  func exhausted() throws {
    // KID of two digits: nine numbers, and zero is nobody's.
    var scenario = try Scenario(.references("kid-mod10-2"), .account())
    for number in 1...12 { try scenario.when(.invoice(InvoiceNumber("\(number)"))) }
    let references = (1...12).compactMap {
      scenario.issued(InvoiceNumber("\($0)"))?.paymentReference.rawValue
    }
    #expect(references.prefix(9).allSatisfy { $0.utf8.count == 2 })
    #expect(references.suffix(3).allSatisfy { $0.hasPrefix("RF") })
    #expect(Set(references).count == 12)
  }

  @Test("a new policy changes no reference that was given")
  func changedPolicy() throws {
    var scenario = try Scenario(.references("ogm"), .account(), .invoice("INV-41"))
    let given = scenario.issued("INV-41")?.paymentReference
    #expect(try scenario.when(.references("ogm")).isEmpty)
    try scenario.when(.references("iso-11649"))
    try scenario.when(.invoice("INV-42"))
    #expect(scenario.issued("INV-41")?.paymentReference == given)
    #expect(scenario.issued("INV-42")?.paymentReference.rawValue.hasPrefix("RF") == true)
  }
}

extension Invoicing.Command {
  fileprivate static func references(_ policy: String) throws -> Self {
    .configure(
      partitionCount: Partition.defaultCount,
      references: try #require(ReferencePolicy(policy))
    )
  }
}
