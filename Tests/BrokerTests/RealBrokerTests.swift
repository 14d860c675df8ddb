import AMQP
import BrokerKit
import Foundation
import Messages
import ServiceKit
import Synchronization
import Testing

extension BrokerSuite {
  /// What only a real node can do, or suffer.
  @Suite("On RabbitMQ alone", .serialized, .enabled(if: PrivateBroker.isWanted))
  struct RealBroker {}
}

extension BrokerSuite.RealBroker {
  @Test("a frozen broker is noticed within two heartbeats, by sender and receiver")
  func frozen() throws {
    let node = try PrivateBroker.shared()
    let stage = try Stage(.rabbitMQ)
    let (exchange, queue) = try stage.scene()
    let consumer = try stage.consumer()
    try consumer.subscribe(to: queue, prefetch: 10)
    let publisher = try stage.publisher()
    try publisher.send([1], to: exchange)
    _ = try consumer.take(1)

    try node.suspend()
    let frozen = ContinuousClock.now
    var failures: [String: BrokerError] = [:]
    var noticed: [String: Duration] = [:]
    func attempt(_ who: String, _ body: () throws(BrokerError) -> Void) {
      guard failures[who] == nil else { return }
      do throws(BrokerError) { try body() } catch {
        failures[who] = error
        noticed[who] = ContinuousClock.now - frozen
      }
    }
    while failures.count < 2, ContinuousClock.now - frozen < .seconds(20) {
      // A sender that goes on sending: librabbitmq 0.11 by itself would wait here for ever.
      attempt("sender") { () throws(BrokerError) in
        _ = try publisher.publish(message(2, to: exchange))
        _ = try publisher.collect(waiting: .milliseconds(10))
      }
      attempt("receiver") { () throws(BrokerError) in
        _ = try consumer.receive(atMost: 10, waiting: .milliseconds(10))
      }
    }
    try node.resume()

    for who in ["sender", "receiver"] {
      #expect(failures[who]?.kind == .connectionLost)
      // Heartbeats of two seconds; the last one may have come just after the freeze was asked for.
      #expect(noticed[who] ?? .seconds(20) < .seconds(5))
    }
    publisher.close()
    consumer.close()
    let again = try stage.publisher("again")
    defer { again.close() }
    try again.send([3], to: exchange)
  }

  @Test("a connection that only waits is kept alive by its heartbeats")
  func idle() throws {
    let stage = try Stage(.rabbitMQ)
    let (exchange, queue) = try stage.scene()
    var settings = try PrivateBroker.shared().settings
    // The broker drops a client that is silent for two or three of these.
    settings.heartbeat = .seconds(1)
    let consumer = try RabbitMQ(settings: settings).makeConsumer(name: "idle")
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 10)
    #expect(try consumer.receive(atMost: 1, waiting: .seconds(5)).isEmpty)

