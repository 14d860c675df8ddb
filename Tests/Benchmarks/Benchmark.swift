import ArgumentParser
import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit

/// Payments a second of the whole house, beside those of the plain C program that does the same
/// broker operations and nothing else.
///
/// In each round both run on the same broker, one after the other, and each round has a new one:
/// what else the machine does meanwhile meets both.
@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures payments a second, from the first publish until reporting has applied all."
  )

  @Option(help: "The compiled Tests/Benchmarks/ceiling.c.", completion: .file())
  var ceiling: String
  @Option(help: "Payments in a round; may be given more than once.")
  var payments = [20_000]
  @Option(help: "Rounds, of which the medians are taken.")
  var rounds = 3
  @Option(help: "Partitions of matching.")
  var partitions = Partition.defaultCount
  @Option(help: "The broker's port; the three after it are used too.")
  var port = 26_980

  func validate() throws {
    guard rounds > 0, payments.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("rounds and payments are at least 1")
    }
  }

  func run() throws {
    try Machine.describe()
    let bytes = try LoadOfPayments.meanBodyBytes()
    print(
      """
      durability: quorum queues on disk, persistent messages, publisher confirms (window \
      \(LoopLimits.publishWindow)), prefetch \(LoopLimits.prefetch), manual acknowledgements.
      house: five processes, \(partitions) partitions, one fdatasync a batch and state folder \
      before anything is acknowledged or sent.
      C: five threads in one process, bodies of \(bytes) bytes, no journal, no decision, no JSON.

      """
    )
    for count in payments { try measure(count, bodyBytes: bytes) }
  }

  private func measure(_ count: Int, bodyBytes: Int) throws {
    var plain: [Double] = []
    var house: [Double] = []
    for round in 1...rounds {
      let (seconds, ceiling) = try measureRound(count, bodyBytes: bodyBytes)
      plain.append(Double(count) / ceiling)
      house.append(Double(count) / seconds)
      print(
        "\(count) payments, round \(round): C \(rate(plain[round - 1])), "
          + "Encours \(rate(house[round - 1]))"
      )
    }
    let (middle, ceiling) = (median(house), median(plain))
    print(
      "\(count) payments, medians of \(rounds): C \(rate(ceiling)), Encours \(rate(middle)),"
        + " ratio \(String(format: "%.2f", middle / ceiling))\n"
    )
  }

  /// Seconds of the house and of the C program.
  private func measureRound(_ count: Int, bodyBytes: Int) throws -> (Double, Double) {
    let house = try House(port: port, partitions: partitions)
    defer { house.close() }
    print("RabbitMQ \(try house.brokerVersion())", terminator: ": ")
    let text = try house.run(
      URL(filePath: ceiling),
      [
        "127.0.0.1", String(port), House.administrator, house.passwordFile, String(count),
        String(bodyBytes),
      ]
    )
    guard let plain = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw ValidationError("the C program said '\(text)'")
    }
    let load = LoadOfPayments(count: count)
    try load.prepare(house)
    return (try load.run(through: house), plain)
  }

  private func rate(_ perSecond: Double) -> String { "\(Int(perSecond.rounded()))/s" }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// What the figures were measured on.
private enum Machine {
  static func describe() throws {
    let processors = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      .split(separator: "\n").filter { $0.hasPrefix("model name") }
      .compactMap { $0.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) }
    let memory = ProcessInfo.processInfo.physicalMemory >> 30
    let system = ProcessInfo.processInfo.operatingSystemVersionString
    print(
      "machine: \(processors.count) cores (\(processors.first ?? "?")), \(memory) GiB, \(system)"
    )
  }
}
