/// What a message may measure, checked before it is sent and when it is received.
package enum Limits {
  package static let bodyBytes = 1_048_576
  package static let headerBytes = 16_384
  /// AMQP short strings: exchange, routing key, header names and most properties.
  package static let shortStringBytes = 255
  package static let headerNameBytes = 128
  package static let jsonDepth = 64
  /// Our own records hold messages, each of full depth, a few levels down.
  package static let recordDepth = jsonDepth + 16
  /// The text of a call's status, percent-encoded in a header.
  package static let statusTextBytes = 4096
}
