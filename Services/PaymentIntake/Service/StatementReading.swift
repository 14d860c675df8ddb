import BankFormats
import DomainKit
import Messages
import PaymentIntakeDomain
import StateFiles

/// A check of a whole bank file: what it is, and what is wrong with it.
///
/// A file of any size is checked over several turns: see ``run()``.
final class StatementCheck {
  let file: StagedFile
  /// None when no reader knows the file.
  let reader: (any BankFormatReader)?
  /// What a file of remittance advices holds; nil for other files.
  let advices: [RemittanceAdvice]?
  private(set) var report: BankFileReport
  private let source: any OpenFile
  private let bytes: HashedBytes
  private let check: (any BankFileCheck)?
  private let total: Int

  /// Closes `source` in the end.
  init(
    _ file: StagedFile,
    _ source: any OpenFile,
    _ formats: BankFormats,
    _ budget: ReadBudget
  ) throws {
    self.file = file
    self.source = source
    bytes = HashedBytes(source, budget)
    total = try source.size()
    let head = try source.read(at: 0, count: BankFormats.Limits.head)
    if let advising = AdviceFormats.reader(for: head) {
      (reader, check) = (nil, nil)
      (report, advices) = try Self.read(source, advising)
      return
    }
    advices = nil
    do throws(BankFinding) {
      let known = try formats.reader(for: head)
      (reader, check) = (known, known.makeCheck())
      report = BankFileReport(format: "")
    } catch {
      (reader, check) = (nil, nil)
      report = BankFileReport(format: "", findings: [error])
    }
  }

  deinit { source.close() }

  /// Goes on to the end of the file, or until the turn's budget is spent, which it throws.
  ///
  /// All bytes are read, whatever is wrong with the first ones: the hash is of all of them.
  func run() throws {
    while true {
      let block = try bytes.next()
      guard !block.isEmpty else { break }
      check?.feed(block)
    }
    if let check { report = check.finish() }
  }

  /// Of the bytes that were checked.
  var hash: ContentHash { bytes.hash }

  var progress: ImportProgress {
    ImportProgress(step: .checking, done: bytes.offset, total: total)
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
  var adviceFile: AdviceFile? {
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

  var refusal: StatementRefusal {
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
  let file: StagedFile
  private let source: any OpenFile
  private let format: String
  private let summary: StatementSummary
  private let bytes: HashedBytes
  private let total: Int
  private var rows: any BankRowReader
  private var statement: BankStatement?
  /// Rows that were gathered for the next chunk, which may take several turns.
  private var gathered: (count: Int, lines: [StatementLine]) = (0, [])
  /// The last row of the chunk before, and of those that were gathered.
  private var after: LinePosition?
  private var position: LinePosition?
  private var isEnded = false
  private var fault: BankFinding?

  /// Closes `source` in the end.
  ///
  /// `after`: the last row that was taken before.
  init(
    _ check: StatementCheck,
    _ reader: any BankFormatReader,
    _ source: any OpenFile,
    after position: LinePosition?,
    _ budget: ReadBudget
  ) throws {
    file = check.file
    self.source = source
    (format, summary) = (check.report.format, check.summary)
    (after, self.position) = (position, position)
    bytes = HashedBytes(source, budget)
    total = try source.size()
    rows = try reader.rows(
      bytes.next,
      report: check.report,
      after: position.map {
        BankCursor(statement: $0.statement, entry: $0.entry, transaction: $0.transaction)
      }
    )
  }

  deinit { source.close() }

  var progress: ImportProgress {
    ImportProgress(step: .takingIn, done: bytes.offset, total: total)
  }

  /// The next rows, the last chunk with the file's summary; nil when the state is elsewhere or the
  /// file is another than was checked, and must be opened anew.
  ///
  /// Throws ``ReadBudget/Spent`` when there is no chunk in this turn, and ``BankFinding`` when the
  /// file that passed its check cannot be read.
  func chunk(rows limit: Int, _ state: PaymentIntake.State) throws -> StatementChunk? {
    guard state.imports[file.hash]?.stage != .imported, state.position(of: file.hash) == after
    else { return nil }
    do {
      try gather(limit)
    } catch let finding as BankFinding {
      fault = finding
    }
    if isEnded || fault != nil {
      // Whether somebody has written to the file since it was checked.
      try bytes.finish()
      guard bytes.hash == file.hash else { return nil }
    }
    if let fault { throw fault }
    return nextChunk()
  }

  private func gather(_ limit: Int) throws {
    while gathered.count < limit, !isEnded, fault == nil {
      guard let event = try rows.next() else {
        isEnded = true
        return
      }
      switch event {
      case .statementBegan(let began, _): statement = began
      case .statementEnded: break
      case .row(let row):
        gathered.count += 1
        position = LinePosition(row.cursor)
        if let statement, let line = StatementLine(row, of: statement) {
          gathered.lines.append(line)
        }
      }
    }
  }

  private func nextChunk() -> StatementChunk {
    defer {
      after = position
      gathered = (0, [])
    }
    return StatementChunk(
      file: file.original,
      hash: file.hash,
      format: format,
      after: after,
      lines: gathered.lines,
      through: position,
      summary: isEnded ? summary : nil
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
