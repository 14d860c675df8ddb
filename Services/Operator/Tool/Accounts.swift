import ArgumentParser
import DomainKit
import Messages
import OperatorKit
import ServiceKit
import Terms

struct Account: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Accounts and the terms agreed with them.",
    subcommands: [Show.self, Register.self, Change.self, Agree.self],
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

  struct Register: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Registers an account that no billing system tells of."
    )
    @OptionGroup var connection: Connection
    @Argument var account: AccountID
    @Option(help: "Three letters (ISO 4217); it stays.")
    var currency: Currency
    @OptionGroup var content: AccountContent

    func validate() throws {
      guard content.name != nil else { throw ValidationError("an account has a --name") }
    }

    func run() throws {
      let nameless = BillingAccountUpserted(
        account: account,
        revision: 1,
        name: "",
        currency: currency
      )
      try connection.withCalls { calls in
        print(try calls.submitted(content.change.applied(to: nameless)))
      }
    }
  }

  struct Change: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Changes an account; what is not said stays as it is.",
      discussion: """
        The change is the account's next revision: where a billing system tells of the account, it \
        is changed there.
        """
    )
    @OptionGroup var connection: Connection
    @Argument var account: AccountID
    @OptionGroup var content: AccountContent
    @Option(help: "Takes away what the account has; several are possible.")
    var without: [AccountChange.Field] = []

    func run() throws {
      var change = content.change
      change.without = Set(without)
      try connection.withCalls { calls in
        let stated = try calls.call(GetAccount(account: account)).stated
        guard let stated, let next = change.next(of: stated) else {
          print("\(account) is so already")
          return
        }
        print(try calls.submitted(next))
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

/// What an account is told to be.
struct AccountContent: ParsableArguments {
  @Option(help: "The customer's name.")
  var name: String?
  @Option(help: "Two capital letters (ISO 3166-1).")
  var country: String?
  @Option(name: .customLong("iban"), help: "From which the customer pays; several are possible.")
  var ibans: [String] = []
  @Option(
    name: .customLong("alias"),
    help: "Another name under which it pays; several are possible."
  )
  var aliases: [String] = []
  @Option(help: "A name or a customary notation, such as '2/10 net 30'.")
  var terms: String?
  @Option(help: "The first issue date that has the terms and the late charge, YYYY-MM-DD.")
  var termsFrom: CalendarDate?
  @Option(help: "What late payments are charged, in percent a year.")
  var lateCharge: Percentage?
  @Option(help: "E.g. '20000.00 EUR'.")
  var creditLimit: Money?
  @Option(help: "The account that heads its paying group; it stays.")
  var head: AccountID?
  @Option(help: "When the head pays for it, e.g. '2026-01-01..2026-12-31', '2026-01-01..', '..'.")
  var paidByHead: [PayingPeriod] = []

  var change: AccountChange {
    var change = AccountChange()
    change.name = name
    change.country = country
    change.ibans = ibans
    change.aliases = aliases
    change.terms = terms.map { .written($0) }
    change.termsFrom = termsFrom
    change.lateChargeRate = lateCharge
    change.creditLimit = creditLimit
    change.head = head
    change.paidByHead = paidByHead
    return change
  }
}

extension CallClient {
  /// Submits an account and says what became of it; safe to repeat by its content.
  fileprivate func submitted(_ account: BillingAccountUpserted) throws -> String {
    let key = "submit-\(UInt64.random(in: 0...UInt64.max))"
    let reply = try call(SubmitAccount(account: account), key: key)
    let newest = reply.registered.revision
    guard newest == account.revision else {
      return "\(account.account) is known already, in revision \(newest)"
    }
    let what = reply.wasKnown ? "was known before" : "is registered"
    return "\(account.account) \(what), in revision \(newest)"
  }
}

extension AccountChange.Field: ExpressibleByArgument {}

extension Currency: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension PayingPeriod: ExpressibleByArgument {
  package init?(argument: String) { self.init(typed: argument) }
}
