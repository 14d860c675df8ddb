import ArgumentParser
import DomainKit
import EInvoiceBilling
import EInvoices
import Foundation
import Messages
import OperatorKit
import ServiceKit

/// In which of EN 16931's syntaxes a document is written.
enum ElectronicFormat: String, ExpressibleByArgument, CaseIterable {
  /// UBL 2.1 after Peppol BIS Billing 3.0.
  case ubl
  /// CII D16B in the profile EN 16931, which Factur-X and ZUGFeRD have too.
  case cii

  var syntax: InvoiceSyntax { self == .ubl ? .ubl : .cii }
  var specification: Specification { self == .ubl ? .peppolBilling : .en16931 }
}

/// How and where an electronic document is written.
struct ElectronicOutput: ParsableArguments {
  @Option(help: "A JSON file that says who sells, buys and is paid.", completion: .file())
  var profile: String
  @Option(name: .customLong("as"), help: "UBL for Peppol, or CII for Factur-X.")
  var format = ElectronicFormat.ubl
  @Option(help: "The file to write; without it NUMBER.xml.", completion: .file())
  var output: String?

  func readProfile() throws -> IssuerProfile {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: profile)))
    do {
      return try IssuerProfile(json: bytes)
    } catch {
      throw ValidationError("\(profile): \(error)")
    }
  }

  /// Nothing is written of a document that lacks something.
  func write(_ number: InvoiceNumber, _ document: () throws -> ElectronicInvoice) throws {
    let path = output ?? "\(number.rawValue.replacing("/", with: "-")).xml"
    do {
      let document = try document()
      let findings = document.swissReferenceFindings
      guard findings.isEmpty else { throw RefusedInvoice(findings) }
      let bytes = try EInvoices.write(document, as: format.syntax)
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
      print("\(number) is in \(path)")
    } catch let refused as RefusedInvoice {
      print("\(number) is not written:")
      for finding in refused.findings { print("  \(finding)") }
      throw ExitCode(1)
    }
  }

  /// Only what this house issued has lines here.
  static func lines(of own: OwnDocument?, _ number: InvoiceNumber) throws -> [Messages.InvoiceLine]
  {
    guard let own else {
      throw ValidationError("\(number) was issued by the billing system, which writes it itself")
    }
    return own.lines
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
      let profile = try output.readProfile()
      try connection.withCalls { calls in
        let reply = try calls.call(GetInvoice(invoice: invoice))
        let lines = try ElectronicOutput.lines(of: reply.own, invoice)
        try output.write(invoice) {
          try EInvoiceBilling.electronic(
            reply.issued,
            lines: lines,
            as: output.format.specification,
            profile
          )
        }
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
      let profile = try output.readProfile()
      try connection.withCalls { calls in
        let reply = try calls.call(GetCreditNote(creditNote: creditNote))
        let lines = try ElectronicOutput.lines(of: reply.own, creditNote)
        try output.write(creditNote) {
          try EInvoiceBilling.electronic(
            reply.issued,
            lines: lines,
            as: output.format.specification,
            profile
          )
        }
      }
    }
  }
}
