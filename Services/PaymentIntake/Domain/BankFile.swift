package import DomainKit

/// SHA-256 of a file's content, in lower-case hexadecimal.
package typealias ContentHash = Identifier<BankFileContent>

/// The content of a bank file, named by its SHA-256.
package enum BankFileContent {}

/// The next lines of a bank file.
package struct StatementChunk: Equatable, Sendable {
  package var file: String
  package var hash: ContentHash
  /// The format with its version, such as `camt.053.001.08`.
  package var format: String
  /// The last line that was taken before; none at the beginning.
  package var after: LinePosition?
  package var lines: [StatementLine]
  /// The last row that was looked at, also when it was of no interest.
  package var through: LinePosition?
  /// Set when the file ends here.
  package var summary: StatementSummary?

  package init(
    file: String,
    hash: ContentHash,
    format: String,
    after: LinePosition?,
    lines: [StatementLine],
    through: LinePosition?,
    summary: StatementSummary?
  ) {
    self.file = file
    self.hash = hash
    self.format = format
    self.after = after
    self.lines = lines
    self.through = through
    self.summary = summary
  }
}

/// What the check of the whole file found out.
package struct StatementSummary: Codable, Equatable, Sendable {
  package var statements: Int
  package var entries: Int
  /// What a person should know although the file is in.
  package var remarks: [String]

  package init(statements: Int, entries: Int, remarks: [String]) {
    self.statements = statements
    self.entries = entries
    self.remarks = remarks
  }
}

/// Where a row stands in its file, counted from 0.
package struct LinePosition: Codable, Hashable, Comparable, Sendable {
  package var statement: Int
  package var entry: Int
  package var transaction: Int

  package init(statement: Int, entry: Int, transaction: Int) {
    self.statement = statement
    self.entry = entry
    self.transaction = transaction
  }

  package static func < (lhs: LinePosition, rhs: LinePosition) -> Bool {
    (lhs.statement, lhs.entry, lhs.transaction) < (rhs.statement, rhs.entry, rhs.transaction)
  }
}

/// One line of a bank file that concerns receivables.
package struct StatementLine: Equatable, Sendable {
  package enum Movement: Equatable, Sendable {
    case payment(PaymentFacts)
    /// Announced, not booked.
    case pending(PaymentFacts)
    case returned(ReturnFacts)
  }
  package var place: BankPlace
  package var entryAmount: Money
  /// Set when the line stands for several payments whose details the file does not hold.
  package var batched: Int?
  package var movement: Movement

  package init(place: BankPlace, entryAmount: Money, batched: Int? = nil, movement: Movement) {
    self.place = place
    self.entryAmount = entryAmount
    self.batched = batched
    self.movement = movement
  }
}

/// A bank file was refused as a whole.
package struct StatementRefusal: Codable, Equatable, Sendable {
  package var file: String
  package var hash: ContentHash
  /// The format as far as it was recognised.
  package var format: String
  package var errors: [StatementError]

  package init(file: String, hash: ContentHash, format: String, errors: [StatementError]) {
    self.file = file
    self.hash = hash
    self.format = format
    self.errors = errors
  }
}

/// What is wrong with a bank file, and where.
package struct StatementError: Codable, Equatable, Sendable {
  /// The line or element.
  package var place: String
  package var code: String
  package var text: String

  package init(place: String, code: String, text: String) {
    self.place = place
    self.code = code
    self.text = text
  }
}

/// What has become of a bank file.
package struct StatementImport: Codable, Equatable, Sendable {
  package enum Stage: String, Codable, Sendable {
    case reading, imported, rejected
  }
  package var file: String
  package var hash: ContentHash
  package var format: String
  package var stage: Stage
  /// The last line that was looked at.
  package var position: LinePosition?
  /// The entry of the last line, when this file is the first to tell it: its further lines are new.
  package var openEntry: EntryKey?
  package var statements = 0
  package var entries = 0
  /// Payments that were not known before.
  package var payments = 0
  package var returns = 0
  package var pending = 0
  /// Lines that another file or channel had already told.
  package var duplicates = 0
  /// Sums of the new payments, one a currency.
  package var received = Tally()
  package var remarks: [String] = []
  package var errors: [StatementError] = []

  package init(file: String, hash: ContentHash, format: String, stage: Stage) {
    self.file = file
    self.hash = hash
    self.format = format
    self.stage = stage
  }

  /// Remarks beyond this many are counted in one more.
  package static let remarkLimit = 100
}
