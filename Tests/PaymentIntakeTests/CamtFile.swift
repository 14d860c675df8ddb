/// A bank statement as ISO 20022 camt.053 text, with as much in it as a test needs.
struct CamtFile {
  struct Entry {
    var cents: Int
    var reference: String
    var status = "BOOK"
    /// It takes back an entry of the other direction.
    var isReversal = false
    /// What stands in `NtryDtls`.
    var details = ""
  }

  enum Kind: String {
    case statement = "053"
    case interimReport = "052"
    case notification = "054"

    /// The elements of the message and of what it holds.
    var elements: (message: String, statement: String) {
      switch self {
      case .statement: ("BkToCstmrStmt", "Stmt")
      case .interimReport: ("BkToCstmrAcctRpt", "Rpt")
      case .notification: ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
      }
    }
  }

  var id = "STMT-1"
  var kind = Kind.statement
  var entries: [Entry] = []
  /// What the closing balance says more than the entries.
  var error = 0

  init(_ id: String = "STMT-1", kind: Kind = .statement, _ entries: Entry...) {
    self.id = id
    self.kind = kind
    self.entries = entries
  }

  /// `count` payments of 1.00, 1.01, … with references of their own.
  static func payments(_ count: Int, id: String = "STMT-1", first: Int = 1) -> CamtFile {
    var file = CamtFile(id)
    file.entries = (0..<count).map { Entry(cents: 100 + $0, reference: "S\(first + $0)") }
    return file
  }

  var bytes: [UInt8] { Array(text.utf8) }

  var text: String {
    let (message, statement) = kind.elements
    let sum = entries.filter { $0.status == "BOOK" }.reduce(0) { $0 + $1.cents }
    let balances =
      kind == .statement ? balance("OPBD", 100_000) + balance("CLBD", 100_000 + sum + error) : ""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.\(kind.rawValue).001.08"><\(message)>
      <GrpHdr><MsgId>\(id)</MsgId><CreDtTm>2026-03-10T18:00:00</CreDtTm></GrpHdr>
      <\(statement)><Id>\(id)</Id><CreDtTm>2026-03-10T18:00:00</CreDtTm>
      <Acct><Id><IBAN>NL26VAYB8060476890</IBAN></Id><Ccy>EUR</Ccy></Acct>
      \(balances)\(entries.map(Self.text).joined())</\(statement)></\(message)></Document>
      """
  }

  private func balance(_ code: String, _ cents: Int) -> String {
    """
    <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp>\(Self.amount(cents))\
    <CdtDbtInd>\(cents < 0 ? "DBIT" : "CRDT")</CdtDbtInd><Dt><Dt>2026-03-10</Dt></Dt></Bal>

    """
  }

  private static func text(_ entry: Entry) -> String {
    """
    <Ntry>\(amount(entry.cents))<CdtDbtInd>\(entry.cents < 0 ? "DBIT" : "CRDT")</CdtDbtInd>\
    \(entry.isReversal ? "<RvslInd>true</RvslInd>" : "")\
    <Sts><Cd>\(entry.status)</Cd></Sts><BookgDt><Dt>2026-03-10</Dt></BookgDt>\
    <ValDt><Dt>2026-03-10</Dt></ValDt><AcctSvcrRef>\(entry.reference)</AcctSvcrRef>\
    <BkTxCd/>\(entry.details.isEmpty ? "" : "<NtryDtls>\(entry.details)</NtryDtls>")</Ntry>

    """
  }

  private static func amount(_ cents: Int) -> String {
    let digits = String(abs(cents) % 100)
    let fraction = digits.utf8.count == 1 ? "0\(digits)" : digits
    return "<Amt Ccy=\"EUR\">\(abs(cents) / 100).\(fraction)</Amt>"
  }
}
