package import DomainKit
import EInvoiceBilling
import EInvoices
import Foundation
package import Messages
package import ServiceKit

/// Writes documents of this house as electronic ones, after a profile of the house.
package struct DocumentWriter: Sendable {
  private let profile: IssuerProfile
  private let format: ElectronicFormat
  /// Lines without tax are damages, such as the costs of a returned payment.
  private let isOfDamages: Bool

  package init(
    profile: IssuerProfile,
    as format: ElectronicFormat = .ubl,
    ofDamages isOfDamages: Bool = false
  ) {
    self.profile = profile
    self.format = format
    self.isOfDamages = isOfDamages
  }

  /// A document's bytes; only what this house issued is written here.
  package func bytes(of reply: GetInvoice.Reply) throws -> [UInt8] {
    try check(reply.authorship, reply.issued.invoice)
    return try EInvoices.write(invoice(reply.issued, reply.lines), as: format.syntax)
  }

  package func bytes(of reply: GetCreditNote.Reply) throws -> [UInt8] {
    try check(reply.authorship, reply.issued.creditNote)
    let document = try EInvoiceBilling.electronic(
      reply.issued,
      lines: reply.lines,
      ofDamages: isOfDamages,
      as: format.specification,
      profile
    )
    return try EInvoices.write(document, as: format.syntax)
  }

  /// What keeps an invoice that was just issued from going out, in lines of text.
  package func obstacles(to issued: InvoiceIssued, lines: [Messages.InvoiceLine]) -> [String] {
    do {
      _ = try EInvoices.write(invoice(issued, lines), as: format.syntax)
      return []
    } catch let refused as RefusedInvoice {
      return refused.findings.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  /// Writes the file whole or not at all, for its owner alone; without a path, `NUMBER.xml` in the
  /// current folder.
  package static func save(
    _ bytes: [UInt8],
    of number: InvoiceNumber,
    to path: String?
  ) throws
    -> String
  {
    let path = path ?? "\(number.rawValue.replacing("/", with: "-")).xml"
    try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    return path
  }

  private func invoice(
    _ issued: InvoiceIssued,
    _ lines: [Messages.InvoiceLine]?
  ) throws -> ElectronicInvoice {
    let document = try EInvoiceBilling.electronic(
      issued,
      lines: lines,
      ofDamages: isOfDamages,
      as: format.specification,
      profile
    )
    let findings = document.swissReferenceFindings
    guard findings.isEmpty else { throw RefusedInvoice(findings) }
    return document
  }

  private func check(_ authorship: Authorship?, _ number: InvoiceNumber) throws {
    guard authorship == nil else { return }
    let text = "\(number) was issued by the billing system, which writes it itself"
    throw RefusedInvoice([InvoiceFinding(.refusal, .notExpressible, text: text)])
  }
}
