/// What an event and a call ask alike of a message's content type, encoding and size.
extension WireMessage {
  /// The media type in lower case, without its parameters.
  var mediaType: String {
    String((properties.contentType ?? "").prefix { $0 != ";" }).trimmed.lowercased()
  }

  func checkContent() throws(Malformed) {
    guard body.count <= Limits.bodyBytes else {
      throw Malformed(
        .oversize,
        "the body has \(body.count) bytes, at most \(Limits.bodyBytes) are taken"
      )
    }
    let headerBytes = headers.reduce(0) { $0 + $1.key.utf8.count + $1.value.textBytes }
    guard headerBytes <= Limits.headerBytes else {
      throw Malformed(
        .oversize,
        "the headers have \(headerBytes) bytes, at most \(Limits.headerBytes) are taken"
      )
    }
    // RabbitMQ clients write a character set here that belongs into the content type.
    guard ["", "identity", "utf-8"].contains((properties.contentEncoding ?? "").lowercased()) else {
      let encoding = properties.contentEncoding ?? ""
      throw Malformed(.contentEncoding, "the body is encoded as '\(encoding)', expected none")
    }
    for parameter in (properties.contentType ?? "").split(separator: ";").dropFirst() {
      let parts = parameter.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      guard parts.first?.lowercased() == "charset" else { continue }
      let charset = parts.count == 2 ? parts[1].filter { $0 != "\"" }.lowercased() : ""
      guard charset == "utf-8" || charset == "us-ascii" else {
        throw Malformed(.contentType, "the character set is '\(charset)', expected utf-8")
      }
    }
  }

  func checkJSONContent() throws(Malformed) {
    try checkContent()
    guard mediaType == "application/json" else {
      let type = properties.contentType.map { "'\($0)'" } ?? "missing"
      throw Malformed(.contentType, "the content type is \(type), expected application/json")
    }
    try JSONText.check(body)
  }
}

extension HeaderValue {
  /// What the value says, without how it is packed.
  fileprivate var textBytes: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .integer, .boolean, .other: 8
    case .list(let values): values.reduce(0) { $0 + $1.textBytes }
    case .table(let table): table.reduce(0) { $0 + $1.key.utf8.count + $1.value.textBytes }
    }
  }
}

extension String {
  /// Without spaces and tabs at both ends.
  var trimmed: String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let bytes = Array(utf8)
    guard let first = bytes.firstIndex(where: { !isSpace($0) }),
      let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}
