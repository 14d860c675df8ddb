import Crypto
import DomainKit
import PaymentIntakeDomain
import StateFiles

/// The bytes of a file from its beginning, and the hash of what was read.
final class HashedBytes {
  private let file: any OpenFile
  private let budget: ReadBudget
  private var digest = SHA256()
  /// Bytes that were read.
  private(set) var offset = 0

  static let blockBytes = 256 * 1024

  init(_ file: any OpenFile, _ budget: ReadBudget) {
    self.file = file
    self.budget = budget
  }

  /// None at the end; throws ``ReadBudget/Spent`` when the turn has read enough.
  func next() throws -> [UInt8] {
    try budget.check()
    let bytes = try file.read(at: offset, count: Self.blockBytes)
    budget.spend(bytes.count)
    offset += bytes.count
    digest.update(data: bytes)
    return bytes
  }

  /// Reads what is left.
  func finish() throws {
    while try !next().isEmpty {}
  }

  var hash: ContentHash {
    ContentHash(
      digest.finalize()
        .map { byte in
          let digits = String(byte, radix: 16)
          return digits.count == 1 ? "0\(digits)" : digits
        }
        .joined()
    )
  }
}

/// How much one turn of the loop may read.
///
/// Between two turns calls are answered and the broker hears that the service is there, however
/// large the files are.
final class ReadBudget {
  struct Spent: Error {}

  private let bytesPerTurn: Int
  private var left = 0

  init(bytesPerTurn: Int) { self.bytesPerTurn = bytesPerTurn }

  func refill() { left = bytesPerTurn }

  /// Before a block is read; the first of a turn always is, or nothing would ever get on.
  func check() throws(Spent) {
    guard left > 0 else { throw Spent() }
  }

  func spend(_ bytes: Int) { left -= bytes }
}
