import DomainKit
import Remittance

/// What a payment's own words say about whose it is.
///
/// Derived from the payment whenever it is needed and never written down.
struct Claims: Equatable, Sendable {
  /// A run of words that can be a reference or a number; words are counted over all that was said.
  struct Run: Equatable, Sendable {
    /// In the form in which references or numbers are compared.
    var key: String
    /// As it was written.
    var written: String
    var words: ClosedRange<Int>
  }

  var statedAccount: AccountID?
  /// Structured references that pass their check.
  var references: [Run] = []
  /// What can be an invoice's number.
  var numbers: [Run] = []
  /// Words that look like a number by themselves.
  ///
  /// As long as nobody knows what such a word is, it could still turn out to be another account's
  /// invoice.
  var puzzles: [Int] = []

  /// Under what the payment waits for an invoice or an account.
  var keys: [ClaimKey] {
    let stated = statedAccount.map { [ClaimKey(account: $0)] } ?? []
    let keys =
      stated + references.map { ClaimKey(reference: $0.key) }
      + numbers.map { ClaimKey(number: $0.key) }
    return Array(Set(keys))
  }
}

/// One thing by which a payment can be claimed.
struct ClaimKey: Hashable, Sendable {
  private let text: String

  init(account: AccountID) { text = "account \(account)" }
  init(reference: String) { text = "reference \(reference)" }
  init(number: String) { text = "number \(number)" }
}

extension Claims {
  /// None for a batch, which belongs to several, nor for money of our own.
  init(of row: PaymentRow) {
    let receipt = row.receipt
    guard receipt.batched == nil, receipt.facts.nature == .payment else { return }
    statedAccount = receipt.facts.statedAccount
    var wordCount = 0
    for reference in receipt.facts.references {
      wordCount += read(reference, isReference: true, from: wordCount)
    }
    wordCount += read(receipt.facts.text, isReference: false, from: wordCount)
    for number in row.advice?.documents ?? [] {
      wordCount += read(number, isReference: true, from: wordCount)
    }
  }

  /// Returns how many words the source has.
  private mutating func read(_ source: String, isReference: Bool, from first: Int) -> Int {
    let words = source.split { !($0.isLetter || $0.isNumber) }
      .prefix(RemittanceText.maximumTextWords)
    guard !words.isEmpty else { return 0 }
    puzzles += words.indices.filter { Self.isPuzzle(words[$0]) }.map { first + $0 }
    numbers += RemittanceText.candidates(in: source).map {
      Run(key: $0.key, written: $0.text, words: Self.shifted($0.words, by: first))
    }
    if !isReference {
      references += RemittanceText.creditorReferences(in: source).compactMap { reference in
        Self.run(of: reference, in: words, from: first)
      }
    } else if let reference = StructuredReference(source) {
      let whole = first...first + words.count - 1
      references.append(Run(key: reference.key, written: source, words: whole))
    }
    return words.count
  }

  private static func isPuzzle(_ word: Substring) -> Bool {
    word.utf8.count >= RemittanceText.keyBytes.lowerBound && word.contains(where: \.isNumber)
  }

  private static func run(
    of reference: StructuredReference,
    in words: ArraySlice<Substring>,
    from first: Int
  ) -> Run? {
    for start in words.indices {
      var joined = ""
      for end in start..<words.endIndex {
        joined += words[end].uppercased()
        guard joined.utf8.count < reference.text.utf8.count else {
          guard joined == reference.text else { break }
          let written = words[start...end].joined(separator: " ")
          return Run(
            key: reference.key,
            written: written,
            words: shifted(start...end, by: first)
          )
        }
      }
    }
    return nil
  }

  private static func shifted(_ range: ClosedRange<Int>, by count: Int) -> ClosedRange<Int> {
    range.lowerBound + count...range.upperBound + count
  }
}

/// The accounts whose invoices a payment names.
struct Naming: Equatable {
  /// In the order of their names.
  var accounts: [AccountID] = []
  /// The strongest that names an invoice.
  var evidence: Evidence?
  /// Every word that looks like a number belongs to an invoice.
  var isUnderstood = true
}

extension Claims {
  func naming(in invoices: InvoiceRegister) -> Naming {
    var accounts: Set<AccountID> = []
    var understood: Set<Int> = []
    var naming = Naming()
    for reference in references {
      guard let owners = invoices.byReference[reference.key] else { continue }
      accounts.formUnion(owners)
      understood.formUnion(reference.words)
      naming.evidence = naming.evidence ?? Evidence(.structuredReference, reference.written)
    }
    for number in known(in: invoices, besides: &understood) {
      accounts.formUnion(invoices.byNumber[number.key] ?? [])
      naming.evidence = naming.evidence ?? Evidence(.invoiceNumber, number.written)
    }
    naming.isUnderstood = understood.isSuperset(of: puzzles)
    naming.accounts = accounts.sorted()
    return naming
  }

  /// The numbers of invoices that are known, none overlapping another or a reference: of those that
  /// share a word the longest counts, of equally long ones the first.
  private func known(in invoices: InvoiceRegister, besides understood: inout Set<Int>) -> [Run] {
    let known = numbers.filter { invoices.byNumber[$0.key] != nil }
      .sorted { ($1.words.count, $0.words.lowerBound) < ($0.words.count, $1.words.lowerBound) }
    var chosen: [Run] = []
    for number in known where understood.isDisjoint(with: number.words) {
      understood.formUnion(number.words)
      chosen.append(number)
    }
    return chosen.sorted { $0.words.lowerBound < $1.words.lowerBound }
  }
}
