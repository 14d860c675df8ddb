import BankFormats
import DomainKit
import Testing

@Suite("ESR, file V11")
struct ESRTests {
  private static let franc = Currency(literal: "CHF")
  private static let reference = "210000000003139471430009017"

  @Test("type 3: two payments and a cancellation, held by their total")
  func type3() throws {
    let file = try OwnFiles.file("payments.v11")
    guard case .statementBegan(let statement, index: 0) = try file.events(file.check()).first else {
      Issue.record("no statement")
      return
    }
    #expect(statement.kind == .notification)
    #expect(
      statement.account == BankAccount(number: "01-1067-4", isIBAN: false, currency: Self.franc)
    )
    let rows = try file.rows()
    #expect(rows.map(\.nature) == [.payment, .payment, .returnedPayment])
    #expect(
      rows.map(\.transaction.amount) == [1176_00, 500_50, 25_50].map { Money($0, Self.franc) }
    )
    #expect(Set(rows.map(\.entry.valueDate)) == [CalendarDate("2026-03-11")], "the credit date")
    #expect(
      rows[0].transaction.remittance.references
        == [BankReference(value: Self.reference, type: "ESR")]
    )
    #expect(
      rows.map(\.transaction.charges) == [
        [],
        [BankCharge(amount: Money(90, Self.franc), direction: .debit, isIncluded: false)],
        [],
      ]
    )
    #expect(
      rows[0].entry.key.rawValue == "01-1067-4:2026-03-11 0040  0400-004570001",
      "named by its delivery and microfilm"
    )
  }

  @Test("type 4: customers in francs and in euros, each with a total")
  func type4() throws {
    let file = try OwnFiles.file("payments-4.v11")
    #expect(try file.check().format == "esr-4")
    let rows = try file.rows()
    #expect(
      rows.map(\.transaction.amount)
        == [Money(1176_00, Self.franc), Money(176_00, Self.franc), Money(500_50, .euro)]
    )
    #expect(rows.map(\.nature) == [.payment, .returnedPayment, .payment])
    #expect(rows.map(\.entry.servicerReference?.count) == [26, 26, 26])
    let accounts = try file.events(file.check()).compactMap {
      if case .statementBegan(let statement, _) = $0 { statement.account.number } else { nil }
    }
    #expect(accounts == ["01-1067-4", "03-231-6"])
  }

  @Test(
    "what is wrong with type 3 is refused with its line and field",
    arguments: [
      ("000000165100", "000000165101", .controlMismatch, 4, "999"),
      ("000000000003260311", "000000000004260311", .controlMismatch, 4, "999"),
      ("999010010674", "999010010682", .controlMismatch, 4, "999"),
      ("999010010674", "995010010674", .controlMismatch, 4, "995"),
      ("012010010674", "012010010682", .controlMismatch, 2, "012/customer"),
      ("012010010674", "012020010674", .controlMismatch, 2, "012/customer"),
      ("0120100", "0130100", .malformed, 2, "013"),
      ("00000500500040", "000OO500500040", .invalidAmount, 2, "012/amount"),
      ("260311004570002", "260231004570002", .invalidDate, 2, "012/credit date"),
    ] as [(String, String, BankFinding.Code, Int, String)]
  )
  func refused(text: String, other: String, code: BankFinding.Code, line: Int, path: String) throws
  {
    let refusal = try #require(try OwnFiles.refusal("payments.v11", text, other))
    #expect(refusal.code == code)
    #expect(refusal.line == line)
    #expect(refusal.path == path)
  }

  @Test("a test delivery of type 4 and a currency that is not the customer's are refused")
  func type4Refused() throws {
    let test = try OwnFiles.refusal("payments-4.v11", "011011010010674", "011013010010674")
    #expect(test?.path == "011/delivery")
    let currency = try OwnFiles.refusal(
      "payments-4.v11",
      "009017CHF000000117600",
      "009017EUR000000117600"
    )
    #expect(currency?.code == .invalidCurrency)
  }
}
