import Foundation
package import Logging
package import Messages
import Remittance
package import ServiceKit

/// Logs as one JSON line an event on standard error, for people with `jq` and for collectors.
///
/// Whatever is logged, no line bears an IBAN: they are personal data.
package struct JSONLog: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  private let service: String
  private let clock: any WallClock
  private let write: @Sendable ([UInt8]) -> Void

  /// Sends every logger of the process here.
  package static func install(service: ServiceName, level: String, clock: any WallClock) {
    let level = Logger.Level(rawValue: level) ?? .info
    LoggingSystem.bootstrap { _ in
      JSONLog(service: service, level: level, clock: clock) { line in
        FileHandle.standardError.write(Data(line))
      }
    }
  }

  /// `write` takes whole lines.
  package init(
    service: ServiceName,
    level: Logger.Level,
    clock: any WallClock,
    write: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.service = service.rawValue
    self.clock = clock
    self.write = write
    logLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var fields = ["time": clock.now.description, "level": event.level.rawValue]
    fields["service"] = service
    fields["message"] = IBAN.masking(event.message.description)
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      fields[key] = IBAN.masking(value.description)
    }
    guard let line = try? JSONCoding.encode(fields) else { return }
    write(line + [UInt8(ascii: "\n")])
  }
}
