import ArgumentParser
import DomainKit
import Foundation
import Messages
import OperatorKit
import ServiceKit
import Terms

/// `encours invoice import`: the documents of files and folders, one call each.
struct SubmitDocuments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Posts invoices and credit notes of billing: electronic ones (EN 16931) and CSV.",
    discussion: """
      A folder's files move to posted/ once all of them is posted; the others stay, beside a file \
      that says why. What was posted before changes nothing: any of it may be submitted again.
      """
  )

  @OptionGroup var connection: Connection
  @Argument(help: "Files, or folders of files.", completion: .file())
  var paths: [String]
  @Option(help: "Whose an electronic invoice is that names no account as the buyer's identifier.")
  var account: AccountID?
  @Option(help: "Which names terms have (ENCOURS_INVOICING_TERMS_FILE).")
  var termsFile: String?

  /// More than a document or a month of them has.
  private static let maximumBytes = 64 * 1024 * 1024

  func run() throws {
    let registry = try registry()
    var isClean = true
    try connection.withCalls { calls in
      let reader = DocumentFile(account: account, registry: registry) {
        try calls.earlierInvoice($0)
      }
      let submission = DocumentSubmission(
        invoice: { try calls.call($0, key: Self.key()) },
        creditNote: { try calls.call($0, key: Self.key()) },
        validation: { content in
          switch content {
          case .invoice(let invoice): try calls.call(ValidateInvoice(invoice: invoice)).errors
          case .creditNote(let note): try calls.call(ValidateCreditNote(creditNote: note)).errors
          }
        }
      )
      for path in paths {
        isClean = try submit(path, reader, submission) && isClean
      }
    }
    if !isClean { throw ExitCode(1) }
  }

  /// Submitting is safe to repeat by its content; no earlier refusal is to be told again.
  private static func key() -> String { "submit-\(UInt64.random(in: 0...UInt64.max))" }

  private func submit(
    _ path: String,
    _ reader: DocumentFile,
    _ submission: DocumentSubmission
  ) throws -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ValidationError("\(path): no such file or folder")
    }
    guard isFolder.boolValue else {
      return try submit(file: path, reader, submission).isEmpty
    }
    let folder = DocumentFolder(path: path)
    var isClean = true
    for name in try folder.files() {
      let reasons = try submit(file: "\(path)/\(name)", reader, submission)
      if reasons.isEmpty {
        try folder.settle(name)
      } else {
        try folder.keep(name, because: reasons)
      }
      isClean = reasons.isEmpty && isClean
    }
    return isClean
  }

  /// Gives what was refused, and why.
  private func submit(
    file path: String,
    _ reader: DocumentFile,
    _ submission: DocumentSubmission
  ) throws -> [String] {
    let progress = ProgressLine()
    let name = URL(filePath: path).lastPathComponent
    let documents = try documents(in: path, reader)
    var submitted: [SubmittedDocument] = []
    for document in documents {
      submitted.append(try submission.submit(document))
      progress.show("posting \(name)", done: submitted.count, of: documents.count)
    }
    progress.clear()
    print(Rendering.submitted(submitted, file: name))
    return submitted.flatMap(\.reasons)
  }

  /// A file that is not read is refused like one that is no document: the others go on.
  private func documents(in path: String, _ reader: DocumentFile) throws -> [FileDocument] {
    func refused(_ text: String) -> [FileDocument] {
      [FileDocument(number: "", faults: [DocumentFault(nil, text)])]
    }
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? handle.close() }
      data = try handle.read(upToCount: Self.maximumBytes + 1) ?? Data()
    } catch {
      return refused("it cannot be read: \(error.localizedDescription)")
    }
    guard data.count <= Self.maximumBytes else {
      return refused("it has more than \(Self.maximumBytes / 1024 / 1024) MiB: split it")
    }
    return try reader.documents(in: Array(data))
  }

  private func registry() throws -> TermsRegistry {
    let environment = ProcessInfo.processInfo.environment
    guard let termsFile = termsFile ?? environment["ENCOURS_INVOICING_TERMS_FILE"] else {
      return TermsRegistry()
    }
    let mapping = try String(contentsOf: URL(filePath: termsFile), encoding: .utf8)
    do throws(TermsMappingError) {
      return try TermsRegistry(mapping: mapping)
    } catch {
      throw ValidationError("\(termsFile): \(error)")
    }
  }
}

extension SubmittedDocument {
  /// Why it is refused; nothing where it is not.
  fileprivate var reasons: [String] {
    guard case .refused(let faults) = outcome else { return [] }
    return faults.map { number.isEmpty ? $0.description : "\(number): \($0)" }
  }
}
