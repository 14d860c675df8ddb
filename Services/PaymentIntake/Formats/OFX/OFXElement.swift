/// The elements of OFX that are read, and what each may hold.
enum OFXElement {
  /// Aggregates, by what they stand in.
  static let aggregates: [String: Set<String>] = [
    "OFX": ["SIGNONMSGSRSV1", "BANKMSGSRSV1"],
    "SIGNONMSGSRSV1": ["SONRS"],
    "SONRS": ["STATUS"],
    "BANKMSGSRSV1": ["STMTTRNRS"],
    "STMTTRNRS": ["STATUS", "STMTRS"],
    "STMTRS": [
      "BANKACCTFROM", "BANKTRANLIST", "BANKTRANLISTP", "LEDGERBAL", "AVAILBAL",
    ],
    "BANKTRANLIST": ["STMTTRN"],
    "BANKTRANLISTP": ["STMTTRNP"],
    "STMTTRN": entryAggregates,
    "STMTTRNP": entryAggregates,
  ]

  /// Fields, by the aggregate that they stand in.
  static let fields: [String: Set<String>] = [
    "SONRS": ["DTSERVER"],
    "STATUS": ["CODE", "SEVERITY", "MESSAGE"],
    "STMTRS": ["CURDEF"],
    "BANKACCTFROM": ["ACCTID"],
    "BANKTRANLIST": ["DTSTART", "DTEND"],
    "LEDGERBAL": ["BALAMT", "DTASOF"],
    "AVAILBAL": ["BALAMT", "DTASOF"],
    "STMTTRN": entryFields,
    "STMTTRNP": entryFields,
    "PAYEE": ["NAME"],
    "BANKACCTTO": ["ACCTID"],
    "CURRENCY": ["CURSYM"],
    "ORIGCURRENCY": ["CURSYM", "CURRATE"],
  ]

  private static let entryAggregates: Set<String> = [
    "PAYEE", "BANKACCTTO", "CURRENCY", "ORIGCURRENCY",
  ]
  private static let entryFields: Set<String> = [
    "TRNTYPE", "DTPOSTED", "DTTRAN", "DTAVAIL", "TRNAMT", "FITID", "CORRECTFITID",
    "CORRECTACTION", "CHECKNUM", "CHKNUM", "REFNUM", "NAME", "EXTDNAME", "MEMO",
  ]

  /// All that hold values, whether they are read or not.
  static let allFields = fields.values.reduce(into: Set<String>()) { $0.formUnion($1) }
    .union(["LANGUAGE", "TRNUID", "BANKID", "BRANCHID", "ACCTTYPE", "DTUSER", "SIC", "SRVRTID"])

  /// What holds statements, messages or transactions: whatever else stands in it is left out with
  /// a remark, not in silence.
  static let containers: Set<String> = ["OFX", "BANKMSGSRSV1"]
}
