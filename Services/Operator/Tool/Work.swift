import ArgumentParser
import Crypto
import DomainKit
import Foundation
import Messages
import OperatorKit
import ServiceKit

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hands bank files to payment intake and waits for what becomes of them."
  )

  @OptionGroup var connection: Connection
  @Argument(help: "Bank files.", completion: .file())
  var files: [String]
  @Option(help: "Payment intake's inbox folder (ENCOURS_INBOX_FOLDER).")
  var inboxFolder = ProcessInfo.processInfo.environment["ENCOURS_INBOX_FOLDER"] ?? "inbox"

  func run() throws {
    var hasRefusals = false
    try connection.withCalls { calls in
      for path in files {
        let content = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let name = URL(filePath: path).lastPathComponent
        try InboxWriter(folder: inboxFolder).put(BankFile(name: name, content: content))
        let hash = SHA256.hash(data: content).map { String(format: "%02x", $0) }.joined()
        let reply = try outcome(of: hash, calls)
        print(Rendering.imported(reply, file: name))
        hasRefusals = hasRefusals || reply.state != .imported
      }
    }
    if hasRefusals { throw ExitCode(1) }
  }

  private func outcome(of hash: String, _ calls: CallClient) throws -> GetImport.Reply {
    let deadline = ContinuousClock.now + .seconds(600)
    while true {
      let reply = try calls.call(GetImport(contentHash: hash))
      switch reply.state {
      case .imported, .rejected: return reply
      case .unknown, .reading:
        guard ContinuousClock.now < deadline else { return reply }
        Thread.sleep(forTimeInterval: 0.05)
      }
    }
  }
}

struct Day: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The business calendar.",
    subcommands: [Show.self, Open.self, ClosePeriod.self],
    defaultSubcommand: Show.self
  )

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Which day is open, which closed.")
    @OptionGroup var connection: Connection

    func run() throws {
      try connection.withCalls { calls in print(Rendering.day(try calls.call(GetDay()))) }
    }
  }

  struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Opens a business day, which closes the one before."
    )
    @OptionGroup var connection: Connection
    @Argument(help: "YYYY-MM-DD")
    var date: CalendarDate

    func run() throws {
      try connection.withCalls { calls in
        let reply = try calls.call(OpenDay(date: date), key: "open-\(date)")
        print("opened \(reply.opens)" + (reply.closes.map { ", closing \($0)" } ?? ""))
      }
    }
  }

  struct ClosePeriod: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Closes a month; what still comes for it is booked on the first open day."
    )
    @OptionGroup var connection: Connection
    @Argument(help: "The month's last day, YYYY-MM-DD")
    var lastDay: CalendarDate

    func run() throws {
      try connection.withCalls { calls in
        let reply = try calls.call(Messages.ClosePeriod(lastDay: lastDay), key: "close-\(lastDay)")
        print("closed \(reply.firstDay) to \(reply.lastDay)")
      }
    }
  }
}

struct Cut: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cuts the business day once more, so that leftovers are decided now."
  )
  @OptionGroup var connection: Connection

  func run() throws {
    try connection.withCalls { calls in
      let key = "cut-\(UInt64.random(in: 0...UInt64.max))"
      let reply = try calls.call(CallCut(), key: key)
      print("cut \(reply.closes), now open \(reply.opens)")
    }
  }
}

struct Credit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Exposure, limits and orders.",
    subcommands: [Exposure.self, Limit.self, Check.self]
  )

  struct Exposure: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What an account owes or may come to owe."
    )
    @OptionGroup var connection: Connection
    @Argument var account: AccountID

    func run() throws {
      try connection.withCalls { calls in
        print(Rendering.exposure(try calls.call(GetExposure(account: account)), of: account))
      }
    }
  }

  struct Limit: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sets an account's credit limit.")
    @OptionGroup var connection: Connection
    @Argument var account: AccountID
    @Argument(help: "The amount with its currency, e.g. '10000.00 EUR'.")
    var limit: Money
    @Option(help: "Why, for the record.")
    var reason: String

    func run() throws {
      try connection.withCalls { calls in
        let key = "limit-\(UInt64.random(in: 0...UInt64.max))"
        let reply = try calls.call(
          SetCreditLimit(account: account, limit: limit, reason: reason),
          key: key
        )
        print("limit of \(account): \(limit), before \(reply.previous?.description ?? "none")")
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Asks whether an order may be delivered on credit."
    )
    @OptionGroup var connection: Connection
    @Argument var order: OrderID
    @Argument var account: AccountID
    @Argument(help: "The amount with its currency, e.g. '800.00 EUR'.")
    var amount: Money

    func run() throws {
      try connection.withCalls { calls in
        let key = "check-\(order)-\(amount.decimal)"
        let reply = try calls.call(
          CheckOrder(order: order, account: account, amount: amount),
          key: key
        )
        print(Rendering.orderCheck(reply, order: order))
        guard reply.isApproved else { throw ExitCode(1) }
      }
    }
  }
}

extension Money: ExpressibleByArgument {
  package init?(argument: String) {
    let parts = argument.split(separator: " ")
    guard parts.count == 2, let currency = Currency(String(parts[1])),
      let money = try? Money(decimal: String(parts[0]), currency: currency)
    else { return nil }
    self = money
  }
}
