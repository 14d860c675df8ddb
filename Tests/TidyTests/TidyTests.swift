import Foundation
import Testing

@Suite("Tidy sources")
struct TidyTests {
  private static let sources = Result { try ProjectTree.sources() }

  @Test("every source keeps to the rule", arguments: Rule.everySourceRule)
  func sources(_ rule: Rule) throws {
    let sources = try Self.sources.get()
    #expect(sources.count > 150)
    for file in sources {
      for violation in rule.violations(in: file) {
        Issue.record("\(file.path):\(violation.line): \(violation.text)")
      }
    }
  }

  @Test(
    "the rule can fail, and knows what is none of its business",
    arguments: Rule.everySourceRule
  )
  func samples(_ rule: Rule) {
    #expect(!rule.refuses.isEmpty && !rule.takes.isEmpty)
    for sample in rule.refuses {
      #expect(!rule.violations(in: sample).isEmpty, "taken: \(sample.text.prefix(200))")
    }
    for sample in rule.takes {
      #expect(rule.violations(in: sample).isEmpty, "refused: \(sample.text.prefix(200))")
    }
  }

  @Test("comments and strings are no code, and what is interpolated is")
  func blanking() {
    let file = SourceFile(
      path: "A.swift",
      text: #####"""
        a /* b /* c */ d */ e // f "g"
        "h // i \(j + "k\(l)") m" + n
        #"o \(p) \#(q) \" r"# + s
        """
        t "u" \("v" + w) \""" x
        """ + y
        "unclosed
        z
        """#####
    )
    let words = file.code.map { $0.split(separator: " ").joined() }
    #expect(words == ["ae", "(j+(l))+n", "(q)+s", "", "(+w)", "+y", "", "z"])
    #expect(file.comments[0].split(separator: " ").joined() == "/*b/*c*/d*///f\"g\"")
    #expect(zip(file.lines, file.code).allSatisfy { $0.utf8.count == $1.utf8.count })
  }
}

@Suite("A tidy tree")
struct TreeTests {
  /// Architecture 3: who has read one service has read all five.
  @Test("every service has the five files, or folders of their names")
  func fiveFiles() throws {
    let files = try ProjectTree.files { $0.hasPrefix("Services/") }
    #expect(Self.missing(from: files) == [])
    let withoutInbox = files.filter { $0 != "Services/Matching/Service/Inbox.swift" }
    #expect(Self.missing(from: withoutInbox) == ["Services/Matching/Service/Inbox"])
  }

  private static func missing(from files: [String]) -> [String] {
    let names = [
      "Domain/Vocabulary", "Domain/Decide", "Domain/Evolve", "Service/Inbox", "Service/Outbox",
    ]
    let services = ["Invoicing", "PaymentIntake", "Matching", "CreditControl", "Reporting"]
    return services.flatMap { service in names.map { "Services/\(service)/\($0)" } }
      .filter { name in
        !files.contains { $0 == "\(name).swift" || $0.hasPrefix("\(name)/") }
      }
  }

  @Test("every folder with sources belongs to a target, so that no test is left out")
  func targets() throws {
    let manifest = try ProjectTree.text("Package.swift")
    let folders = Set(
      try ProjectTree.files { $0.hasPrefix("Tests/") && $0.hasSuffix(".swift") }
        .map { String($0.split(separator: "/")[1]) }
    )
    #expect(folders.count > 10)
    #expect(Self.undeclared(folders, in: manifest) == [])
    #expect(Self.undeclared(folders.union(["NobodysTests"]), in: manifest) == ["NobodysTests"])
  }

  private static func undeclared(_ folders: Set<String>, in manifest: String) -> [String] {
    let manifest = manifest.filter { !$0.isWhitespace }
    return folders.filter { folder in
      let module = folder.hasSuffix("Tests") ? String(folder.dropLast(5)) : folder
      return !manifest.contains("tests(\"\(module)\"")
        && !manifest.contains("path:\"Tests/\(folder)\"")
    }.sorted()
  }

  @Test("no file names a path of somebody's machine")
  func paths() throws {
    let marks = ["/ro" + "ot/", "/ho" + "me/", "/wo" + "rk/", "/opt/sw" + "ift", "/Us" + "ers/"]
    let files = try ProjectTree.files { path in
      ["swift", "py", "sh", "yaml", "json", "md", "conf", "c", "h"].contains {
        path.hasSuffix(".\($0)")
      } || path.hasPrefix("compose/")
    }
    for path in files {
      guard let text = try? ProjectTree.text(path) else { continue }
      for mark in marks where text.contains(mark) { Issue.record("\(path) names \(mark)") }
    }
  }
}
