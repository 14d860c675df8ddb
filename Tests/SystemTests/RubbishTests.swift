import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit
import Testing

/// Whatever is thrown at the house lands in one named place with the reason, and nothing else is
/// touched: no process ends, no belief changes, the next good message goes through.
@Suite("Rubbish", .serialized)
struct RubbishTests {
  /// Rows of the table that a run prints: what was thrown, where it landed, with which words.
  private struct Landing {
    var rubbish: String
    var place: String
    var text: String

    static func show(_ landings: [Landing]) {
      for landing in landings {
        print("rubbish: \(landing.rubbish) | \(landing.place) | \(landing.text)")
      }
    }
  }

  // MARK: Messages

  @Test("a message that cannot be understood or must not be goes to its bin, with the reason")
  func messages() throws {
    let bench = try RubbishBench(port: 26_950)
    defer { bench.close() }
    var landings: [Landing] = []
    for rubbish in Rubbish.all {
      let before = try bench.beliefs()
      if rubbish.needsOtherLibrary {
        try bench.publishRaw(rubbish.message)
      } else {
        try bench.publish(rubbish.message)
      }
      landings += try landing(of: rubbish, bench)
      let after = try bench.beliefs()
      var touched = changes(before, after)
      if case .rejected = rubbish.bin {
        // Invoicing lists what it rejected and reporting counts it; nobody believes more of it.
        let listed = touched.removeValue(forKey: .invoicing) ?? []
        let others = listed.filter { !$0.hasPrefix("invoicing domain.rejectedInvoices ") }
        #expect(others == [], "\(rubbish.name)")
        #expect(listed.intersection(after[.invoicing] ?? []).count == 1, "\(rubbish.name)")
        #expect(Set(touched.keys).isSubset(of: [.reporting]), "\(rubbish.name)")
      } else {
        #expect(touched.isEmpty, "\(rubbish.name)")
      }
      try bench.goOn()
    }
    #expect(try bench.leftInBins() == [])
    #expect(try bench.nobodyWasRestarted())
    Landing.show(landings)
  }

  private func landing(of rubbish: Rubbish, _ bench: RubbishBench) throws -> [Landing] {
    let name = rubbish.name
    switch rubbish.bin {
    case .unrouted:
      let found = try bench.emptyBins(expecting: 1)
      #expect(found.map(\.queue) == [QueueName.unrouted], "\(name)")
      #expect(found.first?.message.body == rubbish.message.body, "\(name)")
      return [Landing(rubbish: name, place: QueueName.unrouted, text: rubbish.message.routingKey)]
    case .rejected(let errors):
      let found = try bench.emptyBins(expecting: 1)
      #expect(found.map(\.queue) == [RubbishBench.rejections], "\(name)")
      let message = try #require(found.first, "\(name)").message
      let told = try JSONCoding.decode(InvoiceRejected.self, from: message.body).errors
      #expect(told.map { "\($0.field) \($0.code)" } == errors, "\(name)")
      return told.map {
        Landing(rubbish: name, place: "invoice.rejected", text: "\($0.field): \($0.text)")
      }
    case .invalid(let services, let code, let text):
      let found = try bench.emptyBins(expecting: services.count)
      #expect(found.map(\.queue) == services.map(QueueName.invalid).sorted(), "\(name)")
      return try zip(services, found).map { service, delivery in
        try expect(delivery.message, of: rubbish, service, code, text)
        return Landing(
          rubbish: name,
          place: delivery.queue,
          text: delivery.message.headers["x-fail-reason"]?.string ?? ""
        )
      }
    }
  }

  /// The message as it came, as far as it can be sent, and why it is here.
  private func expect(
    _ message: WireMessage,
    of rubbish: Rubbish,
    _ service: ServiceName,
    _ code: Malformed.Code,
    _ text: String
  ) throws {
    let name = rubbish.name
    let headers = message.headers.compactMapValues(\.string)
    #expect(headers["x-fail-code"] == code.rawValue, "\(name)")
    #expect(headers["x-fail-service"] == service.rawValue, "\(name)")
    #expect(headers["x-origin-routing-key"] == rubbish.message.routingKey, "\(name)")
    #expect(headers["x-origin-exchange"] == rubbish.message.exchange, "\(name)")
    let reason = try #require(headers["x-fail-reason"], "\(name)")
    #expect(reason.contains(text), "\(name): \(reason)")
    let sent = rubbish.message.body
    let kept = sent.isEmpty ? Array("(empty)".utf8) : Array(sent.prefix(Limits.bodyBytes))
    #expect(message.body == kept, "\(name)")
    let isCut = sent.count > Limits.bodyBytes
    #expect(headers["x-origin-body-bytes"] == (isCut ? String(sent.count) : nil), "\(name)")
  }

  // MARK: Bank files

