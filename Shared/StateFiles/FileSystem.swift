/// The file system, as far as state files and staged bank files need it: small enough that its twin
/// in memory can lose, tear and refuse whatever a real disk can.
///
/// Every function throws ``FileError`` when the system says no. The twin also throws a simulated
/// crash, so whoever catches errors here catches `FileError` and lets the rest pass.
package protocol FileSystem: AnyObject, Sendable {
  func open(_ path: String, for purpose: OpenPurpose) throws -> any OpenFile
  /// What lies in a folder, ordered by the bytes of the names.
  func entries(of folder: String) throws -> [FolderEntry]
  /// The length of a file in bytes; nil when there is nothing of that name.
  func size(of path: String) throws -> Int?
  /// Makes a folder that only its owner may enter; false when it was there already.
  func createFolder(_ path: String) throws -> Bool
  /// Gives a file another name, replacing what had it; atomic, durable once the folder is synced.
  func rename(_ path: String, to newPath: String) throws
  /// Removes a file; one that is not there is no error.
  func remove(_ path: String) throws
  /// Makes the names of a folder durable: what was created, renamed or removed in it.
  func syncFolder(_ path: String) throws
  /// What this process may still write to the disk that holds `path`, in bytes.
  func freeBytes(at path: String) throws -> Int
  /// What kind of file system holds `path`.
  func type(at path: String) throws -> FileSystemType
}

/// An open file; whoever opened it closes it, at the latest when it is released.
///
/// Reading may happen on another thread than writing; each is done by one thread at a time.
package protocol OpenFile: AnyObject, Sendable {
  var path: String { get }
  /// Writes all bytes at the end of the file; on an error any prefix of them may be there.
  func append(_ bytes: [UInt8]) throws
  /// Writes all bytes over what stands at `offset`; for files opened to be overwritten.
  func overwrite(_ bytes: [UInt8], at offset: Int) throws
  /// Up to `count` bytes from `offset`; fewer only at the end of the file.
  func read(at offset: Int, count: Int) throws -> [UInt8]
  func size() throws -> Int
  func truncate(to size: Int) throws
  /// Makes content and length durable (fdatasync).
  func syncData() throws
  /// Makes content and all attributes durable (fsync).
  func sync() throws
  /// Takes reading and writing from everybody but the owner (fchmod 0600).
  func restrictToOwner() throws
  /// Takes `count` bytes of the disk for this file without writing them.
  func reserve(_ count: Int) throws
  /// Takes the exclusive lock of the file (flock); false when somebody else has it.
  ///
  /// It ends when the file is closed, also by the end of the process.
  func tryLock() throws -> Bool
  func close()
}

/// What a file is opened for.
package enum OpenPurpose: Sendable {
  case read
  /// To write at the end only; created, for the owner alone, when it is missing.
  case append
  /// Like `append`, but there must be nothing of that name.
  case create
  /// To write over what is there.
  case overwrite
}

/// What a folder holds under one name.
package struct FolderEntry: Hashable, Sendable {
  package enum Kind: Sendable {
    case file
    case folder
    /// A link, a pipe, a device.
    case other
  }
  package let name: String
  package let kind: Kind

  package init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// A refusal of the file system.
package struct FileError: Error, Equatable, Sendable {
  package enum Operation: String, Sendable {
    case open, write, read, size, truncate, reserve, lock, rename, remove, list
    case sync, syncFolder, createFolder, freeSpace, restrict
  }
  package let operation: Operation
  package let path: String
  /// The system's number of the error (errno).
  package let code: Int32

  package init(_ operation: Operation, _ path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }
}

/// A kind of file system, by the number that statfs(2) gives it.
package struct FileSystemType: Hashable, Sendable {
  package let magic: UInt32

  package init(magic: UInt32) { self.magic = magic }

  package static let ext4 = FileSystemType(magic: 0xEF53)

  /// The name of a network file system whose locks or syncs are known not to hold across hosts.
  ///
  /// Cluster file systems whose locks do hold (CephFS, GFS2, OCFS2) are not among them. Numbers:
  /// `linux/magic.h` and statfs(2).
  package var networkName: String? {
    switch magic {
    case 0x6969: "NFS"
    case 0x517B: "SMB"
    case 0xFF53_4D42: "CIFS"
    case 0xFE53_4D42: "SMB2"
    case 0x564C: "NCP"
    case 0x5346_414F, 0x6B41_4653: "AFS"
    case 0x7375_7245: "Coda"
    case 0x0BD0_0BD0: "Lustre"
    default: nil
    }
  }
}
