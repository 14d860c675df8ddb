import Foundation
import Testing

/// Something that every file of some folders keeps to, with samples that show it can fail.
struct Rule: Sendable, CustomTestStringConvertible {
  struct Violation: Sendable, Equatable {
    let line: Int
    let text: String
  }

  struct Sample: Sendable {
    let path: String
    let text: String

    init(_ path: String, _ text: String) {
      self.path = path
      self.text = text
    }
  }

  let name: String
  let applies: @Sendable (_ path: String) -> Bool
  let check: @Sendable (SourceFile) -> [Violation]
  /// Each breaks the rule.
  let refuses: [Sample]
  /// Each keeps to it, or is none of its business.
  let takes: [Sample]

  var testDescription: String { name }

  func violations(in file: SourceFile) -> [Violation] {
    applies(file.path) ? check(file) : []
  }

  func violations(in sample: Sample) -> [Violation] {
    violations(in: SourceFile(path: sample.path, text: sample.text))
  }
}

extension SourceFile {
  /// The lines of one reading (`\.code`, `\.comments`, `\.lines`) that hold the pattern.
  func matches(
    _ reading: KeyPath<SourceFile, [String]>,
    _ pattern: String,
    but exception: String = "(?!)"
  ) -> [Rule.Violation] {
    lines(of: reading, matching: pattern)
      .filter {
        self[keyPath: reading][$0].range(of: exception, options: .regularExpression) == nil
      }
      .map { Rule.Violation(line: $0 + 1, text: lines[$0]) }
  }

  /// The indices of lines, found in one go over the text: a pattern for each line takes minutes.
  func lines(of reading: KeyPath<SourceFile, [String]>, matching pattern: String) -> [Int] {
    let text = self[keyPath: reading].joined(separator: "\n") as NSString
    guard
      let expression = try? NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
    else { preconditionFailure("'\(pattern)' is no regular expression") }
    var found: [Int] = []
    var line = 0
    var position = 0
    for match in expression.matches(
      in: text as String,
      range: NSRange(location: 0, length: text.length)
    ) {
      while position < match.range.location {
        if text.character(at: position) == 0x0A { line += 1 }
        position += 1
      }
      if found.last != line { found.append(line) }
    }
    return found
  }
}
