import Foundation
import Messages
import ServiceKit

/// A message that nobody should send, and where it must end with which words.
struct Rubbish {
  /// The bin of a service, or the queue of what no queue wanted.
  enum Bin: Equatable {
    case invalid([ServiceName], Malformed.Code, says: String)
    case unrouted
    /// No bin: a rule says no to the whole message, with all its reasons.
    case rejected([String])
  }

  var name: String
  var message: WireMessage
  var bin: Bin
  /// Our own library refuses to send it, so another one must.
  var needsOtherLibrary = false

  /// An invoice that has no fault, as text.
  private static let invoice = """
    {"invoice":"BAD-1","account":"C-1001","issueDate":"2026-03-02",\
    "net":{"amount":"100.00","currency":"EUR"},"tax":{"amount":"20.00","currency":"EUR"},\
    "gross":{"amount":"120.00","currency":"EUR"},"dueDate":"2026-04-01"}
    """

  /// An invoice in which one text stands for another; `headers` go over the usual ones.
  private static func invoice(
    _ found: String = "",
    _ wrong: String = "",
    type: String = BillingInvoiceIssued.type,
    routingKey: String = BillingInvoiceIssued.type,
    contentType: String? = "application/json",
    headers: [String: HeaderValue?] = [:]
  ) -> WireMessage {
    precondition(found.isEmpty || invoice.contains(found), "'\(found)' is not in the invoice")
    let body = found.isEmpty ? invoice : invoice.replacing(found, with: wrong)
    return message(Array(body.utf8), type, routingKey, contentType, headers)
  }

  private static func message(
    _ body: [UInt8],
    _ type: String = BillingInvoiceIssued.type,
    _ routingKey: String? = nil,
    _ contentType: String? = "application/json",
    _ changed: [String: HeaderValue?] = [:],
    exchange: String = ExchangeName.billing
  ) -> WireMessage {
    var headers: [String: HeaderValue] = [
      "cloudEvents_specversion": .string("1.0"), "cloudEvents_type": .string(type),
      "cloudEvents_source": .string("/rubbish"), "cloudEvents_id": .string("rubbish"),
    ]
    for (name, value) in changed { headers[name] = value }
    return WireMessage(
      exchange: exchange,
      routingKey: routingKey ?? type,
      properties: MessageProperties(contentType: contentType),
      headers: headers,
      body: body
    )
  }

  private static func invalid(
    _ name: String,
    _ code: Malformed.Code,
    _ text: String,
    _ message: WireMessage,
    in services: [ServiceName] = [.invoicing],
    needsOtherLibrary: Bool = false
  ) -> Rubbish {
    Rubbish(
      name: name,
      message: message,
      bin: .invalid(services, code, says: text),
      needsOtherLibrary: needsOtherLibrary
    )
  }

  static var all: [Rubbish] { texts + content + kinds + fields + events + bulk + rejected }

