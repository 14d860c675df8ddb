import DomainKit
import Foundation
import PaymentIntakeDomain
import Testing

@Suite("The bank's fee for a return, from the file to the account")
struct ReturnFeeTests {
  static let iban = "DE89370400440532013000"
  static let shared = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data/bank/camt/hbci4java/test-camt-ruecklastschrift.xml")
    .standardizedFileURL

  /// A payment of 50.00 that C-1 is known to have made on the account, and its cut.
  static func paid(on account: String) throws -> InboxStage {
    let scenario = try Scenario(.account("C-1", ibans: [PayerIBAN(iban)]))
    let stage = try InboxStage(scenario: scenario)
    let parties = """
      <TxDtls><Refs><EndToEndId>DD-1</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Debtor</Nm></Pty>\
      </Dbtr><DbtrAcct><Id><IBAN>\(iban)</IBAN></Id></DbtrAcct></RltdPties></TxDtls>
      """
    let file = CamtFile("PAID", CamtFile.Entry(cents: 5000, reference: "S1", details: parties))
    let text = file.text.replacing("NL26VAYB8060476890", with: account)
    try stage.drop("paid.xml", Array(text.utf8))
    try stage.settle()
    try stage.cut(opening: "2026-03-25/1")
    return stage
  }

  /// What the cut after the file brings back.
  static func returns(of text: String, after stage: InboxStage) throws -> [PaymentReturn] {
    try stage.drop("back.xml", Array(text.utf8))
    try stage.settle()
    try stage.cut(opening: "2026-03-26/1")
    return stage.events.compactMap { event in
      if case .paymentReturned(let back) = event { back } else { nil }
    }
  }

  @Test(
    "R8: a real bank's return of 53.00 takes back the 50.00 and charges 3.00",
    .enabled(if: FileManager.default.fileExists(atPath: shared.path))
  )
  func realFile() throws {
    let text = String(decoding: try Data(contentsOf: Self.shared), as: UTF8.self)
      .replacing("DES1234567890", with: Self.iban)
    let stage = try Self.paid(on: "DE1234567890")
    let back = try #require(try Self.returns(of: text, after: stage).first)
    #expect(back.owner.account == "C-1")
    #expect((back.amount, back.charges) == (eur(50_00), eur(3_00)))
  }

  @Test(
    "R8: a charge of which version 2 does not say whether it is part of the amount",
    arguments: [
      ("<InstdAmt><Amt Ccy='EUR'>50.00</Amt></InstdAmt>", "<Amt Ccy='EUR'>3.00</Amt>", 53, 3),
      ("", "<Amt Ccy='EUR'>3.00</Amt>", 53, 3),
      ("<InstdAmt><Amt Ccy='EUR'>50.00</Amt></InstdAmt>", "", 53, 3),
      ("<InstdAmt><Amt Ccy='EUR'>50.00</Amt></InstdAmt>", "<Amt Ccy='EUR'>3.00</Amt>", 50, 3),
      ("", "", 50, 0),
    ]
  )
  func unsaid(ordered: String, charge: String, amount: Int, fee: Int64) throws {
    let charges = charge.isEmpty ? "" : "<Chrgs>\(charge)</Chrgs>"
    let details = """
      <TxDtls><Refs><EndToEndId>DD-1</EndToEndId></Refs><AmtDtls>\(ordered)</AmtDtls>\(charges)\
      <RtrInf><Rsn><Cd>MS03</Cd></Rsn></RtrInf></TxDtls>
      """
    let file = CamtFile(
      "BACK",
      CamtFile.Entry(cents: -amount * 100, reference: "R1", details: details)
    )
    let text = file.text.replacing("camt.053.001.08", with: "camt.053.001.02")
      .replacing("<Sts><Cd>BOOK</Cd></Sts>", with: "<Sts>BOOK</Sts>")
    let stage = try Self.paid(on: "NL26VAYB8060476890")
    let back = try #require(try Self.returns(of: text, after: stage).first)
    #expect((back.amount, back.charges) == (eur(50_00), eur(fee * 100)))
  }
}
