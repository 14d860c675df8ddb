import DomainKit
import EInvoiceBilling
import EInvoices
import Foundation
import Messages
import OperatorKit
import ServiceKit
import Terms
import Testing

@Suite("Documents written for customers")
struct DocumentWriterTests {
  private static let json = """
    {
      "seller": {
        "name": "Encours Démonstration SAS",
        "legalRegistration": {"value": "123456782", "scheme": "0002"},
        "vatIdentifier": "FR32123456782",
        "electronicAddress": {"value": "123456782", "scheme": "0225"},
        "address": {"city": "Lyon", "postCode": "69001", "country": "FR"}
      },
      "buyers": {
        "C-1001": {
          "name": "Ateliers Morel",
          "electronicAddress": {"value": "404833048", "scheme": "0225"},
          "address": {"city": "Dijon", "postCode": "21000", "country": "FR"},
          "reference": "PO-4711"
        }
      }
    }
    """
  private let profile: IssuerProfile

  init() throws { profile = try Self.profile(notes: "[]") }

  private static func profile(notes: String) throws -> IssuerProfile {
    let text = json.replacing("{\n  \"seller\"", with: "{\n  \"notes\": \(notes),\n  \"seller\"")
    return try IssuerProfile(json: Array(text.utf8))
  }

  @Test(
    "an invoice of this house is written to a file and read back",
    arguments: ElectronicFormat.allCases
  )
  func invoice(format: ElectronicFormat) throws {
    let reply = GetInvoice.exampleReply
    let bytes = try DocumentWriter(profile: profile, as: format).bytes(of: reply)
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a.xml").path()
    #expect(try DocumentWriter.save(bytes, of: reply.issued.invoice, to: file) == file)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let read = EInvoices.read([UInt8](try Data(contentsOf: URL(filePath: file))))
    #expect(read.invoice?.number == reply.issued.invoice)
    #expect(read.invoice?.totals.withVAT == reply.issued.gross)
    #expect(read.invoice?.lines.map(\.net) == reply.lines?.map(\.net))
  }

  @Test("a credit of a gross amount has a line for each rate")
  func creditNote() throws {
    var reply = GetCreditNote.exampleReply
    reply.lines = nil
    let withMention = try Self.profile(
      notes: #"[{"subject": "PMD", "text": "Taux des pénalités : 12,15 % par an"}]"#
    )
    let bytes = try DocumentWriter(profile: withMention).bytes(of: reply)
    let read = EInvoices.read(bytes).invoice
    #expect(read?.lines.map(\.net) == reply.issued.taxes?.map(\.net))
    #expect(read?.totals.due == reply.issued.credit)
  }

  @Test("the billing system's documents are its own to write")
  func billed() {
    var reply = GetInvoice.exampleReply
    reply.authorship = nil
    let refused = #expect(throws: RefusedInvoice.self) {
      try DocumentWriter(profile: profile).bytes(of: reply)
    }
    #expect(refused?.description.contains("issued by the billing system") == true)
  }

  @Test("what keeps an invoice from going out is told when it is issued")
  func obstacles() {
    let writer = DocumentWriter(profile: profile)
    var issued = InvoiceIssued.example
    let lines = GetInvoice.exampleReply.lines ?? []
    #expect(writer.obstacles(to: issued, lines: lines) == [])
    issued.lateChargeRate = nil
    issued.account = "C-1001"
    let obstacles = writer.obstacles(to: issued, lines: lines)
    #expect(obstacles.count == 1 && obstacles[0].contains("PMD"), "\(obstacles)")
    issued.account = "C-9"
    #expect(writer.obstacles(to: issued, lines: lines).first?.contains("no buyer 'C-9'") == true)
  }

  @Test("the costs of a returned payment are damages where the writer is told so")
  func damages() throws {
    var reply = GetInvoice.exampleReply
    reply.issued.kind = .debitNote
    (reply.issued.tax, reply.issued.gross) = (.zero(.euro), reply.issued.net)
    (reply.issued.taxes, reply.issued.order) = (nil, nil)
    reply.lines = [
      InvoiceLine(
        description: "Costs of the returned payment P-1",
        net: reply.issued.net,
        taxRate: Percentage(literal: "0")
      )
    ]
    #expect(throws: RefusedInvoice.self) { try DocumentWriter(profile: profile).bytes(of: reply) }
    let bytes = try DocumentWriter(profile: profile, ofDamages: true).bytes(of: reply)
    #expect(EInvoices.read(bytes).invoice?.vatBreakdown.map(\.rate.category) == [.outsideScope])
  }
}
