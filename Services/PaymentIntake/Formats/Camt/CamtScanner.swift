import DomainKit
import TextLines
import XMLStream

/// Turns the elements of a camt document into statements, entries and details.
///
/// It holds one entry and one detail at a time. Each value is read and judged where it stands, so
/// that a finding names its line and place.
final class CamtScanner: XMLContentHandler {
  let sink: any CamtSink
  var statement = CamtStatement()
  var balance = CamtBalance()
  var entry = CamtEntry()
  var detail = CamtDetail()
  private(set) var isInDetail = false
  var charge = CamtCharge()
  var chargesBefore = 0
  var exchange = StatedExchange()
  var structured = CamtStructured()

  private(set) var namespace: CamtNamespace?
  private var namespaceURI = ""
  private var frames: [Frame] = []
  private var isAnnounced = false
  /// What the message around the statements says for all of them.
  var message = CamtStatement()
  private(set) var statements = 0
  private(set) var entries = 0
  /// The first element of the file, for who expects another.
  private(set) var root: XMLName?
  private(set) var hasDocument = false
  private let tree = CamtTree.shared

  /// Elements around `Document`, as of transports that wrap it with a header.
  static let maximumWrappers = 4
  /// Repeated elements kept of one balance list or one transaction.
  static let maximumRepeats = 1000

  /// An open element.
  struct Frame {
    /// Nil outside `Document`.
    var node: Int?
    var line: Int
    /// The attribute `Ccy`.
    var currency: String?
  }

  init(sink: any CamtSink) { self.sink = sink }

  func elementBegan(
    _ name: XMLName,
    attributes: [XMLAttribute],
    line: Int
  ) throws -> XMLInterest {
    if root == nil { root = name }
    guard let parent = frames.last, let above = parent.node else {
      return try outerElementBegan(name, line: line)
    }
    if above == CamtTree.root, let namespace, !namespace.isMessage(name.local) {
      try found(
        .refusal,
        .invalidField,
        Frame(node: above, line: line),
        "\(name.local) is not of \(namespace.name): expected \(namespace.messageElement)"
      )
      return .skip
    }
    // Elements that are not read are passed over.
    guard let node = tree.child(of: above, named: name.local) else { return .skip }
    var frame = Frame(node: node, line: line)
    guard name.namespace == namespaceURI else {
      try found(
        .refusal,
        .invalidField,
        frame,
        "\(name.local) is in the namespace '\(name.namespace ?? "")', expected '\(namespaceURI)'"
      )
      return .skip
    }
    frame.currency = attributes.first { $0.name.local == "Ccy" }?.value.trimmed
    frames.append(frame)
    guard let element = tree.nodes[node].element else { return .children }
    guard case .scope(let scope) = element else { return .text }
    try scopeBegan(scope, frame)
    return .children
  }

  func elementEnded(_ name: XMLName, text: String, line: Int) throws {
    guard let frame = frames.popLast(), let node = frame.node else { return }
    guard let element = tree.nodes[node].element else {
      if node == CamtTree.root { try documentEnded(frame) }
      return
    }
    let text = text.trimmed
    switch element {
    case .scope(let scope): try scopeEnded(scope, frame)
    // An empty element tells nothing; where something must be told, it is missed later.
    case _ where text.isEmpty: break
    case .statement(let field): try statementField(field, text, frame)
    case .balance(let field): try balanceField(field, text, frame)
    case .entry(let field): try entryField(field, text, frame)
    case .detail(let field): try detailField(field, text, frame)
    case .charge(let field): try chargeField(field, text, frame)
    case .exchange(let field): try exchangeField(field, text, frame)
    case .remittance(let field): try remittanceField(field, text, frame)
    }
  }

  // MARK: - Around the statements

  private func outerElementBegan(_ name: XMLName, line: Int) throws -> XMLInterest {
    guard name.local == "Document", let uri = name.namespace, let found = CamtNamespace(uri) else {
      guard frames.count < Self.maximumWrappers, name.local != "Document" else { return .skip }
      frames.append(Frame(node: nil, line: line))
      return .children
    }
    hasDocument = true
    namespace = found
    namespaceURI = uri
    message = CamtStatement()
    let frame = Frame(node: CamtTree.root, line: line)
    guard found.isKnown else {
      let known = CamtNamespace.knownVersions
      try self.found(
        .refusal,
        .unknownVersion,
        frame,
        "\(found.name) is not read: expected version \(known.lowerBound) to \(known.upperBound)"
      )
      return .skip
    }
    frames.append(frame)
    return .children
  }

