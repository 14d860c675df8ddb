import CRabbitMQ
import Glibc
import Messages
import ServiceKit

// From a socket to a connection that the broker lists.

extension Connection {
  func openSocket(
    _ state: amqp_connection_state_t,
    _ settings: AMQPSettings
  ) throws(BrokerError) {
    var patience = timeval(settings.patience)
    amqp_set_handshake_timeout(state, &patience)
    // Without it a call waits for ever; with it a late answer closes the socket.
    amqp_set_rpc_timeout(state, &patience)
    let socket =
      if let tls = settings.tls { try secureSocket(state, tls) } else { amqp_tcp_socket_new(state) }
    guard let socket else { throw discard(BrokerError(.connectionLost, "no memory for a socket")) }
    let status = amqp_socket_open_noblock(
      socket,
      settings.host,
      Int32(settings.port),
      &patience
    )
    guard status == AMQP_STATUS_OK.rawValue else {
      throw discard(Self.error(status, "connecting to \(settings.host):\(settings.port)"))
    }
  }

  private func secureSocket(
    _ state: amqp_connection_state_t,
    _ tls: AMQPSettings.TLS
  ) throws(BrokerError) -> OpaquePointer? {
    guard let socket = amqp_ssl_socket_new(state) else { return nil }
    guard amqp_ssl_socket_set_cacert(socket, tls.authorityFile) == AMQP_STATUS_OK.rawValue else {
      throw discard(BrokerError(.accessRefused, "no certificates in '\(tls.authorityFile)'"))
    }
    if let certificate = tls.certificateFile, let key = tls.keyFile {
      guard amqp_ssl_socket_set_key(socket, certificate, key) == AMQP_STATUS_OK.rawValue else {
        throw discard(
          BrokerError(
            .accessRefused,
            "'\(certificate)' and '\(key)' are no certificate and its key"
          )
        )
      }
    }
    // Both are on by default; who reads this need not know. The name is matched with DNS names and
    // the common name only, never with addresses: a broker is named, not numbered.
    amqp_ssl_socket_set_verify_peer(socket, 1)
    amqp_ssl_socket_set_verify_hostname(socket, 1)
    amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
    return socket
  }

  func logIn(
    _ state: amqp_connection_state_t,
    _ settings: AMQPSettings,
    _ name: String
  ) throws(BrokerError) {
    // librabbitmq does not say by itself that it understands consumer_cancel_notify and
    // connection.blocked; without them a deleted queue or an alarm is silence. The tables are
    // merged.
    encoder.reset()
    var properties = encoder.table([
      "product": .string("encours"),
      "connection_name": .string(name),
      "capabilities": .table([
        "consumer_cancel_notify": .boolean(true),
        "connection.blocked": .boolean(true),
      ]),
    ])
    let reply = encours_amqp_login(
      state,
      settings.virtualHost,
      AMQP_DEFAULT_MAX_CHANNELS,
      AMQP_DEFAULT_FRAME_SIZE,
      Int32(max(1, settings.heartbeat.components.seconds)),
      &properties,
      settings.user,
      settings.password
    )
    if let error = refusal(reply, "logging in as \(settings.user)", channel: nil) { throw error }
    heartbeat = .seconds(Int(amqp_get_heartbeat(state)))
    giveUpUnansweredWrites(state)
  }

  /// Ends the connection when the peer has taken nothing for two heartbeats: librabbitmq itself
  /// writes without a deadline. (tcp(7), TCP_USER_TIMEOUT; also for a closed window since Linux
  /// 5.11)
  private func giveUpUnansweredWrites(_ state: amqp_connection_state_t) {
    var milliseconds = UInt32(heartbeat.components.seconds * 2_000)
    setsockopt(
      amqp_get_sockfd(state),
      Int32(IPPROTO_TCP),
      TCP_USER_TIMEOUT,
      &milliseconds,
      socklen_t(MemoryLayout<UInt32>.size)
    )
  }
}
