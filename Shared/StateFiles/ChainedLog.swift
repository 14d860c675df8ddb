/// The end of a journal or archive file, where one owner adds batches of lines.
final class ChainedLog {
  /// After the last line.
  private(set) var chain: Chain
  /// The length of the file, all of it synced.
  private(set) var length: Int
  let name: String

  private let file: any OpenFile
  private let onFault: FaultHandler
  /// Kept between batches, so that a batch costs no allocation.
  private var batch: [UInt8] = []

  init(
    _ file: any OpenFile,
    name: String,
    chain: Chain,
    length: Int,
    onFault: @escaping FaultHandler
  ) {
    self.file = file
    self.name = name
    self.chain = chain
    self.length = length
    self.onFault = onFault
  }

  /// Writes `count` lines in one write and one sync; durable on return.
  ///
  /// `payload` appends the fields of each line; it's told where in the file the line will begin.
  /// On an error of the write nothing has changed, neither here nor in the file.
  @inline(__always)
  func append(
    count: Int,
    epoch: Int,
    payload: (_ index: Int, _ offset: Int, inout [UInt8]) -> Void
  ) throws {
    batch.removeAll(keepingCapacity: true)
    var chain = chain
    for index in 0..<count {
      let start = batch.count
      chain.checksum = ChainedLine.append(
        to: &batch,
        sequence: chain.sequence + 1,
        epoch: epoch,
        previous: chain.checksum,
        synced: index == 0 ? length : nil
      ) { payload(index, length + start, &$0) }
      chain.sequence += 1
      chain.epoch = epoch
      let bytes = batch.count - start
      guard bytes <= Limits.lineBytes else { throw StateFolderError.oversize(bytes: bytes) }
    }
    try commit(to: chain)
  }

  func close() { file.close() }

  private func commit(to chain: Chain) throws {
    let found = try file.size()
    guard found == length else {
      throw StateFolderError.foreignWriter(file: name, expected: length, found: found)
    }
    do {
      try file.append(batch)
    } catch let error as FileError {
      try cutBack()
      throw error
    }
    try file.syncDataOrFault(onFault)
    length += batch.count
    self.chain = chain
    if batch.capacity > Limits.writeBytes * 16 { batch = [] }
  }

  /// Removes what a failed write left, lest the next line be glued to it.
  private func cutBack() throws {
    do {
      try file.truncate(to: length)
    } catch let error as FileError {
      try onFault(StateFault(error: error))
    }
    try file.syncDataOrFault(onFault)
  }
}

extension OpenFile {
  /// Syncs; a failure is never asked about again.
  func syncDataOrFault(_ onFault: FaultHandler) throws {
    do { try syncData() } catch let error as FileError { try onFault(StateFault(error: error)) }
  }

  /// Syncs; a failure is never asked about again.
  func syncOrFault(_ onFault: FaultHandler) throws {
    do { try sync() } catch let error as FileError { try onFault(StateFault(error: error)) }
  }
}

extension FileSystem {
  /// Syncs; a failure is never asked about again.
  func syncFolderOrFault(_ path: String, _ onFault: FaultHandler) throws {
    do { try syncFolder(path) } catch let error as FileError {
      try onFault(StateFault(error: error))
    }
  }
}
