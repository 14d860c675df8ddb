/// What state files may measure.
enum Limits {
  /// A line beyond this is damage: nothing that is journaled comes near it.
  static let lineBytes = 64 << 20
  /// Read at a time when a file is read from end to end.
  static let readBytes = 1 << 20
  /// Gathered before a snapshot or an index is written on.
  static let writeBytes = 256 << 10
  /// Read at first when one line is looked up.
  static let lookupBytes = 4 << 10
  /// Snapshots that are kept: the newest, and the one to fall back on.
  static let snapshotsKept = 2
  /// The unit in which disks write: what is torn is torn between two of them (etcd's `isTornEntry`
  /// takes the same).
  static let sectorBytes = 512
}
