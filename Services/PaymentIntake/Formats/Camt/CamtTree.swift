/// Where the elements of camt stand, over all versions: a tree with a node for each.
///
/// Versions are read alike: what one version has in one place and another in a second is read in
/// both, since banks mix them.
struct CamtTree: Sendable {
  struct Node: Sendable {
    /// The elements from `Document` on, joined by `/`.
    var path: String
    var element: CamtElement?
    var children: [String: Int] = [:]
  }

  private(set) var nodes: [Node]

  /// `Document` itself.
  static let root = 0
  static let shared = CamtTree()

  func child(of node: Int, named name: String) -> Int? { nodes[node].children[name] }

  private init() {
    nodes = [Node(path: "Document")]
    let messages = [
      ("BkToCstmrStmt", "Stmt"), ("BkToCstmrAcctRpt", "Rpt"), ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    ]
    for (message, statement) in messages {
      for suffix in ["", "V01"] {
        let message = message + suffix
        add(Self.header, under: "\(message)/GrpHdr")
        add([("", .scope(.statement))] + Self.statement, under: "\(message)/\(statement)")
      }
    }
  }

  private typealias Places = [(path: String, element: CamtElement)]

  private mutating func add(_ places: Places, under prefix: String) {
    for place in places {
      for path in Self.expanded(place.path.isEmpty ? prefix : "\(prefix)/\(place.path)") {
        insert(path, place.element)
      }
    }
  }

  private mutating func insert(_ path: [String], _ element: CamtElement) {
    var node = Self.root
    for name in path {
      if let next = nodes[node].children[name] {
        node = next
      } else {
        nodes.append(Node(path: "\(nodes[node].path)/\(name)"))
        nodes[node].children[name] = nodes.count - 1
        node = nodes.count - 1
      }
    }
    nodes[node].element = element
  }

  /// All paths that one with alternatives (`Dt/Dt|DtTm`) stands for.
  private static func expanded(_ path: String) -> [[String]] {
    path.split(separator: "/").reduce([[]]) { paths, names in
      paths.flatMap { path in names.split(separator: "|").map { path + [String($0)] } }
    }
  }

  private static func under(_ prefix: String, _ places: Places) -> Places {
    places.map { ("\(prefix)/\($0.path)", $0.element) }
  }

  private static let header: Places = [
    ("CreDtTm", .statement(.messageCreated)),
    ("MsgPgntn/PgNb", .statement(.messagePage)),
    ("MsgPgntn/LastPgInd", .statement(.messagePageIsLast)),
  ]

  private static let statement: Places =
    [
      ("Id", .statement(.id)),
      ("CreDtTm", .statement(.created)),
      ("StmtPgntn|RptPgntn|NtfctnPgntn/PgNb", .statement(.page)),
      ("StmtPgntn|RptPgntn|NtfctnPgntn/LastPgInd", .statement(.pageIsLast)),
      ("Acct/Id/IBAN", .statement(.iban)),
      // Version 1 has BBAN, UPIC and PrtryAcct instead of Othr.
      ("Acct/Id/Othr|PrtryAcct/Id", .statement(.otherAccount)),
      ("Acct/Id/BBAN|UPIC", .statement(.otherAccount)),
      ("Acct/Ccy", .statement(.currency)),
      ("TxsSummry/TtlNtries/NbOfNtries", .statement(.statedEntries)),
      ("TxsSummry/TtlNtries/Sum", .statement(.statedSum)),
      // A number and a direction until version 3, then an element around both.
      ("TxsSummry/TtlNtries/TtlNetNtryAmt", .statement(.statedNet)),
      ("TxsSummry/TtlNtries/CdtDbtInd", .statement(.statedNetDirection)),
      ("TxsSummry/TtlNtries/TtlNetNtry/Amt", .statement(.statedNet)),
      ("TxsSummry/TtlNtries/TtlNetNtry/CdtDbtInd", .statement(.statedNetDirection)),
      ("TxsSummry/TtlCdtNtries/NbOfNtries", .statement(.statedCredits)),
      ("TxsSummry/TtlCdtNtries/Sum", .statement(.statedCreditSum)),
      ("TxsSummry/TtlDbtNtries/NbOfNtries", .statement(.statedDebits)),
      ("TxsSummry/TtlDbtNtries/Sum", .statement(.statedDebitSum)),
      ("Bal", .scope(.balance)),
      ("Bal/Tp/Cd|Prtry", .balance(.type)),
      ("Bal/Tp/CdOrPrtry/Cd|Prtry", .balance(.type)),
      ("Bal/Amt", .balance(.amount)),
      ("Bal/CdtDbtInd", .balance(.direction)),
      ("Bal/Dt/Dt|DtTm", .balance(.date)),
      ("Ntry", .scope(.entry)),
    ] + under("Ntry", entry) + under("Ntry/TxDtls", detail) + under("Ntry/NtryDtls/TxDtls", detail)
    // Version 1 has the details right in the entry.
    + [("Ntry/TxDtls", .scope(.detail)), ("Ntry/NtryDtls/TxDtls", .scope(.detail))]

