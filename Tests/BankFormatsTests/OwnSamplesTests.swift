import BankFormats
import DomainKit
import Foundation
import Testing

@Suite("Bank files")
struct OwnSamplesTests {
  @Test("a statement: balances, a payment with all its references, exchange, fees, pending money")
  func statement() throws {
    let file = try OwnSamples.file("statement")
    let report = try CamtReader().check(file.source())
    #expect(report.format == "camt.053.001.08")
    #expect(report.findings.isEmpty, "\(report.findings)")
    #expect((report.statements, report.entries, report.rows) == (1, 4, 4))

    let events = try file.events(report)
    guard case .statementBegan(let statement, index: 0) = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(statement.kind == .statement)
    #expect(statement.id == "2026-03-10/EUR")
    #expect(
      statement.account
        == BankAccount(number: "NL26VAYB8060476890", isIBAN: true, currency: .euro)
    )
    #expect(statement.created == CalendarDate("2026-03-10"))
    #expect(
      statement.balances.map(\.amount.description)
        == ["-10250.40 EUR", "-8090.10 EUR", "-8090.10 EUR"]
    )
    #expect(statement.balances.map(\.kind) == [.opening, .closing, .other("CLAV")])
    #expect(events.last == .statementEnded(index: 0))

    let rows = try file.rows(report)
    #expect(rows.map(\.nature) == [.payment, .payment, .otherDebit, .payment])
    #expect(rows.map(\.entry.status) == [.booked, .booked, .booked, .pending])
    #expect(
      rows.map(\.transaction.amount.description)
        == ["1176.00 EUR", "1240.30 EUR", "256.00 EUR", "99.99 EUR"]
    )
    #expect(
      rows.map(\.transaction.key.rawValue) == [
        "NL26VAYB8060476890:AAAASESS-0001:0", "NL26VAYB8060476890:AAAASESS-0002:0",
        "NL26VAYB8060476890:AAAASESS-0003:D:0",
        "NL26VAYB8060476890:#2026-03-10/EUR:3:99.99EUR:2026-03-11:0",
      ]
    )
  }

  @Test("a payment tells its payer, its references and what is paid on which document")
  func payment() throws {
    let row = try #require(try OwnSamples.file("statement").rows().first)
    let payment = row.transaction
    #expect(
      payment.debtor
        == BankParty(
          name: "Ateliers Morel",
          ultimateName: "Morel Sud SARL",
          iban: "FR7630006000011234567890189"
        )
    )
    #expect(payment.endToEndID == "E2E-1")
    #expect(payment.uetr == "8a562c67-ca16-48ba-b074-65581be6f001")
    #expect(payment.remittance.text == ["INV-2026-0042 less 2 %"])
    #expect(
      payment.remittance.references == [BankReference(value: "RF73INV20260042", type: "SCOR")]
    )
    #expect(payment.remittance.additional == ["Early payment"])
    #expect(
      payment.remittance.documents == [
        BankReferredDocument(
          number: "INV-2026-0042",
          type: "CINV",
          date: CalendarDate("2026-03-01"),
          dueAmount: Money(1200_00, .euro),
          discountApplied: Money(24_00, .euro),
          remittedAmount: Money(1176_00, .euro)
        )
      ]
    )
    #expect(row.entry.transactionCode == "PMNT/RCDT/ESCT")
    #expect(row.entry.entryReference == "1")
  }

  @Test("money in another currency counts as what reached the account; dates without their zone")
  func exchange() throws {
    let row = try OwnSamples.file("statement").rows()[1]
    #expect(row.transaction.amount == Money(1240_30, .euro))
    #expect(row.transaction.instructedAmount == Money(1350_00, Currency("USD")!))
    // 1350.00 x 0.92 = 1242.00: the unit, which is not stated, is the source's.
    #expect(
      row.transaction.exchange
        == BankExchange(
          unit: Currency(literal: "USD"),
          quoted: .euro,
          rate: ExchangeFactor(literal: "0.92")
        )
    )
    #expect(
      row.transaction.charges
        == [BankCharge(amount: Money(1_70, .euro), direction: .debit, isIncluded: true)]
    )
    #expect(row.transaction.endToEndID == nil, "NOTPROVIDED is nothing")
    #expect(row.transaction.debtor.otherAccount == "000123456789")
    #expect(row.transaction.debtor.name == "Harbor & Sons Inc.")
    #expect(row.transaction.remittance.text == ["INV 2026 0044", "second line"])
    #expect(row.entry.bookingDate == CalendarDate("2026-03-10"))
    #expect(row.entry.valueDate == CalendarDate("2026-03-11"))
  }

  @Test("a returned direct debit and a reversed credit are returned payments")
  func returns() throws {
    let rows = try OwnSamples.file("return").rows()
    #expect(rows.map(\.nature) == [.returnedPayment, .returnedPayment])
    #expect(rows.map(\.transaction.returnReason) == ["MS03", nil])
    #expect(rows[0].transaction.amount == Money(515_00, .euro))
    #expect(rows[0].transaction.instructedAmount == Money(500_00, .euro))
    #expect(rows[0].transaction.charges.map(\.amount) == [Money(15_00, .euro)])
    #expect(rows[0].transaction.endToEndID == "DD-1")
    #expect(rows[0].transaction.mandateID == "M-1")
    #expect(rows[0].transaction.additionalInformation == "Prélèvement impayé")
    #expect(rows[1].entry.isReversal)
    #expect(rows[1].transaction.additionalInformation == "Société Générale: extourne")
  }

  @Test("the same batch with and without details, and its notification, have one entry key")
  func batchTwice() throws {
    let detailed = try OwnSamples.file("batch-with-details").rows()
    let lumped = try OwnSamples.file("batch-without-details").rows()
    let notified = try OwnSamples.file("notification").rows()
    #expect(detailed.map(\.transaction.amount.minorUnits) == [500_00, 150_00, 100_00])
    #expect(detailed.map(\.transaction.lumpedTransactions) == [nil, nil, nil])
    #expect(lumped.map(\.transaction.amount.minorUnits) == [750_00])
    #expect(lumped.map(\.transaction.lumpedTransactions) == [3])
    #expect(Set((detailed + lumped + notified).map(\.entry.key)).count == 1)
    #expect(detailed.map(\.transaction.key) == notified.map(\.transaction.key))
    #expect(Set(detailed.map(\.transaction.key)).isDisjoint(with: lumped.map(\.transaction.key)))
    #expect(detailed.map(\.transaction.mandateID) == ["M-1", "M-2", "M-3"])
    #expect(lumped[0].transaction.additionalInformation == "Collection of direct debits")
  }

  @Test("a report within the day tells the same entry pending, then booked: one key")
  func interimReport() throws {
    let file = try OwnSamples.file("interim-report")
    let report = try CamtReader().check(file.source())
    #expect(report.format == "camt.052.001.10")
    let rows = try file.rows(report)
    #expect(rows.map(\.entry.status) == [.pending, .booked])
    #expect(rows[0].entry.valueDate == CalendarDate("2026-03-10"), "the message's own day")
    let booked = try #require(try OwnSamples.file("statement").rows().first)
    #expect(Set((rows + [booked]).map(\.transaction.key)).count == 1)
  }

  @Test("the same file twice gives the same rows", arguments: OwnSamples.names)
  func twice(name: String) throws {
    let file = try OwnSamples.file(name)
    let report = try CamtReader().check(file.source())
    #expect(report.isAccepted)
    #expect(report == (try CamtReader().check(file.source())))
    #expect(try file.rows(report) == file.rows(report))
    #expect(try file.rows(report).count == report.rows)
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(BankFileReport.self, from: data) == report)
  }

  @Test("a file cut off anywhere is refused", arguments: OwnSamples.names)
  func cutOff(name: String) throws {
    let bytes = try OwnSamples.file(name).bytes
    let end = bytes.lastIndex(of: UInt8(ascii: ">"))!
    for length in stride(from: 0, through: end, by: 37) + [end] {
      let report = try CamtReader().check(BankFileInPieces(Array(bytes.prefix(length))).source())
      #expect(!report.isAccepted, "\(name) cut after \(length) bytes")
      if length > 200 { #expect(report.refusals.last?.code == .malformed) }
    }
  }

  @Test("a file is known by what is in it", arguments: OwnSamples.names)
  func recognised(name: String) throws {
    let bytes = try OwnSamples.file(name).bytes
    #expect(try BankFormats().reader(for: bytes) is CamtReader)
    #expect(try BankFormats().reader(for: Array(bytes.prefix(600))) is CamtReader)
  }
}

/// Files of our own, in the folder beside this one.
enum OwnSamples {
  static let names = [
    "statement", "batch-with-details", "batch-without-details", "notification", "return",
    "interim-report",
  ]

  static func file(_ name: String) throws -> BankFileInPieces {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Samples/\(name).xml")
    return BankFileInPieces(try Array(Data(contentsOf: url)))
  }
}
