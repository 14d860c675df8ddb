import Contracts
import DomainKit
import Messages
import Testing

/// A place in a JSON value.
private enum Step: Equatable {
  case member(String)
  case element(Int)
}

/// A value in an example, with the schema that its contract gives it.
private struct Site {
  let path: [Step]
  let schema: JSONValue
  let value: JSONValue

  /// As a refusal names it.
  var name: String {
    "$"
      + path.map {
        switch $0 {
        case .member(let key): ".\(key)"
        case .element(let index): "[\(index)]"
        }
      }.joined()
  }
}

/// An example together with its contract, to be changed in one place at a time.
private struct Specimen {
  let contract: Contract
  let schema: JSONValue
  let value: JSONValue

  static func all() throws -> [Specimen] {
    try Contracts.all().compactMap { contract in
      guard let value = contract.example else { return nil }
      let schema = try contract.schema(Documentation(sources: []))
      return Specimen(contract: contract, schema: schema, value: value)
    }
  }

  /// Every value of the example with its schema.
  var sites: [Site] { sites(Site(path: [], schema: schema, value: value)) }

  private func sites(_ site: Site) -> [Site] {
    let schema = resolved(site.schema)
    let found = [Site(path: site.path, schema: schema, value: site.value)]
    switch site.value {
    case .object(let members):
      return found
        + members.sorted { $0.key < $1.key }.flatMap { key, value in
          let schema = schema["properties"]?[key] ?? .null
          return sites(Site(path: site.path + [.member(key)], schema: schema, value: value))
        }
    case .array(let elements):
      return found
        + elements.enumerated().flatMap { index, value in
          let schema = schema["items"] ?? .null
          return sites(Site(path: site.path + [.element(index)], schema: schema, value: value))
        }
    default: return found
    }
  }

  private func resolved(_ schema: JSONValue) -> JSONValue {
    if case .array(let parts)? = schema["allOf"] { return resolved(parts[0]) }
    guard let target = schema["$ref"]?.string else { return schema }
    return self.schema["$defs"]?[String(target.dropFirst("#/$defs/".count))] ?? .null
  }

  /// Why the example with another value in one place is refused; nil when it is taken.
  func refusal(_ path: [Step], _ change: (JSONValue) -> JSONValue?) throws -> Malformed? {
    let changed = Self.changed(value, path[...], change) ?? .null
    do {
      _ = try JSONCoding.decode(contract.type, from: JSONCoding.encode(changed))
      return nil
    } catch let error as Malformed {
      return error
    }
  }

  private static func changed(
    _ value: JSONValue,
    _ path: ArraySlice<Step>,
    _ change: (JSONValue) -> JSONValue?
  ) -> JSONValue? {
    guard let step = path.first else { return change(value) }
    switch (step, value) {
    case (.member(let key), .object(var members)):
      members[key] = members[key].flatMap { changed($0, path.dropFirst(), change) }
      return .object(members)
    case (.element(let index), .array(var elements)):
      elements[index] = changed(elements[index], path.dropFirst(), change) ?? .null
      return .array(elements)
    default: return value
    }
  }
}

@Suite("What a reader takes and what it refuses")
struct CompatibilityTests {
  @Test("a field that nobody knows is ignored, in every object")
  func unknownFields() throws {
    for specimen in try Specimen.all() {
      for site in specimen.sites {
        guard case .object(var members) = site.value else { continue }
        members["zNew"] = ["a": [1, .null, "x"]]
        let refusal = try specimen.refusal(site.path) { _ in .object(members) }
        #expect(refusal == nil, "\(specimen.contract.id) \(site.name)")
      }
    }
  }

  @Test("an optional field may be missing or null, a required one is refused by its name")
  func missingFields() throws {
    var required = 0
    var optional = 0
    for specimen in try Specimen.all() {
      for site in specimen.sites {
        guard case .member(let key)? = site.path.last else { continue }
        let parent = try #require(specimen.sites.first { $0.path == site.path.dropLast() })
        let isRequired =
          if case .array(let keys)? = parent.schema["required"] {
            keys.contains(.string(key))
          } else {
            false
          }
        let id = "\(specimen.contract.id) \(site.name)"
        let missing = try specimen.refusal(site.path) { _ in nil }
        let null = try specimen.refusal(site.path) { _ in .null }
        if isRequired {
          required += 1
          #expect(missing == Malformed(.data, "\(site.name) is missing"), "\(id)")
          #expect(null?.text.hasPrefix("\(site.name) is null, expected") == true, "\(id)")
        } else {
          optional += 1
          #expect(missing == nil && null == nil, "\(id)")
        }
      }
    }
    #expect(required > 300 && optional > 30)
  }

  @Test("an amount that is a number, or too precise, or unknown currency, is refused by name")
  func amounts() throws {
    var amounts = 0
    for specimen in try Specimen.all() {
      for site in specimen.sites where site.path.last == .member("amount") {
        guard site.value.string != nil else { continue }
        amounts += 1
        for wrong: JSONValue in [1200, "12.345", "1e3", "1,000.00", "+1.00", ""] {
          let refusal = try specimen.refusal(site.path) { _ in wrong }
          #expect(
            refusal?.text.hasPrefix(site.name) == true,
            "\(specimen.contract.id) \(site.name)"
          )
        }
        let currency = Array(site.path.dropLast()) + [.member("currency")]
        #expect(try specimen.refusal(currency) { _ in "XAU" } != nil)
      }
    }
    #expect(amounts > 60)
  }

  @Test("days, cuts, percentages, partitions, names and choices that are none are refused by name")
  func scalars() throws {
    let days: [JSONValue] = ["2026-02-31", "31.03.2026", "2026-3-1", 20_260_301]
    let cuts: [JSONValue] = ["2026-02-31/1", "2026-03-10", "2026-03-10/0"]
    var counts: [String: Int] = [:]
    for specimen in try Specimen.all() {
      for site in specimen.sites {
        let wrong: [JSONValue]
        switch site.schema {
        case CalendarDate.schema: wrong = days
        case DayCut.schema: wrong = cuts
        case Percentage.schema: wrong = ["101", "-1", 2, "2 %"]
        case Partition.schema: wrong = [100, -1, "07"]
        case AccountID.schema, InvoiceNumber.schema, PaymentID.schema, OrderID.schema,
          ItemID.schema:
          wrong = ["", " x", "a\u{7}", 5]
        case _ where site.schema["enum"] != nil && site.schema != Currency.schema:
          wrong = ["no-such-case", 1]
        default: continue
        }
        counts[site.schema["description"]?.string ?? "choice", default: 0] += 1
        for value in wrong {
          let refusal = try specimen.refusal(site.path) { _ in value }
          let id = "\(specimen.contract.id) \(site.name) \(value)"
          #expect(refusal?.code == .data, "\(id)")
          #expect(refusal?.text.hasPrefix(site.name) == true, "\(id)")
        }
      }
    }
    #expect(counts.count >= 10)
  }
}
