/// A text in the making, with what a reader sees named in it.
///
/// Each character knows to which mention it belongs, so that what happens to the text on its way
/// (capitals, cuts, line breaks) happens to the mention too.
struct Writing {
  private var marks: [(character: Character, mention: Int)] = []
  private var mentions: [Mention] = []

  mutating func add(_ text: String, _ form: Mention.Form? = nil) {
    if !marks.isEmpty, !text.isEmpty { marks.append((" ", -1)) }
    join(text, form)
  }

  /// Without a space before it.
  mutating func join(_ text: String, _ form: Mention.Form? = nil) {
    if let form { mentions.append(Mention(form, text)) }
    let owner = form == nil ? -1 : mentions.count - 1
    marks += text.map { ($0, owner) }
  }

  var count: Int { marks.count }

  /// The bank keeps no more than this.
  mutating func cut(at limit: Int) {
    guard marks.count > limit else { return }
    let lost = Set(marks.dropFirst(limit).map(\.mention)).subtracting([-1])
    marks = Array(marks.prefix(limit))
    for mention in lost { mentions[mention].isCut = true }
    while marks.last?.character == " " { marks.removeLast() }
  }

  /// Lines of so many characters, joined by spaces as they are read.
  mutating func breakLines(every width: Int) {
    var broken: [(character: Character, mention: Int)] = []
    for (place, mark) in marks.enumerated() {
      if place > 0, place % width == 0, mark.character != " ", broken.last?.character != " " {
        broken.append((" ", mark.mention == marks[place - 1].mention ? mark.mention : -1))
      }
      broken.append(mark)
    }
    marks = broken
  }

  /// As banks with few characters pass it on.
  mutating func makePlain() {
    marks = marks.flatMap { mark in
      Names.plain(String(mark.character)).uppercased()
        .map { ($0.isASCII ? $0 : " ", mark.mention) }
    }
  }

  func finished() -> (text: String, mentions: [Mention]) {
    let kept = mentions.indices.compactMap { index -> Mention? in
      let characters = marks.filter { $0.mention == index }.map(\.character)
      guard !characters.isEmpty else { return nil }
      return Mention(mentions[index].form, String(characters), isCut: mentions[index].isCut)
    }
    return (String(marks.map(\.character)), kept)
  }
}

/// Words around what matters, in French or English.
struct Phrases {
  let isFrench: Bool

  func opening(_ chance: inout Chance) -> String {
    chance.pick(
      isFrench
        ? [
          "", "", "", "Règlement", "Paiement", "Virement", "Regl.", "Regt", "Vir",
          "Pour règlement de",
          "Veuillez trouver notre paiement pour", "Notre virement du jour", "Rglt",
        ]
        : [
          "", "", "", "Payment", "Payment for", "Pmt", "Paying", "Settlement of", "Remittance",
          "Please find our payment of", "Being payment of", "Transfer re",
        ]
    )
  }

  func noun(_ chance: inout Chance) -> String {
    chance.pick(
      isFrench
        ? [
          "", "", "facture", "facture", "fact.", "fact", "FAC", "Facture n°", "votre facture",
          "fact n°", "Fact. no", "F.", "réf.", "vos réf",
        ]
        : [
          "", "", "invoice", "invoice", "inv", "inv.", "Invoice no.", "your invoice", "inv no",
          "bill", "ref", "your ref:", "invoice #",
        ]
    )
  }

  func nouns(_ chance: inout Chance) -> String {
    chance.pick(
      isFrench
        ? ["factures", "fact.", "vos factures", "Factures n°", "", "fact", "FAC"]
        : ["invoices", "inv", "your invoices", "Invoices nos", "", "inv.", "bills"]
    )
  }

  func closing(_ remarks: Remarks, _ chance: inout Chance) -> String {
    switch chance.int(0...9) {
    case 0:
      return chance.pick(
        isFrench ? ["merci", "cordialement", "bien à vous"] : ["thank you", "regards", "tks"]
      )
    case 1: return (isFrench ? "du " : "dated ") + date(remarks.issued, &chance)
    case 2: return remarks.name
    case 3: return (isFrench ? "montant " : "amount ") + amount(remarks.amount, &chance)
    case 4: return (isFrench ? "client " : "customer ") + remarks.account
    case 5: return (isFrench ? "échéance " : "due ") + date(remarks.due, &chance)
    default: return ""
    }
  }

  func date(_ date: (year: Int, month: Int, day: Int), _ chance: inout Chance) -> String {
    let (day, month) = (padded(date.day, 2), padded(date.month, 2))
    switch chance.int(0...3) {
    case 0: return "\(day)/\(month)/\(date.year)"
    case 1: return "\(day).\(month).\(date.year % 100)"
    case 2: return "\(date.day) \(months[date.month - 1]) \(date.year)"
    default: return "\(day)/\(month)"
    }
  }

  func amount(_ minorUnits: Int64, _ chance: inout Chance) -> String {
    let (whole, cents) = (minorUnits / 100, padded(Int(minorUnits % 100), 2))
    let parts = String(whole)
    let thousands = parts.count > 3
    let head = thousands ? String(parts.dropLast(3)) : parts
    let tail = thousands ? String(parts.suffix(3)) : ""
    switch chance.int(0...2) {
    case 0: return "\(parts)\(isFrench ? "," : ".")\(cents)"
    case 1:
      return thousands
        ? "\(head)\(isFrench ? " " : ",")\(tail)\(isFrench ? "," : ".")\(cents) EUR"
        : "\(parts).\(cents) EUR"
    default: return "\(parts)\(isFrench ? "," : ".")\(cents)€"
    }
  }

  func and(_ chance: inout Chance) -> String {
    chance.pick(
      isFrench
        ? [" et ", ", ", " + ", " ", "; ", " / ", " & "] : [" and ", ", ", " + ", " ", "; ", " & "]
    )
  }

  func to(_ chance: inout Chance) -> String {
    chance.pick(isFrench ? [" à ", "-", " - ", " au ", "/"] : [" to ", "-", " - ", " through "])
  }

  func balance(_ chance: inout Chance) -> String {
    chance.pick(
      isFrench
        ? ["solde", "solde de compte", "pour solde", "solde de tout compte", "solde à ce jour"]
        : [
          "balance", "account balance", "balance of account", "outstanding balance", "full balance",
        ]
    )
  }

  func idle(_ chance: inout Chance) -> String {
    chance.pick(
      isFrench
        ? [
          "", "Virement", "Règlement", "paiement fournisseur", "vir sepa", "Merci",
          "règlement facture",
          "achats", "VIR", "notre règlement",
        ]
        : [
          "", "Payment", "supplier payment", "transfer", "thank you", "invoice", "goods",
          "as agreed",
        ]
    )
  }

  private var months: [String] {
    isFrench
      ? [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
      ]
      : ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
  }
}

/// What people add to a payment's text.
struct Remarks {
  let name: String
  let account: String
  let amount: Int64
  let issued: (year: Int, month: Int, day: Int)
  let due: (year: Int, month: Int, day: Int)
}
