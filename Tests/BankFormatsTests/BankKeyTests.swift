import BankFormats
import DomainKit
import Testing

@Suite("Names of bookings and payments")
struct BankKeyTests {
  @Test("a payment and its fee under one reference have two keys, in whichever message they stand")
  func feeUnderOneReference() throws {
    let both = try keys([CamtText.entry("-1.50"), CamtText.entry("100")])
    let alone = try keys([CamtText.entry("100")], message: "camt.054")
    #expect(both == ["NL26VAYB8060476890:REF-1:D:0", "NL26VAYB8060476890:REF-1:0"])
    #expect(alone == ["NL26VAYB8060476890:REF-1:0"])
  }

  @Test("a reference given to several entries still names each, with a remark")
  func repeatedReference() throws {
    let text = CamtText(entries: [
      CamtText.entry("100"), CamtText.entry("100"), CamtText.entry("50"),
    ])
    let report = try CamtReader().check(text.file.source())
    #expect(report.remarks.filter { $0.code == .repeatedReference }.count == 2)
    #expect(
      try text.file.rows(report).map(\.entry.key.rawValue) == [
        "NL26VAYB8060476890:REF-1", "NL26VAYB8060476890:REF-1~2", "NL26VAYB8060476890:REF-1~3",
      ]
    )
  }

  @Test(
    "references that say nothing are none",
    arguments: [
      "NONREF", "nonref", "NOTPROVIDED", "0", "0000000000000000", "N/A", "NOT AVAILABLE", "-",
      "---",
    ]
  )
  func sayNothing(reference: String) throws {
    #expect(!BankKey.identifies(reference))
    let keys = try keys([CamtText.entry("100", reference: reference)])
    #expect(keys == ["NL26VAYB8060476890:#S-1:0:100.00EUR:2026-03-10:0"])
  }

  @Test(
    "references that say something are some",
    arguments: ["1", "A", "NONREF1", "0001", "REF-0"]
  )
  func saySomething(reference: String) {
    #expect(BankKey.identifies(reference))
  }

  @Test("without a reference, position, amount, direction and value date tell entries apart")
  func withoutReference() throws {
    let keys = try keys([
      CamtText.entry("100", reference: nil), CamtText.entry("100", reference: nil),
      CamtText.entry("-100", value: "2026-03-11", reference: nil),
    ])
    #expect(
      keys == [
        "NL26VAYB8060476890:#S-1:0:100.00EUR:2026-03-10:0",
        "NL26VAYB8060476890:#S-1:1:100.00EUR:2026-03-10:0",
        "NL26VAYB8060476890:#S-1:2:-100.00EUR:2026-03-11:0",
      ]
    )
  }

  @Test("an only transaction's own reference of the servicer names the entry that has none")
  func transactionReference() throws {
    let detail = CamtText.detail("100", "<Refs><AcctSvcrRef>TX-9</AcctSvcrRef></Refs>")
    let entry = CamtText.entry("100", reference: nil, details: CamtText.batch(nil, [detail]))
    #expect(try keys([entry]) == ["NL26VAYB8060476890:TX-9:0"])
    let half = CamtText.detail("50", "<Refs><AcctSvcrRef>TX-9</AcctSvcrRef></Refs>")
    let two = CamtText.entry("100", reference: nil, details: CamtText.batch(2, [half, half]))
    #expect(try keys([two]).first?.contains(":#S-1:0:") == true)
  }

  @Test("parts cannot run into each other")
  func escaped() throws {
    let first = BankKey.entry(
      account: BankAccount(number: "A:B", isIBAN: false),
      reference: "C",
      occurrence: 1,
      direction: .credit
    )
    let second = BankKey.entry(
      account: BankAccount(number: "A", isIBAN: false),
      reference: "B:C",
      occurrence: 1,
      direction: .credit
    )
    let third = BankKey.entry(
      account: BankAccount(number: "A", isIBAN: false),
      reference: "B~2",
      occurrence: 1,
      direction: .credit
    )
    let fourth = BankKey.entry(
      account: BankAccount(number: "A", isIBAN: false),
      reference: "B",
      occurrence: 2,
      direction: .credit
    )
    #expect(Set([first, second, third, fourth]).count == 4)
    #expect(first?.rawValue == "A%3AB:C")
  }

  @Test("a reference too long to name anything is refused, not cut")
  func tooLong() throws {
    let text = CamtText(entries: [CamtText.entry(reference: String(repeating: "R", count: 120))])
    #expect(try CamtReader().check(text.file.source()).refusals.map(\.code) == [.invalidField])
  }

  @Test("an account's spaces and case are nothing")
  func account() throws {
    var text = CamtText(entries: [CamtText.entry()])
    text.account = "<IBAN>nl26 vayb 8060 4768 90</IBAN>"
    #expect(try text.file.rows()[0].transaction.key == "NL26VAYB8060476890:REF-1:0")
  }

  private func keys(_ entries: [String], message: String = "camt.053") throws -> [String] {
    var text = CamtText(entries: entries)
    text.message = message
    return try text.file.rows().map(\.transaction.key.rawValue)
  }
}
