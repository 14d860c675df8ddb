import AMQP
import ArgumentParser
import CreditControlDomain
import DomainKit
import Foundation
import InvoicingDomain
import MatchingDomain
import Messages
import OperatorKit
import PaymentIntakeDomain
import ReportingDomain
import ServiceKit
import StateFiles

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How every service stands: open cut, backlog, what waits and why."
  )
  @OptionGroup var connection: Connection
  @Option(help: "Wait so many seconds for every service to answer.")
  var wait = 0
  @Option(help: "The number of partitions of the house.")
  var partitions = Partition.defaultCount

  func run() throws {
    let deadline = ContinuousClock.now + .seconds(wait)
    while true {
      do {
        return try connection.withCalls { calls in
          print(Rendering.status(try calls.everyStatus(partitions: partitions)))
        }
      } catch {
        guard ContinuousClock.now < deadline else { throw error }
        Thread.sleep(forTimeInterval: 0.2)
      }
    }
  }
}

struct ResendMessages: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resend",
    abstract: "Sends again from a service's journal what a peer has lost."
  )
  @OptionGroup var connection: Connection
  @Argument(help: "invoicing, payment-intake, matching, credit-control or reporting")
  var service: ServiceName
  @Option(help: "A routing key, e.g. invoice.issued.v1.07; all if none is given.")
  var routingKey: String?
  @Option(help: "The first sequence to send again.")
  var from: UInt64 = 1
  @Option(help: "The partition, of matching.")
  var partition: Int?

  func run() throws {
    try connection.withCalls { calls in
      let reply = try calls.call(
        Resend(routingKey: routingKey, from: from),
        of: service,
        partition: partition.flatMap { Partition($0) },
        timeout: .seconds(600)
      )
      print("\(reply.count) messages are sent again")
    }
  }
}

struct TopologyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topology",
    abstract: "Exchanges, queues, bindings, policies and users on the broker.",
    subcommands: [Apply.self, Definitions.self]
  )

  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Declares what is missing; needs an administrator."
    )
    @OptionGroup var connection: Connection
    @Option(help: "The number of partitions.")
    var partitions = Partition.defaultCount

    func run() throws {
      let topology = Topology.encours(partitions: partitions)
      try TopologyApplier(settings: connection.settings()).apply(topology)
      print(
        "declared \(topology.exchanges.count) exchanges, \(topology.queues.count) queues,"
          + " \(topology.bindings.count) bindings"
      )
    }
  }

  struct Definitions: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints policies, users and permissions for `rabbitmqctl import_definitions`."
    )
    @Option(help: "A folder with a file a user, which holds the user's password.")
    var passwords: String?
    @Option(help: "The number of partitions.")
    var partitions = Partition.defaultCount

    func run() throws {
      var known: [String: String] = [:]
      for user in Topology.encours(partitions: partitions).users {
        guard let passwords else { break }
        let text = try String(contentsOfFile: "\(passwords)/\(user.name)", encoding: .utf8)
        known[user.name] = text.trimmingCharacters(in: .whitespacesAndNewlines)
      }
      let definitions = try Topology.encours(partitions: partitions).definitions(passwords: known)
      FileHandle.standardOutput.write(Data(definitions))
    }
  }
}
