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

  package init(_ code: Code, _ text: String) {
    self.code = code
    self.text = text
  }
}
