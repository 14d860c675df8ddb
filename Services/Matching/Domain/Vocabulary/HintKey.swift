import DomainKit
import Remittance

extension Matching {
  /// By what an account's invoices are found that a payer's words only hint at.
  package struct HintKey: Hashable, Sendable, RowKey {
    /// Such as `C-1001 #42` and `C-1001 PO4711`.
    package let rowKey: String

    /// The last two digits of a number, as ``DocumentNumber/serial(_:)`` gives them.
    init(_ account: AccountID, serial: Int) { rowKey = "\(account) #\(serial)" }

    /// The order that an invoice bills, as numbers of documents are compared.
    init(_ account: AccountID, order: String) { rowKey = "\(account) \(order)" }

    package init?(rowKey: String) { self.rowKey = rowKey }
  }
}

extension Matching.Invoice {
  var hints: [Matching.HintKey] {
    let serial = DocumentNumber.serial(number.rawValue).map {
      Matching.HintKey(account, serial: $0)
    }
    let order = order.map {
      Matching.HintKey(account, order: DocumentNumber.key($0.rawValue))
    }
    return [serial, order].compactMap(\.self)
  }
}

extension Matching.State {
  /// Invoices of the state, open or settled.
  func invoices(hintedBy key: Matching.HintKey) -> [Matching.Invoice] {
    (hinted[key] ?? []).compactMap { invoices[$0] }
  }
}
