import DomainKit

/// One transaction set 820 while its segments are read.
struct X12Advice: AdviceMessage {
  private let payment: Segment
  private let sender: String
  private var currency = Currency(literal: "USD")
  private var traces: [String] = []
  private var parties: [String: BankParty] = [:]
  private var date: CalendarDate?
  private var documents: [BankReferredDocument] = []
  private var adjustments: [BankAdjustment] = []
  private var isInDocument = false

  init(_ payment: Segment, sender: String) {
    self.payment = payment
    self.sender = sender
  }

  mutating func take(_ segment: Segment) throws(FieldFault) {
    switch segment.name {
    case "CUR":
      guard let currency = Currency(segment.text(2)) else {
        throw FieldFault(.invalidCurrency, "", "'\(segment.text(2))' is no currency of ISO 4217")
      }
      self.currency = currency
    case "TRN": if let trace = segment.text(2).nonEmpty { traces.append(trace) }
    case "DTM": try dated(segment)
    case "N1":
      parties[segment.text(1)] = BankParty(name: segment.text(2).nonEmpty)
    case "ENT": isInDocument = false
    case "RMR": try document(segment)
    case "ADX": try adjustment(segment)
    // References of a document, addresses, notes.
    default: break
    }
  }

  /// 097 transaction, 009 process, 003 invoice date.
  private mutating func dated(_ segment: Segment) throws(FieldFault) {
    guard segment.text(1) == "003" || !isInDocument else { return }
    guard let day = FieldValue.date(segment.text(2)) else {
      guard segment.text(2).isEmpty else {
        throw FieldFault(
          .invalidDate,
          "",
          "'\(segment.text(2))' is no day: expected CCYYMMDD"
        )
      }
      return
    }
    if isInDocument { documents[documents.count - 1].date = day } else { date = day }
  }

  private mutating func document(_ segment: Segment) throws(FieldFault) {
    guard documents.count < AdviceFormats.Limits.documents else {
      throw FieldFault(
        .forbidden,
        "",
        "more than \(AdviceFormats.Limits.documents) documents in one advice"
      )
    }
    func amount(_ element: Int) throws(FieldFault) -> Money? {
      guard let text = segment.text(element).nonEmpty else { return nil }
      return try AdviceAmount.signed(text, currency)
    }
    guard let paid = try amount(4) else {
      throw FieldFault(.missingField, "4", "the amount paid is missing")
    }
    var document = BankReferredDocument(
      number: segment.text(2).nonEmpty,
      type: Self.types[segment.text(1)] ?? segment.text(1).nonEmpty,
      dueAmount: try amount(5),
      discountApplied: try amount(6),
      remittedAmount: paid
    )
    if paid.isNegative { document.type = "CREN" }
    if let adjusted = try amount(8) {
      document.adjustments = [
        BankAdjustment(amount: adjusted, reason: segment.text(7).nonEmpty)
      ]
    }
    documents.append(document)
    isInDocument = true
  }

  /// Within a document it says why less or more is paid on it.
  private mutating func adjustment(_ segment: Segment) throws(FieldFault) {
    let adjustment = BankAdjustment(
      amount: try AdviceAmount.signed(segment.text(1), currency),
      reason: segment.text(2).nonEmpty
    )
    if isInDocument {
      documents[documents.count - 1].adjustments.append(adjustment)
    } else {
      adjustments.append(adjustment)
    }
  }

  /// ISO 20022's codes for X12's reference qualifiers.
  private static let types = ["IV": "CINV", "CM": "CREN", "CN": "CREN", "DM": "DEBN", "PO": "PUOR"]

  func advice() throws(FieldFault) -> BankAdvice {
    let amount = try AdviceAmount.signed(payment.text(2), currency)
    guard !amount.isNegative else {
      throw FieldFault(.invalidAmount, "", "the payment, BPR02, is below zero")
    }
    try checkSum(amount)
    guard let date = date ?? FieldValue.date(payment.text(16)) else {
      throw FieldFault(.missingField, "", "neither BPR16 nor DTM says a day")
    }
    guard let number = traces.first else {
      throw FieldFault(.missingField, "", "there is no trace number, TRN02")
    }
    var payer = parties["PR"] ?? BankParty()
    if payer.name == nil { payer.name = sender.nonEmpty }
    payer.otherAccount = payment.text(9).nonEmpty
    return BankAdvice(
      number: number,
      references: traces,
      date: date,
      amount: amount,
      payer: payer,
      payee: parties["PE"] ?? BankParty(),
      documents: documents,
      adjustments: adjustments
    )
  }

  /// Payers disagree on whether what is paid on a document is before or after its own adjustments.
  private func checkSum(_ amount: Money) throws(FieldFault) {
    let paid = documents.compactMap(\.remittedAmount) + adjustments.map(\.amount)
    let within = documents.flatMap(\.adjustments).map(\.amount)
    let sums = [paid, paid + within].map { AdviceAmount.sum($0, currency) }
    guard documents.isEmpty || sums.contains(amount) else {
      throw FieldFault(
        .controlMismatch,
        "",
        "the payment is \(amount), its documents and adjustments are"
          + " \(sums[0].map(\.description) ?? "more than can be added up")"
      )
    }
  }
}
