/// What the namespace of a camt document says: which message it is, in which version.
struct CamtNamespace: Equatable {
  /// The message without its version: `camt.053`.
  var message: String
  /// The version's number, 1 to 13 as far as known.
  var version: Int
  /// The whole name: `camt.053.001.08`.
  var name: String

  static let prefix = "urn:iso:std:iso:20022:tech:xsd:"
  static let knownVersions = 1...13
  static let messages: [String: BankStatement.Kind] = [
    "camt.052": .interimReport, "camt.053": .statement, "camt.054": .notification,
  ]

  /// Nil unless the namespace is of one of the three messages, in whatever version.
  init?(_ uri: String) {
    guard uri.hasPrefix(Self.prefix) else { return nil }
    let name = uri.dropFirst(Self.prefix.count)
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, Self.messages["\(parts[0]).\(parts[1])"] != nil, parts[2] == "001",
      parts[3].count == 2, let version = Int(parts[3]), parts[3].allSatisfy(\.isASCII)
    else { return nil }
    message = "\(parts[0]).\(parts[1])"
    self.version = version
    self.name = String(name)
  }

  var isKnown: Bool { Self.knownVersions.contains(version) }
  var kind: BankStatement.Kind { Self.messages[message] ?? .statement }

  /// The element right under `Document`.
  var messageElement: String {
    switch kind {
    case .interimReport: "BkToCstmrAcctRpt"
    case .statement: "BkToCstmrStmt"
    case .notification: "BkToCstmrDbtCdtNtfctn"
    }
  }

  /// Whether an element is the message; the first version has its number in the name.
  func isMessage(_ element: String) -> Bool {
    element == messageElement || element == messageElement + "V01"
  }
}
