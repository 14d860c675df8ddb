import BankFormats
import DomainKit
import Messages
import PaymentIntakeDomain
import StateFiles

/// A check of a whole bank file: what it is, and what is wrong with it.
struct StatementCheck {
  let report: BankFileReport
  /// None when no reader knows the file.
  let reader: (any BankFormatReader)?
  let hash: ContentHash
  /// What a file of remittance advices holds; nil for other files.
  let advices: [RemittanceAdvice]?

  init(_ file: any OpenFile, _ formats: BankFormats) throws {
    let head = try file.read(at: 0, count: BankFormats.Limits.head)
    let bytes = HashedBytes(file)
    if let advising = AdviceFormats.reader(for: head) {
      reader = nil
      (report, advices) = try Self.read(file, advising)
      hash = try Self.hash(bytes)
      return
    }
    advices = nil
    do throws(BankFinding) {
      reader = try formats.reader(for: head)
    } catch {
      reader = nil
      report = BankFileReport(format: "", findings: [error])
      hash = try Self.hash(bytes)
      return
    }
    report = try reader?.check(bytes.next) ?? BankFileReport(format: "")
    hash = try Self.hash(bytes)
  }

  /// Of all bytes: a check may end at the first that it cannot read.
  private static func hash(_ bytes: HashedBytes) throws -> ContentHash {
    while try !bytes.next().isEmpty {}
    return bytes.hash
  }

  var isAccepted: Bool { (reader != nil || advices != nil) && report.isAccepted }

  /// An advice is told again in messages that hold more than it does.
  private static let adviceBytes = 256 * 1024

  /// The whole file; its advices are none when it is refused.
  private static func read(
    _ file: any OpenFile,
    _ reader: any AdviceReader
  ) throws -> (BankFileReport, [RemittanceAdvice]) {
    let limit = AdviceFormats.Limits.bytes
    guard try file.size() <= limit else {
      let finding = BankFinding(
        .refusal,
        .forbidden,
        text: "the file is larger than \(limit) bytes: expected fewer advices in one"
      )
      return (BankFileReport(format: reader.name, findings: [finding]), [])
    }
    let told = reader.read(try file.read(at: 0, count: limit))
    var report = BankFileReport(
      format: told.format,
      entries: told.advices.count,
      findings: told.findings
    )
    let advices = told.advices.map { (advice: $0, named: RemittanceAdvice($0)) }
    for (advice, named) in advices {
      let fault: (BankFinding.Code, String)? =
        if let named {
          try JSONCoding.encode(named).count <= adviceBytes
            ? nil
            : (.forbidden, "is larger than \(adviceBytes) bytes: expected fewer documents in one")
        } else {
          (.invalidField, "cannot be named after its payer and number")
        }
      guard let (code, text) = fault else { continue }
      report.findings.append(
        BankFinding(.refusal, code, text: "the advice '\(advice.number)' \(text)")
      )
    }
    return (report, advices.compactMap(\.named))
  }

  /// The advices of an accepted file.
  func adviceFile(_ file: StagedFile) -> AdviceFile? {
    advices.map {
      AdviceFile(
        file: file.original,
        hash: file.hash,
        format: report.format,
        advices: $0,
        remarks: summary.remarks
      )
    }
  }

  func refusal(of file: StagedFile) -> StatementRefusal {
    StatementRefusal(
      file: file.original,
      hash: file.hash,
      format: report.format,
      errors: report.refusals.map {
        StatementError(place: $0.place, code: $0.code.rawValue, text: $0.text)
      }
    )
  }

  var summary: StatementSummary {
    StatementSummary(
      statements: report.statements,
      entries: report.entries,
      remarks: report.remarks.map { $0.place.isEmpty ? $0.text : "\($0.place): \($0.text)" }
    )
  }
}

/// A bank file while its rows are taken; it stays open between chunks, so that a long file is read
/// once from its beginning and not once a chunk.
final class StatementReading {
  private let file: StagedFile
  private let source: any OpenFile
  private let check: StatementCheck
  private let bytes: HashedBytes
  private var rows: any BankRowReader
  private var statement: BankStatement?
  private var position: LinePosition?

  /// Nil when no reader knows the file.
  ///
  /// `after`: the last row that was taken before.
  init?(
    _ file: StagedFile,
    _ source: any OpenFile,
    _ check: StatementCheck,
    after position: LinePosition?
  ) throws {
    guard let reader = check.reader else { return nil }
    self.file = file
    self.source = source
    self.check = check
    self.position = position
    bytes = HashedBytes(source)
    rows = try reader.rows(
      bytes.next,
      report: check.report,
      after: position.map {
        BankCursor(statement: $0.statement, entry: $0.entry, transaction: $0.transaction)
      }
    )
  }

  deinit { source.close() }

  /// The next rows, the last chunk with the file's summary; nil when the state is elsewhere or the
  /// file is another than was checked, and must be opened anew.
  func chunk(rows limit: Int, _ state: PaymentIntake.State) throws -> StatementChunk? {
    guard state.imports[file.hash]?.stage != .imported, state.position(of: file.hash) == position
    else { return nil }
    do {
      let chunk = try nextChunk(rows: limit)
      return try chunk.summary != nil && hasChanged() ? nil : chunk
    } catch let finding as BankFinding {
      guard try hasChanged() else { throw finding }
      return nil
    }
  }

  /// Whether somebody has written to the file since it was checked.
  private func hasChanged() throws -> Bool {
    while try !bytes.next().isEmpty {}
    return bytes.hash != file.hash
  }

  private func nextChunk(rows limit: Int) throws -> StatementChunk {
    let after = position
    var lines: [StatementLine] = []
    var count = 0
    var isEnded = false
    while count < limit {
      guard let event = try rows.next() else {
        isEnded = true
        break
      }
      switch event {
      case .statementBegan(let began, _): statement = began
      case .statementEnded: break
      case .row(let row):
        count += 1
        position = LinePosition(row.cursor)
        if let statement, let line = StatementLine(row, of: statement) { lines.append(line) }
      }
    }
    return StatementChunk(
      file: file.original,
      hash: file.hash,
      format: check.report.format,
      after: after,
      lines: lines,
      through: position,
      summary: isEnded ? check.summary : nil
    )
  }
}

extension LinePosition {
  init(_ cursor: BankCursor) {
    self.init(statement: cursor.statement, entry: cursor.entry, transaction: cursor.transaction)
  }
}

extension BankFinding {
  /// The line and element; empty where there is none to name.
  fileprivate var place: String {
    [line > 0 ? "line \(line)" : "", path].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
