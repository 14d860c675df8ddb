import Glibc

extension FileError: CustomStringConvertible {
  package var description: String {
    "\(operation.rawValue) of \(path) failed: \(String(cString: strerror(code))) (errno \(code))"
  }

  /// The disk, or what this user may have of it, is full.
  package var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT }
  /// There is nothing of that name.
  package var isMissing: Bool { code == ENOENT }
  /// There is something of that name already.
  package var isTaken: Bool { code == EEXIST }
  /// This process may not do that.
  package var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS }
}