  private func documentEnded(_ frame: Frame) throws {
    guard statements == 0, let namespace else { return }
    try found(
      .refusal,
      .empty,
      frame,
      "there is no statement: expected \(namespace.messageElement) with one at least"
    )
  }

  // MARK: - Scopes

  private func scopeBegan(_ scope: CamtElement.Scope, _ frame: Frame) throws {
    switch scope {
    case .statement: statementBegan(frame)
    case .balance: balance = CamtBalance()
    case .entry:
      try announceStatement()
      entry = CamtEntry(index: entries, line: frame.line)
    case .detail:
      detail = CamtDetail()
      isInDetail = true
    case .charges:
      chargesBefore = chargeCount
      charge = CamtCharge()
    case .chargeRecord: charge = CamtCharge()
    case .exchange: exchange = StatedExchange()
    case .structured: structured = CamtStructured()
    case .document:
      guard structured.repeats < Self.maximumRepeats else { return try refuseRepeats(frame) }
      structured.documents.append(BankReferredDocument())
    case .typedAmount: structured.typedAmount = (nil, nil)
    case .adjustment:
      guard structured.repeats < Self.maximumRepeats else { return try refuseRepeats(frame) }
      structured.adjustment = CamtCharge()
    case .returned: detail.isReturn = true
    case .batch: break
    }
  }

  private func scopeEnded(_ scope: CamtElement.Scope, _ frame: Frame) throws {
    switch scope {
    case .statement: try statementEnded()
    case .balance: try balanceEnded(frame)
    case .entry: try entryEnded()
    case .detail: try detailEnded()
    case .charges: try chargesEnded(frame)
    case .chargeRecord: try keepCharge(frame)
    case .exchange: keepExchange()
    case .structured: try structuredEnded(frame)
    case .typedAmount: structured.keepTypedAmount()
    case .adjustment: structured.keepAdjustment()
    case .batch, .document, .returned: break
    }
  }

  private func statementBegan(_ frame: Frame) {
    guard let namespace else { return }
    statement = CamtStatement(
      index: statements,
      line: frame.line,
      path: path(frame),
      kind: namespace.kind,
      format: namespace.name,
      messageCreated: message.messageCreated
    )
    // Before version 3 only the message as a whole is paged.
    if namespace.version < 3 {
      statement.pageNumber = message.pageNumber
      statement.pageIsLast = message.pageIsLast
    }
    isAnnounced = false
    entries = 0
  }

  /// The head of a statement ends where its first entry begins, or with the statement.
  private func announceStatement() throws {
    guard !isAnnounced else { return }
    isAnnounced = true
    if statement.id == nil { try missing("Id is missing: the statement has no name") }
    if statement.iban == nil && statement.otherAccount == nil {
      try missing("Acct/Id is missing: expected an IBAN or another number")
    }
    try sink.statementBegan(statement)
  }

  private func missing(_ text: String) throws {
    try sink.found(
      BankFinding(
        .refusal,
        .missingField,
        line: statement.line,
        path: statement.path,
        text: text
      )
    )
  }

  private func statementEnded() throws {
    try announceStatement()
    try sink.statementEnded(statement)
    statements += 1
  }

  private func entryEnded() throws {
    try sink.entryEnded(entry)
    entry = CamtEntry()
    entries += 1
  }

  private func detailEnded() throws {
    isInDetail = false
    entry.details += 1
    if entry.details == 1 { entry.firstDetailReference = detail.servicerReference }
    try sink.detailEnded(detail, of: entry)
  }

  // MARK: - Findings

  func found(
    _ severity: BankFinding.Severity,
    _ code: BankFinding.Code,
    _ frame: Frame,
    _ text: String
  ) throws {
    if severity == .refusal { entry.isBroken = true }
    try sink.found(
      BankFinding(severity, code, line: frame.line, path: path(frame), text: text)
    )
  }

  /// The element's place, with the numbers of statement, entry and detail, counted from 1.
  func path(_ frame: Frame) -> String {
    guard let node = frame.node else { return "" }
    var place = ""
    for name in tree.nodes[node].path.split(separator: "/") {
      place += place.isEmpty ? name : "/\(name)"
      switch name {
      case "Stmt", "Rpt", "Ntfctn": place += "[\(statements + 1)]"
      case "Ntry": place += "[\(entries + 1)]"
      case "TxDtls": place += "[\(entry.details + 1)]"
      default: break
      }
    }
    return place
  }
}