  private static let entry: Places =
    [
      ("NtryRef", .entry(.reference)),
      ("Amt", .entry(.amount)),
      ("CdtDbtInd", .entry(.direction)),
      ("RvslInd", .entry(.reversal)),
      // A code until version 7, a choice of code and proprietary word from version 8 on.
      ("Sts", .entry(.status)),
      ("Sts/Cd|Prtry", .entry(.status)),
      ("BookgDt/Dt|DtTm", .entry(.bookingDate)),
      ("ValDt/Dt|DtTm", .entry(.valueDate)),
      ("AcctSvcrRef", .entry(.servicerReference)),
      ("BkTxCd/Domn/Cd", .entry(.domain)),
      ("BkTxCd/Domn/Fmly/Cd", .entry(.family)),
      ("BkTxCd/Domn/Fmly/SubFmlyCd", .entry(.subFamily)),
      ("BkTxCd/Prtry/Cd", .entry(.proprietaryCode)),
      ("AmtDtls/InstdAmt/Amt", .entry(.instructedAmount)),
      ("Btch", .scope(.batch)),
      ("Btch/NbOfTxs", .entry(.batchTransactions)),
      ("Btch/TtlAmt", .entry(.batchAmount)),
      ("NtryDtls/Btch", .scope(.batch)),
      ("NtryDtls/Btch/NbOfTxs", .entry(.batchTransactions)),
      ("NtryDtls/Btch/TtlAmt", .entry(.batchAmount)),
      ("AddtlNtryInf", .entry(.additional)),
    ] + charges + exchange

  /// Versions 1 and 2 repeat `Chrgs`; later ones have one with a record for each charge.
  private static let charges: Places = [
    ("Chrgs", .scope(.charges)),
    ("Chrgs/TtlChrgsAndTaxAmt", .charge(.total)),
    ("Chrgs/Amt", .charge(.amount)),
    ("Chrgs/CdtDbtInd", .charge(.direction)),
    ("Chrgs/ChrgInclInd", .charge(.isIncluded)),
    ("Chrgs/Rcrd", .scope(.chargeRecord)),
    ("Chrgs/Rcrd/Amt", .charge(.amount)),
    ("Chrgs/Rcrd/CdtDbtInd", .charge(.direction)),
    ("Chrgs/Rcrd/ChrgInclInd", .charge(.isIncluded)),
  ]

  /// Beside any of the amounts; the first that has a rate counts.
  private static let exchange: Places = under(
    "AmtDtls/InstdAmt|TxAmt|CntrValAmt|AnncdPstngAmt",
    [
      ("CcyXchg", .scope(.exchange)),
      ("CcyXchg/SrcCcy", .exchange(.source)),
      ("CcyXchg/TrgtCcy", .exchange(.target)),
      ("CcyXchg/UnitCcy", .exchange(.unit)),
      ("CcyXchg/XchgRate", .exchange(.rate)),
      ("CcyXchg/CtrctId", .exchange(.contract)),
      // A day from version 3 on, an instant before.
      ("CcyXchg/QtnDt", .exchange(.date)),
    ]
  )

  private static let detail: Places =
    [
      ("Refs/AcctSvcrRef", .detail(.servicerReference)),
      ("Refs/InstrId", .detail(.instructionID)),
      ("Refs/EndToEndId", .detail(.endToEndID)),
      ("Refs/TxId", .detail(.transactionID)),
      ("Refs/MndtId", .detail(.mandateID)),
      ("Refs/UETR", .detail(.uetr)),
      ("Amt", .detail(.amount)),
      ("CdtDbtInd", .detail(.direction)),
      ("AmtDtls/TxAmt/Amt", .detail(.transactionAmount)),
      ("AmtDtls/CntrValAmt/Amt", .detail(.counterValueAmount)),
      ("AmtDtls/InstdAmt/Amt", .detail(.instructedAmount)),
      ("BkTxCd/Domn/Fmly/SubFmlyCd", .detail(.subFamily)),
      ("RtrInf", .scope(.returned)),
      ("RtrInf/Rsn|RtrRsn/Cd|Prtry", .detail(.returnReason)),
      ("AddtlTxInf", .detail(.additional)),
    ] + charges + exchange + parties + under("RmtInf", remittance)

