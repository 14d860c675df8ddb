/// What one journal or archive file turns out to hold when it is read from its beginning.
struct SegmentScan {
  enum Ending: Equatable {
    /// It ends with a whole line.
    case whole
    /// What follows the good lines was torn by a crash before anybody was told of it.
    case torn
    /// What follows the good lines can't be explained by a crash, or had been synced.
    case damaged(StateDamage)
    /// The reader had enough.
    case stopped
  }

  let name: String
  /// After the last good line.
  private(set) var chain: Chain
  private(set) var lines = 0
  /// How far the good lines reach.
  private(set) var goodBytes = 0
  /// Where the last batch begins: all before it is known to have been synced.
  private(set) var synced = 0
  private(set) var ending = Ending.whole

  /// False until a first line has told what it follows.
  private var knowsChain: Bool
  private let firstSequence: Int?

  /// Reads the lines of `file` and gives each good one to `body` until it returns false.
  ///
  /// `chain` is what the first line must follow; nil where nobody knows and the first line says.
  /// `firstSequence` is the number that the first line must have, if that is known.
  init(
    _ file: any OpenFile,
    name: String,
    after chain: Chain?,
    firstSequence: Int? = nil,
    body: (ChainedLine, _ offset: Int) throws -> Bool = { _, _ in true }
  ) throws {
    self.name = name
    self.firstSequence = firstSequence
    self.chain = chain ?? Chain()
    knowsChain = chain != nil
    var reader = LineReader(file)
    while let line = try reader.next() {
      let parsed: ChainedLine
      do {
        parsed = try accept(line)
      } catch {
        let damage = StateDamage(file: name, offset: line.offset, reason: error.reason)
        let isTorn = try TornEnd.explains(line, in: file, reader: &reader)
        ending = isTorn ? .torn : .damaged(damage)
        return
      }
      guard try body(parsed, line.offset) else {
        ending = .stopped
        return
      }
    }
  }

  /// The damage, if that is how it ends.
  var damage: StateDamage? {
    if case .damaged(let damage) = ending { damage } else { nil }
  }

  /// A closed file was synced as a whole, so that no crash explains a torn end of it.
  func requireWhole() throws {
    if let damage { throw damage }
    guard ending == .whole else {
      throw StateDamage(file: name, offset: goodBytes, reason: .incomplete)
    }
  }

  private mutating func accept(_ line: LineReader.Line) throws(LineFault) -> ChainedLine {
    guard line.isTerminated else { throw LineFault(.unterminated) }
    let parsed = try ChainedLine(line.bytes)
    if !knowsChain {
      chain = Chain(
        sequence: (firstSequence ?? parsed.sequence) - 1,
        checksum: parsed.previous
      )
      knowsChain = true
    }
    // Written when the file was just so long: another figure belongs to another file.
    guard parsed.synced == nil || parsed.synced == line.offset else { throw LineFault(.form) }
    try chain.advance(to: parsed)
    synced = parsed.synced ?? synced
    lines += 1
    goodBytes = line.end
    return parsed
  }
}

/// What a crash can do to the batch that was being written, and what it can't.
///
/// A batch is one write at the end of the file. A power cut keeps any of its sectors and leaves
/// zeros for the others, or keeps a part of its length. A line that ends as it should, has no such
/// zeros and yet does not fit its checksum was damaged later: it may have been acknowledged, so
/// cutting it off would lose it. `messaging.md` (J2) takes all damage after the last `synced` for a
/// torn end; that would drop a synced last batch for one flipped bit.
enum TornEnd {
  /// Whether a crash explains the bad line, the first that `reader` met.
  static func explains(
    _ line: LineReader.Line,
    in file: any OpenFile,
    reader: inout LineReader
  ) throws -> Bool {
    let bytes = line.bytes
    // A later batch was begun, so this one had been synced.
    while let later = try reader.next() {
      if later.isTerminated, let parsed = try? ChainedLine(later.bytes), parsed.synced != nil {
        return false
      }
    }
    if !line.isTerminated {
      // More follows: it is not the end but a line without end.
      guard try file.size() == line.end else { return false }
      // All is there and only the last byte isn't a newline: a tear would have left none.
      return (try? ChainedLine.verifiedChecksum(of: bytes.dropLast())) == nil
    }
    guard (try? ChainedLine.verifiedChecksum(of: bytes)) == nil else { return false }
    return hasLostSector(bytes, at: line.offset)
  }

  /// Whether the line has a run of zeros as lost sectors leave.
  ///
  /// It begins where a sector does, or the line, when that is the first of its batch; it ends where
  /// a sector does. JSON text has no zero byte.
  private static func hasLostSector(_ bytes: ArraySlice<UInt8>, at offset: Int) -> Bool {
    var index = bytes.startIndex
    while let first = bytes[index...].firstIndex(of: 0) {
      let end = bytes[first...].firstIndex { $0 != 0 } ?? bytes.endIndex
      let start = offset + first - bytes.startIndex
      let stop = offset + end - bytes.startIndex
      if start == offset || start % Limits.sectorBytes == 0, stop % Limits.sectorBytes == 0 {
        return true
      }
      index = end
    }
    return false
  }
}
