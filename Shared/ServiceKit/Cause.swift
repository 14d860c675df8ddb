import DomainKit
import Messages

/// What a decision is taken because of, as far as what it sends tells of it.
struct Cause {
  /// The cut that the fact bears.
  var cut: DayCut?
  /// W3C Trace Context of the message; what it causes belongs to the same trace.
  var traceParent: String?

  /// Nothing from outside: settings, a bank file's lines, the calendar.
  static let itself = Cause()
}

extension Cause {
  init(_ envelope: Envelope) {
    self.init(cut: envelope.cut, traceParent: envelope.traceParent)
  }

  /// A call bears no cut.
  init(_ request: CallEnvelope) {
    self.init(traceParent: request.traceParent)
  }
}
