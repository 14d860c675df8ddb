/// Takes a camt file apart as it is read; what a method throws ends the reading.
protocol CamtSink: AnyObject {
  /// All of a statement's head has come: its name, account and balances.
  func statementBegan(_ statement: CamtStatement) throws
  /// A transaction's details have come; `entry` counts them already.
  func detailEnded(_ detail: CamtDetail, of entry: CamtEntry) throws
  func entryEnded(_ entry: CamtEntry) throws
  func statementEnded(_ statement: CamtStatement) throws
  func found(_ finding: BankFinding) throws
}
