import DomainKit
import OperatorKit

extension CalendarDate {
  /// `260310`.
  fileprivate var short: String { String(description.replacing("-", with: "").dropFirst(2)) }
  /// `20260310`.
  fileprivate var compact: String { description.replacing("-", with: "") }
}

/// Writes a story as MT940, field 86 in the German layout.
enum MT940Writer {
  static func text(_ story: StatementStory) -> String {
    var lines = [
      ":20:STARTUMS", ":25:\(story.iban)", ":28C:1/1", ":60F:\(balance(story.opening, story.date))",
    ]
    for line in story.lines {
      let mark = line.isReturn ? "D" : "C"
      let entryDate = story.date.short.dropFirst(2)
      lines.append(
        ":61:\(line.valueDate.short)\(entryDate)\(mark)\(amount(line.amount))NTRFNONREF"
          + "//\(line.servicerReference)"
      )
      lines += wrapped(":86:" + information(line))
    }
    return (lines + [":62F:\(balance(story.closing, story.date))", "-", ""])
      .joined(separator: "\r\n")
  }

  private static func amount(_ money: Money) -> String {
    money.magnitude.decimal.replacing(".", with: ",")
  }

  private static func balance(_ money: Money, _ date: CalendarDate) -> String {
    "\(money.isNegative ? "D" : "C")\(date.short)\(money.currency)\(amount(money))"
  }

  private static func information(_ line: BankStatementWriter.Line) -> String {
    var text = line.isReturn ? "109?00RUECKLASTSCHRIFT" : "166?00GUTSCHRIFT"
    // Each word begins a field of its own.
    let purpose =
      (line.endToEndID.map { pieces("EREF+" + $0) } ?? [])
      + (line.text.map { pieces("SVWZ+" + $0) } ?? [])
    for (number, piece) in zip(Array(20...29) + Array(60...63), purpose) {
      text += "?\(number)\(piece)"
    }
    if let iban = line.payerIBAN { text += "?31\(iban)" }
    for (number, piece) in zip(32...33, pieces(line.payerName ?? "")) {
      text += "?\(number)\(piece)"
    }
    if let reason = line.returnReason {
      text += "?34" + (StatementStory.returnReasons.first { $0.0 == reason }?.1 ?? "")
    }
    return text
  }

  /// In fields of 27 characters.
  private static func pieces(_ text: String) -> [String] {
    let characters = Array(text)
    return stride(from: 0, to: characters.count, by: 27).map {
      String(characters[$0..<min($0 + 27, characters.count)])
    }
  }

  /// In lines of 65 characters; none begins with the mark of a field or of the message's end.
  private static func wrapped(_ text: String) -> [String] {
    var rest = Array(text)[...]
    var lines: [String] = []
    while !rest.isEmpty {
      var length = min(65, rest.count)
      while length < rest.count, ["-", ":"].contains(rest[rest.startIndex + length]) { length -= 1 }
      lines.append(String(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return lines
  }
}

/// Writes a story as BAI2.
enum BAI2Writer {
  static func text(_ story: StatementStory) -> String {
    let credits = story.lines.filter { !$0.isReturn }
    let debits = story.lines.filter(\.isReturn)
    let sums = [credits, debits].map { $0.reduce(Int64(0)) { $0 + $1.amount.minorUnits } }
    let account = [
      "03,\(story.iban),EUR,010,\(story.opening.minorUnits),,,015,\(story.closing.minorUnits),,",
      "88,100,\(sums[0]),\(credits.count),,400,\(sums[1]),\(debits.count)/",
    ]
    let entries = story.lines.flatMap(records)
    let total = story.opening.minorUnits + story.closing.minorUnits + 2 * (sums[0] + sums[1])
    let count = account.count + entries.count + 1
    let date = story.date.short
    return
      (["01,BANK,ENCOURS,\(date),0600,1,,,2/", "02,ENCOURS,BANK,1,\(date),2359,EUR,2/"] + account
      + entries + [
        "49,\(total),\(count)/", "98,\(total),1,\(count + 2)/", "99,\(total),1,\(count + 4)/", "",
      ]).joined(separator: "\n")
  }

  private static func records(_ line: BankStatementWriter.Line) -> [String] {
    let type = line.isReturn ? "557" : "195"
    let head =
      "16,\(type),\(line.amount.minorUnits),V,\(line.valueDate.short),,\(line.servicerReference),"
    let labels = [
      ("EREF", line.endToEndID), ("DBNM", line.payerName), ("DACT", line.payerIBAN),
      ("REMI", line.text),
    ]
    let reason = line.returnReason.map { "Reason: \"\($0)\"" } ?? ""
    return [head + "," + reason]
      + labels.compactMap { label, value in value.map { "88,\(label): \($0)" } }
  }
}

/// Writes a story as OFX, as SGML without end tags of fields or as XML.
struct OFXWriter {
  let isXML: Bool

  func text(_ story: StatementStory) -> String {
    let head =
      isXML
      ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"220\"?>\n"
      : "OFXHEADER:100\nDATA:OFXSGML\nVERSION:160\nENCODING:UTF-8\nCHARSET:NONE\n\n"
    let day = story.date.compact
    let statement =
      field("CURDEF", "EUR") + aggregate("BANKACCTFROM", field("ACCTID", story.iban))
      + aggregate(
        "BANKTRANLIST",
        field("DTSTART", day) + field("DTEND", day)
          + story.lines.map { transaction($0, day) }.joined()
      )
      + aggregate("LEDGERBAL", field("BALAMT", story.closing.decimal) + field("DTASOF", day))
    let message = aggregate("STMTTRNRS", aggregate("STMTRS", statement))
    return head + aggregate("OFX", aggregate("BANKMSGSRSV1", message))
  }

  private func transaction(_ line: BankStatementWriter.Line, _ day: String) -> String {
    let sign = line.isReturn ? "-" : ""
    let party = line.payerIBAN.map { aggregate("BANKACCTTO", field("ACCTID", $0)) } ?? ""
    return aggregate(
      "STMTTRN",
      field("TRNTYPE", line.isReturn ? "DEBIT" : "CREDIT") + field("DTPOSTED", day)
        + field("DTAVAIL", line.valueDate.compact) + field("TRNAMT", sign + line.amount.decimal)
        + field("FITID", line.servicerReference) + field("NAME", line.payerName) + party
        + field("MEMO", line.text)
    )
  }

  private func field(_ name: String, _ value: String?) -> String {
    guard let value else { return "" }
    let text = value.replacing("&", with: "&amp;")
    return "<\(name)>\(text)" + (isXML ? "</\(name)>" : "") + "\n"
  }

  private func aggregate(_ name: String, _ content: String) -> String {
    "<\(name)>\n\(content)</\(name)>\n"
  }
}