  /// No JSON, or none that is read.
  private static var texts: [Rubbish] {
    let nested = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    return [
      invalid("malformed JSON", .notJSON, "expected", invoice(#""2026-03-02""#, "2026-03-02")),
      invalid(
        "JSON that ends too early",
        .notJSON,
        "expected",
        invoice(#""2026-04-01"}"#, #""2026-04-01""#)
      ),
      invalid(
        "a list instead of an object",
        .data,
        "expected an object",
        message(Array("[]".utf8))
      ),
      invalid("NUL in a string", .notJSON, "NUL", invoice("BAD-1", "BAD\\u0000-1")),
      invalid(
        "invalid UTF-8",
        .notUTF8,
        "no UTF-8 sequence at byte",
        message(Array("{\"invoice\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8))
      ),
      invalid(
        "UTF-16",
        .notUTF8,
        "expected UTF-8",
        message(
          [0xFF, 0xFE] + invoice.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        )
      ),
      invalid("deep nesting", .tooDeep, "64 levels", invoice(#""BAD-1""#, nested)),
      invalid(
        "a key twice",
        .duplicateKey,
        "'account' stands twice",
        invoice(#""issueDate""#, #""account":"C-2","issueDate""#)
      ),
    ]
  }

  /// Content types and attributes.
  private static var content: [Rubbish] {
    [
      invalid(
        "another content type",
        .contentType,
        "expected application/json",
        invoice(contentType: "text/plain")
      ),
      invalid("no content type", .contentType, "missing", invoice(contentType: nil)),
      invalid(
        "another character set",
        .contentType,
        "expected utf-8",
        invoice(contentType: "application/json; charset=latin1")
      ),
      invalid(
        "no CloudEvents message",
        .attribute,
        "specversion is missing",
        invoice(headers: ["cloudEvents_specversion": nil])
      ),
      invalid(
        "another version of CloudEvents",
        .unknownVersion,
        "expected 1.0",
        invoice(headers: ["cloudEvents_specversion": .string("0.3")])
      ),
      invalid(
        "an attribute that is a number",
        .attribute,
        "id is not a string",
        invoice(headers: ["cloudEvents_id": .integer(7)])
      ),
    ]
  }

  /// Types, versions and modes.
  private static var kinds: [Rubbish] {
    let structured = "application/cloudevents+json"
    return [
      invalid(
        "a type that is not read here",
        .unknownType,
        "is not a type that is read here",
        invoice(type: "billing.invoice.forgotten.v1")
      ),
      invalid(
        "a version that is not known",
        .unknownVersion,
        "is a version that is not known here",
        invoice(type: "billing.invoice.issued.v9")
      ),
      Rubbish(
        name: "a type that nobody reads",
        message: invoice(
          type: "billing.invoice.forgotten.v1",
          routingKey: "billing.invoice.forgotten.v1"
        ),
        bin: .unrouted
      ),
      invalid(
        "a structured event without its type",
        .attribute,
        "type is missing",
        message(
          Array(#"{"specversion":"1.0","id":"1","source":"/rubbish","data":{}}"#.utf8),
          BillingInvoiceIssued.type,
          nil,
          structured
        )
      ),
      invalid(
        "a structured event without data",
        .data,
        "$.data is missing",
        message(
          Array(
            #"{"specversion":"1.0","id":"1","source":"/r","type":"billing.invoice.issued.v1"}"#.utf8
          ),
          BillingInvoiceIssued.type,
          nil,
          structured
        )
      ),
      invalid(
        "a batch of events",
        .contentType,
        "send each alone",
        invoice(contentType: "application/cloudevents-batch+json")
      ),
    ]
  }

  /// JSON that says what cannot be.
  private static var fields: [Rubbish] {
    [
      invalid(
        "an amount that is a number",
        .data,
        "$.net.amount is a number, expected a string",
        invoice(#""100.00""#, "100.00")
      ),
      invalid("31 February", .data, "$.issueDate", invoice("2026-03-02", "2026-02-31")),
      invalid("a missing field", .data, "$.gross is missing", invoice(#""gross""#, #""grand""#)),
      invalid(
        "a null",
        .data,
        "$.account is null, expected a string",
        invoice(#""C-1001""#, "null")
      ),
      invalid(
        "an amount beyond all measure",
        .data,
        "$.gross.amount",
        invoice("120.00", "99999999999999999999.00")
      ),
      invalid("a tenth of a cent", .data, "$.gross.amount", invoice("120.00", "120.001")),
      invalid(
        "no currency",
        .data,
        "$.tax.currency",
        invoice(#""20.00","currency":"EUR""#, #""20.00","currency":"Euro""#)
      ),
    ]
  }

  /// What other services than invoicing read.
  private static var events: [Rubbish] {
    [
      invalid(
        "an order of nobody",
        .data,
        "is missing",
        message(Array("{}".utf8), BillingOrderPlaced.type),
        in: [.creditControl]
      ),
      invalid(
        "a captured payment on 30 February",
        .data,
        "$.valueDate",
        message(
          Array(
            """
            {"provider":"p","providerPayment":"1","amount":{"amount":"1.00","currency":"EUR"},\
            "valueDate":"2026-02-30"}
            """.utf8
          ),
          BillingPaymentCaptured.type
        ),
        in: [.paymentIntake]
      ),
      invalid(
        "a service's own event that is none",
        .notJSON,
        "expected",
        message(
          Array("payment!".utf8),
          PaymentIdentified.type,
          "\(PaymentIdentified.type).00",
          exchange: ExchangeName.events
        ),
        in: [.creditControl, .matching, .reporting]
      ),
    ]
  }

  /// More than is sent here.
  private static var bulk: [Rubbish] {
    let bytes = Limits.bodyBytes + 1
    let noise = HeaderValue.string(String(repeating: "é", count: 30_000))
    return [
      invalid(
        "a body that is too long",
        .oversize,
        "the body has \(bytes) bytes, at most \(Limits.bodyBytes) are taken",
        message(Array(repeating: UInt8(ascii: " "), count: bytes)),
        needsOtherLibrary: true
      ),
      invalid(
        "headers that are too long",
        .oversize,
        "at most \(Limits.headerBytes) are taken",
        invoice(headers: ["x-noise": noise]),
        needsOtherLibrary: true
      ),
      invalid(
        "an id that is too long",
        .attribute,
        "id has 300 bytes, expected 1 to 255",
        invoice(headers: ["cloudEvents_id": .string(String(repeating: "é", count: 150))])
      ),
      invalid("an empty body", .notJSON, "expected", message([]), needsOtherLibrary: true),
      invalid(
        "a reason that would be too long",
        .data,
        "$.gross.amount",
        invoice("120.00", String(repeating: "é", count: 400_000))
      ),
    ]
  }

  /// What can be understood, and must not be.
  private static var rejected: [Rubbish] {
    [
      Rubbish(
        name: "an invoice in three currencies",
        message: invoice(
          #""net":{"amount":"100.00","currency":"EUR"},"tax":{"amount":"20.00","currency":"EUR"}"#,
          #""net":{"amount":"100.00","currency":"USD"},"tax":{"amount":"20","currency":"JPY"}"#
        ),
        bin: .rejected(["net mixed-currencies", "tax mixed-currencies"])
      ),
      Rubbish(
        name: "an invoice of less than nothing",
        message: invoice(#""120.00""#, #""-120.00""#),
        bin: .rejected(["gross total-mismatch", "gross gross-not-positive"])
      ),
      Rubbish(
        name: "an invoice beyond what any may be",
        message: invoice(#""120.00""#, #""9999999999999.00""#),
        bin: .rejected(["gross amount-too-large"])
      ),
    ]
  }
}
