package import DomainKit

/// The documents that an invoice names beside those it corrects.
package struct InvoiceReferences: Hashable, Sendable {
  /// What the buyer wants to see on it, such as a cost centre: BT-10.
  package var buyer: String?
  /// BT-11.
  package var project: String?
  /// BT-12.
  package var contract: String?
  /// The buyer's order: BT-13.
  package var order: String?
  /// The seller's: BT-14.
  package var salesOrder: String?
  /// BT-15.
  package var receivingAdvice: String?
  /// BT-16.
  package var despatchAdvice: String?
  /// The tender or lot: BT-17.
  package var tender: String?
  /// What is invoiced, such as a meter: BT-18.
  package var object: SchemedIdentifier?
  /// Where the buyer books it: BT-19.
  package var buyerAccount: String?

  package init() {}
}

/// An invoice that this one corrects, credits or settles: BG-3.
package struct PrecedingInvoice: Hashable, Sendable {
  /// BT-25.
  package var number: InvoiceNumber
  /// BT-26.
  package var issueDate: CalendarDate?

  package init(_ number: InvoiceNumber, issueDate: CalendarDate? = nil) {
    self.number = number
    self.issueDate = issueDate
  }
}

/// Words to the invoice: BG-1.
package struct InvoiceNote: Hashable, Sendable {
  /// What it is about, by its code of UNTDID 4451: BT-21.
  package var subject: String?
  /// BT-22.
  package var text: String

  package init(_ text: String, subject: String? = nil) {
    self.text = text
    self.subject = subject
  }
}

/// A document that supports the invoice's claims: BG-24.
///
/// A file that is embedded in the invoice (BT-125) is passed over, not kept.
package struct SupportingDocument: Hashable, Sendable {
  /// BT-122.
  package var reference: String
  /// BT-123.
  package var description: String?
  /// Where it can be fetched: BT-124.
  package var location: String?

  package init(_ reference: String, description: String? = nil, location: String? = nil) {
    self.reference = reference
    self.description = description
    self.location = location
  }
}

/// Where and when something was delivered: BG-13.
package struct InvoiceDelivery: Hashable, Sendable {
  /// Who received it: BT-70.
  package var recipient: String?
  /// BT-71.
  package var location: SchemedIdentifier?
  /// BT-72.
  package var date: CalendarDate?
  /// BG-15.
  package var address: PostalAddress?

  package init() {}
}
