/// What the `///` comments of Swift sources say of types and their fields, so that contracts tell
/// it in the same words.
package struct Documentation {
  private var texts: [String: String] = [:]

  /// Reads sources as swift-format lays them out: members are indented by two spaces a level.
  package init(sources: [String]) {
    for source in sources { read(source) }
  }

  /// The comment of a type (`ControlTotal`, `ControlTotal.Name`) or of a field
  /// (`ControlTotal.count`).
  package func text(of path: String) -> String? { texts[path] }

  private mutating func read(_ source: String) {
    var enclosing: [String] = []
    var comment: [Substring] = []
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let level = line.prefix { $0 == " " }.count / 2
      let words = line.split(separator: " ")
      if words.first == "///" {
        comment.append(line.drop { $0 == " " }.dropFirst(3).drop { $0 == " " })
        continue
      }
      if let declaration = Self.declaration(words) {
        enclosing = Array(enclosing.prefix(level))
        if !comment.isEmpty {
          let path = (enclosing + [declaration.name]).joined(separator: ".")
          texts[path] = Self.paragraphs(comment)
        }
        if declaration.isType { enclosing.append(declaration.name) }
      }
      comment = []
    }
  }

  private static func declaration(_ words: [Substring]) -> (name: String, isType: Bool)? {
    guard let keyword = words.firstIndex(where: { ["struct", "enum", "var", "let"].contains($0) }),
      words[..<keyword].allSatisfy({ $0 == "package" }), keyword + 1 < words.count
    else { return nil }
    let name = words[keyword + 1].prefix { $0.isLetter || $0.isNumber }
    return (String(name), ["struct", "enum"].contains(words[keyword]))
  }

  /// Lines of a paragraph are joined; links to symbols become plain code.
  private static func paragraphs(_ lines: [Substring]) -> String {
    lines.split(separator: "", omittingEmptySubsequences: true)
      .map { $0.joined(separator: " ") }
      .joined(separator: "\n\n")
      .replacing("``", with: "`")
  }
}
