import ArgumentParser
import DomainKit
import Foundation
import Messages
import OperatorKit
import ServiceKit

struct Rate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Exchange rates of the house, by day.",
    discussion: """
      Documents of the open cut are exchanged at the rates that were set before it opened: a rate \
      that is set now counts from the next cut on.
      """,
    subcommands: [SetRate.self, ImportRates.self, List.self],
    defaultSubcommand: List.self
  )

  struct SetRate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set",
      abstract: "Says what one unit of a currency is worth in another on a day."
    )
    @OptionGroup var connection: Connection
    @Argument(help: "The day, YYYY-MM-DD.")
    var date: CalendarDate
    @Argument(help: "The currency of which one unit is valued, e.g. USD.")
    var from: Currency
    @Argument(help: "The currency in which, e.g. EUR.")
    var to: Currency
    @Argument(help: "The rate, e.g. 0.9135.")
    var rate: ExchangeFactor
    @OptionGroup var record: Record

    func run() throws {
      guard let exchange = ExchangeRate(from: from, to: to, rate: rate, date: date) else {
        throw ValidationError("\(from) has no rate in itself")
      }
      try connection.withCalls { calls in
        let call = SetExchangeRates(rates: [exchange], note: record.note)
        print(Rendering.set(try calls.call(call, key: record.idempotencyKey).set, of: 1))
      }
    }
  }

  struct ImportRates: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import",
      abstract: "Sets the rates of a CSV file with the titles date, from, to, rate.",
      discussion: "A file with anything wrong in it sets nothing; importing it again is safe."
    )
    @OptionGroup var connection: Connection
    @Argument(help: "The file.", completion: .file())
    var file: String
    @Option(help: "Where they are from, or why they are others than before.")
    var note: String

    /// More than the rates of all days and currencies have.
    private static let maximumBytes = 64 * 1024 * 1024
    /// As many as one call takes.
    private static let rowsOfCall = 1000

    func run() throws {
      let handle = try FileHandle(forReadingFrom: URL(filePath: file))
      defer { try? handle.close() }
      let data = try handle.read(upToCount: Self.maximumBytes + 1) ?? Data()
      guard data.count <= Self.maximumBytes else {
        throw ValidationError("\(file) has more than \(Self.maximumBytes / 1024 / 1024) MiB")
      }
      let (rates, faults) = RateTable.rates(in: Array(data))
      guard faults.isEmpty else {
        for fault in faults { print("\(file): \(fault)") }
        throw ExitCode(1)
      }
      try connection.withCalls { calls in
        var changed: [ExchangeRateSet] = []
        for start in stride(from: 0, to: rates.count, by: Self.rowsOfCall) {
          let part = Array(rates[start..<min(start + Self.rowsOfCall, rates.count)])
          let call = SetExchangeRates(rates: part, note: note)
          changed += try calls.call(call, key: "rates-\(UInt64.random(in: 0...UInt64.max))").set
        }
        print(Rendering.set(changed, of: rates.count))
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The rates that are set, the newest day first."
    )
    @OptionGroup var connection: Connection
    @Option(help: "Of one currency alone.")
    var currency: Currency?
    @Flag(help: "Also those that were replaced, with who said so and why.")
    var history = false
    @Option(help: "At most so many, 1 to 1000.")
    var limit = 20

    func run() throws {
      try connection.withCalls { calls in
        let call = ListExchangeRates(
          currency: currency,
          isHistory: history ? true : nil,
          limit: limit
        )
        print(Rendering.rates(try calls.call(call)))
      }
    }
  }
}

extension ExchangeFactor: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}
