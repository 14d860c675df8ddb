import EInvoices
import Foundation

/// Invoices that other projects wrote, beside the project's root where they are there.
enum SharedInvoices {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data/einvoice").standardizedFileURL

  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

  /// Every document, by its path below the folder, sorted.
  static let names: [String] = {
    guard let all = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    let kinds = [".xml", ".txt", ".pdf"]
    return all.compactMap { $0 as? String }
      .filter { name in kinds.contains { name.lowercased().hasSuffix($0) } }.sorted()
  }()

  static func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: folder.appending(path: name)))
  }

  /// What is found in each of them.
  static func readings() throws -> [(name: String, reading: InvoiceReading)] {
    try names.map { ($0, EInvoices.read(try bytes($0))) }
  }

  /// What an independent reader found in the files.
  static func expected() throws -> [String: ExpectedInvoice] {
    struct Files: Decodable { var files: [String: ExpectedInvoice] }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let url = folder.appending(path: "einvoice.expected.json")
    return try decoder.decode(Files.self, from: Data(contentsOf: url)).files
  }
}

/// The header of one file; `error` where the file is no invoice in XML.
struct ExpectedInvoice: Decodable {
  struct Means: Decodable {
    var code: String?
    var paymentId: String?
    var account: String?
    var bic: String?
    var mandate: String?
    var card: String?
  }
  var error: String?
  var number: String?
  var typeCode: String?
  var issueDate: String?
  var dueDate: String?
  var currency: String?
  var buyerReference: String?
  var orderReference: String?
  var precedingInvoices: [String]?
  var seller: String?
  var buyer: String?
  var payee: String?
  var paymentReference: String?
  var paymentMeans: [Means]?
  var paymentTerms: [String]?
  /// By the element's name in its syntax.
  var totals: [String: String?]?
  var vatTotal: String?
}
