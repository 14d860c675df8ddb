import FlyingFox
import FlyingSocks
import Foundation
package import ServiceKit
import Synchronization

/// What a service says of itself over HTTP; the loop writes it, the server reads it.
package final class Health: Sendable {
  package struct Snapshot: Sendable {
    /// The last turn of the loop, as ``WallClock/elapsed`` had it.
    package var lastTurn: Duration?
    /// Why the service is not ready; none: it is.
    package var reasons: [String] = ["starting"]
    package var metrics = ""

    package init() {}
  }

  /// A loop that has not turned for so long does not live.
  package static let patience = Duration.seconds(30)

  private let snapshot = Mutex(Snapshot())
  private let clock: any WallClock

  package init(clock: any WallClock) { self.clock = clock }

  package func update(_ new: Snapshot) { snapshot.withLock { $0 = new } }

  /// Serves `/healthz`, `/readyz` and `/metrics` at `host:port` until the task is cancelled.
  package func serve(at address: String) async throws {
    let parts = address.split(separator: ":")
    guard parts.count == 2, let port = UInt16(parts[1]) else {
      throw SettingsError(name: "health.address", value: address, expected: "host:port")
    }
    let server = HTTPServer(address: try .inet(ip4: String(parts[0]), port: port))
    await server.appendRoute("GET /healthz") { [self] _ in
      answer(isAlive ? [] : ["the loop has not turned for \(Self.patience)"])
    }
    await server.appendRoute("GET /readyz") { [self] _ in
      answer(snapshot.withLock { $0.reasons })
    }
    await server.appendRoute("GET /metrics") { [self] _ in
      HTTPResponse(
        statusCode: .ok,
        headers: [.contentType: "text/plain; version=0.0.4"],
        body: Data(snapshot.withLock { $0.metrics }.utf8)
      )
    }
    try await server.run()
  }

  private var isAlive: Bool {
    guard let lastTurn = snapshot.withLock({ $0.lastTurn }) else { return false }
    return clock.elapsed - lastTurn < Self.patience
  }

  private func answer(_ reasons: [String]) -> HTTPResponse {
    let text = reasons.isEmpty ? "ok\n" : reasons.joined(separator: "\n") + "\n"
    return HTTPResponse(
      statusCode: reasons.isEmpty ? .ok : .serviceUnavailable,
      headers: [.contentType: "text/plain"],
      body: Data(text.utf8)
    )
  }
}
