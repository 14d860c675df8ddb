import Foundation

/// Files that real banks and other projects wrote, beside the project's root where they are there.
enum SharedSamples {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data/bank/camt").standardizedFileURL

  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

  /// Every sample, by its path below the folder, sorted.
  static let names: [String] = {
    guard let all = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    return all.compactMap { $0 as? String }.filter { name in
      !name.hasSuffix(".json") && !name.hasSuffix(".pydata") && !isFolder(name)
    }.sorted()
  }()

  static func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: folder.appending(path: name)))
  }

  /// What an independent reader found in the file; nil for files that nobody else has read.
  static func expected(_ name: String) throws -> ExpectedFile? {
    let url = folder.appending(path: name + ".expected.json")
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ExpectedFile.self, from: Data(contentsOf: url))
  }

  private static func isFolder(_ name: String) -> Bool {
    var isFolder: ObjCBool = false
    let path = folder.appending(path: name).path
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}

/// `<file>.expected.json`, as far as it is compared.
struct ExpectedFile: Decodable {
  struct Counts: Decodable {
    var statements: Int
    var entries: Int
  }
  struct Statement: Decodable {
    var id: String
    var account: String
    var balanceArithmeticHolds: Bool?
  }
  struct Reference: Decodable {
    var ref: String
    var type: String?
  }
  struct Amount: Decodable {
    var amount: String
    var currency: String
  }
  struct Row: Decodable {
    var statementIndex: Int
    var entryIndex: Int
    var txIndex: Int?
    var amountMinor: Int64
    var currency: String
    var bookingDate: String?
    var valueDate: String?
    var status: String?
    var reversal: Bool
    var returnReason: String?
    var accountServicerRef: String?
    var entryRef: String?
    var endToEndId: String?
    var mandateId: String?
    var uetr: String?
    var instructedAmount: Amount?
    var charges: [Amount]
    var structuredReferences: [Reference]
    var referredDocuments: [Document]
    var additionalRemittance: [String]
    var unstructuredRemittance: [String]
    var debtorName: String?
    var ultimateDebtorName: String?
    var debtorIban: String?
    var debtorAccountOther: String?
    var creditorName: String?
    var indicatorConflict: Bool
    var amountConflict: Bool
  }
  struct Document: Decodable {
    var number: String?
  }

  var counts: Counts
  var statements: [Statement]
  var creditEntries: [Row]
  var debitReversals: [Row]
}
