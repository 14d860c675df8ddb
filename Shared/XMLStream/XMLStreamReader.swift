import CLibXML2

/// Reads a document as its bytes come, in memory that does not grow with it.
///
/// The bytes may be in any encoding that libxml2 knows; what is handed on is UTF-8. A document type
/// declaration is refused at its first line, and nothing outside the document is ever opened: there
/// are no entities but the five of XML itself.
@safe package final class XMLStreamReader {
  private let handler: any XMLContentHandler
  private let limits: XMLLimits
  private var context: xmlParserCtxtPtr?
  private var open: [OpenElement] = []
  /// Elements inside the skipped one, itself counted.
  private var skipped = 0
  private var text: [UInt8] = []
  private var failure: (any Error)?
  private var hasContent = false
  private var isFinishing = false
  private var namespace = ""
  /// The same with a zero at its end.
  private var namespaceBytes: [UInt8] = [0]

  private struct OpenElement {
    var name: XMLName
    var interest: XMLInterest
    /// Where its text begins in the shared buffer.
    var textStart: Int
  }

  /// The reader keeps `handler` alive; a handler that keeps its reader would leak both.
  package init(handler: any XMLContentHandler, limits: XMLLimits = XMLLimits()) {
    self.handler = handler
    self.limits = limits
    xmlInitParser()
    encours_xml_be_silent()
    var functions = unsafe Self.functions()
    let this = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe context = xmlCreatePushParserCtxt(&functions, this, nil, 0, nil)
    guard let context = unsafe context else { fatalError("out of memory for an XML parser") }
    // Without NOENT an attribute's `&amp;` is handed on as `&#38;`. There are no other entities:
    // they would need the declaration that is refused.
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue
    unsafe _ = xmlCtxtUseOptions(context, Int32(options))
  }

  deinit { unsafe xmlFreeParserCtxt(context) }

  /// Takes the next bytes.
  ///
  /// Throws ``XMLStreamError`` or what the handler threw, and the same again on every later call.
  package func feed(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      try parse(rest.prefix(XMLLimits.chunkBytes), isLast: false)
      rest = rest.dropFirst(XMLLimits.chunkBytes)
    }
  }

  /// Says that there are no more bytes; throws when the document is not complete.
  package func finish() throws {
    if let failure { throw failure }
    guard hasContent else { throw error(.empty, "no bytes at all, where XML was expected") }
    isFinishing = true
    try parse([], isLast: true)
    guard open.isEmpty, skipped == 0, unsafe context?.pointee.wellFormed == 1 else {
      throw error(.truncated, "the document ends before its last element does")
    }
  }

  /// The line that is being read, counted from 1.
  package var line: Int { unsafe Int(xmlSAX2GetLineNumber(context)) }

  /// The elements that are open, from the root on, joined by `/`; skipped ones are left out.
  package var path: String { open.map(\.name.local).joined(separator: "/") }

  private func parse(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws {
    if let failure { throw failure }
    if !bytes.isEmpty { hasContent = true }
    let code = unsafe bytes.withUnsafeBytes { buffer in
      let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      return unsafe xmlParseChunk(context, start, Int32(buffer.count), isLast ? 1 : 0)
    }
    // Bytes that cannot be converted end the parsing without any call back.
    if failure == nil, code == Int32(XML_ERR_INVALID_ENCODING.rawValue) {
      failure = error(.encoding, "the bytes cannot be read in the declared encoding")
    }
    if let failure { throw failure }
  }

  private func error(_ kind: XMLStreamError.Kind, _ text: String) -> XMLStreamError {
    XMLStreamError(kind: kind, line: max(line, 1), path: path, text: text)
  }

  /// Keeps the first reason and ends the reading; libxml2 allows it from inside its calls.
  private func stop(_ reason: any Error) {
    if failure == nil { failure = reason }
    unsafe xmlStopParser(context)
  }
}

// MARK: - What libxml2 calls

extension XMLStreamReader {
  private static func functions() -> xmlSAXHandler {
    var functions = unsafe xmlSAXHandler()
    unsafe functions.initialized = UInt32(XML_SAX2_MAGIC)
    unsafe functions.internalSubset = { reader, _, _, _ in
      unsafe XMLStreamReader.from(reader).documentType()
    }
    unsafe functions.startElementNs = { reader, local, _, uri, _, _, count, _, attributes in
      unsafe XMLStreamReader.from(reader).began(local, uri, attributes, Int(count))
    }
    unsafe functions.endElementNs = { reader, _, _, _ in unsafe XMLStreamReader.from(reader).ended()
    }
    unsafe functions.characters = { reader, bytes, count in
      unsafe XMLStreamReader.from(reader).characters(bytes, Int(count))
    }
    // The same function for white space keeps libxml2 from guessing which of it matters.
    unsafe functions.ignorableWhitespace = functions.characters
    unsafe functions.cdataBlock = functions.characters
    unsafe functions.serror = { reader, problem in
      guard let problem = unsafe problem else { return }
      unsafe XMLStreamReader.from(reader).failed(
        code: problem.pointee.code,
        level: problem.pointee.level,
        line: problem.pointee.line,
        message: problem.pointee.message.map { unsafe String(cString: $0) } ?? ""
      )
    }
    return unsafe functions
  }

