import DomainKit
import Remittance

/// What a payment's own words say about whose it is.
///
/// Derived from the payment whenever it is needed and never written down.
struct Claims: Equatable, Sendable {
  var statedAccount: AccountID?
  /// Its references and its text, and each document that its payer's advice names.
  private(set) var readings: [RemittanceReading] = []

  /// Under what the payment waits for an invoice or an account.
  var keys: [ClaimKey] {
    let stated = statedAccount.map { [ClaimKey(account: $0)] } ?? []
    let references = readings.flatMap(\.references).map { ClaimKey(reference: $0.reference.key) }
    let numbers = readings.flatMap(\.mentions).filter(\.isNumber).map { ClaimKey(number: $0.key) }
    return Array(Set(stated + references + numbers))
  }
}

/// One thing by which a payment can be claimed.
struct ClaimKey: Hashable, Sendable {
  private let text: String

  init(account: AccountID) { text = "account \(account)" }
  init(reference: String) { text = "reference \(reference)" }
  init(number: String) { text = "number \(number)" }
}

extension Claims {
  /// None for a batch, which belongs to several, nor for money of our own.
  init(of row: PaymentRow) {
    let receipt = row.receipt
    guard receipt.batched == nil, receipt.facts.isCustomers else { return }
    statedAccount = receipt.facts.statedAccount
    let currency = receipt.facts.amount.currency
    readings.append(
      RemittanceReading(
        lines: [receipt.facts.text],
        references: receipt.facts.references,
        currency: currency
      )
    )
    readings += (row.advice?.documents ?? []).map {
      RemittanceReading(references: [$0], currency: currency)
    }
  }
}

/// The accounts whose invoices a payment names.
struct Naming: Equatable {
  /// In the order of their names.
  var accounts: [AccountID] = []
  /// The strongest that names an invoice.
  var evidence: Evidence?
  /// Every word that looks like a number belongs to an invoice.
  var isUnderstood = true
}

extension Claims {
  func naming(in invoices: InvoiceRegister) -> Naming {
    var accounts: Set<AccountID> = []
    var (references, numbers): ([String], [String]) = ([], [])
    var naming = Naming()
    for reading in readings {
      let known = reading.named(in: invoices)
      var understood: Set<Int> = []
      for reference in known.references {
        accounts.formUnion(invoices.byReference[reference.reference.key] ?? [])
        understood.formUnion(reference.words)
        references.append(reference.written)
      }
      for number in known.numbers {
        accounts.formUnion(invoices.byNumber[number.key] ?? [])
        understood.formUnion(number.words)
        numbers.append(number.written)
      }
      naming.isUnderstood = naming.isUnderstood && understood.isSuperset(of: reading.figureWords)
    }
    naming.accounts = accounts.sorted()
    naming.evidence =
      references.first.map { Evidence(.structuredReference, $0) }
      ?? numbers.first.map { Evidence(.invoiceNumber, $0) }
    return naming
  }

  /// The numbers of known invoices among all that was said.
  func invoiceNumbers(in invoices: InvoiceRegister) -> Set<String> {
    Set(readings.flatMap(\.mentions).map(\.key).filter { invoices.byNumber[$0] != nil })
  }
}

extension RemittanceReading {
  /// References of invoices that are known, and numbers that share no word with one.
  fileprivate func named(
    in invoices: InvoiceRegister
  ) -> (references: [Reference], numbers: [Mention]) {
    let known = references.filter { invoices.byReference[$0.reference.key] != nil }
    let numbers = self.known(besides: Set(known.flatMap(\.words))) {
      $0.isNumber && invoices.byNumber[$0.key] != nil
    }
    return (known, numbers)
  }
}
