import ArgumentParser
import DomainKit
import Messages
import OperatorKit
import ServiceKit

struct SuspectedPayments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspected",
    abstract: "Payments that may be one, told twice, until somebody decides."
  )
  @OptionGroup var connection: Connection
  @Option(help: "At most so many rows.")
  var limit = 20
  @OptionGroup var privacy: Privacy

  func run() throws {
    try connection.withCalls { calls in
      let reply = try calls.call(ListSuspected(limit: limit))
      print(Rendering.suspected(reply, style: privacy.style))
    }
  }
}

struct DuplicatePayment: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "duplicate",
    abstract: "Withdraws a payment that is a copy of another, from the pool or from its account."
  )
  @OptionGroup var connection: Connection
  @Argument(help: "The copy, as `encours payment suspected` gives it.")
  var payment: PaymentID
  @Argument(help: "The payment that stays.")
  var other: PaymentID
  @OptionGroup var record: Record

  func run() throws {
    try connection.settle(payment, other, .duplicate, record)
    print("\(payment) is withdrawn: it is \(other), told again")
  }
}

struct DistinctPayments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distinct",
    abstract: "Says that two payments are two, although they look like one."
  )
  @OptionGroup var connection: Connection
  @Argument(help: "One of them, as `encours payment suspected` gives it.")
  var payment: PaymentID
  @Argument(help: "The other.")
  var other: PaymentID
  @OptionGroup var record: Record

  func run() throws {
    try connection.settle(payment, other, .distinct, record)
    print("\(payment) and \(other) are two payments")
  }
}

extension Connection {
  fileprivate func settle(
    _ payment: PaymentID,
    _ other: PaymentID,
    _ verdict: SettleSuspicion.Verdict,
    _ record: Record
  ) throws {
    let call = SettleSuspicion(payment: payment, other: other, verdict: verdict, note: record.note)
    try withCalls { calls in _ = try calls.call(call, key: record.idempotencyKey) }
  }
}
