import ArgumentParser
import CreditControlDomain
import DomainKit
import Foundation
import InvoicingDomain
import MatchingDomain
import Messages
import PaymentIntakeDomain
import ReportingDomain
import ServiceKit
import StateFiles

struct StateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "state",
    abstract: "Looks into state folders, also while their services run.",
    subcommands: [Verify.self, Show.self]
  )

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks every line, digest and chain of state folders."
    )
    @Argument(help: "State folders, e.g. run/state/invoicing.", completion: .directory)
    var folders: [String]

    func run() throws {
      var isSound = true
      for folder in folders {
        let report = try StateVerifier.verify(folder)
        print("\(folder): \(report)")
        isSound = isSound && report.isSound
      }
      guard isSound else { throw ExitCode(1) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the state that a folder amounts to, as JSON with one row a line."
    )
    @Argument(help: "The service that keeps the folder.")
    var service: ServiceName
    @Argument(help: "The folder, e.g. run/state/matching/07.", completion: .directory)
    var folder: String
    @Flag(help: "What the domain believes, sorted by key: equal for equal facts.")
    var canonical = false

    func run() throws {
      switch service {
      case .invoicing: try show(Invoicing.self)
      case .paymentIntake: try show(PaymentIntake.self)
      case .matching: try show(Matching.self)
      case .creditControl: try show(CreditControl.self)
      case .reporting: try show(Reporting.self)
      }
    }

    private func show<Core: Decider>(_ core: Core.Type) throws {
      let write = { (bytes: [UInt8]) in FileHandle.standardOutput.write(Data(bytes)) }
      if canonical {
        try StateDump.write(
          DomainView<Core>.self,
          in: folder,
          canonical: true,
          replay: { try $0.whole.replay($1) },
          to: write
        )
      } else {
        try StateDump.write(
          ServiceState<Core>.self,
          in: folder,
          canonical: false,
          replay: { try $0.replay($1) },
          to: write
        )
      }
    }
  }
}

/// A whole state of which only the domain's part is written: what surrounds it (sequences, epochs,
/// times) differs between runs of the same facts.
private struct DomainView<Core: Decider>: PersistentState {
  var whole = ServiceState<Core>()

  static var sections: [Section<Self>] {
    Core.State.sections.map { $0.lifted(to: \.whole.domain, prefix: "domain") }
  }
}

extension ServiceName: ExpressibleByArgument {}
