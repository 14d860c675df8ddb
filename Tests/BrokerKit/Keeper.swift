package import Foundation
import Glibc

/// A process in a session of its own that waits for the end of this one, then ends what was started
/// in a folder, the broker and the services whose state is there, and removes the folder.
///
/// A test that crashes or is killed cannot clean up after itself.
package final class Keeper: Sendable {
  /// Its closing, which the end of this process brings about too, tells the keeper.
  private let pipe = Pipe()

  package static let brokerScript = script("broker")

  private static func script(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "compose/\(name)").path
  }

  package init(of folder: URL) throws {
    _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    // The starter ends and is waited for: a child that nobody waits for stops the exit tests of
    // Swift Testing, which look at any child's end.
    let starter = #"""
      "$0" /bin/bash -c '
        cat
        pkill -KILL -f -- "--state-folder $1/state"
        "$0" --run "$1" kill
        rm -rf "$1"' "$1" "$2" <&0 &
      """#
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", starter, Self.script("detach"), Self.brokerScript, folder.path]
    process.standardInput = pipe
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.runUnblocked()
    process.waitUntilExit()
  }

  deinit { try? pipe.fileHandleForWriting.close() }
}
