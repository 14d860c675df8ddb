import Foundation

/// Where the broker is, and as whom to speak to it.
package struct AMQPSettings: Equatable, Sendable {
  /// What makes a connection private and both its ends known.
  package struct TLS: Equatable, Sendable {
    /// The certificates (PEM) of those who may vouch for the broker.
    ///
    /// librabbitmq 0.11 has no default.
    package var authorityFile: String
    /// This process's own certificate (PEM, with its chain) and its key, where the broker asks for
    /// them; the key's file has no password and is readable by its owner only.
    package var certificateFile: String?
    package var keyFile: String?

    package init(authorityFile: String, certificateFile: String? = nil, keyFile: String? = nil) {
      self.authorityFile = authorityFile
      self.certificateFile = certificateFile
      self.keyFile = keyFile
    }
  }

  package var host: String
  package var port: Int
  package var virtualHost: String
  package var user: String
  package var password: String
  /// None: in the clear, for loopback and private networks.
  ///
  /// With it the broker's certificate and its host name are always verified.
  package var tls: TLS?
  /// A peer that is silent for two of these is gone; whole seconds.
  ///
  /// The broker may ask for less.
  package var heartbeat: Duration
  /// For opening the socket, for the handshake, and for each synchronous call.
  package var patience: Duration

  package init(
    host: String = "localhost",
    port: Int = 5672,
    virtualHost: String = "/",
    user: String,
    password: String,
    tls: TLS? = nil,
    heartbeat: Duration = .seconds(10),
    patience: Duration = .seconds(10)
  ) {
    self.host = host
    self.port = port
    self.virtualHost = virtualHost
    self.user = user
    self.password = password
    self.tls = tls
    self.heartbeat = heartbeat
    self.patience = patience
  }
}

/// Why a text is no broker's address; it does not repeat the password.
package struct InvalidAMQPURL: Error, Equatable, Sendable, CustomStringConvertible {
  package let text: String

  package var description: String { "the broker's address: \(text)" }
}

extension AMQPSettings {
  /// Reads `amqp://user:password@host:port/vhost` or `amqps://…` ("RabbitMQ URI Specification"),
  /// with the query parameters `cacertfile`, `certfile`, `keyfile` and `heartbeat` ("RabbitMQ URI
  /// Query Parameters").
  ///
  /// The password may come from a file instead, so that no list of processes shows it. No path, or
  /// an empty one, is the virtual host `/`.
  package init(url text: String, passwordFile: String? = nil) throws(InvalidAMQPURL) {
    guard let url = URLComponents(string: text) else { throw InvalidAMQPURL(text: "not a URL") }
    let isSecure: Bool
    switch url.scheme {
    case "amqp": isSecure = false
    case "amqps": isSecure = true
    default: throw InvalidAMQPURL(text: "the scheme must be amqp or amqps")
    }
    guard var host = url.host, !host.isEmpty else { throw InvalidAMQPURL(text: "no host") }
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard let user = url.user, !user.isEmpty else { throw InvalidAMQPURL(text: "no user") }
    let password = try passwordFile.map(Self.firstLine) ?? url.password
    guard let password else { throw InvalidAMQPURL(text: "no password, and no file with it") }
    self.init(
      host: host,
      port: url.port ?? (isSecure ? 5671 : 5672),
      virtualHost: try Self.virtualHost(url.percentEncodedPath),
      user: user,
      password: password
    )
    try read(url.queryItems ?? [], isSecure: isSecure)
  }

  private static func firstLine(of file: String) throws(InvalidAMQPURL) -> String {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8),
      let line = text.split(separator: "\n", omittingEmptySubsequences: false).first, !line.isEmpty
    else { throw InvalidAMQPURL(text: "no password in '\(file)'") }
    return String(line)
  }

  private static func virtualHost(_ path: String) throws(InvalidAMQPURL) -> String {
    guard path != "", path != "/" else { return "/" }
    guard let name = String(path.dropFirst()).removingPercentEncoding, !name.isEmpty,
      !path.dropFirst().contains("/")
    else {
      throw InvalidAMQPURL(text: "'\(path)' names no virtual host; '/' is written %2F")
    }
    return name
  }

  private mutating func read(_ items: [URLQueryItem], isSecure: Bool) throws(InvalidAMQPURL) {
    var files: [String: String] = [:]
    for item in items {
      switch item.name {
      case "cacertfile", "certfile", "keyfile": files[item.name] = item.value
      case "heartbeat":
        guard let seconds = item.value.flatMap({ UInt16($0) }), seconds > 0 else {
          throw InvalidAMQPURL(text: "the heartbeat is 1 to 65535 seconds")
        }
        heartbeat = .seconds(Int(seconds))
      default: throw InvalidAMQPURL(text: "unknown parameter '\(item.name)'")
      }
    }
    guard isSecure else {
      guard files.isEmpty else { throw InvalidAMQPURL(text: "certificates need amqps") }
      return
    }
    guard let authority = files["cacertfile"] else {
      throw InvalidAMQPURL(text: "amqps needs ?cacertfile=, who vouches for the broker")
    }
    guard (files["certfile"] == nil) == (files["keyfile"] == nil) else {
      throw InvalidAMQPURL(text: "certfile and keyfile go together")
    }
    tls = TLS(
      authorityFile: authority,
      certificateFile: files["certfile"],
      keyFile: files["keyfile"]
    )
  }
}

/// The password never appears in a log or a failed expectation.
extension AMQPSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    "\(tls == nil ? "amqp" : "amqps")://\(user):***@\(host):\(port)/\(virtualHost)"
  }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
