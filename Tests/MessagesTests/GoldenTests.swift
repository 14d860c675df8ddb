import Contracts
import Foundation
import Messages
import Testing

/// The bytes of every message as they were first committed.
///
/// They are never changed: a change would break who reads today's messages, or today's readers of
/// old ones.
@Suite("Golden messages")
struct GoldenTests {
  private func golden(_ name: String, _ example: some Encodable) throws -> [UInt8] {
    let url = ProjectFiles.root.appending(path: "Tests/MessagesTests/Golden/\(name).json")
    if ProjectFiles.isUpdating, !FileManager.default.fileExists(atPath: url.path()) {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(JSONCoding.encode(example) + [UInt8(ascii: "\n")]).write(to: url)
    }
    return Array(try Data(contentsOf: url))
  }

  private func check<Value: Codable & Equatable>(_ name: String, _ example: Value) throws {
    let golden = try golden(name, example)
    #expect(try JSONCoding.decode(Value.self, from: golden) == example, "\(name)")
    let bytes = try JSONCoding.encode(example) + [UInt8(ascii: "\n")]
    #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: golden, as: UTF8.self))
    // Foundation, which knows nothing of our reader, takes the same from the same bytes.
    #expect(try JSONDecoder().decode(Value.self, from: Data(golden)) == example, "\(name)")
  }

  @Test("every message is written as its golden file, and read from it")
  func messages() throws {
    func check<Value: Message>(_ message: Value.Type) throws {
      try self.check("messages/\(message.type)", message.example)
    }
    for message in MessageCatalog.messages { try check(message) }
  }

  @Test("every request and reply is written as its golden file, and read from it")
  func calls() throws {
    func check<Request: Call>(_ call: Request.Type) throws {
      let stem = "calls/\(call.service.rawValue).v1.\(call.method)"
      try self.check("\(stem).request", call.example)
      try self.check("\(stem).reply", call.exampleReply)
    }
    for call in MessageCatalog.calls { try check(call) }
  }

  @Test("no golden file is left of a message that is gone: a type is never removed")
  func leftOver() throws {
    let folder = ProjectFiles.root.appending(path: "Tests/MessagesTests/Golden").path()
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".json") }
    let expected = try Contracts.all().filter { $0.example != nil }.map(\.path)
    #expect(files.sorted() == expected.sorted())
  }
}
