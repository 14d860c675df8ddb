/// A file that does not hold what was written, at a place where that cannot be a torn end.
///
/// Nobody may start on it: skipping what is damaged would silently lose what was acknowledged.
package struct StateDamage: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The bytes are not those whose checksum stands in the line.
    case checksum
    /// The checksum fits but the line is not formed as this program forms it.
    case form
    /// A line is missing, doubled or out of its place.
    case sequence(expected: Int, found: Int)
    /// The line before is not the one that this line was written after.
    case chain
    /// A line has no end, and others come after it.
    case unterminated
    /// The whole content does not have the digest that it names.
    case digest
    /// A later program wrote it.
    case version(Int)
    /// The file ends before its content does.
    case incomplete
    /// Another file says that this one must be there.
    case missing
    /// It contradicts what another file says.
    case contradicts(String)
  }
  /// The file's name within the state folder.
  package let file: String
  /// Where the first bad line begins, in bytes.
  package let offset: Int
  package let reason: Reason

  package init(file: String, offset: Int, reason: Reason) {
    self.file = file
    self.offset = offset
    self.reason = reason
  }
}

extension StateDamage: CustomStringConvertible {
  package var description: String {
    "\(file) is damaged at byte \(offset): \(reason); `encours state verify` checks the whole"
      + " folder, and a backup restores it"
  }
}

extension StateDamage.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .checksum: "the line does not fit its checksum"
    case .form: "the line is not formed as this program writes it"
    case .sequence(let expected, let found): "line \(expected) was expected, line \(found) found"
    case .chain: "the line was not written after the one before it"
    case .unterminated: "the line has no end"
    case .digest: "the content does not fit its SHA-256"
    case .version(let version): "it has format version \(version), which this program cannot read"
    case .incomplete: "the file ends too early"
    case .missing: "the file is missing"
    case .contradicts(let other): "it contradicts \(other)"
    }
  }
}

/// Why a state folder cannot be used, although nothing in it is damaged.
package enum StateFolderError: Error, Equatable, Sendable {
  /// Another process has the lock.
  case owned(folder: String)
  /// Its locks may not hold; the name of the file system.
  case networkFileSystem(folder: String, name: String)
  /// Somebody else wrote to the journal: it is longer or shorter than this owner left it.
  case foreignWriter(file: String, expected: Int, found: Int)
  /// No snapshot fits this program, and the journal no longer begins at record 1.
  case cannotReplay(firstRecord: Int, snapshots: [String])
  /// An earlier write failed: memory is ahead of the journal.
  case failedBefore
  case closed
  /// A record larger than a line may be, in bytes.
  case oversize(bytes: Int)
}

extension StateFolderError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .owned(let folder): "\(folder) belongs to another running process"
    case .networkFileSystem(let folder, let name):
      "\(folder) is on \(name), whose locks do not hold across hosts: use a local disk"
    case .foreignWriter(let file, let expected, let found):
      "\(file) has \(found) bytes instead of \(expected): another process writes to it"
    case .cannotReplay(let first, let snapshots):
      "the journal begins at record \(first) and no snapshot can be used"
        + (snapshots.isEmpty ? "" : " (\(snapshots.joined(separator: "; ")))")
    case .failedBefore: "an earlier write to the state failed; start again to read it anew"
    case .closed: "the state folder is closed"
    case .oversize(let bytes): "a record of \(bytes) bytes is larger than a line may be"
    }
  }
}

/// A sync failed: what this process believes durable may not be, and asking again would get a
/// wrong yes (the system marks the pages clean; Rebello et al., USENIX ATC 2020).
package struct StateFault: Error, Equatable, Sendable {
  package let error: FileError

  package init(error: FileError) { self.error = error }
}

/// What happens when a sync has failed: it never returns.
package typealias FaultHandler = @Sendable (StateFault) throws -> Never

/// Something that whoever runs the service should know, and that needs no decision.
package enum StateNotice: Equatable, Sendable {
  /// The end of a file was torn by a crash; nobody was ever told that it was durable.
  case tornEndSetAside(file: String, offset: Int, bytes: Int, copy: String)
  /// A snapshot is damaged; an older one or the journal replaces it.
  case snapshotSetAside(StateDamage, copy: String)
  /// A snapshot has not the sections of this program's state; the journal replaces it.
  case snapshotPassedOver(file: String, reason: String)
  case snapshotWritten(file: String, rows: Int, bytes: Int)
  /// A snapshot or an index could not be written; the journal goes on, and a later attempt follows.
  case backgroundWorkFailed(FileError)
  /// The disk is full: the reserve was given back so that the service can end cleanly.
  case reserveReleased
  /// There is no room for the reserve.
  case reserveMissing
  /// The keys of archive files were read anew from their rows.
  case indexRebuilt(file: String)
}
