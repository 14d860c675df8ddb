import AMQP
import DomainKit
import Foundation
import Logging
import Messages
package import ServiceKit
import StateFiles

/// The entry point of every service.
package enum ServiceMain {
  /// librabbitmq reads nested header tables by recursion.
  static let stackBytes = 16 << 20

  /// Runs a service until SIGTERM or SIGINT, then ends the process.
  ///
  /// Exit codes are those of sysexits.h: 0 after a graceful end, 78 for settings, a state folder
  /// or a file in the inbox folder that a person must mend, 70 for a fault after which the
  /// supervisor starts it again.
  package static func run<S: Service>(
    _ service: S.Type,
    feed: @Sendable @escaping (Settings) throws -> (any Feed<S.Core>)? = { _ in nil }
  ) async {
    let settings: Settings
    do {
      settings = try await Settings.read(for: S.name)
    } catch {
      FileHandle.standardError.write(Data("\(S.name.rawValue): \(error)\n".utf8))
      exit(EX_CONFIG)
    }
    JSONLog.install(service: S.name, level: settings.logLevel, clock: SystemClock())
    let thread = Thread { exit(serve(service, settings, feed)) }
    thread.stackSize = stackBytes
    thread.name = "loop"
    thread.start()
    // The loop's thread ends the process.
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
  }

  /// Tells the operator what is wrong outside: a folder that cannot be read, a file in the way.
  package static func warn(_ text: String) {
    Logger(label: "encours").warning("\(text)")
  }

  private static func serve<S: Service>(
    _ service: S.Type,
    _ settings: Settings,
    _ feed: @Sendable (Settings) throws -> (any Feed<S.Core>)?
  ) -> Int32 {
    do {
      let process = try assemble(service, settings, try feed(settings))
      try process.run()
      return EX_OK
    } catch {
      let logger = Logger(label: "encours")
      logger.critical("leaving", metadata: ["error": "\(error)"])
      switch error {
      case is StateDamage, is StateFolderError, is SettingsError, is RefusedSettings,
        is DeadlyFeed, is InvalidAMQPURL:
        return EX_CONFIG
      default: return EX_SOFTWARE
      }
    }
  }

  private static func assemble<S: Service>(
    _ service: S.Type,
    _ settings: Settings,
    _ feed: (any Feed<S.Core>)?
  ) throws -> ServiceProcess<S> {
    let broker = RabbitMQ(
      settings: try AMQPSettings(
        url: settings.brokerURL,
        passwordFile: settings.brokerPasswordFile
      ),
      needing: Topology.needed(by: S.name, partitions: settings.partitions)
    )
    let partitions: [Partition?] =
      S.name == .matching ? (0..<settings.partitions).map { Partition($0) } : [nil]
    var stores: [(Partition?, any StateStore<ServiceState<S.Core>>)] = []
    for partition in partitions {
      let store = try StateFolder<ServiceState<S.Core>>(
        at: settings.folder(partition),
        options: options(shares: partitions.count)
      )
      stores.append((partition, store))
    }
    return try ServiceProcess(
      settings: settings,
      broker: broker,
      stores: stores,
      feed: feed,
      user: broker.settings.user
    )
  }

  /// The reserve is one for the whole process, however many folders it has.
  private static func options(shares: Int) -> StateFolderOptions {
    var options = StateFolderOptions()
    options.reserveBytes /= shares
    options.onNotice = { notice in
      Logger(label: "encours.state").notice("state folder", metadata: ["notice": "\(notice)"])
    }
    return options
  }
}
