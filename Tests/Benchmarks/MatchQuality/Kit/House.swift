package import DomainKit
import Foundation
package import MatchingDomain
package import PaymentIntakeDomain
import Remittance

/// The two domains that book a payment, one after the other as in the house, without anything
/// between them: payment intake tells whose a payment is, matching what it clears.
///
/// One partition. This is the only file that knows what the domains are told and what they say.
package struct House: Sendable {
  package private(set) var intake = PaymentIntake.State()
  package private(set) var matching = Matching.State()

  private static let partition = Partition(literal: 0)
  private static let firstDay = DayCut(date: LedgerGenerator.today.adding(days: -1))
  private static let secondDay = DayCut(date: LedgerGenerator.today)
  private static let thirdDay = DayCut(date: LedgerGenerator.today.adding(days: 1))
  /// Lines of a bank file that are taken at once.
  package static let chunkLines = 200

  /// On the morning after the day on which everything of the ledger came, past payments too.
  package init(_ ledger: Ledger) throws {
    try tell(.configure(partitions: 1))
    try tell(.announceCut(CutAnnouncement(closes: nil, opens: Self.firstDay)))
    for account in ledger.accounts { try register(account) }
    for invoice in ledger.invoices { try register(invoice) }
    for note in ledger.creditNotes { try match(Self.credit(note)) }
    let past = ledger.invoices.filter { $0.paidBy != nil }.map { Self.line(ofPaid: $0, ledger) }
    for command in Self.statement(past, "past") { try match(identify(command)) }
    try match(closeIntake(Self.firstDay, opening: Self.secondDay))
    try closeMatching(Self.firstDay, opening: Self.secondDay)
  }

  // What the domains are told.

  private mutating func register(_ account: LedgerAccount) throws {
    let folded = account.name.folding(
      options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive],
      locale: nil
    )
    try tell(
      .registerAccount(
        AccountRegistration(
          account: account.id,
          revision: 1,
          partition: Self.partition,
          head: account.head,
          ibans: account.ibans.compactMap { PayerIBAN(rawValue: $0) },
          comparableNames: [PayerName.key(folded)]
        )
      )
    )
    let registered = Matching.Account(
      id: account.id,
      revision: 1,
      partition: Self.partition,
      currency: .euro,
      head: account.head,
      paidByHead: account.paidByHead
    )
    try match(.register(registered, Self.partition))
  }

  private mutating func register(_ invoice: LedgerInvoice) throws {
    try tell(
      .registerInvoice(
        InvoiceRegistration(
          invoice: invoice.number,
          account: invoice.account,
          partition: Self.partition,
          numberKey: DocumentNumber.key(invoice.number.rawValue),
          reference: StructuredReference(invoice.reference)?.key ?? invoice.reference
        )
      )
    )
    let issued = Matching.IssuedInvoice(
      number: invoice.number,
      account: invoice.account,
      issueDate: invoice.issued,
      order: invoice.purchaseOrder.flatMap { OrderID(rawValue: $0) },
      reference: invoice.reference,
      items: invoice.items.map { item in
        Matching.Item(
          id: item.id,
          invoice: invoice.number,
          account: invoice.account,
          dueDate: item.due,
          amount: item.amount,
          discounts: item.discounts
        )
      }
    )
    try match(.open(issued, Self.partition))
  }

  private static func credit(_ note: LedgerCreditNote) -> Matching.Command {
    let credit = Matching.Payment(
      id: PaymentID(creditNote: note.number),
      account: note.account,
      amount: note.amount,
      valueDate: note.issued,
      details: Matching.Details(bookingDate: note.issued, channel: "credit-note"),
      creditNote: Matching.CreditNote(
        number: note.number,
        invoice: note.invoice,
        spread: .lastFirst
      )
    )
    return .identify(credit, partition, supplied: Matching.Archived())
  }

  private static func line(ofPaid invoice: LedgerInvoice, _ ledger: Ledger) -> StatementLine {
    let amounts = invoice.items.map(\.amount)
    let facts = PaymentFacts(
      payment: invoice.paidBy?.payment ?? "none",
      amount: amounts.dropFirst().reduce(amounts[0], +),
      bookingDate: invoice.issued,
      valueDate: invoice.paidBy?.valueDate ?? invoice.issued,
      channel: "camt.053",
      references: [invoice.reference]
    )
    return line(facts)
  }

  private static func line(_ remittance: Remittance) -> StatementLine {
    let folded = remittance.payerName?.folding(
      options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive],
      locale: nil
    )
    return line(
      PaymentFacts(
        payment: remittance.payment,
        amount: remittance.amount,
        bookingDate: remittance.valueDate,
        valueDate: remittance.valueDate,
        channel: "camt.053",
        payerName: remittance.payerName,
        comparableNames: folded.map { PayerName.key($0) }.flatMap { $0.isEmpty ? nil : [$0] } ?? [],
        payerIBAN: remittance.payerIBAN.flatMap { PayerIBAN(rawValue: $0) },
        references: remittance.references,
        text: remittance.text
      )
    )
  }

  private static func line(_ facts: PaymentFacts) -> StatementLine {
    let account = CreditorAccountNumber("FR7610011000200012345678901")
    return StatementLine(
      place: BankPlace(
        account: account,
        entry: EntryKey("\(account):\(facts.payment)"),
        references: [facts.payment.rawValue]
      ),
      entryAmount: facts.amount,
      movement: .payment(facts)
    )
  }

  private static func statement(
    _ lines: [StatementLine],
    _ name: String
  ) -> [PaymentIntake.Command] {
    stride(from: 0, to: lines.count, by: chunkLines).map { start in
      let chunk = Array(lines[start..<min(start + chunkLines, lines.count)])
      let position = LinePosition(statement: 0, entry: chunk.count, transaction: 0)
      return .takeStatement(
        StatementChunk(
          file: name,
          hash: ContentHash("\(name)-\(start)"),
          format: "camt.053.001.08",
          after: nil,
          lines: chunk,
          through: position,
          summary: StatementSummary(statements: 1, entries: chunk.count, remarks: [])
        )
      )
    }
  }

  /// The bank file of these payments, chunk by chunk.
  package static func statement(of remittances: [Remittance]) -> [PaymentIntake.Command] {
    statement(remittances.map(line), "bank")
  }
}

