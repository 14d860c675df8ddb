import Foundation
package import Logging
package import Messages
package import ServiceKit

/// Logs as one JSON line an event on standard error, for people with `jq` and for collectors.
package struct JSONLog: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  private let service: String
  private let clock: any WallClock

  /// Sends every logger of the process here.
  package static func install(service: ServiceName, level: String, clock: any WallClock) {
    let level = Logger.Level(rawValue: level) ?? .info
    LoggingSystem.bootstrap { _ in JSONLog(service: service.rawValue, level: level, clock: clock) }
  }

  private init(service: String, level: Logger.Level, clock: any WallClock) {
    self.service = service
    self.clock = clock
    logLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var fields = ["time": clock.now.description, "level": event.level.rawValue]
    fields["service"] = service
    fields["message"] = event.message.description
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      fields[key] = value.description
    }
    guard let line = try? JSONCoding.encode(fields) else { return }
    FileHandle.standardError.write(Data(line + [UInt8(ascii: "\n")]))
  }
}
