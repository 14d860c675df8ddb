import ArgumentParser
import DomainKit
import Messages
import OperatorKit
import ServiceKit
import Terms

struct Invoice: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Invoices, debit notes, late-charge notes and deposit invoices.",
    subcommands: [
      Show.self, Waiting.self, Issue.self, Cancel.self, Correct.self, Write.self,
      SubmitDocuments.self,
    ],
    defaultSubcommand: Show.self
  )

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "An invoice and its instalments.")
    @OptionGroup var connection: Connection
    @Argument var invoice: InvoiceNumber

    func run() throws {
      try connection.withCalls { calls in
        print(Rendering.invoice(try calls.call(GetInvoice(invoice: invoice))))
      }
    }
  }

  struct Waiting: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Invoices and credit notes whose account or invoice is not known yet."
    )
    @OptionGroup var connection: Connection

    func run() throws {
      try connection.withCalls { calls in
        print(Rendering.waiting(try calls.call(ListWaiting())))
      }
    }
  }

  struct Issue: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Issues an invoice under a number of Encours' own series, dated today."
    )
    @OptionGroup var connection: Connection
    @Argument var account: AccountID
    @OptionGroup var content: InvoiceContent
    @Option(help: "The invoice to which it adds.")
    var adjusts: InvoiceNumber?
    @OptionGroup var outgoing: OutgoingCheck
    @OptionGroup var record: Record

    func run() throws {
      let writer = try outgoing.readWriter()
      var draft = content.draft(of: account)
      draft.precedingInvoice = adjusts
      let call = IssueInvoice(draft: draft, note: record.note)
      try connection.withCalls { calls in
        let issued = try calls.call(call, key: record.idempotencyKey).issued
        print("issued \(issued.invoice): \(issued.gross)")
        writer?.report(issued, draft.lines)
      }
    }
  }

  struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Credits all that an invoice has left; its number stays its own."
    )
    @OptionGroup var connection: Connection
    @Argument var invoice: InvoiceNumber
    @OptionGroup var record: Record

    func run() throws {
      let call = CancelInvoice(invoice: invoice, note: record.note)
      try connection.withCalls { calls in
        let note = try calls.call(call, key: record.idempotencyKey).creditNote
        print("cancelled \(invoice) by \(note.creditNote): \(note.gross)")
      }
    }
  }

  struct Correct: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Credits an invoice and issues what it should have been, linked to it."
    )
    @OptionGroup var connection: Connection
    @Argument var invoice: InvoiceNumber
    @OptionGroup var content: InvoiceContent
    @OptionGroup var outgoing: OutgoingCheck
    @OptionGroup var record: Record

    func run() throws {
      let writer = try outgoing.readWriter()
      try connection.withCalls { calls in
        let wrong = try calls.call(GetInvoice(invoice: invoice)).issued
        let call = CorrectInvoice(
          invoice: invoice,
          corrected: content.draft(of: wrong.account),
          note: record.note
        )
        let reply = try calls.call(call, key: record.idempotencyKey)
        print("credited \(invoice) by \(reply.creditNote.creditNote): \(reply.creditNote.gross)")
        print("issued \(reply.issued.invoice): \(reply.issued.gross)")
        writer?.report(reply.issued, call.corrected.lines)
      }
    }
  }
}

struct CreditNote: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credit-note",
    abstract: "Credit notes on an invoice or on account.",
    subcommands: [Show.self, Issue.self, Write.self],
    defaultSubcommand: Show.self
  )

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "A credit note.")
    @OptionGroup var connection: Connection
    @Argument var creditNote: InvoiceNumber

    func run() throws {
      try connection.withCalls { calls in
        print(Rendering.creditNote(try calls.call(GetCreditNote(creditNote: creditNote))))
      }
    }
  }

  struct Issue: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Issues a credit note on an invoice, or on account, dated today."
    )
    @OptionGroup var connection: Connection
    @Option(help: "The invoice that it credits.")
    var invoice: InvoiceNumber?
    @Option(help: "The account, where no invoice is credited.")
    var account: AccountID?
    @Option(help: "What it credits with tax, e.g. '300.00 EUR'; instead of lines.")
    var gross: Money?
    @Option(name: .customLong("line"), help: LineArgument.help)
    var lines: [LineArgument] = []
    @Option(help: "Why, by the customary codes.")
    var reason: CreditReason
    @Option(help: "Which instalments it clears first.")
    var spread = CreditSpread.lastFirst
    @OptionGroup var record: Record

    func run() throws {
      let call = IssueCreditNote(
        account: account,
        invoice: invoice,
        lines: lines.isEmpty ? nil : lines.map(\.line),
        gross: gross,
        reason: reason,
        spread: spread,
        note: record.note
      )
      try connection.withCalls { calls in
        let note = try calls.call(call, key: record.idempotencyKey).issued
        print("issued \(note.creditNote): \(note.gross)")
      }
    }
  }
}

struct Account: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Accounts and the terms agreed with them.",
    subcommands: [Show.self, Agree.self],
    defaultSubcommand: Show.self
  )

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "An account as it is registered, with its terms by date."
    )
    @OptionGroup var connection: Connection
    @Argument var account: AccountID
    @OptionGroup var privacy: Privacy

    func run() throws {
      try connection.withCalls { calls in
        let reply = try calls.call(GetAccount(account: account))
        print(Rendering.account(reply, style: privacy.style))
      }
    }
  }

  struct Agree: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "terms",
      abstract: "Sets the terms of what is invoiced to an account from a date on."
    )
    @OptionGroup var connection: Connection
    @Argument var account: AccountID
    @Option(help: "The first day, later than the open one, YYYY-MM-DD.")
    var from: CalendarDate
    @Option(help: "A customary notation, such as '2/10 net 30' or '15 days'.")
    var terms: String?
    @Option(help: "What late payments are charged, in percent a year.")
    var lateCharge: Percentage?
    @OptionGroup var record: Record

    func run() throws {
      let call = SetCreditTerms(
        account: account,
        from: from,
        terms: terms.map { .written($0) },
        lateChargeRate: lateCharge,
        reason: record.note
      )
      try connection.withCalls { calls in
        let understood = try calls.call(call, key: record.idempotencyKey).terms
        let texts = understood.map(Rendering.terms) ?? "terms as before"
        print("from \(from), \(account): \(texts)")
      }
    }
  }
}
