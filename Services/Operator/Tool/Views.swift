import ArgumentParser
import DomainKit
import Foundation
import Messages
import OperatorKit
import ServiceKit

struct Aging: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open amounts by days past due, as of the end of a day."
  )

  @OptionGroup var connection: Connection
  @Option(help: "The day, YYYY-MM-DD; the open business day if none is given.")
  var asOf: CalendarDate?
  @Option(help: "As it was known at the end of this business day; as it is known if none is given.")
  var knownOn: CalendarDate?
  @Option(help: "One account alone.")
  var account: AccountID?

  func run() throws {
    try connection.withCalls { calls in
      let date = try asOf ?? calls.openDate()
      let aging = try calls.aging(asOf: date, knownOn: knownOn, account: account)
      print(Rendering.aging(aging))
    }
  }
}

struct Statement: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Opening balance, movements and closing balance of an account."
  )

  @OptionGroup var connection: Connection
  @Argument(help: "The account.")
  var account: AccountID
  @Option(help: "First day, YYYY-MM-DD.")
  var from: CalendarDate
  @Option(help: "Last day, YYYY-MM-DD.")
  var to: CalendarDate

  func run() throws {
    try connection.withCalls { calls in
      print(Rendering.statement(try calls.statement(of: account, from: from, to: to)))
    }
  }
}

struct Overdue: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Items past their due date, the longest overdue first."
  )

  @OptionGroup var connection: Connection
  @Option(help: "The day, YYYY-MM-DD; the open business day if none is given.")
  var asOf: CalendarDate?
  @Option(help: "One account alone.")
  var account: AccountID?
  @Option(help: "At most so many rows.")
  var limit = 20

  func run() throws {
    try connection.withCalls { calls in
      let date = try asOf ?? calls.openDate()
      let reply = try calls.call(ListOverdue(asOf: date, account: account, limit: limit))
      print(Rendering.overdue(reply, asOf: date))
    }
  }
}

struct OpenItems: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open items of an account, and its payments that are not applied in full."
  )

  @OptionGroup var connection: Connection
  @Argument(help: "The account.")
  var account: AccountID
  @Option(help: "The number of partitions of the house.")
  var partitions = Partition.defaultCount

  func run() throws {
    try connection.withCalls { calls in
      let partition = Partition(of: account, count: partitions)
      print(
        Rendering.openItems(try calls.call(ListOpenItems(account: account), partition: partition))
      )
    }
  }
}

/// How much of a payer a page shows.
struct Privacy: ParsableArguments {
  @Flag(
    name: .customLong("full-ibans"),
    help: "Shows IBANs in full, not the country and the last four characters only."
  )
  var fullIBANs = false

  var style: Rendering.Style {
    var style = Rendering.Style.plain
    style.showsIBANs = fullIBANs
    return style
  }
}

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What became of a payment, and why."
  )

  @OptionGroup var connection: Connection
  @Argument(help: "The payment, as `encours open-items` names it.")
  var payment: PaymentID
  @OptionGroup var privacy: Privacy

  func run() throws {
    try connection.withCalls { calls in
      let place = try calls.call(Locate(payment: payment))
      guard let partition = place.partition else {
        print("\(payment) is known, but not whose it is: see `encours unidentified`.")
        return
      }
      print(
        Rendering.explanation(
          try calls.call(ExplainPayment(payment: payment), partition: partition),
          style: privacy.style
        )
      )
    }
  }
}

struct Unidentified: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Payments of which nobody knows whose they are."
  )

  @OptionGroup var connection: Connection
  @Option(help: "At most so many rows.")
  var limit = 20
  @Flag(help: "Names in full, as `encours payment` takes them.")
  var names = false
  @OptionGroup var privacy: Privacy

  func run() throws {
    try connection.withCalls { calls in
      let reply = try calls.call(ListUnidentified(limit: limit))
      print(
        names
          ? Rendering.unidentifiedNames(reply, style: privacy.style)
          : Rendering.unidentified(reply, style: privacy.style)
      )
    }
  }
}

struct Advices: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Remittance advices whose payments have not come, or cannot be told."
  )

  @OptionGroup var connection: Connection
  @Option(help: "At most so many rows.")
  var limit = 20
  @Flag(help: "Each in full, with its references.")
  var full = false
  @OptionGroup var privacy: Privacy

  func run() throws {
    try connection.withCalls { calls in
      let reply = try calls.call(ListAdvices(limit: limit))
      print(
        full
          ? Rendering.adviceDetails(reply, style: privacy.style)
          : Rendering.advices(reply, style: privacy.style)
      )
    }
  }
}

struct Reconciliation: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The proof of a cut: reporting's figures against the other services'."
  )

  @OptionGroup var connection: Connection
  @Option(help: "The cut, YYYY-MM-DD/N; the last one if none is given.")
  var cut: String?

  func run() throws {
    let wanted = try cut.map { text in
      guard let cut = DayCut(text) else {
        throw ValidationError("'\(text)' is not \(DayCut.expected)")
      }
      return cut
    }
    try connection.withCalls { calls in
      let reply = try calls.call(GetReconciliation(cut: wanted))
      print(Rendering.reconciliation(reply))
      guard reply.report.isProven else { throw ExitCode(1) }
    }
  }
}

struct Activity: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What has gone through the house, in figures."
  )

  @OptionGroup var connection: Connection

  func run() throws {
    try connection.withCalls { calls in
      print(Rendering.activity(try calls.call(GetActivity())))
    }
  }
}

extension CalendarDate: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

extension Identifier: ExpressibleByArgument {
  package init?(argument: String) { self.init(rawValue: argument) }
}
