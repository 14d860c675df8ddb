import ArgumentParser
import DomainKit
import EInvoiceBilling
import EInvoices
import Foundation
import Messages
import OperatorKit
import ServiceKit

extension ElectronicFormat: ExpressibleByArgument {}

/// The file that says who sells, buys and is paid.
struct ProfileFile {
  static let help = ArgumentHelp(
    "A JSON file that says who sells, buys and is paid (ENCOURS_PROFILE).",
    valueName: "file"
  )
  /// Without one of its own the tool takes invoicing's.
  static let standard = {
    let environment = ProcessInfo.processInfo.environment
    return environment["ENCOURS_PROFILE"] ?? environment["ENCOURS_INVOICING_PROFILE_FILE"]
  }()

  static func read(_ path: String) throws -> IssuerProfile {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    do {
      return try IssuerProfile(json: bytes)
    } catch {
      throw ValidationError("\(path): \(error)")
    }
  }
}

/// How and where an electronic document is written.
struct ElectronicOutput: ParsableArguments {
  @Option(help: ProfileFile.help, completion: .file())
  var profile: String?
  @Option(name: .customLong("as"), help: "UBL for Peppol, or CII for Factur-X.")
  var format = ElectronicFormat.ubl
  @Flag(help: "Lines without tax are damages, such as the costs of a returned payment.")
  var damages = false
  @Option(help: "The file to write; without it NUMBER.xml.", completion: .file())
  var output: String?

  func writer() throws -> DocumentWriter {
    guard let profile = profile ?? ProfileFile.standard else {
      throw ValidationError("say who sells and buys: --profile FILE, or ENCOURS_PROFILE")
    }
    return DocumentWriter(
      profile: try ProfileFile.read(profile),
      as: format,
      ofDamages: damages
    )
  }

  /// Nothing is written of a document that lacks something.
  func write(_ number: InvoiceNumber, _ bytes: () throws -> [UInt8]) throws {
    do {
      let path = try DocumentWriter.save(try bytes(), of: number, to: output)
      print("\(number) is in \(path)")
    } catch let refused as RefusedInvoice {
      print("\(number) is not written:")
      for finding in refused.findings { print("  \(finding)") }
      throw ExitCode(1)
    }
  }
}

/// Whether what is to be issued could go out as an electronic document.
struct OutgoingCheck: ParsableArguments {
  @Option(help: ProfileFile.help, completion: .file())
  var profile: String?

  func readWriter() throws -> DocumentWriter? {
    try (profile ?? ProfileFile.standard).map { DocumentWriter(profile: try ProfileFile.read($0)) }
  }
}

extension DocumentWriter {
  /// Refuses what could not go out, before it has a number of a series without gaps.
  func check(_ preview: PreviewInvoice, _ calls: CallClient) throws {
    let issued = try calls.call(preview).issued
    let obstacles = obstacles(to: issued, lines: preview.draft.lines)
    guard !obstacles.isEmpty else { return }
    print("not issued, since it could not go out:")
    for obstacle in obstacles { print("  \(obstacle)") }
    throw ExitCode(1)
  }
}

extension Invoice {
  struct Write: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes an invoice of Encours' own series as an electronic one (EN 16931)."
    )
    @OptionGroup var connection: Connection
    @Argument var invoice: InvoiceNumber
    @OptionGroup var output: ElectronicOutput

    func run() throws {
      let writer = try output.writer()
      try connection.withCalls { calls in
        let reply = try calls.call(GetInvoice(invoice: invoice))
        try output.write(invoice) { try writer.bytes(of: reply) }
      }
    }
  }
}

extension CreditNote {
  struct Write: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes a credit note of Encours' own series as an electronic one (EN 16931)."
    )
    @OptionGroup var connection: Connection
    @Argument var creditNote: InvoiceNumber
    @OptionGroup var output: ElectronicOutput

    func run() throws {
      let writer = try output.writer()
      try connection.withCalls { calls in
        let reply = try calls.call(GetCreditNote(creditNote: creditNote))
        try output.write(creditNote) { try writer.bytes(of: reply) }
      }
    }
  }
}
