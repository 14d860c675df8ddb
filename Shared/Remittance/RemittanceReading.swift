package import DomainKit

/// What a payer wrote with a payment, taken apart: the numbers of documents that it may mention,
/// the amounts in it, and the words that tell what the money is for.
///
/// A reading offers; it knows no document. The same words can be offered as several numbers, longer
/// ones first, and the caller keeps those that somebody bears: `2026-101-104` is one number, and
/// 101 to 104 as well. Nothing is offered that is not written, but for what a list or a range
/// leaves to the reader.
///
/// Read are French, English and German; letters with accents count as plain ones in words that
/// matter. Not found are
/// - numbers without a digit, or spelt out, and what is beyond ``maximumWords`` words;
/// - numbers of a single digit that no word, prefix or list announces;
/// - a number within a longer word: `0042` in `INV20260042`, for which there is
///   ``DocumentNumber/likeness(of:to:)``;
/// - the elements of a list with slashes that are of other lengths, where nothing says that they
///   are numbers: `1010/2` is one number;
/// - whole amounts without a currency, and the currency that a sign such as `€` stands for;
/// - a list in what can be an amount, such as `101,44`; but `101 500,00` is offered as an amount,
///   and as a number with its amount.
package struct RemittanceReading: Equatable, Sendable {
  /// What may be the number of a document.
  package struct Mention: Hashable, Sendable {
    /// How the number came out of the text.
    package enum Form: String, CaseIterable, Sendable {
      /// Written without a space: `INV-2026-0042`, `FA20260042`.
      case whole
      /// Put together from up to ``RemittanceReading/maximumPieces`` pieces with spaces or a line's
      /// end between: `INV 2026 00 42`.
      case joined
      /// Completed from a number before: the second and third of `2026/101, 102 et 104`.
      case listed
      /// Between the ends of a range, the last included, the first not: it is written itself.
      case range
    }

    /// What the words before say it is the number of.
    package enum Label: String, CaseIterable, Sendable {
      case invoice
      case creditNote
      case purchaseOrder
      /// The payer's customer number or account with the creditor.
      case customer
      /// No word: it has the form of a day, such as `12.03.2026`.
      case date
    }

    /// As ``DocumentNumber/key(_:)``.
    package let key: String
    /// As it was written; of a listed one what stands there, of a range the whole range.
    package let written: String
    /// The places of its words over all that was read.
    package let words: ClosedRange<Int>
    package let form: Form
    package let label: Label?
    /// It ends where the text or its line is as long as banks let through.
    package let mayBeCut: Bool
    /// Taken off rather than paid: a credit note's number, after `less`, or with a negative amount.
    package let isCredit: Bool
    /// Written beside this number and no other.
    package let amount: Amount?

    /// Long enough for a number, or announced as one.
    package var isNumber: Bool {
      RemittanceReading.numberLengths.contains(key.utf8.count)
        || label == .invoice && key.utf8.count <= RemittanceReading.numberLengths.upperBound
    }
  }

  /// A structured reference with valid check digits, given as such or found in a text.
  ///
  /// In a text are found creditor references, in one word or in groups (`RF18 5390 0754 7034`), the
  /// Belgian one as it is printed, and digits that pass a check, in one word or in groups of five.
  package struct Reference: Hashable, Sendable {
    package let reference: StructuredReference
    package let written: String
    package let words: ClosedRange<Int>
    /// It is no chance that it passes: its form says that it is a reference.
    package let isTelling: Bool
  }

  /// An amount in the text.
  ///
  /// It has the decimals of its currency, a currency beside it, or apostrophes between thousands:
  /// `1.234,56`, `1 234,56`, `1,234.56`, `1'234`, `EUR 500`, `-50.00`, `(50.00)`, `50,00-`. Numbers
  /// without any of these are no amounts.
  package struct Amount: Hashable, Sendable {
    /// Negative where a minus or parentheses say so.
    package let minorUnits: Int64
    /// Where one is written beside it; else it is in the currency of the reading.
    package let currency: Currency?
    package let words: ClosedRange<Int>
  }

  /// What the words say that the money is for.
  package struct Topics: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `solde`, `balance`, `account total`, `statement`.
    package static let balance = Topics(rawValue: 1)
    /// `acompte`, `deposit`, `on account`.
    package static let advance = Topics(rawValue: 2)
    /// `acompte sur facture`, `part payment`, `echeance 1/3`.
    package static let partPayment = Topics(rawValue: 4)
    /// `avoir`, `less credit`.
    package static let creditNote = Topics(rawValue: 8)
    /// `escompte`, `Skonto`, `less 2 %`.
    package static let discount = Topics(rawValue: 16)
    /// `frais`, `less charges`.
    package static let charges = Topics(rawValue: 32)
  }

  /// A month whose documents are paid: `janvier 2026`, `01/2026`, `march invoices`.
  package struct Month: Hashable, Sendable {
    /// 1 to 12.
    package let month: Int
    package let year: Int?

    package init(_ month: Int, _ year: Int?) {
      self.month = month
      self.year = year
    }
  }

  /// `echeance 1/3`, `2nd instalment`.
  package struct Instalment: Hashable, Sendable {
    package let number: Int
    package let count: Int?

    package init(_ number: Int, of count: Int? = nil) {
      self.number = number
      self.count = count
    }
  }

  /// Words that are read; a bank passes on 140 characters, some nine times that.
  package static let maximumWords = 400
  /// Pieces that may be one number together: `INV 2026 0042 7`.
  package static let maximumPieces = 4
  /// Letters and digits of what is a number though nothing announces it.
  package static let numberLengths = 4...35
  /// What is longer is a phone call's transcript, not a list of invoices.
  package static let maximumMentions = 1000
  /// Numbers that a range stands for, its ends included.
  package static let maximumRange = 100

  /// In the order of the text; of digits that are one in several ways the longer first.
  package private(set) var references: [Reference] = []
  /// In the order of the text; of those that begin with the same word the longer first.
  package private(set) var mentions: [Mention] = []
  package private(set) var amounts: [Amount] = []
  package private(set) var topics: Topics = []
  package private(set) var months: [Month] = []
  package private(set) var instalments: [Instalment] = []
  /// The text, or a line that ends with a number, is as long as banks let through: what followed
  /// may be lost.
  package private(set) var mayBeCut = false
  /// It ends with a sign or a word behind which a list goes on.
  package private(set) var isOpenList = false
  /// The places of the words that look like a number by themselves.
  ///
  /// As long as nobody knows what such a word is, it could be the number of any document.
  package private(set) var figureWords: [Int] = []

  /// References come first and stand alone, each a number as a whole, too; lines belong together.
  ///
  /// A number may begin in one line and end in the next, and a line may have line ends itself.
  /// Amounts without a currency are taken to be in `currency`.
  package init(lines: [String] = [], references: [String] = [], currency: Currency) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      references.reduce(lines.reduce(0) { $0 + $1.utf8.count + 1 }) {
        $0 + $1.utf8.count + 1
      }
    )
    for reference in references {
      bytes += reference.utf8
      bytes.append(RemittanceScanner.sourceBreak)
    }
    let quoted = bytes.count
    for (index, line) in lines.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "\n")) }
      bytes += line.utf8
    }
    var scanner = RemittanceScanner(bytes, quoted: quoted)
    scanner.scan()
    var parser = RemittanceParser(bytes, scanner.tokens, quoted: quoted, currency: currency)
    parser.parse()
    mentions = parser.mentions
    amounts = parser.amounts
    topics = parser.topics
    months = parser.months
    instalments = parser.instalments
    var finder = RemittanceReferences(bytes, scanner.tokens)
    finder.find(quoted: quoted)
    self.references = finder.found
    mayBeCut = scanner.isCut || mentions.contains(where: \.mayBeCut)
    isOpenList = scanner.isOpenList
    figureWords = scanner.tokens.indices.filter { scanner.tokens[$0].isFigure }
  }
}
