/// Writes camt documents of which only what a test is about has to be said.
struct CamtText {
  var message = "camt.053"
  var version = 8
  var id = "S-1"
  var account = "<IBAN>NL26VAYB8060476890</IBAN>"
  var created: String? = "2026-03-10T20:00:00+01:00"
  var page = ""
  var balances: [String] = []
  var entries: [String] = []
  var summary = ""

  /// A statement over entries, with balances that fit them when `opening` and `closing` are given.
  static func statement(
    opening: String? = nil,
    closing: String? = nil,
    entries: [String]
  ) -> CamtText {
    var text = CamtText(entries: entries)
    if let opening { text.balances.append(balance("OPBD", opening)) }
    if let closing { text.balances.append(balance("CLBD", closing)) }
    return text
  }

  /// `amount` may be negative: the direction says so then.
  static func balance(
    _ type: String,
    _ amount: String,
    currency: String = "EUR",
    date: String? = "2026-03-10"
  ) -> String {
    let direction = amount.hasPrefix("-") ? "DBIT" : "CRDT"
    let day = date.map { "<Dt><Dt>\($0)</Dt></Dt>" } ?? ""
    return """
      <Bal><Tp><CdOrPrtry><Cd>\(type)</Cd></CdOrPrtry></Tp>
      <Amt Ccy="\(currency)">\(amount.drop { $0 == "-" })</Amt>
      <CdtDbtInd>\(direction)</CdtDbtInd>\(day)</Bal>
      """
  }

  /// A negative amount makes a debit; elements given as nil are left out.
  static func entry(
    _ amount: String = "100.00",
    currency: String = "EUR",
    status: String? = "BOOK",
    booked: String? = "2026-03-10",
    value: String? = "2026-03-10",
    reference: String? = "REF-1",
    reversal: String? = nil,
    details: String = "",
    additional: String? = nil
  ) -> String {
    let direction = amount.hasPrefix("-") ? "DBIT" : "CRDT"
    func element(_ name: String, _ text: String?) -> String {
      text.map { "<\(name)>\($0)</\(name)>" } ?? ""
    }
    return """
      <Ntry><Amt Ccy="\(currency)">\(amount.drop { $0 == "-" })</Amt>
      <CdtDbtInd>\(direction)</CdtDbtInd>\(element("RvslInd", reversal))
      \(element("Sts", status.map { "<Cd>\($0)</Cd>" }))
      \(element("BookgDt", booked.map { "<Dt>\($0)</Dt>" }))
      \(element("ValDt", value.map { "<Dt>\($0)</Dt>" }))
      \(element("AcctSvcrRef", reference))<BkTxCd/>\(details)
      \(element("AddtlNtryInf", additional))</Ntry>
      """
  }

  static func batch(
    _ count: Int? = nil,
    sum: String? = nil,
    currency: String = "EUR",
    _ details: [String] = []
  ) -> String {
    let stated = [
      count.map { "<NbOfTxs>\($0)</NbOfTxs>" },
      sum.map { "<TtlAmt Ccy=\"\(currency)\">\($0)</TtlAmt>" },
    ].compactMap { $0 }
    let count = stated.isEmpty ? "" : "<Btch>\(stated.joined())</Btch>"
    return "<NtryDtls>\(count)\(details.joined())</NtryDtls>"
  }

  /// `amount` may be negative, or nil where the bank does not tell it.
  static func detail(
    _ amount: String? = nil,
    currency: String = "EUR",
    _ rest: String = ""
  ) -> String {
    guard let amount else { return "<TxDtls>\(rest)</TxDtls>" }
    let direction = amount.hasPrefix("-") ? "DBIT" : "CRDT"
    return """
      <TxDtls><Amt Ccy="\(currency)">\(amount.drop { $0 == "-" })</Amt>
      <CdtDbtInd>\(direction)</CdtDbtInd>\(rest)</TxDtls>
      """
  }

  var text: String {
    let names = [
      "camt.052": ("BkToCstmrAcctRpt", "Rpt"), "camt.053": ("BkToCstmrStmt", "Stmt"),
      "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    ]
    let (root, statement) = names[message] ?? ("", "")
    let suffix = version == 1 ? "V01" : ""
    let number = version < 10 ? "0\(version)" : "\(version)"
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:\(message).001.\(number)">
      <\(root)\(suffix)><GrpHdr><MsgId>M</MsgId></GrpHdr>
      <\(statement)><Id>\(id)</Id>\(page)
      \(created.map { "<CreDtTm>\($0)</CreDtTm>" } ?? "")
      <Acct><Id>\(account)</Id></Acct>
      \(balances.joined(separator: "\n"))\(summary)
      \(entries.joined(separator: "\n"))
      </\(statement)></\(root)\(suffix)></Document>
      """
  }

  var file: BankFileInPieces { BankFileInPieces(text) }
}
