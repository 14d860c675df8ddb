/// Gives a file's next bytes, as many as it likes; none at the end.
///
/// A file is read twice, from its beginning each time: once to check it, once for its rows.
package typealias ByteSource = () throws -> [UInt8]

/// A reader of one family of bank files.
///
/// A new format is one more type behind this protocol and one more line in ``BankFormats``.
package protocol BankFormatReader: Sendable {
  /// The family's name: `camt`.
  var name: String { get }

  /// Whether a file that begins with `head` is of this family, whatever the file is called. Only
  /// the beginning of a large file is given.
  func recognises(_ head: [UInt8]) -> Bool

  /// Reads the whole file and says all that is wrong with it; throws only what `source` throws.
  func check(_ source: @escaping ByteSource) throws -> BankFileReport

  /// Gives the rows behind `cursor`, or all of them; `report` is the same file's check.
  func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader
}

/// Hands out what a file tells, one by one, without holding the file in memory.
package protocol BankRowReader {
  /// Nil at the end of the file. Throws ``BankFinding`` or what the source throws.
  mutating func next() throws -> BankEvent?
}
