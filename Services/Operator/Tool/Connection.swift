import AMQP
import ArgumentParser
import Foundation
import Messages
import OperatorKit
import ServiceKit

/// How the tool reaches the broker: flags over environment, the same names as the services'.
struct Connection: ParsableArguments {
  private static let environment = ProcessInfo.processInfo.environment

  @Option(help: "Where RabbitMQ is, and as whom (ENCOURS_BROKER_URL).")
  var brokerURL = environment["ENCOURS_BROKER_URL"] ?? "amqp://operator@127.0.0.1:5672/"

  @Option(help: "A file with the password (ENCOURS_BROKER_PASSWORD_FILE).")
  var brokerPasswordFile: String?

  /// The settings of a connection; another user's password may be in another file.
  func settings(passwordFile: String? = nil) throws -> AMQPSettings {
    try AMQPSettings(
      url: brokerURL,
      passwordFile: passwordFile ?? brokerPasswordFile
        ?? Self.environment["ENCOURS_BROKER_PASSWORD_FILE"]
    )
  }

  /// A client for calls, to be closed by the caller.
  func calls() throws -> CallClient {
    let settings = try settings()
    return try CallClient(
      broker: RabbitMQ(settings: settings),
      instance: "\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))",
      user: settings.user
    )
  }

  /// Opens a client for calls, gives it to `body` and closes it.
  func withCalls<Result>(_ body: (CallClient) throws -> Result) throws -> Result {
    let client = try calls()
    defer { client.close() }
    return try body(client)
  }
}
