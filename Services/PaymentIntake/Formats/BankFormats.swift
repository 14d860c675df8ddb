/// The bank formats that are read here.
package enum BankFormats {
  package static let readers: [any BankFormatReader.Type] = []

  /// The reader of a file, told from its beginning; nil when no format here is like that.
  ///
  /// `head` is the first ``Limits/head`` bytes, or all of a smaller file. What the file is called
  /// does not matter.
  package static func reader(for head: [UInt8]) -> (any BankFormatReader.Type)? {
    readers.first { $0.recognises(head) }
  }

  package enum Limits {
    /// How much of a file's beginning is enough to recognise its format.
    package static let head = 16 * 1024
    /// Findings kept of one file; the rest is counted as one more.
    package static let findings = 100
  }
}
