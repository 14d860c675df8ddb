import ServiceKit

/// A disk with a cache in front of it: what programs see, what would survive, and the changes
/// between the two.
struct FaultyDisk {
  typealias NodeID = Int

  enum Entry: Equatable {
    case file(NodeID)
    case folder
  }

  /// A change of a file that is not known to be on the disk.
  enum Change {
    case write(offset: Int, bytes: [UInt8])
    case truncate(Int)

    func apply(to content: inout [UInt8]) {
      switch self {
      case .write(let offset, let bytes):
        if content.count < offset {
          content += [UInt8](repeating: 0, count: offset - content.count)
        }
        let overwritten = min(content.count - offset, bytes.count)
        content.replaceSubrange(offset..<offset + overwritten, with: bytes[..<overwritten])
        content.append(contentsOf: bytes[overwritten...])
      case .truncate(let size):
        if size < content.count {
          content.removeLast(content.count - size)
        } else {
          content += [UInt8](repeating: 0, count: size - content.count)
        }
      }
    }
  }

  struct Node {
    /// What programs read.
    var content: [UInt8] = []
    /// What is on the disk for certain.
    var durable: [UInt8] = []
    /// What leads from `durable` to `content`.
    var pending: [Change] = []
    /// Taken without being written, in bytes.
    var reserved = 0
    var lockHolder: Int?

    var size: Int { max(content.count, reserved) }

    mutating func change(_ change: Change) {
      change.apply(to: &content)
      pending.append(change)
    }

    mutating func sync() {
      for change in pending { change.apply(to: &durable) }
      pending = []
    }
  }

  /// Names that appear or disappear together.
  typealias NameChange = [(path: String, entry: Entry?)]

  private(set) var nodes: [NodeID: Node] = [:]
  private(set) var names: [String: Entry] = ["/": .folder, ".": .folder]
  private var durableNames: [String: Entry] = ["/": .folder, ".": .folder]
  /// By the folder whose sync makes them durable.
  private var pendingNames: [String: [NameChange]] = [:]
  /// Moves from one folder to another, in order, of which the new name is on the disk for certain
  /// no sooner than its folder is synced.
  private var pendingMoves: [(from: String, to: String, entry: Entry)] = []
  private var nextNode = 1
  /// What fits on the disk, in bytes.
  var capacity: Int?

  var free: Int {
    guard let capacity else { return 1 << 50 }
    let used = names.values.reduce(0) { sum, entry in
      guard case .file(let node) = entry else { return sum }
      return sum + (nodes[node]?.size ?? 0)
    }
    return max(0, capacity - used)
  }

  func isFolder(_ path: String) -> Bool { names[path] == .folder }

  subscript(_ node: NodeID) -> Node {
    get { nodes[node] ?? Node() }
    _modify { yield &nodes[node, default: Node()] }
  }

  mutating func createFile(_ path: String) -> NodeID {
    let node = nextNode
    nextNode += 1
    nodes[node] = Node()
    change([(path, .file(node))], in: Self.parent(of: path))
    return node
  }

  mutating func createFolder(_ path: String) {
    change([(path, .folder)], in: Self.parent(of: path))
  }

  mutating func remove(_ path: String) { change([(path, nil)], in: Self.parent(of: path)) }

  mutating func rename(_ path: String, to newPath: String) {
    guard let entry = names[path] else { return }
    let (from, to) = (Self.parent(of: path), Self.parent(of: newPath))
    if from == to {
      change([(path, nil), (newPath, entry)], in: to)
    } else {
      change([(newPath, entry)], in: to)
      change([(path, nil)], in: from)
      pendingMoves.append((path, newPath, entry))
    }
  }

  mutating func syncFolder(_ path: String) {
    for change in pendingNames.removeValue(forKey: path) ?? [] {
      Self.apply(change, to: &durableNames)
    }
    pendingMoves.removeAll { Self.parent(of: $0.to) == path }
  }

  /// What a failed sync of a file leaves: the system shows the changes and forgets that the disk
  /// lacks them.
  mutating func forgetPending(of node: NodeID) { self[node].pending = [] }

  /// The process is gone, the system goes on: nothing is lost but the locks.
  mutating func endProcess() {
    for node in nodes.keys { self[node].lockHolder = nil }
  }

