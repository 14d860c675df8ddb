import BankFormats
import DomainKit
import Testing

@Suite("BAI2")
struct BAI2Tests {
  private static let dollar = Currency(literal: "USD")

  @Test("a wire, a collection and a returned collection")
  func statement() throws {
    let rows = try OwnFiles.file("statement.bai").rows()
    #expect(rows.map(\.nature) == [.payment, .payment, .returnedPayment])
    let wire = rows[0]
    #expect(wire.transaction.key.rawValue == "104108339:WIR26031000412:0")
    #expect(wire.entry.amount == Money(1234_12, Self.dollar))
    #expect(wire.entry.valueDate == CalendarDate("2026-03-10"))
    #expect(wire.entry.proprietaryCode == "195")
    #expect(wire.transaction.remittance.text == ["Incoming Wire, invoice INV-2026-0042"])
    #expect(
      wire.transaction.debtor == BankParty(name: "HARBOR & SONS INC", otherAccount: "000123456789")
    )
    #expect(wire.transaction.endToEndID == "INV-7")
    #expect(rows[2].transaction.returnReason == "R02")
    #expect(rows[2].transaction.endToEndID == "DD-1")
  }

  @Test("decimals are implied by the currency: yen have none")
  func yen() throws {
    let file = try OwnFiles.file("statement.bai", "USD", "JPY")
    #expect(try file.rows()[0].entry.amount == Money(123412, Currency("JPY")!))
  }

  @Test("a continuation goes on with the fields, or with the text")
  func continuations() throws {
    let whole = try OwnFiles.file("statement.bai").rows()
    let file = try OwnFiles.file(
      "statement.bai",
      "03,104108339,USD,010,100000,,,015,258412,,,100,163412,2,,400,5000,1/",
      "03,104108339,USD,010,100000,,/\n88,015,258412,,,100,163412,2,/\n88,400,5000,1/"
    )
    let report = try file.check()
    // Three physical records in place of one.
    #expect(report.refusals.map(\.code) == [.controlMismatch, .controlMismatch, .controlMismatch])
    #expect(try file.rows(report) == whole)
  }

  @Test(
    "what is wrong is refused with its line and field",
    arguments: [
      ("49,+695236,8/", "49,+695237,8/", .controlMismatch, 10, "49"),
      ("49,+695236,8/", "49,+695236,9/", .controlMismatch, 10, "49"),
      ("98,+695236,1,10/", "98,+695236,2,10/", .controlMismatch, 11, "98"),
      ("99,+695236,1,12/", "99,+695236,1,13/", .controlMismatch, 12, "99"),
      ("16,165,", "16,899,", .invalidField, 8, "16/type"),
      ("16,165,40000", "16,165,400.00", .invalidAmount, 8, "16/amount"),
      ("123412,V,260310", "123412,V,260231", .invalidDate, 4, "16/value date"),
      ("123412,V", "123412,Q", .invalidField, 4, "16/funds type"),
      ("026015079,1,260310", "026015079,2,260310", .invalidField, 2, "02/group status"),
      ("26015079,1,260310", "26015079,1,261310", .invalidDate, 2, "02/as-of date"),
      ("104108339,USD", "104108339,XAU", .invalidCurrency, 3, "03/currency"),
      ("03,104108339", "17,104108339", .malformed, 3, ""),
      ("49,+695236,8/\n", "", .malformed, 10, "98/"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let refusal = try #require(try OwnFiles.refusal("statement.bai", text, other))
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }

  @Test("balances that the transactions do not make are refused, though the control totals fit")
  func balances() throws {
    let text = String(decoding: try OwnFiles.bytes("statement.bai"), as: UTF8.self)
      .replacing("015,258412", with: "015,258413").replacing("695236", with: "695237")
    let report = try BankFileInPieces.recognised(Array(text.utf8)).check()
    #expect(report.refusals.map(\.code) == [.balanceMismatch])
  }

  @Test("a report of the same day is pending")
  func interim() throws {
    let file = try OwnFiles.file("statement.bai", "2359,USD,2/", "1200,USD,3/")
    #expect(try file.rows().map(\.entry.status) == [.pending, .pending, .pending])
  }

  @Test("totals without all of their transactions say nothing of the balances: a remark")
  func partial() throws {
    let text = String(decoding: try OwnFiles.bytes("statement.bai"), as: UTF8.self)
      .replacing("100,163412,2", with: "100,163500,2").replacing("695236", with: "695324")
    let report = try BankFileInPieces.recognised(Array(text.utf8)).check()
    #expect(report.isAccepted)
    #expect(Set(report.remarks.map(\.code)) == [.balanceUnchecked])
  }
}