  /// From version 8 on a party is a choice of a person or company and a bank.
  private static let parties: Places = [
    ("RltdPties/Dbtr/Nm", .detail(.debtorName)),
    ("RltdPties/Dbtr/Pty/Nm", .detail(.debtorName)),
    ("RltdPties/Dbtr/Agt/FinInstnId/Nm", .detail(.debtorName)),
    ("RltdPties/UltmtDbtr/Nm", .detail(.ultimateDebtor)),
    ("RltdPties/UltmtDbtr/Pty/Nm", .detail(.ultimateDebtor)),
    ("RltdPties/DbtrAcct/Id/IBAN", .detail(.debtorIBAN)),
    ("RltdPties/DbtrAcct/Id/Othr|PrtryAcct/Id", .detail(.debtorOther)),
    ("RltdPties/DbtrAcct/Id/BBAN|UPIC", .detail(.debtorOther)),
    ("RltdPties/Cdtr/Nm", .detail(.creditorName)),
    ("RltdPties/Cdtr/Pty/Nm", .detail(.creditorName)),
    ("RltdPties/Cdtr/Agt/FinInstnId/Nm", .detail(.creditorName)),
    ("RltdPties/UltmtCdtr/Nm", .detail(.ultimateCreditor)),
    ("RltdPties/UltmtCdtr/Pty/Nm", .detail(.ultimateCreditor)),
    ("RltdPties/CdtrAcct/Id/IBAN", .detail(.creditorIBAN)),
    ("RltdPties/CdtrAcct/Id/Othr|PrtryAcct/Id", .detail(.creditorOther)),
    ("RltdPties/CdtrAcct/Id/BBAN|UPIC", .detail(.creditorOther)),
  ]

  private static let remittance: Places = [
    ("Ustrd", .remittance(.text)),
    ("Strd", .scope(.structured)),
    ("Strd/CdtrRefInf/Ref|CdtrRef", .remittance(.reference)),
    ("Strd/CdtrRefInf/Tp/CdOrPrtry/Cd|Prtry", .remittance(.referenceType)),
    ("Strd/CdtrRefInf/CdtrRefTp/Cd|Prtry", .remittance(.referenceType)),
    ("Strd/RfrdDocInf", .scope(.document)),
    ("Strd/RfrdDocInf/Nb|RfrdDocNb", .remittance(.documentNumber)),
    ("Strd/RfrdDocInf/Tp/CdOrPrtry/Cd|Prtry", .remittance(.documentType)),
    ("Strd/RfrdDocInf/RfrdDocTp/Cd|Prtry", .remittance(.documentType)),
    // A date at first, in later versions a date with a kind; beside the document in version 1.
    ("Strd/RfrdDocRltdDt", .remittance(.documentDate)),
    ("Strd/RfrdDocInf/RltdDt", .remittance(.documentDate)),
    ("Strd/RfrdDocInf/RltdDt/Dt", .remittance(.documentDate)),
    ("Strd/RfrdDocAmt/DuePyblAmt", .remittance(.dueAmount)),
    ("Strd/RfrdDocAmt/DscntApldAmt", .remittance(.discountApplied)),
    ("Strd/RfrdDocAmt/DscntApldAmt/Amt", .remittance(.discountApplied)),
    ("Strd/RfrdDocAmt/CdtNoteAmt", .remittance(.creditNoteAmount)),
    ("Strd/RfrdDocAmt/RmtdAmt", .remittance(.remittedAmount)),
    // Later versions name the kind of each amount by a code.
    ("Strd/RfrdDocAmt/RmtAmtAndTp", .scope(.typedAmount)),
    ("Strd/RfrdDocAmt/RmtAmtAndTp/Tp/Cd", .remittance(.typedAmountCode)),
    ("Strd/RfrdDocAmt/RmtAmtAndTp/Amt", .remittance(.typedAmount)),
    ("Strd/RfrdDocAmt/AdjstmntAmtAndRsn", .scope(.adjustment)),
    ("Strd/RfrdDocAmt/AdjstmntAmtAndRsn/Amt", .remittance(.adjustmentAmount)),
    ("Strd/RfrdDocAmt/AdjstmntAmtAndRsn/CdtDbtInd", .remittance(.adjustmentDirection)),
    ("Strd/RfrdDocAmt/AdjstmntAmtAndRsn/Rsn", .remittance(.adjustmentReason)),
    ("Strd/AddtlRmtInf", .remittance(.additional)),
  ]
}
