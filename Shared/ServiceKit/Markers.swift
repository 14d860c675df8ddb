package import DomainKit
package import Messages

/// What the loop knows of the messages by which days are cut.
package enum Markers {
  /// Markers close a cut for their sender; they count as arrived only when nothing before is
  /// missing.
  package static func isMarker(_ type: String) -> Bool {
    type == IntakeClosed.type || type == DayClosed.type
  }

  /// Calendar messages announce cuts; they are never kept back.
  package static func isCalendar(_ type: String) -> Bool {
    type == DayOpened.type || type == CutCalled.type || type == PeriodClosed.type
  }

  /// The first stream that lacks messages up to the marker's number, as a text; nil when none does.
  ///
  /// Streams of types that this service does not read are none of its business.
  package static func gap(
    before marker: Envelope,
    in streams: TreeDictionary<String, StreamMark>,
    reading types: ReadTypes
  ) -> String? {
    guard let totals = try? JSONCoding.decodeTrusted(Streams.self, from: marker.body).streams else {
      return nil
    }
    for total in totals where types.contains(routingKey: total.routingKey) {
      let mark = streams[StreamName.key(marker.source, total.routingKey)] ?? StreamMark()
      guard mark.isComplete(upTo: total.lastSequence) else {
        return "\(total.routingKey) is not complete up to \(total.lastSequence)"
      }
    }
    return nil
  }

  private struct Streams: Decodable {
    var streams: [StreamTotal]
  }
}

/// The message types that a service reads.
package struct ReadTypes: Sendable {
  private let types: Set<String>
  private let unversioned: Set<Substring>

  package init(_ types: [String]) {
    self.types = Set(types)
    unversioned = Set(types.map { Self.withoutVersion($0) })
  }

  package func contains(routingKey: String) -> Bool {
    guard let dot = routingKey.lastIndex(of: ".") else { return false }
    return types.contains(String(routingKey[..<dot]))
  }

  /// Refuses a type that this service does not read, and tells an unknown version apart.
  package func check(_ type: String) throws(Malformed) {
    if types.contains(type) { return }
    guard unversioned.contains(Self.withoutVersion(type)) else {
      throw Malformed(.unknownType, "'\(type)' is not a type that is read here")
    }
    throw Malformed(.unknownVersion, "'\(type)' is a version that is not known here")
  }

  private static func withoutVersion(_ type: String) -> Substring {
    guard let dot = type.lastIndex(of: "."), type[dot...].dropFirst().first == "v" else {
      return type[...]
    }
    return type[..<dot]
  }
}
