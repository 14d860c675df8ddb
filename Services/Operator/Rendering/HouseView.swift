package import DomainKit
package import Messages
package import ServiceKit

extension Rendering {
  /// Reasons listed of what waits; the rest is a number.
  static let listedReasons = 20

  /// How every service stands; what waits and what was set aside, with the reasons.
  package static func status(
    _ statuses: [(service: ServiceName, partition: Partition?, status: GetStatus.Reply)],
    style: Style = .plain
  ) -> String {
    var table = Table([
      .text("Service"), .text("Partition"), .text("Open cut"), .amount("Unsent"),
      .amount("Waiting"), .amount("Set aside"), .amount("Epoch"),
    ])
    for (service, partition, status) in statuses {
      table.add(
        [
          service.rawValue, partition?.name ?? "-", status.openCut?.description ?? "-",
          DisplayText.grouped("\(status.outboxDepth)"),
          DisplayText.grouped("\(status.held.count)"),
          DisplayText.grouped("\(status.exceptions.count)"), "\(status.epoch)",
        ],
        tint: status.exceptions.isEmpty ? nil : .bad
      )
    }
    return page([
      table.text(style), waiting(statuses, style),
      setAside(statuses.flatMap(\.status.exceptions), style),
    ])
  }

  private static func waiting(
    _ statuses: [(service: ServiceName, partition: Partition?, status: GetStatus.Reply)],
    _ style: Style
  ) -> String {
    var table = Table([.text("Waiting in"), .flexible("For", atLeast: 40)])
    for (service, partition, status) in statuses {
      let place = service.rawValue + (partition.map { " \($0.name)" } ?? "")
      for reason in status.held.prefix(listedReasons) { table.add([place, reason]) }
      let rest = status.held.count - listedReasons
      if rest > 0 { table.add([place, "\(DisplayText.grouped(String(rest))) more"]) }
    }
    return table.rows.isEmpty ? "" : table.text(style)
  }

  /// Which day is open, which is closed, and who has not closed yet.
  package static func day(_ reply: GetDay.Reply, style: Style = .plain) -> String {
    let awaited = reply.awaited.sorted().map(\.name).joined(separator: ", ")
    return list(
      [
        ("Open", reply.open.map { "\($0)" } ?? "no business day yet"),
        ("Closed", reply.closed.map { "up to \($0)" } ?? "nothing yet"),
        ("Awaited", awaited.isEmpty ? "" : "partitions \(awaited)"),
      ],
      style
    )
  }

  /// What became of a bank file.
  package static func imported(
    _ reply: GetImport.Reply,
    file: String,
    style: Style = .plain
  ) -> String {
    let name = DisplayText.safe(file)
    switch reply.state {
    case .unknown: return "\(name): not seen by payment intake yet"
    case .reading:
      guard let halted = reply.halted else { return "\(name): being read" }
      return Tint.bad.apply(to: "\(name): HALTED, half of it is in", style) + "\n"
        + indented(halted, style)
    case .imported:
      guard let imported = reply.imported else { return "\(name): imported" }
      return "\(name): imported, \(imported.format)\n" + importedLines(imported, style)
    case .rejected:
      let errors = (reply.rejected?.errors ?? []).map { error in
        let place = error.field.isEmpty ? "" : "\(error.field): "
        return indented(MaskedText.masked("\(place)\(error.text) (\(error.code))", style), style)
      }
      return ([Tint.bad.apply(to: "\(name): REFUSED, nothing of it is in", style)] + errors)
        .joined(separator: "\n")
    }
  }

  private static func importedLines(_ imported: StatementImported, _ style: Style) -> String {
    let counts = [
      DisplayText.count(imported.statements, "statement"),
      DisplayText.count(imported.entries, "row"),
      DisplayText.count(imported.payments, "payment"),
      DisplayText.count(imported.returns, "return"),
      "\(imported.pending) pending", "\(imported.duplicates) known before",
    ]
    let received = "received \(DisplayText.sums(imported.received))"
    let remarks = imported.remarks.map { MaskedText.masked($0, style) }
    return ([(counts + [received]).joined(separator: ", ")] + remarks)
      .map { indented($0, style) }.joined(separator: "\n")
  }

  static func indented(_ text: String, by columns: Int = 2, _ style: Style) -> String {
    DisplayText.wrapped(DisplayText.safe(text), style.width - columns)
      .map { String(repeating: " ", count: columns) + $0 }.joined(separator: "\n")
  }
}