  /// The power is gone: `survivor` decides what of the unsynced is left.
  mutating func endSystem(keeping survivor: inout Survivor) {
    // In order of path, so that one seed gives one outcome.
    for folder in pendingNames.keys.sorted() {
      for change in survivor.names(pendingNames[folder] ?? []) {
        Self.apply(change, to: &durableNames)
      }
    }
    pendingNames = [:]
    // A file system with a journal may keep both names of what was moved, never neither.
    for move in pendingMoves where durableNames[move.from] != move.entry {
      durableNames[move.to] = move.entry
    }
    pendingMoves = []
    names = durableNames.filter { Self.isReachable($0.key, in: durableNames) }
    durableNames = names
    var kept: [NodeID: Node] = [:]
    for (_, entry) in names.sorted(by: { $0.key < $1.key }) {
      guard case .file(let id) = entry, let node = nodes[id] else { continue }
      let content = survivor.content(node)
      kept[id] = Node(content: content, durable: content)
    }
    nodes = kept
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private mutating func change(_ change: NameChange, in folder: String) {
    Self.apply(change, to: &names)
    pendingNames[folder, default: []].append(change)
  }

  private static func apply(_ change: NameChange, to names: inout [String: Entry]) {
    for (path, entry) in change { names[path] = entry }
  }

  private static func isReachable(_ path: String, in names: [String: Entry]) -> Bool {
    path == "/" || path == "."
      || names[parent(of: path)] == .folder && isReachable(parent(of: path), in: names)
  }
}

/// What a power cut spares of what was not synced.
package enum Survival: Hashable, Sendable {
  case nothing
  case everything
  /// For each file and folder something else, drawn from the seed: a part of the changes, torn at
  /// any byte, or some of the sectors with zeros for the others.
  case some(seed: UInt64)
}

/// Draws what survives.
struct Survivor {
  private let survival: Survival
  private var generator: SplitMix64
  private static let sectorBytes = 512

  init(_ survival: Survival) {
    self.survival = survival
    let seed: UInt64 = if case .some(let seed) = survival { seed } else { 0 }
    generator = SplitMix64(seed: seed)
  }

  mutating func names(_ changes: [FaultyDisk.NameChange]) -> [FaultyDisk.NameChange] {
    switch survival {
    case .nothing: []
    case .everything: changes
    case .some:
      Bool.random(using: &generator)
        ? Array(changes.prefix(.random(in: 0...changes.count, using: &generator)))
        : changes.filter { _ in Bool.random(using: &generator) }
    }
  }

  mutating func content(_ node: FaultyDisk.Node) -> [UInt8] {
    switch survival {
    case .nothing: return node.durable
    case .everything: return applying(node.pending, to: node.durable)
    case .some:
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: return node.durable
      case 1: return applying(node.pending, to: node.durable)
      case 2: return applying(torn(node.pending), to: node.durable)
      default: return withSectorsLost(node)
      }
    }
  }

  private func applying(_ changes: [FaultyDisk.Change], to content: [UInt8]) -> [UInt8] {
    var content = content
    for change in changes { change.apply(to: &content) }
    return content
  }

  /// The first changes, the last of them cut at any byte.
  private mutating func torn(_ changes: [FaultyDisk.Change]) -> [FaultyDisk.Change] {
    guard !changes.isEmpty else { return [] }
    let whole = Int.random(in: 0..<changes.count, using: &generator)
    var kept = Array(changes[..<whole])
    if case .write(let offset, let bytes) = changes[whole] {
      let count = Int.random(in: 0...bytes.count, using: &generator)
      kept.append(.write(offset: offset, bytes: Array(bytes[..<count])))
    }
    return kept
  }

  /// All of the length, but only some of the sectors; the others are as the disk had them.
  private mutating func withSectorsLost(_ node: FaultyDisk.Node) -> [UInt8] {
    var content = applying(node.pending, to: node.durable)
    var lost: Set<Int> = []
    for case .write(let offset, let bytes) in node.pending where !bytes.isEmpty {
      for sector in offset / Self.sectorBytes...(offset + bytes.count - 1) / Self.sectorBytes
      where Bool.random(using: &generator) {
        lost.insert(sector)
      }
    }
    for sector in lost {
      let start = sector * Self.sectorBytes
      for index in start..<min(start + Self.sectorBytes, content.count) {
        content[index] = index < node.durable.count ? node.durable[index] : 0
      }
    }
    return content
  }
}
