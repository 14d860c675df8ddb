package import DomainKit
package import Messages

/// What one business day brings: messages from the billing side, and bank files.
package struct BusinessDay: Sendable {
  package var date: CalendarDate
  package var messages: [any Message] = []
  package var bankFiles: [BankFile] = []

  package init(date: CalendarDate) { self.date = date }

  /// Nothing happened.
  package var isQuiet: Bool { messages.isEmpty && bankFiles.isEmpty }
}

/// A file for the inbox folder.
package struct BankFile: Sendable {
  package var name: String
  package var content: [UInt8]

  package init(name: String, content: [UInt8]) {
    self.name = name
    self.content = content
  }
}
