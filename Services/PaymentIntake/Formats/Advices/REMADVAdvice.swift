import DomainKit

/// One message REMADV while its segments are read.
struct REMADVAdvice: AdviceMessage {
  private let head: Segment
  private let sender: String
  private let decimal: UInt8
  private var currency: Currency?
  private var references: [String] = []
  private var parties: [String: BankParty] = [:]
  private var account: String?
  /// By their qualifiers.
  private var dates: [String: CalendarDate] = [:]
  private var totals: [String: Money] = [:]
  private var documents: [Document] = []
  private var section = Section.head
  private var reason: String?

  private struct Document {
    var value: BankReferredDocument
    var amounts: [String: Money] = [:]
  }

  private enum Section { case head, document, summary }

  init(_ head: Segment, sender: String, decimal: UInt8) {
    self.head = head
    self.sender = sender
    self.decimal = decimal
  }

  mutating func take(_ segment: Segment) throws(FieldFault) {
    switch segment.name {
    case "DTM": try dated(segment)
    case "RFF":
      // Payment reference, payment order, check, trace.
      let isPayment = ["PQ", "AEK", "CK", "TN"].contains(segment.text(1))
      guard isPayment, section == .head, let text = segment.text(1, 2).nonEmpty else { return }
      references.append(text)
    case "FII": if ["OR", "PB"].contains(segment.text(1)) { account = segment.text(2).nonEmpty }
    case "NAD": party(segment)
    case "CUX":
      guard let currency = Currency(segment.text(1, 2)) else {
        throw FieldFault(.invalidCurrency, "", "'\(segment.text(1, 2))' is no currency of ISO 4217")
      }
      self.currency = currency
    case "DOC": try document(segment)
    case "AJT": reason = segment.text(1).nonEmpty
    case "MOA": try amount(segment)
    case "UNS": section = .summary
    // Texts, contacts, taxes.
    default: break
    }
  }

  /// `CCYYMMDD`, which is format 102; others are passed over.
  private mutating func dated(_ segment: Segment) throws(FieldFault) {
    guard segment.text(1, 3) == "102" else { return }
    guard let day = FieldValue.date(segment.text(1, 2)) else {
      throw FieldFault(
        .invalidDate,
        "",
        "'\(segment.text(1, 2))' is no day: expected CCYYMMDD"
      )
    }
    switch section {
    case .head: dates[segment.text(1)] = day
    case .document: documents[documents.count - 1].value.date = day
    case .summary: break
    }
  }

  private mutating func party(_ segment: Segment) {
    // The name stands in C058 or C080; without it the code of the party.
    let names = [segment.text(4), segment.text(3), segment.text(2)].filter { !$0.isEmpty }
    parties[segment.text(1)] = BankParty(name: names.first)
  }

  private mutating func document(_ segment: Segment) throws(FieldFault) {
    guard documents.count < AdviceFormats.Limits.documents else {
      throw FieldFault(
        .forbidden,
        "",
        "more than \(AdviceFormats.Limits.documents) documents in one advice"
      )
    }
    section = .document
    reason = nil
    let code = segment.text(1)
    documents.append(
      Document(
        value: BankReferredDocument(
          number: segment.text(2).nonEmpty,
          type: Self.types[code] ?? code.nonEmpty
        )
      )
    )
  }

  /// UN/EDIFACT 1001 in ISO 20022's codes.
  private static let types = [
    "380": "CINV", "381": "CREN", "383": "DEBN", "384": "CINV", "396": "CREN",
  ]

  private mutating func amount(_ segment: Segment) throws(FieldFault) {
    let code = segment.text(1, 3)
    guard let currency = code.isEmpty ? currency : Currency(code) else {
      throw FieldFault(.invalidCurrency, "", "'\(code)' is no currency of ISO 4217")
    }
    let amount = try AdviceAmount.signed(segment.text(1, 2), currency, decimal: decimal)
    let qualifier = segment.text(1)
    switch section {
    case .head: break
    case .summary: totals[qualifier] = amount
    case .document:
      if qualifier == "165" {
        documents[documents.count - 1].value.adjustments.append(
          BankAdjustment(amount: amount, reason: reason)
        )
      } else {
        documents[documents.count - 1].amounts[qualifier] = amount
      }
    }
  }

  func advice() throws(FieldFault) -> BankAdvice {
    // 12 remitted, 11 paid, 9 payable, 128 total.
    guard let amount = ["12", "11", "9", "128"].compactMap({ totals[$0] }).first else {
      throw FieldFault(.missingField, "", "no total, MOA 12, 11, 9 or 128, behind UNS")
    }
    let documents = try documents.map { document throws(FieldFault) in try Self.told(document) }
    let paid = documents.compactMap(\.remittedAmount)
    guard paid.allSatisfy({ $0.currency == amount.currency }),
      let sum = AdviceAmount.sum(paid, amount.currency), sum == amount || documents.isEmpty
    else {
      throw FieldFault(
        .controlMismatch,
        "",
        "the payment is \(amount), its documents are \(paid.map(\.description))"
      )
    }
    // Payment, execution, document.
    guard let date = ["138", "203", "137"].compactMap({ dates[$0] }).first else {
      throw FieldFault(.missingField, "", "no DTM 138, 203 or 137 says a day")
    }
    guard let number = head.text(2).nonEmpty else {
      throw FieldFault(.missingField, "", "the advice has no number, BGM")
    }
    var payer = parties["PR"] ?? parties["BY"] ?? BankParty(name: sender.nonEmpty)
    payer.setAccount(account?.asAccountNumber ?? "")
    return BankAdvice(
      number: number,
      references: references + [number],
      date: date,
      amount: amount,
      payer: payer,
      payee: parties["PE"] ?? parties["SU"] ?? BankParty(),
      documents: documents
    )
  }

  /// The amounts of a credit note are stated without a sign: it takes from the payment.
  private static func told(
    _ document: Document
  ) throws(FieldFault) -> BankReferredDocument {
    var value = document.value
    guard let paid = ["12", "11", "9"].compactMap({ document.amounts[$0] }).first else {
      throw FieldFault(
        .missingField,
        "",
        "document '\(value.number ?? "")' has no amount, MOA 12, 11 or 9"
      )
    }
    value.remittedAmount = value.type == "CREN" ? -paid.magnitude : paid
    value.dueAmount = document.amounts["77"] ?? document.amounts["39"] ?? document.amounts["9"]
    value.discountApplied = document.amounts["52"]
    return value
  }
}
