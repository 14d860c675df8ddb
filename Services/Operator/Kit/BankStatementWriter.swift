package import DomainKit

/// Writes bank statements as ISO 20022 camt.053.001.08, for demonstrations and tests.
package struct BankStatementWriter: Sendable {
  /// A line of a statement: money in, or money that was in and is taken back.
  package struct Line: Sendable {
    package var amount: Money
    package var isReturn = false
    package var valueDate: CalendarDate
    package var servicerReference: String
    package var endToEndID: String?
    package var payerName: String?
    package var payerIBAN: String?
    /// ISO 11649, in the structured part.
    package var creditorReference: String?
    package var text: String?
    /// ISO 20022 return reason; of a return.
    package var returnReason: String?

    package init(amount: Money, valueDate: CalendarDate, servicerReference: String) {
      self.amount = amount
      self.valueDate = valueDate
      self.servicerReference = servicerReference
    }
  }

  /// Our own account.
  package let iban: String
  /// Carried from statement to statement.
  package private(set) var balance: Money
  private var count = 0

  package init(iban: String, opening: Money) {
    self.iban = iban
    balance = opening
  }

  /// The statement of one day; its closing balance opens the next.
  package mutating func statement(of date: CalendarDate, _ lines: [Line]) -> BankFile {
    count += 1
    let opening = balance
    for line in lines { balance += line.isReturn ? -line.amount : line.amount }
    let entries = lines.map { entry($0, booked: date) }.joined()
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
      <BkToCstmrStmt>
      <GrpHdr><MsgId>STMT-\(date)-\(count)</MsgId><CreDtTm>\(date)T18:00:00</CreDtTm></GrpHdr>
      <Stmt><Id>STMT-\(date)-\(count)</Id><ElctrncSeqNb>\(count)</ElctrncSeqNb>\
      <CreDtTm>\(date)T18:00:00</CreDtTm>
      <Acct><Id><IBAN>\(iban)</IBAN></Id><Ccy>\(balance.currency)</Ccy></Acct>
      \(balanceElement("OPBD", opening, date))
      \(balanceElement("CLBD", balance, date))
      \(entries)</Stmt>
      </BkToCstmrStmt>
      </Document>

      """
    return BankFile(name: "camt053-\(date)-\(count).xml", content: Array(text.utf8))
  }

  private func balanceElement(_ kind: String, _ amount: Money, _ date: CalendarDate) -> String {
    "<Bal><Tp><CdOrPrtry><Cd>\(kind)</Cd></CdOrPrtry></Tp>\(element(amount.magnitude))"
      + "<CdtDbtInd>\(amount.isNegative ? "DBIT" : "CRDT")</CdtDbtInd>"
      + "<Dt><Dt>\(date)</Dt></Dt></Bal>"
  }

  private func element(_ amount: Money) -> String {
    "<Amt Ccy=\"\(amount.currency)\">\(amount.decimal)</Amt>"
  }

  private func entry(_ line: Line, booked: CalendarDate) -> String {
    let indicator = "<CdtDbtInd>\(line.isReturn ? "DBIT" : "CRDT")</CdtDbtInd>"
    return """
      <Ntry>\(element(line.amount))\(indicator)<Sts><Cd>BOOK</Cd></Sts>\
      <BookgDt><Dt>\(booked)</Dt></BookgDt><ValDt><Dt>\(line.valueDate)</Dt></ValDt>\
      <AcctSvcrRef>\(escaped(line.servicerReference))</AcctSvcrRef>\
      <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>\
      <NtryDtls><TxDtls>\(references(line))\(element(line.amount))\(indicator)\(parties(line))\
      \(remittance(line))\(returned(line))</TxDtls></NtryDtls></Ntry>

      """
  }

  private func references(_ line: Line) -> String {
    line.endToEndID.map { "<Refs><EndToEndId>\(escaped($0))</EndToEndId></Refs>" } ?? ""
  }

  private func parties(_ line: Line) -> String {
    guard line.payerName != nil || line.payerIBAN != nil else { return "" }
    let name = line.payerName.map { "<Dbtr><Pty><Nm>\(escaped($0))</Nm></Pty></Dbtr>" } ?? ""
    let account = line.payerIBAN.map { "<DbtrAcct><Id><IBAN>\($0)</IBAN></Id></DbtrAcct>" } ?? ""
    return "<RltdPties>\(name)\(account)</RltdPties>"
  }

  private func remittance(_ line: Line) -> String {
    let text = line.text.map { "<Ustrd>\(escaped($0))</Ustrd>" } ?? ""
    let structured =
      line.creditorReference.map {
        "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
          + "<Ref>\($0)</Ref></CdtrRefInf></Strd>"
      } ?? ""
    return text.isEmpty && structured.isEmpty ? "" : "<RmtInf>\(text)\(structured)</RmtInf>"
  }

  private func returned(_ line: Line) -> String {
    line.returnReason.map { "<RtrInf><Rsn><Cd>\($0)</Cd></Rsn></RtrInf>" } ?? ""
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
