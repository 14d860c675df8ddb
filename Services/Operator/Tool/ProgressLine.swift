import Foundation

/// One line on the standard error that says how far a long work is, where that is a terminal.
final class ProgressLine {
  private let isShown = isatty(STDERR_FILENO) == 1
  private var shown = ""
  private var last = ContinuousClock.now - .seconds(1)

  private static let interval = Duration.milliseconds(100)

  /// `████░░░░ 47 % name`, at most ten times a second.
  func show(_ name: String, done: Int, of total: Int) {
    guard ContinuousClock.now - last >= Self.interval || done >= total else { return }
    write(Self.bar(name, done: done, of: total))
  }

  /// How long something takes whose end is not known.
  func show(_ name: String, since start: ContinuousClock.Instant) {
    guard ContinuousClock.now - last >= Self.interval else { return }
    write("\(name), \((ContinuousClock.now - start).components.seconds) s")
  }

  func clear() {
    guard isShown, !shown.isEmpty else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    shown = ""
  }

  private func write(_ line: String) {
    last = ContinuousClock.now
    guard isShown, line != shown else { return }
    shown = line
    FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
  }

  private static let width = 30

  private static func bar(_ name: String, done: Int, of total: Int) -> String {
    let share = total > 0 ? min(Double(done) / Double(total), 1) : 1
    let full = Int(share * Double(width))
    let blocks =
      String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    return "\(blocks) \(Int(share * 100)) % \(name)"
  }
}