  /// libxml2 hands back the pointer that `init` gave it; the parser never outlives the reader.
  private static func from(_ reader: UnsafeMutableRawPointer?) -> XMLStreamReader {
    guard let reader = unsafe reader else { preconditionFailure("libxml2 lost its reader") }
    return unsafe Unmanaged<XMLStreamReader>.fromOpaque(reader).takeUnretainedValue()
  }

  private func documentType() {
    stop(
      error(
        .documentType,
        "a document type declaration (<!DOCTYPE …>) is refused: expected the root element"
      )
    )
  }

  private func began(
    _ local: UnsafePointer<xmlChar>?,
    _ uri: UnsafePointer<xmlChar>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
    _ count: Int
  ) {
    guard failure == nil, let local = unsafe local else { return }
    guard open.count + skipped < limits.depth else {
      return stop(error(.tooDeep, "more than \(limits.depth) elements inside each other"))
    }
    guard skipped == 0 else {
      skipped += 1
      return
    }
    guard count <= limits.attributes else {
      return stop(error(.tooManyAttributes, "more than \(limits.attributes) attributes"))
    }
    let name = unsafe self.name(local, uri)
    let values = unsafe count == 0 ? [] : self.values(attributes, count)
    do {
      let interest = try handler.elementBegan(name, attributes: values, line: line)
      if interest == .skip {
        skipped = 1
      } else {
        open.append(OpenElement(name: name, interest: interest, textStart: text.count))
      }
    } catch {
      stop(error)
    }
  }

  private func ended() {
    guard failure == nil else { return }
    guard skipped == 0 else {
      skipped -= 1
      return
    }
    guard let element = open.last else { return }
    let content =
      element.interest == .text ? String(decoding: text[element.textStart...], as: UTF8.self) : ""
    text.removeSubrange(element.textStart...)
    do {
      try handler.elementEnded(element.name, text: content, line: line)
      open.removeLast()
    } catch {
      stop(error)
    }
  }

  private func characters(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
    guard failure == nil, skipped == 0, let element = open.last, element.interest == .text else {
      return
    }
    guard text.count - element.textStart + count <= limits.textBytes else {
      return stop(error(.textTooLong, "more than \(limits.textBytes) bytes of text"))
    }
    unsafe text.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
  }

  private func failed(code: Int32, level: xmlErrorLevel, line: Int32, message: String) {
    guard failure == nil, level.rawValue >= XML_ERR_ERROR.rawValue else { return }
    let text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    failure = XMLStreamError(
      kind: kind(ofCode: code, message: text),
      line: max(Int(line), 1),
      path: path,
      text: text
    )
  }

  private func kind(ofCode code: Int32, message: String) -> XMLStreamError.Kind {
    switch UInt32(bitPattern: code) {
    case XML_ERR_INVALID_ENCODING.rawValue, XML_ERR_UNKNOWN_ENCODING.rawValue,
      XML_ERR_UNSUPPORTED_ENCODING.rawValue, XML_I18N_CONV_FAILED.rawValue:
      .encoding
    case XML_ERR_INVALID_CHAR.rawValue where message.hasPrefix("Input is not proper UTF-8"):
      .encoding
    default:
      if isFinishing { hasUnconvertedBytes ? .encoding : .truncated } else { .malformed }
    }
  }

  /// Whether bytes are left that could not be converted: libxml2 keeps silent about some of them
  /// and only misses what they should have become.
  private var hasUnconvertedBytes: Bool {
    guard let raw = unsafe context?.pointee.input?.pointee.buf?.pointee.raw else { return false }
    return unsafe xmlBufUse(raw) > 0
  }

  private func name(
    _ local: UnsafePointer<xmlChar>,
    _ uri: UnsafePointer<xmlChar>?
  ) -> XMLName {
    guard let uri = unsafe uri else { return unsafe XMLName(String(cString: local)) }
    // Nearly all elements of a document are in one namespace: the last one is kept.
    let isLast = unsafe namespaceBytes.withUnsafeBufferPointer { last in
      unsafe xmlStrEqual(uri, last.baseAddress) == 1
    }
    if !isLast {
      namespace = unsafe String(cString: uri)
      namespaceBytes = Array(namespace.utf8) + [0]
    }
    return unsafe XMLName(String(cString: local), namespace: namespace)
  }

  /// libxml2 gives five pointers an attribute: name, prefix, namespace, value and the value's end.
  private func values(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
    _ count: Int
  ) -> [XMLAttribute] {
    guard let attributes = unsafe attributes else { return [] }
    return (0..<count).map { index in
      let fields = unsafe UnsafeBufferPointer(start: attributes + index * 5, count: 5)
      guard let local = unsafe fields[0], let start = unsafe fields[3],
        let end = unsafe fields[4]
      else { return XMLAttribute(name: XMLName(""), value: "") }
      let value = unsafe UnsafeBufferPointer(start: start, count: end - start)
      return unsafe XMLAttribute(
        name: XMLName(
          String(cString: local),
          namespace: fields[2].map { unsafe String(cString: $0) }
        ),
        value: String(decoding: value, as: UTF8.self)
      )
    }
  }
}
