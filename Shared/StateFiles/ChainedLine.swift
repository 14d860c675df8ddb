/// One line of a journal or an archive, without its newline: JSON that can be verified without
/// being parsed, numbered, and bound to the line before it.
///
/// ```
/// {"crc":"9ae0daaf","v":1,"seq":7,"epoch":2,"prev":"5d4b1e0c","synced":1312,…}
/// ```
///
/// `crc` is the CRC-32C of all that follows its comma; `prev` is the `crc` of the line before.
/// `synced` stands in the first line of each batch: the length of the file at the last successful
/// sync. JSON text has no raw newline, so a newline ends a line and nothing else.
struct ChainedLine {
  static let version = 1
  /// The bytes before those that the checksum covers: `{"crc":"00000000",`.
  static let prefixBytes = 18

  let checksum: UInt32
  let sequence: Int
  let epoch: Int
  let previous: UInt32
  let synced: Int?
  /// The fields of the journal's or the archive's own, without the closing brace.
  let payload: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) throws(LineFault) {
    let stated = try Self.verifiedChecksum(of: line)
    var scanner = JSONByteScanner(line.dropFirst(Self.prefixBytes).dropLast())
    guard scanner.skip("\"v\":"), let version = scanner.number() else { throw LineFault(.form) }
    guard version == Self.version else { throw LineFault(.version(version)) }
    guard line.last == UInt8(ascii: "}"),
      scanner.skip(",\"seq\":"), let sequence = scanner.number(),
      scanner.skip(",\"epoch\":"), let epoch = scanner.number(),
      scanner.skip(",\"prev\":\""), let previous = scanner.hex(), scanner.skip("\",")
    else { throw LineFault(.form) }
    var synced: Int?
    if scanner.skip("\"synced\":") {
      synced = scanner.number()
      guard synced != nil, scanner.skip(",") else { throw LineFault(.form) }
    }
    checksum = stated
    self.sequence = sequence
    self.epoch = epoch
    self.previous = previous
    self.synced = synced
    payload = scanner.rest
  }

  /// The checksum of the line, which it states and fits.
  static func verifiedChecksum(of line: ArraySlice<UInt8>) throws(LineFault) -> UInt32 {
    var scanner = JSONByteScanner(line)
    guard scanner.skip("{\"crc\":\""), let stated = scanner.hex(), scanner.skip("\","),
      CRC32C.checksum(line[(line.startIndex + prefixBytes)...]) == stated
    else { throw LineFault(.checksum) }
    return stated
  }

  /// Writes the line whose own fields `payload` appends, and its newline; the line's checksum.
  static func append(
    to buffer: inout [UInt8],
    sequence: Int,
    epoch: Int,
    previous: UInt32,
    synced: Int?,
    payload: (inout [UInt8]) -> Void
  ) -> UInt32 {
    let start = buffer.count
    buffer.append(ascii: "{\"crc\":\"00000000\",\"v\":1,\"seq\":")
    buffer.append(decimal: sequence)
    buffer.append(ascii: ",\"epoch\":")
    buffer.append(decimal: epoch)
    buffer.append(ascii: ",\"prev\":\"")
    buffer.append(hex: previous)
    buffer.append(ascii: "\",")
    if let synced {
      buffer.append(ascii: "\"synced\":")
      buffer.append(decimal: synced)
      buffer.append(ascii: ",")
    }
    payload(&buffer)
    return seal(&buffer, from: start)
  }

  /// Ends the line that begins at `start` with its brace and newline, and puts in its checksum.
  static func seal(_ buffer: inout [UInt8], from start: Int) -> UInt32 {
    buffer.append(ascii: "}")
    let checksum = buffer.withUnsafeBytes {
      CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[(start + prefixBytes)...]))
    }
    buffer.replace(hex: checksum, at: start + 8)
    buffer.append(ascii: "\n")
    return checksum
  }
}

/// What is wrong with one line, whichever file it stands in.
struct LineFault: Error, Equatable {
  let reason: StateDamage.Reason
  init(_ reason: StateDamage.Reason) { self.reason = reason }
}

/// How far a row of lines has come: what the next line must follow.
struct Chain: Equatable, Sendable {
  var sequence = 0
  var checksum: UInt32 = 0
  var epoch = 0

  /// Takes the line that comes next, or says why it cannot be the next.
  mutating func advance(to line: ChainedLine) throws(LineFault) {
    guard line.sequence == sequence + 1 else {
      throw LineFault(.sequence(expected: sequence + 1, found: line.sequence))
    }
    guard line.previous == checksum, line.epoch >= epoch else { throw LineFault(.chain) }
    self = Chain(sequence: line.sequence, checksum: line.checksum, epoch: line.epoch)
  }
}
