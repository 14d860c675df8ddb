import XMLStream

/// Writes down what a reader tells.
final class Recorder: XMLContentHandler {
  private(set) var log: [String] = []
  private let limits: XMLLimits
  private let skipping: Set<String>

  init(limits: XMLLimits = XMLLimits(), skipping: Set<String> = []) {
    self.limits = limits
    self.skipping = skipping
  }

  func read(_ text: String) throws { try read(Array(text.utf8)) }

  func read(_ bytes: [UInt8], size: Int = 1 << 20) throws {
    let reader = XMLStreamReader(handler: self, limits: limits)
    var rest = bytes[...]
    while !rest.isEmpty {
      try reader.feed(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    try reader.finish()
  }

  func elementBegan(_ name: XMLName, attributes: [XMLAttribute], line: Int) -> XMLInterest {
    let values = attributes.map { attribute in
      let space = attribute.name.namespace.map { "{\($0)}" } ?? ""
      return " \(space)\(attribute.name.local)=\(attribute.value)"
    }
    log.append("\(line) {\(name.namespace ?? "")}\(name.local)\(values.joined())")
    return skipping.contains(name.local) ? .skip : .text
  }

  func elementEnded(_ name: XMLName, text: String, line: Int) {
    let kept = text.contains { !$0.isWhitespace } ? text : ""
    log.append("\(line) /{\(name.namespace ?? "")}\(name.local) '\(kept)'")
  }
}
