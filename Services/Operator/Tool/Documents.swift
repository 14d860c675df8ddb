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
      Show.self, List.self, Waiting.self, Rejected.self,
      Deviations.self, Issue.self, Cancel.self, Correct.self, Write.self,
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

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Invoices of an account, the newest first."
    )
    @OptionGroup var connection: Connection
    @Argument var account: AccountID
    @Option(help: "At most so many rows.")
    var limit = 20

    func run() throws {
      try connection.withCalls { calls in
        print(Rendering.invoices(try calls.call(ListInvoices(account: account, limit: limit))))
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

  struct Rejected: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Accounts and documents of billing that broke rules, and which.",
      discussion: "One leaves the list when a right one comes under the same name."
    )
    @OptionGroup var connection: Connection
    @Option(help: "At most so many of each kind.")
    var limit = 20

    func run() throws {
      try connection.withCalls { calls in
        print(Rendering.rejected(try calls.call(ListRejected(limit: limit))))
      }
    }
  }

  struct Deviations: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Invoices whose terms are not those agreed with their account, the newest first."
    )
    @OptionGroup var connection: Connection
    @Option(help: "One account alone.")
    var account: AccountID?
    @Option(help: "At most so many rows.")
    var limit = 20

    func run() throws {
      try connection.withCalls { calls in
        print(Rendering.deviations(try calls.call(ListDeviations(account: account, limit: limit))))
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
        try writer?.check(PreviewInvoice(draft: draft), calls)
        let issued = try calls.call(call, key: record.idempotencyKey).issued
        print("issued \(issued.invoice): \(issued.gross)")
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
      abstract: "Credits an invoice and issues what it should have been, linked to it.",
      discussion: """
        Kind, order, terms and due date are those of the invoice unless something else is said; a \
        due date that has passed is today.
        """
    )
    @OptionGroup var connection: Connection
    @Argument var invoice: InvoiceNumber
    @OptionGroup var content: InvoiceContent
    @OptionGroup var outgoing: OutgoingCheck
    @OptionGroup var record: Record

    func run() throws {
      let writer = try outgoing.readWriter()
      try connection.withCalls { calls in
        let wrong = try calls.call(GetInvoice(invoice: invoice))
        let draft = content.draft(of: wrong.issued.account)
        let call = CorrectInvoice(
          invoice: invoice,
          corrected: draft.correcting(wrong, on: try calls.openDate()),
          note: record.note
        )
        try writer?.check(PreviewInvoice(draft: call.corrected, corrects: invoice), calls)
        let reply = try calls.call(call, key: record.idempotencyKey)
        print("credited \(invoice) by \(reply.creditNote.creditNote): \(reply.creditNote.gross)")
        print("issued \(reply.issued.invoice): \(reply.issued.gross)")
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
    @Option(help: "Its own, with a discount, e.g. '1/14 net 30'; without them it counts in full.")
    var terms: String?
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
        terms: terms.map { .written($0) },
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
