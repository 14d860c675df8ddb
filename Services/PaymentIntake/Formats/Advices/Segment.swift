import TextLines

/// A segment of X12 or EDIFACT: its name, its elements, their components.
struct Segment: Equatable {
  /// Counted from 1 in the file.
  var number: Int
  var name: String
  /// Behind the name, in their order.
  var elements: [[String]]

  /// The component at a place counted from 1; empty where there is none.
  func text(_ element: Int, _ component: Int = 1) -> String {
    guard elements.indices.contains(element - 1),
      elements[element - 1].indices.contains(component - 1)
    else { return "" }
    return elements[element - 1][component - 1].trimmed
  }
}

/// The characters that divide a file into segments, elements and components.
struct SegmentMarks: Equatable {
  var segment: UInt8
  var element: UInt8
  var component: UInt8
  /// Before a character that means itself; none in X12.
  var release: UInt8?
  var decimal = UInt8(ascii: ".")

  /// Line breaks between segments mean nothing.
  func segments(_ bytes: ArraySlice<UInt8>) -> [Segment] {
    var segments: [Segment] = []
    var elements: [[String]] = []
    var components: [String] = []
    var text: [UInt8] = []
    var isReleased = false
    func endComponent() {
      components.append(Self.text(text))
      text.removeAll(keepingCapacity: true)
    }
    for byte in bytes {
      if isReleased {
        text.append(byte)
        isReleased = false
      } else if byte == release {
        isReleased = true
      } else if byte == component {
        endComponent()
      } else if byte == element || byte == segment {
        endComponent()
        elements.append(components)
        components = []
        guard byte == segment else { continue }
        let name = elements[0].first?.trimmed ?? ""
        let rest = Array(elements.dropFirst())
        segments.append(Segment(number: segments.count + 1, name: name, elements: rest))
        elements = []
      } else {
        text.append(byte)
      }
    }
    // What stands behind the last terminator is no segment, and missed where one must be.
    return segments
  }

  private static func text(_ bytes: [UInt8]) -> String {
    TextLine(number: 0, bytes: bytes[...]).text
  }
}

/// Goes through the segments of a file, and keeps what is wrong with them.
struct SegmentReader {
  private let segments: [Segment]
  private var next = 0
  private(set) var findings = FindingList()

  init(_ segments: [Segment]) { self.segments = segments }

  var isAtEnd: Bool { next >= segments.count }
  /// How many have been taken.
  var taken: Int { next }
  var peek: Segment? { isAtEnd ? nil : segments[next] }

  mutating func take() -> Segment? {
    guard let segment = peek else { return nil }
    next += 1
    return segment
  }

  /// The next segment if it is of the name.
  mutating func take(_ name: String) -> Segment? { peek?.name == name ? take() : nil }

  /// A segment that must stand here.
  mutating func require(_ name: String) throws(BankFinding) -> Segment {
    if let segment = take(name) { return segment }
    let found = peek.map { "'\($0.name)' stands there" } ?? "the file ends"
    throw BankFinding(
      .refusal,
      .malformed,
      line: next + 1,
      path: name,
      text: "the segment \(name) is missing: \(found)"
    )
  }

  mutating func refuse(_ code: BankFinding.Code, _ segment: Segment, _ text: String) {
    findings.add(
      BankFinding(.refusal, code, line: segment.number, path: segment.name, text: text)
    )
  }

  mutating func refuse(_ finding: BankFinding) { findings.add(finding) }

  /// Counts and control numbers of a trailer: its first two elements.
  mutating func expect(_ trailer: Segment, count: Int, _ word: String, control: String) {
    guard FieldValue.count(trailer.text(1)) == count else {
      return refuse(
        .controlMismatch,
        trailer,
        "'\(trailer.text(1))' \(word) are stated, \(count) are there"
      )
    }
    guard trailer.text(2) == control else {
      return refuse(
        .controlMismatch,
        trailer,
        "the control number is '\(trailer.text(2))', the header's '\(control)'"
      )
    }
  }

  /// The rest of a message that `header` begins; nil when it is refused.
  mutating func advice(
    _ message: some AdviceMessage,
    header: Segment,
    control: String,
    trailer: String,
    ends: Set<String>
  ) throws(BankFinding) -> BankAdvice? {
    var message = message
    var isRefused = false
    while let segment = peek, segment.name != trailer, !ends.contains(segment.name) {
      _ = take()
      do throws(FieldFault) {
        try message.take(segment)
      } catch {
        isRefused = true
        refuse(error.code, segment, error.text)
      }
    }
    let end = try require(trailer)
    expect(end, count: taken - header.number + 1, "segments", control: control)
    guard !isRefused else { return nil }
    do throws(FieldFault) {
      return try message.advice()
    } catch {
      refuse(error.code, header, error.text)
      return nil
    }
  }
}

/// A message that tells one remittance advice, while its segments are read.
protocol AdviceMessage {
  mutating func take(_ segment: Segment) throws(FieldFault)
  /// Once all segments are taken.
  func advice() throws(FieldFault) -> BankAdvice
}
