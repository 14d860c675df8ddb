import DomainKit
import Remittance

/// The open invoices that a payment's numbers mean, though nobody wrote them in full.
///
/// Looked for among what the payment may clear: `42` means an invoice of the payer's, never one of
/// somebody else's.
struct LikelyNumbers {
  /// An invoice with the number that means it.
  struct Hit {
    let invoice: Matching.Invoice
    let likeness: NumberLikeness
    let mention: RemittanceReading.Mention

    /// So much of the number is there that it tells the invoice whatever was paid.
    var isTelling: Bool {
      switch likeness.form {
      case .same: true
      case .digitsOnly, .withoutZeros, .lettersForDigits: likeness.agreeing >= 5
      case .serial, .cut, .swapped, .doubled, .missing, .mistyped: false
      }
    }

    var text: String { "\(mention.written) for \(invoice.number)" }
  }

  /// In order of mention, no invoice twice.
  private(set) var hits: [Hit] = []
  /// Written as the number of an invoice, and none that is known is like it.
  private(set) var strangers: [String] = []
  /// Several open invoices are equally like it.
  private(set) var ambiguous: [(written: String, invoices: [Matching.Invoice])] = []

  private let payment: Matching.Payment
  private let state: Matching.State
  /// What the payment may clear, each invoice once, by due date.
  private let open: [Matching.Invoice]

  init(
    in reading: RemittanceReading,
    of payment: Matching.Payment,
    among items: [Matching.Item],
    _ state: Matching.State
  ) {
    self.payment = payment
    self.state = state
    var seen: Set<InvoiceNumber> = []
    open = items.prefix(Matching.Limits.comparedItems)
      .filter { seen.insert($0.invoice).inserted }
      .compactMap { state.invoices[$0.invoice] }
    let known = reading.known { state.named[Matching.EvidenceKey(.number, $0.key)] != nil }
    var taken = Set(known.flatMap(\.words))
    let mentions = reading.mentions.filter {
      $0.mayMeanInvoice && taken.isDisjoint(with: $0.words)
    }
    var found: [Finding] = mentions.map { Finding($0, candidates(for: $0)) }
    found.sort { $0.isBetter(than: $1) }
    for finding in found where taken.isDisjoint(with: finding.mention.words) {
      guard take(finding) else { continue }
      taken.formUnion(finding.mention.words)
    }
    hits.sort { $0.mention.words.lowerBound < $1.mention.words.lowerBound }
    noteStrangers(mentions, besides: taken)
  }

  /// A number and the invoices that are most like it, all equally.
  private struct Finding {
    let mention: RemittanceReading.Mention
    let invoices: [Matching.Invoice]
    let likeness: NumberLikeness?

    init(
      _ mention: RemittanceReading.Mention,
      _ candidates: [(invoice: Matching.Invoice, likeness: NumberLikeness)]
    ) {
      self.mention = mention
      let best = candidates.map(\.likeness).max()
      likeness = best
      // Which error was made nobody knows.
      invoices = candidates.filter { candidate in
        candidate.likeness == best || best?.form.isError == true && candidate.likeness.form.isError
      }.map(\.invoice)
    }

    func isBetter(than other: Finding) -> Bool {
      guard let likeness, let others = other.likeness else { return likeness != nil }
      if likeness != others { return others < likeness }
      return (other.mention.words.count, mention.words.lowerBound)
        < (mention.words.count, other.mention.words.lowerBound)
    }
  }

  /// First those that the index finds; where it finds none, or such as may be typing errors, all
  /// that are open are compared.
  private func candidates(
    for mention: RemittanceReading.Mention
  ) -> [(invoice: Matching.Invoice, likeness: NumberLikeness)] {
    let written = mention.number
    if mention.form == .joined, written != mention.key {
      let alike = candidates(of: mention, written)
      return alike.isEmpty ? candidates(of: mention, mention.key) : alike
    }
    return candidates(of: mention, written)
  }

  private func candidates(
    of mention: RemittanceReading.Mention,
    _ written: String
  ) -> [(invoice: Matching.Invoice, likeness: NumberLikeness)] {
    if !mention.mayBeCut, let serial = DocumentNumber.serial(written) {
      let indexed = state.debtors(of: payment)
        .flatMap { state.invoices(hintedBy: Matching.HintKey($0, serial: serial)) }
        .filter { isOpen($0) }
      let alike = alike(written, among: indexed) { [$0.number.rawValue] }
      if alike.contains(where: { !$0.likeness.form.isError }) { return alike }
    }
    let begun = mention.mayBeCut ? beginning(with: mention.key) : []
    if !begun.isEmpty { return begun }
    let alike = alike(written, among: open) { [$0.number.rawValue] }
    return alike.isEmpty ? self.alike(written, among: open) { $0.references } : alike
  }

  /// By their numbers, or by their references.
  private func alike(
    _ written: String,
    among invoices: [Matching.Invoice],
    by names: (Matching.Invoice) -> [String]
  ) -> [(invoice: Matching.Invoice, likeness: NumberLikeness)] {
    invoices.compactMap { invoice in
      names(invoice).compactMap { DocumentNumber.likeness(of: written, to: $0) }.max()
        .map { (invoice, $0) }
    }
  }

  /// What is left of a number that was cut may be any of these, however little it is.
  private func beginning(
    with key: String
  ) -> [(invoice: Matching.Invoice, likeness: NumberLikeness)] {
    open.filter { DocumentNumber.key($0.number.rawValue).hasPrefix(key) }
      .map { ($0, NumberLikeness(.cut, agreeing: 0)) }
  }

  private func isOpen(_ invoice: Matching.Invoice) -> Bool {
    state.openItems(of: invoice).first?.amount.currency == payment.amount.currency
  }

  /// Whether its words are used up.
  private mutating func take(_ finding: Finding) -> Bool {
    guard let likeness = finding.likeness else { return false }
    if let only = finding.invoices.first, finding.invoices.count == 1 {
      if !hits.contains(where: { $0.invoice.number == only.number }) {
        hits.append(Hit(invoice: only, likeness: likeness, mention: finding.mention))
      }
      return true
    }
    ambiguous.append((finding.mention.written, finding.invoices))
    return true
  }

  private mutating func noteStrangers(
    _ mentions: [RemittanceReading.Mention],
    besides taken: Set<Int>
  ) {
    strangers = mentions.filter { $0.label == .invoice && taken.isDisjoint(with: $0.words) }
      .map(\.written)
  }
}

extension NumberLikeness.Form {
  /// A slip of the hand.
  fileprivate var isError: Bool {
    switch self {
    case .same, .digitsOnly, .withoutZeros, .lettersForDigits, .serial: false
    // Of a text that was not cut a number that ends early lost its last digits by a slip.
    case .cut, .swapped, .doubled, .missing, .mistyped: true
    }
  }
}

extension Matching.Invoice {
  fileprivate var references: [String] { keys.filter { $0.kind == .reference }.map(\.text) }
}

extension RemittanceReading.Mention {
  /// What is compared with an invoice's number: as it was written, where all of it was.
  fileprivate var number: String {
    switch form {
    case .whole, .joined: written
    case .listed, .range: key
    }
  }

  /// Nothing says that it is something else's.
  var mayMeanInvoice: Bool {
    switch label {
    case nil, .invoice: !isCredit
    case .creditNote, .purchaseOrder, .customer, .date: false
    }
  }
}
