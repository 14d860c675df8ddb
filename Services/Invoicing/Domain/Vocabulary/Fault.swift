extension Invoicing {
  /// What is wrong with one field, for a program and for a person.
  package struct Fault: Codable, Equatable, Sendable {
    package enum Code: String, Codable, CaseIterable, Sendable {
      case revisionUnfit = "revision-unfit"
      /// The same revision came with other content.
      case revisionReused = "revision-reused"
      case countryUnfit = "country-unfit"
      case ibanUnfit = "iban-unfit"
      case limitNegative = "limit-negative"
      /// An account's partition follows from its head; moving accounts is a protocol of its own.
      case headChanged = "head-changed"
      /// A period of paying that ends before it begins, too many, or one of an account that heads
      /// its group itself.
      case payingPeriodUnfit = "paying-period-unfit"
      case currencyChanged = "currency-changed"

      /// The same invoice number came with other content.
      case numberReused = "number-reused"
      case mixedCurrencies = "mixed-currencies"
      case netMismatch = "net-mismatch"
      case taxMismatch = "tax-mismatch"
      case totalMismatch = "total-mismatch"
      case grossNotPositive = "gross-not-positive"
      case amountTooLarge = "amount-too-large"
      case tooManyLines = "too-many-lines"
      case tooManyRates = "too-many-rates"
      case termsMissing = "terms-missing"
      /// Several instalments have the dates that the terms give them.
      case dueDateOfSeveral = "due-date-of-several"
      case dueBeforeIssue = "due-before-issue"
      case dateOutOfRange = "date-out-of-range"
      case referenceUnfit = "reference-unfit"
      /// Another account's invoice bears the reference.
      case referenceUsed = "reference-used"
      /// The preceding invoice is another account's, or the invoice itself.
      case precedingUnfit = "preceding-unfit"
      /// No deposit invoice of the account, or more than it has left.
      case depositUnfit = "deposit-unfit"
      case orderNotPositive = "order-not-positive"
      case orderExceedsGross = "order-exceeds-gross"

      /// A number of this house's own series.
      case numberReserved = "number-reserved"
      case invoiceUnknown = "invoice-unknown"
      case accountUnknown = "account-unknown"
      /// The credit note or the correction names another account's invoice.
      case accountMismatch = "account-mismatch"
      case issueBeforeInvoice = "issue-before-invoice"
      /// All credit notes of an invoice are not more than the invoice.
      case exceedsCreditable = "exceeds-creditable"
      /// The law wants a document to say it, and nothing does.
      case mentionMissing = "mention-missing"
      /// A note of the issuer's that stands twice, or does not say what the law wants of it.
      case mentionUnfit = "mention-unfit"

      /// No rate is known that a document in another currency could be exchanged at.
      case rateUnknown = "rate-unknown"
      /// The stated rate is of other currencies, or two of one day contradict each other.
      case rateUnfit = "rate-unfit"

      /// Of all: the currency is not the account's; terms nobody can mean; text empty, too long or
      /// with control characters.
      case currencyMismatch = "currency-mismatch"
      case termsUnfit = "terms-unfit"
      case textUnfit = "text-unfit"
    }

    package var field: String
    package var code: Code
    package var text: String

    package init(_ field: String, _ code: Code, _ text: String) {
      self.field = field
      self.code = code
      self.text = text
    }
  }
}
