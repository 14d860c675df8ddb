import BankFormats
import DomainKit

/// Any bytes at all as remittance advices: nothing crashes, and what is accepted adds up.
struct AdviceFuzz {
  let reader: any AdviceReader

  func run(_ bytes: [UInt8]) {
    _ = AdviceFormats.reader(for: bytes)
    let report = reader.read(bytes)
    precondition(report == reader.read(bytes), "read twice, told otherwise")
    guard report.isAccepted else {
      return precondition(report.advices.isEmpty, "of a refused file nothing is told")
    }
    for advice in report.advices where !advice.documents.isEmpty {
      let paid = advice.documents.compactMap(\.remittedAmount) + advice.adjustments.map(\.amount)
      let within = advice.documents.flatMap(\.adjustments).map(\.amount)
      let sums = [paid, paid + within].map { $0.reduce(0) { $0 &+ $1.minorUnits } }
      precondition(sums.contains(advice.amount.minorUnits), "\(sums) are not \(advice.amount)")
    }
  }
}
