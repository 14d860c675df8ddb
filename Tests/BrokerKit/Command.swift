import Foundation

/// Runs a program to its end.
package enum Command {
  package struct Failed: Error, CustomStringConvertible {
    package let description: String
  }

  /// What it wrote to its standard output; throws with what it wrote to both when it fails.
  @discardableResult
  package static func run(
    _ program: String,
    _ arguments: [String],
    environment: [String: String] = [:]
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.runUnblocked()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    guard process.terminationStatus == 0 else {
      throw Failed(
        description: "\(program) \(arguments.joined(separator: " ")) ended with"
          + " \(process.terminationStatus): \(text)"
      )
    }
    return text
  }
}
