import Contracts
import Messages
import ServiceKit
import Testing

@Suite("The catalog of messages and calls")
struct CatalogTests {
  /// The names of the structs that the sources declare with one conformance.
  private func declared(_ conformance: String, in modules: String) throws -> Set<String> {
    let pattern = try Regex<(Substring, Substring)>(#"struct (\w+): \#(conformance) \{"#)
    return Set(
      try ProjectFiles.sources(of: modules).flatMap { source in
        source.matches(of: pattern).map { String($0.output.1) }
      }
    )
  }

  @Test("it has every message and every call of the sources, each once")
  func completeness() throws {
    let messages = MessageCatalog.messages.map { "\($0)" }
    let fromOutside = try declared("BillingMessage", in: "Messages")
    #expect(try declared("Message", in: "Messages").union(fromOutside) == Set(messages))
    let billing = MessageCatalog.messages.filter { $0.type.hasPrefix("billing.") }
    #expect(Set(billing.map { "\($0)" }) == fromOutside)
    #expect(messages.count == Set(messages).count)
    let calls = MessageCatalog.calls.map { "\($0)" }
    #expect(try declared("Call", in: "Messages") == Set(calls))
    #expect(calls.count == Set(calls).count)
    let common = Contracts.commonCalls.map { "\($0)" }
    #expect(try declared("CommonCall", in: "ServiceKit") == Set(common))
  }

  @Test("a type is words in lower case and a version, and no two messages share one")
  func types() {
    let types = MessageCatalog.messages.map { $0.type }
    #expect(types.count == Set(types).count)
    for type in types {
      #expect(
        type.wholeMatch(of: /[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+\.v[0-9]+/) != nil,
        "\(type)"
      )
      #expect(MessageCatalog.message(of: type).map { $0.type } == type)
    }
    #expect(MessageCatalog.message(of: "nobody.knows.v1") == nil)
  }

  @Test("every message has one that sends it and one that reads it")
  func topology() {
    let sent = Set(ServiceName.allCases.flatMap(Topology.sends))
    let read = Set(ServiceName.allCases.flatMap(Topology.reads))
    let all = Set(MessageCatalog.messages.map { $0.type })
    let outside = all.filter { $0.hasPrefix("billing.") }
    #expect(sent.union(outside) == all)
    #expect(sent.isDisjoint(with: outside))
    // Reports are for analysts, who read the stream.
    #expect(read == all.filter { !$0.hasPrefix("report.") })
  }

  @Test("methods are called in upper camel case, once in a service")
  func methods() {
    let paths = MessageCatalog.calls.map { $0.path }
    #expect(paths.count == Set(paths).count)
    for call in MessageCatalog.calls {
      #expect(call.method.wholeMatch(of: /([A-Z][a-z]+)+/) != nil)
      #expect(call.method == "\(call)")
    }
  }
}
