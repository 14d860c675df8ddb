import DomainKit
import Messages
import PaymentIntakeDomain
import Synchronization

/// How far the work on bank files is, for who asks.
///
/// It is in no state, since it is done anew after a restart.
final class ProgressBoard: Sendable {
  private struct Notes {
    var current: (file: ContentHash, progress: ImportProgress)?
    var halted: [ContentHash: String] = [:]
  }

  private let notes = Mutex(Notes())

  func show(_ progress: ImportProgress?, of file: StagedFile?) {
    notes.withLock { notes in
      notes.current = if let progress, let file { (file.hash, progress) } else { nil }
    }
  }

  func halt(_ file: ContentHash, because reason: String) {
    notes.withLock { $0.halted[file] = reason }
  }

  /// What became of a file, and how far it is.
  func reply(to call: GetImport, _ state: PaymentIntake.State) -> GetImport.Reply {
    guard let hash = ContentHash(rawValue: call.contentHash) else {
      return GetImport.Reply(state: .unknown)
    }
    let (progress, halted) = notes.withLock { notes in
      (notes.current.flatMap { $0.file == hash ? $0.progress : nil }, notes.halted[hash])
    }
    guard let known = state.imports[hash] else {
      return GetImport.Reply(state: .unknown, progress: progress)
    }
    return switch known.stage {
    case .reading: GetImport.Reply(state: .reading, progress: progress, halted: halted)
    case .imported: GetImport.Reply(state: .imported, imported: StatementImported(known))
    case .rejected: GetImport.Reply(state: .rejected, rejected: StatementRejected(known))
    }
  }
}
