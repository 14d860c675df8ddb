import ArgumentParser
import DomainKit
import Messages
import OperatorKit
import ServiceKit

struct PaymentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "payment",
    abstract:
      "Says what nobody could tell of a payment: its account, its return, or that it is a copy.",
    subcommands: [
      Assign.self, Return.self, Reinstate.self, SuspectedPayments.self, DuplicatePayment.self,
      DistinctPayments.self,
    ]
  )

  struct Return: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says which payment a return takes back that waits for it."
    )
    @OptionGroup var connection: Connection
    @Argument(help: "The return, as `encours unidentified --names` gives it.")
    var reversal: PaymentID
    @Argument(help: "The payment that it takes back.")
    var payment: PaymentID
    @OptionGroup var record: Record

    func run() throws {
      let call = SettleReturn(reversal: reversal, payment: payment, note: record.note)
      try connection.withCalls { calls in
        let reply = try calls.call(call, key: record.idempotencyKey)
        let owner = reply.account.map { "\($0)" } ?? "the pool of unidentified payments"
        print("\(reply.amount) of \(payment) is taken back from \(owner)")
      }
    }
  }

  struct Reinstate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says which return is undone by money that the bank brought again."
    )
    @OptionGroup var connection: Connection
    @Argument(help: "The credit, as `encours unidentified --names` gives it.")
    var credit: PaymentID
    @Argument(help: "The return that it undoes.")
    var reversal: PaymentID
    @OptionGroup var record: Record

    func run() throws {
      let call = UndoReturn(credit: credit, reversal: reversal, note: record.note)
      try connection.withCalls { calls in
        let reply = try calls.call(call, key: record.idempotencyKey)
        let payment = reply.payment.map { "\($0)" } ?? "a payment that never came"
        print("\(reply.amount) of \(payment) counts again")
      }
    }
  }

  struct Assign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hands an unidentified payment over to an account.",
      discussion: "Payments that the same payer sends later follow it, unless told --once."
    )
    @OptionGroup var connection: Connection
    @Argument(help: "The payment, as `encours unidentified --names` gives it.")
    var payment: PaymentID
    @Argument var account: AccountID
    @Flag(help: "This payment alone: nothing is learnt of its payer.")
    var once = false
    @OptionGroup var record: Record

    func run() throws {
      let call = AssignPayment(
        payment: payment,
        account: account,
        note: record.note,
        teaches: !once
      )
      try connection.withCalls { calls in
        let reply = try calls.call(call, key: record.idempotencyKey)
        print("\(payment) is \(reply.account)'s")
      }
    }
  }
}

struct PayerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "payer",
    abstract: "What payments have taught about who pays for whom.",
    subcommands: [List.self, Forget.self],
    defaultSubcommand: List.self
  )

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Payers that were learnt, and from which payments."
    )
    @OptionGroup var connection: Connection
    @Option(help: "Those that were seen to pay for this account.")
    var account: AccountID?
    @Option(help: "At most so many rows.")
    var limit = 100
    @OptionGroup var privacy: Privacy

    func run() throws {
      try connection.withCalls { calls in
        let reply = try calls.call(ListPayers(account: account, limit: limit))
        print(Rendering.payers(reply, style: privacy.style))
      }
    }
  }

  struct Forget: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Forgets what was learnt of a payer; what is identified stays where it is."
    )
    @OptionGroup var connection: Connection
    @Option(help: "The payer's IBAN.")
    var iban: String?
    @Option(help: "The payer's name.")
    var name: String?
    @Option(help: "A reference or mandate that the payer quotes.")
    var reference: String?

    func validate() throws {
      guard payers.count == 1 else {
        throw ValidationError("expected one of --iban, --name and --reference")
      }
    }

    private var payers: [LearntPayer.Trait] {
      [
        iban.map { LearntPayer.Trait(kind: .iban, value: $0) },
        name.map { LearntPayer.Trait(kind: .name, value: $0) },
        reference.map { LearntPayer.Trait(kind: .reference, value: $0) },
      ].compactMap { $0 }
    }

    func run() throws {
      try connection.withCalls { calls in
        guard let payer = payers.first else { return }
        let key = "forget-\(UInt64.random(in: 0...UInt64.max))"
        _ = try calls.call(ForgetPayer(payer: payer), key: key)
        print("forgotten; what comes later teaches anew")
      }
    }
  }
}
