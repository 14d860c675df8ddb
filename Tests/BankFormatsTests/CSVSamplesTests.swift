import BankFormats
import DomainKit
import Foundation
import Testing

/// Files of other people, read by layouts that say what their owners say of them.
enum CSVSamplesTests {
  static let folder = SampleFolder("csv")

  private struct Expected {
    var layout: String
    /// Signed minor units, in the file's order; or why the file is refused.
    var amounts: [Int64]?
    var refused: BankFinding.Code?
  }

  private static func layout(_ columns: String, _ more: String = "") -> String {
    """
    {"name": "oca", "account": "123456789", "currency": "USD", "dates": "MM/DD/YYYY",
     "groupingMark": ","\(more), "columns": {"bookingDate": "Date", "text": ["Label"],
     "payer": "Partner Name"\(columns)}}
    """
  }

  private static let oca = "oca-bank-statement-import/"
  private static let expected: [String: Expected] = [
    oca + "sample_statement_en.csv": Expected(
      layout: layout(", \"amount\": \"Amount\", \"currency\": \"Currency\""),
      amounts: [-33_50, 1525_00]
    ),
    oca + "multi_currency.csv": Expected(
      layout: layout(", \"amount\": \"Amount\", \"currency\": \"Currency\""),
      amounts: [-33_50, 1525_00]
    ),
    oca + "original_currency.csv": Expected(
      layout: layout(", \"amount\": \"Amount\", \"currency\": \"Currency\""),
      amounts: [1525_00]
    ),
    oca + "original_currency_empty.csv": Expected(
      layout: layout(", \"amount\": \"Amount\", \"currency\": \"Currency\""),
      amounts: [1525_00]
    ),
    oca + "empty_statement_en.csv": Expected(
      layout: layout(", \"amount\": \"Amount\", \"currency\": \"Currency\""),
      amounts: []
    ),
    oca + "sample_statement_credit_card_inverse_sign_en.csv": Expected(
      layout: layout(
        ", \"amount\": \"Amount\", \"currency\": \"Currency\"",
        ", \"signs\": \"inverted\""
      ),
      amounts: [-33_50, 1525_00]
    ),
    oca + "balance.csv": Expected(
      layout: layout(", \"amount\": \"Amount\", \"balance\": \"Balance\""),
      amounts: [-33_50, 1533_50]
    ),
    oca + "debit_credit.csv": Expected(
      layout: layout(
        """
        , "amount": "Amount", "balance": "Balance",
        "direction": {"column": "D/C", "credit": ["C"], "debit": ["D"]}
        """,
        ", \"signs\": \"ignored\""
      ),
      amounts: [-33_50, 1533_50]
    ),
    // Its last row says a debit of 1500.00, its balance grows by as much.
    oca + "debit_credit_amount.csv": Expected(
      layout: layout(", \"debit\": \"Debit\", \"credit\": \"Credit\", \"balance\": \"Balance\""),
      refused: .balanceMismatch
    ),
    oca + "meta_data_separated_credit_debit.csv": Expected(
      layout: """
        {"name": "oca", "account": "08088804068", "currency": "EUR", "dates": "DD/MM/YY",
         "decimalMark": ",", "signs": "negative-debits", "leftOut": ["Balance at"],
         "columns": {"bookingDate": "Date", "text": ["Label", "Detail"], "debit": "Debit",
           "credit": "Credit", "bankReference": "Operation Number"}}
        """,
      amounts: [-50_00, -100_00, -80_68, 1300_00]
    ),
    "fjacquet-viseca/viseca.csv": Expected(
      layout: """
        {"name": "viseca", "currency": "CHF", "dates": "YYYY-MM-DD", "signs": "inverted",
         "columns": {"bookingDate": "Date", "valueDate": "ValutaDate", "amount": "Amount",
           "currency": "Currency", "account": "CardId", "payer": "MerchantName",
           "text": ["Details"], "bankReference": "TransactionId",
           "status": {"column": "StateType", "booked": ["BOOKED"]}}}
        """,
      amounts: [-29_00, -10_00, -12_90, -58_45, 80_00, 105_70, -10_00, -3_00, -111_55]
    ),
  ]

  /// Each file gives the amounts that are in it, or a clear refusal.
  static func table() throws -> [SampleVerdict] {
    var table: [SampleVerdict] = []
    for name in Self.folder.names {
      let bytes = try Self.folder.bytes(name)
      guard let expected = Self.expected[name] else {
        // No header row, or no CSV at all.
        let finding = #expect(throws: BankFinding.self) { try BankFormats().reader(for: bytes) }
        table.append(SampleVerdict(folder.format, name, refused: finding?.text ?? ""))
        continue
      }
      var file = BankFileInPieces(bytes)
      let reader = try CSVTests.reader(expected.layout)
      file.reader = try BankFormats(layouts: [reader.layout]).reader(for: bytes)
      let report = try file.check()
      #expect(report.refusals.first?.code == expected.refused, "\(name): \(report.findings)")
      let rows = try report.isAccepted ? file.rows(report) : []
      table.append(SampleVerdict(folder.format, name, report, rows: rows))
      if let amounts = expected.amounts {
        let found = rows.map { row in
          row.transaction.amount.minorUnits * (row.transaction.direction == .debit ? -1 : 1)
        }
        #expect(found == amounts, "\(name)")
      }
      #expect(Set(rows.map(\.transaction.key)).count == rows.count)
    }
    #expect(Set(Self.expected.keys).isSubset(of: Self.folder.names))
    return table
  }
}
