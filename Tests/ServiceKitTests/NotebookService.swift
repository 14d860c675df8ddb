import DomainKit
import Messages
import ServiceKit

/// The smallest service with everything that the loop has to offer: it writes down the numbers of
/// invoices and captured payments in the order in which it decides them, and closed cuts and
/// remarks among them.
enum Notebook: Decider {
  enum Command: Equatable {
    case note(String)
    case open(DayCut)
    case close(DayCut, opens: DayCut)
  }

  enum Event: Codable, Equatable {
    case noted(String)
    case opened(DayCut)
  }

  enum Rejection: Error, Equatable { case blank }

  struct State: PersistentState {
    var openCut: DayCut?
    var lines: [String] = []

    static var sections: [Section<State>] {
      [.value("openCut", \.openCut), .value("lines", \.lines)]
    }
  }

  static func decide(_ command: Command, _ state: State) throws(Rejection) -> [Event] {
    switch command {
    case .note(""): throw .blank
    case .note(let line): return [.noted(line)]
    case .open(let cut): return [.opened(cut)]
    case .close(let cut, let next): return [.noted("closed \(cut)"), .opened(next)]
    }
  }

  static func evolve(_ state: inout State, _ event: Event) {
    switch event {
    case .noted(let line): state.lines.append(line)
    case .opened(let cut): state.openCut = cut
    }
  }
}

/// The notebook in payment intake's place: under its queues, with what it reads.
enum NotebookService: Service {
  typealias Core = Notebook

  static let name = ServiceName.paymentIntake
  static let holdsLaterCuts = true

  /// Noting it sends more than a message may hold, which ends the process each time.
  static let deadly: InvoiceNumber = "DEADLY"

  static func command(for envelope: Envelope) throws(Malformed) -> Notebook.Command? {
    switch envelope.type {
    case InvoiceIssued.type:
      return .note(try JSONCoding.decode(InvoiceIssued.self, from: envelope.body).invoice.rawValue)
    case BillingPaymentCaptured.type:
      let payment = try JSONCoding.decode(BillingPaymentCaptured.self, from: envelope.body)
      return .note(payment.providerPayment)
    case DayOpened.type:
      return .open(try JSONCoding.decode(DayOpened.self, from: envelope.body).opens)
    case IntakeClosed.type:
      let marker = try JSONCoding.decode(IntakeClosed.self, from: envelope.body)
      return .close(marker.closes, opens: marker.opens)
    default: return nil
    }
  }

  static func messages(for event: Notebook.Event, _ state: Notebook.State) -> [Outgoing] {
    guard case .noted(let line) = event else { return [] }
    let bytes = line == deadly.rawValue ? Limits.bodyBytes : 1
    return [
      Outgoing(
        id: "noted/\(state.lines.count)",
        StatementRejected(
          file: line,
          contentHash: String(repeating: "0", count: bytes),
          errors: []
        )
      )
    ]
  }

  static func messages(for rejection: Notebook.Rejection) -> [Outgoing] { [] }

  static func openCut(_ state: Notebook.State) -> DayCut? { state.openCut }

  /// The archive gets a copy of each line.
  static func archiveRows(for event: Notebook.Event, _ state: Notebook.State) -> [ArchiveRow] {
    guard case .noted(let line) = event else { return [] }
    return [ArchiveRow(key: line, data: Array("{}".utf8))]
  }

  static var calls: [CallHandler<Notebook>] {
    [
      .mutation(
        Remark.self,
        command: { call, _ in .note(call.text) },
        reply: { _, _, _, state in Remark.Reply(lines: state.lines.count) },
        refusal: { _ in CallStatus(.failedPrecondition, "a remark has a text") }
      )
    ]
  }
}

/// What the notebook writes down of itself, one line at a time.
final class NotebookFeed: Feed {
  typealias Core = Notebook
  var lines: [String] = []
  /// Turns that it takes to think of a line.
  var turns = 0
  private var thoughtFor = 0
  private(set) var isUnfinished = false

  func commands(for state: Notebook.State, now: Timestamp) throws -> [Notebook.Command] {
    let next = lines.first { !state.lines.contains($0) }
    isUnfinished = next != nil && thoughtFor < turns
    guard !isUnfinished else {
      thoughtFor += 1
      return []
    }
    thoughtFor = 0
    return next.map { [.note($0)] } ?? []
  }
}

/// Writes a line into the notebook.
struct Remark: Call {
  static let service = ServiceName.paymentIntake
  static let method = "Remark"
  static let isMutating = true
  var text: String

  struct Reply: Codable, Equatable {
    /// How many lines there are now.
    var lines: Int
  }

  static var example: Remark { Remark(text: "a remark") }
  static var exampleReply: Reply { Reply(lines: 1) }
}
