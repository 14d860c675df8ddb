import CStatFS
import Glibc

/// The file system of this machine.
package final class PosixFileSystem: FileSystem {
  package init() {}

  package func open(_ path: String, for purpose: OpenPurpose) throws -> any OpenFile {
    let flags =
      switch purpose {
      case .read: O_RDONLY
      case .append: O_RDWR | O_APPEND | O_CREAT
      case .create: O_RDWR | O_APPEND | O_CREAT | O_EXCL
      // Without O_APPEND: Linux appends what pwrite(2) gets when it is set ("BUGS" of its manual).
      case .overwrite: O_RDWR
      }
    let descriptor = try Self.call(.open, path) { Glibc.open(path, flags | O_CLOEXEC, 0o600) }
    return PosixFile(path: path, descriptor: descriptor)
  }

  package func entries(of folder: String) throws -> [FolderEntry] {
    guard let stream = opendir(folder) else { throw FileError(.list, folder, code: errno) }
    defer { closedir(stream) }
    var entries: [FolderEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw FileError(.list, folder, code: errno) }
        break
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      let kind =
        switch Int(entry.pointee.d_type) {
        case Int(DT_REG): FolderEntry.Kind.file
        case Int(DT_DIR): FolderEntry.Kind.folder
        case Int(DT_UNKNOWN): try Self.kind(of: "\(folder)/\(name)")
        default: FolderEntry.Kind.other
        }
      entries.append(FolderEntry(name: name, kind: kind))
    }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  package func size(of path: String) throws -> Int? {
    try Self.status(of: path).map { Int($0.st_size) }
  }

  package func createFolder(_ path: String) throws -> Bool {
    do {
      _ = try Self.call(.createFolder, path) { mkdir(path, 0o700) }
      return true
    } catch let error as FileError where error.isTaken {
      return false
    }
  }

  package func rename(_ path: String, to newPath: String) throws {
    _ = try Self.call(.rename, path) { Glibc.rename(path, newPath) }
  }

  package func remove(_ path: String) throws {
    do {
      _ = try Self.call(.remove, path) { unlink(path) }
    } catch let error as FileError where error.isMissing {}
  }

  package func syncFolder(_ path: String) throws {
    let descriptor = try Self.call(.syncFolder, path) {
      Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    defer { Glibc.close(descriptor) }
    _ = try Self.call(.syncFolder, path) { fsync(descriptor) }
  }

  package func freeBytes(at path: String) throws -> Int {
    var status = statvfs()
    _ = try Self.call(.freeSpace, path) { statvfs(path, &status) }
    return Int(clamping: status.f_bavail) * Int(clamping: status.f_frsize)
  }

  package func type(at path: String) throws -> FileSystemType {
    var status = statfs()
    _ = try Self.call(.freeSpace, path) { statfs(path, &status) }
    return FileSystemType(magic: UInt32(truncatingIfNeeded: status.f_type))
  }

  private static func status(of path: String) throws -> stat? {
    var status = stat()
    do {
      _ = try call(.size, path) { lstat(path, &status) }
      return status
    } catch let error as FileError where error.isMissing {
      return nil
    }
  }

  private static func kind(of path: String) throws -> FolderEntry.Kind {
    switch try status(of: path)?.st_mode ?? 0 & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  }

  /// The result of a system call that is -1 on failure, made again when a signal broke it off.
  fileprivate static func call<Result: SignedInteger>(
    _ operation: FileError.Operation,
    _ path: String,
    _ body: () -> Result
  ) throws -> Result {
    while true {
      let result = body()
      guard result == -1 else { return result }
      guard errno == EINTR else { throw FileError(operation, path, code: errno) }
    }
  }
}

/// A file descriptor with the path it was opened by.
private final class PosixFile: OpenFile {
  let path: String
  private let descriptor: Descriptor

  init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = Descriptor(descriptor)
  }

  deinit { close() }

  func append(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { bytes in
      try Transfer.all(bytes.count) { done in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        return try call(.write) { Self.written(write($0, rest.baseAddress, rest.count)) }
      }
    }
  }

  func overwrite(_ bytes: [UInt8], at offset: Int) throws {
    try bytes.withUnsafeBytes { bytes in
      try Transfer.all(bytes.count) { done in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        return try call(.write) {
          Self.written(pwrite($0, rest.baseAddress, rest.count, off_t(offset + done)))
        }
      }
    }
  }

  func read(at offset: Int, count: Int) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = try Transfer.untilEnd(count) { done in
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[done...])
        return try call(.read) { pread($0, rest.baseAddress, rest.count, off_t(offset + done)) }
      }
    }
  }

  func size() throws -> Int {
    var status = stat()
    _ = try call(.size) { fstat($0, &status) }
    return Int(status.st_size)
  }

  func truncate(to size: Int) throws { _ = try call(.truncate) { ftruncate($0, off_t(size)) } }

  func syncData() throws { _ = try call(.sync) { fdatasync($0) } }

  func sync() throws { _ = try call(.sync) { fsync($0) } }

  func restrictToOwner() throws { _ = try call(.restrict) { fchmod($0, 0o600) } }

  func reserve(_ count: Int) throws {
    // posix_fallocate(3) returns the error instead of setting errno.
    _ = try call(.reserve) { descriptor -> Int32 in
      let code = posix_fallocate(descriptor, 0, off_t(count))
      errno = code
      return code == 0 ? 0 : -1
    }
  }

  func tryLock() throws -> Bool {
    do {
      _ = try call(.lock) { flock($0, LOCK_EX | LOCK_NB) }
      return true
    } catch let error as FileError where error.code == EWOULDBLOCK {
      return false
    }
  }

  func close() { descriptor.close() }

  /// A device that takes nothing and reports no error would be asked for ever.
  private static func written(_ count: Int) -> Int {
    guard count == 0 else { return count }
    errno = EIO
    return -1
  }

  private func call<Result: SignedInteger>(
    _ operation: FileError.Operation,
    _ body: (Int32) -> Result
  ) throws -> Result {
    let number = descriptor.number
    return try PosixFileSystem.call(operation, path) { body(number) }
  }
}
