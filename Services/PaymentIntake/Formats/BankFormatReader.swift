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

  /// A check of a whole file, which is given it piece by piece.
  func makeCheck() -> any BankFileCheck

  /// Gives the rows behind `cursor`, or all of them; `report` is the same file's check.
  func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader
}

extension BankFormatReader {
  /// Reads the whole file and says all that is wrong with it; throws only what `source` throws.
  package func check(_ source: ByteSource) throws -> BankFileReport {
    let check = makeCheck()
    while true {
      let bytes = try source()
      if bytes.isEmpty { return check.finish() }
      check.feed(bytes)
    }
  }
}

/// Looks at a file's bytes as they come, and says in the end all that is wrong with it.
package protocol BankFileCheck: AnyObject {
  /// What comes behind the first thing that cannot be read is not looked at.
  func feed(_ bytes: [UInt8])
  func finish() -> BankFileReport
}

/// Hands out what a file tells, one by one, without holding the file in memory.
package protocol BankRowReader {
  /// Nil at the end of the file. Throws ``BankFinding``, or what the source throws: then it may be
  /// asked again, and goes on where it was.
  mutating func next() throws -> BankEvent?
}
