import DomainKit
import Foundation
import HouseKit
import Messages
import OperatorKit
import ServiceKit
import Terms

/// Captured payments, each naming an invoice that it pays in full.
struct LoadOfPayments {
  let count: Int

  private static let customers = 500
  private static let source = "/billing/benchmark"
  private static let day = CalendarDate(literal: "2026-03-02")
  /// Longer than any machine needs; a house that has stopped is not waited for.
  private static let patience = Duration.seconds(900)

  /// The mean size of a payment's messages on its way: published once, then received, identified,
  /// applied.
  static func meanBodyBytes() throws -> Int {
    let messages: [any Message] = [
      BillingPaymentCaptured.example, PaymentReceived.example, PaymentIdentified.example,
      PaymentApplied.example,
    ]
    return try messages.reduce(0) { try $0 + JSONCoding.encode($1).count } / messages.count
  }

  /// Opens a day and loads the invoices; not timed.
  func prepare(_ house: House) throws {
    try house.runner().open(Self.day)
    let billing = try house.billing()
    defer { billing.close() }
    try billing.publish(accounts + (0..<count).map(invoice), from: Self.source)
    let calls = try house.calls()
    defer { calls.close() }
    try wait { try calls.call(GetActivity()).invoices == count }
    try house.comeToRest(patience: Self.patience)
  }

  /// Seconds from the first publish until reporting has every payment applied.
  func run(through house: House) throws -> Double {
    let billing = try house.billing()
    let calls = try house.calls()
    defer {
      billing.close()
      calls.close()
    }
    let payments = (0..<count).map(payment)
    let began = ContinuousClock.now
    try billing.publish(payments, from: Self.source)
    try wait {
      try calls.call(GetActivity()).decisionsByRule.reduce(0) { $0 + $1.count } >= count
    }
    return (ContinuousClock.now - began) / .seconds(1)
  }

  private func wait(until isDone: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + Self.patience
    while try !isDone() {
      guard ContinuousClock.now < deadline else {
        throw CallStatus(.deadlineExceeded, "the payments have not come through")
      }
      Thread.sleep(forTimeInterval: 0.025)
    }
  }

  // MARK: Facts

  private var accounts: [any Message] {
    (0..<Self.customers).map { customer in
      BillingAccountUpserted(
        account: Self.account(customer),
        revision: 1,
        name: "Atelier \(customer) SARL",
        currency: .euro,
        terms: "net 30"
      )
    }
  }

  private func invoice(_ index: Int) -> any Message {
    BillingInvoiceIssued(
      invoice: InvoiceNumber(Self.invoiceNumber(index)),
      account: Self.account(index % Self.customers),
      issueDate: Self.day,
      net: Self.amount(index),
      tax: .zero(.euro),
      gross: Self.amount(index)
    )
  }

  private func payment(_ index: Int) -> any Message {
    BillingPaymentCaptured(
      provider: "cardpay",
      providerPayment: "ch_\(index)",
      amount: Self.amount(index),
      valueDate: Self.day,
      text: "invoice \(Self.invoiceNumber(index))"
    )
  }

  private static func account(_ customer: Int) -> AccountID { AccountID("C-\(1000 + customer)") }
  private static func invoiceNumber(_ index: Int) -> String { "INV-2026-\(1_000_000 + index)" }
  private static func amount(_ index: Int) -> Money { Money(Int64(10_000 + index % 9_973), .euro) }
}
