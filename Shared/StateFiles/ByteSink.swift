import Crypto

/// Gathers bytes and passes them on in large pieces, digesting them on the way.
final class ByteSink {
  /// What has not been passed on yet; writers append to it, then call `flushIfLarge`.
  var bytes: [UInt8] = []
  /// Passed on so far.
  private(set) var written = 0

  private var digest = SHA256()
  private let output: ([UInt8]) throws -> Void

  init(to output: @escaping ([UInt8]) throws -> Void) {
    self.output = output
    bytes.reserveCapacity(Limits.writeBytes + Limits.lookupBytes)
  }

  func flushIfLarge() throws {
    if bytes.count >= Limits.writeBytes { try flush() }
  }

  func flush() throws {
    guard !bytes.isEmpty else { return }
    bytes.withUnsafeBytes { digest.update(bufferPointer: $0) }
    try output(bytes)
    written += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }

  /// SHA-256 of all that was flushed, as lower-case hexadecimal digits.
  var digestText: String { digest.finalize().hexText }
}

extension SHA256Digest {
  var hexText: String {
    var text: [UInt8] = []
    for word in Array(self).chunks(of: 4) {
      text.append(hex: word.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension Array {
  fileprivate func chunks(of count: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
  }
}
