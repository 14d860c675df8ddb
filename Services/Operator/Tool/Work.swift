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
  @Option(help: "Seconds to wait until payment intake begins to take a file in.")
  var patience = 3600
  @Option(help: "Payment intake's inbox folder (ENCOURS_INBOX_FOLDER).")
  var inboxFolder = ProcessInfo.processInfo.environment["ENCOURS_INBOX_FOLDER"] ?? "inbox"

  func run() throws {
    var hasRefusals = false
    try connection.withCalls { calls in
      for path in files {
        let name = URL(filePath: path).lastPathComponent
        let hash = try handIn(path, name)
        let reply = try outcome(of: hash, name, calls)
        print(Rendering.imported(reply, file: name))
        hasRefusals = hasRefusals || reply.state != .imported
      }
    }
    if hasRefusals { throw ExitCode(1) }
  }

  /// Copies a file of any size in blocks; its hash is what payment intake knows it by.
  private func handIn(_ path: String, _ name: String) throws -> String {
    let progress = ProgressLine()
    defer { progress.clear() }
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let total = (attributes[.size] as? Int) ?? 0
    var digest = SHA256()
    var done = 0
    try InboxWriter(folder: inboxFolder).put(copyOf: path) { block in
      digest.update(data: block)
      done += block.count
      progress.show("handing in \(name)", done: done, of: total)
    }
    return digest.finalize().map { String(format: "%02x", $0) }.joined()
  }

  /// Waits as long as payment intake works on the file; an answer that does not come is asked for
  /// again.
  private func outcome(
    of hash: String,
    _ name: String,
    _ calls: CallClient
  ) throws -> GetImport.Reply {
    let line = ProgressLine()
    defer { line.clear() }
    let start = ContinuousClock.now
    var heard = start
    var last = GetImport.Reply(state: .unknown)
    while ContinuousClock.now - heard < .seconds(patience) {
      do {
        last = try calls.call(GetImport(contentHash: hash))
      } catch let status as CallStatus where status.code == .deadlineExceeded {
        line.show("waiting for payment intake: \(name)", since: heard)
        continue
      }
      if last.state == .imported || last.state == .rejected || last.halted != nil { return last }
      if let progress = last.progress {
        let step = progress.step == .checking ? "checking" : "taking in"
        line.show("\(step) \(name)", done: progress.done, of: progress.total)
      } else {
        line.show("waiting for payment intake: \(name)", since: start)
      }
      if last.progress != nil || last.state == .reading { heard = ContinuousClock.now }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return last
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