    let publisher = try RabbitMQ(settings: settings).makePublisher(name: "idle")
    defer { publisher.close() }
    try publisher.send([1], to: exchange)
    #expect(try numbers(consumer.take(1)) == [1])
    #expect(try publisher.collect(waiting: .seconds(5)).isEmpty)
    try publisher.send([2], to: exchange)
  }

  @Test("a message published after the broker was killed is received, and none is lost")
  func killed() throws {
    let node = try PrivateBroker.shared()
    let stage = try Stage(.rabbitMQ)
    let (exchange, queue) = try stage.scene(singleActiveConsumer: true)
    // See TopologyApplier.apply: the queue itself must have reached the disk.
    Thread.sleep(forTimeInterval: 1)
    let consumer = try stage.consumer()
    try consumer.subscribe(to: queue, prefetch: 10)
    let publisher = try stage.publisher()
    try publisher.send(1...200, to: exchange)
    try consumer.acknowledge(consumer.take(5).map(\.tag))
    // The acknowledgements have arrived when their credit is used.
    _ = try consumer.take(10)

    try node.kill()
    #expect(consumer.failure()?.kind == .connectionLost)
    #expect(publisher.failure()?.kind == .connectionLost)
    consumer.close()
    publisher.close()
    let refused = #expect(throws: BrokerError.self) { try stage.publisher() }
    #expect(refused?.isRetriable == true)
    try node.start()

    let next = try reconnected(stage, to: queue)
    defer { next.close() }
    let later = try stage.publisher("later")
    defer { later.close() }
    try later.send(201, to: exchange, forAtMost: .seconds(30))
    // What was acknowledged in the instant of the kill may come again; nothing confirmed is
    // missing.
    let received = try Set(numbers(next.take(196)))
    #expect(received.isSuperset(of: 6...201))
  }

  /// Tries again while that may help, as a service does.
  private func reconnected(_ stage: Stage, to queue: String) throws -> any Consumer {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      do throws(BrokerError) {
        let consumer = try stage.broker().makeConsumer(name: stage.name("next"))
        try consumer.subscribe(to: queue, prefetch: 500)
        return consumer
      } catch {
        guard error.isRetriable, ContinuousClock.now < deadline else { throw error }
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
  }

  @Test("another thread wakes a receiver and a sender that wait")
  func woken() throws {
    let stage = try Stage(.rabbitMQ)
    let consumer = try stage.consumer()
    defer { consumer.close() }
    let publisher = try stage.publisher()
    defer { publisher.close() }
    // A wake that comes before the waiting is kept.
    consumer.wake()
    publisher.wake()
    let began = ContinuousClock.now
    #expect(try consumer.receive(atMost: 1, waiting: .seconds(60)).isEmpty)
    #expect(try publisher.collect(waiting: .seconds(60)).isEmpty)

    let sleeper = Sleeper(publisher)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.3)
      sleeper.publisher.wake()
    }
    #expect(try publisher.collect(waiting: .seconds(60)).isEmpty)
    #expect(ContinuousClock.now - began < .seconds(30))
  }

  /// `wake` is the one call that other threads may make.
  private struct Sleeper: @unchecked Sendable {
    let publisher: any Publisher
    init(_ publisher: any Publisher) { self.publisher = publisher }
  }

  @Test("a connection used on another thread stops the process")
  func wrongThread() async throws {
    let node = try PrivateBroker.shared()
    let (port, password) = (node.port, node.settings.password)
    await #expect(processExitsWith: .failure) {
      [port = port as Int, password = password as String] in
      let settings = AMQPSettings(
        host: "localhost",
        port: port,
        user: Stage.user,
        password: password
      )
      guard let publisher = try? RabbitMQ(settings: settings).makePublisher(name: "stray") else {
        // A success: the expectation fails.
        return
      }
      let sleeper = Sleeper(publisher)
      let isDone = Mutex(false)
      Thread.detachNewThread {
        _ = try? sleeper.publisher.collect(waiting: .zero)
        isDone.withLock { $0 = true }
      }
      while !isDone.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
    }
  }

  // MARK: Access

  @Test("a wrong password is refused, and so is a virtual host that is not there")
  func accessRefused() throws {
    let node = try PrivateBroker.shared()
    var settings = node.settings
    settings.password = "wrong"
    let error = #expect(throws: BrokerError.self) {
      try RabbitMQ(settings: settings).makePublisher(name: "wrong")
    }
    #expect(error?.kind == .accessRefused)
    #expect(error?.code == 403)
    #expect(error?.isRetriable == false)
    settings = node.settings
    settings.virtualHost = "elsewhere"
    let elsewhere = #expect(throws: BrokerError.self) {
      try RabbitMQ(settings: settings).makePublisher(name: "wrong")
    }
    #expect(elsewhere?.kind == .misconfigured)
  }

  @Test("nobody listens, nobody is there: to be tried again")
  func unreachable() throws {
    var settings = try PrivateBroker.shared().settings
    settings.port = 1
    let closed = #expect(throws: BrokerError.self) {
      try RabbitMQ(settings: settings).makePublisher(name: "nobody")
    }
    #expect(closed?.kind == .connectionLost)
    settings.host = "no-such-host.invalid"
    let unknown = #expect(throws: BrokerError.self) {
      try RabbitMQ(settings: settings).makePublisher(name: "nobody")
    }
    #expect(unknown?.kind == .connectionLost)
  }

  @Test("over TLS a broker is known by its authority and its name")
  func secure() throws {
    let node = try PrivateBroker.shared()
    let stage = try Stage(.rabbitMQ)
    let (exchange, queue) = try stage.scene()
    var settings = node.settings
    settings.port = node.securePort
    settings.tls = .init(authorityFile: node.authority.file)

    let publisher = try RabbitMQ(settings: settings).makePublisher(name: "secure")
    defer { publisher.close() }
    var large = message(1, to: exchange)
    large.body = [UInt8](repeating: 0x7B, count: 300_000)
    for _ in 0..<20 { _ = try publisher.publish(large) }
    #expect(try publisher.outcomes(of: 20).count == 20)
    let consumer = try RabbitMQ(settings: settings).makeConsumer(name: "secure")
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 20)
    #expect(try consumer.take(20).allSatisfy { $0.message.body == large.body })

    // The same node by a name that its certificate does not have.
    var byAddress = settings
    byAddress.host = "127.0.0.1"
    #expect(refusal(of: byAddress)?.kind == .accessRefused)
    // The same name, vouched for by somebody who is not trusted here.
    let stranger = try CertificateAuthority(in: node.folder, name: "stranger")
    var byStranger = settings
    byStranger.tls?.authorityFile = stranger.file
    #expect(refusal(of: byStranger)?.kind == .accessRefused)
    byStranger.tls?.authorityFile = "\(node.folder.path)/missing.pem"
    #expect(refusal(of: byStranger)?.kind == .accessRefused)
  }

  @Test("over TLS a client may show a certificate, and only one that the broker trusts")
  func clientCertificate() throws {
    let node = try PrivateBroker.shared()
    let own = try node.authority.issue("invoicing", hosts: ["invoicing"])
    var settings = node.settings
    settings.port = node.securePort
    settings.tls = .init(
      authorityFile: node.authority.file,
      certificateFile: own.certificateFile,
      keyFile: own.keyFile
    )
    try RabbitMQ(settings: settings).makePublisher(name: "secure").close()

    let stranger = try CertificateAuthority(in: node.folder, name: "impostor")
    let forged = try stranger.issue("forged", hosts: ["invoicing"])
    settings.tls?.certificateFile = forged.certificateFile
    settings.tls?.keyFile = forged.keyFile
    #expect(refusal(of: settings) != nil)
    settings.tls?.keyFile = own.keyFile
    #expect(refusal(of: settings)?.kind == .accessRefused)
  }

  private func refusal(of settings: AMQPSettings) -> BrokerError? {
    do throws(BrokerError) {
      try RabbitMQ(settings: settings).makePublisher(name: "refused").close()
      return nil
    } catch { return error }
  }
}