  @Test("a bank file that cannot be taken is refused whole, with the reasons beside it")
  func files() throws {
    let bench = try RubbishBench(port: 26_956)
    defer { bench.close() }
    var landings: [Landing] = []
    for (index, rubbish) in RubbishFile.all.enumerated() {
      let before = try bench.beliefs()
      try bench.house.inbox.put(rubbish.file)
      let refused = try outcome(of: rubbish, bench)
      #expect(refused.state == .rejected, "\(rubbish.name)")
      let errors = refused.rejected?.errors ?? []
      #expect(errors.contains { $0.code == rubbish.code }, "\(rubbish.name): \(errors)")
      try expectReasons(errors, beside: rubbish, bench)

      let found = try bench.emptyBins(expecting: 1)
      #expect(found.map(\.queue) == [RubbishBench.rejections], "\(rubbish.name)")
      let changed = changes(before, try bench.beliefs())
      #expect(Set(changed.keys).isSubset(of: [.paymentIntake, .reporting]), "\(rubbish.name)")
      // Payment intake remembers the file, and nothing but the file.
      #expect(
        (changed[.paymentIntake] ?? []).allSatisfy { $0.contains(rubbish.hash) },
        "\(rubbish.name): \(changed)"
      )
      landings += errors.map {
        Landing(rubbish: rubbish.name, place: "rejected/", text: "\($0.field): \($0.text)")
      }

      let good = RubbishFile.good(number: index)
      try bench.house.inbox.put(good.file)
      #expect(try outcome(of: good, bench).state == .imported, "\(rubbish.name)")
      try bench.goOn()
    }
    #expect(try bench.leftInBins() == [])
    #expect(try bench.nobodyWasRestarted())
    Landing.show(landings)
  }

  @Test("a file without content is still being written, and taken when it has some")
  func emptyFile() throws {
    let bench = try RubbishBench(port: 26_968)
    defer { bench.close() }
    let file = RubbishFile.good(number: 0)
    let path = "\(bench.house.inbox.folder)/\(file.file.name)"
    let before = try bench.beliefs()
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    // What is put beside it is taken: the folder was read while the empty file lay there.
    let other = RubbishFile.good(number: 1)
    try bench.house.inbox.put(other.file)
    #expect(try outcome(of: other, bench).state == .imported)
    #expect(FileManager.default.fileExists(atPath: path))
    #expect(
      Set(changes(before, try bench.beliefs()).keys).isSubset(of: [.paymentIntake, .reporting])
    )

    try bench.house.inbox.put(file.file)
    #expect(try outcome(of: file, bench).state == .imported)
    #expect(try bench.leftInBins() == [])
    #expect(try bench.nobodyWasRestarted())
  }

  private func outcome(of file: RubbishFile, _ bench: RubbishBench) throws -> GetImport.Reply {
    let deadline = ContinuousClock.now + .seconds(20)
    while true {
      let reply = try bench.calls.call(GetImport(contentHash: file.hash))
      let isSettled = reply.state == .imported || reply.state == .rejected
      if isSettled || ContinuousClock.now >= deadline { return reply }
    }
  }

  /// The file lies among the refused ones as it came, and beside it a text with every reason.
  private func expectReasons(
    _ errors: [FieldError],
    beside rubbish: RubbishFile,
    _ bench: RubbishBench
  ) throws {
    let folder = "\(bench.house.inbox.folder)/rejected"
    let name = "\(folder)/\(rubbish.hash).1-\(rubbish.file.name)"
    // The state says so first, then the file is moved.
    let deadline = ContinuousClock.now + .seconds(10)
    while !FileManager.default.fileExists(atPath: name), ContinuousClock.now < deadline {}
    let content = try Data(contentsOf: URL(filePath: name))
    #expect(Array(content) == rubbish.file.content, "\(rubbish.name)")
    let note = try String(contentsOfFile: "\(name).reason.txt", encoding: .utf8)
    #expect(errors.allSatisfy { note.contains($0.text) }, "\(rubbish.name): \(note)")
    #expect(note.contains(rubbish.says), "\(rubbish.name): \(note)")
    #expect(!note.contains("root:"), "an entity was read from this machine")
  }

  // MARK: Calls

  @Test("a call that cannot be answered gets a status that says why, and changes nothing")
  func calls() throws {
    let bench = try RubbishBench(port: 26_962)
    defer { bench.close() }
    let caller = try RawCaller(bench)
    defer { caller.close() }
    let before = try bench.beliefs()
    var landings: [Landing] = []
    for rubbish in RubbishCall.all {
      let status = try caller.call(rubbish)
      #expect(status.code == rubbish.code, "\(rubbish.name): \(status)")
      #expect(status.text.contains(rubbish.says), "\(rubbish.name): \(status)")
      landings.append(Landing(rubbish: rubbish.name, place: "\(status.code)", text: status.text))
    }
    // Whom nobody can answer goes to the bin.
    try bench.publish(RubbishCall.withoutSender)
    let found = try bench.emptyBins(expecting: 1)
    #expect(found.map(\.queue) == [QueueName.invalid(.creditControl)])
    let reason = found.first?.message.headers["x-fail-reason"]?.string ?? ""
    #expect(reason.contains("reply_to is missing"))
    landings.append(
      Landing(rubbish: "a call without sender", place: found[0].queue, text: reason)
    )
    // A caller whose time is over is told so at once; the late answer is not the next one's.
    #expect(throws: CallStatus.self) {
      try bench.calls.call(GetStatus(), of: .creditControl, timeout: .zero)
    }
    #expect(try bench.calls.call(GetDay()).open == DayCut("2026-03-02/1"))

    #expect(changes(before, try bench.beliefs()).isEmpty)
    try bench.goOn()
    #expect(try bench.leftInBins() == [])
    #expect(try bench.nobodyWasRestarted())
    Landing.show(landings)
  }
}
