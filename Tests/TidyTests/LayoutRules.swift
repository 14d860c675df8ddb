extension Rule {
  static let lineLength = Rule(
    name: "a line has at most 100 columns",
    applies: { _ in true },
    check: { file in
      // Where a text has its own line breaks, as a printed table has, its width is its content.
      file.lines.enumerated().filter { index, line in
        line.count > 100
          && (file.code[index].dropFirst(100) + file.comments[index].dropFirst(100))
            .contains { $0 != " " }
      }
      .map { Violation(line: $0.offset + 1, text: "\($0.element.count) columns") }
    },
    refuses: [Sample("Shared/A.swift", "// " + String(repeating: "é", count: 98))],
    takes: [Sample("Shared/A.swift", "// " + String(repeating: "é", count: 97))]
  )

  static let fileLength = Rule(
    name: "a file has at most 600 lines",
    applies: { _ in true },
    check: { file in
      file.lines.count <= 600
        ? [] : [Violation(line: 601, text: "\(file.lines.count) lines: split it by noun")]
    },
    refuses: [Sample("Shared/A.swift", String(repeating: "//\n", count: 601))],
    takes: [Sample("Shared/A.swift", String(repeating: "//\n", count: 600))]
  )

  static let functionLength = Rule(
    name: "a function has at most 60 lines",
    applies: { _ in true },
    check: { file in
      Function.all(in: file).filter { $0.lineCount > 60 }
        .map { Violation(line: $0.firstLine, text: "\($0.lineCount) lines: \($0.head)") }
    },
    refuses: [
      Sample("Shared/A.swift", function("func f()", lines: 61)),
      Sample("Shared/A.swift", "struct A {\n  " + function("init(a: Int)", lines: 61) + "\n}"),
      Sample("Shared/A.swift", function("func f<A>(\n  _ a: A\n) where A: Error", lines: 59)),
      Sample("Shared/A.swift", function("var text: String", lines: 61)),
      Sample("Shared/A.swift", function("subscript(a: Int) -> Int", lines: 61)),
    ],
    takes: [
      Sample("Shared/A.swift", function("func f()", lines: 60)),
      Sample("Shared/A.swift", function("struct A", lines: 200)),
      Sample("Shared/A.swift", "protocol P {\n  func f()\n  var a: Int { get }\n}\n"),
      Sample("Shared/A.swift", "let table = [\n" + String(repeating: "  1,\n", count: 99) + "]"),
    ]
  )

  private static func function(_ head: String, lines: Int) -> String {
    "\(head) {\n" + String(repeating: "  //\n", count: lines - 2) + "}"
  }

  static let documentation = Rule(
    name: "a package type of a file says in a comment what it is",
    applies: { !$0.hasPrefix("Tests/") },
    check: { file in
      let heads = file.matches(
        \.code,
        #"^package (final )?(indirect )?(struct|enum|class|actor|protocol) "#
      )
      return heads.filter { !isDocumented($0.line, in: file) }
    },
    refuses: [
      Sample("Shared/A.swift", "import B\n\npackage struct A {}"),
      Sample("Shared/A.swift", "// Plain.\npackage enum A {}"),
      Sample("Shared/A.swift", "/// Of B.\npackage struct B {}\n\npackage final class A {}"),
      Sample("Shared/A.swift", "@frozen\npackage protocol A {}"),
    ],
    takes: [
      Sample("Shared/A.swift", "/// A thing.\npackage struct A {}"),
      Sample("Shared/A.swift", "/// A thing.\n@frozen\npackage struct A {}"),
      Sample("Shared/A.swift", "struct A {}"),
      Sample("Tests/KitTests/A.swift", "package struct A {}"),
    ]
  )

  /// Attributes may stand between a comment and its type.
  private static func isDocumented(_ line: Int, in file: SourceFile) -> Bool {
    file.lines[..<(line - 1)].last { !$0.hasPrefix("@") }?.hasPrefix("///") ?? false
  }

  static let leftovers = Rule(
    name: "nothing is left for later in a comment",
    applies: { _ in true },
    check: {
      $0.matches(\.comments, #"(?i)\b(\#(marks.joined(separator: "|")))\b"#, but: "`[A-Z]{3}`")
    },
    refuses: marks.map { Sample("Shared/A.swift", "let a = 1 // \($0): later") },
    takes: [
      Sample("Shared/A.swift", "let currency = \"\(marks[2])\""),
      Sample("Shared/A.swift", "// `\(marks[2])` is the code for no currency."),
      Sample("Shared/A.swift", "// The methodology."),
    ]
  )

  /// Put together, so that this file does not hold them.
  private static let marks = [
    "TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "place" + "holder", "T" + "BD",
    "not " + "implemented",
  ]

  static let everySourceRule: [Rule] = [
    .pureImports, .pureWords, .foreignLibraries, .nothingPublic, .swiftTesting, .lineLength,
    .fileLength, .functionLength, .documentation, .leftovers,
  ]
}

/// A function, initializer, subscript or computed property with its body.
private struct Function {
  let head: String
  let firstLine: Int
  let lineCount: Int

  /// Those whose head ends in an opening brace; the body ends at the brace that closes it.
  static func all(in file: SourceFile) -> [Function] {
    file.lines(of: \.code, matching: head).compactMap { index in
      guard let opening = openingLine(from: index, in: file),
        let closing = closingLine(from: opening, in: file)
      else { return nil }
      return Function(
        head: file.lines[index].drop { $0 == " " }.description,
        firstLine: index + 1,
        lineCount: closing - index + 1
      )
    }
  }

  /// Attributes, modifiers, and what a body belongs to.
  private static let head =
    #"^[ ]*(@\w+ +)*([a-z]+(\(\w+\))? +)*"#
    + #"(func |init[?<(]|deinit\b|subscript[<(]|var +\w+ *:[^=\n]*\{)"#

  /// The line on which the body begins: where a brace follows the closed parentheses.
  private static func openingLine(from start: Int, in file: SourceFile) -> Int? {
    var depth = 0
    for index in start..<min(start + 40, file.code.count) {
      for character in file.code[index] {
        switch character {
        case "(", "[": depth += 1
        case ")", "]": depth -= 1
        case "{" where depth == 0: return index
        case "}" where depth == 0: return nil
        default: break
        }
      }
      // A requirement of a protocol ends without a body.
      if depth == 0, index + 1 < file.code.count, !continues(file.code[index + 1]) {
        return nil
      }
    }
    return nil
  }

  private static func continues(_ line: String) -> Bool {
    let rest = line.drop { $0 == " " }
    return ["{", "->", "where", "throws", "async", ")", "rethrows"].contains { rest.hasPrefix($0) }
  }

  private static func closingLine(from opening: Int, in file: SourceFile) -> Int? {
    var depth = 0
    for index in opening..<file.code.count {
      for character in file.code[index] {
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
        if character == "}", depth == 0 { return index }
      }
    }
    return nil
  }
}
