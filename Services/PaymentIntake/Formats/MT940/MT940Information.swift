import TextLines

/// Field 86, the information to the account owner, in the layouts that banks have given it.
struct MT940Information {
  var text = ""
  var endToEndID: String?
  var mandateID: String?
  var references: [BankReference] = []
  var party = BankParty()
  /// The bank's words for the kind of movement.
  var postingText: String?
  var transactionCode: String?
  var returnReason: String?
  var isReturn = false
  /// What a returned direct debit had collected, and what its bank took beside it, as written.
  var originalAmount: String?
  var compensation: String?

  /// Lines as long as this were cut by their length, within a word as well as between two.
  static let lineLength = 65

  init(_ lines: [String]) {
    if let fields = GermanInformation(lines) {
      read(fields)
    } else if let fields = SlashInformation(lines) {
      read(fields)
    } else {
      text = Self.joined(lines, width: Self.lineLength)
    }
  }

  /// The lines of field NS: two digits say what each is (01 to 14 the purpose, 15 and 16 the other
  /// side's name, 17 the kind of movement, 33 and 34 its bank and account).
  init(ownLines: [String]) {
    var purpose: [String] = []
    for line in ownLines where line.utf8.count > 2 {
      let value = String(line.dropFirst(2)).trimmed
      guard let code = FieldValue.count(String(line.prefix(2))) else { continue }
      switch code {
      case 1...14: purpose.append(value)
      case 15, 16: party.name = (party.name ?? "") + value
      case 17: postingText = value
      case 34: party.otherAccount = value.nonEmpty
      default: break
      }
    }
    text = purpose.joined(separator: " ").trimmed
  }

  /// Joined without a space where a line was full.
  static func joined(_ lines: [String], width: Int) -> String {
    var text = ""
    var isFull = true
    for line in lines {
      let isBlank = line.trimmed.isEmpty
      if !isFull, !isBlank { text += " " }
      text += isFull ? line.withoutTrailingSpaces : line.trimmed
      if !isBlank { isFull = line.count >= width }
    }
    return text.trimmed
  }

  // MARK: - The German layout

  private mutating func read(_ fields: GermanInformation) {
    transactionCode = fields.code
    postingText = fields.values(0...0).first?.nonEmpty
    let name = fields.values(32...33).joined().trimmed
    party.name = name.nonEmpty
    let account = (fields.values(31...31) + fields.values(38...38)).last?.asAccountNumber ?? ""
    party.setAccount(account)
    let purpose = fields.purpose
    let keywords = SEPAKeywords(purpose)
    text = keywords.text
    endToEndID = keywords["EREF"]
    mandateID = keywords["MREF"]
    originalAmount = keywords["OAMT"]
    compensation = keywords["COAM"]
    party.ultimateName = keywords["ABWA"]
    isReturn = GermanInformation.returns.contains(fields.code)
    let extended = fields.values(34...34).first?.trimmed ?? ""
    // Of a return, the extension of the text key is the reason: 901 to 931.
    if isReturn, extended.hasPrefix("9"), extended.utf8.count == 3 { returnReason = extended }
  }

  // MARK: - The Dutch layout

  private mutating func read(_ fields: SlashInformation) {
    postingText = fields["TRTP"]
    endToEndID = fields["EREF"].flatMap { BankKey.identifies($0) ? $0 : nil }
    mandateID = fields["MARF"]
    party.name = fields["NAME"]
    party.setAccount((fields["IBAN"] ?? fields["BBAN"] ?? "").asAccountNumber)
    if let counterparty = fields["CNTP"] {
      // Account, bank, name and place, with slashes between them.
      let parts = counterparty.split(separator: "/", omittingEmptySubsequences: false)
      party.setAccount(String(parts[0]).asAccountNumber)
      if parts.count > 2 { party.name = String(parts[2]).trimmed.nonEmpty }
    }
    returnReason = fields["RTRN"]
    isReturn = returnReason != nil
    guard let remittance = fields["REMI"] else {
      if !fields.isKnownThroughout { text = fields.whole }
      return
    }
    if remittance.hasPrefix("STRD/") {
      let reference = remittance.split(separator: "/").last.map(String.init) ?? ""
      references = [BankReference(value: reference.trimmed)].filter { !$0.value.isEmpty }
    } else {
      text = remittance.hasPrefix("USTD//") ? String(remittance.dropFirst(6)) : remittance
    }
  }
}

extension BankParty {
  mutating func setAccount(_ number: String) {
    guard !number.isEmpty else { return }
    if BankAccount.looksLikeIBAN(number) { iban = number } else { otherAccount = number }
  }
}

extension String {
  var withoutTrailingSpaces: String {
    guard utf8.last == 0x20, let end = utf8.lastIndex(where: { $0 != 0x20 }) else {
      return utf8.last == 0x20 ? "" : self
    }
    return String(self[...end])
  }
}
