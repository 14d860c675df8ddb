extension Rendering {
  /// What became of the documents of a file.
  package static func submitted(
    _ documents: [SubmittedDocument],
    file: String,
    style: Style = .plain
  ) -> String {
    let refused = documents.filter(\.isRefused).count
    let known = documents.filter { $0.outcome == .known }.count
    let counts = [
      "\(documents.count - refused - known) posted", "\(known) known before", "\(refused) refused",
    ]
    let head = "\(DisplayText.safe(file)): \(counts.joined(separator: ", "))"
    let outcomes = documents.flatMap { lines($0, style) }
    return ([refused > 0 ? Tint.bad.apply(to: head, style) : head] + outcomes)
      .joined(separator: "\n")
  }

  private static func lines(_ document: SubmittedDocument, _ style: Style) -> [String] {
    let number = document.number.isEmpty ? "(no number)" : DisplayText.safe(document.number)
    let amount = document.amount.map { ", \($0)" } ?? ""
    let remarks = document.remarks.map { indented($0, by: 4, style) }
    switch document.outcome {
    case .posted: return ["  \(number): posted\(amount)"] + remarks
    case .known: return ["  \(number): known before\(amount)"] + remarks
    case .refused(let faults):
      return [Tint.bad.apply(to: "  \(number): REFUSED\(amount)", style)]
        + faults.map { indented($0.description, by: 4, style) } + remarks
    }
  }
}
