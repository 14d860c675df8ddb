import AMQP
import Foundation
import ServiceKit
import Testing

@Suite("The broker's address") struct SettingsTests {
  @Test("every part of an address")
  func complete() throws {
    let settings = try AMQPSettings(
      url: "amqps://credit-control:s%40cret%2F1@broker.example:5699/encours%2Ftest"
        + "?cacertfile=/ca.pem&certfile=/own.pem&keyfile=/own.key&heartbeat=5"
    )
    #expect(
      settings
        == AMQPSettings(
          host: "broker.example",
          port: 5699,
          virtualHost: "encours/test",
          user: "credit-control",
          password: "s@cret/1",
          tls: .init(
            authorityFile: "/ca.pem",
            certificateFile: "/own.pem",
            keyFile: "/own.key"
          ),
          heartbeat: .seconds(5)
        )
    )
  }

  @Test(
    "what is left out is as usual",
    arguments: [
      ("amqp://u:p@h", 5672, "/"), ("amqp://u:p@h/", 5672, "/"), ("amqp://u:p@h/%2F", 5672, "/"),
      ("amqp://u:p@h/v", 5672, "v"), ("amqps://u:p@h?cacertfile=/ca.pem", 5671, "/"),
    ]
  )
  func defaults(_ url: String, _ port: Int, _ virtualHost: String) throws {
    let settings = try AMQPSettings(url: url)
    #expect(settings.host == "h")
    #expect(settings.port == port)
    #expect(settings.virtualHost == virtualHost)
    #expect(settings.heartbeat == .seconds(10))
  }

  @Test("an address of numbers in brackets")
  func address() throws {
    #expect(try AMQPSettings(url: "amqp://u:p@[::1]:5673").host == "::1")
  }

  @Test(
    "what is no address",
    arguments: [
      "", "http://u:p@h", "amqp://h", "amqp://u@h", "amqp://u:p@", "amqp://u:p@h/a/b",
      "amqp://u:p@h?heartbeat=0", "amqp://u:p@h?heartbeat=soon", "amqp://u:p@h?verify=none",
      "amqps://u:p@h", "amqp://u:p@h?cacertfile=/ca.pem", "amqp://u:p@h:port",
      "amqps://u:p@h?cacertfile=/ca.pem&certfile=/own.pem",
    ]
  )
  func invalid(_ url: String) {
    #expect(throws: InvalidAMQPURL.self) { try AMQPSettings(url: url) }
  }

  @Test("the password comes from a file where no list of processes shows it")
  func files() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try "from the file\n".write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let settings = try AMQPSettings(
      url: "amqps://invoicing:ignored@h?cacertfile=/ca.pem",
      passwordFile: file.path
    )
    #expect(settings.password == "from the file")
    #expect(settings.tls == .init(authorityFile: "/ca.pem"))
    #expect(throws: InvalidAMQPURL.self) {
      try AMQPSettings(url: "amqp://u@h", passwordFile: file.path + "-missing")
    }
  }

  @Test("no text shows the password")
  func secret() throws {
    let settings = try AMQPSettings(url: "amqp://u:s3cret@h/v")
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(settings)", String(reflecting: settings), "\([settings])", dumped] {
      #expect(!text.contains("s3cret") && text.contains("amqp://u:***@h:5672/v"))
    }
    let error = #expect(throws: InvalidAMQPURL.self) {
      try AMQPSettings(url: "amqp://u:s3cret@h?x=1")
    }
    #expect(error.map { "\($0)".contains("s3cret") } == false)
  }
}

@Suite("Backoff") struct BackoffTests {
  /// Always the greatest number: a wait's bound.
  private struct Greatest: RandomNumberGenerator {
    mutating func next() -> UInt64 { .max }
  }

  @Test("bounds double from 100 ms to 30 s and begin anew")
  func bounds() {
    var backoff = Backoff(using: Greatest())
    let waits = (0..<11).map { _ in backoff.next() }
    #expect(
      waits
        == [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]
        .map { .milliseconds($0) }
    )
    backoff.reset()
    #expect(backoff.next() == .milliseconds(100))
  }

  @Test("each wait is anything up to its bound")
  func jitter() {
    var backoff = Backoff(using: SplitMix64(seed: 1))
    var bound = Duration.milliseconds(100)
    var waits: Set<Duration> = []
    for _ in 0..<500 {
      let wait = backoff.next()
      #expect(wait >= .zero && wait <= bound)
      waits.insert(wait)
      bound = min(bound * 2, .seconds(30))
    }
    #expect(waits.count > 490)
    #expect(waits.contains { $0 < .seconds(3) } && waits.contains { $0 > .seconds(27) })
  }

  @Test("the same seed gives the same waits")
  func seeded() {
    var one = Backoff(using: SplitMix64(seed: 5))
    var other = Backoff(using: SplitMix64(seed: 5))
    #expect((0..<20).map { _ in one.next() } == (0..<20).map { _ in other.next() })
  }
}
