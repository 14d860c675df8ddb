/// Reads bank statements in OFX (Open Financial Exchange): versions 1.0 to 1.6, which are SGML, and
/// 2.0 to 2.3, which are XML.
///
/// libofx is not used for either: it prints what is wrong instead of handing it over, keeps no line
/// of what it found where, and reads amounts into floating-point numbers.
///
/// Statements of bank accounts are read. What else a file holds, such as cards and securities, is
/// left out with a remark: no customer pays there. OFX has no word for a payment taken back, so
/// returns come as debits.
package struct OFXReader: EntryReader {
  package static let name = "ofx"

  package init() {}

  package var name: String { Self.name }

  package func recognises(_ head: [UInt8]) -> Bool { OFXHead.isOFX(head) }

  func scanner(_ sink: any StatementSink) -> OFXStream { OFXStream(sink: sink) }
}
