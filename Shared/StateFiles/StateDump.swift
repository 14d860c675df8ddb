package import DomainKit
package import ServiceKit

/// Writes out what a state folder amounts to, without owning it: for `encours state show`.
package enum StateDump {
  /// Gives the state, as JSON with one row a line, to `output` piece by piece.
  ///
  /// A canonical dump is sorted by key and leaves out what differs between two runs of the same
  /// facts: epoch, sequence and checksum, and the sections that tell of arrival. Both read the
  /// newest snapshot and the journal after it; while the service runs, that is the state of an
  /// instant ago. `includes` tells by their names which sections are wanted.
  package static func write<State: PersistentState>(
    _ type: State.Type,
    in folder: String,
    fileSystem: any FileSystem = PosixFileSystem(),
    canonical: Bool,
    includes: @escaping (String) -> Bool = { _ in true },
    replay: (inout State, JournalRecord) throws -> Void,
    to output: @escaping ([UInt8]) throws -> Void
  ) throws {
    let context = StateFolderContext(
      folder: folder,
      fileSystem: fileSystem,
      onFault: { throw $0 },
      onNotice: { _ in }
    )
    let loader = StateLoader<State>(
      context: context,
      contents: try context.contents(),
      allowsTornEnd: true
    ) { _, _ in }
    let loaded = try loader.load(replay: replay)
    let sink = ByteSink(to: output)
    if canonical {
      sink.bytes.append(ascii: "{\"sections\":")
    } else {
      Snapshot.appendHeader(loaded.chain, to: &sink.bytes)
    }
    let writer = SectionWriter<State>(order: canonical ? .byKey : .asStored, includes: includes) {}
    _ = try writer.write(loaded.state, to: sink)
    sink.bytes.append(ascii: "}\n")
    try sink.flush()
  }
}
