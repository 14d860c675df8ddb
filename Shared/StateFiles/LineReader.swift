import Glibc

/// Reads a file line by line, in large pieces.
struct LineReader {
  struct Line {
    /// Where it begins in the file, in bytes.
    let offset: Int
    /// With the newline, if it has one.
    let raw: ArraySlice<UInt8>
    /// False for what the file ends with after its last newline, and for a line beyond the limit.
    let isTerminated: Bool

    /// Without the newline.
    var bytes: ArraySlice<UInt8> { isTerminated ? raw.dropLast() : raw }
    /// Where the next line begins.
    var end: Int { offset + raw.count }
  }

  private let file: any OpenFile
  private var buffer: [UInt8] = []
  /// Where `buffer` begins in the file.
  private var bufferOffset: Int
  /// What of `buffer` has been given out.
  private var position = 0
  private let readBytes: Int

  init(_ file: any OpenFile, from offset: Int = 0, readBytes: Int = Limits.readBytes) {
    self.file = file
    self.readBytes = readBytes
    bufferOffset = offset
  }

  mutating func next() throws -> Line? {
    var searched = position
    while true {
      if let newline = newline(from: searched) { return take(to: newline, isTerminated: true) }
      searched = buffer.count
      guard searched - position <= Limits.lineBytes else {
        return take(to: searched, isTerminated: false)
      }
      let more = try file.read(at: bufferOffset + buffer.count, count: readBytes)
      guard !more.isEmpty else {
        return searched > position ? take(to: searched, isTerminated: false) : nil
      }
      // A new array: lines that were given out keep the old one without copying it.
      bufferOffset += position
      searched -= position
      buffer = buffer[position...] + more
      position = 0
    }
  }

  private mutating func take(to end: Int, isTerminated: Bool) -> Line {
    let next = isTerminated ? end + 1 : end
    defer { position = next }
    return Line(
      offset: bufferOffset + position,
      raw: buffer[position..<next],
      isTerminated: isTerminated
    )
  }

  private func newline(from start: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard start < bytes.count, let base = bytes.baseAddress,
        let hit = memchr(base + start, 0x0A, bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(hit) - base
    }
  }
}
