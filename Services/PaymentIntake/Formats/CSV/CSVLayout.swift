package import DomainKit
import TextLines

/// How one bank's CSV files are written, as a house describes it in a JSON file.
///
/// Columns are named by their titles, as the header row has them.
package struct CSVLayout: Hashable, Sendable {
  /// What the layout is called; its files' format is `csv-NAME`.
  package var name: String
  /// One character between the fields of a row.
  package var delimiter = ","
  /// One character around fields that hold delimiters or line breaks; twice in them it is itself.
  package var quote = "\""
  package var charset = Charset.utf8
  /// Titles by which the header row is known, in any order; by default all that are in `columns`.
  package var titles: [String]
  /// The creditor's own account, where the file does not say.
  package var account: String?
  package var currency: Currency?
  /// `DD`, `MM`, `YYYY` or `YY` and what stands between; a time may follow the day.
  package var dates: String
  package var decimalMark = "."
  /// A character between groups of digits, which means nothing.
  package var groupingMark: String?
  package var signs = Signs.asWritten
  package var columns: Columns
  /// Rows whose first field begins with one of these are no entries: totals, balances, notes.
  package var leftOut: [String] = []

  /// In what the bytes are written.
  package enum Charset: String, Decodable, Sendable {
    /// Where the bytes are none, they are read as Windows-1252, with a remark.
    case utf8 = "utf-8"
    /// Holds ISO 8859-1.
    case windows1252 = "windows-1252"
  }

  /// What the sign of an amount means.
  package enum Signs: String, Decodable, Sendable {
    /// Below zero is a debit; in a column of debits, the other way round.
    case asWritten = "as-written"
    /// Above zero is a debit, as in files of credit cards.
    case inverted
    /// Below zero is a debit in a column of debits too.
    case negativeDebits = "negative-debits"
    /// Another column says the direction.
    case ignored
  }

  /// A column whose words mean one of two things.
  package struct Words: Decodable, Hashable, Sendable {
    package var column: String
    package var credit: [String]
    package var debit: [String]
  }

  /// A column that says whether an entry is booked.
  package struct Status: Decodable, Hashable, Sendable {
    package var column: String
    package var booked: [String]
    package var pending: [String]?
  }

  /// Which column tells what; of `amount`, or `credit` and `debit`, one must.
  package struct Columns: Hashable, Sendable {
    package var amount: String?
    package var credit: String?
    package var debit: String?
    package var direction: Words?
    package var currency: String?
    package var account: String?
    package var bookingDate: String?
    package var valueDate: String?
    package var payer: String?
    package var iban: String?
    /// Joined by spaces, in this order.
    package var text: [String] = []
    /// A structured reference.
    package var reference: String?
    /// What the bank calls the entry, for ever.
    package var bankReference: String?
    /// The account's balance once the entry is booked.
    package var balance: String?
    package var status: Status?
  }
}

extension CSVLayout {
  /// What a header row must have.
  var neededTitles: Set<String> { Set(titles).union(columns.titles) }

  var records: CSVRecordReader {
    CSVRecordReader(
      delimiter: delimiter.utf8.first ?? UInt8(ascii: ","),
      quote: quote.utf8.first ?? UInt8(ascii: "\"")
    )
  }
}

extension CSVLayout.Columns {
  /// Every title, without repetitions.
  var titles: [String] {
    let all: [String?] =
      [
        amount, credit, debit, direction?.column, currency, account, bookingDate, valueDate, payer,
        iban, reference, bankReference, balance, status?.column,
      ] + text
    return Array(Set(all.compactMap { $0 })).sorted()
  }
}
