import Crypto
import DomainKit
import Messages

/// Reads a snapshot back in one pass, digesting while it decodes.
///
/// Nothing that was decoded is used before the digest has been compared: a row that cannot be
/// decoded means damage if the digest is wrong, and another program's row if it is right.
struct SnapshotReader<State: PersistentState> {
  private enum Place {
    case header
    case sections
    case table(Section<State>)
    case end
  }

  private let name: FileName
  private var digest = SHA256()
  private var state = State()
  private var chain: Chain?
  private var rows = 0
  private var seen: Set<String> = []
  private var place = Place.header
  /// The first thing that was not as this program writes it.
  private var misfit: String?
  private var statedRows = 0
  private var digestText: String?

  static func read(
    sequence: Int,
    in context: StateFolderContext
  ) throws -> SnapshotReading<State> {
    let name = FileName.snapshot(sequence: sequence)
    let file = try context.open(name, for: .read)
    defer { file.close() }
    var reader = SnapshotReader(name: name)
    var lines = LineReader(file)
    while let line = try lines.next() { reader.take(line) }
    return try reader.result(sequence: sequence, bytes: file.size())
  }

  private init(name: FileName) { self.name = name }

  private func result(sequence: Int, bytes: Int) -> SnapshotReading<State> {
    guard let digestText else {
      return .damaged(StateDamage(file: name.text, offset: bytes, reason: .incomplete))
    }
    guard digestText == digest.finalize().hexText else {
      return .damaged(StateDamage(file: name.text, offset: 0, reason: .digest))
    }
    if let misfit { return .unfit(reason: misfit, at: chain, rows: statedRows) }
    guard let chain, chain.sequence == sequence, statedRows == rows else {
      return .damaged(StateDamage(file: name.text, offset: 0, reason: .form))
    }
    let missing = State.sections.map(\.name).filter { !seen.contains($0) }
    guard missing.isEmpty else {
      return .unfit(
        reason: "it has no section \(missing.joined(separator: ", "))",
        at: chain,
        rows: rows
      )
    }
    return .read(state, at: chain, Snapshot.Summary(rows: rows, bytes: bytes))
  }

  private mutating func take(_ line: LineReader.Line) {
    if takeEnd(line) { return }
    digestText = nil
    update(line.raw)
    guard misfit == nil else { return }
    let bytes = line.bytes.last == UInt8(ascii: ",") ? line.bytes.dropLast() : line.bytes
    switch place {
    case .header: takeHeader(bytes)
    case .sections: takeSection(bytes)
    case .table(let section): takeRow(bytes, of: section)
    case .end: misfit = "it goes on after its end"
    }
  }

  /// The last line: its digest is of all before it and of its own beginning.
  private mutating func takeEnd(_ line: LineReader.Line) -> Bool {
    guard digestText == nil, line.isTerminated else { return false }
    var scanner = JSONByteScanner(line.bytes)
    guard scanner.skip("},\"rows\":"), let rows = scanner.number(), scanner.skip(",\"sha256\":")
    else { return false }
    let digested = line.bytes[..<(scanner.position + 1)]
    guard let text = scanner.string(), scanner.skip("}"), scanner.isAtEnd else { return false }
    update(digested)
    statedRows = rows
    digestText = text
    if case .sections = place { place = .end } else { misfit = misfit ?? "its sections do not end" }
    return true
  }

  private mutating func takeHeader(_ bytes: ArraySlice<UInt8>) {
    var scanner = JSONByteScanner(bytes)
    guard scanner.skip("{\"v\":"), let version = scanner.number() else {
      misfit = "it has no version"
      return
    }
    guard version == Snapshot.version, scanner.skip(",\"seq\":"), let sequence = scanner.number(),
      scanner.skip(",\"chain\":\""), let checksum = scanner.hex(),
      scanner.skip("\",\"epoch\":"), let epoch = scanner.number(),
      scanner.skip(",\"sections\":{"), scanner.isAtEnd
    else {
      misfit = "it has format version \(version)"
      return
    }
    chain = Chain(sequence: sequence, checksum: checksum, epoch: epoch)
    place = .sections
  }

  private mutating func takeSection(_ bytes: ArraySlice<UInt8>) {
    var scanner = JSONByteScanner(bytes)
    guard let name = scanner.string(), scanner.skip(":") else {
      misfit = "a section has no name"
      return
    }
    guard let section = State.sections.first(where: { $0.name == name }) else {
      misfit = "this program has no section \(name)"
      return
    }
    seen.insert(name)
    if section.isTable {
      if scanner.skip("{"), scanner.isAtEnd {
        place = .table(section)
      } else {
        misfit = "section \(name) is no table"
      }
    } else {
      load(section, key: "", scanner.rest)
    }
  }

  private mutating func takeRow(_ bytes: ArraySlice<UInt8>, of section: Section<State>) {
    var scanner = JSONByteScanner(bytes)
    if scanner.skip("}"), scanner.isAtEnd {
      place = .sections
      return
    }
    guard let key = scanner.string(), scanner.skip(":") else {
      misfit = "a row of \(section.name) has no key"
      return
    }
    load(section, key: key, scanner.rest)
  }

  private mutating func load(_ section: Section<State>, key: String, _ value: ArraySlice<UInt8>) {
    rows += 1
    do {
      try section.load(&state, key, EncodedRow(bytes: value))
    } catch {
      misfit = "row '\(key)' of \(section.name): \(error)"
    }
  }

  private mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { digest.update(bufferPointer: $0) }
  }
}

/// A row as it stands in the file.
private struct EncodedRow: RowDecoder {
  let bytes: ArraySlice<UInt8>

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try JSONCoding.decodeTrusted(type, from: bytes)
  }
}
