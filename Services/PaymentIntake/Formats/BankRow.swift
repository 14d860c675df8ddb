/// Where a row stands in its file, counted from 0: what a reader resumes after.
package struct BankCursor: Codable, Hashable, Sendable {
  package var statement: Int
  package var entry: Int
  package var transaction: Int

  package init(statement: Int, entry: Int, transaction: Int) {
    self.statement = statement
    self.entry = entry
    self.transaction = transaction
  }
}

extension BankCursor: Comparable {
  package static func < (lhs: BankCursor, rhs: BankCursor) -> Bool {
    (lhs.statement, lhs.entry, lhs.transaction) < (rhs.statement, rhs.entry, rhs.transaction)
  }
}

/// One payment as a file tells it.
package struct BankRow: Codable, Hashable, Sendable {
  package var cursor: BankCursor
  package var entry: BankEntry
  package var transaction: BankTransaction

  package init(cursor: BankCursor, entry: BankEntry, transaction: BankTransaction) {
    self.cursor = cursor
    self.entry = entry
    self.transaction = transaction
  }

  /// What the row means for receivables.
  package enum Nature: Sendable {
    /// Money came in.
    case payment
    /// Money that had come in was taken back: a debit with return information, or marked as the
    /// reversal of a credit.
    case returnedPayment
    /// Money that had gone out came back: a credit marked as the reversal of a debit, or with
    /// return information. No customer paid.
    case returnedDebit
    /// Any other debit: charges, our own payments.
    case otherDebit
  }

  package var nature: Nature {
    let isReversal = transaction.isReversal || transaction.isReturn
    return switch transaction.direction {
    case .credit: isReversal ? .returnedDebit : .payment
    case .debit: isReversal ? .returnedPayment : .otherDebit
    }
  }
}

/// What a reader meets in a file, in the file's order.
package enum BankEvent: Hashable, Sendable {
  case statementBegan(BankStatement, index: Int)
  case row(BankRow)
  case statementEnded(index: Int)
}
