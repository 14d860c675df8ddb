package import Messages

/// How a call ended: one of gRPC's status codes, and a text for a person.
package struct CallStatus: Error, Equatable, Sendable {
  /// The codes of gRPC (`grpc/doc/statuscodes.md`), with their numbers.
  package enum Code: Int, Codable, CaseIterable, Sendable {
    case ok = 0
    case cancelled = 1
    case unknown = 2
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case `internal` = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16
  }
  package let code: Code
  package let text: String
  /// What is wrong with the request, field by field; `text` says it too.
  package let errors: [FieldError]

  package init(_ code: Code, _ text: String, errors: [FieldError] = []) {
    self.code = code
    self.text = text
    self.errors = errors
  }
}

extension CallStatus: CustomStringConvertible {
  package var description: String { "\(text) (\(code))" }
}

extension CallStatus {
  /// What a caller is told of an error; a malformed request is the caller's.
  package init(of error: any Error) {
    switch error {
    case let status as CallStatus: self = status
    case let malformed as Malformed: self.init(.invalidArgument, malformed.text)
    default: self.init(.internal, String(describing: error))
    }
  }
}

/// A reply's JSON, or why there is none.
package enum CallAnswer: Equatable, Sendable {
  case reply([UInt8])
  case refused(CallStatus)

  package init(_ reply: () throws -> [UInt8]) {
    do {
      let body = try reply()
      self =
        body.count <= Limits.bodyBytes
        ? .reply(body)
        : .refused(
          CallStatus(.resourceExhausted, "the reply has \(body.count) bytes; ask for less")
        )
    } catch {
      self = .refused(CallStatus(of: error))
    }
  }

  package func wire(to request: CallEnvelope) -> WireMessage {
    let envelope =
      switch self {
      case .reply(let body): ReplyEnvelope(correlationID: request.correlationID, body: body)
      case .refused(let status):
        ReplyEnvelope(
          correlationID: request.correlationID,
          refusal: status.code.rawValue,
          text: status.text,
          errors: status.errors
        )
      }
    return envelope.wire(exchange: ExchangeName.replies, replyTo: request.replyTo)
  }

  /// The answer to a request that cannot be read; nil when it does not say whom to tell.
  package static func refusal(
    of request: WireMessage,
    because malformed: Malformed
  ) -> WireMessage? {
    guard let replyTo = request.properties.replyTo, !replyTo.isEmpty,
      let correlationID = request.properties.correlationID, !correlationID.isEmpty
    else { return nil }
    let reply = ReplyEnvelope(
      correlationID: correlationID,
      refusal: CallStatus.Code.invalidArgument.rawValue,
      text: malformed.text
    )
    return reply.wire(exchange: ExchangeName.replies, replyTo: replyTo)
  }
}