// What happens to payments.
extension House {
  private mutating func tell(_ command: PaymentIntake.Command) throws {
    for event in try PaymentIntake.decide(command, intake) { PaymentIntake.evolve(&intake, event) }
  }

  /// Takes lines in; what is told to matching of the payments whose account is known.
  package mutating func identify(_ command: PaymentIntake.Command) throws -> [Matching.Command] {
    var commands: [Matching.Command] = []
    for event in try PaymentIntake.decide(command, intake) {
      PaymentIntake.evolve(&intake, event)
      guard case .paymentIdentified(let identified) = event,
        let facts = intake.payments[identified.payment]?.facts
      else { continue }
      commands.append(Self.identified(facts, identified.owner.account))
    }
    return commands
  }

  private static func identified(_ facts: PaymentFacts, _ account: AccountID) -> Matching.Command {
    let payment = Matching.Payment(
      id: facts.payment,
      account: account,
      amount: facts.amount,
      valueDate: facts.valueDate,
      details: Matching.Details(
        bookingDate: facts.bookingDate,
        channel: facts.channel.rawValue,
        payerName: facts.payerName,
        payerIBAN: facts.payerIBAN?.rawValue,
        references: facts.references,
        text: facts.text,
        endToEndID: facts.endToEndID,
        statedAccount: facts.statedAccount
      )
    )
    return .identify(payment, partition, supplied: Matching.Archived())
  }

  package mutating func match(_ command: Matching.Command) throws {
    for event in try Matching.decide(command, matching) { Matching.evolve(&matching, event) }
  }

  package mutating func match(_ commands: [Matching.Command]) throws {
    for command in commands { try match(command) }
  }

  /// The cut of the day; what is told to matching of the payments that were left until then.
  package mutating func closeIntake() throws -> [Matching.Command] {
    try closeIntake(Self.secondDay, opening: Self.thirdDay)
  }

  package mutating func closeMatching() throws {
    try closeMatching(Self.secondDay, opening: Self.thirdDay)
  }

  private mutating func closeIntake(
    _ closes: DayCut,
    opening opens: DayCut
  ) throws -> [Matching.Command] {
    try tell(.announceCut(CutAnnouncement(closes: closes, opens: opens)))
    try tell(.closeInvoicing(closes, partition: Self.partition))
    try tell(.closeInvoicing(closes, partition: nil))
    return try identify(.closeCut(closes))
  }

  private mutating func closeMatching(_ closes: DayCut, opening opens: DayCut) throws {
    for source in Matching.Marker.Source.allCases {
      let marker = Matching.Marker(source: source, closes: closes, opens: opens)
      try match(.close(marker, Self.partition))
    }
    try tell(.closeMatching(closes, partition: Self.partition))
  }
}

// What the domains say of a payment.
extension House {
  /// What was booked and suggested of one payment.
  package struct Answer: Sendable {
    /// None: the account is not known.
    package var account: AccountID?
    package var allocations: [TrueAllocation]
    package var onAccount: Money
    /// The items of each suggestion, the first first.
    package var suggested: [[ItemID]]
    /// For a person.
    package var explanation: String
  }

  package func answer(on id: PaymentID, _ currency: Currency) -> Answer {
    let pool = intake.poolReason(of: id).map { "in the pool: \($0)" } ?? ""
    guard let payment = matching.payments[id] else {
      return Answer(
        account: nil,
        allocations: [],
        onAccount: .zero(currency),
        suggested: [],
        explanation: pool
      )
    }
    var byItem: [ItemID: TrueAllocation] = [:]
    for allocation in payment.decisions.flatMap(\.allocations) {
      let zero = Money.zero(currency)
      var sum =
        byItem[allocation.item]
        ?? TrueAllocation(item: allocation.item, cash: zero, discount: zero)
      sum.cash += allocation.cash
      sum.discount += allocation.discount
      byItem[allocation.item] = sum
    }
    let booked = byItem.values.filter { !$0.cash.isZero || !$0.discount.isZero }
    return Answer(
      account: payment.account,
      allocations: booked.sorted { $0.item < $1.item },
      onAccount: payment.onAccount,
      suggested: payment.suggestion?.candidates.map(\.items) ?? [],
      explanation: Self.explanation(of: payment)
    )
  }

  private static func explanation(of payment: Matching.Payment) -> String {
    let decisions = payment.decisions.map { decision in
      "\(decision.rule.rawValue)/\(decision.version) by \(decision.evidence)"
        + decision.rejected.map { "\n      not \($0.item): \($0.reason)" }.joined()
    }
    let suggestion = payment.suggestion.map { suggestion in
      "suggested, since \(suggestion.reason)"
        + suggestion.candidates.map { candidate in
          "\n      \(candidate.rule.rawValue): "
            + candidate.items.map(\.rawValue).joined(separator: ", ")
        }.joined()
    }
    return (decisions + (suggestion.map { [$0] } ?? [])).joined(separator: "\n    ")
  }
}
